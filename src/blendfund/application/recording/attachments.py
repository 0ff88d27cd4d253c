"""Vouchers: a file is kept beside the ledger under its content, and named by facts."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from msgspec import Struct

from blendfund.application.reading.names import positions_of
from blendfund.application.writing.command import Outcome, body_of
from blendfund.domain.errors import NotAFile
from blendfund.domain.evidence import EvidenceAttached
from blendfund.storage.attached import PERSONS_MAX, seal_name
from blendfund.storage.log.ids import uuid7
from blendfund.storage.log.mapper import Recorded
from blendfund.storage.query.files import (
    STANDING,
    files,
    persons_named,
    persons_of,
    streams,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from blendfund.application.writing.command import Command
    from blendfund.application.writing.ledger import Ledger
    from blendfund.storage.keys import Vault
    from blendfund.storage.log.recorder import Writing

LIMIT_MIB: Final = 100


class Attached(Struct, frozen=True):
    """A file that was attached: its fingerprint and where it is kept.

    ``persons`` is for how many natural persons its name is sealed; ``crowded`` tells that
    the facts concern too many for that: the name stands in clear.
    """

    outcome: Outcome
    sha256: str
    place: str
    persons: int = 0
    crowded: bool = False


def attach(
    ledger: Ledger, command: Command, path: Path, names: Sequence[str], note: str
) -> Attached:
    """Attach a file to facts, named by position or by reference.

    The file is kept first, then the fact is recorded: a fact never names what is not there.

    Raises:
        NotAFile, NotFound, StorageRefused.
    """
    content = _content(path)
    digest = sha256(content).hexdigest()
    about = Concerned((), crowded=False)

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded] | Outcome:
        nonlocal about
        facts = sorted({one for name in names for one in positions_of(books, name)})
        if not command.dry_run:
            ledger.store.vouchers.keep(digest, content)
        about = _concerned(books, ledger.vault, path.name, facts)
        known = _attached(books, ledger.vault, path.name, digest, facts)
        if known and not note:
            return Outcome(known, str(known), 0, already=True)
        stream = uuid7()
        event = EvidenceAttached(
            on=command.day(),
            size=len(content),
            facts=tuple(facts),
            evidence=(digest,),
            note=note,
            **_named(ledger.vault, stream, about.persons, path.name),
            **ledger.stamp(tx, command),
        )
        return [Recorded(stream, 1, event)]

    body = body_of("attach", (digest, path.name, tuple(names), note))
    outcome = ledger.write(command, body, plan)
    place = str(ledger.store.vouchers.place(digest))
    return Attached(outcome, digest, place, len(about.persons), about.crowded)


class Concerned(NamedTuple):
    """For whom a file's name is sealed; ``crowded`` where the facts concern too many."""

    persons: tuple[UUID, ...]
    crowded: bool


def _concerned(
    books: sqlite3.Connection, vault: Vault, name: str, facts: list[int]
) -> Concerned:
    """Give the persons whom the facts concern, and those whom the file is named after."""
    people = streams(books, set().union(*persons_of(books, facts).values()))
    crowded = len(people) > PERSONS_MAX
    named = streams(books, persons_named(books, vault, name))
    meant = named if crowded else people | named
    some = sorted(meant.values())[:PERSONS_MAX]
    return Concerned(tuple(UUID(bytes=one) for one in some), crowded and not named)


def _named(
    vault: Vault, stream: UUID, persons: tuple[UUID, ...], name: str
) -> dict[str, Any]:
    """Give how a fact names a file: sealed where it concerns persons."""
    if not persons:
        return {"name": name}
    return {"persons": persons, "sealed": seal_name(vault, stream, persons, name)}


def _attached(
    books: sqlite3.Connection, vault: Vault, name: str, digest: str, facts: list[int]
) -> int:
    """Give where the same file was attached to all these facts before, else zero."""
    for one in files(books, vault, f"{STANDING} AND sha256 = ?", (digest,)):
        if one.name == name and set(facts) <= set(one.facts):
            return one.position
    return 0


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LIMIT_MIB << 20:
            raise NotAFile(path.name, "too large", LIMIT_MIB)
        return path.read_bytes()
    except OSError as refused:
        why = refused.strerror or str(refused)
        raise NotAFile(path.name, why, LIMIT_MIB) from refused
