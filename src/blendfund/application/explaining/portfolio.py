"""Where figures of the portfolio come from that are no plain sums: lateness and risk."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from blendfund.application.explaining.addresses import Grid, Place, chosen
from blendfund.application.explaining.risks import Rated
from blendfund.application.explaining.seen import Source
from blendfund.application.reading.decided import said
from blendfund.application.reporting.labels import distinct
from blendfund.application.reporting.loan_reports import (
    NO_SCHEDULE,
    NOT_ASKED,
    NOTHING_OUT,
    NOTHING_TO_DIVIDE,
)
from blendfund.domain.charter import stage_of
from blendfund.projections.cells import ROWS, TOTAL, Cell
from blendfund.projections.derived import Counted, Kind, Node, Said, rate
from blendfund.projections.risk import (
    AMOUNTS,
    BUCKETS,
    BY,
    Sums,
    key_of,
    portfolio,
    required,
    standing,
)
from blendfund.projections.views import SHAPES
from blendfund.reports.meanings import CUTS
from blendfund.reports.terms import columns
from blendfund.storage.query.loans import loans
from blendfund.storage.query.totals import names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from blendfund.application.explaining.seen import Seen
    from blendfund.domain.charter import Stage
    from blendfund.projections.risk import Standing

RISK: Final = "risk"
RATES: Final = "rates"
_LATE: Final = frozenset(name for _, name in BUCKETS)
_ROWS: Final = tuple(Sums.__slots__)
_COLUMNS: Final = {
    ROWS: _ROWS,
    TOTAL: _ROWS,
    RISK: ("amount", "ratio"),
    RATES: ("value",),
}


class Portfolio(Source):
    """The loans of a fund as they stand, row by row, and what is at risk of them."""

    report = "portfolio"

    def __init__(self, seen: Seen, _parts: list[str]) -> None:
        super().__init__(seen)
        head = seen.wanted.what.partition(":")[0]
        cut = head.partition("/")[2]
        place = Place(seen.wanted.what, "portfolio/", seen.wanted.what[len(head) :])
        cuts = {one: CUTS[one] for one in BY}
        self.by = chosen(place, cut, cuts, seen.say) if cut else BY[0]
        self.stood = [standing(one, seen.day) for one in loans(seen.books, seen.at)]
        self.rated = Rated(self)

    @property
    def grid(self) -> Grid:
        """Give where the figures stand: by row, together, at risk, and as rates."""
        cut = "" if self.by == BY[0] else f"/{self.by}"
        titled = {one: columns("portfolio", one, of) for one, of in _COLUMNS.items()}
        return Grid(f"portfolio{cut}:", titled, self._rows)

    def _rows(self, table: str) -> dict[str, str]:
        if table == ROWS:
            return self._labels(self.by)
        known = {RISK: self.rated.measures, RATES: self.rated.names}.get(table, [TOTAL])
        return {one: one for one in known}

    def _labels(self, by: str) -> dict[str, str]:
        """Give the rows of a cut by their keys, as the report names them."""
        keys = list(portfolio(self.stood, by))
        if by not in {"project", "agreement"}:
            return {key: key for key in keys}
        known = names(self.seen.books, self.seen.reading.vault, by)
        return dict(zip(keys, distinct(keys, known), strict=True))

    def plain(self, cell: Cell) -> bool:
        """Tell whether a figure is a plain sum of facts, explained as such."""
        linear = cell.column in AMOUNTS and cell.table in {ROWS, TOTAL}
        return linear and self.by in SHAPES["portfolio"].cuts

    def node(self, cell: Cell) -> Node:
        """Work out where a figure comes from."""
        if cell.table == RISK:
            return self.rated.risk(cell)
        if cell.table == RATES:
            return self.rated.rate(cell.row)
        return self._made(cell.column, self.kept(cell))

    def reason(self, cell: Cell) -> str:
        """Say why a figure has no value."""
        count = len([one for one in self.stood if one.unscheduled])
        if cell.column == "provision_required":
            return self.seen.say(NOT_ASKED)
        if cell.table == RISK and count:
            return self.seen.say(NO_SCHEDULE).format(loans=count)
        return self.seen.say(NOTHING_OUT if cell.table == RISK else NOTHING_TO_DIVIDE)

    @property
    def unscheduled(self) -> Node:
        """Give the loans that nobody knows when to expect, which leave the risk unknown."""
        return self._made("unscheduled", self.stood)

    def kept(self, cell: Cell) -> list[Standing]:
        """Give the loans of a row, or all of them."""
        if cell.table == TOTAL:
            return self.stood
        return [one for one in self.stood if key_of(one.loan, self.by) == cell.row]

    def _made(self, column: str, of: list[Standing]) -> Node:
        """Work out a figure of some loans."""
        made: dict[str, Callable[[list[Standing]], Node]] = {
            "loans": lambda of: _counted("loans", of),
            "unscheduled": lambda of: _counted(
                "unscheduled", [one for one in of if one.unscheduled]
            ),
            "overdue": self._overdue,
            "days_late": self._days_late,
            "provision_required": self._required,
            "defaults": self._defaults,
            "defaulted": lambda of: self.sum(
                "defaulted", "disbursed", [one for one in of if one.loan.defaulted]
            ),
        }
        if column in _LATE:
            late = [one for one in of if _bucket(one) == column]
            return self.sum("balances", "outstanding", late)
        if column in made:
            return made[column](of)
        return self.sum("together", column, of)

    def sum(self, name: str, column: str, of: Iterable[Standing]) -> Node:
        """Add up a column of some loans, each by its own row."""
        pairs = ((one, getattr(one.loan, column)) for one in of)
        return self._over(name, ((self._at(one, column), minor) for one, minor in pairs))

    def _over(self, name: str, pairs: Iterable[tuple[str, int]]) -> Node:
        figures = tuple(Counted(of, minor) for of, minor in pairs if minor)
        return Node(name, sum(int(one.adds) for one in figures), figures=figures)

    @cached_property
    def _own(self) -> tuple[Grid, dict[str, str]]:
        """Give where each loan's own figures stand, and how the loans are named."""
        titled = {ROWS: columns("portfolio", ROWS, _ROWS)}
        return Grid("portfolio/agreement:", titled, lambda _: {}), self._labels("agreement")

    def _at(self, one: Standing, column: str) -> str:
        grid, labels = self._own
        key = str(one.loan.id)
        return grid.written(Cell(ROWS, key, column), labels.get(key, ""))

    def _schedule(self, one: Standing, column: str) -> str:
        return f"schedule:{self.seen.agreements[one.loan.id][0]}:total:{column}"

    def _overdue(self, of: list[Standing]) -> Node:
        pairs = ((self._schedule(one, "overdue"), one.overdue) for one in of)
        return self._over("overdue", pairs)

    def _days_late(self, of: list[Standing]) -> Node:
        """Give for how long the latest of some loans is late."""
        days = max((one.days for one in of), default=0)
        latest = [one for one in of if one.days == days > 0][:1]
        figures = tuple(Counted(self._schedule(one, "days_late"), days) for one in latest)
        return Node("days_late", days, Kind.DAYS, figures=figures)

    @cached_property
    def _charter(self) -> tuple[int, tuple[Stage, ...]]:
        """Give the fact that adopted the charter, and its stages of provision."""
        found: tuple[int, tuple[Stage, ...]] = (0, ())
        for number, event in self._said("charter-adopted"):
            found = (number, tuple(event.charter.provisions))
        return found

    def _said(self, topic: str) -> list[tuple[int, Any]]:
        at, day = self.seen.at, self.seen.day
        return list(said(self.seen.books, at.fund, topic, on=day, position=at.position))

    def _required(self, of: list[Standing]) -> Node:
        """Work out the provision that the charter asks for, loan by loan."""
        position, stages = self._charter
        if not stages:
            return Node("provision_required", None)
        if self.by == "agreement" and len(of) == 1:
            part = rate("stage", stage_of(stages, of[0].days), position)
            nodes = (self.sum("outstanding", "outstanding", of), part, self._days_late(of))
            value, formula = required(of[0], stages), "round(outstanding * stage)"
            return Node("provision_required", value, formula=formula, nodes=nodes)
        pairs = ((self._at(one, "provision_required"), required(one, stages)) for one in of)
        return self._over("provision_required", pairs)

    def _defaults(self, of: list[Standing]) -> Node:
        """Count the loans in default, with the facts that said so."""
        sql = "SELECT agreement FROM dossier WHERE id = ?"
        held = {one.loan.id for one in of if one.loan.defaulted}
        execute = self.seen.books.execute
        facts = tuple(
            Said(number)
            for number, _ in self._said("financing-defaulted")
            if execute(sql, (number,)).fetchone()[0] in held
        )
        return Node("defaults", len(held), Kind.NUMBER, facts=facts)


def _bucket(one: Standing) -> str:
    """Give in which column a loan stands by how late it is, "" for none."""
    found = (name for above, name in reversed(BUCKETS) if one.days > above)
    return next(found, "")


def _counted(name: str, of: list[Standing]) -> Node:
    """Count some loans, each by the fact that opened it."""
    facts = tuple(Said(one.loan.id) for one in of)
    return Node(name, len(of), Kind.NUMBER, facts=facts)
