"""Copies of a ledger: taken, brought back, and before its schema changes.

None of these writes a fact. Each holds the ledger's lock while it copies, and every copy
is verified, by recomputing its whole tree, before it takes its name.
"""

from __future__ import annotations

import errno
import sqlite3
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final

from blendfund.application.reading.reader import Reading
from blendfund.application.registering import personal
from blendfund.application.upkeep import server_copies, trust
from blendfund.application.upkeep.copied import (
    Backed,
    Migrated,
    Restored,
    bring_vouchers,
    check_known,
    drafted,
    named,
    refusing,
)
from blendfund.application.upkeep.trust import Asked
from blendfund.domain.errors import (
    FileKept,
    LedgerBusy,
    NotReplaced,
    OtherLedger,
)
from blendfund.storage.file import copying
from blendfund.storage.file.migrations import migrate as take_steps
from blendfund.storage.keys import keys_path
from blendfund.storage.log.engine import (
    connect_engine,
    existing,
    is_server,
    place_of,
    queue,
    schema_of,
    set_aside,
)
from blendfund.storage.log.versions import SCHEMA_VERSION
from blendfund.storage.proof import signing, timestamps
from blendfund.storage.proof.merkle import Known
from blendfund.storage.proof.signing import SIGNER, VERIFIERS
from blendfund.storage.proof.timestamps import FOLDER
from blendfund.storage.store import beside
from blendfund.storage.vouchers import Vouchers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import sqlalchemy as sa

    from blendfund.storage.file.copying import Copy
    from blendfund.storage.proof.notes import Checkpoint

ANYTHING: Final = Asked()
_SEALED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def backup(
    place: str,
    target: Path,
    *,
    keys: Path | None = None,
    vouchers: bool = True,
    tell: Callable[[int], None] | None = None,
) -> Backed:
    """Copy a ledger, its vouchers and verifier keys beside it; the keys of names if asked.

    Raises FileKept, Corrupt, NotSigned, StorageRefused, LedgerBusy.
    """
    for one in filter(None, (target, keys)):
        if one.exists():
            raise FileKept(str(one))
    if is_server(place):
        return server_copies.backup(place, target, keys, tell, vouchers=vouchers)
    path = existing(place)
    with refusing(path), drafted(target) as draft:
        with _turn(path):
            copying.snapshot(path, draft, live=True)
        if keys_path(path).exists():
            copying.forget_books(draft)
        copy = copying.verified(draft, tell)
        kept = missing = 0
        if vouchers:
            kept, missing = bring_vouchers(draft, Vouchers(path), Vouchers(target))
        public = beside(path, VERIFIERS), beside(target, VERIFIERS)
        found = trust.take_along(copy, *public)
        timestamps.bring(beside(path, FOLDER), beside(target, FOLDER))
        # After the ledger: every person it speaks of has a key by then.
        persons = personal.copy_keys(keys_path(path), keys) if keys else 0
        copying.settle(draft, target)
    signer = beside(path, SIGNER)
    left = signer if signer.exists() else None
    public_keys = (len(found.listed), found.unknown)
    return Backed(named(copy, target), kept, missing, persons, *public_keys, left)


def restore(
    place: str,
    source: Path,
    *,
    asked: Asked = ANYTHING,
    keys: Path | None = None,
    replace: bool = False,
    tell: Callable[[int], None] | None = None,
) -> Restored:
    """Bring a copy back, verified first; what stands in its place must be part of it.

    Raises CopyShorter, CopyDiffers, OtherLedger, NotReplaced, Corrupt, NotALedger,
    NotSigned.
    """
    source = existing(str(source))
    if is_server(place):
        return server_copies.restore(place, source, asked, keys, tell, replace=replace)
    path = place_of(place)
    with refusing(path), _turn(path), drafted(path) as draft:
        with refusing(source):
            copying.snapshot(source, draft)
        copy = named(copying.verified(draft, tell), source)
        public = beside(source, VERIFIERS), beside(path, VERIFIERS)
        found = trust.check(copy, public, asked)
        for one in found.known:
            check_known(copy, draft, one)
        there = path.exists()
        notes = _check_place(copy, draft, path) if there else []
        if there and not replace:
            raise NotReplaced(str(path))
        _add_checkpoints(draft, notes)
        copying.forget_books(draft)
        kept, _ = bring_vouchers(draft, Vouchers(source), Vouchers(path))
        persons = personal.bring_keys(keys, keys_path(path)) if keys else 0
        signing.add_earlier(public[1], found.listed)
        timestamps.bring(beside(source, FOLDER), beside(path, FOLDER))
        _put(draft, path, there=there)
    with Reading(place) as reading:
        _ = reading.books  # made anew, with the keys that are there
    return Restored(named(copy, path), there, kept, persons, found)


def migrate(place: str, target: Path | None = None) -> Migrated:
    """Bring a ledger to today's schema; it is copied first.

    Raises NewerSchema, FileKept, Corrupt, StorageRefused, LedgerBusy.
    """
    if is_server(place):
        return server_copies.migrate(place, target)
    path = existing(place)
    with refusing(path):
        engine = connect_engine(path)
        try:
            with engine.connect() as connection:
                return _migrated(path, connection, target)
        finally:
            engine.dispose()


def _migrated(path: Path, connection: sa.Connection, target: Path | None) -> Migrated:
    found, position = schema_of(path, connection)
    if found == SCHEMA_VERSION:
        return Migrated(found, None)
    target = target or path.with_name(f"{path.name}.schema-{found}-{position}")
    with queue(path), drafted(target) as draft:
        if schema_of(path, connection)[0] != found:
            raise LedgerBusy  # somebody else has just done it
        copying.snapshot(path, draft, live=True)
        copying.verified(draft)
        copying.settle(draft, target)
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            take_steps(connection, found)
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")
    return Migrated(found, target)


def has_keys(place: str) -> bool:
    """Tell whether a ledger speaks of natural persons."""
    if is_server(place):
        return server_copies.has_keys(place)
    return keys_path(existing(place)).exists()


def _put(draft: Path, path: Path, *, there: bool) -> None:
    """Give a whole copy its place, with what a ledger that is gone left moved aside."""
    if there:
        copying.pour(draft, path)
        return
    set_aside(path)
    copying.settle(draft, path)


def _check_place(copy: Copy, draft: Path, path: Path) -> list[Checkpoint]:
    """Compare a copy with the ledger in its place; give that one's checkpoints."""
    uuid, head, notes = copying.head_of(path)
    if uuid != copy.uuid:
        raise OtherLedger(str(path), str(copy.path))
    check_known(copy, draft, head)
    for note in notes:
        check_known(copy, draft, Known(note.events, note.root, str(path)))
    return notes


def _add_checkpoints(draft: Path, notes: list[Checkpoint]) -> None:
    """Keep what was sealed since the copy was taken."""
    if not notes:
        return
    database = sqlite3.connect(draft, isolation_level=None)
    try:
        rows = [(1, one.events, one.note()) for one in notes]
        database.executemany("INSERT OR IGNORE INTO checkpoint VALUES (?, ?, ?)", rows)
    finally:
        database.close()


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    """Hold the ledger's lock; where nobody may write, nobody has to wait."""
    with ExitStack() as held:
        try:
            held.enter_context(queue(path))
        except OSError as refused:
            if refused.errno not in _SEALED:
                raise
        yield
