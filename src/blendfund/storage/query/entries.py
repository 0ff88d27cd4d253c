"""Reading a fund's entries from the books, a batch at a time, whatever their number."""

from __future__ import annotations

from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar
from uuid import UUID

import msgspec

from blendfund.journal.entry import Entry, Posting
from blendfund.storage.log.condition import among
from blendfund.storage.query.totals import merges

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator

    from blendfund.storage.keys import Vault
    from blendfund.storage.log.reader import Fact, Log
    from blendfund.storage.query.totals import Moment

BATCH: Final = 1_000
REMEMBERED_MAX: Final = 20_000
_Row = tuple[Any, ...]
_T = TypeVar("_T")
_SELECT: Final = (
    "SELECT position, ordinal, operation_date, accounting_date, party, project, agreement,"
    " amount, class FROM posting WHERE position <= :position"
    " AND operation_date <= :as_of AND class IN"
    " (SELECT id FROM class WHERE fund = :fund AND (carrier = '' OR :carried))"
)
_ORDERS: Final = {
    "position": "position, ordinal",
    "date": "operation_date, position, ordinal",
}
_CARRIED: Final = (
    "SELECT count(DISTINCT d.position) FROM class c JOIN posting d ON d.class = c.id"
    " WHERE c.fund = :fund AND c.carrier <> '' AND d.position <= :position"
    " AND d.operation_date <= :as_of"
)


class _Class(NamedTuple):
    """What the postings of one class have in common."""

    movement: str
    account: str
    compartment: str
    bank_account: str
    sector: str
    origin: str
    terms: str
    instrument: str
    carrier: str
    earmark: str
    currency: str


class _Said(msgspec.Struct):
    """What an entry tells of its fact beside its postings."""

    recorded_at: str
    actor: str
    label: str = ""
    reference: str = ""
    reason: str = ""
    fact: int = 0
    reverses: int = 0
    replaces: int = 0
    evidence: tuple[str, ...] = ()


class _Agreement(NamedTuple):
    reference: str
    name: str


_said = msgspec.json.Decoder(_Said).decode
_NO_AGREEMENT: Final = _Agreement("", "")


def carried(books: sqlite3.Connection, at: Moment) -> int:
    """Count the facts of a fund about money that others carry."""
    return int(books.execute(_CARRIED, at._asdict()).fetchone()[0])


class Entries:
    """The entries of one fund; a person without ``people`` stands by a number alone."""

    def __init__(
        self, books: sqlite3.Connection, log: Log, vault: Vault, *, people: bool = True
    ) -> None:
        self.books = books
        self.log = log
        self.vault = vault
        self.people = people
        self.classes = _classes(books)
        self.merged: dict[str, str] = {}
        self.parties: dict[int, str] = {}
        self.projects: dict[int, str] = {}
        self.agreements: dict[int, _Agreement] = {}

    def read(self, at: Moment, order: str, *, carried: bool = False) -> Iterator[Entry]:
        """Give the entries in the order of their positions, or of their dates.

        Args:
            at: The fund, and up to which day and position.
            order: "position" or "date"; on one day, the order of positions.
            carried: Whether entries about money that others carry are among them.
        """
        self.merged = merges(self.books, at.position)
        given = at._asdict() | {"carried": carried}
        rows = self.books.cursor().execute(
            f"{_SELECT} ORDER BY {_ORDERS[order]}",  # our own words only
            given,
        )
        grouped = groupby(rows, key=itemgetter(0))
        facts = ((position, list(postings)) for position, postings in grouped)
        while batch := list(islice(facts, BATCH)):
            yield from self._entries(batch)

    def _entries(self, batch: list[tuple[int, list[_Row]]]) -> Iterator[Entry]:
        facts = self.log.facts([position for position, _ in batch])
        said = {position: _said(fact.state) for position, fact in facts.items()}
        bases = {one.fact for one in said.values() if one.fact}
        labels = {
            position: _said(fact.state).label
            for position, fact in self.log.facts(bases).items()
        }
        self._know([rows[0] for _, rows in batch])
        for position, rows in batch:
            told = said[position]
            label = labels[told.fact] if told.fact else told.label
            yield self._entry(facts[position], told, label, rows)

    def _entry(self, fact: Fact, said: _Said, label: str, rows: list[_Row]) -> Entry:
        position, _, on, accounted_on, party, project, agreement, _, number = rows[0]
        kind = self.classes[number]
        party = self._now(party)
        contract = self.agreements.get(agreement, _NO_AGREEMENT)
        return Entry(
            position=position,
            event=f"{UUID(bytes=fact.stream)}/{fact.version}",
            topic=fact.topic,
            movement=kind.movement,
            on=on,
            accounted_on=accounted_on,
            recorded_at=said.recorded_at,
            actor=said.actor,
            currency=kind.currency,
            party=self.parties.get(party, ""),
            party_number=party,
            sector=kind.sector,
            origin=kind.origin,
            terms=kind.terms,
            instrument=kind.instrument,
            carrier=kind.carrier,
            project=self.projects.get(project, ""),
            agreement=contract.reference,
            agreement_name=contract.name,
            label=label,
            reference=said.reference,
            reverses=said.reverses,
            replaces=said.replaces,
            reason=said.reason,
            evidence=said.evidence,
            postings=tuple(self._posting(row) for row in rows),
        )

    def _posting(self, row: _Row) -> Posting:
        kind = self.classes[row[8]]
        place = (kind.compartment, kind.bank_account, kind.earmark)
        return Posting(row[1], kind.account, row[7], *place)

    def _now(self, party: int) -> int:
        """Give the party that a merged party is now."""
        return int(self.merged.get(str(party), party))

    def _know(self, rows: Iterable[_Row]) -> None:
        """Look up the names that a batch speaks of and that are not known yet."""
        kept = list(rows)
        self._learn(self.parties, {self._now(row[4]) for row in kept}, self._parties)
        self._learn(self.projects, {row[5] for row in kept}, self._projects)
        self._learn(self.agreements, {row[6] for row in kept}, self._agreements)

    def _learn(
        self,
        known: dict[int, _T],
        ids: set[int],
        look_up: Callable[[set[int]], dict[int, _T]],
    ) -> None:
        if len(known) > REMEMBERED_MAX:
            known.clear()
        known.update(look_up(ids - known.keys() - {0}))

    def _parties(self, ids: Collection[int]) -> dict[int, str]:
        return {
            number: self._person(number, stream, sealed) if sealed else name
            for number, stream, name, sealed in self._rows(
                "SELECT id, stream_id, name, sealed FROM party", ids
            )
        }

    def _person(self, number: int, stream: bytes, sealed: str) -> str:
        clear = None
        if self.people:
            clear = self.vault.open(stream, 1, "party-registered/1", "person", sealed)
        return f"({number})" if clear is None else clear

    def _projects(self, ids: Collection[int]) -> dict[int, str]:
        return dict(self._rows("SELECT id, name FROM project", ids))

    def _agreements(self, ids: Collection[int]) -> dict[int, _Agreement]:
        rows = self._rows("SELECT id, reference, name FROM agreement", ids)
        return {row[0]: _Agreement(*row[1:]) for row in rows}

    def _rows(self, sql: str, ids: Collection[int]) -> list[Any]:
        among_them = among("id", ids)
        found = self.books.execute(f"{sql} WHERE {among_them.sql}", among_them.given)
        return found.fetchall()


def _classes(books: sqlite3.Connection) -> dict[int, _Class]:
    names = ", ".join(_Class._fields)
    sql = f"SELECT id, {names} FROM class"  # noqa: S608 -- our own column names
    return {row[0]: _Class(*row[1:]) for row in books.execute(sql)}
