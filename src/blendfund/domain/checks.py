"""Rules that several decisions share: amounts, currencies and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blendfund.domain.errors import (
    AfterWhatRests,
    BeforeItsGround,
    DateBeforeFund,
    DateInTheFuture,
    NotPositive,
    OtherCurrency,
    Word,
)
from blendfund.domain.money import MAX_MINOR, Money

if TYPE_CHECKING:
    from datetime import date


def check_amount(minor: int, currency: str) -> None:
    """Refuse what moves nothing, or backwards, or is out of reach. Raises NotPositive."""
    if not 0 < minor <= MAX_MINOR:
        raise NotPositive(Money(minor, currency))


def check_currency(given: str, currency: str) -> None:
    """Refuse a second currency. Raises OtherCurrency."""
    if given != currency:
        raise OtherCurrency(given, currency)


def check_date(on: date, opened: date, today: date) -> None:
    """Refuse dates outside the fund's life. Raises DateBeforeFund, DateInTheFuture."""
    if on < opened:
        raise DateBeforeFund(on, opened)
    if on > today:
        raise DateInTheFuture(on, today)


def check_ground(on: date, ground: Word, since: date) -> None:
    """Refuse what is dated before what it rests on. Raises BeforeItsGround."""
    if on < since:
        raise BeforeItsGround(on, ground, since)


def check_follows(on: date, until: date | None) -> None:
    """Refuse what would come after what rests on it. Raises AfterWhatRests."""
    if until is not None and on > until:
        raise AfterWhatRests(on, until)


def check_due(due: date | None, called: date) -> None:
    """Refuse a call that is due before it is made. Raises BeforeItsGround."""
    if due is not None:
        check_ground(due, Word("the call"), called)
