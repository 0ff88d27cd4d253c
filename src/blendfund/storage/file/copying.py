"""Whole copies of a ledger file: taken under the lock, verified before they are named."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from msgspec import Struct

from blendfund.domain.errors import Corrupt, FileKept
from blendfund.storage.log.checkpoints import NO_CHECKPOINT, issued, origin_of
from blendfund.storage.log.engine import address, check_ledger
from blendfund.storage.log.reader import Log, root_of
from blendfund.storage.proof.merkle import Known
from blendfund.storage.proof.notes import Checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Copy(Struct, frozen=True):
    """A ledger file that was verified whole; ``checkpoints`` are the notes it holds."""

    path: Path
    uuid: str
    events: int
    root: str
    checkpoints: tuple[Checkpoint, ...]

    @property
    def checkpoint(self) -> int | None:
        """Give the position of the last checkpoint it holds."""
        return max((one.events for one in self.checkpoints), default=None)


def verified(path: Path, tell: Callable[[int], None] | None = None) -> Copy:
    """Recompute a copy's whole tree; compare it with its head and its checkpoints.

    Raises NotALedger, NewerSchema, Corrupt.
    """
    with opened(path) as (connection, ledger_id, uuid):
        (sound,) = connection.exec_driver_sql("PRAGMA integrity_check(1)").one()
        if sound != "ok":
            raise Corrupt(0, sound)
        log = Log(connection, ledger_id)
        found = log.verify(tell)
        notes = issued(log, origin_of(uuid))
        for one in notes:
            if one.events > found.events or log.root(one.events) != one.root:
                raise Corrupt(one.events, NO_CHECKPOINT)
    return Copy(path, uuid, found.events, found.root, tuple(notes))


@contextmanager
def opened(path: Path) -> Iterator[tuple[sa.Connection, int, str]]:
    """Open a copy as it stands; give its connection, its ledger's id and UUID."""
    engine = sa.create_engine(
        "sqlite://",
        creator=partial(sqlite3.connect, _still(path), uri=True, isolation_level=None),
        poolclass=sa.pool.StaticPool,
    )
    try:
        with engine.connect() as connection:
            yield connection, *check_ledger(path, connection)
    finally:
        engine.dispose()


def root_at(path: Path, position: int) -> str:
    """Give the root of a copy's first ``position`` facts."""
    with opened(path) as (connection, ledger_id, _):
        return Log(connection, ledger_id).root(position)


def head_of(path: Path) -> tuple[str, Known, list[Checkpoint]]:
    """Give a ledger's UUID, what its head says, and its checkpoints, without a full pass.

    Raises NotALedger, NewerSchema, Corrupt.
    """
    with opened(path) as (connection, ledger_id, uuid):
        log = Log(connection, ledger_id)
        head = log.head()
        known = Known(head.position, root_of(head.frontier), str(path))
        return uuid, known, issued(log, origin_of(uuid))


def _still(path: Path) -> str:
    """Address a file nobody writes to: SQLite then leaves nothing beside it."""
    waiting = path.with_name(f"{path.name}-wal")
    whole = not (waiting.exists() and waiting.stat().st_size)
    return f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if whole else ''}"


def snapshot(source: Path, draft: Path, *, live: bool = False) -> None:
    """Copy a database, a ``live`` one whatever is done to it; durable on return."""
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    uri = address(source) if live else _still(source)
    with (
        closing(sqlite3.connect(uri, uri=True)) as wanted,
        closing(sqlite3.connect(draft)) as copy,
    ):
        wanted.execute("PRAGMA busy_timeout=20000")
        wanted.backup(copy)
    flush(draft)


def forget_books(draft: Path) -> None:
    """Have a copy's read models made anew where it is opened.

    They know persons by keyed fingerprints, which say nothing without the keys, and keep
    what was erased since.
    """
    with closing(sqlite3.connect(draft, isolation_level=None)) as database:
        database.execute("UPDATE projection SET schema_version = 0")


def pour(draft: Path, place: Path) -> None:
    """Put a copy's content in the place of a database's, in one transaction of its own."""
    with (
        closing(sqlite3.connect(draft)) as copy,
        closing(sqlite3.connect(place)) as target,
    ):
        target.execute("PRAGMA busy_timeout=20000")
        target.execute("PRAGMA synchronous=FULL")
        copy.backup(target)


def settle(draft: Path, place: Path) -> None:
    """Give a whole copy its name, where nothing is yet. Raises FileKept."""
    try:
        os.link(draft, place)
    except FileExistsError as there:
        raise FileKept(str(place)) from there
    draft.unlink()
    flush(place.parent)


def flush(path: Path) -> None:
    """Make a file, or a folder's names, durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def drop(draft: Path) -> None:
    """Take a draft away, with what SQLite keeps beside it."""
    for end in ("", "-wal", "-shm", "-journal"):
        draft.with_name(f"{draft.name}{end}").unlink(missing_ok=True)
