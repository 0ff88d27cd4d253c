"""Who is who: parties and projects that are known, or made known by a recording."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from blendfund.application.planning.verbs import party_kind
from blendfund.domain.party import PartyRegistered, bones, fold, organisation
from blendfund.domain.project import ProjectRegistered
from blendfund.domain.vocabulary import PartyKind
from blendfund.storage.keys import Place
from blendfund.storage.log.ids import uuid7

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from blendfund.domain.event import Event
    from blendfund.exchange.row import Row
    from blendfund.storage.keys import Vault

_NUMBER = re.compile(r"[0-9]{9}|[0-9]{14}", re.ASCII)
_SIREN = 9
_TOPIC = "party-registered/1"


class ProjectWords(NamedTuple):
    """What a project said of itself, as earmarks limit uses."""

    territory: str = ""
    publics: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()


class Directory:
    """Finds parties and projects by identity; registers those nobody knew."""

    def __init__(
        self,
        books: sqlite3.Connection,
        vault: Vault,
        append: Callable[[UUID, int, Event], None],
        reference: Callable[[str, int], str],
        stamp: dict[str, Any],
    ) -> None:
        self.books = books
        self.vault = vault
        self.append = append
        self.reference = reference
        self.stamp = stamp
        self.parties: dict[str, UUID] = {}
        self.named: dict[tuple[str, str, PartyKind], UUID] = {}
        self.projects: dict[str, UUID] = {}
        self.fresh: set[UUID] = set()
        self.folded: set[str] = set()

    def party(self, row: Row) -> UUID:
        """Give the party a row names."""
        key = (row.party, row.party_identifier, party_kind(row))
        known = self.named.get(key)
        if known is None:
            name, number, kind = row.party.strip(), row.party_identifier, key[2]
            known = self._organisation_or_person(row, name, number, kind)
            self.named[key] = known
        return known

    def known_party(self, row: Row) -> UUID | None:
        """Give the party a row names, of whatever kind, if anybody knows it.

        A refund need not say again whether its funder is a person.
        """
        name = row.party.strip()
        number = row.party_identifier or _number(name)
        identities = []
        if row.party_kind is not PartyKind.PERSON:
            identities.append(organisation(number, fold(name)))
        if row.party_kind is not PartyKind.ORGANISATION and self.vault.exists():
            identities.append(self.vault.blind(name))
        for identity in identities:
            known = self.parties.get(identity) or self._find("party", "identity", identity)
            if known is not None:
                return known
        if row.party_kind is PartyKind.PERSON or number:
            return None
        return self._only_organisation(fold(name))

    def _only_organisation(self, folded: str) -> UUID | None:
        """Give the one organisation of a name that was registered under its number."""
        sql = (
            "SELECT id, name FROM party WHERE bones = ? AND kind = 'organisation'"
            " AND withdrawn = 0"
        )
        rows = self.books.execute(sql, (bones(folded),)).fetchall()
        found = [number for number, name in rows if fold(name) == folded]
        return self._merged(found[0]) if len(found) == 1 else None

    def known_project(self, row: Row) -> UUID | None:
        """Give the project a row names, by name or reference, if anybody knows it."""
        folded = fold(row.project)
        known = self.projects.get(f"name:{folded}")
        known = known or self._find("project", "folded", folded)
        return known or self._find("project", "reference", row.project.strip())

    def project_name(self, stream: UUID) -> str:
        """Give the name of a project, "" of one that is only planned."""
        sql = "SELECT name FROM project WHERE stream_id = ?"
        found = self.books.execute(sql, (stream.bytes,)).fetchone()
        return str(found[0]) if found else ""

    def _organisation_or_person(
        self, row: Row, name: str, identifier: str, kind: PartyKind
    ) -> UUID:
        identifier = identifier or _number(name)
        if kind is PartyKind.PERSON:
            identity = self.vault.blind(name)
        else:
            identity = organisation(identifier, fold(name))
        known = self.parties.get(identity)
        if known is None:
            known = self._find("party", "identity", identity)
            if known is None and kind is PartyKind.ORGANISATION and not identifier:
                known = self._only_organisation(fold(name))
            if known is None:
                known = self._register(row, name, identifier, kind)
            self.parties[identity] = known
        return known

    def _register(self, row: Row, name: str, identifier: str, kind: PartyKind) -> UUID:
        stream = uuid7()
        self.fresh.add(stream)
        if kind is PartyKind.PERSON:
            said: dict[str, Any] = {
                "person": self.vault.seal_new(stream, _TOPIC, "person", name)
            }
            if row.party_iban:
                place = Place(stream.bytes, 1, _TOPIC, "person_iban")
                said["person_iban"] = self.vault.seal(stream.bytes, place, row.party_iban)
            fact = PartyRegistered(on=row.on, kind=kind, **said, **self.stamp)
        else:
            rna = row.beneficiary_rna if name == row.beneficiary else ""
            fact = PartyRegistered(
                on=row.on,
                kind=kind,
                name=name,
                identifier=identifier,
                rna=rna,
                iban=row.party_iban,
                **self.stamp,
            )
        self.append(stream, 1, fact)
        return stream

    def project(self, row: Row) -> UUID:
        """Give the project a row names; by its organisation where the row has one."""
        name = row.project.strip()
        party, identity = None, f"name:{fold(name)}"
        if row.beneficiary:
            party = self._organisation_or_person(
                row,
                row.beneficiary,
                row.beneficiary_identifier,
                PartyKind.ORGANISATION,
            )
            identity = f"party:{party}"
        known = self.projects.get(identity)
        if known is None:
            known = self._known_project(name, party)
            if known is None:
                known = self._register_project(row, name, party)
            self.projects[identity] = known
        return known

    def _known_project(self, name: str, party: UUID | None) -> UUID | None:
        if party is None:
            found = self._find("project", "folded", fold(name))
            return found or self._find("project", "reference", name)
        if party in self.fresh:
            return None
        sql = (
            "SELECT p.stream_id FROM project p JOIN party q ON q.id = p.party"
            " WHERE q.stream_id = ? AND p.withdrawn = 0"
        )
        found = self.books.execute(sql, (party.bytes,)).fetchone()
        return None if found is None else UUID(bytes=found[0])

    def _register_project(self, row: Row, name: str, party: UUID | None) -> UUID:
        stream = uuid7()
        self.fresh.add(stream)
        shown = name
        if party is not None:
            taken = fold(name) in self.folded or self._find("project", "folded", fold(name))
            if taken:
                # Two organisations of one name: the number tells their projects apart.
                shown = f"{name} ({row.beneficiary_identifier or stream.hex[-6:]})"
        self.folded.add(fold(shown))
        self.append(
            stream,
            1,
            ProjectRegistered(
                on=row.on,
                reference=self.reference("P", row.on.year),
                name=shown,
                party=party,
                **self.stamp,
            ),
        )
        return stream

    def project_words(self, stream: UUID) -> ProjectWords:
        """Give what a project said of itself: territory, publics, purposes."""
        sql = "SELECT territory, publics, purposes FROM project WHERE stream_id = ?"
        found = self.books.execute(sql, (stream.bytes,)).fetchone()
        if found is None:
            return ProjectWords()
        publics, purposes = (tuple(text.split("\n")) if text else () for text in found[1:])
        return ProjectWords(found[0], publics, purposes)

    def _find(self, table: str, column: str, value: str) -> UUID | None:
        sql = (
            f"SELECT stream_id, id FROM {table}"  # noqa: S608 -- own names
            f" WHERE {column} = ? AND withdrawn = 0 ORDER BY id LIMIT 1"
        )
        found = self.books.execute(sql, (value,)).fetchone()
        if found is None:
            return None
        return self._merged(found[1]) if table == "party" else UUID(bytes=found[0])

    def same(self, stream: UUID) -> UUID:
        """Give the stream of a party, or of the one it was merged into since."""
        sql = "SELECT id FROM party WHERE stream_id = ?"
        found = self.books.execute(sql, (stream.bytes,)).fetchone()
        return stream if found is None else self._merged(found[0])

    def _merged(self, party: int) -> UUID:
        """Give the stream of a party, or of the one it was merged into."""
        sql = (
            "SELECT p.stream_id, m.into_party FROM party p LEFT JOIN merge m"
            " ON m.party = p.id AND m.withdrawn = 0 WHERE p.id = ? ORDER BY m.id DESC"
        )
        stream, into = self.books.execute(sql, (party,)).fetchone()
        return self._merged(into) if into else UUID(bytes=stream)


def _number(name: str) -> str:
    """Give the valid SIREN or SIRET that stands where a name could, else nothing."""
    bare = name.replace(" ", "")
    if not _NUMBER.fullmatch(bare):
        return ""
    from stdnum.fr import siren, siret

    check = siren if len(bare) == _SIREN else siret
    return bare if check.is_valid(bare) else ""
