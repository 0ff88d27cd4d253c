"""What the committee decides on projects, and what becomes of its conditions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from blendfund.application.reading.decided import (
    charter_of,
    dossier_of,
    sessions_of,
)
from blendfund.application.recording.places import Place, of_project
from blendfund.domain import committee, dossier
from blendfund.domain.charter import Charter
from blendfund.domain.checks import check_amount, check_ground
from blendfund.domain.committee import Result, Votes
from blendfund.domain.dossier import DecisionLapsed
from blendfund.domain.errors import (
    DecisionMissing,
    SessionNotFound,
    Word,
)
from blendfund.domain.typed import Typed

if TYPE_CHECKING:
    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.decision import Decision
    from blendfund.domain.event import Event


class DecisionForm(Struct, frozen=True):
    """What a person types of a decision."""

    session: str
    result: Result
    votes: Votes = Votes()
    amount: Typed | None = None
    instrument: str = ""
    conditions: tuple[str, ...] = ()
    valid_until: date | None = None


def decide_project(
    ledger: Ledger, command: Command, named: tuple[str, str], form: DecisionForm
) -> Outcome:
    """Record what the committee decided on a project, on the day of its session.

    Raises:
        SessionNotFound, NoQuorum, NotAVoter, NotCarried, BadDecision, BeforeItsGround.
    """

    def decide(place: Place, _project: int) -> Event:
        sessions = sessions_of(place.books, place.number)
        session = sessions.get(form.session)
        if session is None:
            raise SessionNotFound(form.session, ", ".join(sessions) or "-")
        charter = charter_of(place.books, place.number, session.on) or Charter()
        currency = place.fund.currency
        minor = form.amount.minor(currency) if form.amount is not None else 0
        if minor:
            check_amount(minor, currency)
        until = form.valid_until
        return committee.decide(
            session,
            charter.quorum,
            form.votes,
            form.result,
            fund=place.stream,
            amount_minor=minor,
            currency=currency if minor else "",
            instrument=form.instrument,
            conditions=form.conditions,
            valid_until=until or dossier.valid_until(session.on, charter.validity_days),
            **place.stamp,
        )

    body = ("committee-decide", (repr(form),))
    return of_project(ledger, command, named, body, None, decide)


def fulfil(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    condition: int,
    evidence: str,
    on: date | None,
) -> Outcome:
    """Say that a condition is met: of the latest decision that still waits for it.

    Raises:
        DecisionMissing, ConditionUnknown, BeforeItsGround.
    """

    def decide(place: Place, project: int) -> Event:
        latest = _latest(place, project, named[0], condition)
        told = {"evidence": (evidence,)} if evidence else {}
        return dossier.fulfil(
            place.day, latest, condition, place.stream, **told, **place.stamp
        )

    body = ("committee-fulfil", (condition, evidence))
    return of_project(ledger, command, named, body, on, decide)


def lapse(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    reason: str,
    on: date | None,
) -> Outcome:
    """Say that the latest decision holds no more.

    Raises:
        DecisionMissing, BeforeItsGround.
    """

    def decide(place: Place, project: int) -> Event:
        latest = _latest(place, project, named[0])
        check_ground(place.day, Word("the decision"), latest.said.on)
        return DecisionLapsed(
            on=place.day,
            fund=place.stream,
            decision=latest.position,
            reason=reason,
            **place.stamp,
        )

    return of_project(ledger, command, named, ("committee-lapse", (reason,)), on, decide)


def _latest(place: Place, project: int, name: str, condition: int = 0) -> Decision:
    file = dossier_of(place.books, place.number, project)
    agreed = [one for one in file.decisions if one.said.result in committee.AGREED]
    waiting = [one for one in agreed if not one.lapsed and one.waits_for(condition)]
    if waiting:
        return waiting[-1]
    if not agreed or agreed[-1].lapsed:
        raise DecisionMissing(name, place.day)
    return agreed[-1]
