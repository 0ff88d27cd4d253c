"""Distributions: what comes back is paid tier by tier, the senior ones first."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from msgspec import Struct

from blendfund.domain.anniversary import anniversary
from blendfund.domain.errors import BadTiers
from blendfund.domain.event import Event
from blendfund.domain.money import half_up, part_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

TierKind = Literal["return-of-capital", "preferred-return", "catch-up", "split"]
KINDS: Final = ("return-of-capital", "preferred-return", "catch-up", "split")
_PARTS: Final = {
    "return-of-capital": (),
    "preferred-return": ("rate",),
    "catch-up": ("manager", "until"),
    "split": ("manager",),
}
FORMULA: Final = (
    "return of capital less the losses it bears, then the preferred return (compounded"
    " yearly), then a catch-up to the carried share of the profit, then a split; each tier"
    " is full before the next, and in the first two a senior tranche before a junior one"
)
SOURCE: Final = "whole-fund (European) waterfall, four tiers, as private equity defines it"


class Tier(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A tier of a waterfall; parts are decimals.

    ``rate`` is the yearly preferred return; ``manager`` the manager's part of each euro of
    a catch-up or a split; ``until`` the part of the profit that ends a catch-up.
    """

    kind: TierKind
    rate: str = ""
    manager: str = ""
    until: str = ""


class TiersAdopted(Event, frozen=True, kw_only=True):
    """The partners agreed on how distributions are shared, tier by tier."""

    tiers: tuple[Tier, ...]


class Owed(NamedTuple):
    """What a funder's money stands at on a day (minor units).

    ``principal`` is still in the fund, less the losses it bears; ``preferred`` is the
    preferred return it has earned and was not paid. Of each tier, the money of the highest
    ``rank`` is paid first: that of the tranche which bears losses last.
    """

    key: str
    principal: int
    preferred: int = 0
    rank: int = 0


class Paid(NamedTuple):
    """What one tier pays, to the investors together and to the manager (minor units)."""

    kind: str
    investors: int
    manager: int


TERRITORIAL: Final = (Tier("return-of-capital"),)


def check(tiers: Sequence[Tier]) -> None:
    """Refuse tiers that make no waterfall. Raises BadTiers."""
    from fractions import Fraction  # loaded where money is shared out, nowhere else

    places = [KINDS.index(one.kind) for one in tiers]
    if not tiers or places != sorted(set(places)):
        raise BadTiers(", ".join(KINDS))
    for one in tiers:
        for name in _PARTS[one.kind]:
            part = getattr(one, name)
            if not part or not 0 <= Fraction(part) <= 1:
                raise BadTiers(", ".join(KINDS))
        if one.kind == "catch-up" and Fraction(one.until) >= Fraction(one.manager):
            raise BadTiers(", ".join(KINDS))


def preferred(principal: int, rate: str, since: date, on: date) -> int:
    """Give the return a sum has earned, compounded yearly (minor units, half up).

    Args:
        principal: Minor units.
        rate: Yearly, as a decimal.
        since: From that day.
        on: To that day; whole years count by anniversaries, the rest by days over 365.

    Source:
        P ((1 + r)^t - 1), the hurdle of a private-equity waterfall.
    """
    if on <= since or not principal:
        return 0
    years = on.year - since.year
    last = anniversary(since, years)
    if last > on:
        years -= 1
        last = anniversary(since, years)
    with localcontext() as context:
        context.prec = 40
        time = Decimal(years) + Decimal((on - last).days) / 365
        grown = Decimal(principal) * ((1 + Decimal(rate)) ** time - 1)
        return int(grown.to_integral_value(ROUND_HALF_UP))


def distribute(amount: int, tiers: Sequence[Tier], owed: Sequence[Owed]) -> list[Paid]:
    """Share an amount between investors and manager, tier by tier.

    Args:
        amount: Minor units, above zero.
        tiers: In their order; ``check`` must have passed.
        owed: What every investor's money stands at.

    Returns:
        What each tier pays. Law: they add up to the amount, but for what no tier takes; no
        tier is paid before those before it are full. Nothing is paid where no money is in.

    Source:
        ``FORMULA``, ``SOURCE``.
    """
    left, found = amount if owed else 0, []
    profit = 0
    for tier in tiers:
        match tier.kind:
            case "return-of-capital":
                paid = Paid(tier.kind, min(left, sum(one.principal for one in owed)), 0)
            case "preferred-return":
                due = min(left, sum(one.preferred for one in owed))
                paid = Paid(tier.kind, due, 0)
                profit = due
            case "catch-up":
                paid = _catch_up(left, tier, profit)
            case _:
                manager = part_of(left, tier.manager)
                paid = Paid(tier.kind, left - manager, manager)
        found.append(paid)
        left -= paid.investors + paid.manager
    return found


def _catch_up(left: int, tier: Tier, profit: int) -> Paid:
    """Pay the manager until it has its part of the profit, the catch-up included."""
    from fractions import Fraction

    part, until = Fraction(tier.manager), Fraction(tier.until)
    # X such that part X = until (profit + X).
    whole = half_up(until * profit / (part - until))
    taken = min(left, whole)
    manager = half_up(taken * part)
    return Paid(tier.kind, taken - manager, manager)
