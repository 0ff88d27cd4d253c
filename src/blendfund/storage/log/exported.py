"""An exported history read back: line by line, or as a ledger nobody writes to."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

import msgspec

from blendfund.domain.errors import NotAnExport, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE_BYTES_MAX: Final = 1 << 24
NAME: Final = "events.jsonl"
NO_EVENT: Final = Word("this is no event")
OUT_OF_ORDER: Final = Word("its position is not the next one")
_TABLE: Final = (
    "CREATE TABLE event (ledger_id INTEGER, position INTEGER, stream_id BLOB,"
    " version INTEGER, topic TEXT, state BLOB, PRIMARY KEY (ledger_id, position))"
    " WITHOUT ROWID"
)


class Event(NamedTuple):
    """One fact of a history: where it stands, and what it is."""

    position: int
    stream: bytes
    version: int
    topic: str
    state: bytes


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    position: int
    stream_id: UUID
    version: int
    topic: str
    state: str


_line = msgspec.json.Decoder(_Line).decode


def exported(place: str) -> Iterator[Event]:
    """Read an exported history. Raises NotAnExport, OSError."""
    path = Path(place)
    path = path / NAME if path.is_dir() else path
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LINE_BYTES_MAX):
            number += 1
            try:
                found = _line(line)
            except (msgspec.MsgspecError, UnicodeError, RecursionError) as wrong:
                raise NotAnExport(str(path), number, NO_EVENT) from wrong
            if found.position != number:
                raise NotAnExport(str(path), number, OUT_OF_ORDER)
            stream, state = found.stream_id.bytes, found.state.encode()
            yield Event(number, stream, found.version, found.topic, state)


@contextmanager
def as_ledger(place: str) -> Iterator[tuple[sqlite3.Connection, int]]:
    """Put an exported history where read models are folded from; give its length."""
    with TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "events.db", isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode=OFF")
            database.execute("PRAGMA synchronous=OFF")
            database.execute(_TABLE)
            database.execute("BEGIN")
            rows = ((1, *event) for event in exported(place))
            database.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", rows)
            database.execute("COMMIT")
            (count,) = database.execute("SELECT count(*) FROM event").fetchone()
            yield database, count
        finally:
            database.close()
