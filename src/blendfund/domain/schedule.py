"""The schedule of a loan as its contract states it: terms, from which lines are made."""

from __future__ import annotations

from datetime import date
from typing import Final

from msgspec import Struct

from blendfund.domain.errors import BadSchedule, Field
from blendfund.domain.event import Event
from blendfund.domain.vocabulary import DayCount, Every, Method

PERIODS_MAX: Final = 600  # fifty years of months


class Schedule(Struct, frozen=True, forbid_unknown_fields=True):
    """The terms of a loan that falls due: all that its lines are made from.

    ``rate`` is a yearly rate as a decimal. Interest runs from ``start``; the first of
    ``grace`` + ``periods`` lines falls due one period later. Lines of grace pay interest
    alone.
    """

    rate: str
    start: date
    periods: int
    every: Every
    grace: int = 0
    method: Method = Method.EQUAL_INSTALMENTS
    day_count: DayCount = DayCount.PERIODIC

    @property
    def count(self) -> int:
        """Give how many lines it has."""
        return self.grace + self.periods

    def check(self) -> None:
        """Refuse terms that make no schedule. Raises BadSchedule."""
        if self.periods < 1 or self.grace < 0 or self.count > PERIODS_MAX:
            raise BadSchedule(Field("periods, grace"), f"1-{PERIODS_MAX}")
        years = self.count * self.every.months // 12 + 1
        if self.start.year + years > date.max.year:
            raise BadSchedule(Field("start"), f"1-{date.max.year - years}")


class FinancingScheduled(Event, frozen=True, kw_only=True):
    """A contract was given its schedule: what is contracted falls due on these terms.

    Its lines are no facts: they are made anew from the amount contracted and the terms.
    ``order`` says what a payment pays first, where it is not the usual one.
    """

    schedule: Schedule
    order: tuple[str, ...] = ()


class FinancingRescheduled(Event, frozen=True, kw_only=True):
    """What is left of a loan falls due otherwise from that day on.

    ``principal_minor`` is what was outstanding then, ``overdue_minor`` the interest that
    was due and unpaid: the first line asks for it too. The loan was ``days_late`` then, and
    stays so until that line is paid. Running longer than before, it adds ``aid_minor``
    (gross grant equivalent) under the contract's ``regime`` of state aid.
    """

    schedule: Schedule
    principal_minor: int
    overdue_minor: int = 0
    days_late: int = 0
    order: tuple[str, ...] = ()
    regime: str = ""
    aid_minor: int = 0
