"""Reading the log: its head, its roots, its facts; and verifying all of it."""

from __future__ import annotations

import bisect
from base64 import b64encode
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

import msgspec

from blendfund.domain.errors import Corrupt, UnknownPosition
from blendfund.storage.condition import EVERY
from blendfund.storage.merkle import Frontier, leaf_hash
from blendfund.storage.readmodel import BATCH, driver
from blendfund.storage.versions import FRONTIER_EVERY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    import sqlalchemy as sa

    from blendfund.storage.condition import Where

_EVENTS = (
    "SELECT position, stream_id, version, topic, state FROM event"
    " WHERE ledger_id = ? AND position > ? AND position <= ? ORDER BY position"
)

_WHOLE = (
    "SELECT position, stream_id, version, topic, state, recorded_at, key FROM event"
    " WHERE ledger_id = ?"
)


# No stored root lies behind the change: it cannot be placed more closely.
CHANGED_AFTER = "a fact from there on is not the one that was recorded"


class Head(NamedTuple):
    """Where the log stands."""

    position: int
    frontier: Frontier
    recorded_at: str


class Verified(NamedTuple):
    """What a verification went through."""

    events: int
    root: str


class Fact(NamedTuple):
    """One fact as it is stored."""

    stream: bytes
    version: int
    topic: str
    state: bytes


class _Stamp(msgspec.Struct):
    recorded_at: str
    key: str | None = None


_stamp = msgspec.json.Decoder(_Stamp).decode


class Log:
    """The facts of one ledger, read in order."""

    def __init__(self, connection: sa.Connection, ledger_id: int) -> None:
        self.raw = driver(connection)
        self.ledger_id = ledger_id

    def head(self) -> Head:
        """Give the head as it is stored. Raises Corrupt."""
        row = self.raw.execute(
            "SELECT position, frontier, recorded_at FROM head WHERE ledger_id = ?",
            (self.ledger_id,),
        ).fetchone()
        try:
            return Head(row[0], Frontier(row[0], row[1]), row[2])
        except (ValueError, TypeError) as wrong:
            raise Corrupt(0, "the head is unreadable") from wrong

    def root(self, position: int) -> str:
        """Give the base64 root of the tree over the first ``position`` facts."""
        head = self.head()
        if position == head.position:
            return root_of(head.frontier)
        start = position - position % FRONTIER_EVERY
        stored = self.raw.execute(
            "SELECT frontier FROM frontier WHERE ledger_id = ? AND position = ?",
            (self.ledger_id, start),
        ).fetchone()
        frontier = Frontier(start, stored[0]) if start and stored else Frontier()
        for row in self.raw.execute(_EVENTS, (self.ledger_id, frontier.size, position)):
            frontier.append(leaf_hash(*row))
        return root_of(frontier)

    def position_at(self, asked: str | None) -> int:
        """Give the position meant by a number, a time (RFC 3339) or nothing (the head).

        Raises UnknownPosition.
        """
        head = self.head().position
        if asked is None:
            return head
        if asked.isascii() and asked.isdigit():
            if int(asked[:19]) > head:
                raise UnknownPosition(asked, head)
            return int(asked)
        moment = _utc(asked)
        if moment is None:
            raise UnknownPosition(asked, head)
        # Recorded times never decrease, so the positions can be searched by halves.
        return bisect.bisect_right(range(1, head + 1), moment, key=self.recorded_at)

    def recorded_at(self, position: int) -> str:
        """Give when the fact at a position was recorded."""
        sql = "SELECT recorded_at FROM event WHERE ledger_id = ? AND position = ?"
        return str(self.raw.execute(sql, (self.ledger_id, position)).fetchone()[0])

    def facts(self, positions: Collection[int]) -> dict[int, Fact]:
        """Give some facts as they are stored, by position."""
        sql = (
            "SELECT position, stream_id, version, topic, state FROM event"
            " WHERE ledger_id = ? AND position IN (SELECT value FROM json_each(?))"
        )
        given = msgspec.json.encode(list(positions)).decode()
        rows = self.raw.execute(sql, (self.ledger_id, given))
        return {row[0]: Fact(*row[1:]) for row in rows}

    def lines(self, where: Where = EVERY) -> Iterator[bytes]:
        """Give the facts under a condition, each as a line of ``events.jsonl``."""
        encode = msgspec.json.Encoder().encode
        sql = (  # a condition of our own
            "SELECT position, stream_id, version, topic, state FROM event"
            f" WHERE ledger_id = ? AND {where.sql} ORDER BY position"
        )
        for row in self.raw.execute(sql, (self.ledger_id, *where.given)):
            yield encode(
                {
                    "position": row[0],
                    "stream_id": str(UUID(bytes=row[1])),
                    "version": row[2],
                    "topic": row[3],
                    "state": row[4].decode(),
                }
            )

    def verify(self, tell: Callable[[int], None] | None = None) -> Verified:
        """Recompute the whole tree and compare it with the head. Raises Corrupt."""
        head = self.head()
        frontier = Frontier()
        reader = self.raw.cursor()
        reader.execute(f"{_WHOLE} ORDER BY position", (self.ledger_id,))
        marks = self._marks()
        last = ""
        while rows := reader.fetchmany(BATCH):
            for row in rows:
                last = _checked(row, frontier, last)
                if row[0] in marks and marks[row[0]] != frontier.stored():
                    raise Corrupt(row[0], "the stored root of the past differs")
            if tell is not None:
                tell(frontier.size)
        if frontier.size != head.position:
            what = f"{frontier.size} facts are there, the head counts {head.position}"
            raise Corrupt(min(frontier.size, head.position) + 1, what)
        if frontier.stored() != head.frontier.stored():
            raise Corrupt(self._suspect(marks), CHANGED_AFTER)
        return Verified(frontier.size, root_of(frontier))

    def verify_tail(self) -> int:
        """Compare the head with the facts since the last stored root; give its position.

        Raises Corrupt.
        """
        head = self.head()
        sql = (
            "SELECT position, frontier FROM frontier WHERE ledger_id = ? AND position <= ?"
            " ORDER BY position DESC LIMIT 1"
        )
        mark = self.raw.execute(sql, (self.ledger_id, head.position)).fetchone()
        try:
            frontier = Frontier(*mark) if mark else Frontier()
        except ValueError as wrong:
            raise Corrupt(mark[0], "the stored root of the past differs") from wrong
        since, last = frontier.size, ""
        sql = f"{_WHOLE} AND position > ? ORDER BY position"
        for row in self.raw.execute(sql, (self.ledger_id, since)):
            last = _checked(row, frontier, last)
        if frontier.size != head.position:
            what = f"{frontier.size} facts are there, the head counts {head.position}"
            raise Corrupt(min(frontier.size, head.position) + 1, what)
        if frontier.stored() != head.frontier.stored():
            raise Corrupt(since + 1, CHANGED_AFTER)
        return since

    def _marks(self) -> dict[int, bytes]:
        sql = "SELECT position, frontier FROM frontier WHERE ledger_id = ?"
        return dict(self.raw.execute(sql, (self.ledger_id,)))

    def _suspect(self, marks: dict[int, bytes]) -> int:
        return max(marks, default=0) + 1


def _checked(
    row: tuple[int, bytes, int, str, bytes, str, str | None], frontier: Frontier, last: str
) -> str:
    position, stream, version, topic, state, recorded_at, key = row
    if position != frontier.size + 1:
        raise Corrupt(frontier.size + 1, "this fact is missing")
    try:
        stamp = _stamp(state)
    except msgspec.MsgspecError as wrong:
        raise Corrupt(position, f"its text cannot be read ({wrong})") from wrong
    if (stamp.recorded_at, stamp.key) != (recorded_at, key):
        raise Corrupt(position, "a column differs from the fact it repeats")
    if recorded_at < last:
        raise Corrupt(position, "it was recorded before the fact it follows")
    frontier.append(leaf_hash(position, stream, version, topic, state))
    return recorded_at


def root_of(frontier: Frontier) -> str:
    """Give the base64 root of a tree."""
    return b64encode(frontier.root()).decode()


def _utc(text: str) -> str | None:
    from datetime import UTC, datetime

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    utc = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return utc.replace("+00:00", "Z")
