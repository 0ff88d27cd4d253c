"""The new day of a movement that is corrected, held against what the movement rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reading import dated
from blendfund.application.reading.grounds import resting_of
from blendfund.application.reading.proposals import proposals_of
from blendfund.domain.checks import check_due, check_ground
from blendfund.domain.claiming import Dated
from blendfund.domain.errors import Word

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.reading.facts import Fact
    from blendfund.domain.event import Movement

_CONTRACT: Final = "SELECT fund, project FROM agreement WHERE stream_id = ? AND side = 'F'"


def check_day(books: sqlite3.Connection, fact: Fact, new: Movement) -> None:
    """Refuse to date a movement before what it rests on, or after what rests on it.

    A contract rests on the decisions it took its amount of, what is paid or charged on the
    contract, and what a second person approved on the approval too.

    Raises:
        BeforeItsGround, AfterWhatRests.
    """
    if new.on == fact.event.on:
        return
    check_due(getattr(new, "due", None), new.on)
    found = books.execute(_CONTRACT, (fact.stream.bytes,)).fetchone()
    if found is not None:
        _check_contract(books, found, fact, new)
        _check_claims(books, fact, new)
        _check_approval(books, found[0], new)


def _check_contract(
    books: sqlite3.Connection, of: tuple[int, int], fact: Fact, new: Movement
) -> None:
    """Refuse to date a contract before its decision, or what rests on it before it."""
    if fact.what in dated.CONTRACTS:
        file, resting = resting_of(books, *of)
        under = resting.under.get(fact.position, ())
        for one in file.decisions:
            if one.position in under:
                check_ground(new.on, Word("the decision"), one.said.on)
        was = fact.event.on
        dated.check_contracted(books, fact.stream, new.on, fact.position, was)
    elif fact.what != "financing-taken-over":
        own = fact.what == "disbursement-paid"
        dated.check_contract(books, fact.stream, new.on, fact.position, own=own)


def _check_claims(books: sqlite3.Connection, fact: Fact, new: Movement) -> None:
    """Refuse to date what settles a claim before it, or the claim after that."""
    one = Dated(new.on, new.amount_minor)
    if fact.what in dated.SETTLED:
        dated.check_claim(books, fact.stream, one, fact.position)
    elif fact.what in dated.CALLS:
        dated.check_call(books, fact.stream, one, fact.position)


def _check_approval(books: sqlite3.Connection, fund: int, new: Any) -> None:
    """Refuse to date a payment before its approval. Raises BeforeItsGround."""
    rests_on = getattr(new, "proposal", 0)
    if not rests_on:
        return
    for one in proposals_of(books, fund):
        if one.position == rests_on and one.approval is not None:
            check_ground(new.on, Word("the approval"), one.approval.on)
