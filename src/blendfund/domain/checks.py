"""Rules that several decisions share: amounts, currencies and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blendfund.domain.errors import (
    DateBeforeFund,
    DateInTheFuture,
    NotPositive,
    OtherCurrency,
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
