"""The index of movements: one row a movement, with what a search may ask of it.

It is pulled by the first search after a write and by nothing else, so that recording and
rebuilding pay nothing for it. Texts are folded (case, accents, spacing); a person's name
is never among them: parties stand by their register's ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from blendfund.domain.errors import Corrupt
from blendfund.domain.party import fold
from blendfund.journal.rules import RULES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

NAME: Final = "movements"
VERSION: Final = 3
BATCH: Final = 5_000
REMEMBERED_MAX: Final = 20_000
_SHAPE: Final = (
    "shape (id INTEGER PRIMARY KEY, movement TEXT NOT NULL, fund INTEGER NOT NULL,"
    " sector TEXT NOT NULL, origin TEXT NOT NULL, terms TEXT NOT NULL,"
    " instrument TEXT NOT NULL, compartment TEXT NOT NULL, carrier TEXT NOT NULL,"
    " earmark TEXT NOT NULL, currency TEXT NOT NULL, actor TEXT NOT NULL) STRICT"
)
_MOVEMENT: Final = (
    "movement (position INTEGER PRIMARY KEY, shape INTEGER NOT NULL,"
    " party INTEGER NOT NULL, project INTEGER NOT NULL, agreement INTEGER NOT NULL,"
    " operation_date TEXT NOT NULL, amount INTEGER NOT NULL, text TEXT NOT NULL,"
    " evidence TEXT NOT NULL) STRICT"
)
_EVENTS: Final = (
    "SELECT position, stream_id, topic, state FROM event WHERE ledger_id = 1"
    " AND position > ? AND position <= ? ORDER BY position"
)
_AGREEMENT: Final = (
    "SELECT id, fund, party, project, sector, origin, terms, instrument, compartment,"
    " carrier FROM agreement WHERE stream_id = ?"
)


class Shape(NamedTuple):
    """What many movements have in common; stored once."""

    movement: str
    fund: int
    sector: str
    origin: str
    terms: str
    instrument: str
    compartment: str
    carrier: str
    earmark: str
    currency: str
    actor: str


class _Draw(msgspec.Struct):
    earmark: str


class _Said(msgspec.Struct):
    """What the index needs of a movement."""

    on: str
    amount_minor: int
    currency: str
    actor: str = ""
    label: str = ""
    reference: str = ""
    reason: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()
    earmark: str = ""
    draws: tuple[_Draw, ...] = ()
    to_earmark: str = ""
    fund: str = ""
    party: str = ""
    sector: str = ""
    origin: str = ""
    terms: str | None = None
    instrument: str = ""
    compartment: str = ""
    to_compartment: str = ""
    carrier: str = ""


class _Whose(NamedTuple):
    """Who and what a stream of movements concerns."""

    agreement: int
    fund: int
    party: int
    project: int
    sector: str
    origin: str
    terms: str
    instrument: str
    compartment: str
    carrier: str


_said = msgspec.json.Decoder(_Said).decode


def progress(books: sqlite3.Connection) -> tuple[int, int]:
    """Give the shape and the position the index stands at."""
    sql = "SELECT schema_version, position FROM projection WHERE name = ?"
    found = books.execute(sql, (NAME,)).fetchone()
    return (found[0], found[1]) if found else (0, 0)


def catch_up(source: sqlite3.Connection, books: sqlite3.Connection, head: int) -> None:
    """Bring the index to ``head``; the registers must be there already."""
    version, position = progress(books)
    if version != VERSION:
        books.execute("DROP TABLE IF EXISTS movement")
        books.execute("DROP TABLE IF EXISTS shape")
        _create(books, "CREATE TABLE")
        position = 0
    _Index(books).fold(source, position, head)
    books.execute("INSERT OR REPLACE INTO projection VALUES (?,?,?)", (NAME, VERSION, head))


def beside(source: sqlite3.Connection, books: sqlite3.Connection, head: int) -> None:
    """Make the index in memory, for somebody who may only read."""
    _create(books, "CREATE TEMP TABLE")
    _Index(books).fold(source, 0, head)


def shapes(books: sqlite3.Connection) -> dict[int, Shape]:
    """Give every shape by its id."""
    return {row[0]: Shape(*row[1:]) for row in books.execute("SELECT * FROM shape")}


def _create(books: sqlite3.Connection, verb: str) -> None:
    books.execute(f"{verb} {_SHAPE}")
    books.execute(f"{verb} {_MOVEMENT}")


class _Index:
    """Turns movements, in position order, into rows of the index."""

    def __init__(self, books: sqlite3.Connection) -> None:
        self.books = books
        self.shapes = {shape: number for number, shape in shapes(books).items()}
        self.whose: dict[bytes, _Whose] = {}
        self.ids: dict[tuple[str, str], int] = {}

    def fold(self, source: sqlite3.Connection, after: int, head: int) -> None:
        """Add the movements after a position, up to the head."""
        reader = source.cursor()
        reader.execute(_EVENTS, (after, head))
        known = len(self.shapes)
        while events := reader.fetchmany(BATCH):
            rows = list(self._rows(events))
            marks = ",".join("?" * 9)
            self.books.executemany(f"INSERT INTO movement VALUES ({marks})", rows)
        new = [(number, *one) for one, number in self.shapes.items() if number > known]
        marks = ",".join("?" * 12)
        self.books.executemany(f"INSERT INTO shape VALUES ({marks})", new)

    def _rows(
        self, events: Iterable[tuple[int, bytes, str, bytes]]
    ) -> Iterable[tuple[int | str, ...]]:
        for position, stream, topic, state in events:
            movement = topic[: topic.rindex("/")]
            if movement not in RULES:
                continue
            said = _said(state)
            whose = self._of_agreement(stream)
            if whose is None:
                whose = self._alone(position, stream, said)
            elif said.party:
                whose = whose._replace(party=self._id(position, "party", said.party))
            yield (
                position,
                self._shape(movement, whose, said),
                whose.party,
                whose.project,
                whose.agreement,
                said.on,
                said.amount_minor,
                # One line each: a folded text holds no line break of its own.
                f"{fold(said.label)}\n{fold(said.reference)}\n"
                + fold(f"{said.reason} {said.note}"),
                fold(" ".join(said.evidence)),
            )

    def _shape(self, movement: str, whose: _Whose, said: _Said) -> int:
        places = dict.fromkeys((whose.compartment, said.to_compartment))
        earmarks = dict.fromkeys(
            (said.earmark, said.to_earmark, *(draw.earmark for draw in said.draws))
        )
        shape = Shape(
            movement,
            *whose[1:2],
            *whose[4:8],
            ", ".join(filter(None, places)),
            whose.carrier,
            ", ".join(filter(None, earmarks)),
            said.currency,
            said.actor,
        )
        return self.shapes.setdefault(shape, len(self.shapes) + 1)

    def _of_agreement(self, stream: bytes) -> _Whose | None:
        known = self.whose.get(stream)
        if known is None:
            row = self.books.execute(_AGREEMENT, (stream,)).fetchone()
            if row is None:
                return None
            if len(self.whose) >= REMEMBERED_MAX:
                self.whose.clear()
            known = self.whose[stream] = _Whose(*row)
        return known

    def _alone(self, position: int, stream: bytes, said: _Said) -> _Whose:
        """Give whom a movement of no agreement concerns: it says so itself."""
        fund = self._id(position, "fund", said.fund)
        party = self._id(position, "party", said.party) if said.party else 0
        project = self._id(position, "project", stream.hex()) if said.party else 0
        about = (said.sector, said.origin, said.terms or "", said.instrument)
        return _Whose(0, fund, party, project, *about, said.compartment, said.carrier)

    def _id(self, position: int, table: str, stream: str) -> int:
        known = self.ids.get((table, stream))
        if known is None:
            sql = f"SELECT id FROM {table} WHERE stream_id = ?"
            raw = bytes.fromhex(stream.replace("-", ""))
            row = self.books.execute(sql, (raw,)).fetchone()
            if row is None:
                raise Corrupt(position, f"it names a {table} that was never registered")
            known = self.ids[table, stream] = int(row[0])
        return known
