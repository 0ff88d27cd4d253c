"""Vouchers: a file is kept beside the ledger under its content, and named by facts."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from blendfund.application.reading.names import positions_of
from blendfund.application.writing.command import Outcome, body_of
from blendfund.domain.errors import NotAFile
from blendfund.domain.evidence import EvidenceAttached
from blendfund.storage.log.ids import uuid7
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from blendfund.application.writing.command import Command
    from blendfund.application.writing.ledger import Ledger
    from blendfund.storage.log.recorder import Writing

LIMIT_MIB: Final = 100


class Attached(Struct, frozen=True):
    """A file that was attached: its fingerprint and where it is kept."""

    outcome: Outcome
    sha256: str
    place: str


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

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded] | Outcome:
        facts = sorted({one for name in names for one in positions_of(books, name)})
        if not command.dry_run:
            ledger.store.vouchers.keep(digest, content)
        known = _attached(books, path.name, digest, facts)
        if known and not note:
            return Outcome(known, str(known), 0, already=True)
        event = EvidenceAttached(
            on=command.day(),
            name=path.name,
            size=len(content),
            facts=tuple(facts),
            evidence=(digest,),
            note=note,
            **ledger.stamp(tx, command),
        )
        return [Recorded(uuid7(), 1, event)]

    body = body_of("attach", (digest, path.name, tuple(names), note))
    return Attached(
        ledger.write(command, body, plan), digest, str(ledger.store.vouchers.place(digest))
    )


def _attached(books: sqlite3.Connection, name: str, digest: str, facts: list[int]) -> int:
    """Give where the same file was attached to all these facts before, else zero."""
    sql = (
        "SELECT id, facts FROM attachment WHERE withdrawn = 0 AND sha256 = ? AND name = ?"
        " ORDER BY id"
    )
    for position, of in books.execute(sql, (digest, name)):
        if set(facts) <= {int(one) for one in of.split()}:
            return int(position)
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
