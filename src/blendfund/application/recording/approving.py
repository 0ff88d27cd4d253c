"""Four eyes: answering what somebody else proposed."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.application.reading.decided import members_of
from blendfund.application.reading.proposals import (
    Proposal,
    conflicts_on,
    proposals_of,
    void,
)
from blendfund.application.writing.authorship import holds_key
from blendfund.application.writing.command import body_of
from blendfund.domain import approval
from blendfund.domain.checks import check_date
from blendfund.domain.errors import ProposalNotFound, ProposalVoid, Word
from blendfund.storage.log.mapper import Recorded
from blendfund.storage.proof.merkle import leaf_hash

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.approval import PaymentProposed
    from blendfund.domain.committee import Member
    from blendfund.domain.event import Event
    from blendfund.storage.log.recorder import Writing

_FUND: Final = (
    "SELECT f.id, f.reference FROM dossier d JOIN fund f ON f.id = d.fund WHERE d.id = ?"
    " AND d.topic = 'payment-proposed' AND d.withdrawn = 0"
)
_STORED: Final = (
    "SELECT position, stream_id, version, topic, state FROM event WHERE position = ?"
)


class Answered(NamedTuple):
    """What answering a proposal recorded; whether whoever had made it withdrew it.

    ``what`` it is about is "" where the same command had been recorded before.
    """

    outcome: Outcome
    withdrawn: bool
    what: str = ""


def answer(
    ledger: Ledger,
    command: Command,
    position: int,
    *,
    approved: bool,
    reason: str = "",
    on: date | None = None,
) -> Answered:
    """Approve a proposal; or refuse it, or withdraw one's own.

    What is approved and not paid can still be refused, and withdrawn.

    Raises:
        ProposalNotFound, BeforeItsGround, SelfApproval, NotAMember, Conflicted,
        AboveMandate, ApprovalUnsigned, DateInTheFuture, ProposalVoid.
    """
    day = on or command.day()
    found: list[PaymentProposed] = []

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        (number, reference), said = _found(books, position, approved=approved)
        found.append(said)
        _, stream, state = ledger.fund(tx, reference)
        check_date(day, state.opened_on, command.day())
        among = _among(ledger, books, command, number, said)
        when = approval.Answering(day, command.day(), *among)
        stamp = {**ledger.stamp(tx, command), "reason": reason}
        event: Event
        if approved:
            leaf = _payable(books, number, Proposal(position, said))
            event = approval.approve(when, position, said, leaf, **stamp)
        else:
            event = approval.reject(when, position, said, **stamp)
        version = ledger.past(books).version(stream)
        return [Recorded(stream, version + 1, event)]

    verb = "approve" if approved else "reject"
    outcome = ledger.write(command, body_of(verb, (position, reason, on)), plan)
    return _answered(outcome, found, None if approved else command.actor)


def _answered(
    outcome: Outcome, found: list[PaymentProposed], refusing: str | None
) -> Answered:
    """Tell what was answered; ``found`` is empty where it had been before."""
    withdrawn = [one.actor for one in found] == [refusing]
    return Answered(outcome, withdrawn, "".join(one.what for one in found))


def _among(
    ledger: Ledger,
    books: sqlite3.Connection,
    command: Command,
    fund: int,
    said: PaymentProposed,
) -> tuple[list[Member], dict[str, str], bool]:
    """Give who sits, who has a conflict, and whether a signature is missing."""
    unsigned = ledger.signer is None and holds_key(books, command.actor)
    return members_of(books, fund), conflicts_on(books, fund, said), unsigned


def _payable(books: sqlite3.Connection, fund: int, one: Proposal) -> str:
    """Give the leaf hash of what can still be paid. Raises ProposalVoid."""
    why = void(books, fund, one)
    if why:
        raise ProposalVoid(one.position, Word(why))
    return leaf_of(books, one.position)


def leaf_of(books: sqlite3.Connection, position: int) -> str:
    """Give the base64 of a fact's leaf hash."""
    row = books.execute(_STORED, (position,)).fetchone()
    return b64encode(leaf_hash(*row)).decode()


def _found(
    books: sqlite3.Connection, position: int, *, approved: bool
) -> tuple[tuple[int, str], PaymentProposed]:
    """Give a proposal, and its fund (id and reference). Raises ProposalNotFound."""
    fund = books.execute(_FUND, (position,)).fetchone()
    known = {} if fund is None else _answerable(books, fund[0], approved=approved)
    if position not in known:
        raise ProposalNotFound(position, _named(books, approved=approved))
    return fund, known[position].said


def _answerable(
    books: sqlite3.Connection, fund: int, *, approved: bool
) -> dict[int, Proposal]:
    """Give what may be approved, or refused, by its position."""
    found = {one.position: one for one in proposals_of(books, fund) if one.open}
    return {at: one for at, one in found.items() if one.waits or not approved}


def _named(books: sqlite3.Connection, *, approved: bool) -> str:
    sql = "SELECT id FROM fund WHERE withdrawn = 0"
    funds = books.execute(sql).fetchall()
    known = [
        str(at) for (fund,) in funds for at in _answerable(books, fund, approved=approved)
    ]
    return ", ".join(known) or "-"
