"""Refusals about tranches: their sizes, and the losses that they have borne."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- fields are read at run time

from blendfund.domain.errors.root import BlendfundError
from blendfund.domain.money import Money  # noqa: TC001 -- fields are read at run time


class TrancheInUse(BlendfundError):
    """A tranche would become smaller than what it holds, or than what it has borne."""

    code = "tranche-in-use"
    sentence = "The tranche {tranche} cannot come down to {asked}: its agreements bring {brought}, and it bears {borne} of losses; keep its size at the larger of the two."
    tranche: str
    asked: Money
    brought: Money
    borne: Money


class SizeUnchanged(BlendfundError):
    """A tranche has that size already."""

    code = "size-unchanged"
    sentence = (
        "The tranche {tranche} can bear {size} already on that day: nothing was written."
    )
    tranche: str
    size: Money


class LossesBorne(BlendfundError):
    """A change of tranche would move losses that are borne already to somebody else."""

    code = "losses-borne"
    sentence = "{agreement} cannot change tranche on {day}: on {on} it would bear {after} of the fund's losses instead of {before}, and losses stay with those who bore them; put new money under another agreement."
    agreement: str
    day: date
    on: date
    before: Money
    after: Money
