"""Recording one movement that somebody types: decided strictly, answered in full."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from blendfund.application.planning import dating
from blendfund.application.planning.agreements import AmbiguousAgreement
from blendfund.application.planning.available import available
from blendfund.application.planning.charter import Decided, Second
from blendfund.application.planning.identity import Identified, identify, seen_before
from blendfund.application.planning.overdraft import overdrawn
from blendfund.application.planning.planner import Planner
from blendfund.application.planning.produced import found
from blendfund.application.planning.verbs import OF_FUNDERS
from blendfund.application.reading.names import near
from blendfund.application.recording.parts import Part, countered_of, part_of, share_of
from blendfund.application.writing.command import Command, Outcome, body_of
from blendfund.application.writing.outcomes import reference_of
from blendfund.domain.allocation import Share
from blendfund.domain.checks import check_currency
from blendfund.domain.errors import (
    AgreementNotFound,
    AmbiguousReference,
    InvariantBroken,
    NotEnoughAvailable,
    PartyNotFound,
    ProjectNotFound,
)
from blendfund.domain.money import Money
from blendfund.domain.product import Finding
from blendfund.domain.typed import Typed
from blendfund.domain.vocabulary import Instrument, Kind
from blendfund.exchange.row import Row
from blendfund.storage.log.engine import driver
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.writing.ledger import Ledger
    from blendfund.storage.log.recorder import Writing

Creating = bool | frozenset[str]


class Asked(Struct, frozen=True):
    """One movement as it was typed.

    ``agreement`` is the name or short reference of an agreement; ``told`` holds the other
    fields of the row. Without ``amount`` the kind needs none. ``create`` lets parties and
    projects that nobody knows be registered: all of them, or those of these names.
    """

    kind: Kind
    agreement: str = ""
    fund: str = ""
    amount: Typed | None = None
    on: date | None = None
    create: Creating = False
    told: dict[str, Any] = {}


class Done(Struct, frozen=True):
    """What was recorded, and in which fund.

    ``part`` is what is the fund's of what a lender recovered, ``countered_minor`` what
    counter-guarantors have to do with it; ``waits`` tells that a second person must
    approve it first, and ``second`` why; ``terms`` what was found of a contract whose kind
    has published terms.
    """

    outcome: Outcome
    fund: str
    agreement: str
    row: Row
    share: Share | None = None
    part: Part | None = None
    countered_minor: int = 0
    waits: bool = False
    second: Second | None = None
    terms: tuple[Finding, ...] = ()


def record(ledger: Ledger, command: Command, asked: Asked) -> Done:
    """Record one movement. Raises the refusals of its rules, and nothing is written."""
    # What may be registered is a leave, not a part of what is said.
    body = body_of("record", structs.astuple(structs.replace(asked, create=False)))
    with ledger.transaction(command) as tx:
        books = driver(tx.connection)
        reference = asked.fund or _fund_of(books, asked)
        fund = ledger.fund(tx, reference)
        row = _row(asked, command, fund[2].currency)
        known = ledger.already(tx, command.key, body)
        if known is not None:
            waits = _waits(books, known)
            return Done(known, reference, known.reference, row, waits=waits)
        twin = _twin(books, row, reference)
        if twin is not None:
            return Done(twin, reference, twin.reference, row)
        decided = Decided(books, fund, row.on)
        row = decided.resting(row)
        planner = _planned(ledger, command, tx, books, fund, asked, row)
        dating.check(books, planner, row)
        decided.check(planner, row)
        second = decided.asks_second(planner, row)
        if second is not None:
            done = _propose(ledger, command, tx, decided, planner, row, body)
            return structs.replace(done, second=second)
        terms = tuple(found(books, fund, planner, row))
        outcome = ledger.keep(tx, command, planner.facts, body)
        parts = share_of(planner, row), part_of(planner, row), countered_of(planner)
        return Done(outcome, reference, outcome.reference, row, *parts, terms=terms)
    raise InvariantBroken("a transaction ended twice")


def _waits(books: sqlite3.Connection, known: Outcome) -> bool:
    """Tell whether what a key recorded was a proposal, that waits for a second person."""
    sql = "SELECT 1 FROM dossier WHERE id = ? AND topic = 'payment-proposed'"
    return books.execute(sql, (known.position,)).fetchone() is not None


def _propose(
    ledger: Ledger,
    command: Command,
    tx: Writing,
    decided: Decided,
    planner: Planner,
    row: Row,
    body: str,
) -> Done:
    """Record that a payment is asked for; the same proposal waits only once."""
    _, stream, fund = decided.fund
    position, event = decided.proposed(planner, row, ledger.stamp(tx, command))
    if position:
        outcome = Outcome(position, event.agreement, 0, already=True)
    else:
        version = planner.past.version(stream) + 1
        outcome = ledger.keep(tx, command, [Recorded(stream, version, event)], body)
    return Done(outcome, fund.reference, event.agreement, row, waits=True)


def _row(asked: Asked, command: Command, currency: str) -> Row:
    minor = asked.amount.minor(currency) if asked.amount is not None else 0
    told = dict(asked.told)
    if "guarantee" in told:
        told["guarantee"] = told["guarantee"].terms(currency)
        minor = told["guarantee"].guaranteed_minor
    if "counter" in told:
        told["counter"] = told["counter"].terms(currency)
    return Row(
        line=0,
        on=asked.on or command.day(),
        kind=asked.kind,
        amount_minor=minor,
        currency=currency,
        agreement=asked.agreement,
        allocates=asked.kind is Kind.REPAYMENT,
        **told,
    )


def _twin(books: sqlite3.Connection, row: Row, fund: str) -> Outcome | None:
    """Give what the same reference recorded before. Raises ReferenceReused."""
    if not row.reference:
        return None
    (one,) = identify([row], fund)
    position = seen_before(books, one)
    if not position:
        return None
    return Outcome(position, reference_of(books, position, position), 0, already=True)


def _planned(
    ledger: Ledger,
    command: Command,
    tx: Writing,
    books: sqlite3.Connection,
    fund: Any,
    asked: Asked,
    row: Row,
) -> Planner:
    check_currency(row.currency, fund[2].currency)
    planner = Planner(
        books,
        ledger.vault,
        *fund,
        past=ledger.past(books),
        stamp=ledger.stamp(tx, command),
        today=command.day(),
        empty=False,
        strict=True,
    )
    _check_known(books, planner, row, asked.create)
    (one,) = identify([row], fund[2].reference)
    _take(planner, one)
    _check_available(books, fund, planner, row, command.day())
    for refusal in overdrawn(books, fund[0], [one], planner).values():
        raise refusal
    return planner


def _take(planner: Planner, one: Identified) -> None:
    row = one.row
    digest = one.digest if row.reference else ""
    try:
        planner.take(row, one.twin if digest else 0, digest)
    except AmbiguousAgreement as question:
        name = row.agreement or row.party or row.project
        raise AmbiguousReference(name, question.names) from None


def _check_known(
    books: sqlite3.Connection, planner: Planner, row: Row, create: Creating
) -> None:
    """Refuse what nobody registered. Raises PartyNotFound, ProjectNotFound."""
    directory = planner.directory
    party = row.party if row.party.strip() else ""
    if party and not may_create(party, create) and directory.known_party(row) is None:
        raise PartyNotFound(party, near(books, "party", party))
    project = row.project if row.project.strip() else ""
    if project and not may_create(project, create) and directory.known_project(row) is None:
        raise ProjectNotFound(project, near(books, "project", project))


def may_create(name: str, create: Creating) -> bool:
    """Tell whether a name that nobody knows may be registered."""
    return create if isinstance(create, bool) else name in create


def _check_available(
    books: sqlite3.Connection, fund: Any, planner: Planner, row: Row, today: date
) -> None:
    if row.kind is not Kind.CONTRACT or fund[2].overcommitment == "allowed":
        return
    agreement = planner.latest
    assert agreement is not None
    carrier = agreement.terms[-1]
    if agreement.terms[0] == Instrument.GUARANTEE or carrier:
        return  # no cash is promised, or a third party's
    use = planner.purse.use(row, agreement)
    found = available(books, fund[0], use, max(row.on, today))
    if row.amount_minor > found.left_minor:
        figures = (row.amount_minor, found.left_minor, *found)
        raise NotEnoughAvailable(*(Money(one, row.currency) for one in figures))


def _fund_of(books: sqlite3.Connection, asked: Asked) -> str:
    """Give the fund of an agreement. Raises AgreementNotFound, AmbiguousReference."""
    side = "C" if asked.kind in OF_FUNDERS else "F"
    found = found_agreements(books, asked.agreement, side)
    if not found:
        raise AgreementNotFound(asked.agreement, near(books, "agreement", asked.agreement))
    if len(found) > 1:
        known = ", ".join(f"{reference} ({fund})" for fund, reference in found)
        raise AmbiguousReference(asked.agreement, known)
    return found[0][0]


def found_agreements(
    books: sqlite3.Connection, name: str, side: str = ""
) -> list[tuple[str, str]]:
    """Give the fund and short reference of each agreement of a name or reference."""
    sql = (
        "SELECT f.reference, a.reference FROM agreement a JOIN fund f ON f.id = a.fund"
        " WHERE (a.name = ?1 OR a.reference = ?1) AND a.withdrawn = 0"
        " AND (?2 = '' OR a.side = ?2) ORDER BY a.id"
    )
    return list(books.execute(sql, (name, side)))
