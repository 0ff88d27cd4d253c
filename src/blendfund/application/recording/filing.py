"""A project's file: it applies, is held against the charter, studied; aid it declares."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from blendfund.application.reading.decided import charter_of, dossier_of
from blendfund.application.recording.places import Place, of_project
from blendfund.application.writing.sirens import check_siren
from blendfund.domain import aid, dossier, eligibility
from blendfund.domain.aid import AidDeclared, UndertakingDeclared
from blendfund.domain.charter import Charter
from blendfund.domain.checks import check_currency, check_ground
from blendfund.domain.dossier import AppraisalRecorded, PlanLine, Score
from blendfund.domain.errors import (
    ApplicationMissing,
    DateInTheFuture,
    NameMissing,
    Word,
)
from blendfund.domain.typed import Typed

if TYPE_CHECKING:
    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.event import Event

# A label, an amount, and where somebody says it what a resource is.
Lines = tuple[tuple[str, Typed] | tuple[str, Typed, str], ...]


class ApplicationForm(Struct, frozen=True):
    """What a person types of an application: the plan's lines by their labels."""

    amount: Typed
    uses: Lines
    resources: Lines
    legal_form: str = ""
    esus_from: date | None = None
    esus_until: date | None = None
    territory: str = ""


def apply(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    form: ApplicationForm,
    on: date | None,
) -> Outcome:
    """Record that a project asks a fund for money.

    Raises:
        UnbalancedPlan, PlanShare, BeforeItsGround.
    """

    def decide(place: Place, project: int) -> Event:
        currency = place.fund.currency
        sql = "SELECT territory FROM project WHERE id = ?"
        (territory,) = place.books.execute(sql, (project,)).fetchone()
        plan = {
            "amount_minor": form.amount.minor(currency),
            "currency": currency,
            "uses": _lines(form.uses, currency),
            "resources": _lines(form.resources, currency),
        }
        return dossier.apply(
            place.day,
            place.stream,
            plan,
            legal_form=form.legal_form,
            esus_from=form.esus_from,
            esus_until=form.esus_until,
            territory=form.territory or territory,
            **place.stamp,
        )

    body = ("project-apply", (repr(form),))
    return of_project(ledger, command, named, body, on, decide)


def _lines(lines: Lines, currency: str) -> tuple[PlanLine, ...]:
    return tuple(
        PlanLine(label, amount.minor(currency), *nature) for label, amount, *nature in lines
    )


def assess(
    ledger: Ledger, command: Command, named: tuple[str, str], on: date | None
) -> Outcome:
    """Hold an application against the fund's charter.

    Raises:
        ApplicationMissing, BeforeItsGround.
    """

    def decide(place: Place, project: int) -> Event:
        file = dossier_of(place.books, place.number, project)
        if file.application is None:
            raise ApplicationMissing(named[0])
        check_ground(place.day, Word("the application"), file.application.on)
        charter = charter_of(place.books, place.number, place.day) or Charter()
        return eligibility.assess(place.day, file.application, charter, **place.stamp)

    return of_project(ledger, command, named, ("project-assess", ()), on, decide)


def appraise(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    officer: str,
    scores: tuple[Score, ...],
    opinion: str,
    on: date | None,
) -> Outcome:
    """Record the study of a project's file.

    Raises:
        ApplicationMissing, NameMissing, BeforeItsGround.
    """
    if not officer.strip():
        raise NameMissing

    def decide(place: Place, project: int) -> Event:
        asked = dossier_of(place.books, place.number, project).application
        if asked is None:
            raise ApplicationMissing(named[0])
        check_ground(place.day, Word("the application"), asked.on)
        return AppraisalRecorded(
            on=place.day,
            fund=place.stream,
            officer=officer.strip(),
            scores=scores,
            opinion=opinion,
            **place.stamp,
        )

    body = ("project-appraise", (officer, repr(scores), opinion))
    return of_project(ledger, command, named, body, on, decide)


class AidForm(Struct, frozen=True):
    """What a beneficiary attests of aid that others granted it."""

    regime: str
    amount: Typed
    giver: str = ""
    granted_on: date | None = None


def declare_aid(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    form: AidForm,
    on: date | None,
) -> Outcome:
    """Record what a beneficiary attests; 0 is an answer too.

    Raises:
        UnknownRegime, OtherCurrency, DateInTheFuture.
    """

    def decide(place: Place, _project: int) -> Event:
        aid.ceiling(form.regime, place.day)
        check_currency("EUR", place.fund.currency)  # ceilings are in euros
        today = command.day()
        if form.granted_on is not None and form.granted_on > today:
            raise DateInTheFuture(form.granted_on, today)
        return AidDeclared(
            on=place.day,
            fund=place.stream,
            regime=form.regime,
            giver=form.giver.strip(),
            amount_minor=form.amount.minor(place.fund.currency),
            currency=place.fund.currency,
            granted_on=form.granted_on,
            **place.stamp,
        )

    body = ("project-aid", (repr(form),))
    return of_project(ledger, command, named, body, on, decide)


def declare_undertaking(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    sirens: tuple[str, ...],
    on: date | None,
) -> Outcome:
    """Record which legal persons are one undertaking with the beneficiary.

    Raises:
        BadSiren.
    """
    for siren in sirens:
        check_siren(siren)

    def decide(place: Place, _project: int) -> Event:
        return UndertakingDeclared(
            on=place.day, fund=place.stream, sirens=sirens, **place.stamp
        )

    body = ("project-undertaking", (sirens,))
    return of_project(ledger, command, named, body, on, decide)
