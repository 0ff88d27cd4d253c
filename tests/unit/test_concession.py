from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from blendfund.projections.concession import grant_element

FACE = 100_000_000_000  # large, so that rounding to minor units is not seen


def equal_principal(face: int, grace: int, periods: int, rate: Fraction) -> list[int]:
    """Give what lines of equal principal ask, interest alone in grace."""
    owed, asked = Fraction(face), []
    for number in range(grace + periods):
        part = Fraction(face, periods) if number >= grace else Fraction(0)
        asked.append(round(part + owed * rate))
        owed -= part
    return asked


# Published: ten years at 2.5 %, half-yearly, the first principal after two years and a
# half, at 10 %: 32.3909 % (paperzz.com/doc/8929037/grant-element).
def test_the_grant_element_is_the_published_one() -> None:
    asked = equal_principal(FACE, 4, 16, Fraction(25, 2000))
    found = grant_element(asked, FACE, 6, "0.10")
    assert found is not None
    assert round(float(found) * 100, 4) == 32.3909


# The same loan in level payments: 32.9126 % (the same source).
def test_level_payments_give_the_published_element() -> None:
    rate = Fraction(25, 2000)
    level = FACE * rate / (1 - (1 + rate) ** -16)
    asked = [round(FACE * rate)] * 4 + [round(level)] * 16
    found = grant_element(asked, FACE, 6, "0.10")
    assert found is not None
    assert round(float(found) * 100, 4) == 32.9126


@given(st.integers(1, 60), st.sampled_from([1, 3, 12]), st.integers(1, 20))
def test_a_loan_at_the_market_rate_gives_nothing_away(
    periods: int, months: int, percent: int
) -> None:
    growth = (1 + percent / 100) ** (months / 12) - 1
    asked = equal_principal(FACE, 0, periods, Fraction(growth))
    found = grant_element(asked, FACE, months, str(percent / 100))
    assert found is not None
    assert abs(float(found)) < 1e-9


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40), st.integers(0, 30))
def test_the_dearer_the_market_the_more_is_given_away(
    asked: list[int], percent: int
) -> None:
    face = max(sum(asked), 1)
    less, more = (
        grant_element(asked, face, 1, str(one / 100)) for one in (percent, percent + 1)
    )
    assert less is not None
    assert more is not None
    assert float(less) <= float(more) <= 1


def test_without_a_loan_there_is_none() -> None:
    assert grant_element([], 0, 1, "0.10") is None
