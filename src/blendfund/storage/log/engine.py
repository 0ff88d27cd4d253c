"""Opening a SQLite ledger: the pragmas it must run under, and who may write next."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from blendfund.domain.errors import (
    BlendfundError,
    Corrupt,
    LedgerBusy,
    LedgerNotFound,
    NewerSchema,
    NotALedger,
    OlderSchema,
    StorageRefused,
    UnknownStore,
    Word,
)
from blendfund.storage.log.patience import Patience
from blendfund.storage.log.versions import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_SECONDS: Final = 30.0
UNREADABLE: Final = Word("the database file cannot be read")
SERVERS: Final = frozenset({"postgresql", "postgres"})
_PRAGMAS: Final = (
    "PRAGMA busy_timeout=20000",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA cache_size=-32768",
)
_FULL: Final = 2
_FOREIGN: Final = ("not a database", "No row was found", "no such table", "no such column")


def connect_engine(path: Path, *, durable: bool = True) -> sa.Engine:
    """Give an engine on ``path`` whose every connection is safe to write a ledger with.

    A mirror of a server's log need not be ``durable``: what it loses, it asks for again.
    """

    def connection() -> sqlite3.Connection:
        opened = sqlite3.connect(address(path), uri=True, isolation_level=None)
        for pragma in _PRAGMAS:
            opened.execute(pragma)
        if opened.execute("PRAGMA synchronous").fetchone()[0] != _FULL:
            raise StorageRefused("synchronous=FULL is not honoured")
        if not durable:
            opened.execute("PRAGMA synchronous=NORMAL")
        return opened

    return sa.create_engine("sqlite://", creator=connection, poolclass=sa.pool.StaticPool)


def address(path: Path) -> str:
    """Give the address SQLite opens a file under, as far as this user may."""
    return f"{path.resolve().as_uri()}?{_mode(path)}"


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _mode(path: Path) -> str:
    """Choose how to open a file: one in a sealed folder can only be read as it stands."""
    if _writable(path) and _writable(path.resolve().parent):
        return "mode=rw"
    waiting = path.with_name(f"{path.name}-wal")
    if waiting.exists() and waiting.stat().st_size:
        return "mode=ro"
    return "mode=ro&immutable=1"


def check_ledger(
    path: Path, connection: sa.Connection, *, writes: bool = False
) -> tuple[int, str]:
    """Make sure the file is a ledger this blendfund understands, and may write to.

    Returns:
        The ledger's id and UUID.

    Raises:
        NotALedger, NewerSchema, OlderSchema.
    """
    row = _ledger_row(path, connection)
    if writes and row.schema_version < SCHEMA_VERSION:
        raise OlderSchema(str(path), row.schema_version, SCHEMA_VERSION)
    return row.id, row.uuid


def schema_of(path: Path, connection: sa.Connection) -> tuple[int, int]:
    """Give a ledger's schema, and its position. Raises NotALedger, NewerSchema."""
    row = _ledger_row(path, connection)
    sql = "SELECT position FROM head WHERE ledger_id = ?"
    return row.schema_version, connection.exec_driver_sql(sql, (row.id,)).scalar_one()


def _ledger_row(path: Path, connection: sa.Connection) -> Any:
    try:
        tag = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        if tag != APPLICATION_ID:
            raise NotALedger(str(path))
        row = connection.exec_driver_sql(
            "SELECT id, uuid, schema_version FROM ledger"
        ).one()
    except (sa.exc.DBAPIError, sa.exc.NoResultFound, UnicodeDecodeError) as wrong:
        raise translated(wrong, path) from wrong
    if row.schema_version > SCHEMA_VERSION:
        raise NewerSchema(str(path), row.schema_version, SCHEMA_VERSION)
    return row


def set_aside(path: Path) -> None:
    """Move away what a database that is gone left beside its place.

    SQLite would take it for the new one's, and write its pages into it.
    """
    for end in ("-wal", "-shm", "-journal"):
        left = path.with_name(f"{path.name}{end}")
        if left.exists():
            left.rename(left.with_name(f"{left.name}.orphan"))


def is_server(place: str) -> bool:
    """Tell whether a place is the address of a PostgreSQL database."""
    scheme, separator, _ = place.partition("://")
    return bool(separator) and scheme.split("+")[0] in SERVERS


def place_of(place: str) -> Path:
    """Give the file of a path or a ``sqlite:///`` URL. Raises UnknownStore."""
    scheme, separator, rest = place.partition("://")
    if not separator:
        return Path(place)
    if scheme.split("+")[0] != "sqlite":
        raise UnknownStore(scheme)
    return Path(rest.removeprefix("/"))


def existing(place: str) -> Path:
    """Give the path of a ledger that is there. Raises LedgerNotFound, NotALedger."""
    path = place_of(place)
    if not path.exists():
        raise LedgerNotFound(place)
    if not path.is_file():
        raise NotALedger(place)
    return path


def patience() -> Patience:
    """Give the time that a command waits for its turn, in all."""
    return Patience(PATIENCE_SECONDS)


@contextmanager
def queue(path: Path, wait: Patience | None = None) -> Iterator[None]:
    """Wait for one's turn to write, first come first served as the kernel sees it.

    Without this queue SQLite's busy handler starves some of eight writers.
    Raises LedgerBusy after 30 seconds.
    """
    wait = wait or patience()
    descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                # Short, and as long for who came last: backing off would starve somebody.
                if not wait.pause(0.003, 0.007):
                    raise LedgerBusy from None
        yield
    finally:
        os.close(descriptor)


def translated(error: Exception, path: Path | None = None) -> BlendfundError:
    """Give the refusal that says what the disk or the database said."""
    original = getattr(error, "orig", None) or error
    if hasattr(original, "sqlstate"):
        from blendfund.storage.log.refused import refusal

        return refusal(error, "PostgreSQL")
    text = str(original)
    if isinstance(
        error, UnicodeDecodeError
    ):  # what SQLite said of a file that it cannot read
        return Corrupt(0, UNREADABLE)
    if "locked" in text:
        return LedgerBusy()
    if any(sign in text for sign in _FOREIGN):
        return NotALedger(str(path or "-"))
    if "malformed" in text:
        return Corrupt(0, text)
    return StorageRefused(text)


def driver(connection: sa.Connection) -> sqlite3.Connection:
    """Give the driver's own connection, for bulk reads and writes."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw
