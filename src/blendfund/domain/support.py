"""Support (accompagnement) of a project: who helps, how long, at what cost, to what end.

It is help, not finance: none of it is in any total of money.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from msgspec import Struct, structs

from blendfund.domain.errors import SupportClosed, SupportMissing, SupportTooEarly
from blendfund.domain.event import Event


class SupportOpened(Event, frozen=True, kw_only=True):
    """Somebody agreed to support a project: a plan, its hours, and who pays."""

    fund: UUID
    reference: str
    provider: str
    scheme: str = ""
    plan: str = ""
    planned_minutes: int = 0
    payer: str = ""


class SupportDelivered(Event, frozen=True, kw_only=True):
    """Time was given (``minutes``) and what it cost (minor units of ``currency``)."""

    fund: UUID
    reference: str
    minutes: int
    cost_minor: int = 0
    currency: str = ""
    payer: str = ""


class SupportEnded(Event, frozen=True, kw_only=True):
    """The support is over; ``effect`` says what came of it."""

    fund: UUID
    reference: str
    effect: str = ""


class Support(Struct, frozen=True):
    """A support as it stands (minutes, minor units); ``last`` is when time was given."""

    opened: SupportOpened
    last: date
    minutes: int = 0
    cost_minor: int = 0
    effect: str = ""
    ended: bool = False


def evolve(found: dict[str, Support], event: Event) -> None:
    """Add a fact to the supports of a project, by their reference."""
    match event:
        case SupportOpened():
            found[event.reference] = Support(event, event.on)
        case SupportDelivered() if event.reference in found:
            one = found[event.reference]
            found[event.reference] = structs.replace(
                one,
                last=max(one.last, event.on),
                minutes=one.minutes + event.minutes,
                cost_minor=one.cost_minor + event.cost_minor,
            )
        case SupportEnded() if event.reference in found:
            one = found[event.reference]
            ended = structs.replace(one, ended=True, effect=event.effect)
            found[event.reference] = ended


def check_open(
    found: dict[str, Support], reference: str, on: date, *, ends: bool = False
) -> Support:
    """Give a support that goes on, on a day from which it may be given, or end.

    Raises:
        SupportMissing, SupportClosed, SupportTooEarly.
    """
    if reference not in found:
        raise SupportMissing(reference, ", ".join(found) or "-")
    if found[reference].ended:
        raise SupportClosed(reference)
    one = found[reference]
    since = one.last if ends else one.opened.on
    if on < since:
        raise SupportTooEarly(reference, on, since)
    return one
