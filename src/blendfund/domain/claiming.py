"""Claims of a lender and what settles them, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Dated(NamedTuple):
    """An amount on a day (minor units)."""

    on: date
    minor: int


def uncalled(calls: Iterable[Dated], settled: Iterable[Dated]) -> date | None:
    """Give the first day on which more was paid or rejected than was called, if any.

    What a day pays may have been called that day, or before.
    """
    left = 0
    days = [(one.on, 0, one.minor) for one in calls]
    days += [(one.on, 1, -one.minor) for one in settled]
    for on, _, minor in sorted(days):
        left += minor
        if left < 0:
            return on
    return None
