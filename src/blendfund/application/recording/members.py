"""The charter of a fund, the members of its committee, and its sessions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from blendfund.application.reading.decided import (
    members_of,
    sessions_of,
)
from blendfund.application.recording.places import Place, of_fund
from blendfund.domain import committee
from blendfund.domain.charter import Charter, CharterAdopted
from blendfund.domain.checks import check_ground
from blendfund.domain.committee import MandateEnded, MemberAppointed
from blendfund.domain.errors import (
    NameMissing,
    NotAMember,
    SessionExists,
    Word,
)
from blendfund.domain.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.event import Event


def adopt_charter(
    ledger: Ledger,
    command: Command,
    fund: str,
    charter: Callable[[str], Charter],
    said: str,
    on: date | None,
) -> Outcome:
    """Adopt a charter; ``charter`` reads it in the fund's currency. Raises BadCharter."""

    def decide(place: Place) -> Event:
        adopted = charter(place.fund.currency)
        adopted.check()
        return CharterAdopted(on=place.day, charter=adopted, **place.stamp)

    return of_fund(ledger, command, fund, ("fund-charter", (said,)), on, decide)


class MemberForm(Struct, frozen=True):
    """What a person types to appoint a member of the committee."""

    who: str
    organisation: str = ""
    until: date | None = None
    approves: Typed | None = None


def appoint(
    ledger: Ledger, command: Command, fund: str, form: MemberForm, on: date | None
) -> Outcome:
    """Appoint a member. Raises NameMissing, BeforeItsGround: it ends before it starts."""
    if not form.who.strip():
        raise NameMissing

    def decide(place: Place) -> Event:
        if form.until is not None:
            check_ground(form.until, Word("the start of the mandate"), place.day)
        currency = place.fund.currency
        approves = form.approves.minor(currency) if form.approves is not None else None
        return MemberAppointed(
            on=place.day,
            who=form.who.strip(),
            organisation=form.organisation.strip(),
            until=form.until,
            approves_minor=approves,
            **place.stamp,
        )

    body = ("committee-appoint", structs.astuple(form))
    return of_fund(ledger, command, fund, body, on, decide)


def end_mandate(
    ledger: Ledger, command: Command, fund: str, who: str, on: date | None
) -> Outcome:
    """End the mandate of a member: it holds that day, and no later. Raises NotAMember."""

    def decide(place: Place) -> Event:
        members = members_of(place.books, place.number)
        own = [one for one in members if one.who == who and one.sits(place.day)]
        if not own:
            names = sorted({one.who for one in members if one.sits(place.day)})
            raise NotAMember(who, place.day, ", ".join(names) or "-")
        where = own[-1].position
        return MandateEnded(on=place.day, who=who, appointed=where, **place.stamp)

    return of_fund(ledger, command, fund, ("committee-end", (who,)), on, decide)


def hold(
    ledger: Ledger,
    command: Command,
    fund: str,
    reference: str,
    present: tuple[str, ...],
    on: date | None,
) -> Outcome:
    """Record a session of the committee. Raises SessionExists, NotAMember, NoQuorum."""
    if not reference.strip():
        raise NameMissing

    def decide(place: Place) -> Event:
        if reference in sessions_of(place.books, place.number):
            raise SessionExists(reference)
        members = members_of(place.books, place.number)
        return committee.hold(place.day, reference, present, members, **place.stamp)

    body = ("committee-hold", (reference, present))
    return of_fund(ledger, command, fund, body, on, decide)
