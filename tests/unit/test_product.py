"""A contract is held against the published terms of its kind, term by term."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blendfund.domain.charter import Charter
from blendfund.domain.dossier import PlanLine
from blendfund.domain.errors import ProductTermsBroken, ProductUnverifiable
from blendfund.domain.product import BESIDE, NATURES, Contract, check, hold
from blendfund.domain.schedule import Schedule
from blendfund.domain.vocabulary import Every, Instrument, Method

ON = date(2024, 2, 1)
CAA = Instrument.RETURNABLE_CONTRIBUTION
YEARLY = Schedule("0", ON, 4, Every.YEAR, grace=1)
BANK = (PlanLine("Fonds", 15_000_00, "this-fund"), PlanLine("Crédit", 15_000_00, "bank"))


def contract(**said: Any) -> Contract:
    told = {"minor": 15_000_00, "currency": "EUR", "schedule": YEARLY, **said}
    return Contract(on=ON, instrument=said.pop("instrument", CAA), **told)


def states(plan: Any = BANK, **said: Any) -> dict[str, str]:
    return {one.term: one.state for one in hold(contract(**said), plan)}


def test_a_contract_that_keeps_to_every_term() -> None:
    assert set(states().values()) == {"kept"}
    assert list(states()) == ["amount", "duration", "rate", "repayment", "parity"]
    loan = Contract(ON, Instrument.LOAN, 1, "EUR")
    assert hold(loan, BANK) == []


# EUR 5,000-30,000, 24 to 60 months: the published bounds are kept to the cent.
@pytest.mark.parametrize(
    ("minor", "state"),
    [
        (4_999_99, "broken"),
        (5_000_00, "kept"),
        (30_000_00, "kept"),
        (30_000_01, "broken"),
    ],
)
def test_the_amount_is_within_its_bounds(minor: int, state: str) -> None:
    assert states(minor=minor)["amount"] == state
    assert states(minor=minor, currency="CHF")["amount"] == "unverifiable"


@pytest.mark.parametrize(
    ("schedule", "duration", "repayment"),
    [
        (Schedule("0", ON, 1, Every.YEAR), "broken", "kept"),
        (Schedule("0", ON, 1, Every.YEAR, grace=1), "kept", "kept"),
        (Schedule("0", ON, 2, Every.YEAR), "kept", "broken"),
        (Schedule("0", ON, 24, Every.MONTH), "kept", "broken"),
        (Schedule("0", ON, 24, Every.MONTH, method=Method.BULLET), "kept", "kept"),
        (Schedule("0", ON, 5, Every.YEAR, grace=1), "broken", "kept"),
        (Schedule("0", ON, 60, Every.MONTH, method=Method.BULLET), "kept", "kept"),
        (None, "unverifiable", "unverifiable"),
    ],
)
def test_it_lasts_two_to_five_years_and_comes_back_yearly_or_at_once(
    schedule: Schedule | None, duration: str, repayment: str
) -> None:
    found = states(schedule=schedule)
    assert (found["duration"], found["repayment"]) == (duration, repayment)


def test_it_bears_no_interest() -> None:
    assert states(schedule=None, rate="")["rate"] == "kept"
    assert states(schedule=None, rate="0.000")["rate"] == "kept"
    assert states(schedule=None, rate="0.001")["rate"] == "broken"
    assert states(schedule=Schedule("0.01", ON, 4, Every.YEAR))["rate"] == "broken"


LINES = st.lists(st.tuples(st.integers(1, 20), st.sampled_from(["", *NATURES])), max_size=5)


@given(st.integers(1, 40), st.none() | LINES)
def test_parity_is_never_kept_without_proof_and_never_broken_without_it(
    minor: int, said: list[tuple[int, str]] | None
) -> None:
    plan = None if said is None else [PlanLine("x", one, nature) for one, nature in said]
    state = states(plan, minor=minor)["parity"]
    proven = sum(one for one, nature in said or () if nature in BESIDE)
    doubtful = sum(one for one, nature in said or () if not nature)
    if state == "kept":
        assert proven >= minor
    elif state == "broken":
        assert proven < minor
        assert said
        assert not doubtful
    else:
        assert proven < minor
        assert doubtful or not said


def test_what_was_stored_before_is_stored_alike() -> None:
    assert msgspec.json.encode(PlanLine("x", 1)) == b'{"label":"x","amount_minor":1}'
    line = PlanLine("x", 1, "bank")
    assert msgspec.json.decode(msgspec.json.encode(line), type=PlanLine) == line
    assert msgspec.json.encode(Charter()) == b"{}"
    charter = Charter(product_terms=True)
    assert msgspec.json.decode(msgspec.json.encode(charter), type=Charter) == charter


def test_a_charter_that_asks_for_the_terms_refuses_what_departs_or_may() -> None:
    check(contract(), hold(contract(), BANK), "CAA")
    small = contract(minor=1)
    with pytest.raises(ProductTermsBroken, match="CAA departs"):
        check(small, hold(small, None), "CAA")
    with pytest.raises(ProductUnverifiable, match="parity"):
        check(contract(), hold(contract(), None), "CAA")
