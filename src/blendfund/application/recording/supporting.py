"""Support of projects: opened, delivered, ended. It is help, never money of the fund."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from blendfund.application.reading.decided import supports_of
from blendfund.application.recording.places import Place, of_project
from blendfund.domain.errors import NameMissing, SupportExists
from blendfund.domain.support import (
    SupportDelivered,
    SupportEnded,
    SupportOpened,
    check_open,
)

if TYPE_CHECKING:
    from datetime import date

    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.event import Event
    from blendfund.domain.typed import Typed


class SupportForm(Struct, frozen=True):
    """What a person types to open a support."""

    reference: str
    provider: str
    scheme: str = ""
    plan: str = ""
    planned_minutes: int = 0
    payer: str = ""


def open_support(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    form: SupportForm,
    on: date | None,
) -> Outcome:
    """Open a support. Raises SupportExists, NameMissing."""
    if not (form.reference.strip() and form.provider.strip()):
        raise NameMissing

    def decide(place: Place, project: int) -> Event:
        if form.reference in supports_of(place.books, place.number, project):
            raise SupportExists(form.reference)
        return SupportOpened(
            on=place.day,
            fund=place.stream,
            reference=form.reference,
            provider=form.provider.strip(),
            scheme=form.scheme,
            plan=form.plan,
            planned_minutes=form.planned_minutes,
            payer=form.payer,
            **place.stamp,
        )

    return of_project(ledger, command, named, ("support-open", (repr(form),)), on, decide)


def deliver(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    reference: str,
    minutes: int,
    cost: Typed | None,
    payer: str,
    on: date | None,
) -> Outcome:
    """Record time that was given. Raises what ``check_open`` does."""

    def decide(place: Place, project: int) -> Event:
        known = supports_of(place.books, place.number, project)
        check_open(known, reference, place.day)
        currency = place.fund.currency
        return SupportDelivered(
            on=place.day,
            fund=place.stream,
            reference=reference,
            minutes=minutes,
            cost_minor=cost.minor(currency) if cost is not None else 0,
            currency=currency if cost is not None else "",
            payer=payer,
            **place.stamp,
        )

    body = ("support-deliver", (reference, minutes, cost, payer))
    return of_project(ledger, command, named, body, on, decide)


def end(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    reference: str,
    effect: str,
    on: date | None,
) -> Outcome:
    """End a support, and say what came of it. Raises what ``check_open`` does."""

    def decide(place: Place, project: int) -> Event:
        known = supports_of(place.books, place.number, project)
        check_open(known, reference, place.day, ends=True)
        return SupportEnded(
            on=place.day,
            fund=place.stream,
            reference=reference,
            effect=effect,
            **place.stamp,
        )

    body = ("support-end", (reference, effect))
    return of_project(ledger, command, named, body, on, decide)
