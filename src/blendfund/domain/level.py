"""A level that dated facts raise and lower, and that no day may end below zero."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator


class Level(Struct, frozen=True):
    """What is outstanding, held or lost (minor units), with the days it changed on.

    Facts may be recorded late: what can be taken away on a day is what every later day
    can spare too. ``earlier`` is the level before the last change, so adding is cheap.
    """

    now: int = 0
    on: date = date.min
    change: int = 0
    latest: date = date.min
    earlier: Level | None = None

    def add(self, on: date, change: int) -> Level:
        """Give the level after a change on a day."""
        return Level(self.now + change, on, change, max(on, self.latest), self)

    @property
    def moved(self) -> date:
        """Give the last day it changed on, the first of all days if it never did."""
        return max((day for day, change in self._changes() if change), default=date.min)

    @property
    def touched(self) -> bool:
        """Tell whether anything changed it that was not taken back the same day."""
        return any(change for _, change in self._changes())

    def at(self, on: date) -> int:
        """Give where it stood at the end of a day, the days before being known."""
        return sum(change for day, change in self._changes() if day <= on)

    def free(self, on: date) -> int:
        """Give what can be taken away on a day without any day ending below zero."""
        if on >= self.latest:
            return self.now
        assert self._first().now == 0, "the days before are not known"
        left = lowest = self.now
        for day, change in sorted(self._changes(), reverse=True):
            if day <= on:
                break
            left -= change
            lowest = min(lowest, left)
        return lowest

    def _first(self) -> Level:
        level = self
        while level.earlier is not None:
            level = level.earlier
        return level

    def _changes(self) -> Iterator[tuple[date, int]]:
        days: dict[date, int] = {}
        level: Level | None = self
        while level is not None and level.earlier is not None:
            days[level.on] = days.get(level.on, 0) + level.change
            level = level.earlier
        return iter(days.items())
