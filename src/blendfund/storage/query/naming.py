"""The names behind some ids of the registers; a person's is decrypted as it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from blendfund.storage.log.condition import among

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from blendfund.storage.keys import Vault

_POSTED: Final = (
    "SELECT position, max(party), max(project), max(agreement) FROM posting"
    " WHERE position IN (SELECT value FROM json_each(?)) GROUP BY position"
)
# Facts come first: the planner must not start from a whole register.
_AT: Final = (
    "FROM json_each(?1) v CROSS JOIN event e ON e.ledger_id = 1 AND e.position = v.value"
)
# What a fact without postings concerns: the register's row of its stream.
_REGISTERED: Final = (
    f"SELECT e.position, a.party, a.project, a.id {_AT}"
    " CROSS JOIN agreement a ON a.stream_id = e.stream_id"
    f" UNION ALL SELECT e.position, 0, j.id, 0 {_AT}"
    " CROSS JOIN project j ON j.stream_id = e.stream_id"
    f" UNION ALL SELECT e.position, p.id, 0, 0 {_AT}"
    " CROSS JOIN party p ON p.stream_id = e.stream_id"
)


def concerned(
    books: sqlite3.Connection, positions: Iterable[int]
) -> dict[int, tuple[int, int, int]]:
    """Give the ids of the party, project and agreement that facts concern, 0 for none."""
    wanted = list(positions)
    found: dict[int, tuple[int, int, int]] = {}
    for sql in (_POSTED, _REGISTERED):
        ids = msgspec.json.encode([one for one in wanted if one not in found]).decode()
        found |= {row[0]: row[1:] for row in books.execute(sql, (ids,))}
    return found


def parties(books: sqlite3.Connection, vault: Vault, ids: Iterable[int]) -> dict[int, str]:
    """Give parties' names; the number of a person whose key is gone."""
    asked = among("id", ids)
    sql = f"SELECT id, stream_id, name, sealed FROM party WHERE {asked.sql}"
    rows = books.execute(sql, asked.given).fetchall()
    names = {row[0]: row[2] for row in rows}
    people = [row for row in rows if row[3]]
    found = vault.names((row[1], row[3]) for row in people)
    for row, name in zip(people, found, strict=True):
        names[row[0]] = f"({row[0]})" if name is None else name
    return names


def projects(books: sqlite3.Connection, ids: Iterable[int]) -> dict[int, str]:
    """Give projects' names."""
    return _names(books, "SELECT id, name FROM project WHERE ", ids)


def agreements(books: sqlite3.Connection, ids: Iterable[int]) -> dict[int, str]:
    """Give agreements' names, the reference of one that has none."""
    named = "CASE name WHEN '' THEN reference ELSE name END"
    return _names(books, f"SELECT id, {named} FROM agreement WHERE ", ids)


def _names(books: sqlite3.Connection, sql: str, ids: Iterable[int]) -> dict[int, str]:
    asked = among("id", ids)
    return dict(books.execute(sql + asked.sql, asked.given))


def alike(books: sqlite3.Connection, table: str, ids: Iterable[int]) -> set[int]:
    """Give those of some parties, projects or agreements whose name is not theirs alone.

    A person is told apart by number: a name is not written where it need not be.
    """
    named = "CASE name WHEN '' THEN reference ELSE name END"
    name = "CASE sealed WHEN '' THEN name ELSE '' END" if table == "party" else named
    asked = among("id", ids)
    sql = (
        f"SELECT id FROM {table} WHERE {asked.sql} AND {name} IN (SELECT {name}"
        f" FROM {table} GROUP BY 1 HAVING count(*) > 1 OR {name} = '')"
    )
    return {row[0] for row in books.execute(sql, asked.given)}
