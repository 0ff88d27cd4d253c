"""Others' money in a project: planned, confirmed, paid, withdrawn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec import Struct, structs

from blendfund.application.reading.names import near
from blendfund.application.recording.record import Creating, may_create
from blendfund.application.registering.parties import directory_of
from blendfund.application.writing.command import body_of
from blendfund.domain import project as projects
from blendfund.domain.errors import PartyNotFound, ProjectNotFound
from blendfund.domain.typed import Typed
from blendfund.domain.vocabulary import Kind, Sector, Terms
from blendfund.exchange.row import Row
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3
    from uuid import UUID

    from blendfund.application.planning.directory import Directory
    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.project import Project
    from blendfund.storage.log.recorder import Writing

Status = Literal["planned", "confirmed", "paid", "withdrawn"]
VERBS: Final = {
    "planned": "plan_cofinancing",
    "confirmed": "declare_cofinancing",
    "paid": "pay_cofinancing",
    "withdrawn": "withdraw_cofinancing",
}


class CofinancingForm(Struct, frozen=True):
    """What a person types of others' money in a project."""

    project: str
    fund: str
    party: str
    status: Status
    amount: Typed
    sector: Sector
    terms: Terms
    instrument: str = ""
    on: date | None = None
    label: str = ""
    create: Creating = False


def cofinance(ledger: Ledger, command: Command, form: CofinancingForm) -> Outcome:
    """Record where others' money in a project stands.

    Raises:
        ProjectNotFound, PartyNotFound, AboveCofinancing, NotPositive, FundNotFound.
    """

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        _, fund_stream, fund = ledger.fund(tx, form.fund)
        facts: list[Recorded] = []
        directory = directory_of(ledger, command, tx, books, facts)
        row = Row(
            line=0,
            on=form.on or command.day(),
            kind=Kind.COFINANCING,
            amount_minor=form.amount.minor(fund.currency),
            currency=fund.currency,
            party=form.party,
            sector=form.sector,
            project=form.project,
        )
        project, party = _known(books, directory, row, form.create)
        fresh = project in directory.fresh
        past = ledger.past(books)
        state = projects.Project(form.project) if fresh else past.project(project)
        version = 1 if fresh else past.version(project)
        told: dict[str, Any] = {
            "fund": fund_stream,
            "party": party,
            "sector": form.sector,
            "terms": form.terms,
            "instrument": form.instrument,
            "label": form.label,
            **ledger.stamp(tx, command),
        }
        facts.append(Recorded(project, version + 1, _decided(state, form, row, told)))
        return facts

    said = structs.astuple(structs.replace(form, create=False))
    return ledger.write(command, body_of("cofinance", said), plan)


def _decided(state: Project, form: CofinancingForm, row: Row, told: dict[str, Any]) -> Any:
    if form.status in {"paid", "withdrawn"}:
        told["shown"] = form.party
    verb = getattr(state, VERBS[form.status])
    return verb(row.on, row.amount_minor, row.currency, **told)


def _known(
    books: sqlite3.Connection, directory: Directory, row: Row, create: Creating
) -> tuple[UUID, UUID]:
    if directory.known_project(row) is None and not may_create(row.project, create):
        raise ProjectNotFound(row.project, near(books, "project", row.project))
    if directory.known_party(row) is None and not may_create(row.party, create):
        raise PartyNotFound(row.party, near(books, "party", row.party))
    return directory.project(row), directory.party(row)
