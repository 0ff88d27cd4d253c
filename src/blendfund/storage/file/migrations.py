"""Bringing an older ledger's tables to today's: facts are never rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.storage.log.engine import driver
from blendfund.storage.log.versions import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa


def _number(connection: sa.Connection) -> None:
    """From before schemas were numbered: make what is missing, guards included."""
    from blendfund.storage.log import schema

    schema.log.create_all(connection)
    for guard in schema.GUARDS:
        made = guard.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS", 1)
        connection.exec_driver_sql(made)


def _fingerprints(connection: sa.Connection) -> None:
    """Keep a fingerprint of every fact, so that one that changed is named."""
    from blendfund.storage.log import fingerprints, schema

    schema.fingerprint.create(connection, checkfirst=True)
    fingerprints.fill(driver(connection))


# What brings a ledger of each older schema to the next one.
STEPS: Final[dict[int, Callable[[sa.Connection], None]]] = {
    0: _number,
    1: _fingerprints,
}


def migrate(connection: sa.Connection, found: int) -> None:
    """Take every step from a schema to today's, in the open transaction."""
    for version in range(found, SCHEMA_VERSION):
        STEPS[version](connection)
    connection.exec_driver_sql("UPDATE ledger SET schema_version = ?", (SCHEMA_VERSION,))
