"""The writing transaction: lock the head, append, move the head, commit."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from sqlite3 import DatabaseError as DriverError
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import sqlalchemy as sa
from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    StoredEvent,
    Subscription,
)

from blendfund.storage.log import fingerprints
from blendfund.storage.log.engine import driver, patience, queue, translated
from blendfund.storage.log.fingerprints import PRINT_BYTES
from blendfund.storage.log.versions import FRONTIER_EVERY
from blendfund.storage.proof.merkle import Frontier, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from blendfund.storage.log.patience import Patience

_INSERT: Final = (
    "INSERT INTO event (ledger_id, position, stream_id, version, topic, state,"
    " recorded_at, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_SELECT: Final = "SELECT position, stream_id, version, topic, state FROM event"


class Writing:
    """One open writing transaction: its connection, its stamp and the growing head."""

    __slots__ = (
        "before",
        "connection",
        "frontier",
        "key",
        "marks",
        "position",
        "prints",
        "recorded_at",
    )

    def __init__(
        self, connection: sa.Connection, position: int, stored: bytes, last: str
    ) -> None:
        self.connection = connection
        self.before = self.position = position
        self.frontier = Frontier(position, stored)
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        self.recorded_at = max(now.replace("+00:00", "Z"), last)
        self.key: str | None = None
        self.marks: list[tuple[int, bytes]] = []
        self.prints = bytearray()


class LedgerRecorder(ApplicationRecorder):
    """Records events of one ledger, strictly one transaction at a time."""

    def __init__(self, engine: sa.Engine, path: Path, ledger_id: int) -> None:
        super().__init__()
        self.engine = engine
        self.path = path
        self.ledger_id = ledger_id
        # From the moment the commit is asked for, an interrupt comes too late.
        self.committing = False
        # Facts were handed over to be committed: whatever fails now, they may be there.
        self.asked = False
        self._open: ContextVar[Writing | None] = ContextVar(
            f"writing-{id(self)}", default=None
        )

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Hold the ledger's lock; commit on leaving, roll everything back on an error.

        Raises LedgerBusy, StorageRefused.
        """
        if self._open.get() is not None:
            message = "a ledger writes one transaction at a time"
            raise RuntimeError(message)
        try:
            wait = patience()
            with queue(self.path, wait), self.engine.connect() as connection:
                yield from self._transaction(connection, wait)
        except (sa.exc.DBAPIError, DriverError, OSError) as refused:
            raise translated(refused) from refused

    def _transaction(
        self,
        connection: sa.Connection,
        wait: Patience,  # noqa: ARG002 -- whoever has the file waits for nobody else
    ) -> Iterator[Writing]:
        # An interrupt makes SQLAlchemy give its connection up; the driver's own is kept to
        # roll back with.
        raw = driver(connection)
        raw.execute("BEGIN IMMEDIATE")
        try:
            tx = self._lock_head(connection)
            token = self._open.set(tx)
            try:
                yield tx
            finally:
                self._open.reset(token)
            if tx.position != tx.before:
                self._move_head(tx)
                self.asked = True
            self.committing = True
            raw.execute("COMMIT")
        except BaseException:
            self.committing = False
            with suppress(DriverError):
                raw.rollback()
            raise

    def _lock_head(self, connection: sa.Connection) -> Writing:
        row = connection.exec_driver_sql(
            "SELECT position, frontier, recorded_at FROM head WHERE ledger_id = ?",
            (self.ledger_id,),
        ).one()
        return Writing(connection, row.position, row.frontier, row.recorded_at)

    def _move_head(self, tx: Writing) -> None:
        tx.connection.exec_driver_sql(
            "UPDATE head SET position = ?, frontier = ?, recorded_at = ?"
            " WHERE ledger_id = ?",
            (tx.position, tx.frontier.stored(), tx.recorded_at, self.ledger_id),
        )
        fingerprints.keep(driver(tx.connection), self.ledger_id, tx.before, tx.prints)
        if tx.marks:
            marks = [(self.ledger_id, *mark) for mark in tx.marks]
            tx.connection.exec_driver_sql("INSERT INTO frontier VALUES (?, ?, ?)", marks)

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **_: object
    ) -> Sequence[int]:
        """Append at the head, inside ``writing()``. Raises IntegrityError, RuntimeError."""
        tx = self._open.get()
        if tx is None:
            message = "events are appended inside writing() only"
            raise RuntimeError(message)
        first = tx.position + 1
        rows = self._rows(tx, stored_events)
        if rows:
            self._insert(tx, rows)
        return range(first, tx.position + 1)

    def _insert(self, tx: Writing, rows: Sequence[tuple[Any, ...]]) -> None:
        try:
            tx.connection.exec_driver_sql(_INSERT, list(rows))
        except sa.exc.IntegrityError as taken:
            raise IntegrityError(taken) from taken

    def _rows(
        self, tx: Writing, stored_events: Sequence[StoredEvent]
    ) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        add, frontier, ledger_id = rows.append, tx.frontier, self.ledger_id
        prints = tx.prints
        position, recorded_at, key = tx.position, tx.recorded_at, tx.key
        for stored in stored_events:
            position += 1
            stream = stored.originator_id.bytes  # type: ignore[union-attr]
            version, topic, state = (
                stored.originator_version,
                stored.topic,
                stored.state,
            )
            leaf = leaf_hash(position, stream, version, topic, state)
            frontier.append(leaf)
            prints += leaf[:PRINT_BYTES]
            add((ledger_id, position, stream, version, topic, state, recorded_at, key))
            key = None
            if not position % FRONTIER_EVERY:
                tx.marks.append((position, frontier.stored()))
        tx.position, tx.key = position, key
        return rows

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give the connection of the open transaction, else one of its own."""
        tx = self._open.get()
        if tx is not None:
            yield tx.connection
        else:
            with self.engine.connect() as connection:
                yield connection

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Give a stream's events in version order."""
        assert isinstance(originator_id, UUID)
        order = "DESC" if desc else "ASC"
        sql = (
            f"{_SELECT} WHERE stream_id = ? AND version > ? AND version <= ?"
            f" ORDER BY version {order} LIMIT ?"
        )
        given = (originator_id.bytes, gt or 0, _or_most(lte), _or_most(limit))
        with self.reading() as connection:
            rows = driver(connection).execute(sql, given).fetchall()
        return [StoredEvent(originator_id, *row[2:]) for row in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Give events in position order, from ``start`` on."""
        first = (start or 1) if inclusive_of_start else (start or 0) + 1
        among = f" AND topic IN ({','.join('?' * len(topics))})" if topics else ""
        sql = (
            f"{_SELECT} WHERE ledger_id = ? AND position >= ? AND position <= ?"
            f"{among} ORDER BY position LIMIT ?"
        )
        given = (self.ledger_id, first, _or_most(stop), *topics, limit)
        with self.reading() as connection:
            return [
                Notification(UUID(bytes=row[1]), row[2], row[3], row[4], row[0])
                for row in connection.exec_driver_sql(sql, given)
            ]

    def max_notification_id(self) -> int | None:
        """Give the head's position, None while the log is empty."""
        sql = "SELECT position FROM head WHERE ledger_id = ?"
        with self.reading() as connection:
            return connection.exec_driver_sql(sql, (self.ledger_id,)).scalar_one() or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Refuse: read models are pulled, never pushed."""
        raise NotImplementedError


def _or_most(limit: int | None) -> int:
    return 2**62 if limit is None else limit
