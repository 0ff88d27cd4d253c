"""Copies of the keys by which persons' names are read: apart from the ledger's.

A ledger's copy holds ciphertext only. Whoever brings a copy of the keys back makes the
persons readable again who were erased since: it is never done unless it is asked for.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from blendfund.domain.errors import KeysDiffer, NoKeys
from blendfund.storage.file import copying

if TYPE_CHECKING:
    from pathlib import Path

_COUNT: Final = "SELECT count(*) FROM person"


def copy_keys(keys: Path, target: Path) -> int:
    """Copy the keys database into a file of its own; give how many persons it holds.

    Raises NoKeys, FileKept.
    """
    if not keys.exists():
        raise NoKeys(str(keys))
    draft = target.with_name(f".{target.name}.part")
    try:
        copying.snapshot(keys, draft)
        copying.settle(draft, target)
    finally:
        copying.drop(draft)
    return _persons(target)


def bring_keys(source: Path, keys: Path) -> int:
    """Bring back the keys that are gone; those in place stay. Give how many came back.

    Raises NoKeys, KeysDiffer.
    """
    if not source.is_file():
        raise NoKeys(str(source))
    if not keys.exists():
        return copy_keys(source, keys)
    with closing(_read(source)) as copy, closing(sqlite3.connect(keys)) as place:
        place.execute("PRAGMA secure_delete=ON")
        place.execute("PRAGMA synchronous=EXTRA")
        master = "SELECT wrapping, blinding FROM master"
        if copy.execute(master).fetchone() != place.execute(master).fetchone():
            raise KeysDiffer(str(source), str(keys))
        before = place.execute(_COUNT).fetchone()[0]
        rows = copy.execute("SELECT stream_id, wrapped FROM person").fetchall()
        with place:
            place.executemany("INSERT OR IGNORE INTO person VALUES (?, ?)", rows)
        return int(place.execute(_COUNT).fetchone()[0]) - int(before)


def _persons(keys: Path) -> int:
    with closing(_read(keys)) as database:
        return int(database.execute(_COUNT).fetchone()[0])


def _read(keys: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{keys.resolve().as_uri()}?mode=ro", uri=True)
