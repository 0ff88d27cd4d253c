"""Where a ledger is kept: in a file, or on a server with a mirror of it here.

Both give one SQLite file that reports ask, somebody to write through, and the keys.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from sqlite3 import DatabaseError as DriverError
from typing import TYPE_CHECKING

from blendfund.storage.keys import Vault, keys_path
from blendfund.storage.log.engine import (
    check_ledger,
    connect_engine,
    driver,
    existing,
    is_server,
    queue,
    translated,
)
from blendfund.storage.log.reader import Log

if TYPE_CHECKING:
    import sqlalchemy as sa

    from blendfund.storage.log.recorder import LedgerRecorder
    from blendfund.storage.vouchers import Vouchers


class FileStore:
    """A ledger that is a file."""

    def __init__(self, place: str, *, writes: bool = False) -> None:
        self.place = place
        self.path = existing(place)
        self.writes = writes
        self.engine = connect_engine(self.path)

    def check(self, connection: sa.Connection) -> tuple[int, str]:
        """Make sure it is a ledger; give its id and UUID."""
        return check_ledger(self.path, connection, writes=self.writes)

    def refresh(self, connection: sa.Connection) -> None:
        """Do nothing: the file is the log."""

    def log(self, connection: sa.Connection) -> Log:
        """Give the log of facts."""
        return Log(connection, 1)

    def keep_checkpoint(self, events: int, note: str) -> bool:
        """Tell that the file keeps its checkpoints itself."""
        del events, note
        return False

    def beside(self, end: str) -> Path:
        """Give the place of a file that goes with the ledger and is no part of it."""
        return beside(self.path, end)

    @cached_property
    def vault(self) -> Vault:
        """Give the keys beside the file."""
        return Vault(keys_path(self.path))

    @cached_property
    def vouchers(self) -> Vouchers:
        """Give the files that facts name."""
        from blendfund.storage.vouchers import Vouchers

        return Vouchers(self.path)

    def recorder(self, ledger_id: int) -> LedgerRecorder:
        """Give what writes to the file."""
        from blendfund.storage.log.recorder import LedgerRecorder

        return LedgerRecorder(self.engine, self.path, ledger_id)

    def close(self) -> None:
        """Close the file."""
        self.engine.dispose()


class ServerStore(FileStore):
    """A ledger on a server; ``path`` is its mirror, which a write or ``refresh`` feeds."""

    def __init__(self, place: str, *, writes: bool = False) -> None:
        # Imported here: a ledger that is a file needs none of it.
        from blendfund.storage.server import mirror
        from blendfund.storage.server.connection import Server

        self.place = place
        self.server = Server(place)
        self.writes = writes
        with self.server.connected() as connection:
            self.row = self.server.find(connection, writes=writes)
        self.path = mirror.ready(self.server, self.row)
        self.engine = connect_engine(self.path, durable=False)

    def refresh(self, connection: sa.Connection) -> None:
        """Bring the mirror to the server's head.

        Raises Corrupt, LedgerBusy, StorageRefused and what the server refuses.
        """
        from blendfund.storage.server import mirror
        from blendfund.storage.server.remote import Remote

        raw = driver(connection)
        with self.server.connected() as opened:
            if not mirror.is_behind(raw, Remote(opened, self.row.id)):
                return
        try:
            # Only under the lock is the mirror surely not ahead of what the server shows.
            with queue(self.path), self.server.connected() as opened:
                raw.execute("BEGIN IMMEDIATE")
                try:
                    remote = Remote(opened, self.row.id)
                    mirror.follow(raw, remote, remote.head())
                    raw.execute("COMMIT")
                except BaseException:
                    with suppress(DriverError):
                        raw.rollback()
                    raise
        except (DriverError, OSError) as refused:
            raise translated(refused, self.path) from refused

    def log(self, connection: sa.Connection) -> Log:
        """Give the log of facts, verified where it is kept."""
        from blendfund.storage.server.reader import ServerLog

        return ServerLog(connection, self.server, self.row.id)

    def keep_checkpoint(self, events: int, note: str) -> bool:
        """Keep a checkpoint on the server; one of the same facts stays as it is."""
        from blendfund.storage.server.remote import Remote

        with self.server.connected(writes=True) as opened:
            Remote(opened, self.row.id).keep(events, note)
            opened.commit()
        return True

    def beside(self, end: str) -> Path:
        """Give the place of a file of this user's: unlike a mirror, it is kept."""
        return of_user(self.row.uuid, end)

    @cached_property
    def vault(self) -> Vault:
        """Give the keys on the server."""
        from blendfund.storage.server.keys import ServerVault

        return ServerVault(self.server, self.row.id)

    @cached_property
    def vouchers(self) -> Vouchers:
        """Give the files that facts name, on the server."""
        from blendfund.storage.server.vouchers import ServerVouchers

        return ServerVouchers(self.path, self.server, self.row.id)

    def recorder(self, ledger_id: int) -> LedgerRecorder:
        """Give what writes to the server."""
        from blendfund.storage.server.recorder import ServerRecorder

        return ServerRecorder(self.engine, self.path, ledger_id, self.server, self.row.id)

    def close(self) -> None:
        """Close the mirror and the connection."""
        super().close()
        self.server.close()


def of_user(uuid: str, end: str) -> Path:
    """Give the place of a user's own file that goes with a ledger kept elsewhere."""
    home = os.environ.get("XDG_CONFIG_HOME", "")
    if not home.startswith("/"):
        home = os.path.expanduser("~/.config")  # noqa: PTH111 -- no home is no error here
    return Path(home, "blendfund", f"{uuid}.{end}")


def beside(path: Path, end: str) -> Path:
    """Give the place of a file that goes with a ledger's file and is no part of it."""
    return path.with_name(f"{path.name}.{end}")


def store_of(place: str, *, writes: bool = False) -> FileStore:
    """Open the store of a ledger. Raises LedgerNotFound and what stands in the way."""
    kind = ServerStore if is_server(place) else FileStore
    return kind(place, writes=writes)


def create_ledger(place: str, *, roles: bool = False) -> str:
    """Make a new ledger and give its UUID.

    Args:
        place: A file's path, or a URL.
        roles: Whether the roles of a server are made too; a file has none.

    Raises LedgerExists, StorageRefused, and what a server refuses.
    """
    # Imported here: whoever opens a ledger makes none, and a file needs no server.
    if is_server(place):
        from blendfund.storage.server.schema import create

        return create(place, roles=roles)
    from blendfund.storage.file.create import create_file

    return create_file(place)
