"""Approvals that nobody signed, though the person they stand under had a key."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.application.reading.decided import said

if TYPE_CHECKING:
    import sqlite3

    from blendfund.domain.approval import PaymentProposed
    from blendfund.storage.query.totals import Moment

_HAD_A_KEY: Final = (
    "SELECT 1 FROM signer WHERE who = :who AND withdrawn = 0 AND id < :position"
    " AND (revoked = 0 OR revoked > :position) LIMIT 1"
)


class Unsigned(NamedTuple):
    """An approval (its position), by whom, and what it let leave (minor units)."""

    position: int
    who: str
    name: str
    minor: int


def unsigned(books: sqlite3.Connection, at: Moment) -> list[Unsigned]:
    """Give the approvals, known at a moment, whose author had a key and did not sign."""
    found: list[Unsigned] = []
    asked: dict[int, PaymentProposed] = {}
    topics = ("payment-proposed", "payment-approved")
    day = date.fromisoformat(at.as_of)
    for position, event in said(books, at.fund, *topics, on=day, position=at.position):
        of = asked.get(getattr(event, "proposal", 0))
        if of is None:
            asked[position] = event
        elif event.proof is None:
            given = {"who": event.actor, "position": position}
            if books.execute(_HAD_A_KEY, given).fetchone() is not None:
                name = of.agreement or of.project
                found.append(Unsigned(position, event.actor, name, of.amount_minor))
    return found
