"""Facts in words: who and what each concerns, what it takes back, what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reading import facts
from blendfund.application.reading.approvals import what_of
from blendfund.application.reading.kinds import KINDS
from blendfund.domain.money import plain
from blendfund.domain.reversal import FactWithdrawn, MovementReversed
from blendfund.storage.log.decoding import decode
from blendfund.storage.query import naming
from blendfund.storage.query.backing import takers
from blendfund.storage.query.totals import merges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from blendfund.application.reading.reader import Reading
    from blendfund.storage.log.reader import Fact

Told = dict[str, Any]

_FOUR_EYES: Final = ("payment-proposed/", "payment-approved/", "proposal-rejected/")
_LINKS: Final = ("replaces", "reverses", "fact", "replaced_by", "restores")


def tell(reading: Reading, positions: Sequence[int], known: int) -> list[Told]:
    """Tell facts, in the order given, as known at a position."""
    stored = reading.log.facts(positions)
    taken = takers(reading.books, positions, known)
    since = reading.log.facts(list(taken.values()))
    named = _named(reading, positions, known)
    found = []
    for position in positions:
        told = _told(position, stored[position])
        told |= named.get(position, {"party": "", "project": "", "agreement": ""})
        if stored[position].topic.startswith(_FOUR_EYES):
            told["proposed"] = _proposed(reading, position)
        taker = taken.get(position)
        if taker is not None:
            told["taken_back_by"] = taker
            event: Any = decode(since[taker].topic, since[taker].state, taker)
            told["replaced_by"] = event.replaced_by or None
        found.append(told)
    return found


def _proposed(reading: Reading, position: int) -> str:
    """Give what a proposal, or the answer to one, is about."""
    fact = facts.at(reading.books, position)
    assert fact is not None
    return what_of(reading.books, fact)


def _told(position: int, stored: Fact) -> Told:
    event: Any = decode(stored.topic, stored.state, position)
    what = stored.topic.rpartition("/")[0]
    movement = event.movement if isinstance(event, MovementReversed) else what
    # A decision that agrees to nothing has neither an amount nor a currency.
    currency = getattr(event, "currency", "") or None
    amount = getattr(event, "amount_minor", None) if currency else None
    told: Told = {
        "position": position,
        "on": event.on.isoformat(),
        "recorded_at": event.recorded_at,
        "actor": event.actor,
        "topic": what,
        "kind": KINDS.get(movement, movement),
        "amount": None if amount is None else plain(amount, event.currency),
        "currency": currency,
        "label": getattr(event, "label", "") or getattr(event, "name", ""),
        "reference": getattr(event, "reference", ""),
        "reason": event.reason,
        "note": event.note,
        "key": event.key,
        "evidence": list(event.evidence),
        "taken_back_by": None,
        "replaced_by": None,
    }
    for name in _LINKS:
        value = getattr(event, name, None)
        if value:
            told[name] = value
    if isinstance(event, FactWithdrawn):
        told["kind"] = event.what
    return told


def _named(
    reading: Reading, positions: Sequence[int], known: int
) -> dict[int, dict[str, str]]:
    """Give the names of whom and what facts concern; a merged party's is its new one."""
    books = reading.books
    rows = naming.concerned(books, positions)
    now = {int(one): int(into) for one, into in merges(books, known).items()}
    parties = {row[0]: now.get(row[0], row[0]) for row in rows.values()}
    called = naming.parties(books, reading.vault, set(parties.values()))
    projects = naming.projects(books, {row[1] for row in rows.values()})
    agreements = naming.agreements(books, {row[2] for row in rows.values()})
    return {
        position: {
            "party": called.get(parties[party], ""),
            "project": projects.get(project, ""),
            "agreement": agreements.get(agreement, ""),
        }
        for position, (party, project, agreement) in rows.items()
    }
