"""Attached files as the books hold them, and which natural persons they concern."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from blendfund.domain.party import bones, fold
from blendfund.storage.attached import open_name
from blendfund.storage.query import naming

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from blendfund.storage.keys import Vault

STANDING: Final = "withdrawn = 0"
_COLUMNS: Final = "id, stream_id, name, sha256, size, facts, persons, sealed"
_ID_BYTES: Final = 16


class File(NamedTuple):
    """One file attached to facts: its name as far as it can be read."""

    position: int
    name: str
    sha256: str
    size: int
    facts: tuple[int, ...]
    persons: tuple[bytes, ...]
    erased: bool


def files(
    books: sqlite3.Connection,
    vault: Vault,
    condition: str = STANDING,
    given: Any = (),
) -> Iterator[File]:
    """Give the files attached under a condition on their rows, the oldest first."""
    sql = f"SELECT {_COLUMNS} FROM attachment WHERE {condition} ORDER BY id"
    for row in books.execute(sql, given):
        number, stream, name, sha256, size, facts, persons, sealed = row
        of = tuple(persons[i : i + _ID_BYTES] for i in range(0, len(persons), _ID_BYTES))
        known = open_name(vault, stream, of, sealed) or f"({number})" if sealed else name
        positions = tuple(map(int, facts.split()))
        erased = bool(of) and not sealed
        yield File(number, known, sha256, size, positions, of, erased)


def persons_of(books: sqlite3.Connection, positions: Iterable[int]) -> dict[int, set[int]]:
    """Give the natural persons that facts concern, by their number: as funder, or owner."""
    people = {row[0] for row in books.execute("SELECT id FROM party WHERE kind = 'person'")}
    owners = dict(books.execute("SELECT id, party FROM project WHERE party IS NOT NULL"))
    wanted = list(positions)
    found: dict[int, set[int]] = {position: set() for position in wanted}
    for position, (party, project, _) in naming.concerned(books, wanted).items():
        found[position] = {party, owners.get(project, 0)} & people
    return found


def persons_named(books: sqlite3.Connection, vault: Vault, name: str) -> set[int]:
    """Give the natural persons whose whole name stands in a text, in whatever order."""
    words = set(_words(name))
    sql = "SELECT id, stream_id, sealed FROM party WHERE sealed <> '' AND withdrawn = 0"
    rows = books.execute(sql).fetchall()
    names = vault.names((row[1], row[2]) for row in rows)
    return {
        row[0]
        for row, known in zip(rows, names, strict=True)
        if known and _words(known) and words.issuperset(_words(known))
    }


def streams(books: sqlite3.Connection, people: Iterable[int]) -> dict[int, bytes]:
    """Give the streams of persons who have a key, by number, in order."""
    wanted = set(people)
    sql = "SELECT id, stream_id FROM party WHERE sealed <> '' ORDER BY id"
    return {row[0]: row[1] for row in books.execute(sql) if row[0] in wanted}


class Orphans(NamedTuple):
    """Files that concern erased persons: those that go with them, those that stay.

    Each is named by the SHA-256 of its content.
    """

    gone: frozenset[str]
    left: frozenset[str]


def orphans(
    books: sqlite3.Connection, vault: Vault, people: Mapping[bytes, int]
) -> Orphans:
    """Tell the files of persons who are, or will be, erased; given by stream and number.

    A file goes when each fact that it shows concerns persons, and all of them are erased;
    the same content attached to anything else keeps it.
    """
    erased = "SELECT id FROM party WHERE kind = 'person' AND sealed = ''"
    nobody = {row[0] for row in books.execute(erased)} | set(people.values())
    known = {row[1]: row[0] for row in books.execute("SELECT id, stream_id FROM party")}
    every = list(files(books, vault, "1"))
    about = persons_of(books, {fact for one in every for fact in one.facts})
    gone: set[str] = set()
    stays: set[str] = set()
    touched: set[str] = set()
    for one in every:
        shown = [about[fact] for fact in one.facts]
        meant = {known[stream] for stream in one.persons}.union(*shown)
        (gone if all(shown) and meant <= nobody else stays).add(one.sha256)
        if meant & set(people.values()):
            touched.add(one.sha256)
    return Orphans(frozenset(touched & gone - stays), frozenset(touched & stays))


def _words(name: str) -> list[str]:
    return bones(fold(name.replace("_", " "))).split()
