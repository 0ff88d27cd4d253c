"""A command: who asks, under which key, what it said, and what came of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from msgspec import Struct, structs

from blendfund.domain.event import Movement
from blendfund.domain.money import Money
from blendfund.domain.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.domain.event import Event

# Nobody else has such a key, so what it was used for need not be fingerprinted: a
# fingerprint of words that name a person would let a guess at the name be confirmed.
GENERATED: Final = "auto-"


def new_key() -> str:
    """Make an idempotency key for a command that was given none."""
    return f"{GENERATED}{UUID(bytes=os.urandom(16))}"


class Outcome(Struct, frozen=True):
    """What a write did: the last position written (the head if none), and its name.

    ``amount`` is what the write moved, where it moved one sum.
    """

    position: int
    reference: str
    events: int
    already: bool = False
    amount: Money | None = None


def told(outcome: Outcome) -> dict[str, Any]:
    """Give the fields of the JSON contract."""
    return {
        "position": outcome.position,
        "reference": outcome.reference or None,
        "events": outcome.events,
        "already": outcome.already,
    }


class Command(Struct, frozen=True):
    """Who asks for a write, under which idempotency key, and whether to do it for real.

    ``tell`` hears how far a long write has come: a stage ("checked", "written", "folded")
    and a count.
    """

    actor: str
    key: str | None = None
    dry_run: bool = False
    today: date | None = None
    tell: Callable[[str, int], None] | None = None

    def far(self, stage: str, done: int) -> None:
        """Tell how far the write has come, if anybody listens."""
        if self.tell is not None:
            self.tell(stage, done)

    def day(self) -> date:
        """Give today, in local time."""
        return self.today or datetime.now(UTC).astimezone().date()


def is_own(key: str | None) -> bool:
    """Tell whether a key was given by somebody: then its body is fingerprinted."""
    return key is not None and not key.startswith(GENERATED)


def stamp_first(
    fact: Event, command: Command, recorded_at: str, body: str, events: int
) -> Event:
    """Give a command's first fact with what only the first one carries."""
    return structs.replace(
        fact,
        recorded_at=recorded_at,
        actor=command.actor,
        key=command.key,
        body=body if is_own(command.key) else None,
        events=events,
    )


def moved(fact: Event) -> Money | None:
    """Give the sum that a fact moves, if it moves one."""
    return Money(fact.amount_minor, fact.currency) if isinstance(fact, Movement) else None


def body_of(verb: str, said: Iterable[object]) -> str:
    """Fingerprint a command: the same key with another body is refused.

    What is said in another order, or an amount with zeros at its end, is the same body.
    """
    told = (repr(_plain(one)) for one in said)
    return sha256("\x1e".join((verb, *told)).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(value[name]) for name in sorted(value)}
    if isinstance(value, Typed):
        return Typed(value.units, value.decimals.rstrip("0"))
    return value
