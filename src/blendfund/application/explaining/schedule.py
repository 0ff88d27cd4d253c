"""Where the figures of a schedule come from: the contract's terms, and payments."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from blendfund.application.explaining.addresses import Grid
from blendfund.application.explaining.lines import Terms
from blendfund.application.explaining.seen import Source, named
from blendfund.domain.allocation import Share, spread
from blendfund.domain.errors import NotScheduled
from blendfund.projections.cells import ROWS, TOTAL, Cell
from blendfund.projections.derived import Kind, Node, Said, day, number, total
from blendfund.projections.forms import Scope
from blendfund.projections.loans import accrued, column_of, due_lines
from blendfund.projections.risk import standing
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
    *("principal", "interest", "fee", "paid"),
    *("overdue", "outstanding", "accrued", "days_late"),
)
_INTEREST: Final = frozenset({"interest", "waived"})


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
            return self._summed(cell.column)
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
            of = _INTEREST if name == "interest" else {"repaid"}
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
        return Node("left", due.left, formula="asked - paid", nodes=(asked, paid))

    def _late(self, due: Due) -> Node:
        left = self.other("left", self.line(due.line.n, "left"), due.left)
        if due.left <= 0:
            return Node("days_late", due.days_late, Kind.DAYS, nodes=(left,))
        return Node(
            "days_late",
            due.days_late,
            Kind.DAYS,
            "max(0, as_of - due)",
            (day("as_of", self.seen.day), self.terms.due(due.line.n), left),
        )

    def _summed(self, column: str) -> Node:
        match column:
            case "outstanding":
                made = total("outstanding", self.facts("outstanding"))
                return made._replace(value=self.loan.outstanding)
            case "accrued":
                return self._accrued()
            case "days_late":
                return self._standing()
            case "overdue":
                late = [one for one in self.dues if one.days_late]
                return self._over("left", late)._replace(name="overdue")
        return self._over(column, self.dues)

    def _over(self, column: str, dues: list[Due]) -> Node:
        cells = (
            (
                self.line(one.line.n, column),
                getattr(one if column in {"paid", "left"} else one.line, column),
            )
            for one in dues
        )
        return self.total(column, *(one for one in cells if one[1]))

    def _accrued(self) -> Node:
        """Work out the interest that has run and was not paid."""
        on, since = self.seen.day, self.version.schedule.start
        ran = [one for one in self.dues if one.line.due <= on]
        nodes: list[Node] = [self._over("interest", ran)._replace(name="ran")]
        formula, rest = "ran", self.dues[len(ran) :]
        since = ran[-1].line.due if ran else since
        if rest and since < on:
            line = rest[0].line
            formula += " + round(interest * passed / period)"
            begun, due = self.terms.since(line.n), self.terms.due(line.n)
            passed = (day("as_of", on), begun)
            nodes += [
                self.other("interest", self.line(line.n, "interest"), line.interest),
                Node("passed", (on - since).days, Kind.DAYS, "as_of - since", passed),
                Node(
                    "period",
                    (line.due - since).days,
                    Kind.DAYS,
                    "due - since",
                    (due, begun),
                ),
            ]
        after = self.position if len(self.loan.versions) > 1 else 0
        nodes.append(total("interest_paid", self.facts(*_INTEREST, after=after)))
        value, made = accrued(self.loan, on), f"max(0, {formula} - interest_paid)"
        return Node("accrued", value, formula=made, nodes=tuple(nodes))

    def _standing(self) -> Node:
        """Work out for how long the loan is late: since its oldest line, or before it."""
        days = standing(self.loan, self.seen.day).days
        if not self.loan.outstanding:
            cell = Cell(TOTAL, TOTAL, "outstanding")
            nodes: list[Node] = [self.other("outstanding", cell, 0)]
            return Node("days_late", days, Kind.DAYS, nodes=tuple(nodes))
        nodes, late = [], [one for one in self.dues if one.days_late]
        if late:
            cell = self.line(late[0].line.n, "days_late")
            nodes.append(self.other("oldest", cell, late[0].days_late, Kind.DAYS))
        if self.version.days_late and self.dues[0].left > 0:
            nodes.append(self._before())
        names = ", ".join(one.name for one in nodes)
        formula = f"max({names})" if len(nodes) > 1 else names
        return Node("days_late", days, Kind.DAYS, formula, tuple(nodes))

    def _before(self) -> Node:
        """Work out the lateness that a rescheduling left as it was."""
        late, start = self.version.days_late, self.version.schedule.start
        nodes: tuple[Any, ...] = (
            number("late", late, self.position)._replace(kind=Kind.DAYS),
            day("as_of", self.seen.day),
            day("start", start, self.position),
        )
        value = late + max(0, (self.seen.day - start).days)
        return Node("before", value, Kind.DAYS, "late + max(0, as_of - start)", nodes)
