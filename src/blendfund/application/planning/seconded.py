"""Which payments need a second person, and what they rest on: proposals, approvals."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from blendfund.application.planning.charter import Second
from blendfund.application.reading import facts as log
from blendfund.application.reading.decided import said
from blendfund.application.reading.proposals import conflicts_on, proposals_of
from blendfund.domain.approval import LEAVES, Paid, PaymentProposed, alone
from blendfund.domain.checks import check_ground
from blendfund.domain.errors import Word
from blendfund.domain.vocabulary import Kind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from uuid import UUID

    from blendfund.application.planning.chartered import Chartered
    from blendfund.application.planning.planner import Planner
    from blendfund.application.reading.proposals import Proposal
    from blendfund.exchange.row import Row

_ASKED: Final = (
    "SELECT 1 FROM dossier WHERE fund = ? AND topic = 'payment-proposed'"
    " AND json_extract(said, '$.digest') = ? LIMIT 1"
)


def needs_second(of: Chartered, planner: Planner, row: Row) -> Second | None:
    """Give why a second person must approve what a row says, None where nobody must.

    Payments of one contract that nobody approved count together: one cut in parts needs
    its second person as soon as the parts are above what one person may pay.
    """
    charter, agreement = of.charter, planner.latest
    before, above = 0, charter.guarantee_above_minor
    if row.guarantee is None:
        above = charter.disbursement_above_minor
        if row.kind is not Kind.DISBURSEMENT or above is None or agreement is None:
            return None
        since = bounded_since(of.books, of.number)
        *_, before = 0, *alone(paid_of(of.books, agreement.stream, since))
    if above is None or before + row.amount_minor <= above:
        return None
    return Second(before, above)


def bounded_since(books: sqlite3.Connection, fund: int) -> date:
    """Give the day from which on big payments of a fund need a second person."""
    charters = (event for _, event in said(books, fund, "charter-adopted"))
    days = [
        event.on for event in charters if event.charter.disbursement_above_minor is not None
    ]
    return min(days, default=date.max)


def paid_of(books: sqlite3.Connection, stream: UUID, since: date) -> Iterator[Paid]:
    """Give what left under a contract and stands, in the order in which it was recorded.

    What was paid before ``since`` is covered: nothing asked for a second person yet.
    """
    for fact in log.standing(books, stream, *LEAVES):
        event: Any = fact.event
        before = event.on < since or fact.what == "financing-taken-over"
        covered = before or _approved(books, event)
        yield Paid(LEAVES[fact.what] * event.amount_minor, covered)


def _approved(books: sqlite3.Connection, event: Any) -> bool:
    """Tell whether a payment rests on an approval of so much."""
    if not getattr(event, "proposal", 0):
        return False
    fact: Any = log.at(books, event.proposal)
    return bool(fact.event.amount_minor >= event.amount_minor)


def fingerprint(row: Row, fund: str) -> str:
    """Fingerprint all that a payment says, the day apart."""
    return structs.replace(row, on=date.min, proposal=0).digest(fund)


def resting(of: Chartered, row: Row) -> Row:
    """Give a row with the approved proposal that it rests on, where there is one.

    An approval of whoever has a conflict of interest is none.

    Raises BeforeItsGround: the payment is dated before its approval.
    """
    if row.kind is not Kind.DISBURSEMENT and row.guarantee is None:
        return row
    digest = fingerprint(row, of.fund.reference)
    for one in _proposed(of, digest):
        if one.approval is None or not one.payable:
            continue
        if one.approval.actor not in conflicts_on(of.books, of.number, one.said):
            check_ground(row.on, Word("the approval"), one.approval.on)
            return structs.replace(row, proposal=one.position)
    return row


def waiting(of: Chartered, row: Row) -> int:
    """Give the position of the same proposal that waits already, 0 where none does."""
    for one in _proposed(of, fingerprint(row, of.fund.reference)):
        if one.waits:
            return one.position
    return 0


def _proposed(of: Chartered, digest: str) -> list[Proposal]:
    """Give the proposals of one fingerprint; nothing is loaded where there is none."""
    if of.books.execute(_ASKED, (of.number, digest)).fetchone() is None:
        return []
    return [one for one in proposals_of(of.books, of.number) if one.said.digest == digest]


def proposed(
    of: Chartered, planner: Planner, row: Row, stamp: dict[str, Any]
) -> PaymentProposed:
    """Give the proposal of a payment that a second person must approve."""
    agreement = planner.latest
    assert agreement is not None
    return PaymentProposed(
        on=row.on,
        what="disbursement" if row.guarantee is None else "guarantee",
        digest=fingerprint(row, of.fund.reference),
        amount_minor=row.amount_minor,
        currency=row.currency,
        agreement=row.agreement or agreement.name or agreement.reference,
        project=planner.directory.project_name(agreement.owner) or row.project,
        **stamp,
    )
