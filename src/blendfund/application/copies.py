"""Copies of a ledger: taken, brought back, and before its schema changes.

None of these writes a fact. Each holds the ledger's lock while it copies, and every copy
is verified, by recomputing its whole tree, before it takes its name.
"""

from __future__ import annotations

import errno
import sqlite3
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from msgspec import Struct

from blendfund.application import personal
from blendfund.application.attachments import keep
from blendfund.application.reading import Reading
from blendfund.domain.errors import (
    CopyDiffers,
    CopyShorter,
    FileKept,
    LedgerBusy,
    NotReplaced,
    OtherLedger,
)
from blendfund.storage import copying
from blendfund.storage.copying import Copy
from blendfund.storage.engine import (
    connect_engine,
    existing,
    place_of,
    queue,
    schema_of,
    set_aside,
    translated,
)
from blendfund.storage.keys import keys_path
from blendfund.storage.migrations import migrate as take_steps
from blendfund.storage.versions import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from blendfund.storage.copying import Known

_SEALED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class Backed(Struct, frozen=True):
    """What was copied: the ledger, how many vouchers (and how many were not there)."""

    copy: Copy
    vouchers: int
    missing: int
    persons: int


class Restored(Struct, frozen=True):
    """What was brought back, and whether it took another's place."""

    copy: Copy
    replaced: bool
    vouchers: int
    persons: int


class Migrated(Struct, frozen=True):
    """The schema that was found, and the copy made before it was changed, if it was."""

    found: int
    backup: Path | None


def backup(
    place: str,
    target: Path,
    *,
    keys: Path | None = None,
    vouchers: bool = True,
    tell: Callable[[int], None] | None = None,
) -> Backed:
    """Copy a ledger, its vouchers beside it, and its keys where that is asked for.

    Raises FileKept, Corrupt, StorageRefused, LedgerBusy.
    """
    path = existing(place)
    for one in filter(None, (target, keys)):
        if one.exists():
            raise FileKept(str(one))
    with _refusing(path), _draft(target) as draft:
        with _turn(path):
            copying.snapshot(path, draft, live=True)
        if keys_path(path).exists():
            copying.forget_books(draft)
        copy = copying.verified(draft, tell)
        kept = missing = 0
        if vouchers:
            kept, missing = _vouchers(draft, path, target)
        # After the ledger: every person it speaks of has a key by then.
        persons = personal.copy_keys(keys_path(path), keys) if keys else 0
        copying.settle(draft, target)
    return Backed(_named(copy, target), kept, missing, persons)


def restore(
    place: str,
    source: Path,
    *,
    known: Sequence[Known] = (),
    keys: Path | None = None,
    replace: bool = False,
    tell: Callable[[int], None] | None = None,
) -> Restored:
    """Bring a copy back, verified first; what stands in its place must be part of it.

    Raises CopyShorter, CopyDiffers, OtherLedger, NotReplaced, Corrupt, NotALedger.
    """
    path, source = place_of(place), existing(str(source))
    with _refusing(path), _turn(path), _draft(path) as draft:
        with _refusing(source):
            copying.snapshot(source, draft)
        copy = _named(copying.verified(draft, tell), source)
        for one in known:
            _check_known(copy, draft, one)
        there = path.exists()
        notes = _check_place(copy, draft, path) if there else {}
        if there and not replace:
            raise NotReplaced(str(path))
        _add_checkpoints(draft, notes)
        copying.forget_books(draft)
        kept, _ = _vouchers(draft, source, path)
        persons = personal.bring_keys(keys, keys_path(path)) if keys else 0
        if there:
            copying.pour(draft, path)
        else:
            set_aside(path)
            copying.settle(draft, path)
    with Reading(place) as reading:
        _ = reading.books  # made anew, with the keys that are there
    return Restored(_named(copy, path), there, kept, persons)


def migrate(place: str, target: Path | None = None) -> Migrated:
    """Bring a ledger to today's schema; it is copied first.

    Raises NewerSchema, FileKept, Corrupt, StorageRefused, LedgerBusy.
    """
    path = existing(place)
    with _refusing(path):
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
    with queue(path), _draft(target) as draft:
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
    return keys_path(existing(place)).exists()


def _check_known(copy: Copy, draft: Path, known: Known) -> None:
    """Refuse a copy that is less than what somebody knows of, or something else."""
    if copy.events < known.events:
        missing = known.events - copy.events
        raise CopyShorter(str(copy.path), copy.events, known.place, known.events, missing)
    if copying.root_at(draft, known.events) != known.root:
        raise CopyDiffers(str(copy.path), known.place, known.events)


def _check_place(copy: Copy, draft: Path, path: Path) -> dict[int, str]:
    """Compare a copy with the ledger in its place; give that one's checkpoints."""
    uuid, head, notes = copying.head_of(path)
    if uuid != copy.uuid:
        raise OtherLedger(str(path), str(copy.path))
    _check_known(copy, draft, head)
    for note in notes.values():
        _check_known(copy, draft, copying.known_from(note, str(path)))
    return notes


def _add_checkpoints(draft: Path, notes: dict[int, str]) -> None:
    """Keep what was sealed since the copy was taken."""
    if not notes:
        return
    database = sqlite3.connect(draft, isolation_level=None)
    try:
        rows = [(1, position, note) for position, note in notes.items()]
        database.executemany("INSERT OR IGNORE INTO checkpoint VALUES (?, ?, ?)", rows)
    finally:
        database.close()


def _vouchers(ledger: Path, source: Path, target: Path) -> tuple[int, int]:
    """Copy the vouchers that a ledger names; tell how many, and how many are not there."""
    kept = missing = 0
    for digest in _named_vouchers(ledger):
        content = _content(_store(source) / digest[:2] / digest, digest)
        if content is None:
            missing += 1
            continue
        keep(_store(target) / digest[:2] / digest, content)
        kept += 1
    return kept, missing


def _named_vouchers(ledger: Path) -> list[str]:
    sql = (
        "SELECT DISTINCT value FROM event, json_each(event.state, '$.evidence')"
        " WHERE topic LIKE 'evidence-attached/%' ORDER BY value"
    )
    with copying.opened(ledger) as (connection, _, _):
        return [str(row[0]) for row in connection.exec_driver_sql(sql)]


def _content(place: Path, digest: str) -> bytes | None:
    """Give a voucher's content, None when it is gone or is another's."""
    if not place.is_file():
        return None
    content = place.read_bytes()
    return content if sha256(content).hexdigest() == digest else None


def _store(path: Path) -> Path:
    return path.with_name(f"{path.name}.attachments")


def _named(copy: Copy, path: Path) -> Copy:
    return Copy(path, copy.uuid, copy.events, copy.root, copy.checkpoints)


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


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """Give a name to build a copy under; one that a killed command left is taken over."""
    draft = target.with_name(f".{target.name}.part")
    try:
        copying.drop(draft)
        yield draft
    finally:
        copying.drop(draft)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Say what the disk or the database refused."""
    try:
        yield
    except (sa.exc.DBAPIError, sqlite3.Error, OSError) as refused:
        raise translated(refused, path) from refused
