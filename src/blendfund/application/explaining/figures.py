"""The figures of one report at one moment, each with the postings it is made of.

To explain another report, say here how its figures are read (``FIGURES``) and in
``projections/views.py`` what they are made of.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from blendfund.application.reading.funders import Funders
from blendfund.application.reporting.labels import distinct
from blendfund.projections import cells
from blendfund.projections.balance import balance
from blendfund.projections.cells import ROWS, TOTAL
from blendfund.projections.composition import composition
from blendfund.projections.earmarks import earmarks
from blendfund.projections.forms import Context, Form, Row, Weighed, form
from blendfund.projections.leverage import leverage
from blendfund.projections.losses import lost, provided
from blendfund.projections.ratio import ratio
from blendfund.projections.risk import portfolio, standing
from blendfund.projections.views import SHAPES
from blendfund.storage.query.backing import classes
from blendfund.storage.query.loans import loans
from blendfund.storage.query.provisions import excess, over_provisioned
from blendfund.storage.query.totals import (
    Moment,
    cofinancings,
    contracted,
    flows,
    merges,
    names,
    totals,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence

    from blendfund.application.reading.reader import Reading
    from blendfund.projections.cells import Cell, Figure, Figures
    from blendfund.projections.views import Shape


class View(NamedTuple):
    """Which report, cut how ("" where it is not cut)."""

    report: str
    by: str

    @property
    def shape(self) -> Shape:
        """Give how the report is made."""
        return SHAPES[self.report]

    def columns(self, table: str) -> tuple[str, ...]:
        """Give the columns of a table in this cut."""
        return self.shape.columns_of(table, self.by)


def views() -> list[View]:
    """Give every report in every cut."""
    return [View(name, by) for name, shape in SHAPES.items() for by in shape.cuts]


def view_of(report: str, by: str = "") -> View:
    """Give a report, in its first cut where none is asked for."""
    return View(report, by or SHAPES[report].cuts[0])


class Fund(NamedTuple):
    """A fund of the register."""

    id: int
    reference: str
    currency: str


def moment(
    reading: Reading, fund: Fund, as_of: date | None, known_at: str | None
) -> Moment:
    """Give the moment figures are taken at: a day, a position. Raises UnknownPosition."""
    head = reading.log.head().position
    position = reading.log.position_at(known_at)
    day = as_of or datetime.now(UTC).astimezone().date()
    return Moment(fund.id, day.isoformat(), position, position == head)


class Sight:
    """One report at one moment: its figures, its rows' names, what they are made of."""

    def __init__(self, reading: Reading, fund: Fund, view: View, at: Moment) -> None:
        self.reading = reading
        self.books = reading.books
        self.fund = fund
        self.view = view
        self.at = at

    @cached_property
    def figures(self) -> Figures:
        """Give every amount and rate, computed as the report computes them."""
        return FIGURES[self.view.report](self.books, self.at, self.view.by)

    @cached_property
    def weighed(self) -> list[Weighed]:
        """Give the classes of the fund's postings, with what a unit of each adds."""
        shape, by = self.view.shape, self.view.by
        return [
            Weighed(klass.id, *shape.weights(klass, by), shape.corrected(klass, by))
            for klass in classes(self.books, self.fund.id)
        ]

    @cached_property
    def contracted(self) -> frozenset[str]:
        """Give the projects in which others' money counts."""
        if self.view.shape.others is None:
            return frozenset()
        return frozenset(map(str, contracted(self.books, self.at)))

    @cached_property
    def over(self) -> frozenset[str]:
        """Give the loans of which a provision is above what is outstanding."""
        if self.view.shape.over is None:
            return frozenset()
        found = over_provisioned(self.books, self.at)
        return frozenset(str(one.agreement) for one in found)

    @cached_property
    def merged(self) -> dict[str, str]:
        """Give the row that stands for a key: a merged party's, an agreement's tranche."""
        match self.view.by:
            case "party":
                return merges(self.books, self.at.position)
            case "tranche":
                return Funders(self.books, self.at, totals(self.books, self.at)).keyed()
        return {}

    @cached_property
    def labels(self) -> dict[str, str]:
        """Give the names of the report's own rows, as it shows them, by their keys."""
        keys = list(dict.fromkeys(cell.row for cell in self.figures if cell.table == ROWS))
        by = self.view.by
        if self.view.report == "returns" and by == "fund":
            return dict.fromkeys(keys, self.fund.reference)
        if by not in {"party", "project", "agreement"}:
            return {key: key for key in keys}
        known = names(self.books, self.reading.vault, by)
        return dict(zip(keys, distinct(keys, known), strict=True))

    @cached_property
    def context(self) -> Context:
        """Give what decides how a posting counts at this moment."""
        year = int(self.at.as_of[:4])
        return Context(self.contracted, self.merged, year, self.over)

    def row(self, table: str, key: str) -> Row:
        """Give a row with all the ids it stands for."""
        keys = {key}
        if table == ROWS and self.merged:
            keys = {one for one, into in self.merged.items() if into == key}
            # A tranche in which no agreement stands has no posting: none is of agreement 0.
            keys |= {key if self.view.by == "party" else "0"}
        return Row(table, key, self.view.by, frozenset(keys))

    def form(self, row: Row, columns: Mapping[str, int]) -> Form:
        """Give what a sum of a row's columns is made of."""
        return form(self.view.shape, row, columns, self.weighed, self.context)

    def figure(self, cell: Cell) -> Figure:
        """Give a figure; an amount that stands in no row is zero."""
        shared = self.view.shape.ratios.get(cell.column)
        if cell in self.figures:
            return self.figures[cell]
        if shared is None:
            return 0
        above = self.sum(cell, shared.above)
        whole = cell._replace(table=TOTAL, row=TOTAL) if shared.of_total else cell
        return ratio(above, self.sum(whole, shared.below))

    def sum(self, cell: Cell, columns: Mapping[str, int]) -> int:
        """Add up columns of a cell's row as the report has them (minor units)."""
        found = 0
        for column, sign in columns.items():
            amount = self.figures.get(cell._replace(column=column), 0)
            found += sign * amount if isinstance(amount, int) else 0
        return found


def _composition(books: sqlite3.Connection, at: Moment, by: str) -> Figures:
    split = SHAPES["composition"].split.get(by, "")
    return cells.of_composition(composition(totals(books, at, split), by))


def _leverage(books: sqlite3.Connection, at: Moment, _by: str) -> Figures:
    others, _ = cofinancings(books, at)
    return cells.of_leverage(leverage(totals(books, at), others))


def _returns(books: sqlite3.Connection, at: Moment, by: str) -> Figures:
    # Imported here: the solver is a compiled library that no other report needs.
    from blendfund.projections import returns as rates

    whole = flows(books, at, "fund")
    day, sums = date.fromisoformat(at.as_of), totals(books, at)
    of_funders = by in {"party", "tranche"}
    if of_funders:
        rows: Sequence[Any] = Funders(books, at, sums).rows(by)
    else:
        found = whole if by == "fund" else flows(books, at, by)
        rows = rates.returns(found, day, excess(books, at, by))
    over = excess(books, at, "fund")
    curve = rates.curve(whole, day, party=of_funders)
    made = cells.of_returns(rows, rates.net_return(whole, day, over), curve)
    return made | cells.of_losses(lost(sums), provided(sums) - over.total())


def _earmarks(books: sqlite3.Connection, at: Moment, _by: str) -> Figures:
    return cells.of_earmarks(earmarks(totals(books, at)))


def _portfolio(books: sqlite3.Connection, at: Moment, by: str) -> Figures:
    day = date.fromisoformat(at.as_of)
    stood = [standing(one, day) for one in loans(books, at)]
    return cells.of_portfolio(portfolio(stood, by))


def _balance(books: sqlite3.Connection, at: Moment, _by: str) -> Figures:
    return cells.of_balance(balance(totals(books, at)))


FIGURES: Final[dict[str, Callable[[sqlite3.Connection, Moment, str], Figures]]] = {
    "composition": _composition,
    "leverage": _leverage,
    "returns": _returns,
    "earmarks": _earmarks,
    "portfolio": _portfolio,
    "balance": _balance,
}
