"""Creating an empty ledger: the only place, with a migration, where tables are made."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING
from uuid import uuid4

import sqlalchemy as sa

from blendfund.domain.errors import LedgerExists, StorageRefused
from blendfund.storage.books import readmodel
from blendfund.storage.log import schema
from blendfund.storage.log.engine import (
    connect_engine,
    place_of,
    queue,
    set_aside,
)
from blendfund.storage.log.ids import now
from blendfund.storage.log.versions import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path


def create_file(place: str) -> str:
    """Make a new ledger in a file and give its UUID.

    Raises LedgerExists, StorageRefused.
    """
    path = place_of(place)
    # Built under another name first: nobody ever opens a ledger that is half made.
    draft = path.with_name(f"{path.name}.new-{os.getpid()}")
    try:
        if path.exists():
            raise LedgerExists(place)
        os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        uuid = str(uuid4())
        fill(draft, uuid, path.name)
        # Only under the lock is it sure that what lies beside the place is nobody's.
        with queue(path):
            if path.exists():
                raise LedgerExists(place)
            set_aside(path)
            os.link(draft, path)
    except FileExistsError as there:
        raise LedgerExists(place) from there
    except (OSError, sa.exc.DBAPIError, sqlite3.Error) as refused:
        why = getattr(refused, "strerror", None) or getattr(refused, "orig", refused)
        raise StorageRefused(str(why)) from refused
    finally:
        draft.unlink(missing_ok=True)
    return uuid


def fill(path: Path, uuid: str, name: str, *, guarded: bool = True) -> None:
    """Make the tables of an empty ledger in an empty file.

    Without guards its facts can be taken away again: in a mirror, or in a copy.
    """
    engine = connect_engine(path)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        schema.log.create_all(connection)
        schema.beside.create_all(connection)
        for guard in schema.GUARDS if guarded else ():
            connection.exec_driver_sql(guard)
        connection.exec_driver_sql(
            "INSERT INTO ledger VALUES (1, ?, ?, ?, ?)",
            (name, uuid, now(), SCHEMA_VERSION),
        )
        connection.exec_driver_sql("INSERT INTO head VALUES (1, 0, x'', '')")
        readmodel.create(connection)
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()
