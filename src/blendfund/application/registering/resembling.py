"""Who is registered already and resembles somebody: asked before a party is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from blendfund.application.writing.ledger import Ledger


def organisations_like(ledger: Ledger, same: str) -> list[str]:
    """Give the organisations' names that have these bones."""
    sql = (
        "SELECT name FROM party WHERE bones = ? AND kind = 'organisation' AND withdrawn = 0"
    )
    with ledger.writer.reading() as connection:
        return list(connection.exec_driver_sql(sql, (same,)).scalars())


def organisations_of(ledger: Ledger, siren: str, but: str) -> list[str]:
    """Give the organisations of a SIREN under another number than ``but``."""
    sql = (
        "SELECT name FROM party WHERE kind = 'organisation' AND withdrawn = 0"
        " AND substr(identifier, 1, 9) = ? AND identifier <> ? ORDER BY id"
    )
    with ledger.writer.reading() as connection:
        return list(connection.exec_driver_sql(sql, (siren, but)).scalars())


def person_known(ledger: Ledger, name: str) -> bool:
    """Tell whether a natural person of this name is registered."""
    if not ledger.vault.exists():
        return False
    sql = "SELECT 1 FROM party WHERE identity = ? AND sealed <> '' AND withdrawn = 0"
    with ledger.writer.reading() as connection:
        found = connection.exec_driver_sql(sql, (ledger.vault.blind(name),))
        return found.first() is not None
