"""Cells: every figure of a report at an address, so that it can be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.projections.earmarks import UNEARMARKED, Pot
from blendfund.projections.risk import AMOUNTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from blendfund.projections.composition import Composition, Source
    from blendfund.projections.funding import FunderReturn
    from blendfund.projections.leverage import Measure
    from blendfund.projections.returns import Return, YearFlows
    from blendfund.projections.risk import Sums

ROWS: Final = "rows"  # the table that a report's own rows make
TOTAL: Final = "total"
USES: Final = "uses"
NET: Final = "net"
CURVE: Final = "curve"
LOSSES: Final = "losses"
_SOURCE: Final = ("committed", "received", "refunded", "reimbursed", "net")
_RETURN: Final = (
    "paid_in",
    "distributed",
    "income",
    "written_off",
    "residual",
    "irr",
    "reason",
)

_FUNDED: Final = ("committed", "open", "due", "borne")


class Cell(NamedTuple):
    """Where a figure stands: the table, its row's key, its column."""

    table: str
    row: str
    column: str


Figure = int | str | None  # an amount in minor units, a ratio as text, or undefined
Figures = dict[Cell, Figure]


def of_composition(found: Composition) -> Figures:
    """Give every amount of a composition."""
    cells: Figures = {}
    for key, row in found.rows.items():
        cells |= _source(ROWS, key, row)
    cells |= _source(TOTAL, TOTAL, found.total)
    for name in found.uses.__slots__:
        cells[Cell(USES, name, "amount")] = getattr(found.uses, name)
    cells[Cell(USES, "in_kind", "amount")] = found.in_kind
    return cells


def of_leverage(measures: Iterable[Measure]) -> Figures:
    """Give the terms of every measure, its value, and why it has none."""
    return {
        Cell(ROWS, one.name, column): getattr(one, column)
        for one in measures
        for column in ("numerator", "denominator", "value", "reason")
    }


def of_returns(
    rows: Iterable[Return | FunderReturn], net: Return, curve: Iterable[YearFlows]
) -> Figures:
    """Give every amount of a report on returns, its rates, and why there is none."""
    cells: Figures = {}
    for row in rows:
        columns = [one for one in (*_RETURN, *_FUNDED) if hasattr(row, one)]
        cells |= {Cell(ROWS, row.key, one): getattr(row, one) for one in columns}
    cells |= {Cell(NET, NET, one): getattr(net, one) for one in _RETURN}
    for year in curve:
        cells[Cell(CURVE, str(year.year), "net")] = year.net
        cells[Cell(CURVE, str(year.year), "cumulative")] = year.cumulative
    return cells


def of_losses(realised: int, provisions: int) -> Figures:
    """Give what a fund has lost, and what it expects to lose."""
    return {
        Cell(LOSSES, "realised", "amount"): realised,
        Cell(LOSSES, "provisions", "amount"): provisions,
    }


def of_earmarks(pots: Mapping[str, Pot]) -> Figures:
    """Give every amount of a report on earmarks."""
    total = Pot()
    rows = [(TOTAL, TOTAL, total)]
    for name, pot in pots.items():
        rows.append((ROWS, name or UNEARMARKED, pot))
        total.add(pot)
    return {
        Cell(table, key, name): getattr(pot, name)
        for table, key, pot in rows
        for name in Pot.__slots__
    }


def of_portfolio(rows: Mapping[str, Sums]) -> Figures:
    """Give what loans add up to, row by row and together; not how late they are."""
    cells: Figures = {Cell(TOTAL, TOTAL, name): 0 for name in AMOUNTS}
    for key, sums in rows.items():
        for name in AMOUNTS:
            amount = getattr(sums, name)
            cells[Cell(ROWS, key, name)] = amount
            whole = cells[Cell(TOTAL, TOTAL, name)]
            assert isinstance(whole, int)
            cells[Cell(TOTAL, TOTAL, name)] = whole + amount
    return cells


def of_balance(accounts: Mapping[str, int]) -> Figures:
    """Give the balance of every account."""
    return {Cell(ROWS, one, "balance"): amount for one, amount in accounts.items()}


def _source(table: str, key: str, row: Source) -> Figures:
    return {Cell(table, key, column): getattr(row, column) for column in _SOURCE}
