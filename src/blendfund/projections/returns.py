"""What repayable money brings back: to the fund, and to its own funders."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.domain.vocabulary import repayable
from blendfund.journal.rules import CASH, OPENING, PRINCIPAL
from blendfund.projections.composition import EARNED
from blendfund.projections.irr import irr
from blendfund.projections.loans import PROVISIONS
from blendfund.projections.ratio import ratio

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from blendfund.projections.facts import Flow

NOTHING: Final[Mapping[str, int]] = MappingProxyType({})
BY: Final = ("fund", "agreement", "project", "party")
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


@dataclass(slots=True)
class _Sums:
    paid_in: int = 0
    distributed: int = 0
    income: int = 0
    written_off: int = 0
    residual: int = 0
    flows: defaultdict[date, int] = field(default_factory=lambda: defaultdict(int))

    def any(self) -> bool:
        """Tell whether any figure is not zero."""
        amounts = (self.paid_in, self.distributed, self.written_off, self.residual)
        return any(amounts) or any(self.flows.values())

    def pay(self, on: date, amount: int) -> None:
        """Add money that was put in (minor units)."""
        self.paid_in += amount
        self.flows[on] -= amount

    def earn(self, on: date, amount: int, *, income: bool) -> None:
        """Add money that came back (minor units)."""
        self.distributed += amount
        self.income += amount if income else 0
        self.flows[on] += amount


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
    sums: defaultdict[str, _Sums] = defaultdict(_Sums)
    for flow in flows:
        if repayable(flow.instrument):
            _add(sums[flow.key], flow)
    for key, minor in excess.items():
        sums[key].residual += minor
    return [_row(key, one, as_of) for key, one in sorted(sums.items()) if one.any()]


def net_return(
    flows: Iterable[Flow], as_of: date, excess: Mapping[str, int] = NOTHING
) -> Return:
    """Compute the whole fund's return after its running costs (same arguments)."""
    one = _Sums()
    for flow in flows:
        if flow.movement == "expense-paid" and flow.account == CASH:
            one.pay(flow.on, -flow.amount)
        elif flow.instrument and repayable(flow.instrument):
            _add(one, flow)
    one.residual += sum(excess.values())
    return _row("net", one, as_of)


def funders_returns(flows: Iterable[Flow], as_of: date) -> list[Return]:
    """Compute each funder's return on its repayable money (same arguments).

    The residual is the principal still due to the funder.
    """
    sums: defaultdict[str, _Sums] = defaultdict(_Sums)
    for flow in flows:
        if flow.account in {CASH, OPENING} and repayable(flow.instrument):
            _add_funder(sums[flow.key], flow)
    return [_row(key, one, as_of) for key, one in sorted(sums.items()) if one.any()]


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
    one = _Sums()
    for flow in flows:
        if flow.instrument and repayable(flow.instrument):
            if not party:
                _add(one, flow)
            elif flow.account in {CASH, OPENING}:
                _add_funder(one, flow)
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


def _add(one: _Sums, flow: Flow) -> None:
    if flow.account in PRINCIPAL or flow.account == PROVISIONS:
        one.residual += flow.amount
    elif flow.account == "write_off_loss":
        one.written_off += flow.amount
    elif flow.account in {CASH, OPENING}:
        match flow.movement:
            case "disbursement-paid" | "disbursement-returned" | "financing-taken-over":
                one.pay(flow.on, -flow.amount)
            case "repayment-received" | "repayment-bounced" | "recovery-received":
                one.earn(flow.on, flow.amount, income=False)
            case movement if movement in EARNED:
                one.earn(flow.on, flow.amount, income=True)


# What was given back before the ledger began lowers what is taken over: when it was paid
# back nobody knows, so that it is no flow of its own.
def _add_funder(one: _Sums, flow: Flow) -> None:
    match flow.movement:
        case (
            "contribution-received"
            | "contribution-refunded"
            | "contribution-taken-over"
            | "reimbursement-taken-over"
        ):
            one.pay(flow.on, flow.amount)
            one.residual += flow.amount
        case "contribution-reimbursed":
            one.earn(flow.on, -flow.amount, income=False)
            one.residual += flow.amount
        case "funding-interest-paid":
            one.earn(flow.on, -flow.amount, income=True)


def _row(key: str, one: _Sums, as_of: date) -> Return:
    flows = dict(one.flows)
    if one.residual:
        flows[as_of] = flows.get(as_of, 0) + one.residual
    rate = irr(flows)
    reason = rate.reason
    if rate.value is None and one.paid_in and one.distributed + one.residual == 0:
        reason = "all is lost"
    value = ratio(one.distributed + one.residual, one.paid_in)
    return Return(
        key,
        one.paid_in,
        one.distributed,
        one.income,
        one.written_off,
        one.residual,
        rate.value,
        value,
        ratio(one.distributed, one.paid_in),
        ratio(one.residual, one.paid_in),
        value,
        reason,
    )
