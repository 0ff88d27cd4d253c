"""Payments that were proposed: what became of each, and what stands in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from blendfund.application.reading.decided import dossier_of, said
from blendfund.application.reading.grounds import ground_of
from blendfund.application.reading.past import state_of
from blendfund.domain.approval import PaymentApproved
from blendfund.domain.party import fold

if TYPE_CHECKING:
    import sqlite3

    from blendfund.domain.approval import PaymentProposed

# A proposal is used once: unless what used it was taken back.
_USED: Final = (
    "SELECT a.id FROM approved a WHERE a.proposal = ?"
    " AND 1 + (SELECT coalesce(sum(sign), 0) FROM reversal r WHERE r.base = a.id) > 0"
)
# The contract that a proposal names: as it was known then, or one made again since.
_NAMED: Final = (
    "SELECT stream_id, project, withdrawn FROM agreement WHERE fund = ?1 AND side = 'F'"
    " AND (name = ?2 OR reference = ?2) ORDER BY withdrawn > 0, name <> ?2, id DESC"
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


def proposals_of(books: sqlite3.Connection, fund: int) -> list[Proposal]:
    """Give every proposal that stands, the oldest first."""
    found: dict[int, Proposal] = {}
    topics = ("payment-proposed", "payment-approved", "proposal-rejected")
    for number, event in said(books, fund, *topics):
        of = getattr(event, "proposal", 0)
        if not of:
            used = books.execute(_USED, (number,)).fetchone()
            found[number] = Proposal(number, event, used=used[0] if used else 0)
        elif of in found and isinstance(event, PaymentApproved):
            found[of] = found[of]._replace(approval=event)
        elif of in found:
            found[of] = found[of]._replace(rejected=number)
    return list(found.values())


def conflicts_on(
    books: sqlite3.Connection, fund: int, asked: PaymentProposed
) -> dict[str, str]:
    """Give who declared a conflict of interest on what is to be paid, and when.

    It is what was declared at the sessions that decided what the contract rests on; where
    it rests on no decision, at every session on the project.

    Returns:
        The session's reference of each person.
    """
    contract = books.execute(_NAMED, (fund, asked.agreement)).fetchone()
    if contract is not None and not contract[2]:
        ground = ground_of(books, fund, contract[1], UUID(bytes=contract[0]))
        return ground.file.conflicts(ground.positions)
    project = books.execute(_PROJECT, (fold(asked.project), asked.project)).fetchone()
    return dossier_of(books, fund, project[0]).conflicts(()) if project else {}


def void(books: sqlite3.Connection, fund: int, one: Proposal) -> str:
    """Give why a proposal can no longer be paid as it is, "" where it can."""
    asked, approval = one.said, one.approval
    if approval is not None and approval.actor in conflicts_on(books, fund, asked):
        return CONFLICTED
    found = books.execute(_NAMED, (fund, asked.agreement)).fetchone()
    if found is None:
        return ""
    if found[2]:
        return TAKEN_BACK
    state = state_of(books, UUID(bytes=found[0]))
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
