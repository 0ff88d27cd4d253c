"""Everything a name is involved in: its own facts, and those that concern it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reading.lookup import agreements_of
from blendfund.application.reading.names import positions_of
from blendfund.domain.party import fold

if TYPE_CHECKING:
    import sqlite3

# Who and what a name can be, the surest first; parties with those merged into them.
_OWNERS: Final = (
    ("id", "SELECT id FROM agreement WHERE name = ?1 OR reference = ?1"),
    ("project", "SELECT id FROM project WHERE reference = ?1 OR folded = ?2"),
    (
        "party",
        (  # and all that were merged into it
            "WITH RECURSIVE same (id) AS (SELECT id FROM party WHERE identifier = ?1"
            " OR identity = 'name:' || ?2 OR (sealed = '' AND name = ?1)"
            " UNION SELECT m.party FROM merge m JOIN same ON m.into_party = same.id"
            " WHERE m.withdrawn = 0) SELECT id FROM same"
        ),
    ),
)
_STREAMS: Final = (
    "SELECT e.position FROM agreement a JOIN event e ON e.stream_id = a.stream_id"
    " WHERE a.{owner} = ?"
)
_POSTED: Final = "SELECT DISTINCT position FROM posting WHERE {owner} = ?"


def positions(books: sqlite3.Connection, name: str) -> list[int]:
    """Give the facts that a name is involved in, in order. Raises NotFound.

    A party's and a project's are also those of their agreements, and others' money.
    """
    found = set(positions_of(books, name.strip()))
    owner, ids = _owners(books, name.strip())
    if owner not in {"", "id"}:
        for one in ids:
            for sql in (_STREAMS, _POSTED):
                rows = books.execute(sql.format(owner=owner), (one,))
                found |= {row[0] for row in rows}
    return sorted(found)


def standing(books: sqlite3.Connection, name: str) -> list[dict[str, Any]]:
    """Give the agreements that a name stands for or takes part in, as they stand."""
    owner, ids = _owners(books, name.strip())
    return [one for number in ids for one in agreements_of(books, owner, number)]


def _owners(books: sqlite3.Connection, name: str) -> tuple[str, list[int]]:
    for owner, sql in _OWNERS if name else ():
        given = (name, fold(name)) if "?2" in sql else (name,)
        ids = [row[0] for row in books.execute(sql, given)]
        if ids:
            return owner, ids
    return "", []
