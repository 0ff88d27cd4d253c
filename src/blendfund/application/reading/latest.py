"""The latest write that still stands, the latest import, and how to take them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reading import facts as log
from blendfund.domain.event import Movement
from blendfund.domain.money import plain

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.reading.facts import Fact

# The same one that `undo` takes back.
_WRITE: Final = (
    "SELECT w.first, w.last, b.reference FROM write w LEFT JOIN batch b"
    " ON b.first = w.first WHERE w.undone = 0 AND w.undoes = 0"
    " ORDER BY w.first DESC LIMIT 1"
)
_IMPORT: Final = (
    "SELECT b.reference, b.file, b.first FROM batch b JOIN write w ON w.first = b.first"
    " WHERE w.undone = 0 ORDER BY b.first DESC LIMIT 1"
)
_AGREEMENT: Final = (
    "SELECT CASE name WHEN '' THEN reference ELSE name END FROM agreement"
    " WHERE stream_id = ?"
)
_PROPOSALS: Final = frozenset({"payment-proposed", "payment-approved", "proposal-rejected"})
_UNDO: Final = 'blendfund undo --reason "..."'
_UNDO_IMPORT: Final = 'blendfund import undo {reference} --reason "..."'


def last_write(books: sqlite3.Connection) -> dict[str, Any] | None:
    """Give the latest write that stands: what, who, when; None in an empty ledger.

    ``what`` is the topic of its last fact, or ``import``; ``amount`` is that fact's.
    """
    found = books.execute(_WRITE).fetchone()
    if found is None:
        return None
    first, last, batch = found
    fact = _fact(books, last)
    return {
        "first": first,
        "last": last,
        "what": "import" if batch else fact.what,
        **_of_movement(books, None if batch else fact),
        **_of_proposal(books, fact),
        "batch": batch,
        **_by(books, first),
        "undo": _UNDO,
    }


def last_import(books: sqlite3.Connection) -> dict[str, Any] | None:
    """Give the latest import that stands, None where there is none."""
    found = books.execute(_IMPORT).fetchone()
    if found is None:
        return None
    reference, file, first = found
    undo = _UNDO_IMPORT.format(reference=reference)
    return {"reference": reference, "file": file, **_by(books, first), "undo": undo}


def _fact(books: sqlite3.Connection, position: int) -> Fact:
    fact = log.at(books, position)
    assert fact is not None
    return fact


def _by(books: sqlite3.Connection, position: int) -> dict[str, str]:
    event = _fact(books, position).event
    return {"actor": event.actor, "recorded_at": event.recorded_at}


def _of_proposal(books: sqlite3.Connection, fact: Fact) -> dict[str, str]:
    """Give what was proposed, or answered, where the fact is that: loaded for it alone."""
    if fact.what not in _PROPOSALS:
        return {}
    from blendfund.application.reading.approvals import what_of

    return {"proposed": what_of(books, fact)}


def _of_movement(books: sqlite3.Connection, fact: Fact | None) -> dict[str, str | None]:
    if fact is None or not isinstance(fact.event, Movement):
        return {"amount": None, "currency": None, "agreement": None}
    event = fact.event
    named = books.execute(_AGREEMENT, (fact.stream.bytes,)).fetchone()
    return {
        "amount": plain(event.amount_minor, event.currency),
        "currency": event.currency,
        "agreement": named and named[0],
    }
