"""What a fund's charter asks of a contract and of a payment; loaded where there is one."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import structs

from blendfund.application.planning.produced import found
from blendfund.application.reading.decided import charter_of, dossier_of, proposals_of
from blendfund.domain.approval import PaymentProposed
from blendfund.domain.dossier import check_ticket
from blendfund.domain.errors import AboveMultiplier, DecisionMissing
from blendfund.domain.money import Money
from blendfund.domain.resting import rest
from blendfund.domain.vocabulary import Kind
from blendfund.journal.rules import CASH, OPENING
from blendfund.projections.leverage import GUARANTEE, RESOURCES
from blendfund.storage.query.decisions import contracted_at, contracts_of
from blendfund.storage.query.totals import Moment, totals

if TYPE_CHECKING:
    import sqlite3
    from uuid import UUID

    from blendfund.application.planning.agreements import Agreement
    from blendfund.application.planning.planner import Planner
    from blendfund.domain.charter import Charter
    from blendfund.domain.fund import Fund
    from blendfund.exchange.row import Row

LAST: Final = 2**62


class Chartered(NamedTuple):
    """A fund with a charter: its register, its stream, its state."""

    books: sqlite3.Connection
    number: int
    stream: UUID
    fund: Fund
    charter: Charter


def chartered(books: sqlite3.Connection, fund: Any, on: date) -> Chartered | None:
    """Give a fund with the charter in force on a day, None where it has none."""
    charter = charter_of(books, fund[0], on)
    if charter is None:
        return None
    number, stream, state = fund
    return Chartered(books, number, stream, state, charter)


def check(of: Chartered, planner: Planner, row: Row) -> None:
    """Hold a planned contract or payment against the charter.

    Raises:
        TicketOutside, NotEligible, DecisionMissing, DecisionExceeded, ConditionsOpen,
        ProductTermsBroken, ProductUnverifiable, AboveMultiplier.
    """
    agreement = planner.latest
    if agreement is None or row.verb:
        return
    if row.kind is Kind.CONTRACT:
        _check_contract(of, planner, row, agreement)
    elif row.kind is Kind.DISBURSEMENT:
        _check_conditions(of, row, agreement)


def _check_conditions(of: Chartered, row: Row, agreement: Agreement) -> None:
    """Refuse a payment before the conditions of what its contract rests on are met."""
    project = _project(of, agreement)
    if not project:
        return
    file = dossier_of(of.books, of.number, project)
    at = Moment(of.number, date.max.isoformat(), LAST, head=True)
    resting = rest(file.decisions, contracts_of(of.books, at, project))
    own = contracted_at(of.books, at, project, agreement.stream)
    file.check_conditions(
        row.on, {one for at_ in own for one in resting.under.get(at_, ())}
    )


def _check_contract(
    of: Chartered, planner: Planner, row: Row, agreement: Agreement
) -> None:
    minor, currency = row.amount_minor, row.currency
    check_ticket(of.charter, minor, currency)
    project = _project(of, agreement)
    if not project:
        raise DecisionMissing(planner.directory.project_name(agreement.owner), row.on)
    file = dossier_of(of.books, of.number, project)
    decision = file.in_force(row.on)
    at = Moment(of.number, date.max.isoformat(), LAST, head=True)
    resting = rest(file.decisions, contracts_of(of.books, at, project))
    taken = resting.taken[decision.position]
    file.check_contract(row.on, minor, currency, str(agreement.terms[0]), taken)
    if of.charter.product_terms:
        fund = (of.number, of.stream, of.fund)
        found(of.books, fund, planner, row, asked=True)
    if row.guarantee is not None:
        _check_multiplier(of, row)


def _check_multiplier(of: Chartered, row: Row) -> None:
    """Refuse to guarantee more than the charter's multiple of the guarantee fund.

    What a third party carries is backed by what it keeps, not by the fund.
    """
    multiplier = of.charter.guarantee_multiplier
    if not multiplier or row.carrier:
        return
    at = Moment(of.number, row.on.isoformat(), LAST, head=True)
    given = resources = 0
    for one in totals(of.books, at):
        if one.account == "guarantee_given":
            given -= one.amount
        elif one.account in {CASH, OPENING} and one.movement in RESOURCES:
            resources += one.amount if one.compartment == GUARANTEE else 0
    most = int(resources * Fraction(multiplier))
    if given + row.amount_minor > most:
        asked, known, bound = (
            Money(one, row.currency) for one in (row.amount_minor, given, most)
        )
        raise AboveMultiplier(asked, known, bound, multiplier)


def _project(of: Chartered, agreement: Agreement) -> int:
    """Give the id of a contract's project, 0 where it is only planned."""
    sql = "SELECT id FROM project WHERE stream_id = ?"
    found = of.books.execute(sql, (agreement.owner.bytes,)).fetchone()
    return int(found[0]) if found else 0


def needs_second(charter: Charter, row: Row) -> bool:
    """Tell whether a second person must approve what a row says."""
    if row.guarantee is not None:
        above = charter.guarantee_above_minor
    elif row.kind is Kind.DISBURSEMENT:
        above = charter.disbursement_above_minor
    else:
        return False
    return above is not None and row.amount_minor > above


def fingerprint(row: Row, fund: str) -> str:
    """Fingerprint all that a payment says, the day apart."""
    return structs.replace(row, on=date.min, proposal=0).digest(fund)


def resting(of: Chartered, row: Row) -> Row:
    """Give a row with the approved proposal that it rests on, where there is one."""
    digest = fingerprint(row, of.fund.reference)
    for one in proposals_of(of.books, of.number):
        if one.said.digest == digest and one.approved and not one.rejected and not one.used:
            return structs.replace(row, proposal=one.position)
    return row


def waiting(of: Chartered, row: Row) -> int:
    """Give the position of the same proposal that waits already, 0 where none does."""
    digest = fingerprint(row, of.fund.reference)
    for one in proposals_of(of.books, of.number):
        if one.said.digest == digest and one.waits:
            return one.position
    return 0


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
