"""Within a tranche: which of its agreements bears how much of the tranche's loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.domain.money import share_out

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMULA: Final = (
    "in a tranche, each agreement bears pro rata to its money in the fund (received -"
    " refunded - reimbursed); beyond it, pro rata to what it has still to pay"
)
SOURCE: Final = (
    "equal rank, equal treatment of claims (pari passu; article 2285 of the French civil"
    " code); largest remainder, between equal ones the earlier agreement first"
)


class Stake(NamedTuple):
    """What an agreement has in the fund, and what it has still to pay (minor units)."""

    held_minor: int
    open_minor: int


class Bearing(NamedTuple):
    """What an agreement bears of a loss, by its money and by what it has to pay (minor)."""

    borne_minor: int = 0
    to_call_minor: int = 0


def share_loss(loss_minor: int, stakes: Sequence[Stake]) -> tuple[list[Bearing], int]:
    """Share what a tranche bears of a loss among its agreements.

    Money that is in the fund bears first; what it cannot is asked of what is promised.

    Args:
        loss_minor: What the tranche bears, zero or more (minor units).
        stakes: Its agreements, the earlier one first; amounts below zero count as zero.

    Returns:
        What each bears, and what none does: the tranche is not filled. Law: they add up
        to the loss, and none bears more than its stake.

    Source:
        ``FORMULA``, ``SOURCE``.
    """
    held, left = _shared(loss_minor, [one.held_minor for one in stakes])
    to_call, left = _shared(left, [one.open_minor for one in stakes])
    return [Bearing(*one) for one in zip(held, to_call, strict=True)], left


def _shared(minor: int, amounts: Sequence[int]) -> tuple[list[int], int]:
    """Share an amount pro rata, at most the whole of the amounts; give what is left."""
    weights = [max(0, one) for one in amounts]
    borne = min(minor, sum(weights))
    if not borne:
        return [0] * len(weights), minor
    return share_out(borne, weights), minor - borne
