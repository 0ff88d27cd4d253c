from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blendfund.domain.money import EXPONENT, MAX_MINOR, Money, plain, read_plain, share_out

MINORS = st.integers(0, MAX_MINOR)
CURRENCIES = st.sampled_from(sorted(EXPONENT))
WEIGHTS = st.lists(st.integers(0, 10**12), min_size=1, max_size=9).filter(any)


@given(MINORS, CURRENCIES)
def test_what_is_written_is_read_back(minor: int, currency: str) -> None:
    assert read_plain(plain(minor, currency), currency) == minor


@given(MINORS, WEIGHTS)
def test_sharing_loses_no_cent_and_is_fair_to_one_cent(
    minor: int, weights: list[int]
) -> None:
    shares = share_out(minor, weights)
    assert sum(shares) == minor
    total = sum(weights)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * total - minor * weight) < total


def test_the_left_over_cent_goes_to_the_first_of_equals() -> None:
    assert share_out(100, [1, 1, 1]) == [34, 33, 33]
    assert share_out(100, [1, 0, 2]) == [33, 0, 67]


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_parts_of_nothing_cannot_be_shared(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="parts of a whole"):
        share_out(100, weights)


def test_a_debt_cannot_be_shared() -> None:
    with pytest.raises(ValueError, match="parts of a whole"):
        share_out(-1, [1])


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (-123450, "EUR", "-1234.50"),
        (-5, "EUR", "-0.05"),
        (7, "XPF", "7"),
        (7, "TND", "0.007"),
    ],
)
def test_amounts_are_written_with_their_currencys_decimals(
    minor: int, currency: str, text: str
) -> None:
    assert plain(minor, currency) == text
    assert str(Money(minor, currency)) == f"{text} {currency}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-1",
        "+1",
        "1e3",
        "1,5",
        "1.",
        ".5",
        "01",
        "1 000",
        "1_000",
        "\u0661",
        "1.234",
        "NaN",
    ],
)
def test_nothing_but_plain_ascii_amounts_is_read(text: str) -> None:
    assert read_plain(text, "EUR") is None


@pytest.mark.parametrize(
    ("text", "minor"), [("1250", 125000), ("1250.5", 125050), ("1250.50", 125050), ("0", 0)]
)
def test_the_three_plain_writings_are_read(text: str, minor: int) -> None:
    assert read_plain(text, "EUR") == minor


def test_a_currency_without_decimals_takes_none() -> None:
    assert read_plain("12", "XOF") == 12
    assert read_plain("12.0", "XOF") is None
