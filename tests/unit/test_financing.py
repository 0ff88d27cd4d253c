from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.conftest import TODAY

from blendfund.domain.errors import (
    AboveContract,
    AboveOutstanding,
    AboveWrittenOff,
    NotCashInstrument,
    NotPositive,
    NotRepayable,
)
from blendfund.domain.financing import Financing, evolve
from blendfund.domain.level import Level
from blendfund.domain.money import MAX_MINOR
from blendfund.domain.vocabulary import Instrument

LOAN = Financing("Prêt", Instrument.LOAN, "EUR")
VERBS = ("contract", "disburse", "repay", "earn_interest", "write_off", "recover")


def after(state: Financing, *said: tuple[str, int]) -> Financing:
    for verb, minor in said:
        state = evolve(state, getattr(state, verb)(TODAY, minor))
    return state


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("minor", [0, -1, MAX_MINOR + 1])
def test_only_amounts_a_fund_can_have_move(verb: str, minor: int) -> None:
    with pytest.raises(NotPositive):
        getattr(LOAN, verb)(TODAY, minor)


def test_a_disbursement_draws_on_its_contract_and_never_above() -> None:
    state = after(LOAN, ("contract", 100), ("disburse", 60))
    assert (state.open_minor, state.outstanding.now) == (40, 60)
    assert state.disburse(TODAY, 40).drawn_minor == 40
    with pytest.raises(AboveContract):
        state.disburse(TODAY, 41)
    assert LOAN.disburse(TODAY, 60).drawn_minor == 0


@pytest.mark.parametrize("verb", ["repay", "write_off"])
def test_no_more_principal_leaves_than_is_outstanding(verb: str) -> None:
    state = after(LOAN, ("disburse", 60))
    assert after(state, (verb, 60)).outstanding.now == 0
    with pytest.raises(AboveOutstanding):
        getattr(state, verb)(TODAY, 61)


def test_no_more_is_recovered_than_was_written_off() -> None:
    state = after(LOAN, ("disburse", 60), ("write_off", 30), ("recover", 20))
    assert (state.outstanding.now, state.lost.now) == (30, 10)
    with pytest.raises(AboveWrittenOff):
        state.recover(TODAY, 11)
    later = after(state, ("earn_interest", 99))
    assert (later.outstanding, later.lost) == (state.outstanding, state.lost)


@pytest.mark.parametrize("verb", ["repay", "write_off"])
@pytest.mark.parametrize("instrument", ["grant", "donation", "guarantee"])
def test_a_grant_has_no_principal(verb: str, instrument: str) -> None:
    with pytest.raises(NotRepayable):
        getattr(Financing("A", Instrument(instrument), "EUR"), verb)(TODAY, 1)


@pytest.mark.parametrize(
    ("verb", "instrument"),
    [("contract", "in-kind"), ("disburse", "in-kind"), ("disburse", "guarantee")],
)
def test_what_is_never_cash_is_neither_promised_nor_paid(
    verb: str, instrument: str
) -> None:
    with pytest.raises(NotCashInstrument):
        getattr(Financing("A", Instrument(instrument), "EUR"), verb)(TODAY, 1)


DAYS = st.integers(1, 8).map(lambda day: date(2026, 1, day))


@given(st.lists(st.tuples(DAYS, st.integers(-50, 50)), max_size=12), DAYS)
def test_what_a_day_can_spare_is_what_every_later_day_can_spare(
    changes: list[tuple[date, int]], on: date
) -> None:
    level = Level()
    for day, change in changes:
        level = level.add(day, change)
    ends = [
        sum(change for day, change in changes if day <= end)
        for end in (date(2026, 1, number) for number in range(on.day, 9))
    ]
    assert level.free(on) == min(ends)
    assert level.now == sum(change for _, change in changes)
