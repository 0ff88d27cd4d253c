from __future__ import annotations

from datetime import date, timedelta

import pytest

from blendfund.projections.irr import Rate, irr

START = date(2020, 1, 1)


def yearly(*amounts: int) -> dict[date, int]:
    return {START + timedelta(days=365 * year): minor for year, minor in enumerate(amounts)}


def test_the_example_of_a_spreadsheets_documentation_comes_out() -> None:
    """Source: support.microsoft.com, XIRR function: 0.373362535."""
    flows = {
        date(2008, 1, 1): -10_000,
        date(2008, 3, 1): 2_750,
        date(2008, 10, 30): 4_250,
        date(2009, 2, 15): 3_250,
        date(2009, 4, 1): 2_750,
    }
    found = irr(flows)
    assert found.value is not None
    assert float(found.value) == pytest.approx(0.373362535, abs=1e-8)
    assert len(found.value.partition(".")[2]) == 10


@pytest.mark.parametrize(
    ("amounts", "rate"),
    [((-100, 110), "0.1000000000"), ((-100, 0, 121), "0.1000000000"), ((-100, 50), "-0.5")],
)
def test_a_year_has_365_days(amounts: tuple[int, ...], rate: str) -> None:
    found = irr(yearly(*amounts))
    assert found.value is not None
    assert float(found.value) == pytest.approx(float(rate), abs=1e-9)


@pytest.mark.parametrize("amounts", [(), (0, 0), (-100,), (-100, -10), (100, 10), (0, 5)])
def test_flows_that_never_change_sign_have_no_rate(amounts: tuple[int, ...]) -> None:
    assert irr(yearly(*amounts)) == Rate(None, "flows never change sign")


def test_when_several_rates_solve_it_none_is_chosen() -> None:
    """-100 + 230 / 1.1 - 132 / 1.1**2 = 0, and so it is with 1.2."""
    assert irr(yearly(-100, 230, -132)) == Rate(None, "several rates solve it")


def test_flows_that_change_sign_often_may_still_have_one_rate() -> None:
    found = irr(yearly(-100, 60, -10, 70))
    assert found.value is not None
    rate = 1 + float(found.value)
    assert -100 + 60 / rate - 10 / rate**2 + 70 / rate**3 == pytest.approx(0, abs=1e-6)


def test_when_no_rate_solves_it_none_is_invented() -> None:
    """100 - 150 x + 100 x**2 has no real root."""
    assert irr(yearly(100, -150, 100)) == Rate(None, "no rate solves it")
