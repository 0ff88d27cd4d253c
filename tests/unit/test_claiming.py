"""Laws of claims and of what settles them, day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from blendfund.domain.claiming import Dated, uncalled

START = date(2024, 1, 1)
AMOUNTS = st.lists(
    st.builds(
        lambda day, minor: Dated(START + timedelta(day), minor),
        st.integers(0, 20),
        st.integers(1, 50),
    ),
    max_size=6,
)


@given(AMOUNTS, AMOUNTS)
def test_no_day_settles_more_than_was_called_by_then(
    calls: list[Dated], settled: list[Dated]
) -> None:
    """Held against the sums of each day, added up from nothing."""

    def left(on: date) -> int:
        known = [one.minor for one in calls if one.on <= on]
        return sum(known) - sum(one.minor for one in settled if one.on <= on)

    days = sorted(one.on for one in [*calls, *settled])
    assert uncalled(calls, settled) == next((on for on in days if left(on) < 0), None)
    assert uncalled([*calls, *settled], settled) is None
