from __future__ import annotations

import itertools
from calendar import monthrange
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blendfund.domain.allocation import Share, allocate, asked, begun, spread
from blendfund.domain.errors import BadSchedule
from blendfund.domain.instalments import due_dates, lines, year_fractions
from blendfund.domain.money import half_up
from blendfund.domain.schedule import Schedule
from blendfund.domain.vocabulary import DayCount, Every, Method

START = date(2026, 1, 31)


def schedule(rate: str = "0.08", periods: int = 60, **said: Any) -> Schedule:
    told = {"rate": rate, "start": START, "periods": periods, "every": "month", **said}
    return msgspec.convert(told, Schedule)


RATES = st.integers(0, 10_000).map(lambda parts: f"0.{parts:04d}")
SCHEDULES = st.builds(
    Schedule,
    rate=RATES,
    start=st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    periods=st.integers(1, 60),
    every=st.sampled_from(Every),
    grace=st.integers(0, 12),
    method=st.sampled_from(Method),
    day_count=st.sampled_from(DayCount),
)
AMOUNTS = st.integers(1, 10**9)


# numpy-financial, tests of ``pmt``: 15,000 over 60 months at 8 % is 304.145914 a month,
# and 250.00 at 0 %.
@pytest.mark.parametrize(("rate", "level"), [("0.08", 30_415), ("0", 25_000)])
def test_a_level_payment_is_the_published_annuity(rate: str, level: int) -> None:
    made = lines(1_500_000, schedule(rate))
    assert {line.total for line in made[:-1]} == {level}
    assert abs(made[-1].total - level) <= 60


# France Active Investissement's participating loan: 100,000 at 2 %, one year of deferral,
# then sixteen quarters.
def test_periods_of_grace_come_first_and_pay_interest() -> None:
    terms = schedule("0.02", 16, every="quarter", grace=4, method="equal-principal")
    made = lines(10_000_000, terms)
    assert len(made) == 20
    assert [line.principal for line in made] == [0] * 4 + [625_000] * 16
    assert (made[0].interest, made[-1].interest) == (50_000, 3_125)
    assert sum(line.interest for line in made) == 625_000


def test_a_bullet_pays_its_principal_at_the_end() -> None:
    made = lines(100_000, schedule("0.06", 3, every="year", method="bullet"))
    assert [(one.principal, one.interest) for one in made] == [
        (0, 6_000),
        (0, 6_000),
        (100_000, 6_000),
    ]


def test_the_last_line_absorbs_what_rounding_leaves() -> None:
    made = lines(10_000, schedule("0", 3, method="equal-principal"))
    assert [line.principal for line in made] == [3_333, 3_333, 3_334]
    made = lines(20_000, schedule("0", 3, method="equal-principal"))
    assert [line.principal for line in made] == [6_667, 6_667, 6_666]


@pytest.mark.parametrize(
    ("start", "every", "dues"),
    [
        ("2026-01-31", "month", ["2026-02-28", "2026-03-31", "2026-04-30"]),
        ("2024-01-31", "month", ["2024-02-29", "2024-03-31", "2024-04-30"]),
        ("2026-01-30", "month", ["2026-02-28", "2026-03-30", "2026-04-30"]),
        ("2026-02-28", "month", ["2026-03-31", "2026-04-30", "2026-05-31"]),
        ("2026-11-15", "month", ["2026-12-15", "2027-01-15", "2027-02-15"]),
        ("2026-11-30", "quarter", ["2027-02-28", "2027-05-31", "2027-08-31"]),
        ("2024-02-29", "year", ["2025-02-28", "2026-02-28", "2027-02-28"]),
    ],
)
def test_due_dates_keep_the_day_and_the_months_end(
    start: str, every: str, dues: list[str]
) -> None:
    terms = schedule(periods=3, start=start, every=every)
    assert [due.isoformat() for due in due_dates(terms)] == dues


# ISDA 2006 Definitions, section 4.16.
@pytest.mark.parametrize(
    ("count", "first", "parts"),
    [
        ("periodic", "2026-01-31", [Fraction(1, 12)] * 3),
        (
            "act/365f",
            "2026-01-31",
            [Fraction(28, 365), Fraction(31, 365), Fraction(30, 365)],
        ),
        ("act/360", "2026-01-31", [Fraction(28, 360), Fraction(31, 360), Fraction(1, 12)]),
        ("30e/360", "2026-01-31", [Fraction(28, 360), Fraction(32, 360), Fraction(1, 12)]),
    ],
)
def test_day_counts_are_the_published_ones(
    count: str, first: str, parts: list[Fraction]
) -> None:
    terms = schedule(periods=3, start=first, day_count=count)
    assert year_fractions(terms.start, list(due_dates(terms)), terms) == parts


def test_halves_are_rounded_up() -> None:
    assert [half_up(Fraction(n, 2)) for n in range(5)] == [0, 1, 1, 2, 2]


@given(AMOUNTS, SCHEDULES)
def test_a_schedule_pays_back_what_was_contracted(amount: int, terms: Schedule) -> None:
    made = lines(amount, terms)
    assert [line.n for line in made] == list(range(1, terms.count + 1))
    assert sum(line.principal for line in made) == amount
    assert all(line.principal >= 0 and line.interest >= 0 for line in made)
    assert all(line.principal == 0 for line in made[: terms.grace])


@given(SCHEDULES)
def test_due_dates_follow_each_other_one_period_apart(terms: Schedule) -> None:
    days = [terms.start, *due_dates(terms)]
    months = [day.year * 12 + day.month for day in days]
    assert {b - a for a, b in itertools.pairwise(months)} == {terms.every.months}
    if terms.start.day == monthrange(terms.start.year, terms.start.month)[1]:
        assert all(day.day == monthrange(day.year, day.month)[1] for day in days)


@given(AMOUNTS, SCHEDULES)
def test_interest_is_what_the_balance_bears(amount: int, terms: Schedule) -> None:
    made, left = lines(amount, terms), amount
    parts = year_fractions(terms.start, [line.due for line in made], terms)
    for line, part in zip(made, parts, strict=True):
        assert abs(line.interest - left * Fraction(terms.rate) * part) <= Fraction(1, 2)
        left -= line.principal


@pytest.mark.parametrize(
    "said",
    [
        {"periods": 0},
        {"periods": 601},
        {"periods": 600, "grace": 1},
        {"grace": -1},
        {"start": date(9990, 1, 1), "every": "year"},
    ],
)
def test_terms_that_make_no_schedule_are_refused(said: dict[str, Any]) -> None:
    with pytest.raises(BadSchedule):
        schedule(**said).check()


PAID = st.builds(Share, st.integers(0, 10**6), st.integers(0, 10**6))


@given(AMOUNTS, SCHEDULES, PAID)
def test_what_is_spread_over_lines_is_what_was_paid(
    amount: int, terms: Schedule, paid: Share
) -> None:
    made = lines(amount, terms)
    shares = list(spread(made, paid))
    interest = sum(line.interest for line in made)
    assert sum(one.interest for one in shares) == min(paid.interest, interest)
    assert sum(one.principal for one in shares) == min(paid.principal, amount)
    left = False
    for line, one in zip(made, shares, strict=True):
        assert not (left and one.principal), "the oldest line comes first"
        left = left or one.principal < line.principal


@given(st.lists(st.integers(1, 10**7), max_size=6), st.integers(1, 10**7), SCHEDULES)
def test_allocations_sum_to_the_payments(
    payments: list[int], amount: int, terms: Schedule
) -> None:
    made, paid = lines(amount, terms), Share()
    for number, payment in enumerate(payments, start=1):
        left = amount - paid.principal
        count = min(number, len(made))
        due = list(asked(made, paid, left, count))[:count]
        share = allocate(payment, due, left)
        most = sum(line.interest for line in made[:count]) + amount - paid.total
        assert share.total == min(payment, most)
        assert 0 <= share.principal <= left
        assert share.interest >= 0
        paid = Share(paid.interest + share.interest, paid.principal + share.principal)


@pytest.mark.parametrize(
    ("on", "count"),
    [
        (date(2026, 1, 31), 0),
        (date(2026, 2, 1), 1),
        (date(2026, 2, 28), 1),
        (date(2026, 3, 1), 2),
        (date(2040, 1, 1), 60),
    ],
)
def test_a_line_can_be_paid_once_its_period_has_begun(on: date, count: int) -> None:
    assert begun(lines(1_500_000, schedule()), START, on) == count


def test_a_payment_pays_interest_first_then_principal_then_later_principal() -> None:
    due = list(asked(lines(1_500_000, schedule()), Share(), 1_500_000, 0))
    assert allocate(30_415, due[:1], 1_500_000) == Share(10_000, 20_415)
    assert allocate(9_000, due[:1], 1_500_000) == Share(9_000, 0)
    assert allocate(40_000, due[:1], 1_500_000) == Share(10_000, 30_000)
    assert allocate(60_830, due[:2], 1_500_000) == Share(19_864, 40_966)
    assert allocate(9_999_999, due[:1], 1_500_000).total == 1_510_000


@given(AMOUNTS, SCHEDULES, PAID, st.integers(0, 10**9), st.integers(0, 80))
def test_lines_ask_for_what_is_owed_and_the_last_ones_go_without_the_rest(
    amount: int, terms: Schedule, paid: Share, owed: int, running: int
) -> None:
    made = lines(amount, terms)
    found = list(asked(made, paid, owed, running))
    unpaid = amount - min(amount, paid.principal)
    assert sum(one.principal for one in found) == min(owed, unpaid)
    short = False
    for number, (line, had, one) in enumerate(
        zip(made, spread(made, paid), found, strict=True)
    ):
        falling = line.principal - had.principal
        assert 0 <= one.principal <= falling
        assert not (short and one.principal), "the first lines keep theirs"
        short = short or one.principal < falling
        left = sum(later.principal for later in found[number:])
        bears = bool(left) or number < running
        assert one.interest == (line.interest + line.fee - had.interest if bears else 0)
