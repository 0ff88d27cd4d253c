"""Cash month by month: what came in and went out, and what is to come."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

FORMULA: Final = (
    "forecast = cash + schedule lines still to be paid + calls due + promises not called -"
    " contracts not paid out, by their drawdowns - guarantees called and not paid +"
    " guarantee fees owed; what is overdue, or has no date, is put in the first month"
)
SOURCE: Final = "blendfund, from schedules, calls, commitments and contracts"


class Expected(NamedTuple):
    """Money that is to come in, or to go out (minor units, out below zero).

    ``why`` says what it is expected of; ``of`` is the loan of an instalment (its id), or
    the fact that called it or agreed on the drawdown (its position); ``line`` is the number
    of the instalment.
    """

    on: date | None
    amount: int
    why: str = ""
    of: int = 0
    line: int = 0

    def month(self, as_of: date) -> str:
        """Give the month it falls in, seen from a day: what is late falls at once."""
        return month_of(as_of if self.on is None else max(self.on, as_of))


class Month(NamedTuple):
    """A month: what came in and went out, and what was left at its end (minor units)."""

    month: str
    forecast: bool
    received: int
    paid: int
    cash: int

    @property
    def net(self) -> int:
        """Give what the month adds to cash."""
        return self.received - self.paid


def month_of(day: date) -> str:
    """Give a day's month, as 2026-03."""
    return f"{day.year:04d}-{day.month:02d}"


def months(first: str, count: int) -> list[str]:
    """Give so many months from one on."""
    year, month = int(first[:4]), int(first[5:])
    found = []
    for _ in range(count):
        found.append(f"{year:04d}-{month:02d}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004
    return found


def actual(flows: Iterable[tuple[str, int]]) -> list[Month]:
    """Give every month from the first movement of cash to the last.

    Args:
        flows: A month and what a movement added to cash then (minor units).
    """
    ins: defaultdict[str, int] = defaultdict(int)
    outs: defaultdict[str, int] = defaultdict(int)
    for month, amount in flows:
        if amount > 0:
            ins[month] += amount
        else:
            outs[month] -= amount
    known = sorted({*ins, *outs})
    if not known:
        return []
    (y1, m1), (y2, m2) = ((int(one[:4]), int(one[5:])) for one in (known[0], known[-1]))
    found, cash = [], 0
    for month in months(known[0], (y2 - y1) * 12 + m2 - m1 + 1):
        cash += ins[month] - outs[month]
        found.append(
            Month(month, forecast=False, received=ins[month], paid=outs[month], cash=cash)
        )
    return found


def forecast(
    cash: int, as_of: date, expected: Iterable[Expected], count: int
) -> list[Month]:
    """Give the months after a day, with what is expected of them.

    Args:
        cash: On that day (minor units).
        as_of: The day; the rest of its month is the first one.
        expected: What is to come; what is beyond the last month is left out.
        count: How many months.
    """
    first = month_of(as_of)
    ins: defaultdict[str, int] = defaultdict(int)
    outs: defaultdict[str, int] = defaultdict(int)
    for one in expected:
        month = one.month(as_of)
        if one.amount > 0:
            ins[month] += one.amount
        else:
            outs[month] -= one.amount
    found = []
    for month in months(first, count):
        cash += ins[month] - outs[month]
        found.append(
            Month(month, forecast=True, received=ins[month], paid=outs[month], cash=cash)
        )
    return found


def lowest(found: Iterable[Month]) -> Month | None:
    """Give the month that ends with the least cash, the first one of them."""
    return min(found, key=lambda one: (one.cash, one.month), default=None)
