"""Amounts and rates as people type them: read exactly, or refused with their readings."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blendfund.domain.errors import AmountTooLarge, TooManyDecimals
from blendfund.domain.money import EXPONENT, MAX_MINOR, plain
from blendfund.domain.typed import (
    SPACES,
    Typed,
    percentage,
    read_amount,
    read_rate,
    readings,
)
from blendfund.reports import words

CURRENCIES = sorted(set(EXPONENT) - {"TND"})  # a dinar's millimes can look like groups
MINOR = st.integers(1, MAX_MINOR)
# Digits of other scripts, signs, exponents, marks: what a number must not slip in by.
STRANGE = "0123456789\u0663\uff14.,' \u00a0\u202f\u2009+-\u2212eE_xX%€\t\n\u200b"


def minor_of(text: str, currency: str = "EUR") -> int | None:
    typed = read_amount(text)
    return None if typed is None else typed.minor(currency)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1250", 125_000),
        ("1250.50", 125_050),
        ("1250,50", 125_050),
        ("1250,5", 125_050),
        ("1 250,50", 125_050),
        ("1\u00a0250,50", 125_050),
        ("1\u202f250\u00a0000", 125_000_000),
        (" 12 ", 1_200),
        ("0,05", 5),
        ("0007", 700),
    ],
)
def test_an_amount_is_read_as_it_was_meant(text: str, minor: int) -> None:
    assert minor_of(text) == minor


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1.234", ("1234", "1,23")),
        ("1,234", ("1234", "1,23")),
        ("1.234.567", ("1234567",)),
        ("1.234,56", ("1234,56",)),
        ("1,234.56", ("1234,56",)),
        ("1'234", ("1234",)),
        ("1\u2019234,5", ("1234,5",)),
        ("12,50 €", ("12,50",)),
        ("12 euros", ("12",)),
        ("€1,234", ("1234", "1,23")),
        *((text, ()) for text in ("", "€", "1 23", "12 50", "1,", ",5", "-5", "+5")),
        *((text, ()) for text in ("1e3", "1_000", "0x10", "٣", "\uff11", "1 2345", "5 €€")),
    ],
)
def test_anything_else_is_refused_with_what_it_could_have_meant(
    text: str, meant: tuple[str, ...]
) -> None:
    assert read_amount(text) is None
    assert readings(text) == meant
    assert readings(text, ".") == tuple(one.replace(",", ".") for one in meant)


@given(MINOR, st.sampled_from(CURRENCIES))
def test_an_amount_printed_in_french_is_read_back_exactly(
    minor: int, currency: str
) -> None:
    printed = words.amount(minor, currency, french=True)
    number = printed.rpartition(words.NO_BREAK)[0]
    assert minor_of(number, currency) == minor
    (meant,) = readings(printed)
    assert minor_of(meant, currency) == minor


@given(MINOR, st.sampled_from(CURRENCIES))
def test_an_amount_printed_in_english_is_among_its_readings(
    minor: int, currency: str
) -> None:
    printed = words.amount(minor, currency, french=False)
    assert read_amount(printed) is None
    meant = readings(printed)
    whole = meant[:1] if len(meant) > 1 else meant  # the other reading has decimals
    assert [minor_of(one, currency) for one in whole] == [minor]


@given(MINOR, st.sampled_from(sorted(EXPONENT)))
def test_a_plain_amount_is_read_back_unless_its_decimals_look_like_a_group(
    minor: int, currency: str
) -> None:
    text = plain(minor, currency)
    found = minor_of(text, currency)
    looks_grouped = EXPONENT[currency] == 3 and len(text) < 8
    assert found == (None if looks_grouped else minor)


@given(st.text(STRANGE, max_size=14))
@example("1\n")
@example("٣")
@example("1" * 5000)
def test_whatever_is_read_is_ascii_digits_grouped_as_promised(text: str) -> None:
    typed = read_amount(text)
    bare = text.strip()
    if typed is not None:
        kept = bare.translate(dict.fromkeys(map(ord, SPACES)))
        assert kept.isascii()
        assert Decimal(kept.replace(",", ".")) == Decimal(str(typed).replace(",", "."))
        assert not readings(text)


@given(st.text(STRANGE, max_size=14), st.sampled_from(",."))
def test_every_reading_can_be_typed(text: str, mark: str) -> None:
    assert all(read_amount(one) is not None for one in readings(text, mark))


def test_an_amount_has_no_more_decimals_than_its_currency() -> None:
    with pytest.raises(TooManyDecimals):
        Typed(12, "50").minor("XPF")
    with pytest.raises(TooManyDecimals):
        minor_of("1234,567")
    assert Typed(12, "00").minor("XPF") == 12
    assert minor_of("1234,567", "TND") == 1_234_567


def test_an_amount_has_an_end() -> None:
    assert minor_of("10 000 000 000 000") == MAX_MINOR
    for text in ("10000000000000,01", "9" * 40):
        with pytest.raises(AmountTooLarge):
            minor_of(text)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        *((text, "0.02") for text in ("0.02", "0,02", "2%", "2 %", "2\u00a0%", "2,00 %")),
        ("1,5%", "0.015"),
        ("0", "0"),
        ("0 %", "0"),
        ("100 %", "1"),
        ("0,125 %", "0.00125"),
        *((text, None) for text in ("1", "2", "101 %", "-2 %", "1e-2", "٢ %", "", "%")),
    ],
)
def test_a_rate_is_read_as_a_decimal_or_refused(text: str, rate: str | None) -> None:
    assert read_rate(text) == rate


@given(st.integers(0, 10_000))
def test_a_rate_printed_in_both_languages_is_read_back(hundredths: int) -> None:
    value = Decimal(hundredths).scaleb(-4)
    for french in (True, False):
        found = read_rate(words.rate(str(value), french=french))
        assert found is not None
        assert Decimal(found) == value


def test_a_percentage_without_its_sign_is_recognised() -> None:
    assert [percentage(text) for text in ("2", "1", "2,5", " 100 ")] == [
        *("2", "1"),
        *("2,5", "100"),
    ]
    assert [percentage(text) for text in ("0,5", "150", "2 %", "x", "")] == [None] * 5
