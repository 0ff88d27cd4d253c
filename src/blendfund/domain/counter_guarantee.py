"""Counter-guarantees: who bears a part of the calls that the fund pays.

Each counter-guarantor owes its quota of a payment within its cap, its dates and what is
left of both; what the project pays back is shared with those who bore the payment, pro
rata to what each still bears. All amounts are minor units.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from msgspec import Struct, structs

from blendfund.domain.effects import moved_by
from blendfund.domain.event import Event, Movement
from blendfund.domain.level import Level
from blendfund.domain.money import part_of, share_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class OfCounterGuarantor(Movement, frozen=True, kw_only=True):
    """A movement between the fund and a counter-guarantor, its ``party``."""

    party: UUID


class CounterGuaranteeTaken(OfCounterGuarantor, frozen=True, kw_only=True):
    """Another party bound itself to bear a part of the calls to be paid; no cash moved.

    ``amount_minor`` is what it bears at most, ``quota`` its part of each payment, as a
    decimal; without a cap ``cap_minor`` is 0. No payment after ``expires`` is borne.
    """

    quota: str
    cap_minor: int = 0
    expires: date | None = None


class CounterGuaranteeCalled(OfCounterGuarantor, frozen=True, kw_only=True):
    """A counter-guarantor came to owe its part of a call that was paid; no cash moved."""


class CounterGuaranteeReduced(OfCounterGuarantor, frozen=True, kw_only=True):
    """A part of a counter-guarantee ended with what it had covered; no cash moved."""


class CounterGuaranteePaid(OfCounterGuarantor, frozen=True, kw_only=True):
    """Cash came in from a counter-guarantor, for what it owed."""


class RecoveryShared(OfCounterGuarantor, frozen=True, kw_only=True):
    """The fund came to owe a counter-guarantor its part of a recovery; no cash moved."""


class RecoverySharePaid(OfCounterGuarantor, frozen=True, kw_only=True):
    """Cash went to a counter-guarantor, for its part of what was recovered.

    ``proposal`` is the position of the approved proposal it rests on, where it needs one.
    """

    proposal: int = 0


class CounterTerms(Struct, frozen=True, forbid_unknown_fields=True):
    """What a counter-guarantee is taken on (minor units; the quota as a decimal)."""

    quota: str
    cap_minor: int = 0
    expires: date | None = None

    def most(self, exposure_minor: int) -> int:
        """Give what is borne at most of an exposure: the quota of it, within the cap."""
        part = part_of(exposure_minor, self.quota)
        return min(part, self.cap_minor) if self.cap_minor else part


class Counter(Struct, frozen=True):
    """Where a counter-guarantor stands (minor units).

    ``left_minor`` may still be owed for calls to come. ``owed`` is of calls that were paid
    and ``due`` of recoveries, neither settled yet; ``taken`` counts how often it stands.
    """

    party: UUID
    terms: CounterTerms
    since: date
    taken: int = 0
    left_minor: int = 0
    called_minor: int = 0
    owed: Level = Level()
    received_minor: int = 0
    shared_minor: int = 0
    due: Level = Level()
    returned_minor: int = 0

    def covers(self, on: date) -> bool:
        """Tell whether it bears its part of what is paid on a day."""
        until = self.terms.expires
        return self.taken > 0 and self.since <= on and (until is None or on <= until)

    def cover(self, on: date, exposure_minor: int) -> int:
        """Give what it would bear of an exposure, called whole on a day."""
        if not self.covers(on):
            return 0
        return min(self.left_minor, self.terms.most(exposure_minor))

    @property
    def returnable_minor(self) -> int:
        """Give what may be given back to it: no more than it has paid."""
        return self.received_minor - self.returned_minor


Parts = list[tuple[UUID, int]]


def borne(counters: Iterable[Counter], on: date, minor: int) -> Parts:
    """Give the part of each counter-guarantor in a payment, and leave the rest.

    Args:
        counters: Those of the guarantee.
        on: The day of the payment.
        minor: What is paid (minor units).

    Returns:
        Parties with what each comes to owe; together no more than ``minor``.

    Source:
        Largest-remainder method over the quotas and the fund's own part, then the cap of
        each; what a cap leaves out stays with the fund.
    """
    from fractions import Fraction  # loaded where a call is paid, nowhere else
    from math import lcm

    those = [one for one in counters if one.covers(on)]
    quotas = [Fraction(one.terms.quota) for one in those]
    own = max(Fraction(0), 1 - sum(quotas, Fraction(0)))
    whole = lcm(*(one.denominator for one in (*quotas, own)))
    parts = share_out(minor, [int(one * whole) for one in (*quotas, own)])
    found = [
        (one.party, min(part, one.left_minor))
        for one, part in zip(those, parts, strict=False)
    ]
    return [(party, part) for party, part in found if part > 0]


def ended(counters: Iterable[Counter], exposure_minor: int) -> Parts:
    """Give what of each counter-guarantee has nothing to cover any more.

    Args:
        counters: Those of the guarantee.
        exposure_minor: What may still be called of the guarantee (minor units).
    """
    found = [
        (one.party, one.left_minor - one.terms.most(exposure_minor))
        for one in counters
        if one.taken > 0
    ]
    return [(party, part) for party, part in found if part > 0]


def shared(counters: Iterable[Counter], own_minor: int, minor: int) -> Parts:
    """Give the part of each counter-guarantor in a recovery; the rest is the fund's.

    Args:
        counters: Those of the guarantee.
        own_minor: What the fund itself still bears of the calls it paid (minor units).
        minor: What was recovered (minor units).

    Source:
        Largest-remainder method, pro rata to what each still bears: what it was called
        for, less its part of earlier recoveries. All is given back where all comes back.
    """
    those = list(counters)
    bears = [max(0, one.called_minor - one.shared_minor) for one in those]
    weights = [*bears, max(0, own_minor)]
    if not sum(bears):
        return []
    parts = share_out(minor, weights)
    return [(one.party, part) for one, part in zip(those, parts, strict=False) if part]


# What a unit of each movement adds to each sum of a counter-guarantor.
_CHANGES: Final = {
    "counter-guarantee-taken": {"left_minor": 1},
    "counter-guarantee-called": {"left_minor": -1, "called_minor": 1, "owed": 1},
    "counter-guarantee-reduced": {"left_minor": -1},
    "counter-guarantee-paid": {"owed": -1, "received_minor": 1},
    "recovery-shared": {"shared_minor": 1, "due": 1},
    "recovery-share-paid": {"due": -1, "returned_minor": 1},
}


def evolve(counters: tuple[Counter, ...], event: Event) -> tuple[Counter, ...]:
    """Give the counter-guarantors after ``event``. Holds no rule."""
    movement, minor = moved_by(event)
    if movement not in _CHANGES:
        return counters
    if isinstance(event, CounterGuaranteeTaken):
        terms = CounterTerms(event.quota, event.cap_minor, event.expires)
        fresh = Counter(event.party, terms, event.on)
        known = {one.party: one for one in counters}
        known[event.party] = structs.replace(
            known.get(event.party, fresh), terms=terms, since=event.on
        )
        counters = tuple(known.values())
    party = getattr(event, "party", None)
    return tuple(_moved(counters, party, movement, minor, event.on))


def _moved(
    counters: tuple[Counter, ...], party: UUID | None, movement: str, minor: int, on: date
) -> Iterator[Counter]:
    for one in counters:
        if one.party != party:
            yield one
            continue
        sums = {}
        for name, sign in _CHANGES[movement].items():
            now = getattr(one, name)
            change = sign * minor
            sums[name] = now.add(on, change) if isinstance(now, Level) else now + change
        if movement == "counter-guarantee-taken":
            sums["taken"] = one.taken + (1 if minor > 0 else -1)
        yield structs.replace(one, **sums)
