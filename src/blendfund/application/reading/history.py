"""The whole life of a fact: what it said, what took it back, what stands instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reading import facts as log
from blendfund.application.reading.approvals import of_name, proposed_under, what_of
from blendfund.application.reading.names import positions_of
from blendfund.application.reading.vouchers import attached_to
from blendfund.domain.errors import NotFound
from blendfund.domain.event import Movement
from blendfund.domain.money import plain
from blendfund.domain.reversal import FactWithdrawn, MovementReversed
from blendfund.journal.rules import RULES

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.reading.facts import Fact
    from blendfund.application.reading.reader import Reading
    from blendfund.storage.query.totals import Moment

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
    """Give every fact that a name stands for, and what became of each.

    What was proposed under a contract, or of these facts, and who answered, stands beside.

    Raises NotFound.
    """
    books = reading.books
    positions = set(_positions(books, name))
    facts = [fact for fact in map(_read(books), sorted(linked(books, positions))) if fact]
    return {
        "name": name,
        "facts": [_told(books, fact) for fact in facts],
        "attachments": _attached(reading, facts),
        "approvals": of_name(books, name.strip(), facts),
    }


def facts_of(reading: Reading, name: str, at: Moment) -> list[dict[str, Any]]:
    """Give the facts that a name stands for, as they were known at a moment.

    Raises NotFound.
    """
    books = reading.books
    found = map(_read(books), sorted(linked(books, set(positions_of(books, name)))))
    facts = [fact for fact in found if fact and log.known(fact, at)]
    return [_told(books, fact, at.position) for fact in facts]


def _positions(books: sqlite3.Connection, name: str) -> list[int]:
    """Give the facts of a name; of a guarantee not granted yet, those that propose it."""
    try:
        return positions_of(books, name)
    except NotFound:
        found = proposed_under(books, name.strip())
        if not found:
            raise
        return found


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


def _told(books: sqlite3.Connection, fact: Fact, by: int = log.LAST) -> dict[str, Any]:
    """Tell a fact, and what became of it as known at a position."""
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
        "proven": log.proven(books, fact.position),
        "amount": None if amount is None else plain(amount, event.currency),
        "currency": currency,
        "label": getattr(event, "label", "") or _tranche(books, event) or _told_by(fact),
        "reason": event.reason,
        "stands": _stands(books, fact, by),
    }
    for name in ("reverses", "fact", "replaced_by", "replaces", "restores"):
        value = getattr(event, name, None)
        if value:
            told[name] = value
    proposed = what_of(books, fact)
    if proposed:
        told["proposed"] = proposed
    if fact.what in RULES:
        taken = log.reversal_of(books, fact.position, by)
        if taken is not None and not told["stands"]:
            told["reversed_by"] = taken.position
            told["replaced_by"] = log.replacement(books, fact.position, by) or None
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


def _stands(books: sqlite3.Connection, fact: Fact, by: int) -> bool:
    if fact.what in RULES:
        return log.stands(books, fact.position, by)
    if isinstance(fact.event, MovementReversed | FactWithdrawn):
        return True
    later = (one for one in log.of_stream(books, fact.stream) if one.position <= by)
    gone = {one.event.fact for one in later if isinstance(one.event, FactWithdrawn)}
    return fact.position not in gone
