"""Lines are known by their identity: each is recorded once, whatever file it comes in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from blendfund.domain.errors import BlendfundError, Problem, ReferenceReused
from blendfund.exchange.row import Row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

CHUNK: Final = 500


class Written(NamedTuple):
    """The books in the open transaction of an import, and the lines it left out."""

    books: sqlite3.Connection
    fund: int
    position: int
    refused: dict[int, BlendfundError | Problem]


class Identified(Struct, frozen=True, gc=False):
    """A row with what identifies it: its digest, and its ordinal among twins."""

    row: Row
    digest: str
    twin: int
    identity: str


def identify(rows: Sequence[Row], fund: str) -> list[Identified]:
    """Give each row its identity, and put them in date order (file order within a day)."""
    twins: Counter[str] = Counter()
    identified = []
    for row in rows:
        digest = row.digest(fund)
        if row.reference:
            identity, twin = f"r:{row.reference}", 0
        else:
            twins[digest] += 1
            twin = twins[digest]
            identity = f"d:{digest}:{twin}"
        identified.append(Identified(row, digest, twin, identity))
    identified.sort(key=lambda one: one.row.on)
    return identified


def fresh_lines(
    books: sqlite3.Connection, identified: Sequence[Identified], name: str
) -> list[Identified]:
    """Leave out the lines already recorded. Raises ReferenceReused."""
    seen = _recorded(books, [one.identity for one in identified])
    fresh = []
    for one in identified:
        digest = seen.get(one.identity)
        if digest is None:
            fresh.append(one)
            seen[one.identity] = one.digest
        elif digest != one.digest:
            raise ReferenceReused(f"{name}:{one.row.line}", one.row.reference)
    return fresh


def _recorded(books: sqlite3.Connection, identities: Sequence[str]) -> dict[str, str]:
    if books.execute("SELECT 1 FROM line LIMIT 1").fetchone() is None:
        return {}
    found: dict[str, str] = {}
    for start in range(0, len(identities), CHUNK):
        some = identities[start : start + CHUNK]
        marks = ",".join("?" * len(some))
        sql = f"SELECT identity, digest FROM line WHERE identity IN ({marks})"  # noqa: S608
        found.update(books.execute(sql, some))
    return found


def seen_before(books: sqlite3.Connection, one: Identified) -> int:
    """Give where a row was recorded before, 0 where it was not. Raises ReferenceReused."""
    sql = "SELECT digest, position FROM line WHERE identity = ?"
    found = books.execute(sql, (one.identity,)).fetchone()
    if found is None:
        return 0
    if found[0] != one.digest:
        raise ReferenceReused(one.row.agreement or "-", one.row.reference)
    return int(found[1])
