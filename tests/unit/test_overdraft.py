from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from blendfund.application.planning.overdraft import Overdraft, overdrafts

DAYS = st.integers(1, 6).map(lambda day: date(2026, 1, day))
AMOUNTS = st.integers(-50, 50).filter(bool)
HISTORY = st.dictionaries(DAYS, AMOUNTS)
FLOWS = st.lists(st.tuples(DAYS, AMOUNTS), max_size=8).map(
    lambda found: [(*flow, place) for place, flow in enumerate(sorted(found))]
)


def ends(*flows: tuple[date, int]) -> dict[date, int]:
    """Give what is left at the end of each of the days."""
    by_day: Counter[date] = Counter()
    for day, amount in flows:
        by_day[day] += amount
    left, found = 0, {}
    for day in (date(2026, 1, number) for number in range(1, 7)):
        left += by_day[day]
        found[day] = left
    return found


@given(HISTORY, FLOWS)
def test_without_the_payments_left_out_no_day_ends_lower_than_allowed(
    history: dict[date, int], flows: list[tuple[date, int, int]]
) -> None:
    out = {found.place for found in overdrafts(history, flows)}
    kept = [flow[:2] for flow in flows if flow[2] not in out]
    before, after = ends(*history.items()), ends(*history.items(), *kept)
    assert all(left >= 0 or left >= before[day] for day, left in after.items())
    assert all(flow[1] < 0 for flow in flows if flow[2] in out)


@given(HISTORY, FLOWS)
def test_a_plan_that_can_stay_loses_nothing(
    history: dict[date, int], flows: list[tuple[date, int, int]]
) -> None:
    after = ends(*history.items(), *(flow[:2] for flow in flows))
    if min(after.values()) >= 0:
        assert overdrafts(history, flows) == []


def test_money_may_come_and_go_on_one_day_in_any_order() -> None:
    flows = [(date(2026, 1, 2), -50, 0), (date(2026, 1, 2), 50, 1)]
    assert overdrafts({}, flows) == []


def test_an_earlier_payment_may_not_spend_what_is_needed_later() -> None:
    flows = [(date(2026, 1, 2), -60, 7)]
    history = {date(2026, 1, 1): 100, date(2026, 1, 3): -50}
    assert overdrafts(history, flows) == [Overdraft(7, date(2026, 1, 3), -10)]


def test_a_proven_breach_does_not_stop_receipts_nor_its_cure() -> None:
    history = {date(2026, 1, 1): -100}
    assert overdrafts(history, [(date(2026, 1, 2), 30, 0)]) == []
    assert (
        overdrafts(history, [(date(2026, 1, 2), 30, 0), (date(2026, 1, 3), -30, 1)]) == []
    )
    found = overdrafts(history, [(date(2026, 1, 2), 30, 0), (date(2026, 1, 3), -31, 1)])
    assert found == [Overdraft(1, date(2026, 1, 3), -101)]
