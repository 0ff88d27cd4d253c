"""Corrections of what a lender reported of the loan that it lent.

A report is recorded as what the loan has fallen by since the one before, or risen. It is
corrected as people said it: by what the project still owed. What was reported later stands
as it was. A correction turns no fall into a rise, nor a rise into a fall.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from blendfund.application.correcting.redraw import begun
from blendfund.application.reading import facts as log
from blendfund.domain.errors import AmountFollows, RestedOn
from blendfund.domain.guaranteed import REPORTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from blendfund.application.correcting.takeback import TakeBack
    from blendfund.application.reading.facts import Fact
    from blendfund.domain.event import Movement
    from blendfund.domain.financing import Financing

ENDING: Final = frozenset({"guarantee-paid", "guarantee-released"})


def moved(books: sqlite3.Connection, plan: TakeBack, fact: Fact, minor: int) -> int:
    """Give what the loan had moved by, where the project owed ``minor`` (minor units).

    Raises AmountFollows, AboveCovered.
    """
    before = []
    for one in plan.history(fact.stream):
        if one.position == fact.position:
            break
        before.append(one)
    state = _state(books, fact, before)
    reported = state.granted().report(fact.event.on, minor)
    if type(reported) is not type(fact.event):
        raise AmountFollows(fact.position)
    return int(reported.amount_minor)


def follow(books: sqlite3.Connection, plan: TakeBack, fact: Fact, new: Movement) -> None:
    """Let the next report stand where it stood, once the one before is corrected.

    Raises:
        RestedOn: The next report, a claim, or the end of the guarantee rests on it.
    """
    was = fact.event
    assert isinstance(was, type(new))
    more = (new.amount_minor - was.amount_minor) * REPORTS[fact.what]
    history = plan.history(fact.stream)
    (place,) = (
        number
        for number, one in enumerate(history)
        if getattr(one.event, "replaces", 0) == fact.position
    )
    later = history[place + 1 :]
    whole = _state(books, fact, history)
    for one in [one for one in later if one.what in REPORTS][:1]:
        event: Any = one.event
        amount = event.amount_minor - more * REPORTS[one.what]
        if amount <= 0:
            raise RestedOn(fact.position, whole.label)
        plan.replace(one, structs.replace(event, amount_minor=amount))
    history = plan.history(fact.stream)
    whole = _state(books, fact, history)
    days = [one.event.on for one in history if one.what in REPORTS]
    ended = any(getattr(one.event, "drawn_minor", 0) for one in later if one.what in ENDING)
    late = (more and ended) or not whole.granted().sound
    if late or days != sorted(days):
        raise RestedOn(fact.position, whole.label)


def _state(books: sqlite3.Connection, fact: Fact, history: Sequence[Fact]) -> Financing:
    state, evolve = begun(next(log.of_stream(books, fact.stream)).event)
    for one in history:
        state = evolve(state, one.event)
    found: Financing = state
    return found
