"""Facts as they stand in the log: read whole, with what became of them since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from blendfund.domain.reversal import MovementReversed
from blendfund.storage.log.decoding import decode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from blendfund.domain.event import Event
    from blendfund.storage.query.totals import Moment

LAST: Final = 2**62  # after every position
_SELECT = "SELECT position, stream_id, version, topic, state FROM event"


class Fact(NamedTuple):
    """A fact at its place; ``what`` is its topic without the version."""

    position: int
    stream: UUID
    version: int
    what: str
    event: Event


def between(books: sqlite3.Connection, first: int, last: int) -> Iterator[Fact]:
    """Give the facts from one position to another, in order."""
    sql = f"{_SELECT} WHERE ledger_id = 1 AND position BETWEEN ? AND ? ORDER BY position"
    return map(_fact, books.execute(sql, (first, last)))


def written_with(books: sqlite3.Connection, position: int) -> range:
    """Give the positions of the write that recorded a fact."""
    sql = "SELECT first, last FROM write WHERE ? BETWEEN first AND last"
    first, last = books.execute(sql, (position,)).fetchone()
    return range(first, last + 1)


def of_stream(books: sqlite3.Connection, stream: UUID) -> Iterator[Fact]:
    """Give the facts of one stream, in order."""
    sql = f"{_SELECT} WHERE stream_id = ? ORDER BY version"
    return map(_fact, books.execute(sql, (stream.bytes,)))


def known(fact: Fact, at: Moment) -> bool:
    """Tell whether a fact was known at a moment, and dated up to its day."""
    return fact.position <= at.position and fact.event.on.isoformat() <= at.as_of


def standing(
    books: sqlite3.Connection, stream: UUID, *movements: str, by: int = LAST
) -> Iterator[Fact]:
    """Give what stands of some movements of one stream, in order, as known by then."""
    marks = ", ".join("?" * len(movements))
    sql = (
        f"{_SELECT} WHERE stream_id = ? AND substr(topic, 1, instr(topic, '/') - 1)"
        f" IN ({marks}) ORDER BY version"
    )
    for fact in map(_fact, books.execute(sql, (stream.bytes, *movements))):
        if fact.position <= by and stands(books, fact.position, by):
            yield fact


def at(books: sqlite3.Connection, position: int) -> Fact | None:
    """Give the fact at a position, if there is one."""
    return next(between(books, position, position), None)


def stands(books: sqlite3.Connection, position: int, by: int = LAST) -> bool:
    """Tell whether a movement was not taken back, or stands again, as known at ``by``."""
    sql = "SELECT coalesce(sum(sign), 0) FROM reversal WHERE base = ? AND position <= ?"
    return bool(1 + books.execute(sql, (position, by)).fetchone()[0] > 0)


def reversal_of(books: sqlite3.Connection, position: int, by: int = LAST) -> Fact | None:
    """Give the latest fact that took a movement back, or let it stand again."""
    sql = "SELECT max(position) FROM reversal WHERE base = ? AND position <= ?"
    last = books.execute(sql, (position, by)).fetchone()[0]
    return None if last is None else at(books, last)


def proven(books: sqlite3.Connection, position: int) -> bool:
    """Tell whether the command that wrote a fact was signed."""
    sql = "SELECT proven FROM write WHERE first <= ? ORDER BY first DESC LIMIT 1"
    found = books.execute(sql, (position,)).fetchone()
    return bool(found and found[0])


def replacement(books: sqlite3.Connection, position: int, by: int = LAST) -> int:
    """Give where a movement that was taken back was corrected, 0 where it was not."""
    found = reversal_of(books, position, by)
    if found is None or not isinstance(found.event, MovementReversed):
        return 0
    return 0 if found.event.restores else found.event.replaced_by


def _fact(row: tuple[int, bytes, int, str, bytes]) -> Fact:
    position, stream, version, topic, state = row
    event = decode(topic, state, position)
    return Fact(position, UUID(bytes=stream), version, topic.rpartition("/")[0], event)
