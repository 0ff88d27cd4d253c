"""What a word that somebody types can name: a position, an agreement, a batch, a party."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.domain.errors import NotFound
from blendfund.domain.party import fold

if TYPE_CHECKING:
    import sqlite3

NEAR_MAX: Final = 3
NAME_MAX: Final = 200  # comparing takes the square of a name's length
# Streams by the name of what they are, and the facts of each; the surest name first.
_STREAMS: Final = (
    "SELECT stream_id FROM agreement WHERE name = ?1 OR reference = ?1",
    "SELECT stream_id FROM project WHERE reference = ?1 OR folded = ?2",
    "SELECT stream_id FROM party WHERE identifier = ?1 OR identity = 'name:' || ?2",
    "SELECT stream_id FROM fund WHERE reference = ?1",
    "SELECT stream_id FROM earmark WHERE name = ?1",
)
_KNOWN: Final = (
    "SELECT name FROM agreement WHERE name <> '' UNION SELECT reference FROM agreement"
    " UNION SELECT name FROM project UNION SELECT name FROM party WHERE name <> ''"
    " UNION SELECT reference FROM fund UNION SELECT reference FROM batch"
)


def positions_of(books: sqlite3.Connection, name: str) -> list[int]:
    """Give the facts that a position or a name stands for, in order. Raises NotFound.

    A batch stands for all its facts, a line's reference for its movement, anything else
    for the facts of its own stream.
    """
    bare = name.strip()
    if not bare:  # it would be the name of all that has none
        raise NotFound(name, "-")
    for found in (
        _position(books, bare),
        _batch(books, bare),
        _line(books, bare),
        _streams(books, bare),
    ):
        if found:
            return found
    raise NotFound(name, near_names(books, bare))


def _position(books: sqlite3.Connection, name: str) -> list[int]:
    if not (name.isascii() and name.isdigit() and len(name) < len(str(2**62))):
        return []
    sql = "SELECT position FROM event WHERE ledger_id = 1 AND position = ?"
    return [row[0] for row in books.execute(sql, (int(name),))]


def _batch(books: sqlite3.Connection, name: str) -> list[int]:
    sql = "SELECT first, last FROM batch WHERE reference = ?"
    found = books.execute(sql, (name,)).fetchone()
    return list(range(found[0], found[1] + 1)) if found else []


def _line(books: sqlite3.Connection, name: str) -> list[int]:
    sql = "SELECT position FROM line WHERE identity = 'r:' || ?"
    return [row[0] for row in books.execute(sql, (name,))]


def _streams(books: sqlite3.Connection, name: str) -> list[int]:
    for sql in _STREAMS:
        given = (name, fold(name)) if "?2" in sql else (name,)
        streams = [row[0] for row in books.execute(sql, given)]
        if streams:
            of = "SELECT position FROM event WHERE stream_id = ?"
            return sorted(
                row[0] for stream in streams for row in books.execute(of, (stream,))
            )
    return []


def near_names(books: sqlite3.Connection, name: str) -> str:
    """Give the names that look like one that is not there."""
    return _alike(books, _KNOWN, name)


def near(books: sqlite3.Connection, table: str, name: str) -> str:
    """Give the names of a register that look like one that is not there."""
    known = f"SELECT DISTINCT name FROM {table} WHERE withdrawn = 0 AND name <> ''"  # noqa: S608 -- own names
    return _alike(books, known, name)


def _alike(books: sqlite3.Connection, known: str, name: str) -> str:
    names = {fold(row[0]): row[0] for row in books.execute(known)}
    # Loaded for who mistypes only.
    from difflib import get_close_matches

    found = get_close_matches(fold(name)[:NAME_MAX], sorted(names), NEAR_MAX, 0.5)
    return ", ".join(names[one] for one in found) or "-"
