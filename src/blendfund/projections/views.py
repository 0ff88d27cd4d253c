"""What one unit of a posting adds to each figure of a report: its figures as linear forms.

An amount of a report is a sum over postings, and postings of one class count alike. So what
a class adds to a figure is the figure itself in a report made of a single unit of it: the
rules of a report are written once, in its projection, and read here.

To explain another report, describe it in ``SHAPES`` (and say how its figures are read, in
``application/explaining/figures.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from blendfund.domain.vocabulary import repayable
from blendfund.journal.rules import PRINCIPAL
from blendfund.projections import cells
from blendfund.projections.balance import balance
from blendfund.projections.cells import CURVE, LOSSES, NET, ROWS, TOTAL, USES, Cell, Figures
from blendfund.projections.composition import BY as COMPOSED_BY
from blendfund.projections.composition import composition
from blendfund.projections.earmarks import Pot, earmarks
from blendfund.projections.facts import Cofinancing, Flow, Total
from blendfund.projections.leverage import leverage
from blendfund.projections.loans import PROVISIONS, column_of
from blendfund.projections.losses import lost, promised, provided
from blendfund.projections.risk import AMOUNTS, Sums

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

KEY: Final = "*"  # stands for a row's key where each posting carries its own
COFINANCING: Final = "cofinancing"
_DAY: Final = date(2000, 1, 1)


class Klass(NamedTuple):
    """What all postings of one class share."""

    id: int
    movement: str
    account: str
    compartment: str
    sector: str
    origin: str
    terms: str
    instrument: str
    carrier: str
    earmark: str


Weights = dict[Cell, int]


class Ratio(NamedTuple):
    """A quotient of two sums of columns.

    ``below`` is taken from the row itself, or ``of_total`` from the total's.
    ``rest`` is a rate's last flow beside its dated flows, ``above``.
    """

    above: Mapping[str, int]
    below: Mapping[str, int]
    of_total: bool = False
    rest: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Shape:
    """How a report is made of postings.

    ``unit`` gives the figures of a report made of one unit of a class of the fund's own
    postings, cut as asked; ``others`` the same of others' money, which counts only in
    projects that the fund has a contract with; ``over`` what it adds besides in a loan
    with a provision above what is outstanding: no more of it counts. ``columns`` are those
    of each table, and ``split`` says which dimension of a posting keys the rows, cut by
    cut; ``apart`` names the other tables that a cut changes; ``more`` are columns that a
    cut's rows have beside.
    """

    columns: Mapping[str, tuple[str, ...]]
    unit: Callable[[Klass, str], Figures]
    cuts: tuple[str, ...] = ("",)
    split: Mapping[str, str] = field(default_factory=dict)
    others: Callable[[Klass], Figures] | None = None
    over: Callable[[Klass, str], Figures] | None = None
    ratios: Mapping[str, Ratio] = field(default_factory=dict)
    apart: tuple[tuple[str, str], ...] = ()
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def tables(self, by: str) -> list[str]:
        """Give the tables that a cut changes; the first cut has them all."""
        return [
            table
            for table in self.columns
            if by == self.cuts[0] or table == ROWS or (by, table) in self.apart
        ]

    def columns_of(self, table: str, by: str) -> tuple[str, ...]:
        """Give the columns of a table in a cut."""
        return (*self.columns[table], *(self.more.get(by, ()) if table == ROWS else ()))

    def place(self, cell: Cell) -> tuple[int, str, int]:
        """Give where a cell stands in the report, to order cells by."""
        beside = dict.fromkeys(one for more in self.more.values() for one in more)
        columns = [*self.columns[cell.table], *(beside if cell.table == ROWS else ())]
        return list(self.columns).index(cell.table), cell.row, columns.index(cell.column)

    def weights(self, klass: Klass, by: str) -> tuple[Weights, Weights]:
        """Give what a unit of a class adds to each figure: as own, and as others' money."""
        own = {} if klass.carrier else _amounts(self.unit(klass, by))
        if self.others is None or klass.account != COFINANCING:
            return own, {}
        return own, _amounts(self.others(klass))

    def corrected(self, klass: Klass, by: str) -> Weights:
        """Give what a unit of a class adds besides where a provision is too large."""
        if self.over is None or klass.carrier or not repayable(klass.instrument):
            return {}
        return _amounts(self.over(klass, by))

    def keyed(self, table: str, by: str) -> str:
        """Give the dimension of a posting that keys the rows of a table, if one does."""
        return "year" if table == CURVE else self.split.get(by, "") if table == ROWS else ""


def _amounts(figures: Figures) -> Weights:
    return {
        cell: figure
        for cell, figure in figures.items()
        if isinstance(figure, int) and figure
    }


def _total(klass: Klass) -> Total:
    return Total(
        klass.movement,
        klass.account,
        klass.compartment,
        klass.sector,
        klass.origin,
        klass.terms,
        klass.instrument,
        klass.carrier,
        KEY,
        1,
        klass.earmark,
    )


def _composition(klass: Klass, by: str) -> Figures:
    return cells.of_composition(composition([_total(klass)], by))


def _leverage(klass: Klass, _by: str) -> Figures:
    return cells.of_leverage(leverage([_total(klass)], []))


def _others(klass: Klass) -> Figures:
    other = Cofinancing(klass.sector, klass.terms, 1)
    return cells.of_leverage(leverage([], [other]))


def _earmarks(klass: Klass, _by: str) -> Figures:
    return cells.of_earmarks(earmarks([_total(klass)]))


def _portfolio(klass: Klass, by: str) -> Figures:
    name, sign = column_of(klass.movement, klass.account)
    if not (name in AMOUNTS and repayable(klass.instrument)):
        return {}
    key = KEY if by in {"project", "agreement"} else klass.instrument
    sums = Sums()
    setattr(sums, name, sign)
    return cells.of_portfolio({key: sums})


def _provided(klass: Klass, by: str) -> Figures:
    """Let a provision that is too large count as what is outstanding."""
    name, sign = column_of(klass.movement, klass.account)
    if name not in {"outstanding", "provision"}:
        return {}
    key = KEY if by in {"project", "agreement"} else klass.instrument
    return cells.of_portfolio(
        {key: Sums(provision=sign if name == "outstanding" else -sign)}
    )


def _balance(klass: Klass, _by: str) -> Figures:
    return cells.of_balance(balance([_total(klass)]))


def _returns(klass: Klass, by: str) -> Figures:
    # Imported here: the solver is a compiled library that no other report needs.
    from blendfund.projections import returns as rates
    from blendfund.projections.funding import funders_returns

    key = "" if by == "fund" else KEY
    flow = Flow(key, klass.movement, klass.account, klass.instrument, _DAY, 1)
    party = by in {"party", "tranche"}
    total = _total(klass)
    if party:
        to_come = {KEY: 1} if promised(total) else {}
        rows: Sequence[Any] = funders_returns([flow], _DAY, to_come, {}, to_come)
    else:
        rows = rates.returns([flow], _DAY)
    net = rates.net_return([flow], _DAY)
    made = cells.of_returns(rows, net, rates.curve([flow], _DAY, party=party))
    made |= cells.of_losses(lost([total]), provided([total]))
    return {
        cell._replace(row=KEY) if cell.table == CURVE else cell: figure
        for cell, figure in made.items()
    }


def _nothing_left(klass: Klass, by: str) -> Figures:
    """Let a loan be worth nothing, of which a provision is too large."""
    if klass.account not in PRINCIPAL and klass.account != PROVISIONS:
        return {}
    found: Figures = {
        Cell(NET, NET, "residual"): -1,
        # Its provision counts as what is outstanding, and its own postings not at all.
        Cell(LOSSES, "provisions", "amount"): 1,
    }
    if by not in {"party", "tranche"}:
        found[Cell(ROWS, "" if by == "fund" else KEY, "residual")] = -1
    return found


_RESOURCES: Final = {"received": 1, "refunded": -1}
_DUE: Final = {"distributed": 1, "residual": 1}
_PAID: Final = {"paid_in": 1}
_RETURNED: Final = ("paid_in", "distributed", "income", "written_off", "residual")
_RATES: Final = ("irr", "moic", "dpi", "rvpi", "tvpi")
_FUNDED: Final = ("committed", "open", "pic", "due", "borne")
_SOURCE: Final = ("committed", "received", "refunded", "reimbursed", "net")

_POT: Final = tuple(Pot.__slots__)

SHAPES: Final[dict[str, Shape]] = {
    "composition": Shape(
        columns={
            ROWS: (*_SOURCE, "share", "share_net"),
            TOTAL: (*_SOURCE, "share", "share_net"),
            USES: ("amount",),
        },
        unit=_composition,
        cuts=COMPOSED_BY,
        split={"party": "party", "year": "year"},
        ratios={
            "share": Ratio(_RESOURCES, _RESOURCES, of_total=True),
            "share_net": Ratio({"net": 1}, {"net": 1}, of_total=True),
        },
    ),
    "leverage": Shape(
        columns={ROWS: ("numerator", "denominator", "value")},
        unit=_leverage,
        others=_others,
        ratios={"value": Ratio({"numerator": 1}, {"denominator": 1})},
    ),
    "returns": Shape(
        columns={
            ROWS: (*_RETURNED, *_RATES),
            NET: (*_RETURNED, *_RATES),
            CURVE: ("net", "cumulative"),
            LOSSES: ("amount",),
        },
        unit=_returns,
        over=_nothing_left,
        cuts=("fund", "agreement", "project", "party", "tranche"),
        split={
            **{one: one for one in ("agreement", "project", "party")},
            "tranche": "agreement",
        },
        apart=(("party", CURVE),),
        more={"party": _FUNDED, "tranche": _FUNDED},
        ratios={
            "irr": Ratio({"distributed": 1, "paid_in": -1}, {}, rest={"residual": 1}),
            "moic": Ratio(_DUE, _PAID),
            "tvpi": Ratio(_DUE, _PAID),
            "dpi": Ratio({"distributed": 1}, _PAID),
            "rvpi": Ratio({"residual": 1}, _PAID),
            "pic": Ratio({"committed": 1, "open": -1}, {"committed": 1}),
        },
    ),
    "earmarks": Shape(columns={ROWS: _POT, TOTAL: _POT}, unit=_earmarks, cuts=("earmark",)),
    "portfolio": Shape(
        columns={ROWS: AMOUNTS, TOTAL: AMOUNTS},
        unit=_portfolio,
        over=_provided,
        cuts=("project", "agreement", "instrument"),
        split={one: one for one in ("project", "agreement")},
    ),
    "balance": Shape(columns={ROWS: ("balance",)}, unit=_balance),
}
