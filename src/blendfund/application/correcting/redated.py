"""The new day of a movement that is corrected, held against what the movement rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reading import dated
from blendfund.application.reading.grounds import resting_of
from blendfund.application.reading.proposals import proposals_of
from blendfund.domain.checks import check_ground
from blendfund.domain.errors import Word

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.reading.facts import Fact
    from blendfund.domain.event import Movement

_CONTRACT: Final = "SELECT fund, project FROM agreement WHERE stream_id = ? AND side = 'F'"
# What makes a contract, and rests on a decision of the committee where there is one.
_MAKES: Final = frozenset({"financing-contracted", "guarantee-granted"})
_SETTLES: Final = frozenset({"guarantee-paid", "guarantee-call-rejected"})


def check_day(books: sqlite3.Connection, fact: Fact, new: Movement) -> None:
    """Refuse to date a movement before what it rests on. Raises BeforeItsGround.

    A contract rests on the decisions it took its amount of, what is paid or charged on the
    contract, and what a second person approved on the approval too.
    """
    found = books.execute(_CONTRACT, (fact.stream.bytes,)).fetchone()
    if found is None or new.on == fact.event.on:
        return
    fund, project = found
    if fact.what in _MAKES:
        file, resting = resting_of(books, fund, project)
        under = resting.under.get(fact.position, ())
        for one in file.decisions:
            if one.position in under:
                check_ground(new.on, Word("the decision"), one.said.on)
    elif fact.what != "financing-taken-over":
        own = fact.what == "disbursement-paid"
        dated.check_contract(books, fact.stream, new.on, fact.position, own=own)
    if fact.what in _SETTLES:
        minor = new.amount_minor
        dated.check_claim(books, fact.stream, new.on, minor, fact.position)
    _check_approval(books, fund, new)


def _check_approval(books: sqlite3.Connection, fund: int, new: Any) -> None:
    """Refuse to date a payment before its approval. Raises BeforeItsGround."""
    rests_on = getattr(new, "proposal", 0)
    if not rests_on:
        return
    for one in proposals_of(books, fund):
        if one.position == rests_on and one.approval is not None:
            check_ground(new.on, Word("the approval"), one.approval.on)
