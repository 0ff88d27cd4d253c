"""Where the figures of a schedule come from: the contract's terms, and payments."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from blendfund.application.explaining.addresses import Grid
from blendfund.application.explaining.lines import Terms
from blendfund.application.explaining.scheduled import INTEREST, OWED, Totals
from blendfund.application.explaining.seen import Source, named
from blendfund.domain.allocation import Share, spread
from blendfund.domain.errors import NotScheduled
from blendfund.projections.cells import ROWS, TOTAL, Cell
from blendfund.projections.derived import Kind, Node, Said, day, total
from blendfund.projections.forms import Scope
from blendfund.projections.loans import column_of, due_lines
from blendfund.reports.terms import columns
from blendfund.storage.query.loans import loans
from blendfund.storage.query.totals import KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blendfund.application.explaining.seen import Seen
    from blendfund.projections.loans import Due
    from blendfund.projections.views import Klass

_SCHEDULES: Final = (
    "SELECT agreement, max(id) FROM schedule WHERE agreement IN (SELECT id FROM agreement"  # noqa: S608 -- own words
    f" WHERE fund = :fund) AND {KNOWN} AND operation_date <= :as_of GROUP BY agreement"
)
_LINE: Final = (
    *("due", "principal", "interest", "fee", "paid", "days_late"),
    *("left", "balance", "factor"),
)
_TOTAL: Final = (
    *("principal", "interest", "fee", "paid", "left", "dropped", "arrears"),
    *("overdue", "outstanding", "accrued", "days_late"),
)
# What stands beside what a line asks for.
_STANDS: Final = frozenset({"paid", "left"})


def scheduled(seen: Seen) -> dict[int, int]:
    """Give the fund's contracts with a schedule, each with the fact that states it."""
    return dict(seen.books.execute(_SCHEDULES, seen.at._asdict()).fetchall())


class Schedule(Source):
    """A schedule's lines, as the contract or its last rescheduling makes them."""

    report = "schedule"

    def __init__(self, seen: Seen, parts: list[str]) -> None:
        super().__init__(seen)
        known = scheduled(seen)
        choices = {seen.agreements[one][0]: seen.agreements[one][1] for one in known}
        typed = named(seen, "schedule:", parts, choices)
        self._hold(next(one for one in known if seen.agreements[one][0] == typed), known)

    def _hold(self, agreement: int, known: dict[int, int]) -> None:
        seen = self.seen
        self.agreement, self.position = agreement, known[agreement]
        self.typed, self.of = seen.agreements[agreement]
        found = loans(seen.books, seen.at, agreement)
        if not found or not found[0].lines:
            raise NotScheduled(self.of)
        (self.loan,) = found
        self.dues = due_lines(self.loan, seen.day)
        self.version = self.loan.versions[-1]
        self.terms = Terms(self, [one.line for one in self.dues])

    @property
    def grid(self) -> Grid:
        """Give where the figures stand: line by line, and together."""
        tables = {ROWS: _LINE, TOTAL: _TOTAL}
        return Grid(
            f"schedule:{self.typed}:",
            {table: columns("schedule", table, names) for table, names in tables.items()},
            self._rows,
        )

    def _rows(self, table: str) -> dict[str, str]:
        keys = [TOTAL] if table == TOTAL else [str(one.line.n) for one in self.dues]
        return {key: key for key in keys}

    def node(self, cell: Cell) -> Node:
        """Work out where a figure comes from."""
        if cell.table == TOTAL:
            return Totals(self).node(cell.column)
        due = self.dues[int(cell.row) - 1]
        match cell.column:
            case "paid":
                return self._paid(due)
            case "left":
                return self._left(due)
            case "days_late":
                return self._late(due)
        return self.terms.node(cell.column, due.line.n)

    def line(self, n: int, column: str) -> Cell:
        """Give where a figure of a line stands."""
        return Cell(ROWS, str(n), column)

    def facts(self, *names: str, after: int = 0) -> tuple[Said, ...]:
        """Give the contract's facts that add to some of a loan's columns."""

        def weigh(klass: Klass) -> int:
            name, sign = column_of(klass.movement, klass.account)
            return sign if name in names else 0

        scopes = (
            Scope("agreement", frozenset({str(self.agreement)})),
            Scope("after", frozenset({str(after)})),
        )
        return self.seen.facts(weigh, *scopes)

    @cached_property
    def _payments(self) -> list[tuple[int, Share]]:
        """Give each payment since the schedule began by its position, the oldest first."""
        since = self.position if len(self.loan.versions) > 1 else 0
        shares: dict[int, Share] = {}
        for name in ("interest", "principal"):
            of = INTEREST if name == "interest" else {"repaid"}
            for one in self.facts(*of, after=since):
                had = shares.get(one.position, Share())
                shares[one.position] = had._replace(**{name: one.adds or 0})
        days = self.seen.dated(shares)
        return sorted(shares.items(), key=lambda one: (days[one[0]], one[0]))

    def _paid(self, due: Due) -> Node:
        return Node("paid", due.paid, facts=tuple(self._allocated(due.line.n)))

    def _allocated(self, n: int) -> Iterator[Said]:
        """Give what each payment has paid of a line: what it had after, less before."""
        lines = [one.line for one in self.dues]
        paid, had = Share(), 0
        for position, share in self._payments:
            paid = Share(paid.interest + share.interest, paid.principal + share.principal)
            now = list(spread(lines, paid))[n - 1].total
            if now != had:
                yield Said(position, now - had)
            had = now

    def _left(self, due: Due) -> Node:
        n, line = due.line.n, due.line
        asked = Node(
            "asked",
            line.total,
            formula="principal + interest + fee",
            nodes=(
                self.other("principal", self.line(n, "principal"), line.principal),
                self.other("interest", self.line(n, "interest"), line.interest),
                self.other("fee", self.line(n, "fee"), line.fee),
            ),
        )
        paid = self.other("paid", self.line(n, "paid"), due.paid)
        nodes, formula = [asked, paid], "asked - paid"
        if due.before.total:
            nodes.append(self.arrears(due.before))
            formula = "asked + arrears - paid"
        for dropped in self._dropped(due):
            nodes.append(dropped)
            formula += f" - {dropped.name}"
        return Node("left", due.left, formula=formula, nodes=tuple(nodes))

    def arrears(self, before: Share) -> Node:
        """Give what a bank took back of payments from before the schedule."""
        taken = (
            Said(one.position)
            for one in self.facts("repaid", *INTEREST, after=self.position)
            if (one.adds or 0) < 0
        )
        return Node("arrears", before.total, facts=tuple(taken))

    def _dropped(self, due: Due) -> Iterator[Node]:
        """Work out what the line asked for that nobody owes any more."""
        interest, principal = due.dropped.interest, due.dropped.principal
        if interest:
            # What made the principal none: the last of its facts.
            facts = self.facts("outstanding")[-1:]
            said = tuple(Said(one.position) for one in facts)
            yield Node("interest_dropped", interest, facts=said)
        if not principal:
            return
        falling = [
            one.line.principal + one.before.principal - one.had.principal
            for one in self.dues
        ]
        nodes = [
            Node("falling", falling[due.line.n - 1]),
            Node("unpaid", sum(falling)),
            self.other("outstanding", OWED, self.loan.outstanding),
            Node("later", sum(falling[due.line.n :])),
        ]
        nodes += [self.sum(name) for name in ("contracted", "drawn")]
        formula = "unpaid - max(0, outstanding) - max(0, contracted - drawn)"
        formula = f"min(falling, max(0, {formula} - later))"
        yield Node("dropped", principal, formula=formula, nodes=tuple(nodes))

    def sum(self, name: str) -> Node:
        """Add up what facts add to one of the loan's columns."""
        return total(name, self.facts(name))

    def _late(self, due: Due) -> Node:
        left = self.other("left", self.line(due.line.n, "left"), due.left)
        if not due.overdue:
            # Paid, not due yet, or due of money that is not out.
            owed = self.other("outstanding", OWED, self.loan.outstanding)
            nodes = (left, self.terms.due(due.line.n), owed)
            return Node("days_late", due.days_late, Kind.DAYS, nodes=nodes)
        since, formula = self.terms.due(due.line.n), "max(0, as_of - due)"
        if due.before.total:
            since, formula = self.terms.since(1), "max(0, as_of - since)"
        nodes = (day("as_of", self.seen.day), since, left)
        return Node("days_late", due.days_late, Kind.DAYS, formula, nodes)

    def over(self, column: str, dues: list[Due]) -> Node:
        """Add up a column of some lines."""
        cells = (
            (
                self.line(one.line.n, column),
                getattr(one if column in _STANDS else one.line, column),
            )
            for one in dues
        )
        return self.total(column, *(one for one in cells if one[1]))
