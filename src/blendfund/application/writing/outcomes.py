"""What a write is called by, and what became of one under its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.application.writing.command import Outcome
from blendfund.storage.log.decoding import decode
from blendfund.storage.log.engine import driver

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.reading.reader import Reading

# What a write can be called by, the best name first; each asks for its first and last.
_NAMES: Final = (
    "SELECT reference FROM batch WHERE first BETWEEN ? AND ?",
    *(
        f"SELECT {name} FROM {table} t JOIN event e ON e.stream_id = t.stream_id"  # noqa: S608 -- own names
        " WHERE e.position BETWEEN ? AND ? ORDER BY e.position LIMIT 1"
        for table, name in (
            ("agreement", "CASE t.name WHEN '' THEN t.reference ELSE t.name END"),
            ("project", "t.reference"),
            ("earmark", "t.name"),
            ("tranche", "t.name"),
            ("fund", "t.reference"),
            ("party", "t.name"),
        )
    ),
)


def reference_of(books: sqlite3.Connection, first: int, last: int) -> str:
    """Give the name of what a write made: its batch, its agreement, else what it is.

    An agreement goes by the name it was given, else by its short reference; what has
    no name at all by its position.
    """
    for sql in _NAMES:
        found = books.execute(sql, (first, last)).fetchone()
        if found and found[0]:
            return str(found[0])
    return str(first)


def recorded_under(reading: Reading, key: str) -> Outcome | None:
    """Give what a key recorded; None when nothing was."""
    raw = driver(reading.connection)
    sql = "SELECT position, topic, state FROM event WHERE ledger_id = ? AND key = ?"
    found = raw.execute(sql, (reading.ledger_id, key)).fetchone()
    if found is None:
        return None
    first = decode(found[1], found[2], found[0])
    last = found[0] + first.events - 1
    books = reading.books
    # Books that somebody who may only read folds in memory stand apart from the facts.
    reference = reference_of(raw, found[0], last) if books is raw else str(found[0])
    return Outcome(last, reference, first.events, already=True)
