"""Reading the log: its head, its roots, its facts."""

from __future__ import annotations

import bisect
from base64 import b64encode
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec

from blendfund.domain.errors import Corrupt, UnknownPosition, Word
from blendfund.storage.log.condition import EVERY
from blendfund.storage.log.engine import driver
from blendfund.storage.log.versions import FRONTIER_EVERY
from blendfund.storage.proof.merkle import Frontier, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    import sqlalchemy as sa

    from blendfund.storage.log.condition import Where
    from blendfund.storage.log.verifying import Verified
    from blendfund.storage.proof.merkle import Known

_EVENTS = (
    "SELECT position, stream_id, version, topic, state FROM event"
    " WHERE ledger_id = ? AND position > ? AND position <= ? ORDER BY position"
)

_WHOLE = (
    "SELECT position, stream_id, version, topic, state, recorded_at, key, ledger_id"
    " FROM event WHERE ledger_id = ?"
)


class Head(NamedTuple):
    """Where the log stands."""

    position: int
    frontier: Frontier
    recorded_at: str


class Fact(NamedTuple):
    """One fact as it is stored."""

    stream: bytes
    version: int
    topic: str
    state: bytes


class Log:
    """The facts of one ledger, read in order."""

    def __init__(self, connection: sa.Connection, ledger_id: int) -> None:
        self.raw = driver(connection)
        self.ledger_id = ledger_id
        self.printed_by: Log | None = self  # who knows what the facts were like before

    def head(self) -> Head:
        """Give the head as it is stored. Raises Corrupt."""
        row = self.raw.execute(
            "SELECT position, frontier, recorded_at FROM head WHERE ledger_id = ?",
            (self.ledger_id,),
        ).fetchone()
        try:
            return Head(row[0], Frontier(row[0], row[1]), row[2])
        except (ValueError, TypeError) as wrong:
            raise Corrupt(0, Word("the head of the log cannot be read")) from wrong

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

    def events(self, after: int, last: int) -> Iterator[tuple[int, bytes, int, str, bytes]]:
        """Give the facts after a position up to another, in order."""
        yield from self.raw.cursor().execute(_EVENTS, (self.ledger_id, after, last))

    def leaves(self, size: int) -> Iterator[bytes]:
        """Give the hashes of the first ``size`` facts."""
        return (leaf_hash(*row) for row in self.events(0, size))

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

    def rows(self) -> Iterator[tuple[int, bytes, int, str, bytes]]:
        """Give every fact as it is stored, in order, with its position."""
        given = (self.ledger_id, 0, self.head().position)
        return iter(self.raw.execute(_EVENTS, given))

    def commands(self) -> int:
        """Count the commands: their first facts say how many facts they wrote."""
        sql = (
            "SELECT count(*) FROM event WHERE ledger_id = ?"
            " AND instr(state, CAST(',\"events\":' AS BLOB)) > 0"
        )
        return int(self.raw.execute(sql, (self.ledger_id,)).fetchone()[0])

    def signed(self) -> bool:
        """Tell whether anybody has a key, or anything claims to be signed."""
        sql = (
            "SELECT 1 FROM event WHERE ledger_id = ? AND (topic LIKE 'signer-%'"
            ' OR instr(state, CAST(\',"proof":{"key":\' AS BLOB)) > 0) LIMIT 1'
        )
        return self.raw.execute(sql, (self.ledger_id,)).fetchone() is not None

    def verify(
        self,
        tell: Callable[[int], None] | None = None,
        known: Sequence[Known] = (),
        since: int = 0,
    ) -> Verified:
        """Recompute the tree; compare it with the head and with every root that is held.

        Args:
            tell: Called with how far the pass has come.
            known: The roots that somebody holds.
            since: The facts up to there are not read again: the last stored root before
                them stands for them, and a root that is known at ``since`` proves that one.

        Raises:
            Corrupt, CheckpointDiffers, CheckpointAhead.
        """
        from blendfund.storage.log.verifying import verify

        return verify(self, tell, known, since)

    def verify_tail(self) -> int:
        """Compare the head with the facts since the last stored root; give its position.

        Raises Corrupt.
        """
        from blendfund.storage.log.verifying import verify_tail

        return verify_tail(self)

    def open_whole(self, reader: Any, after: int) -> None:
        """Have a cursor read every column of the facts after a position, in order."""
        sql = f"{_WHOLE} AND position > ? ORDER BY position"
        reader.execute(sql, (self.ledger_id, after))

    def whole(self, position: int) -> tuple[Any, ...] | None:
        """Give every column of one fact, None where there is none."""
        sql = f"{_WHOLE} AND position = ?"
        found: tuple[Any, ...] | None = self.raw.execute(
            sql, (self.ledger_id, position)
        ).fetchone()
        return found

    def marks(self) -> dict[int, bytes]:
        """Give the stored frontiers of the past, by position."""
        sql = "SELECT position, frontier FROM frontier WHERE ledger_id = ?"
        return dict(self.raw.execute(sql, (self.ledger_id,)).fetchall())

    def fingerprints(self, block: int) -> bytes | None:
        """Give a block of fingerprints of the facts, None where none was kept."""
        if self.printed_by is not self:
            return self.printed_by.fingerprints(block) if self.printed_by else None
        if not self._printed:
            return None
        sql = "SELECT leaves FROM fingerprint WHERE ledger_id = ? AND block = ?"
        found = self.raw.execute(sql, (self.ledger_id, block)).fetchone()
        return None if found is None else bytes(found[0])

    @cached_property
    def _printed(self) -> bool:
        sql = "SELECT count(*) FROM sqlite_master WHERE name = 'fingerprint'"
        return bool(self.raw.execute(sql).fetchone()[0])


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
