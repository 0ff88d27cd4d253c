"""What each fact that stands adds to a fund's totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.projections.facts import Total
from blendfund.storage.query.totals import CLASS, STANDS, merges

if TYPE_CHECKING:
    import sqlite3

    from blendfund.storage.query.totals import Moment

_KEYS: Final = {
    "": "''",
    "party": "CAST(d.party AS TEXT)",
    "project": "CAST(d.project AS TEXT)",
    "sector": "c.sector",
    "year": "substr(d.operation_date, 1, 4)",
}


def facts_by(
    books: sqlite3.Connection, at: Moment, by: str
) -> dict[str, dict[tuple[int, str], list[Total]]]:
    """Give, under each key, the postings of every standing fact by position and day."""
    sql = (  # our own column names only
        f"SELECT d.position, d.operation_date, {CLASS}, {_KEYS[by]}, d.amount, c.earmark"
        " FROM posting d JOIN class c ON c.id = d.class WHERE d.position <= :position"
        " AND d.operation_date <= :as_of AND c.fund = :fund AND c.carrier = ''"
        f" AND {STANDS} ORDER BY d.position, d.ordinal"
    )
    merged = merges(books, at.position) if by == "party" else {}
    found: dict[str, dict[tuple[int, str], list[Total]]] = {}
    for position, on, *rest in books.execute(sql, at._asdict()):
        total = Total(*rest)
        key = merged.get(total.key, total.key)
        found.setdefault(key, {}).setdefault((position, on), []).append(total)
    return found


def ids_of(books: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """Give the other names of parties and projects: numbers and references, with ids."""
    column = "identifier" if table == "party" else "reference"
    sql = f"SELECT {column}, CAST(id AS TEXT) FROM {table} WHERE {column} <> ''"
    return books.execute(sql).fetchall()
