"""What each movement of an agreement does to where the agreement stands."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from blendfund.domain.event import Event, Movement
from blendfund.domain.reversal import MovementReversed

if TYPE_CHECKING:
    from typing import Literal


class Effect(NamedTuple):
    """What one unit of a movement's amount changes, and how often it counts.

    ``held`` is what a funder still has in the fund, or what a project still owes.
    ``drawn`` says on which promise the movement's drawn part is taken, or put back.
    ``promises`` and ``closes`` count movements, whatever their amount; so does
    ``settles``, which marks an agreement whose decisions hang on more than these sums.
    """

    pledged: int = 0
    open: int = 0
    called: int = 0
    held: int = 0
    lost: int = 0
    promises: int = 0
    closes: int = 0
    settles: int = 0
    drawn: Literal["", "pledged", "open", "reopens"] = ""


NOTHING: Final = Effect()
EFFECTS: Final = {
    "contribution-pledged": Effect(pledged=1),
    "contribution-committed": Effect(open=1, promises=1, drawn="pledged"),
    "commitment-reduced": Effect(open=-1),
    "commitment-cancelled": Effect(open=-1, closes=1),
    "capital-called": Effect(called=1),
    "contribution-received": Effect(held=1, drawn="open"),
    "contribution-refunded": Effect(held=-1),
    "contribution-reimbursed": Effect(held=-1),
    "contribution-taken-over": Effect(held=1),
    "reimbursement-taken-over": Effect(held=-1),
    "financing-contracted": Effect(open=1, promises=1),
    "contract-reduced": Effect(open=-1),
    "disbursement-paid": Effect(held=1, drawn="open"),
    "disbursement-returned": Effect(held=-1, settles=1, drawn="reopens"),
    "repayment-received": Effect(held=-1),
    "repayment-bounced": Effect(held=1, settles=1),
    "financing-written-off": Effect(held=-1, lost=1),
    "recovery-received": Effect(lost=-1),
    "financing-taken-over": Effect(held=1),
    "guarantee-granted": Effect(open=1, promises=1),
    "guarantee-called": Effect(called=1),
    "guarantee-call-rejected": Effect(called=-1),
    "guarantee-paid": Effect(open=-1, called=-1, lost=1),
    "guarantee-released": Effect(open=-1),
    "recourse-waived": Effect(lost=-1),
    **dict.fromkeys(
        (
            "fee-charged",
            "fee-received",
            "fee-waived",
            "fee-bounced",
            "penalty-charged",
            "penalty-received",
            "penalty-waived",
            "penalty-bounced",
            "interest-waived",
            "interest-bounced",
            "payment-held",
            "held-payment-applied",
            "held-payment-returned",
            "provision-made",
            "provision-released",
            "clawback-claimed",
            "clawback-received",
            "counter-guarantee-taken",
            "counter-guarantee-called",
            "counter-guarantee-reduced",
            "counter-guarantee-paid",
            "recovery-shared",
            "recovery-share-paid",
        ),
        Effect(settles=1),
    ),
}


# What the drawn part adds to what is still to come under a promise.
_DRAWN: Final = {"open": -1, "reopens": 1}


class Change(NamedTuple):
    """What one fact changes of an agreement (minor units, and counts)."""

    pledged: int
    promised: int
    open: int
    called: int
    held: int
    lost: int
    promises: int
    closes: int
    settles: int


NONE: Final = Change(0, 0, 0, 0, 0, 0, 0, 0, 0)


def weighed(effect: Effect, count: int, amount: int, drawn: int, called: int) -> Change:
    """Give what movements of one kind change together, from the sums of what they say.

    A movement that is taken back counts -1, and its amounts are taken off the sums.
    """
    return Change(
        effect.pledged * amount - (drawn if effect.drawn == "pledged" else 0),
        effect.open * amount,
        effect.open * amount + drawn * _DRAWN.get(effect.drawn, 0),
        effect.called * amount - called,
        effect.held * amount,
        effect.lost * amount,
        effect.promises * count,
        effect.closes * count,
        effect.settles * count,
    )


def change_of(event: Event) -> Change | None:
    """Give what a fact changes of its agreement, None for one that moves nothing."""
    fact: Any = event
    sign = 1
    effect = _effect_of(type(event))
    if effect is None:
        if not isinstance(event, MovementReversed):
            return None
        effect, sign = EFFECTS.get(event.movement, NOTHING), event.sign
    drawn = getattr(fact, "drawn_minor", 0)
    called = getattr(fact, "called_minor", 0)
    return weighed(effect, sign, sign * fact.amount_minor, sign * drawn, sign * called)


def moved_by(event: Event) -> tuple[str, int]:
    """Give which movement a fact is, or takes back, and its signed amount (minor units)."""
    if isinstance(event, MovementReversed):
        return event.movement, event.sign * event.amount_minor
    if isinstance(event, Movement):
        return movement_of(type(event)), event.amount_minor
    return "", 0


@cache
def _effect_of(cls: type[Event]) -> Effect | None:
    """Give the effect of a movement's class, None for what is no movement of its own."""
    if issubclass(cls, MovementReversed) or not issubclass(cls, Movement):
        return None
    return EFFECTS.get(movement_of(cls), NOTHING)


@cache
def movement_of(cls: type[Event]) -> str:
    """Give the name of a fact's class as topics write it: ``contribution-received``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()
