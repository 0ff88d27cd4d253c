from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.conftest import REGION, Fund, row

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.reading.reader import Reading
from blendfund.application.recording.granting import GuaranteeForm
from blendfund.application.recording.record import Asked, Done, record
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import (
    AboveClaim,
    AboveCovered,
    AboveGuarantee,
    AboveRecourse,
    AlreadyContracted,
    AmountFollows,
    BadGuarantee,
    BlendfundError,
    GuaranteeExpired,
    NotEnoughCash,
    NotGranted,
    PartyNotFound,
)
from blendfund.domain.guarantee import GuaranteeTerms, grant
from blendfund.domain.guaranteed import Guarantee, evolve
from blendfund.domain.typed import read_amount
from blendfund.domain.vocabulary import CapMode, Instrument, Kind, Sector

ON = date(2024, 2, 1)
EXPIRES = date(2030, 12, 31)


def terms(loan: int, quota: str, cap: int = 0, **said: Any) -> GuaranteeTerms:
    return GuaranteeTerms(loan, quota, EXPIRES, cap, fee_rate="0.025", **said)


# France Active Garantie: 65 % of the loan, EUR 200,000 at most; Égalité Femmes: 80 %, EUR
# 50,000 at most; both at 2.5 % of what is guaranteed.
@pytest.mark.parametrize(
    ("loan", "quota", "cap", "guaranteed", "fee"),
    [
        (100_000_00, "0.65", 200_000_00, 65_000_00, 1_625_00),
        (400_000_00, "0.65", 200_000_00, 200_000_00, 5_000_00),
        (70_000_00, "0.8", 50_000_00, 50_000_00, 1_250_00),
        (70_000_00, "0.8", 0, 56_000_00, 1_400_00),
        (1_01, "0.5", 0, 51, 1),
    ],
)
def test_what_is_guaranteed_is_the_quota_within_the_cap(
    loan: int, quota: str, cap: int, guaranteed: int, fee: int
) -> None:
    told = terms(loan, quota, cap)
    assert (told.guaranteed_minor, told.fee_minor) == (guaranteed, fee)


def test_a_cap_is_a_ceiling_or_lowers_the_quota_of_each_euro() -> None:
    ceiling = terms(400_000, "0.65", 200_000)
    lowered = terms(400_000, "0.65", 200_000, cap_mode=CapMode.REDUCES_QUOTA)
    assert ceiling.guaranteed_minor == lowered.guaranteed_minor == 200_000
    assert ceiling.borne(100_000) == 65_000
    assert lowered.borne(100_000) == 50_000


@pytest.mark.parametrize(
    "told",
    [terms(0, "0.65"), terms(1, "0.1"), GuaranteeTerms(100, "0.65", date(2024, 1, 31))],
)
def test_what_guarantees_nothing_is_refused(told: GuaranteeTerms) -> None:
    with pytest.raises(BadGuarantee):
        grant(ON, "EUR", told)


def granted(told: GuaranteeTerms) -> Guarantee:
    found = evolve(None, "GAR", grant(ON, "EUR", told))
    assert found is not None
    return found


def test_a_call_stays_within_the_quota_of_what_is_outstanding_and_what_is_left() -> None:
    state = granted(terms(100_000, "0.65"))
    state = after(state, "report", 40_000)
    with pytest.raises(AboveGuarantee):
        state.call(ON, 26_001)
    state = after(state, "call", 20_000)
    with pytest.raises(AboveGuarantee):
        state.call(ON, 6_001)
    with pytest.raises(GuaranteeExpired):
        state.call(date(2031, 1, 1), 1)
    assert state.call(EXPIRES, 1).amount_minor == 1
    with pytest.raises(AboveClaim):
        state.pay(ON, 20_001)
    state = after(after(state, "pay", 12_000), "reject", 8_000)
    assert (state.claimed_minor, state.left_minor, state.paid_minor) == (0, 53_000, 12_000)
    with pytest.raises(AboveGuarantee):
        state.call(ON, 14_001)
    with pytest.raises(AboveCovered):
        state.report(ON, 100_001)
    assert state.recovered(10_000) == 6_500
    state = after(state, "release", 53_000)
    assert (state.left_minor, state.covered_minor) == (0, 0)


def after(state: Guarantee, verb: str, minor: int) -> Guarantee:
    found = evolve(state, "GAR", getattr(state, verb)(ON, minor))
    assert found is not None
    return found


VERBS = st.sampled_from(["report", "call", "reject", "pay", "release"])


@given(
    st.integers(1, 10**6),
    st.integers(1, 100),
    st.integers(0, 10**6),
    st.sampled_from(CapMode),
    st.lists(st.tuples(VERBS, st.integers(0, 10**6)), max_size=12),
)
def test_what_is_paid_and_called_never_exceeds_what_was_guaranteed(
    loan: int, percent: int, cap: int, mode: CapMode, history: list[tuple[str, int]]
) -> None:
    told = GuaranteeTerms(loan, f"{percent / 100}", EXPIRES, cap, mode)
    try:
        state = granted(told)
    except BadGuarantee:
        return
    for verb, minor in history:
        try:
            state = after(state, verb, minor)
        except BlendfundError:
            continue
        assert 0 <= state.claimed_minor <= state.left_minor
        assert state.paid_minor + state.left_minor <= told.guaranteed_minor
        assert state.paid_minor <= loan * Fraction(told.quota) + Fraction(1, 2)
        assert 0 <= state.covered_minor <= loan


def do(fund: Fund, kind: str, amount: str, on: str, **told: Any) -> Done:
    agreement = told.pop("agreement", "GAR-1")
    create = told.pop("create", True)
    asked = Asked(
        Kind(kind),
        agreement,
        "ALSACE",
        read_amount(amount) if amount else None,
        date.fromisoformat(on),
        create=create,
        told=told,
    )
    with Ledger(str(fund.path)) as ledger:
        return record(ledger, fund.command(), asked)


def form(loan: str = "100000", quota: str = "0.65", cap: str = "200000") -> GuaranteeForm:
    amounts = read_amount(loan), read_amount(cap)
    assert amounts[0] is not None
    return GuaranteeForm(amounts[0], quota, EXPIRES, amounts[1], fee="0.025")


def give(fund: Fund, **told: Any) -> Done:
    said = {
        "guarantee": form(),
        "party": "Banque du Rhin",
        "sector": Sector.BANK,
        "project": "Recyclerie",
        "instrument": Instrument.GUARANTEE,
        **told,
    }
    return do(fund, "contract", "", "2024-02-01", **said)


@pytest.fixture
def guaranteed(alsace: Fund) -> Fund:
    """A guarantee fund of 100,000, and 65 % of a loan of 100,000 guaranteed."""
    money = {**REGION, "compartment": "guarantee"}
    alsace.take(row("contribution", "2024-01-10", 10_000_000, **money))
    give(alsace)
    return alsace


def measures(fund: Fund) -> dict[str, tuple[Any, Any]]:
    rows = fund.rows("leverage")
    return {name: (one["numerator"], one["value"]) for name, one in rows.items()}


def test_face_exposure_and_paid_calls_are_three_figures(guaranteed: Fund) -> None:
    found = measures(guaranteed)
    assert found["oecd_mobilised"][0] == "100000.00"
    assert found["guarantee_exposure"] == ("65000.00", "0.65")
    assert found["guarantee_multiplier"] == ("100000.00", "1")
    assert guaranteed.uses()["cash"] == "100000.00"
    do(guaranteed, "contract", "40000", "2025-01-01", verb="report")
    do(guaranteed, "contract", "26000", "2025-01-02", verb="call")
    assert guaranteed.uses()["cash"] == "100000.00", "a claim moves no cash"
    do(guaranteed, "disbursement", "20000", "2025-01-03", verb="pay")
    found = measures(guaranteed)
    assert found["oecd_mobilised"][0] == "100000.00"
    assert found["guarantee_exposure"] == ("45000.00", "0.45")
    assert found["guarantee_multiplier"] == ("40000.00", "0.4")
    uses = guaranteed.uses()
    assert (uses["cash"], uses["disbursed"]) == ("80000.00", "20000.00")
    do(guaranteed, "recovery", "10000", "2025-02-01", verb="share")
    uses = guaranteed.uses()
    assert (uses["recovered"], uses["cash"]) == ("6500.00", "86500.00")
    with pytest.raises(AboveRecourse):
        do(guaranteed, "recovery", "20770", "2025-02-02", verb="share")


def test_the_last_of_a_guarantee_ends_what_it_covers(guaranteed: Fund) -> None:
    do(guaranteed, "contract", "65000", "2025-01-01", verb="release")
    found = measures(guaranteed)
    assert found["guarantee_exposure"][0] == "0.00"
    assert found["guarantee_multiplier"][0] == "0.00"
    guaranteed.undo()
    assert measures(guaranteed)["guarantee_multiplier"][0] == "100000.00"
    with Reading(str(guaranteed.path)) as reading:
        assert reading.replay(None)


def test_a_public_lender_mobilises_nothing_private(guaranteed: Fund) -> None:
    give(guaranteed, agreement="GAR-2", party="CDC", sector=Sector.PUBLIC)
    found = measures(guaranteed)
    assert found["oecd_mobilised"][0] == "100000.00"
    assert found["guarantee_multiplier"][0] == "200000.00"


def test_a_guarantee_whose_loan_is_not_recorded_leaves_the_measures_open(
    guaranteed: Fund,
) -> None:
    do(
        guaranteed,
        *("contract", "1000", "2024-03-01"),
        agreement="GAR-9",
        project="Recyclerie",
        instrument=Instrument.GUARANTEE,
    )
    assert measures(guaranteed)["guarantee_multiplier"] == (None, None)
    with pytest.raises(NotGranted):
        do(guaranteed, "contract", "10", "2024-04-01", agreement="GAR-9", verb="call")


def test_a_guarantee_is_granted_once_to_a_lender_somebody_knows(guaranteed: Fund) -> None:
    with pytest.raises(AlreadyContracted):
        give(guaranteed)
    with pytest.raises(AlreadyContracted):
        do(guaranteed, "contract", "10", "2024-03-01")
    with pytest.raises(PartyNotFound):
        give(guaranteed, agreement="GAR-2", party="Banque du Rhône", create=False)
    with pytest.raises(BadGuarantee):
        give(
            guaranteed,
            agreement="GAR-2",
            guarantee=msgspec.structs.replace(form(), expires=date(2024, 1, 1)),
        )


def test_a_guarantee_is_taken_back_with_its_lender(guaranteed: Fund) -> None:
    guaranteed.undo()
    assert measures(guaranteed)["oecd_mobilised"][0] == "0.00"
    rows = guaranteed.sql("SELECT name FROM party WHERE withdrawn = 0")
    assert rows == [("Région Grand Est",)]
    give(guaranteed)
    assert measures(guaranteed)["oecd_mobilised"][0] == "100000.00"


def test_a_payment_on_a_call_needs_the_cash(guaranteed: Fund) -> None:
    do(guaranteed, "contract", "65000", "2025-01-02", verb="call")
    guaranteed.take(row("expense", "2025-01-03", 9_000_000, label="Frais"))
    with pytest.raises(NotEnoughCash):
        do(guaranteed, "disbursement", "20000", "2025-01-04", verb="pay")


def test_the_amounts_of_a_guarantee_follow_from_its_terms(guaranteed: Fund) -> None:
    (found,) = guaranteed.sql("SELECT position FROM event WHERE topic LIKE 'guarantee-g%'")
    with pytest.raises(AmountFollows):
        guaranteed.correct(found[0], Corrected(amount=read_amount("10")))
    guaranteed.correct(found[0], Corrected(on=date(2024, 1, 31)))
    do(guaranteed, "contract", "65000", "2025-01-02", verb="call")
    assert measures(guaranteed)["oecd_mobilised"][0] == "100000.00"
    guaranteed.undo()
    guaranteed.undo()
    do(guaranteed, "contract", "65000", "2025-01-02", verb="call")
