"""Dated flows added up: what was put in, what came back, what is left, at what rate."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from blendfund.journal.rules import CASH, OPENING, PRINCIPAL
from blendfund.projections.composition import EARNED
from blendfund.projections.irr import irr
from blendfund.projections.loans import PROVISIONS
from blendfund.projections.ratio import ratio

if TYPE_CHECKING:
    from datetime import date

    from blendfund.projections.facts import Flow


@dataclass(slots=True)
class Sums:
    """What flows add up to (minor units); ``before`` was given back before the ledger."""

    paid_in: int = 0
    distributed: int = 0
    income: int = 0
    written_off: int = 0
    residual: int = 0
    before: int = 0
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


def add_own(one: Sums, flow: Flow) -> None:
    """Add a flow as the fund sees it: what it lent or invested, and what came back."""
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
def add_funder(one: Sums, flow: Flow) -> None:
    """Add a flow of cash as its funder sees it: what it gave, and what it had back."""
    match flow.movement:
        case (
            "contribution-received"
            | "contribution-refunded"
            | "contribution-taken-over"
            | "reimbursement-taken-over"
        ):
            one.pay(flow.on, flow.amount)
            one.residual += flow.amount
            if flow.movement == "reimbursement-taken-over":
                one.before -= flow.amount
        case "contribution-reimbursed":
            one.earn(flow.on, -flow.amount, income=False)
            one.residual += flow.amount
        case "funding-interest-paid":
            one.earn(flow.on, -flow.amount, income=True)


class Multiples(NamedTuple):
    """Rates and multiples as text, None where undefined; why there is no rate."""

    irr: str | None
    moic: str | None
    dpi: str | None
    rvpi: str | None
    tvpi: str | None
    reason: str | None


def multiples(one: Sums, residual: int, as_of: date) -> Multiples:
    """Give rates and multiples, with the residual as last flow (minor units)."""
    flows = dict(one.flows)
    if residual:
        flows[as_of] = flows.get(as_of, 0) + residual
    rate = irr(flows)
    reason = rate.reason
    if rate.value is None and one.paid_in and one.distributed + residual == 0:
        reason = "all is lost"
    value = ratio(one.distributed + residual, one.paid_in)
    return Multiples(
        rate.value,
        value,
        ratio(one.distributed, one.paid_in),
        ratio(residual, one.paid_in),
        value,
        reason,
    )
