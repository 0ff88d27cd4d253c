"""Corrections of what became of a guarantee: decided again, with all that came after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from blendfund.domain import financing
from blendfund.domain.errors import RestedOn

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.reading.facts import Fact
    from blendfund.domain.event import Movement
    from blendfund.domain.financing import Financing

# The decision that each movement of a guarantee was.
OF_GUARANTEES: Final = {
    "guarantee-called": "call",
    "guarantee-call-rejected": "reject",
    "guarantee-paid": "pay",
    "guarantee-released": "release",
    "counter-guarantee-paid": "counter_receive",
    "recovery-share-paid": "counter_repay",
}


def decided_again(
    books: sqlite3.Connection, state: Financing, fact: Fact, new: Movement
) -> Movement:
    """Let a guarantee decide on a corrected movement, and on what rests on it.

    Args:
        books: The read models.
        state: The guarantee as it stands without the movement.
        fact: The movement as it was recorded.
        new: As it should have been.

    Returns:
        The movement, with how much of the loan ceases to be covered.

    Raises:
        The refusals of the decision; RestedOn, where later facts need more than it says.
    """
    told: dict[str, Any] = {}
    party = getattr(new, "party", None)
    if party is not None:
        sql = "SELECT name FROM party WHERE stream_id = ?"
        (shown,) = books.execute(sql, (party.bytes,)).fetchone()
        told = {"party": party, "shown": shown}
    decide = getattr(state.granted(), OF_GUARANTEES[fact.what])
    decided = decide(new.on, new.amount_minor, **told)
    drawn = getattr(decided, "drawn_minor", None)
    if drawn is not None:
        new = structs.replace(new, drawn_minor=drawn)
    after = financing.evolve(state, new)
    if not after.granted().sound or after.lost.free(new.on) < 0:
        raise RestedOn(fact.position, state.label)
    return new
