"""Finding movements: what a search asks for, as rows with their count and total."""

from __future__ import annotations

import gc
from collections import Counter
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from blendfund.application.reading.kinds import KINDS
from blendfund.application.reading.lexicon import lexicon
from blendfund.domain.money import plain
from blendfund.projections.query.parser import parse
from blendfund.storage.log.condition import between
from blendfund.storage.query.finding import Finder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blendfund.application.reading.reader import Reading
    from blendfund.storage.log.condition import Where
    from blendfund.storage.log.reader import Fact
    from blendfund.storage.query.hits import Hit

Found = dict[str, Any]


class Sought(msgspec.Struct, frozen=True):
    """What is searched, where, and how many of the newest movements are given."""

    query: str
    fund: str = ""
    as_of: date | None = None
    known_at: str | None = None
    limit: int | None = None
    french: bool = False


class _Fact(msgspec.Struct):
    """What a row shows of the fact itself."""

    recorded_at: str
    actor: str
    label: str = ""
    reference: str = ""
    reason: str = ""
    note: str = ""
    replaces: int = 0
    replaced_by: int = 0


_fact = msgspec.json.Decoder(_Fact).decode


def search(reading: Reading, sought: Sought) -> Found:
    """Find movements, in the order of their operation dates.

    Raises UnknownFilter, UnknownWord, UnreadableFilter, UnreadableQuery, FundNotFound,
    UnknownPosition.
    """
    asked = parse(sought.query, lexicon(french=sought.french))
    position = reading.log.position_at(sought.known_at)
    books = reading.movements
    finder = Finder(books, reading.vault, position, reading.log.position_at)
    with _no_collector():
        hits = finder.hits(finder.where(asked, *_frame(reading, sought, finder)))
    back = finder.taken_back
    total: Counter[str] = Counter()
    for hit in hits:
        currency = finder.shapes[hit.shape].currency
        total[currency] += 0 if hit.position in back else hit.amount
    shown = hits[-sought.limit :] if sought.limit else hits
    return {
        "query": sought.query,
        "read": str(asked),
        "rows": list(_rows(reading, finder, shown, back)),
        "count": len(hits),
        "total": {one: plain(total[one], one) for one in sorted(total)},
        "position": position,
    }


def positions(reading: Reading, query: str, *, french: bool) -> list[int]:
    """Give the positions of the movements that a search finds.

    Raises UnknownFilter, UnknownWord, UnreadableFilter, UnreadableQuery.
    """
    head = reading.log.head().position
    finder = Finder(reading.movements, reading.vault, head, reading.log.position_at)
    asked = parse(query, lexicon(french=french))
    return sorted(hit.position for hit in finder.hits(finder.where(asked)))


@contextmanager
def _no_collector() -> Iterator[None]:
    """Keep the collector out of making many texts, which hold no cycle."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _frame(reading: Reading, sought: Sought, finder: Finder) -> list[Where]:
    """Give what holds of every movement, whatever the search says."""
    frame = []
    if sought.known_at is not None:
        frame.append(between("m.position", None, finder.position))
    if sought.as_of is not None:
        frame.append(between("m.operation_date", None, sought.as_of))
    if sought.fund:
        fund, *_ = reading.fund(sought.fund)
        frame.append(finder.of_fund({fund}))
    return frame


def _rows(
    reading: Reading, finder: Finder, hits: list[Hit], back: set[int]
) -> Iterator[Found]:
    funds = finder.funds()
    parties = finder.parties({hit.party for hit in hits})
    projects = finder.projects({hit.project for hit in hits})
    agreements = finder.agreements({hit.agreement for hit in hits})
    takers = finder.takers(hit.position for hit in hits if hit.position in back)
    facts = reading.log.facts([*(hit.position for hit in hits), *takers.values()])
    for hit in hits:
        shape = finder.shapes[hit.shape]
        stored = facts[hit.position]
        fact = _fact(stored.state)
        yield {
            "position": hit.position,
            "on": hit.on,
            "recorded_at": fact.recorded_at,
            "topic": stored.topic,
            "kind": KINDS.get(shape.movement, shape.movement),
            "amount": plain(hit.amount, shape.currency),
            "currency": shape.currency,
            "fund": funds[shape.fund],
            "sector": shape.sector,
            "instrument": shape.instrument,
            "terms": shape.terms,
            "origin": shape.origin,
            "compartment": shape.compartment,
            "party": parties.get(hit.party, ""),
            "project": projects.get(hit.project, ""),
            "agreement": agreements.get(hit.agreement, ""),
            "label": fact.label,
            "reference": fact.reference,
            "earmark": shape.earmark,
            "reason": fact.reason,
            "note": fact.note,
            "actor": fact.actor,
            "reversed": hit.position in back,
            "replaces": fact.replaces or None,
            "replaced_by": _replacement(facts, takers.get(hit.position)),
        }


def _replacement(facts: dict[int, Fact], taker: int | None) -> int | None:
    """Give the correction that a fact which took a movement back put in its place."""
    return None if taker is None else _fact(facts[taker].state).replaced_by or None
