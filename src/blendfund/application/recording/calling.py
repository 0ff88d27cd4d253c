"""Capital calls on all funders at once, and distributions back to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from msgspec import Struct

from blendfund.application.planning.identity import identify
from blendfund.application.planning.overdraft import overdrawn
from blendfund.application.planning.planner import Planner
from blendfund.application.reading.distributable import (
    LAST,
    Share,
    owed_to,
    shares_of,
    tiers_of,
)
from blendfund.application.recording.places import Place, of_fund
from blendfund.application.writing.command import Outcome, body_of
from blendfund.domain.checks import check_amount, check_date, check_due
from blendfund.domain.distribution import TiersAdopted, check, distribute
from blendfund.domain.errors import NothingToCall, NothingToDistribute
from blendfund.domain.money import Money, share_out
from blendfund.domain.vocabulary import Kind
from blendfund.exchange.row import Row
from blendfund.storage.log.mapper import Recorded
from blendfund.storage.query.totals import Moment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date

    from blendfund.application.writing.command import Command
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.distribution import Tier
    from blendfund.domain.event import Event
    from blendfund.domain.fund import Fund
    from blendfund.domain.typed import Typed
    from blendfund.storage.log.recorder import Writing

# Promises of cash that were neither paid nor called, in the order they were made.
_OPEN: Final = (
    "SELECT stream_id, CASE name WHEN '' THEN reference ELSE name END, open - called"
    " FROM agreement WHERE fund = ? AND side = 'C' AND withdrawn = 0 AND closes = 0"
    " AND carrier = '' AND instrument NOT IN ('guarantee', 'in-kind')"
    " AND open - called > 0 AND (?2 = '' OR compartment = ?2) ORDER BY id"
)
_MANAGER: Final = "Part du gestionnaire"


class Called(NamedTuple):
    """What a call asks of one agreement (minor units)."""

    agreement: str
    minor: int


class Shared(Struct, frozen=True):
    """What was called or paid, agreement by agreement."""

    outcome: Outcome
    currency: str
    shares: list[Called]


def call_all(
    ledger: Ledger,
    command: Command,
    fund: str,
    amount: Typed,
    *,
    due: date | None = None,
    compartment: str = "",
    on: date | None = None,
) -> Shared:
    """Call funders for an amount, each pro rata to what it has still to pay.

    Source: largest remainder; between equal ones the earlier promise is served first.

    Raises:
        NothingToCall, NotPositive, FundNotFound. BeforeItsGround: due before the call.
    """
    day = on or command.day()
    check_due(due, day)
    shares: list[Called] = []
    currency: list[str] = []

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        number, _, state = ledger.fund(tx, fund)
        check_date(day, state.opened_on, command.day())
        currency.append(state.currency)
        minor = amount.minor(state.currency)
        check_amount(minor, state.currency)
        told: dict[str, Any] = {"due": due} if due else {}
        past, facts = ledger.past(books), []
        for stream, name, part in _parts(books, number, compartment, minor, state.currency):
            said = past.load(stream).call(day, part, **told, **ledger.stamp(tx, command))
            facts.append(Recorded(stream, past.version(stream) + 1, said))
            shares.append(Called(name, part))
        return facts

    body = body_of("call-make", (fund, amount, due, compartment, on))
    outcome = ledger.write(command, body, plan)
    return Shared(outcome, currency[0] if currency else ledger.currency(fund), shares)


def _parts(
    books: sqlite3.Connection, fund: int, compartment: str, minor: int, currency: str
) -> Iterator[tuple[UUID, str, int]]:
    """Give what every open promise is called for. Raises NothingToCall."""
    found = books.execute(_OPEN, (fund, compartment)).fetchall()
    left = sum(row[2] for row in found)
    if minor > left:
        asked, spare = (Money(one, currency) for one in (minor, left))
        raise NothingToCall(asked, spare)
    parts = share_out(minor, [row[2] for row in found])
    for (raw, name, _), part in zip(found, parts, strict=True):
        if part:
            yield UUID(bytes=raw), name, part


def adopt_tiers(
    ledger: Ledger,
    command: Command,
    fund: str,
    tiers: tuple[Tier, ...],
    on: date | None,
) -> Outcome:
    """Adopt how distributions are shared. Raises BadTiers."""
    check(tiers)

    def decide(place: Place) -> Event:
        return TiersAdopted(on=place.day, tiers=tiers, **place.stamp)

    return of_fund(
        ledger, command, fund, ("distribution-tiers", (repr(tiers),)), on, decide
    )


def pay_all(
    ledger: Ledger,
    command: Command,
    fund: str,
    amount: Typed,
    on: date | None = None,
    bank_account: str = "",
) -> Shared:
    """Distribute an amount to funders, as the fund's tiers say, in one write.

    Principal is reimbursed, the rest is interest; the manager's part is an expense.

    Raises:
        NothingToDistribute, NotPositive, NotEnoughCash, FundNotFound.
    """
    day = on or command.day()
    shares: list[Called] = []
    currency: list[str] = []

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        number, stream, state = ledger.fund(tx, fund)
        check_date(day, state.opened_on, command.day())
        currency.append(state.currency)
        minor = amount.minor(state.currency)
        check_amount(minor, state.currency)
        tiers = tiers_of(books, number, day)
        owed = owed_to(books, Moment(number, day.isoformat(), LAST, head=True), tiers)
        paid = distribute(minor, tiers, owed)
        taken = sum(one.investors + one.manager for one in paid)
        if taken < minor:
            asked, left = (Money(one, state.currency) for one in (minor, taken))
            raise NothingToDistribute(asked, fund, left)
        rows = _rows(shares_of(paid, owed), paid, day, state.currency, bank_account)
        planner = _planned(ledger, command, tx, books, (number, stream, state), rows)
        shares.extend(Called(row.agreement or _MANAGER, row.amount_minor) for row in rows)
        return planner.facts

    body = body_of("distribution-pay", (fund, amount, on, bank_account))
    outcome = ledger.write(command, body, plan)
    return Shared(outcome, currency[0] if currency else ledger.currency(fund), shares)


def _planned(
    ledger: Ledger,
    command: Command,
    tx: Writing,
    books: sqlite3.Connection,
    fund: tuple[int, UUID, Fund],
    rows: list[Row],
) -> Planner:
    """Plan what is paid under every agreement. Raises NotEnoughCash."""
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
    lines = identify(rows, fund[2].reference)
    for one in lines:
        planner.take(one.row, 0, "")
    for refusal in overdrawn(books, fund[0], lines, planner).values():
        raise refusal
    return planner


def _rows(
    shares: list[Share], paid: list[Any], day: date, currency: str, bank_account: str
) -> list[Row]:
    told: dict[str, Any] = {"currency": currency, "bank_account": bank_account}
    rows: list[Row] = []
    for share in shares:
        for kind, minor in (
            (Kind.REIMBURSEMENT, share.principal),
            (Kind.FUNDING_INTEREST, share.profit),
        ):
            if minor:
                name = share.agreement
                place = len(rows)
                row = Row(
                    line=place,
                    on=day,
                    kind=kind,
                    amount_minor=minor,
                    agreement=name,
                    **told,
                )
                rows.append(row)
    manager = sum(one.manager for one in paid)
    if manager:
        rows.append(
            Row(
                line=len(rows),
                on=day,
                kind=Kind.EXPENSE,
                amount_minor=manager,
                label=_MANAGER,
                **told,
            )
        )
    return rows
