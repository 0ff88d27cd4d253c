"""State aid of a loan that is rescheduled: what running for longer adds, and when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.conftest import REGION, row
from tests.unit.test_four_eyes import led

from blendfund.application.reading.aids import aid_shown
from blendfund.application.reading.reader import Reading
from blendfund.application.recording.contracts import reschedule
from blendfund.application.recording.filing import AidForm, declare_aid
from blendfund.application.recording.record import Asked, record
from blendfund.domain import aid
from blendfund.domain.errors import AidExceeded, AidUnverifiable
from blendfund.domain.schedule import Schedule
from blendfund.domain.typed import read_amount
from blendfund.domain.vocabulary import Every, Instrument, Kind

if TYPE_CHECKING:
    from tests.unit.conftest import Fund

MOST = aid.ceiling("de-minimis", date(2024, 1, 1))
START, LATER = date(2024, 3, 1), date(2024, 4, 1)
MINOR = st.integers(1, 1_500_000_00)
MONTHS = st.integers(0, 130)
LOAN: dict[str, Any] = {"project": "Recyclerie", "instrument": Instrument.LOAN}


@given(MINOR, MONTHS, MONTHS, st.integers(0, 1_500_000_00))
def test_what_time_adds_is_never_negative_nor_more_than_is_left(
    minor: int, before: int, after: int, left: int
) -> None:
    added = aid.added_by_time(minor, before, after, MOST, left)
    assert 0 <= added <= min(left, minor)
    if after and after <= before:
        assert added == 0


@given(MINOR, st.integers(0, 60), st.integers(0, 60))
def test_what_is_left_counts_for_the_months_that_are_added(
    minor: int, before: int, more: int
) -> None:
    after = min(60, before + more)
    added = aid.added_by_time(minor, before, after, MOST, minor) if after else 0
    exact = minor * (after - before) * MOST.minor / (60 * MOST.loan_minor)
    assert abs(added - exact) <= 1


@given(MINOR, st.integers(0, 130), st.integers(1, 130), st.integers(1, 130))
def test_two_steps_on_one_day_add_what_one_does(
    minor: int, first: int, second: int, third: int
) -> None:
    before, between, after = sorted((first, second, third))
    one = aid.added_by_time(minor, before, after, MOST, minor)
    step = aid.added_by_time(minor, before, between, MOST, minor)
    other = aid.added_by_time(minor, between, after, MOST, minor - step)
    assert step + other == one


# 100,000 over 24 months count 8,000; over 12 months more, 4,000 more.
@pytest.mark.parametrize(
    ("before", "after", "left", "added"),
    [
        (24, 36, 92_000_00, 4_000_00),
        (24, 24, 92_000_00, 0),
        (24, 12, 92_000_00, 0),
        (0, 12, 92_000_00, 4_000_00),
        (24, 121, 92_000_00, 92_000_00),
        (24, 36, 1_00, 1_00),
        (24, 36, -1, 0),
        (121, 122, 0, 0),
    ],
)
def test_what_a_longer_schedule_adds(
    before: int, after: int, left: int, added: int
) -> None:
    assert aid.added_by_time(100_000_00, before, after, MOST, left) == added


def terms(periods: int, start: date = LATER) -> Schedule:
    return Schedule("0.02", start, periods, Every.MONTH)


def attest(fund: Fund, amount: str, day: date = START, regime: str = "de-minimis") -> None:
    typed = read_amount(amount)
    assert typed is not None
    named = ("Recyclerie", "ALSACE")
    led(fund, "camille", day, declare_aid, named, AidForm(regime, typed), day)


def move(fund: Fund, kind: str, amount: str, day: date = START, **told: Any) -> None:
    create = bool(told)
    asked = Asked(Kind(kind), "PRET", "ALSACE", read_amount(amount), day, create, told)
    led(fund, "camille", day, record, asked)


def longer(fund: Fund, periods: int, day: date = LATER, kept: Any = ()) -> None:
    told = {"kept": kept, "on": day}
    led(fund, "camille", day, reschedule, ("PRET", ""), terms(periods, day), **told)


def granted(fund: Fund, on: date = LATER) -> list[tuple[str, str]]:
    with Reading(str(fund.path)) as reading:
        project = reading.books.execute("SELECT id, 1 FROM project").fetchone()[0]
        number = reading.books.execute("SELECT id FROM fund").fetchone()[0]
        shown = aid_shown(reading.books, number, project, on)
    assert shown is not None
    return [(one["on"], one["amount"]) for one in shown["granted"]]


@pytest.fixture
def lent(alsace: Fund) -> Fund:
    """A loan of 100,000 over 24 months, paid out, of a project that has 1,000 elsewhere."""
    alsace.take(row("contribution", "2024-01-01", 200_000_00, **REGION))
    alsace.take(row("cofinancing", "2024-01-02", 100, project="Recyclerie", **REGION))
    attest(alsace, "1000")
    move(alsace, "contract", "100000", schedule=terms(24, START), **LOAN)
    move(alsace, "disbursement", "100000")
    return alsace


FIRST = [("2024-03-01", "1000.00"), ("2024-03-01", "8000.00")]


def test_a_longer_loan_is_more_aid_from_that_day_on(lent: Fund) -> None:
    assert granted(lent) == FIRST
    longer(lent, 35)  # until March 2027, not 2026
    assert granted(lent, START) == FIRST
    assert granted(lent) == [*FIRST, ("2024-04-01", "4000.00")]
    longer(lent, 41, LATER)
    assert granted(lent)[2:] == [("2024-04-01", "2000.00"), ("2024-04-01", "4000.00")]


def test_a_rescheduling_that_is_undone_adds_nothing(lent: Fund) -> None:
    longer(lent, 35)
    lent.undo()
    assert granted(lent) == FIRST
    longer(lent, 35)
    assert len(granted(lent)) == 3


def test_only_what_is_left_of_the_loan_counts(lent: Fund) -> None:
    move(lent, "repayment", "50000")
    longer(lent, 35)
    assert granted(lent)[2:] == [("2024-04-01", "2000.00")]


def test_a_loan_whose_lines_are_all_past_is_lent_anew(lent: Fund) -> None:
    after = date(2026, 6, 1)
    attest(lent, "1000", after)
    longer(lent, 12, after)
    assert ("2026-06-01", "4000.00") in granted(lent, after)


def test_what_counts_whole_counts_no_more(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-01", 200_000_00, **REGION))
    alsace.take(row("cofinancing", "2024-01-02", 100, project="Recyclerie", **REGION))
    attest(alsace, "0")
    move(alsace, "contract", "100000", **LOAN)
    move(alsace, "disbursement", "100000")
    longer(alsace, 60)
    assert granted(alsace) == [("2024-03-01", "100000.00")]


def test_a_ceiling_holds_for_a_rescheduling_as_for_a_contract(lent: Fund) -> None:
    attest(lent, "288000", LATER)
    with pytest.raises(AidExceeded):
        longer(lent, 35)
    longer(lent, 32)  # 3,000 more
    with pytest.raises(AidExceeded):
        longer(lent, 33)
    longer(lent, 12)


@pytest.mark.parametrize("again", ["", "de-minimis-sgei"])
def test_what_others_granted_must_have_been_attested_lately(lent: Fund, again: str) -> None:
    day = date(2025, 3, 2)
    if again:
        attest(lent, "0", day, again)
    with pytest.raises(AidUnverifiable):
        longer(lent, 24, day)
    longer(lent, 12, day)  # no longer than before
    attest(lent, "1000", day)
    longer(lent, 24, day)


def test_a_contract_without_a_regime_is_rescheduled_freely(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-01", 200_000_00, **REGION))
    alsace.take(row("cofinancing", "2024-01-02", 100, project="Recyclerie", **REGION))
    move(alsace, "contract", "100000", schedule=terms(24, START), **LOAN)
    move(alsace, "disbursement", "100000")
    attest(alsace, "300000")
    longer(alsace, 60)
    assert granted(alsace) == [("2024-03-01", "300000.00")]
