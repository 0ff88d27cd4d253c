"""Where the figures for one funder come from: the facts of each of its agreements."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final

from blendfund.application.explaining.addresses import Grid, slug
from blendfund.application.explaining.seen import Source, named
from blendfund.application.reading.funders import Funders
from blendfund.application.reporting.funder_report import (
    RESOURCES,
    column_of,
    wanted_of,
)
from blendfund.domain.vocabulary import repayable
from blendfund.projections.cells import ROWS, TOTAL, Cell
from blendfund.projections.derived import Kind, Node, total
from blendfund.projections.forms import Scope
from blendfund.projections.formulas import evaluate
from blendfund.projections.loans import PROVISIONS
from blendfund.projections.losses import LOSSES
from blendfund.reports.terms import columns
from blendfund.storage.query.totals import KNOWN, names, totals

if TYPE_CHECKING:
    from blendfund.application.explaining.seen import Seen
    from blendfund.projections.derived import Said
    from blendfund.projections.views import Klass

SHARE: Final = "share"
FORMULAS: Final = {
    "committed": "received + open",
    "due": "received - refunded - reimbursed",
}
# The columns that are sums of facts, and those that are worked out from them.
COLUMNS: Final = (
    *("committed", "received", "refunded", "reimbursed", "interest", "open"),
    "due",
)
PIC: Final = "pic"
BORNE: Final = ("borne", "to_call")  # how its tranche shares the fund's losses
_COLUMNS: Final = {
    ROWS: (*COLUMNS, *BORNE, PIC),
    TOTAL: (*COLUMNS, *BORNE, "net", PIC),
    SHARE: ("share",),
}
# What a column is called as a term, where the word is taken by a term of schedules.
_TERMS: Final = {"due": "owed_principal", "interest": "interest_paid"}
_FUNDERS: Final = (
    f"SELECT DISTINCT party FROM agreement WHERE fund = :fund AND side = 'C' AND {KNOWN}"  # noqa: S608 -- own words
)
_AGREEMENTS: Final = (
    "SELECT DISTINCT a.id, a.instrument FROM agreement a"
    " JOIN posting d ON d.agreement = a.id"
    " WHERE a.fund = :fund AND a.side = 'C' AND a.id <= :position"
    " AND (a.withdrawn = 0 OR a.withdrawn > :position) AND d.position <= :position"
    " AND d.operation_date <= :as_of AND d.party IN ({parties}) ORDER BY a.id"
)


class Funder(Source):
    """What one funder promised and gave, agreement by agreement and together."""

    report = "funder"

    def __init__(self, seen: Seen, parts: list[str]) -> None:
        super().__init__(seen)
        known = names(seen.books, seen.reading.vault, "party")
        rows = seen.books.execute(_FUNDERS, seen.at._asdict()).fetchall()
        first = dict.fromkeys(str(one) for (one,) in rows)
        choices = {f"#{one}": known[one] for one in (*first, *known)}
        typed = named(seen, "funder:", parts, choices)
        self.of = choices[typed]
        self.typed = slug(self.of) or typed
        self.parties = wanted_of(seen.books, seen.at, self.of, known)
        sql = _AGREEMENTS.format(parties=", ".join(sorted(self.parties)))  # numbers
        found = seen.books.execute(sql, seen.at._asdict()).fetchall()
        self.agreements = {seen.agreements[one][0]: one for one, _ in found}
        self.owing = {
            seen.agreements[one][0] for one, instrument in found if repayable(instrument)
        }

    @property
    def grid(self) -> Grid:
        """Give where the figures stand: by agreement, together, and the funder's part."""
        said = {one: columns("funder", one, of) for one, of in _COLUMNS.items()}
        return Grid(f"funder:{self.typed}:", said, self._rows)

    def _rows(self, table: str) -> dict[str, str]:
        if table != ROWS:
            return {table: table}
        named_ = self.seen.agreements
        return {typed: named_[one][1] for typed, one in self.agreements.items()}

    def address(self, cell: Cell) -> str:
        """Write a figure's address; an agreement as it is typed."""
        return self.grid.written(cell)

    def node(self, cell: Cell) -> Node:
        """Work out where a figure comes from."""
        if cell.table == SHARE:
            return self._share()
        if cell.column == "net":
            return self._net(cell)
        if cell.column == PIC:
            return self._paid_in(cell)
        if cell.table == TOTAL:
            cells = [Cell(ROWS, one, cell.column) for one in self.agreements]
            pairs = [(one, self._minor(one)) for one in cells]
            name = _TERMS.get(cell.column, cell.column)
            return self.total(name, *(one for one in pairs if one[1]))
        if cell.column in {*BORNE, *FORMULAS}:
            return self._from_others(cell)
        return total(cell.column, self._facts(cell))

    def _from_others(self, cell: Cell) -> Node:
        """Work a figure of an agreement out from others, of it or of the fund."""
        if cell.column in BORNE:
            return self._borne(cell)
        if cell.column == "due" and cell.row not in self.owing:
            return Node("due", 0)  # nothing of a gift is owed
        formula = FORMULAS[cell.column]
        parts = [cell._replace(column=one) for one in re.findall(r"\w+", formula)]
        nodes = tuple(self.other(one.column, one, self._minor(one)) for one in parts)
        return Node(cell.column, self._minor(cell), formula=formula, nodes=nodes)

    @cached_property
    def _funders(self) -> Funders:
        books, at = self.seen.books, self.seen.at
        return Funders(books, at, totals(books, at))

    def _borne(self, cell: Cell) -> Node:
        """Tell what an agreement bears by the losses of the fund, as a whole."""
        value = self._minor(cell)
        if not value:
            return Node(cell.column, 0)

        def lost(klass: Klass) -> int:
            return 1 if klass.account in LOSSES and not klass.carrier else 0

        def provided(klass: Klass) -> int:
            return -1 if klass.account == PROVISIONS and not klass.carrier else 0

        nodes = (
            total("lost", self.seen.facts(lost)),
            total("provision", self.seen.facts(provided)),
        )
        return Node(cell.column, value, nodes=nodes)

    def _facts(self, cell: Cell) -> tuple[Said, ...]:
        return self._of(
            frozenset({cell.column}),
            Scope("agreement", frozenset({str(self.agreements[cell.row])})),
            Scope("party", frozenset(self.parties)),
        )

    def _of(self, wanted: frozenset[str], *scopes: Scope) -> tuple[Said, ...]:
        """Give the facts that add to some columns, each with the sign of its column."""

        def weigh(klass: Klass) -> int:
            column, sign = column_of(klass.movement, klass.account)
            return sign if column in wanted else 0

        return self.seen.facts(weigh, *scopes)

    def _minor(self, cell: Cell) -> int:
        """Give an amount of an agreement (minor units)."""
        if cell.column == "due" and cell.row not in self.owing:
            return 0
        if cell.column in BORNE:
            bearing = self._funders.bearing(self.agreements[cell.row])
            minor: int = getattr(bearing, f"{cell.column}_minor")
            return minor
        formula = FORMULAS.get(cell.column)
        if formula is not None:
            names_ = re.findall(r"\w+", formula)
            known = {one: self._minor(cell._replace(column=one)) for one in names_}
            made = evaluate(formula, known)
            assert isinstance(made, int)
            return made
        return sum(said.adds or 0 for said in self._facts(cell))

    def _whole(self, column: str) -> int:
        return sum(self._minor(Cell(ROWS, one, column)) for one in self.agreements)

    def _totals(self, *names_: str) -> tuple[Node, ...]:
        return tuple(
            self.other(one, Cell(TOTAL, TOTAL, one), self._whole(one)) for one in names_
        )

    def _net(self, cell: Cell) -> Node:
        kinds = ("received", "refunded", "reimbursed")
        received, refunded, reimbursed = map(self._whole, kinds)
        formula = "received - refunded - reimbursed"
        value = received - refunded - reimbursed
        return Node(cell.column, value, formula=formula, nodes=self._totals(*kinds))

    def _paid_in(self, cell: Cell) -> Node:
        """Work out what was paid of what is promised, what was refunded being neither."""
        amounts = {
            one: self._minor(cell._replace(column=one))
            if cell.table == ROWS
            else self._whole(one)
            for one in ("received", "refunded", "open")
        }
        paid = amounts["received"] - amounts["refunded"]
        nodes = tuple(
            self.other(one, cell._replace(column=one), minor)
            for one, minor in amounts.items()
        )
        whole = paid + amounts["open"]
        if not whole:
            return Node(PIC, None, Kind.SHARE, nodes=nodes)
        formula = "(received - refunded) / (received - refunded + open)"
        return Node(PIC, Fraction(paid, whole), Kind.SHARE, formula, nodes)

    def _share(self) -> Node:
        """Work out the funder's part of what all funders gave and were not refunded."""
        given = self._whole("received") - self._whole("refunded")
        nodes = self._totals("received", "refunded")
        own = Node("given", given, formula="received - refunded", nodes=nodes)
        resources = self._resources()
        whole = resources.value
        assert isinstance(whole, int)
        if not whole:
            return Node("share", None, Kind.SHARE, nodes=(own, resources))
        value = Fraction(given, whole)
        return Node("share", value, Kind.SHARE, "given / resources", (own, resources))

    def _resources(self) -> Node:
        def weigh(klass: Klass) -> int:
            return 1 if column_of(klass.movement, klass.account)[0] in RESOURCES else 0

        return total("resources", self.seen.facts(weigh))
