"""What a client keeps of a log that a server holds: a ledger file, to be thrown away.

It has the server's facts and the read models folded from them, so that every report asks
SQLite as it does for a ledger that is a file. It is never ahead of the server; a server
whose log does not start with what the mirror holds makes it start over.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from blendfund.domain.errors import Corrupt, StorageRefused
from blendfund.storage.file.create import fill
from blendfund.storage.log import fingerprints
from blendfund.storage.log.engine import queue
from blendfund.storage.log.fingerprints import PRINT_BYTES
from blendfund.storage.log.verifying import CHANGED_AFTER
from blendfund.storage.log.versions import SCHEMA_VERSION
from blendfund.storage.proof.merkle import Frontier, leaf_hash

if TYPE_CHECKING:
    from blendfund.storage.server.connection import Row, Server
    from blendfund.storage.server.remote import Place, Remote

HOME: Final = "BLENDFUND_CACHE"
_INSERT: Final = "INSERT INTO event VALUES (1, ?, ?, ?, ?, ?, ?, ?)"


def folder() -> Path:
    """Give where this user's mirrors are kept."""
    given = os.environ.get(HOME)
    if given:
        return Path(given).absolute()
    cache = os.environ.get("XDG_CACHE_HOME", "")
    if not cache.startswith("/"):
        home = os.path.expanduser("~")  # noqa: PTH111 -- an unknown home is no error here
        cache = f"{home}/.cache"
    return Path(cache, "blendfund")


def path_of(server: Server, row: Row) -> Path:
    """Give the file of a ledger's mirror; each server, user and ledger has its own."""
    url = server.address.url
    about = (url.host, url.port, url.database, url.username, sorted(url.query.items()))
    said = f"{about}\0{row.uuid}\0{SCHEMA_VERSION}"
    return folder() / f"{sha256(said.encode()).hexdigest()[:24]}.db"


def ready(server: Server, row: Row) -> Path:
    """Give a mirror's file, made empty where there is none. Raises StorageRefused."""
    path = path_of(server, row)
    if path.exists():
        if _is_whole(path):
            return path
        drop(path)  # nothing is lost with it
    draft = path.with_name(f"{path.name}.new-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
        fill(draft, row.uuid, row.name, guarded=False)
        with queue(path):
            if not path.exists():
                os.link(draft, path)
    except (OSError, sqlite3.Error) as refused:
        why = getattr(refused, "strerror", None) or str(refused)
        raise StorageRefused(f"{path.parent}: {why}") from refused
    finally:
        draft.unlink(missing_ok=True)
    return path


def _is_whole(path: Path) -> bool:
    """Tell whether a mirror can be opened at all."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
            return bool(raw.execute("SELECT count(*) FROM head").fetchone()[0])
    except sqlite3.DatabaseError as wrong:
        return "locked" in str(wrong)


def is_behind(raw: sqlite3.Connection, remote: Remote) -> bool:
    """Tell whether the server has anything that a mirror has not."""
    head = remote.head()
    if (head.position, head.frontier) != _head(raw):
        return True
    return bool(remote.notes(_last(raw, "checkpoint")))


def follow(raw: sqlite3.Connection, remote: Remote, head: Place) -> None:
    """Bring a mirror to the server's head, inside an open transaction of the mirror.

    Raises Corrupt where the server's facts do not lead to its own head.
    """
    position, stored = _head(raw)
    known = Frontier(position, stored)
    if position > head.position or not _reached(raw, remote, known, head):
        forget(raw)
        if not _reached(raw, remote, Frontier(), head):
            _accuse(remote)
    marks = remote.marks(_last(raw, "frontier"))
    raw.executemany("INSERT INTO frontier VALUES (1, ?, ?)", marks)
    notes = remote.notes(_last(raw, "checkpoint"))
    raw.executemany("INSERT INTO checkpoint VALUES (1, ?, ?)", notes)
    sql = "UPDATE head SET position = ?, frontier = ?, recorded_at = ?"
    raw.execute(sql, tuple(head))


def _reached(
    raw: sqlite3.Connection, remote: Remote, frontier: Frontier, head: Place
) -> bool:
    """Add the facts that follow; tell whether they lead to the head."""
    if frontier.size < head.position:
        for rows in remote.events(frontier.size):
            before, prints = frontier.size, bytearray()
            for row in rows:
                if row[0] != frontier.size + 1:
                    return False
                leaf = leaf_hash(*row[:5])
                frontier.append(leaf)
                prints += leaf[:PRINT_BYTES]
            raw.executemany(_INSERT, rows)
            fingerprints.keep(raw, 1, before, prints)
    return (frontier.size, frontier.stored()) == (head.position, head.frontier)


def forget(raw: sqlite3.Connection) -> None:
    """Empty a mirror; its read models are made anew after that."""
    for table in ("event", "frontier", "fingerprint", "checkpoint"):
        raw.execute(f"DELETE FROM {table}")
    raw.execute("UPDATE head SET position = 0, frontier = x'', recorded_at = ''")
    raw.execute("UPDATE projection SET schema_version = 0, position = 0")


def _head(raw: sqlite3.Connection) -> tuple[int, bytes]:
    position, frontier = raw.execute("SELECT position, frontier FROM head").fetchone()
    return position, frontier


def _last(raw: sqlite3.Connection, table: str) -> int:
    (last,) = raw.execute(f"SELECT coalesce(max(position), 0) FROM {table}").fetchone()
    return int(last)


def _accuse(remote: Remote) -> None:
    """Name the fact that the server's log breaks at. Raises Corrupt."""
    # Imported here: it is needed only where something is wrong.
    from blendfund.storage.server.reader import there

    with there(remote.connection, remote.ledger_id) as log:
        log.verify()
    raise Corrupt(remote.head().position, CHANGED_AFTER)


def drop(path: Path) -> None:
    """Take a mirror away, with what SQLite keeps beside it."""
    for end in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(f"{path.name}{end}").unlink()
