"""Copies of a ledger that a server keeps: each is a ledger file, verified like any other.

The file is opened by blendfund alone, without a server, and brought back to a file or to a
server. A server's own dumps stay what they are; this copy proves what it holds.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from blendfund.application.upkeep import trust
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
from blendfund.domain.errors import (
    LedgerNotFound,
    NoKeys,
    NotReplaced,
    OtherLedger,
)
from blendfund.storage.file import copying
from blendfund.storage.file.create import fill
from blendfund.storage.keys import Vault
from blendfund.storage.log import schema
from blendfund.storage.log.reader import root_of
from blendfund.storage.log.versions import SCHEMA_VERSION
from blendfund.storage.proof import signing, timestamps
from blendfund.storage.proof.merkle import Frontier, Known
from blendfund.storage.proof.notes import checkpoint_of
from blendfund.storage.proof.signing import SIGNER, VERIFIERS
from blendfund.storage.proof.timestamps import FOLDER
from blendfund.storage.server import mirror
from blendfund.storage.server.connection import Server
from blendfund.storage.server.keys import ServerVault
from blendfund.storage.server.remote import BATCH, Place, Remote
from blendfund.storage.server.schema import add
from blendfund.storage.server.vouchers import ServerVouchers
from blendfund.storage.store import ServerStore, beside, of_user
from blendfund.storage.vouchers import Vouchers

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa

    from blendfund.application.upkeep.trust import Asked
    from blendfund.storage.file.copying import Copy


def backup(
    place: str,
    target: Path,
    keys: Path | None,
    tell: Callable[[int], None] | None,
    *,
    vouchers: bool,
) -> Backed:
    """Copy a ledger of a server into a file. Raises Corrupt, NoKeys, what is refused."""
    with closing(ServerStore(place)) as store, refusing(target), drafted(target) as draft:
        _fetch(store, draft)
        copy = copying.verified(draft, tell)
        kept = missing = 0
        if vouchers:
            kept, missing = bring_vouchers(draft, store.vouchers, Vouchers(target))
        public = store.beside(VERIFIERS), beside(target, VERIFIERS)
        found = trust.take_along(copy, *public)
        timestamps.bring(store.beside(FOLDER), beside(target, FOLDER))
        with closing(store.vault) as vault:
            persons = _copy_keys(vault, keys) if keys else 0
        copying.settle(draft, target)
        signer = store.beside(SIGNER)
    left = signer if signer.exists() else None
    public_keys = (len(found.listed), found.unknown)
    return Backed(named(copy, target), kept, missing, persons, *public_keys, left)


def restore(
    place: str,
    source: Path,
    asked: Asked,
    keys: Path | None,
    tell: Callable[[int], None] | None,
    *,
    replace: bool,
) -> Restored:
    """Bring a copy to a server: a new ledger, or the facts that one there has lost.

    Raises CopyShorter, CopyDiffers, OtherLedger, NotReplaced, Corrupt, NotALedger,
    NotSigned.
    """
    with tempfile.TemporaryDirectory() as folder, closing(Server(place)) as server:
        draft = Path(folder, "copy.db")
        with refusing(source):
            copying.snapshot(source, draft)
            copy = named(copying.verified(draft, tell), source)
            public = beside(source, VERIFIERS), of_user(copy.uuid, VERIFIERS)
            found = trust.check(copy, public, asked)
            for one in found.known:
                check_known(copy, draft, one)
        with server.connected(writes=True) as opened:
            number, there = _at(server, opened, copy, draft, replace=replace)
            _push(draft, Remote(opened, number))
            signing.add_earlier(public[1], found.listed)
            timestamps.bring(beside(source, FOLDER), of_user(copy.uuid, FOLDER))
            opened.commit()
        path = mirror.folder() / "none"
        kept, _ = bring_vouchers(
            draft, Vouchers(source), ServerVouchers(path, server, number)
        )
        with closing(ServerVault(server, number)) as vault:
            persons = _bring_keys(vault, keys, Path(folder)) if keys else 0
        if persons:
            _begin_again(place)  # with the names that can be read now
    return Restored(named(copy, Path(str(server))), there, kept, persons, found)


def migrate(place: str, target: Path | None) -> Migrated:
    """Bring a ledger of a server to today's schema; it is copied first.

    Its tables have changed in nothing so far: only the mark of the schema is new.
    """
    with closing(Server(place)) as server:
        with server.connected() as opened:
            row = server.find(opened)
            position = Remote(opened, row.id).head().position
        if row.schema_version == SCHEMA_VERSION:
            return Migrated(row.schema_version, None)
        target = target or Path(f"{row.name}.schema-{row.schema_version}-{position}.db")
        backup(place, target, None, None, vouchers=False)
        with server.connected(writes=True) as opened:
            Remote(opened, row.id).lock()
            sql = "UPDATE ledger SET schema_version = %s WHERE id = %s"
            opened.exec_driver_sql(sql, (SCHEMA_VERSION, row.id))
            opened.commit()
    return Migrated(row.schema_version, target)


def has_keys(place: str) -> bool:
    """Tell whether a ledger of a server speaks of natural persons."""
    with closing(ServerStore(place)) as store, closing(store.vault) as vault:
        return vault.exists()


def _begin_again(place: str) -> None:
    with closing(ServerStore(place)) as store:
        mirror.drop(store.path)


def _fetch(store: ServerStore, draft: Path) -> None:
    """Write the server's facts into a ledger file of their own, durably."""
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    fill(draft, store.row.uuid, store.row.name, guarded=False)
    with (
        closing(sqlite3.connect(draft, isolation_level=None)) as raw,
        store.server.connected() as opened,
    ):
        raw.execute("BEGIN IMMEDIATE")
        remote = Remote(opened, store.row.id)
        mirror.follow(raw, remote, remote.head())
        for guard in schema.GUARDS:
            raw.execute(guard)
        raw.execute("UPDATE projection SET schema_version = 0")
        raw.execute("COMMIT")
    copying.flush(draft)


def _at(
    server: Server, opened: sa.Connection, copy: Copy, draft: Path, *, replace: bool
) -> tuple[int, bool]:
    """Give where a copy goes, made if need be; what is there must be part of it."""
    try:
        row = server.find(opened, writes=True)
    except LedgerNotFound:
        return add(server, opened, copy.uuid, roles=False), False
    here = str(server.address)
    if row.uuid != copy.uuid:
        raise OtherLedger(here, str(copy.path))
    remote = Remote(opened, row.id)
    head = remote.lock()
    root = root_of(Frontier(head.position, head.frontier))
    check_known(copy, draft, Known(head.position, root, here))
    for _, note in remote.notes(0):
        check_known(copy, draft, checkpoint_of(note, here).known())
    if not replace:
        raise NotReplaced(here)
    return row.id, True


def _push(draft: Path, remote: Remote) -> None:
    """Add the facts and checkpoints that a server lacks."""
    head = remote.lock()
    with closing(sqlite3.connect(draft)) as raw:
        cursor = raw.execute("SELECT * FROM event WHERE position > ?", (head.position,))
        while rows := cursor.fetchmany(BATCH):
            remote.append(rows)
        sql = "SELECT position, frontier, recorded_at FROM head"
        place = Place(*raw.execute(sql).fetchone())
        since = (head.position,)
        marks = raw.execute(
            "SELECT position, frontier FROM frontier WHERE position > ?", since
        )
        if place.position > head.position:
            remote.move_head(place, marks.fetchall())
        notes = raw.execute("SELECT position, note FROM checkpoint").fetchall()
        there = {position for position, _ in remote.notes(0)}
        remote.seal([note for note in notes if note[0] not in there])


def _copy_keys(vault: Vault, target: Path) -> int:
    """Copy the keys of a server into a file of their own; give how many persons."""
    if not vault.exists():
        raise NoKeys(vault.place)
    with drafted(target) as draft:
        persons = vault.every()
        with closing(Vault(draft)) as copy:
            copy.receive(vault.secrets(), persons, vault.place)
        copying.flush(draft)
        copying.settle(draft, target)
    return len(persons)


def _bring_keys(vault: Vault, source: Path, folder: Path) -> int:
    """Bring back the keys that are gone; those in place stay. Give how many came back."""
    if not source.is_file():
        raise NoKeys(str(source))
    draft = folder / "copy.keys"
    copying.snapshot(source, draft)
    with closing(Vault(draft)) as copy:
        return vault.receive(copy.secrets(), copy.every(), str(source))
