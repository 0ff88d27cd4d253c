"""Earmarks: money that its funder allows for some uses only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple
from uuid import UUID

from blendfund.domain.event import Draw, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# What an earmark can limit: words that a refusal says.
LIMITS = ("purpose", "territory", "public", "dates", "rate")
FREE = ""  # the name of the money that nobody earmarked
Returns = Literal["earmark", "free"]
Order = Literal["free-first", "earmarked-first"]


class EarmarkDefined(Event, frozen=True, kw_only=True):
    """The limits of an earmark became known; an empty one limits nothing.

    ``territories`` are codes, a longer one lying within a shorter (67 holds 67482).
    ``highest_rate`` is a yearly rate as a decimal. ``repayments`` says whether principal
    that comes back returns to the earmark or becomes free.
    """

    fund: UUID
    name: str
    purpose: str = ""
    territories: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    highest_rate: str = ""
    repayments: Returns = "earmark"


class Use(NamedTuple):
    """What a payment is for: the day, the project's own words, the rate it is lent at."""

    on: date
    territory: str = ""
    publics: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    rate: str = ""
    lent: bool = False
    named: str = ""


class Earmark(NamedTuple):
    """An earmark as it limits payments; one nobody defined is limited to its name."""

    name: str
    purpose: str = ""
    territories: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    highest_rate: str = ""
    repayments: Returns = "earmark"

    def broken_by(self, use: Use) -> str:
        """Give the first limit that a use breaks, "" when it keeps them all."""
        if not self._purpose_kept(use):
            return "purpose"
        if self.territories and not use.territory.startswith(self.territories):
            return "territory"
        if self.publics and not set(self.publics) & set(use.publics):
            return "public"
        if self.valid_from is not None and use.on < self.valid_from:
            return "dates"
        if self.valid_until is not None and use.on > self.valid_until:
            return "dates"
        return "" if self._rate_kept(use) else "rate"

    def _purpose_kept(self, use: Use) -> bool:
        """Tell whether the use is this earmark's: named by the payment or the project."""
        if use.named == self.name:
            return True
        if self.purpose:
            return self.purpose in use.purposes or self.name in use.purposes
        limited = self.territories or self.publics or self.highest_rate
        return bool(limited) or self.name in use.purposes

    def _rate_kept(self, use: Use) -> bool:
        if not self.highest_rate or not use.lent:
            return True
        return bool(use.rate) and Decimal(use.rate) <= Decimal(self.highest_rate)


class Pot(NamedTuple):
    """An earmark's money that a payment could take (minor units), oldest first."""

    earmark: str
    left_minor: int


def draw(amount: int, pots: Sequence[Pot], order: Order = "free-first") -> list[Draw]:
    """Take an amount from pots in the stated order; what they lack is left undrawn.

    Args:
        amount: Minor units to pay.
        pots: What each earmark that covers the use can spare, oldest first; ``FREE`` is
            the money nobody earmarked.
        order: Free money first, or last.

    Returns:
        What is taken from each, none of them zero; their sum is at most ``amount``.
    """
    free = [pot for pot in pots if pot.earmark == FREE]
    others = [pot for pot in pots if pot.earmark != FREE]
    ordered = free + others if order == "free-first" else others + free
    draws = []
    for pot in ordered:
        taken = max(0, min(amount, pot.left_minor))
        if taken:
            draws.append(Draw(pot.earmark, taken))
            amount -= taken
    return draws


def drawn(draws: Iterable[Draw]) -> int:
    """Give what draws sum to (minor units)."""
    return sum(one.amount_minor for one in draws)
