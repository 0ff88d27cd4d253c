from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blendfund.application.reading.distributable import shares_of
from blendfund.domain.distribution import (
    TERRITORIAL,
    Owed,
    Tier,
    check,
    distribute,
    preferred,
)
from blendfund.domain.errors import BadTiers
from blendfund.projections.cash import Expected, actual, forecast, lowest

FOUR = (
    Tier("return-of-capital"),
    Tier("preferred-return", rate="0.08"),
    Tier("catch-up", manager="1", until="0.2"),
    Tier("split", manager="0.2"),
)
MILLION = 1_000_000_00


# A whole-fund waterfall of four tiers: 8 % preferred, full catch-up, 20 % carried.
@pytest.mark.parametrize(
    ("amount", "years", "investors", "manager"),
    [
        (1_500_000_00, 1, 1_400_000_00, 100_000_00),
        (1_090_000_00, 1, 1_080_000_00, 10_000_00),
        (1_100_000_00, 1, 1_080_000_00, 20_000_00),
        (900_000_00, 1, 900_000_00, 0),
        (1_600_000_00, 5, 1_480_000_00, 120_000_00),
    ],
)
def test_a_published_waterfall(
    amount: int, years: int, investors: int, manager: int
) -> None:
    due = preferred(MILLION, "0.08", date(2020, 1, 1), date(2020 + years, 1, 1))
    paid = distribute(amount, FOUR, [Owed("A", MILLION, due)])
    assert sum(one.investors for one in paid) == investors
    assert sum(one.manager for one in paid) == manager


def test_without_any_money_in_nothing_is_paid() -> None:
    assert [one[1:] for one in distribute(MILLION, FOUR, [])] == [(0, 0)] * 4
    assert shares_of(distribute(MILLION, FOUR, []), []) == []


def test_once_capital_is_back_the_rest_is_shared_by_the_returns_owed() -> None:
    owed = [Owed("A", 0, 3_00), Owed("B", 0, 1_00)]
    paid = distribute(12_00, FOUR, owed)
    assert [one.investors for one in paid] == [0, 4_00, 0, 5_60]
    assert [one[1:] for one in shares_of(paid, owed)] == [(0, 7_20), (0, 2_40)]


def test_the_preferred_return_compounds_from_anniversary_to_anniversary() -> None:
    start = date(2020, 2, 29)
    assert preferred(MILLION, "0.08", date(2019, 1, 1), date(2024, 1, 1)) == 469_328_08
    assert preferred(MILLION, "0.08", start, date(2021, 2, 28)) == 80_000_00
    assert preferred(MILLION, "0.08", start, start) == 0
    assert preferred(0, "0.08", start, date(2030, 1, 1)) == 0
    half = preferred(MILLION, "0.08", date(2021, 1, 1), date(2021, 7, 2))
    assert 39_000_00 < half < 40_000_00


@pytest.mark.parametrize(
    "tiers",
    [
        (),
        (Tier("split", manager="0.2"), Tier("return-of-capital")),
        (Tier("return-of-capital"), Tier("return-of-capital")),
        (Tier("preferred-return"),),
        (Tier("split", manager="1.2"),),
        (Tier("catch-up", manager="0.2", until="0.2"),),
    ],
)
def test_tiers_that_make_no_waterfall_are_refused(tiers: tuple[Tier, ...]) -> None:
    with pytest.raises(BadTiers):
        check(tiers)
    check(FOUR)
    check(TERRITORIAL)


OWED = st.lists(
    st.tuples(st.integers(0, 10**9), st.integers(0, 10**8)), min_size=1, max_size=8
)


@given(
    st.integers(1, 10**10), OWED, st.sampled_from([FOUR, FOUR[:3], FOUR[:2], TERRITORIAL])
)
def test_a_distribution_pays_tier_after_tier_and_loses_nothing(
    amount: int, stand: list[tuple[int, int]], tiers: tuple[Tier, ...]
) -> None:
    owed = [Owed(str(place), *one) for place, one in enumerate(stand)]
    if not any(one.principal for one in owed):
        owed[0] = Owed("0", 1, owed[0].preferred)
    paid = distribute(amount, tiers, owed)
    taken = sum(one.investors + one.manager for one in paid)
    assert all(one.investors >= 0 and one.manager >= 0 for one in paid)
    assert taken <= amount
    if tiers is FOUR:
        assert taken == amount
    capital = sum(one.principal for one in owed)
    earned = sum(one.preferred for one in owed)
    if len(paid) > 1 and paid[1].investors:
        assert paid[0].investors == capital
    if len(paid) > 2 and paid[2].investors + paid[2].manager:
        assert paid[1].investors == earned
    if len(paid) > 2:
        profit = paid[1].investors + paid[2].investors + paid[2].manager
        assert 5 * paid[2].manager <= profit + 5
    shares = shares_of(paid, owed)
    assert sum(one.principal + one.profit for one in shares) == sum(
        one.investors for one in paid
    )
    by = {one.key: one.principal for one in owed}
    if paid[0].investors < capital:
        assert all(one.principal <= by[one.agreement] for one in shares)


def test_months_go_on_without_movements_and_name_their_lowest_point() -> None:
    past = actual([("2024-11", 100), ("2025-02", -30), ("2025-02", 10)])
    assert [(one.month, one.cash) for one in past] == [
        ("2024-11", 100),
        ("2024-12", 100),
        ("2025-01", 100),
        ("2025-02", 80),
    ]
    assert (past[-1].received, past[-1].paid, past[-1].net) == (10, 30, -20)
    assert actual([]) == []
    day = date(2025, 2, 15)
    found = forecast(
        80,
        day,
        [
            Expected(date(2025, 1, 1), 5),
            Expected(None, -50),
            Expected(date(2025, 3, 1), 40),
            Expected(date(2026, 3, 1), 7),
        ],
        3,
    )
    assert [(one.month, one.cash) for one in found] == [
        ("2025-02", 35),
        ("2025-03", 75),
        ("2025-04", 75),
    ]
    point = lowest(found)
    assert point is not None
    assert point.month == "2025-02"
    assert lowest([]) is None


@given(
    st.integers(0, 10**6),
    st.lists(
        st.tuples(st.dates(date(2025, 1, 1), date(2025, 12, 31)), st.integers(-500, 500))
    ),
)
def test_a_forecast_ends_where_its_expectations_lead(
    cash: int, moves: list[tuple[date, int]]
) -> None:
    day = date(2025, 1, 1)
    found = forecast(cash, day, [Expected(*one) for one in moves], 12)
    assert found[-1].cash == cash + sum(amount for _, amount in moves)
    assert [one.cash - one.net for one in found[1:]] == [one.cash for one in found[:-1]]
