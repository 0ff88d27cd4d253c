"""Tranches: who bears the fund's losses first, who after them, who last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from blendfund.domain.event import Event

if TYPE_CHECKING:
    from collections.abc import Iterable


FORMULA: Final = "borne = min(size, loss left by the tranches of lower rank)"
SOURCE: Final = "first loss as Good Finance describes it; the last rank bears last"


class TrancheDefined(Event, frozen=True, kw_only=True):
    """The partners agreed on a tranche: rank 1 bears losses first.

    ``size_minor`` is the most it can bear, in minor units of ``currency``.
    """

    fund: UUID
    name: str
    rank: int
    size_minor: int
    currency: str


class TrancheResized(Event, frozen=True, kw_only=True):
    """From this day on a tranche of the fund can bear another amount.

    ``size_minor`` is the most it can bear then, in minor units of ``currency``.
    """

    tranche: UUID
    size_minor: int
    currency: str


class ContributionAssigned(Event, frozen=True, kw_only=True):
    """From this day on an agreement with a funder stands in a tranche, None for none."""

    fund: UUID
    tranche: UUID | None = None


class Tranche(NamedTuple):
    """A tranche as it bears losses (minor units)."""

    name: str
    rank: int
    size_minor: int


class Borne(NamedTuple):
    """What a tranche bears of a loss, and what is left of it (minor units)."""

    tranche: Tranche
    borne_minor: int

    @property
    def left_minor(self) -> int:
        """Give what the tranche can still bear (minor units)."""
        return self.tranche.size_minor - self.borne_minor


def bear(loss_minor: int, tranches: Iterable[Tranche]) -> tuple[list[Borne], int]:
    """Let tranches bear a loss, each within its size, the lowest rank first.

    Args:
        loss_minor: Minor units, zero or more.
        tranches: In any order; of one rank, the first one bears first.

    Returns:
        What each bears, by rank, and what no tranche can take. Law: they add up to the
        loss, and none bears before the ranks below it are used up.

    Source:
        First loss as Good Finance describes it (goodfinance.org.uk/first-loss).
    """
    found = []
    for one in sorted(tranches, key=lambda one: one.rank):
        borne = min(loss_minor, one.size_minor)
        found.append(Borne(one, borne))
        loss_minor -= borne
    return found, loss_minor
