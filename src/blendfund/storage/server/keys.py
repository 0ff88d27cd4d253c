"""Persons' keys on a server: in a schema of their own, with rights of their own.

They are written in transactions of their own, on a connection of their own: committed
before the facts that need them. Who may not read them sees persons by number alone.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from blendfund.domain.errors import OnlyReads, RightMissing
from blendfund.storage.keys import Vault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from blendfund.storage.server.connection import Server

_HOME = (
    "SELECT quote_ident(CASE s WHEN 'public' THEN 'blendfund_keys' ELSE s || '_keys' END)"
    " FROM current_schema() s"
)


class ServerVault(Vault):
    """Seals and opens what belongs to natural persons, with keys that a server keeps."""

    def __init__(self, server: Server, ledger_id: int) -> None:
        self._fresh = {}
        self._prints = {}
        self._expected = {}
        self._server = server
        self._ledger_id = ledger_id
        self._known = False
        self._connection: Any = None
        self._home = ""

    @property
    def place(self) -> str:
        """Say where the keys are."""
        return str(self._server)

    def exists(self) -> bool:
        """Tell whether any person was ever spoken of, as far as one may know."""
        if not self._known:
            self._known = self._master_row() is not None
        return self._known

    def readable(self) -> bool:
        """Tell whether the role may read them."""
        try:
            self._run("SELECT count(*) FROM {keys}.person", ())
        except RightMissing:
            return False
        return True

    def _ask(self, sql: str, given: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """Ask one question of the keys; who may not read them gets no answer."""
        try:
            return self._run(sql, given)
        except RightMissing:
            return []

    def _run(self, sql: str, given: Any, *, many: bool = False) -> list[tuple[Any, ...]]:
        with self._server.refusing():
            if self._connection is None:
                self._connection = self._server.opened().execution_options(
                    isolation_level="AUTOCOMMIT"
                )
                (self._home,) = self._connection.exec_driver_sql(_HOME).one()
            asked = sql.format(keys=self._home)
            try:
                found = self._connection.exec_driver_sql(asked, given)
            except DBAPIError as refused:
                if refused.connection_invalidated:
                    self.close()  # the next question opens another
                raise
            if many or not found.returns_rows:
                return []
            return [tuple(row) for row in found]

    def _master_row(self) -> tuple[bytes, bytes] | None:
        sql = "SELECT wrapping, blinding FROM {keys}.master WHERE ledger_id = %s"
        rows = self._ask(sql, (self._ledger_id,))
        return (rows[0][0], rows[0][1]) if rows else None

    @cached_property
    def _secrets(self) -> tuple[bytes, bytes]:
        """Give the ledger's two secrets, made when a person is first spoken of."""
        kept = self._master_row()
        if kept is not None:
            return kept
        made = (os.urandom(32), os.urandom(32))
        sql = "INSERT INTO {keys}.master VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
        try:
            self._run(sql, (self._ledger_id, *made))
        except (RightMissing, OnlyReads):
            return made  # nobody was spoken of yet: no name will be found with them
        return self._master_row() or made

    def _found(self, secrets: tuple[bytes, bytes]) -> None:
        sql = "INSERT INTO {keys}.master VALUES (%s, %s, %s)"
        self._run(sql, (self._ledger_id, *secrets))

    def _add(self, wrapped: dict[bytes, bytes]) -> None:
        rows = [(self._ledger_id, stream, key) for stream, key in wrapped.items()]
        if not rows:
            return
        self._run("INSERT INTO {keys}.person VALUES (%s, %s, %s)", rows, many=True)

    def _wrapped(self, stream: bytes) -> bytes | None:
        sql = "SELECT wrapped FROM {keys}.person WHERE ledger_id = %s AND stream_id = %s"
        rows = self._ask(sql, (self._ledger_id, stream))
        return rows[0][0] if rows else None

    def _of(self, few: Sequence[bytes]) -> Iterable[tuple[bytes, bytes]]:
        sql = (
            "SELECT stream_id, wrapped FROM {keys}.person WHERE ledger_id = %s"
            " AND stream_id = ANY(%s)"
        )
        return [(row[0], row[1]) for row in self._ask(sql, (self._ledger_id, list(few)))]

    def every(self) -> dict[bytes, bytes]:
        """Give every person's wrapped key."""
        sql = "SELECT stream_id, wrapped FROM {keys}.person WHERE ledger_id = %s"
        return {row[0]: row[1] for row in self._ask(sql, (self._ledger_id,))}

    def _destroy(self, people: Collection[bytes]) -> None:
        given = (self._ledger_id, list(people))
        sql = "DELETE FROM {keys}.person WHERE ledger_id = %s AND stream_id = ANY(%s)"
        self._run(sql, given)

    def close(self) -> None:
        """Close the connection, if one was opened."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
