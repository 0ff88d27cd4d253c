"""What guarantees mobilise, put at risk, cost and bring back: sums of one or of many."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.domain.effects import moved_by
from blendfund.domain.vocabulary import Instrument

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from blendfund.domain.counter_guarantee import Counter
    from blendfund.domain.event import Event
    from blendfund.domain.financing import Financing
    from blendfund.domain.guaranteed import Guarantee
    from blendfund.projections.facts import Total
    from blendfund.projections.views import Klass

FORMULA: Final = (
    "left = guaranteed - paid - released;"
    " exposure = max(0, min(left, quota * covered - paid));"
    " net_exposure = exposure - counter_guaranteed;"
    " recourse = paid - recovered - waived;"
    " net_loss = paid - counter_received - (recovered - counter_shared);"
    " loss_rate = net_loss / guaranteed; fee_left = fee - fee_received"
)
SOURCE: Final = (
    "Code civil, art. 2308 and 2309 (recourse and subrogation of who pays for the debtor);"
    " guarantee-fund practice (the quota of what is outstanding; taux de sinistralité)"
)


@dataclass(slots=True)
class Guaranteed:
    """What one guarantee adds up to, or many (minor units).

    ``loan`` is the face of what is covered, ``covered`` what its lender last reported of
    it. The terms still allow ``left`` to be paid; ``exposure`` is what of it the lender
    could call of the loan as it reported it, ``claimed`` is called and not settled. The
    rest is of the calls that were paid. Counter-guarantors bear ``counter_guaranteed`` of
    the exposure, owe ``counter_owed`` of what they were called for, and are due
    ``counter_due`` of their share of recoveries. The project owes the ``fee``, what was
    given up of it left out: ``fee_left`` of it is still to come.
    """

    loan: int = 0
    covered: int = 0
    guaranteed: int = 0
    left: int = 0
    exposure: int = 0
    claimed: int = 0
    paid: int = 0
    recovered: int = 0
    waived: int = 0
    recourse: int = 0
    counter_guaranteed: int = 0
    net_exposure: int = 0
    counter_called: int = 0
    counter_received: int = 0
    counter_owed: int = 0
    counter_shared: int = 0
    counter_repaid: int = 0
    counter_due: int = 0
    net_loss: int = 0
    fee: int = 0
    fee_received: int = 0
    fee_left: int = 0

    def add(self, other: Guaranteed) -> None:
        """Add another one's sums."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


# What a unit of each movement adds to the fee that is owed, and to what came in of it.
_FEES: Final = {
    "fee-charged": (1, 0),
    "fee-waived": (-1, 0),
    "fee-received": (0, 1),
    "fee-bounced": (0, -1),
}


class Fee(NamedTuple):
    """What a project owes for being guaranteed, and what came in of it (minor units)."""

    owed: int = 0
    received: int = 0

    def after(self, event: Event) -> Fee:
        """Give them after a fact."""
        movement, minor = moved_by(event)
        owed, received = _FEES.get(movement, (0, 0))
        return Fee(self.owed + owed * minor, self.received + received * minor)


NO_FEE: Final = Fee()


def fees(totals: Iterable[Total]) -> int:
    """Give what projects still owe for being guaranteed (minor units)."""
    return sum(one.amount for one in totals if of_fees(one))


def of_fees(one: Total | Klass) -> bool:
    """Tell whether a total, or a class of postings, is of fees owed for guarantees."""
    return one.account == "charges_due" and one.instrument == Instrument.GUARANTEE


def guaranteed(state: Financing, on: date, fee: Fee = NO_FEE) -> Guaranteed:
    """Give the sums of a guarantee as it stands on a day.

    Args:
        state: The guarantee.
        on: The day, for what counter-guarantors cover.
        fee: What its project owes for it, and what came in of that.

    Source:
        Code civil, art. 2308 and 2309, for what the project owes who pays for it.
    """
    granted = state.guarantee
    fees = {
        "fee": fee.owed,
        "fee_received": fee.received,
        "fee_left": fee.owed - fee.received,
    }
    if granted is None or not granted.granted:
        # Promised without terms: only how much is known, not of what.
        return Guaranteed(
            guaranteed=state.contracted_minor,
            left=state.open_minor,
            exposure=state.open_minor,
            net_exposure=state.open_minor,
            **fees,
        )
    sums = _of(granted, on)
    for name, minor in fees.items():
        setattr(sums, name, minor)
    return sums


def _of(granted: Guarantee, on: date) -> Guaranteed:
    """Give the sums of what was granted, its fee left out."""
    exposure = granted.exposure_minor
    covers = sum(one.cover(on, exposure) for one in granted.counters)
    cover = min(covers, exposure)
    sums = Guaranteed(
        loan=granted.terms.loan_minor,
        covered=granted.covered_minor,
        guaranteed=granted.terms.guaranteed_minor,
        left=granted.left_minor,
        exposure=exposure,
        claimed=granted.claimed_minor,
        paid=granted.paid_minor,
        recovered=granted.recovered_minor,
        waived=granted.waived_minor,
        recourse=granted.recourse_minor,
        counter_guaranteed=cover,
        net_exposure=exposure - cover,
    )
    for one in granted.counters:
        _add_counter(sums, one)
    kept = sums.recovered - sums.counter_shared
    sums.net_loss = sums.paid - sums.counter_received - kept
    return sums


def _add_counter(sums: Guaranteed, one: Counter) -> None:
    sums.counter_called += one.called_minor
    sums.counter_received += one.received_minor
    sums.counter_owed += one.owed.now
    sums.counter_shared += one.shared_minor
    sums.counter_repaid += one.returned_minor
    sums.counter_due += one.due.now
