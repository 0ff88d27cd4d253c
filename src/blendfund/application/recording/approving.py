"""Four eyes: answering what somebody else proposed."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final

from blendfund.application.reading.decided import members_of, proposals_of
from blendfund.application.writing.command import body_of
from blendfund.domain import approval
from blendfund.domain.errors import ProposalNotFound
from blendfund.storage.log.mapper import Recorded
from blendfund.storage.proof.merkle import leaf_hash

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from blendfund.application.reading.decided import Proposal
    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.storage.log.recorder import Writing

_FUND: Final = (
    "SELECT f.id, f.reference FROM dossier d JOIN fund f ON f.id = d.fund WHERE d.id = ?"
    " AND d.topic = 'payment-proposed' AND d.withdrawn = 0"
)
_STORED: Final = (
    "SELECT position, stream_id, version, topic, state FROM event WHERE position = ?"
)


def answer(
    ledger: Ledger,
    command: Command,
    position: int,
    *,
    approved: bool,
    reason: str = "",
    on: date | None = None,
) -> Outcome:
    """Approve or refuse a proposal.

    Raises:
        ProposalNotFound, SelfApproval, NotAMember, AboveMandate.
    """
    day = on or command.day()

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        found = books.execute(_FUND, (position,)).fetchone()
        waiting = {} if found is None else _waiting(books, found[0])
        if position not in waiting:
            raise ProposalNotFound(position, _named(books))
        _, stream, _ = ledger.fund(tx, found[1])
        said, members = waiting[position].said, members_of(books, found[0])
        stamp = {**ledger.stamp(tx, command), "reason": reason}
        if approved:
            leaf = leaf_of(books, position)
            event: approval.PaymentApproved | approval.ProposalRejected
            event = approval.approve(day, position, said, leaf, members, **stamp)
        else:
            event = approval.reject(day, position, said, members, **stamp)
        version = ledger.past(books).version(stream)
        return [Recorded(stream, version + 1, event)]

    verb = "approve" if approved else "reject"
    return ledger.write(command, body_of(verb, (position, reason, on)), plan)


def leaf_of(books: sqlite3.Connection, position: int) -> str:
    """Give the base64 of a fact's leaf hash."""
    row = books.execute(_STORED, (position,)).fetchone()
    return b64encode(leaf_hash(*row)).decode()


def _waiting(books: sqlite3.Connection, fund: int) -> dict[int, Proposal]:
    return {one.position: one for one in proposals_of(books, fund) if one.waits}


def _named(books: sqlite3.Connection) -> str:
    funds = books.execute("SELECT id FROM fund WHERE withdrawn = 0").fetchall()
    waiting = [str(at) for (fund,) in funds for at in _waiting(books, fund)]
    return ", ".join(waiting) or "-"
