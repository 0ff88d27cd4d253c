from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blendfund.projections.ratio import ratio, trimmed

WHOLE = st.integers(-(10**15), 10**15)


@given(WHOLE, WHOLE.filter(bool))
def test_a_ratio_is_exact_to_half_a_unit_of_its_last_decimal(one: int, other: int) -> None:
    found = ratio(one, other)
    assert found is not None
    assert abs(Fraction(found) - Fraction(one, other)) <= Fraction(1, 2 * 10**12)


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [
        (1, 3, "0.333333333333"),
        (2, 3, "0.666666666667"),
        (1, 2, "0.5"),
        (10, 5, "2"),
        (100, 1, "100"),
        (0, 7, "0"),
        (-1, 10**13, "0"),
        (1, -4, "-0.25"),
    ],
)
def test_a_ratio_carries_no_trailing_zero(one: int, other: int, text: str) -> None:
    assert ratio(one, other) == text


def test_half_a_unit_goes_to_the_even_neighbour() -> None:
    assert ratio(1, 8, 2) == "0.12"
    assert ratio(3, 8, 2) == "0.38"


def test_nothing_is_divided_by_zero() -> None:
    assert ratio(5, 0) is None
    assert trimmed(Decimal("0.00")) == trimmed(Decimal("-0.0")) == "0"
