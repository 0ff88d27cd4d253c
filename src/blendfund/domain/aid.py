"""State aid: what a regime allows over three years, and what a loan or guarantee counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from blendfund.domain.anniversary import anniversary
from blendfund.domain.errors import AidExceeded, AidUnverifiable, UnknownRegime
from blendfund.domain.event import Event
from blendfund.domain.instalments import half_up
from blendfund.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class Ceiling(NamedTuple):
    """What a regime allows one undertaking, from a day on (euro cents)."""

    since: date
    minor: int
    source: str


# Dated parameters: the ceiling in force on the day of the grant applies.
REGIMES: Final[dict[str, tuple[Ceiling, ...]]] = {
    "de-minimis": (
        Ceiling(date(2014, 1, 1), 200_000_00, "Regulation (EU) 1407/2013, art. 3(2)"),
        Ceiling(date(2024, 1, 1), 300_000_00, "Regulation (EU) 2023/2831, art. 3(2)"),
    ),
    "de-minimis-sgei": (
        Ceiling(date(2012, 4, 29), 500_000_00, "Regulation (EU) 360/2012, art. 2(2)"),
        Ceiling(date(2024, 1, 1), 750_000_00, "Regulation (EU) 2023/2832, art. 3(2)"),
    ),
}
YEARS: Final = 3
# The safe harbours of Regulation (EU) 2023/2831, art. 4: a loan of 1,000,000 over five
# years, or a guarantee of 1,500,000 over five years, counts for the whole ceiling.
LOAN_MINOR_YEARS: Final = 1_000_000_00 * 5
GUARANTEE_MINOR_YEARS: Final = 1_500_000_00 * 5
SAFE_MONTHS: Final = 120  # no safe harbour reaches further than ten years
FORMULA: Final = (
    "grant: its amount; loan: amount x years / (1,000,000 x 5) x ceiling; guarantee:"
    " guaranteed x years / (1,500,000 x 5) x ceiling; never more than the amount"
)
SOURCE: Final = "Regulation (EU) 2023/2831, art. 4(3) and 4(6): proportion of the ceiling"


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


def gross_grant_equivalent(
    instrument: str, minor: int, months: int, ceiling_minor: int
) -> int:
    """Give what a financing counts as aid (minor units, rounded half up).

    Args:
        instrument: ``loan`` for anything lent, ``guarantee``, or ``grant``.
        minor: The amount lent, guaranteed or given.
        months: For how long; 0 where nobody said.
        ceiling_minor: The regime's ceiling.

    Returns:
        Never more than ``minor``. Without a duration, or beyond ten years, all of it.

    Source:
        ``SOURCE``.
    """
    from fractions import Fraction

    whole = {"loan": LOAN_MINOR_YEARS, "guarantee": GUARANTEE_MINOR_YEARS}.get(instrument)
    if whole is None or not 0 < months <= SAFE_MONTHS:
        return minor
    return min(minor, half_up(Fraction(minor * months * ceiling_minor, 12 * whole)))


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
    """Refuse aid beyond a regime's ceiling over three rolling years.

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
    most = ceiling(regime, on).minor
    if not attested:
        raise AidUnverifiable(project, regime)
    since = window(on)
    before = sum(one.minor for one in granted if since < one.on <= on)
    if before + minor > most:
        figures: Any = (Money(one, "EUR") for one in (minor, before, most))
        raise AidExceeded(project, *figures)
