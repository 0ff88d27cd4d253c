"""The log as an open connection to its server gives it, takes it and locks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from blendfund.domain.errors import InvariantBroken
from blendfund.storage.log.engine import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import sqlalchemy as sa

BATCH: Final = 5_000
COPIED_MIN: Final = 50  # below that, statements cost less than COPY
# Longer than any import thinks between two statements.
IDLE_SECONDS: Final = 900
EVENT: Final = "ledger_id, position, stream_id, version, topic, state, recorded_at, key"
_SETTINGS: Final = (
    "SELECT set_config('lock_timeout', %s, true),"
    " set_config('idle_in_transaction_session_timeout', %s, true),"
    " current_setting('synchronous_commit')"
)
_EVENTS: Final = (
    "SELECT position, stream_id, version, topic, state, recorded_at, key FROM event"
    " WHERE ledger_id = %s AND position > %s ORDER BY position"
)
_TYPES: Final = ("int8", "int8", "bytea", "int8", "text", "bytea", "text", "text")

Row = tuple[Any, ...]


class Place(NamedTuple):
    """Where the log stands: its head as it is stored."""

    position: int
    frontier: bytes
    recorded_at: str


class Remote:
    """One ledger's log on an open connection."""

    def __init__(self, connection: sa.Connection, ledger_id: int) -> None:
        self.connection = connection
        self.ledger_id = ledger_id

    @property
    def raw(self) -> Any:
        """Give the driver's own connection."""
        return self.connection.connection.driver_connection

    def head(self) -> Place:
        """Give the head."""
        return self._head("")

    def lock(self, patience: float = PATIENCE_SECONDS) -> Place:
        """Hold the head for this transaction, and give it.

        Waits its turn behind those who asked before, for so many seconds at most: the
        server queues them in the order they came. Asking for a short while and again
        instead would cost the place in that queue (decision 0022). Raises LedgerBusy.
        """
        run = self.connection.exec_driver_sql
        waits = f"{max(1, round(patience * 1000))}ms"  # none at all would mean for ever
        given = (waits, f"{IDLE_SECONDS}s")
        if run(_SETTINGS, given).one()[-1] == "off":
            run("SET LOCAL synchronous_commit = on")
        return self._head(" FOR UPDATE")

    def _head(self, lock: str) -> Place:
        row = self.connection.exec_driver_sql(
            "SELECT position, frontier, recorded_at FROM head WHERE ledger_id = %s" + lock,
            (self.ledger_id,),
        ).one()
        return Place(row[0], bytes(row[1]), row[2])

    def events(self, after: int) -> Iterator[list[Row]]:
        """Give the facts after a position, a batch at a time, however many they are."""
        with self.raw.cursor(name="blendfund_events", binary=True) as cursor:
            cursor.itersize = BATCH
            cursor.execute(_EVENTS, (self.ledger_id, after))
            while rows := cursor.fetchmany(BATCH):
                yield rows

    def marks(self, after: int) -> list[Row]:
        """Give the stored roots of the past, after a position."""
        return self._pairs("frontier", "frontier", after)

    def notes(self, after: int) -> list[Row]:
        """Give the checkpoints after a position."""
        return self._pairs("checkpoint", "note", after)

    def _pairs(self, table: str, column: str, after: int) -> list[Row]:
        sql = (
            f"SELECT position, {column} FROM {table} WHERE ledger_id = %s"
            " AND position > %s ORDER BY position"
        )
        rows = self.connection.exec_driver_sql(sql, (self.ledger_id, after))
        return [tuple(one) for one in rows]

    def keep(self, events: int, note: str) -> None:
        """Keep a checkpoint, unless there is one of the same facts."""
        sql = "INSERT INTO checkpoint VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
        self.connection.exec_driver_sql(sql, (self.ledger_id, events, note))

    def append(self, rows: Sequence[Row]) -> None:
        """Add facts at the head: COPY for many. Their positions follow on."""
        numbered = [(self.ledger_id, *row[1:]) for row in rows]
        if len(numbered) < COPIED_MIN:
            marks = ", ".join(["%s"] * len(_TYPES))
            sql = f"INSERT INTO event ({EVENT}) VALUES ({marks})"
            self.connection.exec_driver_sql(sql, numbered)
            return
        with self.raw.cursor() as cursor:
            ask = f"COPY event ({EVENT}) FROM STDIN (FORMAT BINARY)"
            with cursor.copy(ask) as copy:
                copy.set_types(_TYPES)
                for row in numbered:
                    copy.write_row(row)

    def move_head(self, place: Place, marks: Sequence[tuple[int, bytes]]) -> None:
        """Say what the facts that were added lead to; the server counted them itself."""
        run = self.connection.exec_driver_sql
        moved = run(
            "UPDATE head SET frontier = %s, recorded_at = %s"
            " WHERE ledger_id = %s AND position = %s",
            (place.frontier, place.recorded_at, self.ledger_id, place.position),
        )
        if moved.rowcount != 1:
            raise InvariantBroken("the server counts other facts than were added")
        if marks:
            rows = [(self.ledger_id, *mark) for mark in marks]
            run("INSERT INTO frontier VALUES (%s, %s, %s)", rows)

    def seal(self, notes: Sequence[tuple[int, str]]) -> None:
        """Add checkpoints."""
        rows = [(self.ledger_id, *note) for note in notes]
        if rows:
            sql = "INSERT INTO checkpoint VALUES (%s, %s, %s)"
            self.connection.exec_driver_sql(sql, rows)

    def has(self, row: Row) -> bool:
        """Tell whether the fact at a position is this one, to the last byte.

        Somebody else's may stand there instead, of the same stream and version.
        """
        sql = (
            "SELECT position, stream_id, version, topic, state, recorded_at, key"
            " FROM event WHERE ledger_id = %s AND position = %s"
        )
        found = self.connection.exec_driver_sql(sql, (self.ledger_id, row[0])).one_or_none()
        return found is not None and tuple(found) == row
