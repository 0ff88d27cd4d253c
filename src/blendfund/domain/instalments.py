"""What a loan owes and when: its lines, made anew from its terms each time.

Exact until a line is written: rates and years are fractions, and only the interest of a
line, a level payment and an equal part are rounded, half up, to a minor unit. The last
line pays what is left of the principal, and so absorbs what rounding left over.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.domain.money import half_up
from blendfund.domain.vocabulary import DayCount, Method

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from blendfund.domain.schedule import Schedule

_MONTHS: Final = 12


class Line(NamedTuple):
    """One due date, numbered from 1: what is to be paid (minor units)."""

    n: int
    due: date
    principal: int
    interest: int
    fee: int = 0

    @property
    def total(self) -> int:
        """Give everything the line asks for."""
        return self.principal + self.interest + self.fee


def lines(principal_minor: int, schedule: Schedule) -> list[Line]:
    """Make the lines of a schedule.

    Args:
        principal_minor: What is to be paid back, in minor units, above zero.
        schedule: The terms; ``check`` must have passed.

    Returns:
        A line a due date, in order. Law: their principal sums to ``principal_minor``, and
        none is below zero.

    Source:
        Level payment: P / (the sum of the discount factors of the lines), the annuity of
        numpy-financial's ``pmt`` where all periods are equal.
    """
    days = list(due_dates(schedule))
    rates = [
        Fraction(schedule.rate) * part
        for part in year_fractions(schedule.start, days, schedule)
    ]
    asked = _ASKED[schedule.method](principal_minor, rates[schedule.grace :])
    left, made = principal_minor, []
    for number, (due, rate) in enumerate(zip(days, rates, strict=True), start=1):
        interest = half_up(left * rate)
        paid = 0
        if number == schedule.count:
            paid = left
        elif number > schedule.grace:
            paid = min(left, max(0, asked(interest)))
        made.append(Line(number, due, paid, interest))
        left -= paid
    return made


def due_dates(schedule: Schedule) -> Iterator[date]:
    """Give the due dates, one period after another."""
    for number in range(1, schedule.count + 1):
        yield months_after(schedule.start, number * schedule.every.months)


def months_after(day: date, count: int) -> date:
    """Give the day so many months later; the end of its month leads to the month's end."""
    months = day.month - 1 + count
    year, month = day.year + months // _MONTHS, months % _MONTHS + 1
    last = monthrange(year, month)[1]
    at_end = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if at_end else min(day.day, last))


def year_fractions(start: date, days: Sequence[date], schedule: Schedule) -> list[Fraction]:
    """Give the part of a year that each period bears interest for.

    Source:
        ISDA 2006 Definitions, section 4.16: Actual/365 (Fixed), Actual/360, 30E/360.
    """
    if schedule.day_count is DayCount.PERIODIC:
        return [Fraction(schedule.every.months, _MONTHS)] * len(days)
    count = _DAYS[schedule.day_count]
    return [
        count(first, last) for first, last in zip([start, *days[:-1]], days, strict=True)
    ]


def euro_days(first: date, last: date) -> int:
    """Count the days between two as if every month had thirty (30E/360)."""
    months = (last.year - first.year) * _MONTHS + last.month - first.month
    return 30 * months + min(last.day, 30) - min(first.day, 30)


_DAYS: Final[dict[DayCount, Callable[[date, date], Fraction]]] = {
    DayCount.ACT_365F: lambda first, last: Fraction((last - first).days, 365),
    DayCount.ACT_360: lambda first, last: Fraction((last - first).days, 360),
    DayCount.EURO_30_360: lambda first, last: Fraction(euro_days(first, last), 360),
}


def _level(principal: int, rates: Sequence[Fraction]) -> Callable[[int], int]:
    """Give how much principal a level payment holds, once its interest is known."""
    # The factors' sum is 1/g1 (1 + 1/g2 (1 + ...)), kept as factors below / above: whole
    # numbers that are never reduced, which would cost more than all the rest.
    below, above = 0, 1
    for rate in reversed(rates):
        growth = 1 + rate
        below = (below + above) * growth.denominator
        above *= growth.numerator
    payment = half_up(Fraction(principal * above, below))
    return lambda interest: payment - interest


def _equal(principal: int, rates: Sequence[Fraction]) -> Callable[[int], int]:
    part = half_up(Fraction(principal, len(rates)))
    return lambda _interest: part


def _bullet(_principal: int, _rates: Sequence[Fraction]) -> Callable[[int], int]:
    return lambda _interest: 0


_ASKED: Final[dict[Method, Callable[[int, Sequence[Fraction]], Callable[[int], int]]]] = {
    Method.EQUAL_INSTALMENTS: _level,
    Method.EQUAL_PRINCIPAL: _equal,
    Method.BULLET: _bullet,
}
