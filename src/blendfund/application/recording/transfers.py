"""Moving cash within a fund: between compartments, bank accounts, earmarks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec import Struct, structs

from blendfund.application.writing.command import body_of
from blendfund.domain.checks import check_amount, check_date
from blendfund.domain.earmark import FREE
from blendfund.domain.errors import NotEnoughThere, SamePlace, Word
from blendfund.domain.money import Money
from blendfund.domain.treasury import TransferMade
from blendfund.domain.typed import Typed
from blendfund.storage.log.ids import uuid7
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.storage.log.recorder import Writing

MAIN: Final = "the part without a name"  # of a fund's compartments, accounts, earmarks


class Place(Struct, frozen=True):
    """Where cash lies within a fund; an empty field is the part that has no name."""

    compartment: str = ""
    bank_account: str = ""
    earmark: str = ""


class TransferForm(Struct, frozen=True):
    """What a person types to move cash."""

    fund: str
    amount: Typed
    origin: Place
    target: Place
    on: date | None = None
    label: str = ""
    reason: str = ""


def transfer(ledger: Ledger, command: Command, form: TransferForm) -> Outcome:
    """Move cash within a fund; the fund's own cash stays as it is.

    Raises:
        SamePlace, UnknownCompartment, NotEnoughThere, NotPositive, FundNotFound.
    """
    if form.origin == form.target:
        raise SamePlace
    day = form.on or command.day()

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        number, stream, fund = ledger.fund(tx, form.fund)
        minor = form.amount.minor(fund.currency)
        check_amount(minor, fund.currency)
        check_date(day, fund.opened_on, command.day())
        for place in (form.origin, form.target):
            fund.check_compartment(place.compartment)
        _check_there(books, number, form, day, Money(minor, fund.currency))
        event = TransferMade(
            on=day,
            amount_minor=minor,
            currency=fund.currency,
            fund=stream,
            compartment=form.origin.compartment,
            bank_account=form.origin.bank_account,
            earmark=form.origin.earmark,
            to_compartment=form.target.compartment,
            to_bank_account=form.target.bank_account,
            to_earmark=form.target.earmark,
            label=form.label,
            reason=form.reason,
            **ledger.stamp(tx, command),
        )
        return [Recorded(uuid7(), 1, event)]

    return ledger.write(command, body_of("transfer", structs.astuple(form)), plan)


def _check_there(
    books: sqlite3.Connection, fund: int, form: TransferForm, day: date, asked: Money
) -> None:
    """Refuse to leave a place below zero at the end of a day, of those that change."""
    for column in ("compartment", "bank_account", "earmark"):
        name = getattr(form.origin, column)
        if name == getattr(form.target, column):
            continue
        left = _left(books, fund, column, name, day)
        if asked.minor > left:
            shown = name or Word(MAIN)
            raise NotEnoughThere(asked, shown, day, Money(max(0, left), asked.currency))


def _left(books: sqlite3.Connection, fund: int, column: str, name: str, day: date) -> int:
    """Give what a part of the cash can spare on a day and on every later one."""
    sql = (
        "SELECT d.operation_date, sum(d.amount) FROM class c CROSS JOIN daily d"
        " ON d.class = c.id WHERE c.fund = ?1 AND c.account = 'bank' AND c.carrier = ''"
        " AND ?3 = CASE ?2 WHEN 'compartment' THEN c.compartment WHEN 'earmark' THEN"
        " c.earmark ELSE c.bank_account END GROUP BY 1 ORDER BY 1"
    )
    left, lowest = 0, None
    for on, amount in books.execute(sql, (fund, column, name or FREE)):
        if date.fromisoformat(on) > day and lowest is None:
            lowest = left
        left += amount
        if lowest is not None:
            lowest = min(lowest, left)
    return left if lowest is None else lowest
