"""Creating an empty ledger: the only place, with a migration, where tables are made."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import sqlalchemy as sa

from blendfund.domain.errors import LedgerExists, StorageRefused
from blendfund.storage import readmodel, schema
from blendfund.storage.engine import connect_engine, place_of, queue, set_aside
from blendfund.storage.versions import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path


def create_ledger(place: str) -> str:
    """Make a new ledger file and give its UUID. Raises LedgerExists, StorageRefused."""
    path = place_of(place)
    # Built under another name first: nobody ever opens a ledger that is half made.
    draft = path.with_name(f"{path.name}.new-{os.getpid()}")
    try:
        if path.exists():
            raise LedgerExists(place)
        os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        uuid = _fill(draft)
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


def _fill(path: Path) -> str:
    uuid = str(uuid4())
    engine = connect_engine(path)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        schema.log.create_all(connection)
        for guard in schema.GUARDS:
            connection.exec_driver_sql(guard)
        connection.exec_driver_sql(
            "INSERT INTO ledger VALUES (1, ?, ?, ?, ?)",
            (path.name, uuid, _now(), SCHEMA_VERSION),
        )
        connection.exec_driver_sql("INSERT INTO head VALUES (1, 0, x'', '')")
        readmodel.create(connection)
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()
    return uuid


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
