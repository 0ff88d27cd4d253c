from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from blendfund.application.overdraft import Overdraft, overdrafts

DAYS = st.integers(1, 6).map(lambda day: f"2026-01-0{day}")
AMOUNTS = st.integers(-50, 50).filter(bool)
HISTORY = st.dictionaries(DAYS, AMOUNTS)
FLOWS = st.lists(st.tuples(DAYS, AMOUNTS), max_size=8).map(
    lambda found: [(*flow, place) for place, flow in enumerate(sorted(found))]
)


def ends(*flows: tuple[str, int]) -> dict[str, int]:
    """Give what is left at the end of each of the days."""
    by_day: Counter[str] = Counter()
    for day, amount in flows:
        by_day[day] += amount
    left, found = 0, {}
    for day in (f"2026-01-0{number}" for number in range(1, 7)):
        left += by_day[day]
        found[day] = left
    return found


@given(HISTORY, FLOWS)
def test_without_the_payments_left_out_no_day_ends_lower_than_allowed(
    history: dict[str, int], flows: list[tuple[str, int, int]]
) -> None:
    out = {found.place for found in overdrafts(history, flows)}
    kept = [flow[:2] for flow in flows if flow[2] not in out]
    before, after = ends(*history.items()), ends(*history.items(), *kept)
    assert all(left >= 0 or left >= before[day] for day, left in after.items())
    assert all(flow[1] < 0 for flow in flows if flow[2] in out)


@given(HISTORY, FLOWS)
def test_a_plan_that_can_stay_loses_nothing(
    history: dict[str, int], flows: list[tuple[str, int, int]]
) -> None:
    after = ends(*history.items(), *(flow[:2] for flow in flows))
    if min(after.values()) >= 0:
        assert overdrafts(history, flows) == []


def test_money_may_come_and_go_on_one_day_in_any_order() -> None:
    flows = [("2026-01-02", -50, 0), ("2026-01-02", 50, 1)]
    assert overdrafts({}, flows) == []


def test_an_earlier_payment_may_not_spend_what_is_needed_later() -> None:
    flows = [("2026-01-02", -60, 7)]
    history = {"2026-01-01": 100, "2026-01-03": -50}
    assert overdrafts(history, flows) == [Overdraft(7, "2026-01-03", -10)]


def test_a_proven_breach_does_not_stop_receipts_nor_its_cure() -> None:
    history = {"2026-01-01": -100}
    assert overdrafts(history, [("2026-01-02", 30, 0)]) == []
    assert overdrafts(history, [("2026-01-02", 30, 0), ("2026-01-03", -30, 1)]) == []
    found = overdrafts(history, [("2026-01-02", 30, 0), ("2026-01-03", -31, 1)])
    assert found == [Overdraft(1, "2026-01-03", -101)]
