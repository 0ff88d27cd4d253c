"""The log read where a server keeps it: verified there, not in a copy of it."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, cast

from blendfund.storage.log.reader import Log

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    import sqlalchemy as sa

    from blendfund.storage.log.verifying import Verified
    from blendfund.storage.proof.merkle import Known
    from blendfund.storage.server.connection import Server


class ServerLog(Log):
    """A log whose mirror answers questions, and whose server is verified."""

    def __init__(self, connection: sa.Connection, server: Server, number: int) -> None:
        super().__init__(connection, 1)
        self.server = server
        self.number = number

    def verify(
        self,
        tell: Callable[[int], None] | None = None,
        known: Sequence[Known] = (),
        since: int = 0,
    ) -> Verified:
        """Recompute the tree on the server's own facts: see ``Log.verify``."""
        with self.server.connected() as connection, there(connection, self.number) as log:
            log.printed_by = self
            return log.verify(tell, known, since)

    def verify_tail(self) -> int:
        """Compare the server's head with its facts since the last stored root."""
        with self.server.connected() as connection, there(connection, self.number) as log:
            log.printed_by = self
            return log.verify_tail()


@contextmanager
def there(connection: sa.Connection, number: int) -> Iterator[Log]:
    """Give the log as its server has it."""
    log = Log.__new__(Log)
    log.ledger_id = number
    log.printed_by = None
    with closing(_Asked(connection)) as asked:
        log.raw = cast("sqlite3.Connection", asked)
        yield log


class _Asked:
    """Puts the log's own questions to a server as it wants them written."""

    def __init__(self, connection: sa.Connection) -> None:
        self.raw: Any = connection.connection.driver_connection
        self.long: list[_Long] = []

    def cursor(self) -> _Long:
        """Give a cursor for an answer that is longer than memory."""
        self.long.append(_Long(self.raw))
        return self.long[-1]

    def close(self) -> None:
        """Close the answers that were not read to their end."""
        for one in self.long:
            one.found.close()

    def execute(self, sql: str, given: Sequence[Any] = ()) -> Any:
        """Ask one question."""
        return self.raw.execute(sql.replace("?", "%s"), given, binary=True)


class _Long:
    """An answer read a batch at a time from the server."""

    def __init__(self, raw: Any) -> None:
        self.found = raw.cursor(name="blendfund_log", binary=True)

    def execute(self, sql: str, given: Sequence[Any] = ()) -> None:
        """Ask one question."""
        self.found.execute(sql.replace("?", "%s"), given)

    def fetchmany(self, size: int) -> list[tuple[Any, ...]]:
        """Give the next rows of the answer."""
        rows: list[tuple[Any, ...]] = self.found.fetchmany(size)
        return rows
