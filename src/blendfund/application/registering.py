"""Making known: parties, projects, the fund's rules, earmarks."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, structs

from blendfund.application.command import body_of
from blendfund.application.directory import Directory
from blendfund.application.record import near
from blendfund.application.references import References
from blendfund.domain.checks import check_date
from blendfund.domain.earmark import EarmarkDefined, Returns
from blendfund.domain.errors import (
    BadRna,
    BadSiren,
    BadSiret,
    EarmarkExists,
    NameMissing,
    PartyExists,
    PartyNotFound,
    ProjectExists,
    SameParty,
)
from blendfund.domain.party import PartyMerged, bones, fold
from blendfund.domain.project import ProjectRegistered
from blendfund.domain.vocabulary import Kind, PartyKind
from blendfund.exchange.row import Row
from blendfund.storage.ids import uuid7
from blendfund.storage.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3
    from uuid import UUID

    from blendfund.application.command import Command, Outcome
    from blendfund.application.ledger import Ledger
    from blendfund.domain.earmark import Order
    from blendfund.domain.fund import Overcommitment
    from blendfund.storage.recorder import Writing

_RNA: Final = re.compile(r"W[0-9]{9}", re.ASCII)


class PartyForm(Struct, frozen=True):
    """What a person types to register a party."""

    name: str
    kind: PartyKind = PartyKind.ORGANISATION
    siren: str = ""
    siret: str = ""
    rna: str = ""

    def check(self) -> None:
        """Refuse numbers that cannot be. Raises NameMissing, BadSiren, BadSiret, BadRna."""
        from stdnum.fr import siren, siret

        if not self.name.strip():
            raise NameMissing
        if self.siren and not (self.siren.isascii() and siren.is_valid(self.siren)):
            raise BadSiren(self.siren)
        if self.siret and not (self.siret.isascii() and siret.is_valid(self.siret)):
            raise BadSiret(self.siret)
        if self.rna and not _RNA.fullmatch(self.rna):
            raise BadRna(self.rna)

    @property
    def identifier(self) -> str:
        """Give the number by which it is known, spaces apart."""
        return re.sub(r"\s", "", self.siret or self.siren)


class ProjectForm(Struct, frozen=True):
    """What a person types to register a project."""

    name: str
    party: str = ""
    territory: str = ""
    publics: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()


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


def twins_of(ledger: Ledger, name: str) -> list[str]:
    """Give the organisations whose names differ from one by nothing that matters."""
    folded = fold(name)
    return [
        other for other in ledger.organisations_like(bones(folded)) if fold(other) != folded
    ]


def register_party(
    ledger: Ledger, command: Command, form: PartyForm, on: date | None
) -> Outcome:
    """Register a party. Raises PartyExists and what ``PartyForm.check`` does."""
    form.check()
    day = on or command.day()
    check_date(day, day, command.day())

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        facts: list[Recorded] = []
        directory = directory_of(ledger, command, tx, books, facts)
        row = _row(day, form)
        known = directory.known_party(row)
        if known is not None:
            raise PartyExists(form.name, _name(books, known) or form.name)
        directory.party(row)
        return facts

    body = body_of("party-add", (*structs.astuple(form), on))
    return ledger.write(command, body, plan)


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
        party = _party(ledger, command, tx, books, form.party) if form.party else None
        event = ProjectRegistered(
            on=day,
            reference=References(ledger.past(books)).next("P", day.year),
            name=form.name.strip(),
            party=party,
            territory=form.territory,
            publics=form.publics,
            purposes=form.purposes,
            **ledger.stamp(tx, command),
        )
        return [Recorded(uuid7(), 1, event)]

    body = body_of("project-add", (*structs.astuple(form), on))
    return ledger.write(command, body, plan)


def merge_parties(
    ledger: Ledger, command: Command, name: str, into: str, reason: str
) -> Outcome:
    """Say that a party is another one. Raises PartyNotFound, SameParty."""

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        one = _party(ledger, command, tx, books, name)
        other = _party(ledger, command, tx, books, into)
        if one == other:
            raise SameParty(name, into)
        stamp = ledger.stamp(tx, command)
        event = PartyMerged(on=command.day(), into=other, reason=reason, **stamp)
        return [Recorded(one, ledger.past(books).version(one) + 1, event)]

    return ledger.write(command, body_of("party-merge", (name, into, reason)), plan)


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


def _party(
    ledger: Ledger, command: Command, tx: Writing, books: sqlite3.Connection, name: str
) -> UUID:
    directory = directory_of(ledger, command, tx, books, [])
    found = directory.known_party(_row(command.day(), PartyForm(name), kind=None))
    if found is None:
        raise PartyNotFound(name, near(books, "party", name))
    return found


def directory_of(
    ledger: Ledger,
    command: Command,
    tx: Writing,
    books: sqlite3.Connection,
    facts: list[Recorded],
) -> Directory:
    """Give who is who, what it registers going to ``facts``."""

    def append(stream: UUID, version: int, event: Any) -> None:
        facts.append(Recorded(stream, version, event))

    reference = References(ledger.past(books)).next
    stamp = ledger.stamp(tx, command)
    return Directory(books, ledger.vault, append, reference, stamp)


def _row(
    day: date, form: PartyForm, kind: PartyKind | None = PartyKind.ORGANISATION
) -> Row:
    return Row(
        line=0,
        on=day,
        kind=Kind.COMMITMENT,
        amount_minor=0,
        currency="",
        party=form.name.strip(),
        party_identifier=form.identifier,
        party_kind=kind and form.kind,
        beneficiary=form.name.strip(),
        beneficiary_rna=form.rna,
    )


def _name(books: sqlite3.Connection, party: UUID) -> str:
    sql = "SELECT name FROM party WHERE stream_id = ?"
    found = books.execute(sql, (party.bytes,)).fetchone()
    return str(found[0]) if found else ""
