"""The whole life of a fact: what it said, what took it back, what stands instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reading import facts as log
from blendfund.application.reading.names import positions_of
from blendfund.application.reading.vouchers import attached_to
from blendfund.domain.event import Movement
from blendfund.domain.money import plain
from blendfund.domain.reversal import FactWithdrawn, MovementReversed
from blendfund.journal.rules import RULES

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.reading.facts import Fact
    from blendfund.application.reading.reader import Reading

TOLD_BY: Final = {
    "support-opened": "reference",
    "support-delivered": "reference",
    "support-ended": "reference",
    "aid-declared": "giver",
    "committee-held": "reference",
    "decision-taken": "session",
    "member-appointed": "who",
    "signer-registered": "who",
}


def history(reading: Reading, name: str) -> dict[str, Any]:
    """Give every fact that a name stands for, and what became of each. Raises NotFound."""
    books = reading.books
    positions = set(positions_of(books, name))
    facts = [fact for fact in map(_read(books), sorted(linked(books, positions))) if fact]
    return {
        "name": name,
        "facts": [_told(books, fact) for fact in facts],
        "attachments": _attached(reading, facts),
    }


def _attached(reading: Reading, facts: list[Fact]) -> list[dict[str, Any]]:
    positions = {fact.position for fact in facts}
    return attached_to(reading, positions)


def _read(books: sqlite3.Connection) -> Any:
    return lambda position: log.at(books, position)


def linked(books: sqlite3.Connection, positions: set[int]) -> set[int]:
    """Add what took these facts back, and what they corrected or were corrected by."""
    found: set[int] = set()
    waiting = set(positions)
    while waiting:
        position = waiting.pop()
        found.add(position)
        fact = log.at(books, position)
        if fact is not None:
            waiting |= _links(books, fact) - found
    return found


def _links(books: sqlite3.Connection, fact: Fact) -> set[int]:
    event = fact.event
    if isinstance(event, MovementReversed):
        return {event.fact, event.reverses, event.replaced_by} - {0}
    if isinstance(event, FactWithdrawn):
        return {event.fact}
    sql = "SELECT position FROM reversal WHERE base = ?"
    links = {row[0] for row in books.execute(sql, (fact.position,))}
    if isinstance(event, Movement) and event.replaces:
        links.add(event.replaces)
    return links


def _told(books: sqlite3.Connection, fact: Fact) -> dict[str, Any]:
    event: Any = fact.event
    currency = getattr(event, "currency", "") or None
    amount = getattr(event, "amount_minor", None) if currency else None
    told = {
        "position": fact.position,
        "stream_id": str(fact.stream),
        "topic": fact.what,
        "on": event.on.isoformat(),
        "recorded_at": event.recorded_at,
        "actor": event.actor,
        "proven": _proven(books, fact.position),
        "amount": None if amount is None else plain(amount, event.currency),
        "currency": currency,
        "label": getattr(event, "label", "") or _tranche(books, event) or _told_by(fact),
        "reason": event.reason,
        "stands": _stands(books, fact),
    }
    for name in ("reverses", "fact", "replaced_by", "replaces", "restores"):
        value = getattr(event, name, None)
        if value:
            told[name] = value
    if fact.what in RULES:
        taken = log.reversal_of(books, fact.position)
        if taken is not None and not told["stands"]:
            told["reversed_by"] = taken.position
            told["replaced_by"] = log.replacement(books, fact.position) or None
    return told


def _tranche(books: sqlite3.Connection, event: Any) -> str:
    """Give the name of the tranche that an agreement came to stand in."""
    tranche = getattr(event, "tranche", None)
    if tranche is None:
        return ""
    sql = "SELECT name FROM tranche WHERE stream_id = ?"
    return str(books.execute(sql, (tranche.bytes,)).fetchone()[0])


def _told_by(fact: Fact) -> str:
    """Give what tells a fact from others of its kind, where it has no label."""
    told = str(getattr(fact.event, TOLD_BY.get(fact.what, ""), ""))
    minutes = getattr(fact.event, "minutes", 0)
    return f"{told}, {minutes // 60} h {minutes % 60:02d}" if minutes else told


def _proven(books: sqlite3.Connection, position: int) -> bool:
    """Tell whether the command that wrote a fact was signed."""
    sql = "SELECT proven FROM write WHERE first <= ? ORDER BY first DESC LIMIT 1"
    found = books.execute(sql, (position,)).fetchone()
    return bool(found and found[0])


def _stands(books: sqlite3.Connection, fact: Fact) -> bool:
    if fact.what in RULES:
        return log.stands(books, fact.position)
    if isinstance(fact.event, MovementReversed | FactWithdrawn):
        return True
    later = log.of_stream(books, fact.stream)
    gone = {one.event.fact for one in later if isinstance(one.event, FactWithdrawn)}
    return fact.position not in gone
