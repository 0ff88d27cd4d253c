from __future__ import annotations

import pytest
from tests.unit.conftest import TODAY

from blendfund.domain.contribution import Contribution, evolve
from blendfund.domain.errors import (
    AboveCommitment,
    AboveReceived,
    BlendfundError,
    NotCashInstrument,
    NotPositive,
    NotRepayable,
)
from blendfund.domain.money import MAX_MINOR
from blendfund.domain.vocabulary import Instrument

LOAN = Contribution("Prêt", Instrument.LOAN, "EUR")
VERBS = ("commit", "receive", "refund", "reimburse", "pay_interest", "value_in_kind")


def after(state: Contribution, *said: tuple[str, int]) -> Contribution:
    for verb, minor in said:
        state = evolve(state, getattr(state, verb)(TODAY, minor))
    return state


def of(instrument: Instrument) -> Contribution:
    return Contribution("A", instrument, "EUR")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("minor", [0, -1, MAX_MINOR + 1])
def test_only_amounts_a_fund_can_have_move(verb: str, minor: int) -> None:
    with pytest.raises(NotPositive):
        getattr(LOAN, verb)(TODAY, minor)


def test_a_receipt_draws_on_what_was_committed_and_never_above() -> None:
    state = after(LOAN, ("commit", 100), ("receive", 60))
    assert (state.open_minor, state.held.now) == (40, 60)
    assert state.receive(TODAY, 40).drawn_minor == 40
    with pytest.raises(AboveCommitment) as refused:
        state.receive(TODAY, 41)
    assert str(refused.value).startswith("Receiving 0.41 EUR exceeds what")


def test_a_receipt_without_any_commitment_draws_on_none() -> None:
    assert LOAN.receive(TODAY, 60).drawn_minor == 0
    assert after(LOAN, ("receive", 60)).open_minor == 0


@pytest.mark.parametrize("verb", ["refund", "reimburse"])
def test_no_more_goes_back_than_is_held(verb: str) -> None:
    state = after(LOAN, ("receive", 60))
    assert after(state, (verb, 60)).held.now == 0
    with pytest.raises(AboveReceived):
        getattr(state, verb)(TODAY, 61)


@pytest.mark.parametrize("verb", ["reimburse", "pay_interest"])
def test_a_grant_is_never_repaid_nor_paid_for(verb: str) -> None:
    state = after(of(Instrument.GRANT), ("receive", 60))
    with pytest.raises(NotRepayable):
        getattr(state, verb)(TODAY, 1)


@pytest.mark.parametrize(
    ("verb", "instrument"),
    [("commit", "in-kind"), ("receive", "in-kind"), ("receive", "guarantee")],
)
def test_what_is_never_cash_is_neither_promised_nor_received(
    verb: str, instrument: str
) -> None:
    refusal: type[BlendfundError] = NotCashInstrument
    with pytest.raises(refusal):
        getattr(of(Instrument(instrument)), verb)(TODAY, 1)


def test_a_guarantee_is_committed_interest_and_kind_change_no_bound() -> None:
    assert after(of(Instrument.GUARANTEE), ("commit", 5)).open_minor == 5
    assert after(LOAN, ("pay_interest", 5), ("value_in_kind", 5)) == LOAN
