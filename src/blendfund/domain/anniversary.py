"""The same day of another year; of a leap day, the day before it."""

from __future__ import annotations

from datetime import date


def anniversary(day: date, years: int) -> date:
    """Give a day so many years later, earlier where below zero."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + years, day.month, last)
