"""Where the figures of cash come from: movements that were, and what is to come."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final

from blendfund.application.explaining.addresses import Grid
from blendfund.application.explaining.seen import Source
from blendfund.application.reading.called import changes
from blendfund.application.reporting.cash_report import expected
from blendfund.application.reporting.waiting import calls, claiming
from blendfund.journal.rules import CASH
from blendfund.projections.cash import actual, forecast
from blendfund.projections.cells import ROWS, Cell
from blendfund.projections.derived import Counted, Node, Said, total
from blendfund.projections.forms import Scope
from blendfund.projections.guarantees import of_fees
from blendfund.reports.terms import columns
from blendfund.storage.query.totals import totals

if TYPE_CHECKING:
    from blendfund.application.explaining.seen import Seen
    from blendfund.projections.cash import Expected, Month
    from blendfund.projections.facts import Total
    from blendfund.projections.views import Klass

FORECAST: Final = "forecast"
AHEAD: Final = 120  # as many months as a forecast can be asked for
# A kind of movements came in or went out by what they add up to in the month.
_MONTH: Final = (
    "SELECT c.id, sum(d.amount) FROM posting d JOIN class c ON c.id = d.class"
    " WHERE c.fund = :fund AND c.carrier = '' AND c.account = 'bank'"
    " AND d.position <= :position AND d.operation_date <= :as_of"
    " AND substr(d.operation_date, 1, 7) = :month GROUP BY c.id"
)
_COLUMNS: Final = ("received", "paid", "net", "cash")


class Cash(Source):
    """Cash month by month: as it was, and as it is to be."""

    report = "cash"

    def __init__(self, seen: Seen, _parts: list[str]) -> None:
        super().__init__(seen)
        flows = ((one.key, one.amount) for one in self._totals if one.account == CASH)
        self.was = {one.month: one for one in actual(flows, seen.day)}
        self.now = next(reversed(self.was.values())).cash if self.was else 0
        ahead = forecast(self.now, seen.day, self._expected, AHEAD)
        self.ahead = {one.month: one for one in ahead}

    @cached_property
    def _totals(self) -> list[Total]:
        return totals(self.seen.books, self.seen.at, "month")

    @cached_property
    def _expected(self) -> list[Expected]:
        return list(expected(self.seen.books, self.seen.at, self._totals))

    @property
    def grid(self) -> Grid:
        """Give where the figures stand: months that were, and those to come."""
        said = {one: columns("cash", one, _COLUMNS) for one in (ROWS, FORECAST)}
        return Grid("cash:", said, self._rows)

    def _rows(self, table: str) -> dict[str, str]:
        known = self.ahead if table == FORECAST else {**self.was, **self.ahead}
        return {month: month for month in known}

    def cell(self, found: Cell) -> Cell:
        """Give the cell that is meant: a month that has not been yet is of the forecast."""
        to_come = found.table == ROWS and found.row not in self.was
        return found._replace(table=FORECAST) if to_come else found

    def node(self, cell: Cell) -> Node:
        """Work out where a figure comes from."""
        known = self.ahead if cell.table == FORECAST else self.was
        month = known[cell.row]
        if cell.column in {"net", "cash"}:
            return self._moved(cell, month)
        if cell.table == FORECAST:
            return self._to_come(cell, month)
        return self._was(cell, month)

    def _moved(self, cell: Cell, month: Month) -> Node:
        """Add a month's receipts and payments up, to what there was before for cash."""
        nodes = [
            self.other("received", cell._replace(column="received"), month.received),
            self.other("paid", cell._replace(column="paid"), month.paid),
        ]
        formula = "received - paid"
        if cell.column == "cash":
            formula = f"before + {formula}"
            nodes.insert(0, self._before(cell))
        value = getattr(month, cell.column)
        return Node(cell.column, value, formula=formula, nodes=tuple(nodes))

    def _before(self, cell: Cell) -> Node:
        """Give the cash that a month began with."""
        known = list(self.ahead if cell.table == FORECAST else self.was)
        place = known.index(cell.row)
        if place:
            last = cell._replace(row=known[place - 1])
        elif cell.table == FORECAST and self.was:
            last = Cell(ROWS, next(reversed(self.was)), "cash")
        else:
            return Node("before", 0)
        months = self.ahead if last.table == FORECAST else self.was
        return self.other("before", last, months[last.row].cash)

    def _was(self, cell: Cell, month: Month) -> Node:
        """Give the movements of a month that came in, or that went out."""
        sign = 1 if cell.column == "received" else -1
        given = {**self.seen.at._asdict(), "month": cell.row}
        sums = self.seen.books.execute(_MONTH, given).fetchall()
        kept = {number for number, minor in sums if sign * minor > 0}
        scope = Scope("month", frozenset({cell.row.replace("-", "")}))
        facts = self.seen.facts(lambda one: sign if one.id in kept else 0, scope)
        return Node(cell.column, getattr(month, cell.column), facts=facts)

    def _to_come(self, cell: Cell, month: Month) -> Node:
        """Add up what is expected in a month, source by source."""
        into = cell.column == "received"
        found: defaultdict[str, list[Expected]] = defaultdict(list)
        for one in self._expected:
            if one.month(self.seen.day) == cell.row and (one.amount > 0) is into:
                found[one.why].append(one)
        nodes = tuple(self._source(why, of) for why, of in found.items())
        formula = " + ".join(one.name for one in nodes)
        return Node(cell.column, getattr(month, cell.column), formula=formula, nodes=nodes)

    def _source(self, why: str, of: list[Expected]) -> Node:
        value = abs(sum(one.amount for one in of))
        match why:
            case "instalments":
                named = self.seen.agreements
                figures = tuple(
                    Counted(f"schedule:{named[one.of][0]}:{one.line}:left", one.amount)
                    for one in of
                )
                return Node(why, value, figures=figures)
            case "commitments":
                return self._uncalled(value)
            case "drawdowns":
                return total(why, _agreed(of))
            case "contracts":
                return self._undisbursed(why, value)
        return Node(why, value, facts=self._waiting(why, of))

    def _waiting(self, why: str, of: list[Expected]) -> tuple[Said, ...]:
        """Give the facts of what waits to be paid: called, claimed, owed."""
        match why:
            case "calls":
                return tuple(Said(one.of, one.amount) for one in of)
            case "claims":
                return self._claims()
            case "fees":
                return self._fees()
        # Of counter-guarantors: the balance of an account.
        return self._balance(why, 1 if of[0].amount > 0 else -1)

    def _undisbursed(self, why: str, value: int) -> Node:
        """Work out what contracts promise and no drawdown plans."""
        owed = self._balance("commitment_given", -1)
        planned = [one for one in self._expected if one.why == "drawdowns"]
        if not planned:
            return Node(why, value, facts=owed)
        nodes = (total("undisbursed", owed), total("drawdowns", _agreed(planned)))
        return Node(why, value, formula="undisbursed - drawdowns", nodes=nodes)

    def _uncalled(self, value: int) -> Node:
        """Work out what funders promised and were not called for."""
        promised = total("promised", self._balance("commitment_receivable", 1))
        waiting = calls(self.seen.books, self.seen.at)
        called = total("called", tuple(Said(one.position, one.minor) for one in waiting))
        nodes = (promised, called)
        return Node("commitments", value, formula="promised - called", nodes=nodes)

    def _balance(self, account: str, sign: int) -> tuple[Said, ...]:
        def weigh(klass: Klass) -> int:
            return sign if klass.account == account and not klass.carrier else 0

        return self.seen.facts(weigh)

    def _fees(self) -> tuple[Said, ...]:
        return self.seen.facts(lambda one: int(of_fees(one) and not one.carrier))

    def _claims(self) -> tuple[Said, ...]:
        """Give the facts that say what lenders called and wait for."""
        streams = claiming(self.seen.books, self.seen.at)
        found = (
            Said(*one)
            for stream in streams
            for one in changes(self.seen.books, stream, self.seen.at)
        )
        return tuple(sorted(found))


def _agreed(planned: list[Expected]) -> tuple[Said, ...]:
    """Give the facts that agreed on drawdowns, with what is still to be paid of them."""
    found: Counter[int] = Counter()
    for one in planned:
        found[one.of] -= one.amount
    return tuple(Said(*one) for one in sorted(found.items()))
