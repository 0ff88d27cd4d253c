from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from blendfund.reports import words

NARROW, NO_BREAK = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("minor", "currency", "french", "english"),
    [
        (123456, "EUR", f"1{NARROW}234,56{NO_BREAK}€", "€1,234.56"),
        (-5, "EUR", f"-0,05{NO_BREAK}€", "-€0.05"),
        (
            1234567,
            "XPF",
            f"1{NARROW}234{NARROW}567{NO_BREAK}XPF",
            f"XPF{NO_BREAK}1,234,567",
        ),
        (7, "TND", f"0,007{NO_BREAK}TND", f"TND{NO_BREAK}0.007"),
        (100, "GBP", f"1,00{NO_BREAK}£", "£1.00"),
    ],
)
def test_amounts_read_as_people_write_them(
    minor: int, currency: str, french: str, english: str
) -> None:
    assert words.amount(minor, currency, french=True) == french
    assert words.amount(minor, currency, french=False) == english


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1234.50", "EUR", 123450),
        ("-0.05", "EUR", -5),
        ("12", "XPF", 12),
        ("0.007", "TND", 7),
    ],
)
def test_plain_amounts_are_shown_without_losing_a_cent(
    text: str, currency: str, minor: int
) -> None:
    shown = words.money(text, currency, french=True)
    assert shown == words.amount(minor, currency, french=True)


@pytest.mark.parametrize("french", [True, False])
def test_what_there_is_not_is_a_dash(french: bool) -> None:  # noqa: FBT001
    assert words.money(None, "EUR", french=french) == "–"
    assert words.share(None, french=french) == "–"
    assert words.rate(None, french=french) == "–"
    assert words.multiple(None, french=french) == "–"


def test_rates_and_shares_round_half_to_even() -> None:
    assert words.share("0.4835", french=True) == f"48,4{NO_BREAK}%"
    assert words.share("0.4825", french=False) == "48.2%"
    assert words.rate("0.048449", french=True) == f"4,84{NO_BREAK}%"
    assert words.rate("-0.12345", french=False) == "-12.34%"
    assert words.percent(Decimal(12), 1, french=True) == f"1{NARROW}200,0{NO_BREAK}%"


def test_multiples_have_two_decimals() -> None:
    assert words.multiple("1234.565", french=True) == f"1{NARROW}234,56"
    assert words.multiple("1.005", french=False) == "1.00"


def test_days_are_written_out() -> None:
    assert words.day(date(2026, 3, 1), french=True) == "1er mars 2026"
    assert words.day(date(2026, 8, 21), french=True) == "21 août 2026"
    assert words.day(date(2026, 12, 1), french=False) == "1 December 2026"


@pytest.mark.parametrize(
    ("on", "french", "english"),
    [
        (date(2026, 1, 1), "T1 2026", "Q1 2026"),
        (date(2026, 3, 31), "T1 2026", "Q1 2026"),
        (date(2026, 4, 1), "T2 2026", "Q2 2026"),
        (date(2025, 12, 31), "T4 2025", "Q4 2025"),
    ],
)
def test_a_quarter_is_named_by_its_number_and_year(
    on: date, french: str, english: str
) -> None:
    assert words.quarter(on, french=True) == french
    assert words.quarter(on, french=False) == english


def test_a_count_is_read_in_groups_of_three() -> None:
    assert words.count(1234567, french=True) == f"1{NARROW}234{NARROW}567"
    assert words.count(1234567, french=False) == "1,234,567"
    assert words.count(12, french=True) == "12"
