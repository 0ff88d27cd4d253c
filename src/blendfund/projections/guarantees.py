"""What guarantees mobilise, put at risk, cost and bring back: sums of one or of many."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from blendfund.domain.financing import Financing

FORMULA: Final = (
    "recourse = paid - recovered - waived; net_loss = paid - recovered;"
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
    is of the calls that were paid.
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
    net_loss: int = 0

    def add(self, other: Guaranteed) -> None:
        """Add another one's sums."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


def guaranteed(state: Financing) -> Guaranteed:
    """Give the sums of a guarantee as it stands.

    Source:
        Code civil, art. 2308 and 2309, for what the project owes who pays for it.
    """
    granted = state.guarantee
    if granted is None or not granted.granted:
        # Promised without terms: only how much is known, not of what.
        return Guaranteed(guaranteed=state.contracted_minor, exposure=state.open_minor)
    return Guaranteed(
        loan=granted.terms.loan_minor,
        covered=granted.covered_minor,
        guaranteed=granted.terms.guaranteed_minor,
        exposure=granted.left_minor,
        claimed=granted.claimed_minor,
        paid=granted.paid_minor,
        recovered=granted.recovered_minor,
        waived=granted.waived_minor,
        recourse=granted.recourse_minor,
        net_loss=granted.paid_minor - granted.recovered_minor,
    )
