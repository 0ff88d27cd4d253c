"""Erasing a person: the fact first, then the key; whatever comes between, it ends erased.

The fact is committed before the key is destroyed, so that no name ever goes without a
trace of who did it. From that commit on the read models know the person by number alone;
every later write destroys keys that a crash, or a restored keys file, left behind.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

import msgspec
from msgspec import Struct

from blendfund.application.registering.parties import party_named
from blendfund.application.writing.command import Command, Outcome, body_of
from blendfund.domain.errors import (
    NotAPerson,
    PartyNotFound,
    ReasonMissing,
    RetentionNotOver,
)
from blendfund.domain.party import PartyErased
from blendfund.storage.log.engine import driver
from blendfund.storage.log.mapper import Recorded
from blendfund.storage.query.files import Orphans, orphans
from blendfund.storage.query.totals import merges

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.writing.ledger import Ledger
    from blendfund.storage.log.recorder import Writing

YEARS = 10  # French Commercial Code, art. L123-22, from the end of the financial year


class Erasure(Struct, frozen=True):
    """Whom to erase, by name or number, on which ground and why.

    ``until`` is the last day evidence is kept, where it is not what the law asks for the
    last movement. ``files`` tells that the attached files which concern them alone go too.
    """

    name: str
    reason: str
    legal_basis: str = ""
    until: date | None = None
    files: bool = True


class Erased(NamedTuple):
    """What was done: the person's number, and until when evidence is due.

    ``gone`` counts the attached files that were destroyed, ``left`` are the places of
    those that concern the person and stay.
    """

    outcome: Outcome
    number: int
    until: date | None
    gone: int
    left: tuple[str, ...]


def erase_party(ledger: Ledger, command: Command, asked: Erasure) -> Erased:
    """Make a person unreadable for good, with everybody merged into or from them.

    Raises:
        ReasonMissing, PartyNotFound, NotAPerson, RetentionNotOver, KeyReused.
    """
    if not asked.reason.strip():
        raise ReasonMissing
    said = (asked.reason, asked.legal_basis, asked.until)
    attached = Orphans(frozenset(), frozenset())
    found: dict[bytes, int] = {}
    until: date | None = None
    with ledger.transaction(command) as tx:
        books = driver(tx.connection)
        people = _people(ledger, command, tx, books, asked.name)
        until = asked.until or _retained(books, set(people.values()))
        attached = orphans(books, ledger.vault, people)
        number = min(people.values())
        # A name would let its fingerprint be guessed at: the number says who is meant.
        body = body_of("party-erase", (number, *said))
        outcome = ledger.already(tx, command.key, body)
        found = {one: id_ for one, id_ in people.items() if _sealed(books, id_)}
        if outcome is None and not found:
            outcome = Outcome(tx.position, str(number), 0, already=True)
        if outcome is None:
            if until and command.day() <= until and not asked.legal_basis.strip():
                raise RetentionNotOver(until)
            facts = _facts(ledger, command, tx, books, found, asked, until)
            outcome = ledger.keep(tx, command, facts, body)
    if not command.dry_run and found:
        with ledger.transaction(command):
            pass  # it finishes: the keys go, under the ledger's lock
        clean(ledger)
    return Erased(outcome, number, until, *_shredded(ledger, command, asked, attached))


def _shredded(
    ledger: Ledger, command: Command, asked: Erasure, attached: Orphans
) -> tuple[int, tuple[str, ...]]:
    """Destroy what concerned the erased alone: how much, and where the rest is."""
    vouchers = ledger.store.vouchers
    there = {one for one in attached.gone if vouchers.holds(one)}
    going = there if asked.files else set[str]()
    if not command.dry_run:
        for one in sorted(going):
            vouchers.forget(one)
        going = {one for one in going if not vouchers.holds(one)}
    stay = attached.left | there - going
    return len(going), tuple(sorted(str(vouchers.place(one)) for one in stay))


def clean(ledger: Ledger) -> None:
    """Write the ledger's file anew: nothing of an old row stays in it or its journal."""
    with ledger.engine.connect() as connection:
        raw = driver(connection)
        raw.execute("VACUUM")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _facts(
    ledger: Ledger,
    command: Command,
    tx: Writing,
    books: sqlite3.Connection,
    people: dict[bytes, int],
    asked: Erasure,
    until: date | None,
) -> list[Recorded]:
    event = PartyErased(
        on=command.day(),
        legal_basis=asked.legal_basis.strip(),
        retained_until=until,
        reason=asked.reason.strip(),
        **ledger.stamp(tx, command),
    )
    past = ledger.past(books)
    streams = [UUID(bytes=one) for one in people]
    return [Recorded(one, past.version(one) + 1, event) for one in streams]


def _people(
    ledger: Ledger, command: Command, tx: Writing, books: sqlite3.Connection, name: str
) -> dict[bytes, int]:
    """Give the persons that a name or number stands for, stream and number."""
    bare = name.strip()
    sql = "SELECT id, stream_id, kind FROM party WHERE withdrawn = 0"
    every = {row[0]: row for row in books.execute(sql)}
    if bare.isascii() and bare.isdigit() and len(bare) < 18 and int(bare) in every:  # noqa: PLR2004 -- a number of SQLite
        number = int(bare)
    else:
        stream = party_named(ledger, command, tx, books, name).bytes
        known = {row[1]: row[0] for row in every.values()}
        if stream not in known:
            raise PartyNotFound(name, "-")
        number = known[stream]
    if every[number][2] != "person":
        raise NotAPerson(name)
    into = {int(one): int(other) for one, other in merges(books, tx.position).items()}
    root = into.get(number, number)
    return {
        row[1]: one
        for one, row in every.items()
        if into.get(one, one) == root and row[2] == "person"
    }


def _sealed(books: sqlite3.Connection, number: int) -> bool:
    sql = "SELECT sealed <> '' FROM party WHERE id = ?"
    return bool(books.execute(sql, (number,)).fetchone()[0])


def _retained(books: sqlite3.Connection, people: set[int]) -> date | None:
    """Give the last day on which evidence about these persons has to be kept."""
    sql = (
        "WITH who AS (SELECT value AS id FROM json_each(?)) SELECT max(operation_date)"
        " FROM posting WHERE party IN (SELECT id FROM who) OR project IN"
        " (SELECT j.id FROM project j WHERE j.party IN (SELECT id FROM who))"
    )
    given = msgspec.json.encode(sorted(people)).decode()
    last = books.execute(sql, (given,)).fetchone()[0]
    return None if last is None else date(int(last[:4]) + YEARS, 12, 31)
