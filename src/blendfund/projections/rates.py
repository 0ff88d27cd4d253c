"""What was lost, recovered, provided for and earned on loans, as parts of a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.projections.ratio import ratio

if TYPE_CHECKING:
    from blendfund.projections.risk import Sums

RATES: Final = {
    "provision_rate": "provisions / principal outstanding",
    "loss_rate": "(written off - recovered) / disbursed",
    "default_rate": "disbursed under contracts in default / disbursed",
    "default_rate_by_number": "contracts in default / contracts",
    "recovery_rate": "recovered / written off",
    "yield": "interest and fees of the last year / mean of the principal outstanding at its"
    " beginning and its end",
}


class Rate(NamedTuple):
    """A part of something, with what it is made of (minor units, or counts)."""

    name: str
    part: int
    whole: int

    @property
    def value(self) -> str | None:
        """Give the part of the whole."""
        return ratio(self.part, self.whole)


def rates(total: Sums, before: Sums) -> list[Rate]:
    """Compute what was lost, recovered, provided for and earned.

    Args:
        total: All loans, as of the day.
        before: All loans, as of a year before.

    Returns:
        Rates by name. The yield is a year's interest and fees over the mean of what was
        outstanding at its two ends, twice which is its ``whole`` here.

    Source:
        ``RATES``.
    """
    earned = total.interest + total.fees - before.interest - before.fees
    return [
        Rate("provision_rate", total.provision, total.outstanding),
        Rate("loss_rate", total.written_off - total.recovered, total.disbursed),
        Rate("default_rate", total.defaulted, total.disbursed),
        Rate("default_rate_by_number", total.defaults, total.loans),
        Rate("recovery_rate", total.recovered, total.written_off),
        Rate("yield", 2 * earned, total.outstanding + before.outstanding),
    ]
