"""Which facts are corrected by themselves, and which only with what they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.application.reading import facts as log
from blendfund.domain.errors import (
    AlreadyUndone,
    NotCorrectable,
    SharedFact,
    UnknownPosition,
)
from blendfund.domain.event import Movement
from blendfund.journal.rules import RULES

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.reading.facts import Fact

# Movements whose amount follows from something else: what is left, a guarantee's terms.
WHOLE: Final = frozenset(
    {
        "commitment-cancelled",
        "guarantee-granted",
        "counter-guarantee-taken",
    }
)
# Movements that others were shared by, or that follow from one: only undone together.
FOLLOWED: Final = frozenset({"guarantee-paid", "guarantee-released", "recovery-received"})
FOLLOWING: Final = frozenset(
    {"counter-guarantee-called", "counter-guarantee-reduced", "recovery-shared"}
)

# What held money may pay, and what says that it did.
PAID: Final = frozenset(
    {
        "held-payment-applied",
        "fee-received",
        "penalty-received",
        "interest-received",
        "repayment-received",
    }
)


def correctable(books: sqlite3.Connection, position: int, head: int) -> Fact:
    """Give the movement at a position, where it is corrected by itself.

    Raises UnknownPosition, NotCorrectable, AlreadyUndone, SharedFact.
    """
    fact = log.at(books, position)
    if fact is None:
        raise UnknownPosition(str(position), head)
    if fact.what not in RULES or not isinstance(fact.event, Movement):
        raise NotCorrectable(position)
    if not log.stands(books, position):
        raise AlreadyUndone(str(position))
    if fact.what in FOLLOWING or (fact.what in FOLLOWED and _shared(books, fact)):
        raise SharedFact(position)
    return fact


def of_held(books: sqlite3.Connection, fact: Fact) -> bool:
    """Tell whether a movement is a part of what held money paid: its parts go together."""
    together = log.written_with(books, fact.position)
    line = getattr(fact.event, "line", 0)
    return fact.what in PAID and any(
        one.what == "held-payment-applied" and getattr(one.event, "line", 0) == line
        for one in log.of_stream(books, fact.stream)
        if one.position in together
    )


def _shared(books: sqlite3.Connection, fact: Fact) -> bool:
    """Tell whether counter-guarantors have a part in what a movement says."""
    return any(one.what in FOLLOWING for one in log.of_stream(books, fact.stream))
