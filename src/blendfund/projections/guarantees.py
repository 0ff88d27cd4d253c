"""What guarantees mobilise, put at risk, cost and bring back: sums of one or of many."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from blendfund.domain.counter_guarantee import Counter
    from blendfund.domain.financing import Financing

FORMULA: Final = (
    "recourse = paid - recovered - waived; net_exposure = exposure - counter_guaranteed;"
    " net_loss = paid - counter_received - (recovered - counter_shared);"
    " loss_rate = net_loss / guaranteed"
)
SOURCE: Final = (
    "Code civil, art. 2308 and 2309 (recourse and subrogation of who pays for the debtor);"
    " guarantee-fund practice (taux de sinistralité)"
)


@dataclass(slots=True)
class Guaranteed:
    """What one guarantee adds up to, or many (minor units).

    ``loan`` is the face of what is covered, ``covered`` what its lender last reported of
    it; ``exposure`` may still be called, ``claimed`` is called and not settled. The rest
    is of the calls that were paid. Counter-guarantors bear ``counter_guaranteed`` of the
    exposure, owe ``counter_owed`` of what they were called for, and are due ``counter_due``
    of their share of recoveries.
    """

    loan: int = 0
    covered: int = 0
    guaranteed: int = 0
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

    def add(self, other: Guaranteed) -> None:
        """Add another one's sums."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


def guaranteed(state: Financing, on: date) -> Guaranteed:
    """Give the sums of a guarantee as it stands on a day.

    Source:
        Code civil, art. 2308 and 2309, for what the project owes who pays for it.
    """
    granted = state.guarantee
    if granted is None or not granted.granted:
        # Promised without terms: only how much is known, not of what.
        return Guaranteed(
            guaranteed=state.contracted_minor,
            exposure=state.open_minor,
            net_exposure=state.open_minor,
        )
    covers = sum(one.cover(on, granted.left_minor) for one in granted.counters)
    cover = min(covers, granted.left_minor)
    sums = Guaranteed(
        loan=granted.terms.loan_minor,
        covered=granted.covered_minor,
        guaranteed=granted.terms.guaranteed_minor,
        exposure=granted.left_minor,
        claimed=granted.claimed_minor,
        paid=granted.paid_minor,
        recovered=granted.recovered_minor,
        waived=granted.waived_minor,
        recourse=granted.recourse_minor,
        counter_guaranteed=cover,
        net_exposure=granted.left_minor - cover,
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
