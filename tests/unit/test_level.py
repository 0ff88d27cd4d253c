"""A level says what can be taken away on a day, facts recorded late included."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from blendfund.domain.level import Level

DAYS = st.integers(0, 9).map(lambda day: date(2026, 1, 1) + timedelta(day))
CHANGES = st.lists(st.tuples(DAYS, st.integers(-9, 9)), max_size=12)


def level_of(changes: list[tuple[date, int]]) -> Level:
    level = Level()
    for on, change in changes:
        level = level.add(on, change)
    return level


def ends(changes: list[tuple[date, int]]) -> list[tuple[date, int]]:
    """Give what is left at the end of each of the ten days."""
    days = [date(2026, 1, 1) + timedelta(day) for day in range(10)]
    return [(day, sum(c for on, c in changes if on <= day)) for day in days]


@given(CHANGES, DAYS)
def test_what_is_free_is_what_every_later_day_can_spare(
    changes: list[tuple[date, int]], on: date
) -> None:
    assert level_of(changes).free(on) == min(
        left for day, left in ends(changes) if day >= on
    )


def test_nothing_is_free_before_anything_came_in() -> None:
    level = Level().add(date(2026, 6, 1), 100)
    assert level.free(date(2026, 5, 31)) == 0
    assert level.free(date(2026, 6, 1)) == 100
