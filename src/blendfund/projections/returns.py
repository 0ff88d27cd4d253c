"""What repayable money brings back: to the fund, and to its own funders."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.domain.vocabulary import repayable
from blendfund.journal.rules import CASH, OPENING
from blendfund.projections.streams import Sums, add_funder, add_own, multiples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from blendfund.projections.facts import Flow

NOTHING: Final[Mapping[str, int]] = MappingProxyType({})
BY: Final = ("fund", "agreement", "project", "party", "tranche")
FORMULA: Final = (
    "moic = tvpi = (distributed + residual) / paid_in; dpi = distributed / paid_in;"
    " rvpi = residual / paid_in; irr: annual effective rate, act/365F, with the residual"
    " as last flow"
)
SOURCE: Final = (
    "private-equity multiples as in pyxirr; XIRR as documented by Microsoft Excel"
)


class Return(NamedTuple):
    """One row of the report: amounts in minor units, ratios as text or None."""

    key: str
    paid_in: int
    distributed: int
    income: int
    written_off: int
    residual: int
    irr: str | None
    moic: str | None
    dpi: str | None
    rvpi: str | None
    tvpi: str | None
    reason: str | None


class YearFlows(NamedTuple):
    """What went out and came back in a year, and since the first one (minor units)."""

    year: int
    net: int
    cumulative: int


def returns(
    flows: Iterable[Flow], as_of: date, excess: Mapping[str, int] = NOTHING
) -> list[Return]:
    """Compute the fund's returns on what it lent and invested, key by key.

    Args:
        flows: Dated changes on the bank, principal and loss accounts, with their keys.
        as_of: The day on which the residual counts as the last flow.
        excess: What provisions have beyond what is outstanding (minor units), key by key:
            the net value of a loan is never below zero.

    Returns:
        One row a key that has a figure, in key order; amounts in minor units.

    Source:
        DPI, RVPI, TVPI: eVestment, Investment Statistics Guide, money multiples.
    """
    sums: defaultdict[str, Sums] = defaultdict(Sums)
    for flow in flows:
        if repayable(flow.instrument):
            add_own(sums[flow.key], flow)
    for key, minor in excess.items():
        sums[key].residual += minor
    return [_row(key, one, as_of) for key, one in sorted(sums.items()) if one.any()]


def net_return(
    flows: Iterable[Flow], as_of: date, excess: Mapping[str, int] = NOTHING
) -> Return:
    """Compute the whole fund's return after its running costs (same arguments)."""
    one = Sums()
    for flow in flows:
        if flow.movement == "expense-paid" and flow.account == CASH:
            one.pay(flow.on, -flow.amount)
        elif flow.instrument and repayable(flow.instrument):
            add_own(one, flow)
    one.residual += sum(excess.values())
    return _row("net", one, as_of)


def curve(flows: Iterable[Flow], as_of: date, *, party: bool = False) -> list[YearFlows]:
    """Sum the flows on repayable money year by year: the J-curve.

    Args:
        flows: As for ``returns``; all keys together.
        as_of: The day up to which the years go on.
        party: Whether the view is the funders' rather than the fund's.

    Returns:
        Every year from the first flow to ``as_of``; the residual is no flow.

    Source:
        Cumulative net cash flow by year, as private-equity reporting draws it.
    """
    one = Sums()
    for flow in flows:
        if flow.instrument and repayable(flow.instrument):
            if not party:
                add_own(one, flow)
            elif flow.account in {CASH, OPENING}:
                add_funder(one, flow)
    by_year: defaultdict[int, int] = defaultdict(int)
    for on, amount in one.flows.items():
        by_year[on.year] += amount
    if not any(by_year.values()):
        return []
    years = range(min(by_year), as_of.year + 1)
    sums = accumulate(by_year[year] for year in years)
    return [
        YearFlows(year, by_year[year], total)
        for year, total in zip(years, sums, strict=True)
    ]


def _row(key: str, one: Sums, as_of: date) -> Return:
    rates = multiples(one, one.residual, as_of)
    return Return(
        key,
        one.paid_in,
        one.distributed,
        one.income,
        one.written_off,
        one.residual,
        *rates,
    )
