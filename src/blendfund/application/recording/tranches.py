"""Tranches: defined by the partners, and which agreements stand in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from msgspec import Struct, structs

from blendfund.application.planning.tranching import LAST, Entering, Tranching
from blendfund.application.reading.borne import position
from blendfund.application.reading.names import near
from blendfund.application.writing.command import body_of
from blendfund.domain.checks import check_amount, check_date
from blendfund.domain.errors import (
    AgreementNotFound,
    AmbiguousReference,
    NameMissing,
    SizeUnchanged,
    TrancheExists,
    TrancheInUse,
)
from blendfund.domain.money import Money
from blendfund.domain.tranche import TrancheDefined, TrancheResized
from blendfund.domain.typed import Typed
from blendfund.projections.losses import lost
from blendfund.storage.log.ids import uuid7
from blendfund.storage.log.mapper import Recorded
from blendfund.storage.query.totals import Moment, totals

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from blendfund.application.reading.borne import Position
    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.storage.log.recorder import Writing

_FOUND: Final = (
    "SELECT a.stream_id, CASE a.name WHEN '' THEN a.reference ELSE a.name END,"
    " a.instrument, f.reference FROM agreement a JOIN fund f ON f.id = a.fund"
    " WHERE (a.name = ?1 OR a.reference = ?1) AND a.side = 'C' AND a.withdrawn = 0"
    " AND (?2 = '' OR f.reference = ?2) ORDER BY a.id"
)


class TrancheForm(Struct, frozen=True):
    """What a person types to define a tranche."""

    name: str
    rank: int
    size: Typed


def define_tranche(
    ledger: Ledger, command: Command, fund: str, form: TrancheForm, on: date | None
) -> Outcome:
    """Define a tranche.

    Raises:
        NameMissing, NotPositive, TrancheExists, FundNotFound.
    """
    name = form.name.strip()
    if not name:
        raise NameMissing
    day = on or command.day()

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        number, stream, state = ledger.fund(tx, fund)
        check_date(day, state.opened_on, command.day())
        size = form.size.minor(state.currency)
        check_amount(size, state.currency)
        sql = (
            "SELECT name, rank FROM tranche WHERE fund = ? AND (name = ? OR rank = ?)"
            " AND withdrawn = 0"
        )
        found = books.execute(sql, (number, name, form.rank)).fetchone()
        if found is not None:
            raise TrancheExists(*found)
        event = TrancheDefined(
            on=day,
            fund=stream,
            name=name,
            rank=form.rank,
            size_minor=size,
            currency=state.currency,
            **ledger.stamp(tx, command),
        )
        return [Recorded(uuid7(), 1, event)]

    body = body_of("tranche-define", (fund, *structs.astuple(form), on))
    return ledger.write(command, body, plan)


def resize_tranche(
    ledger: Ledger, command: Command, fund: str, name: str, size: Typed, on: date | None
) -> Outcome:
    """Say that a tranche can bear another amount from a day on; earlier days keep theirs.

    Raises:
        TrancheNotFound, NotPositive, SizeUnchanged, TrancheInUse, FundNotFound,
        DateInTheFuture, DateBeforeFund.
    """
    day = on or command.day()

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        number, stream, state = of_fund = ledger.fund(tx, fund)
        check_date(day, state.opened_on, command.day())
        minor = size.minor(state.currency)
        check_amount(minor, state.currency)
        stamp = ledger.stamp(tx, command)
        tranche = Tranching(books, of_fund, stamp).named(name, day)
        asked = Money(minor, state.currency)
        if minor == tranche.size:
            raise SizeUnchanged(name, asked)
        at = Moment(number, command.day().isoformat(), LAST, head=True)
        check_size(position(books, at, max(0, lost(totals(books, at)))), name, asked)
        event = TrancheResized(
            on=day,
            tranche=UUID(bytes=tranche.stream),
            size_minor=minor,
            currency=state.currency,
            **stamp,
        )
        return [Recorded(stream, ledger.past(books).version(stream) + 1, event)]

    body = body_of("tranche-resize", (fund, name, *structs.astuple(size), on))
    return ledger.write(command, body, plan)


def check_size(found: Position, name: str, asked: Money) -> None:
    """Refuse a size below what a tranche holds, or has borne. Raises TrancheInUse."""
    for layer in found.layers:
        brought, borne = layer.brought_minor, layer.borne_minor
        if layer.tranche.name == name and asked.minor < max(brought, borne):
            held = (Money(one, asked.currency) for one in (brought, borne))
            raise TrancheInUse(name, asked, *held)


def assign(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    tranche: str,
    on: date | None,
) -> Outcome:
    """Put an agreement with a funder into a tranche of its fund, or into none.

    Args:
        ledger: Where.
        command: Who says it.
        named: The agreement's name or reference, and its fund where it is ambiguous.
        tranche: The tranche's name; empty takes the agreement out of the one it is in.
        on: From which day on, None for today.

    Raises:
        AgreementNotFound, AmbiguousReference, TrancheNotFound, AboveTranche,
        AssignedAlready, WrongInstrument, LossesBorne, DateInTheFuture, DateBeforeFund.
    """
    day = on or command.day()

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        raw, label, instrument, of_fund = _agreement(books, *named)
        fund = ledger.fund(tx, of_fund)
        check_date(day, fund[2].opened_on, command.day())
        stream = UUID(bytes=raw)
        tranching = Tranching(books, fund, ledger.stamp(tx, command))
        event = tranching.assign(Entering(stream, label, instrument, day), tranche)
        return [Recorded(stream, ledger.past(books).version(stream) + 1, event)]

    body = body_of("tranche-assign", (*named, tranche, on))
    return ledger.write(command, body, plan)


def _agreement(
    books: sqlite3.Connection, name: str, fund: str
) -> tuple[bytes, str, str, str]:
    """Find a funder's agreement. Raises AgreementNotFound, AmbiguousReference."""
    found = books.execute(_FOUND, (name, fund)).fetchall()
    if not found:
        raise AgreementNotFound(name, near(books, "agreement", name))
    if len(found) > 1:
        raise AmbiguousReference(name, ", ".join(f"{row[1]} ({row[3]})" for row in found))
    raw, label, instrument, of_fund = found[0]
    return raw, label, instrument, of_fund
