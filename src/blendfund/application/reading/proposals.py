"""Payments that were proposed: what became of each, and what stands in its way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from blendfund.application.reading import facts as log
from blendfund.application.reading.decided import dossier_of, said
from blendfund.application.reading.grounds import ever, ground_of
from blendfund.application.reading.past import state_of
from blendfund.domain.approval import PaymentApproved
from blendfund.domain.party import fold

if TYPE_CHECKING:
    import sqlite3

    from blendfund.domain.approval import PaymentProposed
    from blendfund.storage.query.totals import Moment

ASKED: Final = ("payment-proposed", "payment-approved", "proposal-rejected")
# A proposal is used once: unless what used it was taken back.
_USED: Final = "SELECT id FROM approved WHERE proposal = ? AND id <= ? ORDER BY id DESC"
# The contract that a proposal names: as it was known then, or one made again since.
_NAMED: Final = (
    "SELECT stream_id, project, withdrawn BETWEEN 1 AND ?3, id FROM agreement"
    " WHERE fund = ?1 AND side = 'F' AND (name = ?2 OR reference = ?2) AND id <= ?3"
    " ORDER BY withdrawn BETWEEN 1 AND ?3, name <> ?2, id DESC"
)
_PAID_OF: Final = (
    "SELECT a.id FROM event e JOIN agreement a ON a.stream_id = e.stream_id"
    " WHERE e.ledger_id = 1 AND e.position = ?"
)
_PROJECT: Final = (
    "SELECT id FROM project WHERE (folded = ? OR reference = ?) AND withdrawn = 0"
    " ORDER BY id LIMIT 1"
)
CLOSED: Final = "the contract is closed"
TAKEN_BACK: Final = "the contract was taken back"
CONFLICTED: Final = "whoever approved it has a conflict of interest"
GRANTED: Final = "the guarantee is granted already"
NOT_LEFT: Final = "less than that is left to pay"


class Proposal(NamedTuple):
    """A payment that was proposed, and what became of it (positions; 0 is not yet)."""

    position: int
    said: PaymentProposed
    approval: PaymentApproved | None = None
    rejected: int = 0
    used: int = 0
    approved: int = 0

    @property
    def waits(self) -> bool:
        """Tell whether nobody answered it yet."""
        return not (self.approval or self.rejected)

    @property
    def open(self) -> bool:
        """Tell whether it may still be paid, once it is approved."""
        return not (self.rejected or self.used)

    @property
    def payable(self) -> bool:
        """Tell whether it is approved, and was not paid."""
        return self.open and self.approval is not None


def proposals_of(
    books: sqlite3.Connection, fund: int, at: Moment | None = None
) -> list[Proposal]:
    """Give every proposal that stands, the oldest first (default: as known now)."""
    at = at or ever(fund)
    found: dict[int, Proposal] = {}
    on = date.fromisoformat(at.as_of)
    for number, event in said(books, fund, *ASKED, on=on, position=at.position):
        of = getattr(event, "proposal", 0)
        if not of:
            found[number] = Proposal(number, event, used=_used(books, number, at))
        elif of in found and isinstance(event, PaymentApproved):
            found[of] = found[of]._replace(approval=event, approved=number)
        elif of in found:
            found[of] = found[of]._replace(rejected=number)
    return list(found.values())


def _used(books: sqlite3.Connection, proposal: int, at: Moment) -> int:
    """Give what rests on a proposal and stands at a moment, 0 for nothing."""
    for (position,) in books.execute(_USED, (proposal, at.position)).fetchall():
        fact = log.at(books, position)
        assert fact is not None
        if log.known(fact, at) and log.stands(books, position, at.position):
            return int(position)
    return 0


def contract_of(books: sqlite3.Connection, one: Proposal, at: Moment) -> int:
    """Give the id of the contract that a proposal is about, 0 where there is none yet.

    It is that of what was paid or granted on it; else the one that it names.
    """
    if one.used:
        found = books.execute(_PAID_OF, (one.used,)).fetchone()
        return int(found[0])
    named = books.execute(_NAMED, (at.fund, one.said.agreement, at.position)).fetchone()
    return int(named[3]) if named else 0


def conflicts_on(
    books: sqlite3.Connection,
    fund: int,
    asked: PaymentProposed,
    at: Moment | None = None,
) -> dict[str, str]:
    """Give who declared a conflict of interest on what is to be paid, and when.

    It is what was declared at the sessions that decided what the contract rests on; where
    it rests on no decision, at every session on the project.

    Returns:
        The session's reference of each person.
    """
    at = at or ever(fund)
    contract = books.execute(_NAMED, (fund, asked.agreement, at.position)).fetchone()
    if contract is not None and not contract[2]:
        ground = ground_of(books, fund, contract[1], UUID(bytes=contract[0]), at)
        return ground.file.conflicts(ground.positions)
    project = books.execute(_PROJECT, (fold(asked.project), asked.project)).fetchone()
    if project is None:
        return {}
    on = date.fromisoformat(at.as_of)
    file = dossier_of(books, fund, project[0], on=on, position=at.position)
    return file.conflicts(())


def void(
    books: sqlite3.Connection, fund: int, one: Proposal, at: Moment | None = None
) -> str:
    """Give why a proposal can no longer be paid as it is, "" where it can."""
    at = at or ever(fund)
    asked, approval = one.said, one.approval
    if approval is not None and approval.actor in conflicts_on(books, fund, asked, at):
        return CONFLICTED
    found = books.execute(_NAMED, (fund, asked.agreement, at.position)).fetchone()
    if found is None:
        return ""
    if found[2]:
        return TAKEN_BACK
    state = state_of(books, UUID(bytes=found[0]), at)
    if state.closes > 0:
        return CLOSED
    if asked.what == "guarantee":
        return GRANTED if state.promises else ""
    if state.guarantee is not None:
        owed = (one.due.now for one in state.guarantee.counters)
        left = max(state.guarantee.claimed_minor, *owed, 0)
    else:
        left = state.open_minor if state.promises else asked.amount_minor
    return NOT_LEFT if asked.amount_minor > left else ""
