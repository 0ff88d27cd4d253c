"""Cash month by month: what came in and went out, and what is to come."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from datetime import date

FORMULA: Final = (
    "forecast = cash + schedule lines still to be paid + calls due + promises not called -"
    " contracts not paid out, by their drawdowns - guarantees called and not paid +"
    " guarantee fees owed; what is overdue, or has no date, is put in the first month"
)
PRUDENT: Final = (
    "the same forecast, without money that is late, promises not called and instalments of"
    " loans in default; all that is to go out stays"
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


def _number(month: str) -> int:
    """Count months from year zero on."""
    return int(month[:4]) * 12 + int(month[5:])


def actual(flows: Iterable[tuple[str, int]], as_of: date | None = None) -> list[Month]:
    """Give every month from the first movement of cash to the last.

    Args:
        flows: A month and what a movement added to cash then (minor units).
        as_of: The months before that of this day are given too, whatever moved in them.
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
    count = _number(known[-1]) - _number(known[0]) + 1
    if as_of is not None:
        count = max(count, _number(month_of(as_of)) - _number(known[0]))
    found, cash = [], 0
    for month in months(known[0], count):
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


def prudent(
    expected: Iterable[Expected], as_of: date, doubtful: Container[int]
) -> Iterator[Expected]:
    """Give what is to come and can be counted on: all that goes out, not all that comes in.

    Args:
        expected: What is to come.
        as_of: The day it is seen from; what should have come in before is left out.
        doubtful: The loans in default (their ids): nothing of them is counted.
    """
    for one in expected:
        dated = one.on is not None and one.on >= as_of
        doubted = one.why == "instalments" and one.of in doubtful
        if one.amount < 0 or (dated and not doubted):
            yield one


def lowest(found: Iterable[Month]) -> Month | None:
    """Give the month that ends with the least cash, the first one of them."""
    return min(found, key=lambda one: (one.cash, one.month), default=None)
