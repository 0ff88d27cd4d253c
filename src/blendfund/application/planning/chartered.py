"""What a fund's charter asks of a contract and of a payment; loaded where there is one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from blendfund.application.planning.produced import found
from blendfund.application.reading.decided import charter_of
from blendfund.application.reading.grounds import ground_of, resting_of
from blendfund.domain.eligibility import check_ticket
from blendfund.domain.errors import AboveMultiplier, DecisionMissing
from blendfund.domain.money import Money
from blendfund.domain.vocabulary import Kind
from blendfund.journal.rules import CASH, OPENING
from blendfund.projections.leverage import GUARANTEE, RESOURCES
from blendfund.storage.query.totals import Moment, totals

if TYPE_CHECKING:
    import sqlite3
    from datetime import date
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
    ground = ground_of(of.books, of.number, project, agreement.stream)
    ground.file.check_conditions(row.on, ground.positions)


def _check_contract(
    of: Chartered, planner: Planner, row: Row, agreement: Agreement
) -> None:
    minor, currency = row.amount_minor, row.currency
    check_ticket(of.charter, minor, currency)
    project = _project(of, agreement)
    if not project:
        name = planner.directory.project_name(agreement.owner) or row.project
        raise DecisionMissing(name, row.on)
    file, resting = resting_of(of.books, of.number, project)
    instrument = str(agreement.terms[0])
    taken = resting.taken[file.in_force(row.on, instrument).position]
    file.check_contract(row.on, minor, currency, instrument, taken)
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
