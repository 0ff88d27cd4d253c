"""Making known: projects, the fund's rules, earmarks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from msgspec import Struct, structs

from blendfund.application.planning.references import References
from blendfund.application.reading.names import near
from blendfund.application.registering.parties import (
    PartyForm,
    directory_of,
    party_named,
    party_row,
)
from blendfund.application.writing.command import body_of
from blendfund.domain.checks import check_date
from blendfund.domain.earmark import EarmarkDefined, Returns
from blendfund.domain.errors import (
    EarmarkExists,
    NameMissing,
    ProjectExists,
    ProjectNotFound,
)
from blendfund.domain.party import fold
from blendfund.domain.project import ProjectRegistered
from blendfund.storage.log.ids import uuid7
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.earmark import Order
    from blendfund.domain.fund import Overcommitment
    from blendfund.storage.log.recorder import Writing


class ProjectForm(Struct, frozen=True):
    """What a person types to register a project."""

    name: str
    party: str = ""
    territory: str = ""
    publics: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    parent: str = ""
    create: bool = False

    def said(self) -> dict[str, Any]:
        """Give what the fact keeps: nothing blank, spaces at the ends apart."""
        return {
            "name": self.name.strip(),
            "territory": self.territory.strip(),
            "publics": _without_blanks(self.publics),
            "purposes": _without_blanks(self.purposes),
        }


class EarmarkForm(Struct, frozen=True):
    """What a person types to define an earmark."""

    name: str
    purpose: str = ""
    territories: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    highest_rate: str = ""
    repayments: Returns = "earmark"


def register_project(
    ledger: Ledger, command: Command, form: ProjectForm, on: date | None
) -> Outcome:
    """Register a project. Raises NameMissing, ProjectExists, PartyNotFound."""
    if not form.name.strip():
        raise NameMissing
    day = on or command.day()
    check_date(day, day, command.day())

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        sql = "SELECT reference FROM project WHERE folded = ? AND withdrawn = 0"
        found = books.execute(sql, (fold(form.name),)).fetchone()
        if found is not None:
            raise ProjectExists(form.name, found[0])
        facts: list[Recorded] = []
        party = None
        if form.party and form.create:
            row = party_row(day, PartyForm(form.party), kind=None)
            party = directory_of(ledger, command, tx, books, facts).party(row)
        elif form.party:
            party = party_named(ledger, command, tx, books, form.party)
        event = ProjectRegistered(
            on=day,
            reference=References(ledger.past(books)).next("P", day.year),
            party=party,
            parent=_parent(books, form.parent),
            **form.said(),
            **ledger.stamp(tx, command),
        )
        return [*facts, Recorded(uuid7(), 1, event)]

    said = structs.astuple(structs.replace(form, create=False))
    body = body_of("project-add", (*said[:-1], on))
    return ledger.write(command, body, plan)


def _parent(books: sqlite3.Connection, name: str) -> UUID | None:
    """Give the project that another one replicates. Raises ProjectNotFound."""
    if not name.strip():
        return None
    sql = (
        "SELECT stream_id FROM project WHERE (folded = ? OR reference = ?)"
        " AND withdrawn = 0 ORDER BY id LIMIT 1"
    )
    found = books.execute(sql, (fold(name), name)).fetchone()
    if found is None:
        raise ProjectNotFound(name, near(books, "project", name))
    return UUID(bytes=found[0])


def adopt_rules(
    ledger: Ledger,
    command: Command,
    fund: str,
    overcommitment: Overcommitment | None,
    draw_order: Order | None,
    on: date | None,
) -> Outcome:
    """Adopt a fund's rules; those left out stay. Raises FundNotFound."""
    day = on or command.day()

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        _, stream, state = ledger.fund(tx, fund)
        check_date(day, state.opened_on, command.day())
        fact = state.adopt(day, overcommitment=overcommitment, draw_order=draw_order)
        event = structs.replace(fact, **ledger.stamp(tx, command))
        return [Recorded(stream, ledger.past(books).version(stream) + 1, event)]

    said = (fund, overcommitment, draw_order, on)
    return ledger.write(command, body_of("fund-rules", said), plan)


def define_earmark(
    ledger: Ledger, command: Command, fund: str, form: EarmarkForm, on: date | None
) -> Outcome:
    """Define an earmark's limits. Raises NameMissing, EarmarkExists, FundNotFound."""
    if not form.name.strip():
        raise NameMissing
    day = on or command.day()

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        number, stream, state = ledger.fund(tx, fund)
        check_date(day, state.opened_on, command.day())
        sql = "SELECT 1 FROM earmark WHERE fund = ? AND name = ? AND withdrawn = 0"
        if books.execute(sql, (number, form.name)).fetchone():
            raise EarmarkExists(form.name)
        stamp = ledger.stamp(tx, command)
        said = structs.asdict(form)
        return [Recorded(uuid7(), 1, EarmarkDefined(on=day, fund=stream, **said, **stamp))]

    body = body_of("earmark-define", (fund, *structs.astuple(form), on))
    return ledger.write(command, body, plan)


def _without_blanks(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.strip() for word in words if word.strip())
