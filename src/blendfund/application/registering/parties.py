"""Parties that somebody types: checked, doubted, registered, merged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, structs

from blendfund.application.planning.directory import Directory
from blendfund.application.planning.references import References
from blendfund.application.reading.names import near
from blendfund.application.registering.doubts import NEAR
from blendfund.application.registering.resembling import (
    organisations_like,
    organisations_of,
    person_known,
)
from blendfund.application.writing.command import body_of
from blendfund.domain.checks import check_date
from blendfund.domain.errors import (
    BadIban,
    BadRna,
    BadSiren,
    BadSiret,
    NameMissing,
    NumberOfPerson,
    NumbersDisagree,
    PartyExists,
    PartyNotFound,
    SameParty,
)
from blendfund.domain.party import PartyMerged, bones, fold
from blendfund.domain.vocabulary import Kind, PartyKind
from blendfund.exchange.row import Row
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3
    from datetime import date
    from uuid import UUID

    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.storage.log.recorder import Writing

SAME_NAME: Final = (
    "{other} is registered under this name, with another number or none: if it is the same"
    " one, merge the two afterwards (blendfund party merge)."
)
SAME_SIREN: Final = (
    "{other} has the same SIREN ({siren}): two establishments of one organisation?"
)
SAME_PERSON: Final = (
    "A person is registered as {other}: an organisation's name stands in clear for ever."
)
SAME_ORGANISATION: Final = (
    "An organisation is registered as {other}: is this person somebody else?"
)
_RNA: Final = re.compile(r"W[0-9]{9}", re.ASCII)
_SHOWN: Final = 4  # characters of an IBAN that a refusal may repeat


class PartyForm(Struct, frozen=True):
    """What a person types to register a party."""

    name: str
    kind: PartyKind = PartyKind.ORGANISATION
    siren: str = ""
    siret: str = ""
    rna: str = ""
    iban: str = ""

    def check(self) -> None:
        """Refuse numbers that cannot be.

        Raises NameMissing, BadSiren, BadSiret, BadRna, BadIban, NumbersDisagree,
        NumberOfPerson.
        """
        from stdnum import iban
        from stdnum.fr import siren, siret

        if not self.name.strip():
            raise NameMissing
        if self.siren and not (self.siren.isascii() and siren.is_valid(self.siren)):
            raise BadSiren(self.siren)
        if self.siret and not (self.siret.isascii() and siret.is_valid(self.siret)):
            raise BadSiret(self.siret)
        if self.rna and not _RNA.fullmatch(self.rna):
            raise BadRna(self.rna)
        if self.iban and not (self.iban.isascii() and iban.is_valid(self.iban)):
            raise BadIban(_compact(self.iban)[-_SHOWN:])
        if (
            self.siren
            and self.siret
            and not _digits(self.siret).startswith(_digits(self.siren))
        ):
            raise NumbersDisagree(self.siren, self.siret)
        number = self.siret or self.siren or self.rna
        if number and self.kind is PartyKind.PERSON:
            raise NumberOfPerson(number)

    @property
    def identifier(self) -> str:
        """Give the number by which it is known: digits alone."""
        return _digits(self.siret or self.siren)

    def said(self) -> tuple[object, ...]:
        """Give what makes two registrations the same command, as it always was."""
        *first, account = structs.astuple(self)
        return (*first, account) if account else tuple(first)


def doubts_about(ledger: Ledger, form: PartyForm) -> list[tuple[str, dict[str, str]]]:
    """Give what makes one think that a party is known already: messages and their words."""
    name, found = form.name.strip(), []
    person = form.kind is PartyKind.PERSON
    for other in organisations_like(ledger, bones(fold(name))):
        same = fold(other) == fold(name)
        if same and (form.identifier or person):
            text = SAME_ORGANISATION if person else SAME_NAME
            found.append((text, {"other": other}))
        elif not same and not person:
            found.append((NEAR, {"one": name, "other": other}))
    siren = form.identifier[:9]
    kin = organisations_of(ledger, siren, form.identifier) if siren else []
    found += [(SAME_SIREN, {"other": other, "siren": siren}) for other in kin]
    if not person and person_known(ledger, name):
        found.append((SAME_PERSON, {"other": name}))
    return found


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
        row = party_row(day, form)
        known = directory.known_party(row)
        if known is not None:
            raise PartyExists(form.name, _name(ledger, books, known))
        same = form.rna and _of_rna(books, form.rna)
        if same:
            raise PartyExists(form.name, same)
        directory.party(row)
        return facts

    body = body_of("party-add", (*form.said(), on))
    return ledger.write(command, body, plan)


def merge_parties(
    ledger: Ledger, command: Command, name: str, into: str, reason: str
) -> Outcome:
    """Say that a party is another one. Raises PartyNotFound, SameParty."""

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        one = party_named(ledger, command, tx, books, name)
        other = party_named(ledger, command, tx, books, into)
        if one == other:
            raise SameParty(name, into)
        stamp = ledger.stamp(tx, command)
        event = PartyMerged(on=command.day(), into=other, reason=reason, **stamp)
        return [Recorded(one, ledger.past(books).version(one) + 1, event)]

    return ledger.write(command, body_of("party-merge", (name, into, reason)), plan)


def party_named(
    ledger: Ledger, command: Command, tx: Writing, books: sqlite3.Connection, name: str
) -> UUID:
    """Give the party of a name or number. Raises PartyNotFound."""
    directory = directory_of(ledger, command, tx, books, [])
    found = directory.known_party(party_row(command.day(), PartyForm(name), kind=None))
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


def party_row(
    day: date, form: PartyForm, kind: PartyKind | None = PartyKind.ORGANISATION
) -> Row:
    """Give a party's form as a row, which is how the directory knows one."""
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
        party_iban=form.iban and _compact(form.iban),
    )


def _name(ledger: Ledger, books: sqlite3.Connection, party: UUID) -> str:
    """Give a party's name, a person's as it was sealed."""
    sql = "SELECT name, sealed FROM party WHERE stream_id = ?"
    name, sealed = books.execute(sql, (party.bytes,)).fetchone()
    place = (1, "party-registered/1", "person")
    return (sealed and ledger.vault.open(party.bytes, *place, sealed)) or str(name)


def _of_rna(books: sqlite3.Connection, rna: str) -> str | None:
    """Give the name under which an association's number is registered."""
    sql = (
        "SELECT p.name FROM party p JOIN event e ON e.position = p.id WHERE p.withdrawn = 0"
        " AND p.kind = 'organisation' AND json_extract(CAST(e.state AS TEXT), '$.rna') = ?"
    )
    found = books.execute(sql, (rna,)).fetchone()
    return found and str(found[0])


def _compact(iban: str) -> str:
    """Give an IBAN as it is kept: capitals and digits alone."""
    from stdnum.iban import compact

    return str(compact(iban))


def _digits(number: str) -> str:
    return re.sub("[^0-9]", "", number)
