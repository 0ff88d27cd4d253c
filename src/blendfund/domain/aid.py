"""State aid: what a regime allows over three years, and what a loan or guarantee counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from blendfund.domain.anniversary import anniversary
from blendfund.domain.errors import AidExceeded, AidUnverifiable, UnknownRegime
from blendfund.domain.event import Event
from blendfund.domain.money import Money, half_up

if TYPE_CHECKING:
    from collections.abc import Iterable


class Ceiling(NamedTuple):
    """What a regime allows one undertaking, from a day on (euro cents).

    A loan of ``loan_minor`` over five years, or half of it over ten, counts for the whole
    ceiling; so does a guarantee of ``guarantee_minor``. 0: the regime has no such rule.
    """

    since: date
    minor: int
    source: str
    loan_minor: int = 0
    guarantee_minor: int = 0


# Dated parameters: the ceiling in force on the day of the grant applies.
REGIMES: Final[dict[str, tuple[Ceiling, ...]]] = {
    "de-minimis": (
        Ceiling(
            date(2014, 1, 1),
            200_000_00,
            "Regulation (EU) 1407/2013, art. 3(2), 4(3)(b) and 4(6)(b)",
            loan_minor=1_000_000_00,
            guarantee_minor=1_500_000_00,
        ),
        Ceiling(
            date(2024, 1, 1),
            300_000_00,
            "Regulation (EU) 2023/2831, art. 3(2), 4(3)(b) and 4(6)(b)",
            loan_minor=1_500_000_00,
            guarantee_minor=2_250_000_00,
        ),
    ),
    # Neither regulation's amounts for loans and guarantees are held here: all of it counts.
    "de-minimis-sgei": (
        Ceiling(date(2012, 4, 29), 500_000_00, "Regulation (EU) 360/2012, art. 2(2)"),
        Ceiling(date(2024, 1, 1), 750_000_00, "Regulation (EU) 2023/2832, art. 3(2)"),
    ),
}
YEARS: Final = 3
QUOTA_MAX: Final = 80  # per cent of a loan that a guarantee in the safe harbour bears
SAFE_MONTHS: Final = 120  # no safe harbour reaches further than ten years
HALF_MONTHS: Final = 60  # beyond five years it reaches half as high
FORMULA: Final = (
    "grant: its amount; loan of at most 1,500,000 over five years, or 750,000 over ten:"
    " amount x years / (1,500,000 x 5) x ceiling; guarantee of at most 80 % and 2,250,000"
    " over five years, or 1,125,000 over ten: guaranteed x years / (2,250,000 x 5) x"
    " ceiling; anything else: the whole amount; rescheduling: what is left of the loan for"
    " the years it then runs, less the same for those it would have run, never less than"
    " nothing nor, with what it counted, more than the loan"
)
SOURCE: Final = (
    "Regulation (EU) 2023/2831, art. 4(3)(b) (the loan being secured by half) and 4(6)(b):"
    " proportion of the ceiling"
)


class AidDeclared(Event, frozen=True, kw_only=True):
    """The beneficiary attested what others granted it under a regime (minor units).

    Zero is said too: what was not attested is unknown. ``granted_on`` is when, and the
    fact's own day that of the attestation.
    """

    fund: UUID
    regime: str
    giver: str = ""
    amount_minor: int = 0
    currency: str = "EUR"
    granted_on: date | None = None


class UndertakingDeclared(Event, frozen=True, kw_only=True):
    """The beneficiary is one undertaking with others: their SIREN numbers."""

    fund: UUID
    sirens: tuple[str, ...]


class Granted(NamedTuple):
    """Aid that counts: when it was granted, and how much (minor units)."""

    on: date
    minor: int


def ceiling(regime: str, on: date) -> Ceiling:
    """Give what a regime allows on a day. Raises UnknownRegime."""
    known = [one for one in REGIMES.get(regime, ()) if one.since <= on]
    if not known:
        raise UnknownRegime(regime, ", ".join(REGIMES))
    return known[-1]


def gross_grant_equivalent(instrument: str, minor: int, months: int, most: Ceiling) -> int:
    """Give what a financing counts as aid (minor units, rounded half up).

    Args:
        instrument: ``loan`` for anything lent, ``guarantee``, or ``grant``.
        minor: The amount lent, guaranteed or given.
        months: For how long; 0 where nobody said.
        most: The regime's ceiling, with the loans and guarantees that reach it.

    Returns:
        Never more than ``minor``: all of it without a duration, beyond ten years, or above
        the amount that the regime has a proportion for.

    Source:
        ``SOURCE``.
    """
    from fractions import Fraction

    whole = {"loan": most.loan_minor, "guarantee": most.guarantee_minor}.get(instrument, 0)
    reach = whole if months <= HALF_MONTHS else whole // 2
    if not whole or not 0 < months <= SAFE_MONTHS or minor > reach:
        return minor
    return half_up(Fraction(minor * months * most.minor, HALF_MONTHS * whole))


def added_by_time(minor: int, before: int, after: int, most: Ceiling, left: int) -> int:
    """Give what a loan counts besides, once it runs for longer (minor units).

    The new schedule is taken as a loan of what is left, from its own day, and so is the
    old one. No equivalent depends on a rate: a lower one alone adds nothing.

    Args:
        minor: What is outstanding or still to be paid out.
        before: The months that it would have run from that day; 0 where none.
        after: The months that it runs now.
        most: The regime's ceiling on that day.
        left: How much of the loan counts for nothing yet: no more is added.

    Returns:
        0 or more; the same, but for roundings, in one step or in several on one day.

    Source:
        ``SOURCE``, for what is left of a loan as for a new one.
    """
    would = gross_grant_equivalent("loan", minor, before, most) if before else 0
    now = gross_grant_equivalent("loan", minor, after, most)
    return max(0, min(now - would, left))


def window(on: date) -> date:
    """Give the first day of the three years that end on a day."""
    return anniversary(on, -YEARS)


def check(
    regime: str,
    on: date,
    minor: int,
    granted: Iterable[Granted],
    *,
    attested: bool,
    project: str,
) -> None:
    """Refuse aid beyond a regime's ceiling over any three rolling years.

    What was granted later and is known already counts too: the three years may end then.

    Args:
        regime: One of ``REGIMES``.
        on: The day of the grant.
        minor: What it counts (gross grant equivalent, euro cents).
        granted: All that the undertaking was granted under the regime.
        attested: Whether it said what others granted it; never taken for nothing.
        project: Its name, for the refusal.

    Raises:
        UnknownRegime, AidUnverifiable, AidExceeded.
    """
    ceiling(regime, on)
    if not attested:
        raise AidUnverifiable(project, regime)
    known = list(granted)
    later = {one.on for one in known if one.on > on and window(one.on) < on}
    for day in sorted({on, *later}):
        most, since = ceiling(regime, day).minor, window(day)
        before = sum(one.minor for one in known if since < one.on <= day)
        if before + minor > most:
            asked, had, allowed = (Money(one, "EUR") for one in (minor, before, most))
            left = Money(max(0, most - before), "EUR")
            raise AidExceeded(project, asked, had, allowed, day, left)
