"""Cash month by month: no month is left out, and a lowest point nobody flatters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blendfund.projections.cash import Expected, actual, forecast, lowest, prudent

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements

DAY = date(2025, 2, 15)
DAYS = st.none() | st.dates(DAY - timedelta(90), DAY + timedelta(90))
EXPECTED = st.lists(
    st.builds(
        Expected,
        DAYS,
        st.integers(-(10**6), 10**6),
        st.sampled_from(["instalments", "calls", "commitments", "contracts"]),
        st.integers(1, 4),
    )
)


@pytest.mark.parametrize(
    ("as_of", "last"),
    [
        (date(2024, 11, 30), "2024-12"),  # what is dated later was recorded all the same
        (date(2025, 1, 1), "2024-12"),
        (date(2025, 2, 1), "2025-01"),
        (date(2026, 1, 31), "2025-12"),
    ],
)
def test_months_without_movements_are_given_up_to_the_forecast(
    as_of: date, last: str
) -> None:
    found = actual([("2024-11", 100), ("2024-12", -30)], as_of)
    assert (found[0].month, found[-1].month, found[-1].cash) == ("2024-11", last, 70)


def test_what_is_late_promised_or_in_default_is_not_counted_on() -> None:
    late = Expected(DAY - timedelta(1), 5, "instalments", 1)
    due = Expected(DAY, 7, "instalments", 1)
    doubted = Expected(DAY, 11, "instalments", 2)
    called = Expected(DAY, 13, "calls", 2)  # a position: no loan of that number
    promised = Expected(None, 17, "commitments")
    out = Expected(None, -19, "contracts")
    overdue = Expected(DAY - timedelta(9), -23, "drawdowns")
    coming = [late, due, doubted, called, promised, out, overdue]
    assert list(prudent(coming, DAY, {2})) == [due, called, out, overdue]


@given(st.integers(-(10**9), 10**9), EXPECTED, st.sets(st.integers(1, 4)))
def test_the_prudent_forecast_is_never_above_the_other(
    cash: int, coming: list[Expected], doubtful: set[int]
) -> None:
    every = forecast(cash, DAY, coming, 5)
    sure = forecast(cash, DAY, prudent(coming, DAY, doubtful), 5)
    assert all(one.cash <= other.cash for one, other in zip(sure, every, strict=True))
    deepest, point = lowest(sure), lowest(every)
    assert deepest is not None
    assert point is not None
    assert deepest.cash <= point.cash


def test_the_report_says_both_lowest_points(fund: Cli, movements: Movements) -> None:
    fund.take(
        movements(
            "2024-01-01 contribution 1000 party=Région public grant concessional\n"
            "2024-01-01 commitment 500 party=Banque bank loan market"
        )
    )
    terms = [
        "--amount",
        "400",
        "--rate",
        "0",
        "--start",
        "2024-01-31",
        "--periods",
        "4",
        "--every",
        "month",
    ]
    for name in ("SAIN", "DOUTEUX"):
        made = ("--fund", "ALSACE", "--project", "Recyclerie", "--instrument", "loan")
        fund.done("financing", "contract", name, *made, *terms, "--create")
        fund.done("financing", "disburse", name, "--amount", 400, "--on", "2024-01-31")
    called = ("--amount", 120, "--due", "2024-05-15", "--on", "2024-03-01")
    since = ("--trigger", "past-due", "--on", "2024-03-31")
    fund.done("call", "make", "--fund", "ALSACE", *called)
    fund.done("financing", "default", "DOUTEUX", *since)
    found = fund.report("cash", "--as-of", "2024-04-15", "--months", 2)
    # 200 in bank; at once four late lines of 100, 380 promised, and 200 due on 30 April.
    assert found["lowest"] == {"month": "2024-04", "cash": "1180.00"}
    assert found["lowest_prudent"] == {"month": "2024-04", "cash": "300.00"}
    shown = [(one["month"], one["forecast"]) for one in found["rows"]]
    past = ["2024-01", "2024-02", "2024-03"]
    assert shown == [(one, False) for one in past] + [("2024-04", True), ("2024-05", True)]
    told = fund("report", "cash", "--fund", "ALSACE", "--as-of", "2024-04-15").stdout
    assert "Point bas sans les retards, les promesses non appelées" in told
