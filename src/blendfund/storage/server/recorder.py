"""Writing to a log that a server keeps: its head is held, its commit comes first.

The mirror is written in the same steps, so that a command decides on read models that stand
at the head it holds. A mirror that then cannot be committed stays behind, and catches up.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from sqlite3 import DatabaseError as DriverError
from typing import TYPE_CHECKING, Any, Final

from blendfund.domain.errors import LedgerBusy, ServerAway, ServerBusy
from blendfund.storage.log.engine import driver, patience
from blendfund.storage.log.recorder import LedgerRecorder, Writing
from blendfund.storage.server import mirror
from blendfund.storage.server.remote import Place, Remote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import sqlalchemy as sa

    from blendfund.storage.log.patience import Patience
    from blendfund.storage.server.connection import Server

# Met before anything was written, so that asking again does nothing twice.
_PASSING: Final = (LedgerBusy, ServerAway, ServerBusy)
_Row = tuple[Any, ...]


class ServerRecorder(LedgerRecorder):
    """Records facts of a ledger that a PostgreSQL server keeps."""

    def __init__(
        self, engine: sa.Engine, path: Path, ledger_id: int, server: Server, number: int
    ) -> None:
        super().__init__(engine, path, ledger_id)
        self.server = server
        self.number = number
        self._remote: Remote | None = None
        self._first: _Row = ()

    def _transaction(self, connection: sa.Connection, wait: Patience) -> Iterator[Writing]:
        raw = driver(connection)
        with ExitStack() as held:
            opened, head = self._turn(held, wait)
            self._remote = Remote(opened, self.number)
            self._first = ()
            raw.execute("BEGIN IMMEDIATE")
            try:
                mirror.follow(raw, self._remote, head)
                tx = Writing(connection, *head)
                token = self._open.set(tx)
                try:
                    yield tx
                finally:
                    self._open.reset(token)
                self._commit(opened, tx)
            except BaseException:
                self.committing = False
                with suppress(DriverError):
                    raw.rollback()
                raise
            self._settle(raw)

    def _turn(self, held: ExitStack, wait: Patience) -> tuple[sa.Connection, Place]:
        """Hold the head as long as ``held`` does; what breaks meanwhile is tried again.

        Raises LedgerBusy, ServerAway, ServerBusy once the patience is over.
        """
        while True:
            trying = ExitStack()
            opened = trying.enter_context(self.server.connected(writes=True, wait=wait))
            try:
                with trying:
                    head = Remote(opened, self.number).lock(wait.left())
                    held.enter_context(trying.pop_all())
                    return opened, head
            except _PASSING:
                if not wait.back_off():
                    raise

    def _commit(self, opened: sa.Connection, tx: Writing) -> None:
        if self._first:
            self._move_head(tx)
            self.asked = True
        self.committing = True
        try:
            with self.server.refusing():
                opened.commit()
        except ServerAway:
            # Whether it came through, only the server knows.
            if not self._arrived():
                raise

    def _arrived(self) -> bool:
        """Tell whether facts whose commit was not answered are there. Raises ServerAway."""
        if not self._first:
            return True
        wait = patience()
        while True:
            again = self.server.connected(writes=True, wait=wait)
            with suppress(*_PASSING), again as opened:
                remote = Remote(opened, self.number)
                remote.lock(wait.left())  # what is still being committed is waited for
                self.asked = remote.has(self._first)
                return self.asked
            if not wait.back_off():
                return False

    def _settle(self, raw: Any) -> None:
        """Commit the mirror: the facts are recorded by now, whatever it says."""
        try:
            raw.execute("COMMIT")
        except DriverError:
            with suppress(DriverError):
                raw.rollback()

    def _insert(self, tx: Writing, rows: Sequence[_Row]) -> None:
        super()._insert(tx, rows)
        assert self._remote is not None
        with self.server.refusing():
            self._remote.append(rows)
        self._first = self._first or tuple(rows[0][1:])

    def _move_head(self, tx: Writing) -> None:
        place = Place(tx.position, tx.frontier.stored(), tx.recorded_at)
        assert self._remote is not None
        with self.server.refusing():
            self._remote.move_head(place, tx.marks)
        super()._move_head(tx)
