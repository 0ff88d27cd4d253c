"""What a guarantee exposes: the quota of the loan as its lender last reported it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.unit.conftest import REGION, Fund, row
from tests.unit.histories import EXAMPLES, LAWS, opened
from tests.unit.test_composition import balanced
from tests.unit.test_counter_guarantee import promise
from tests.unit.test_guarantee import EXPIRES, ON, do, form, give
from tests.unit.test_recourse import cents, guarantee
from tests.unit.test_worked import asked, confirmed

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.reading.reader import Reading
from blendfund.domain.errors import AboveGuarantee, AboveOwed, BadGuarantee, BlendfundError
from blendfund.domain.guarantee import GuaranteeTerms, grant
from blendfund.domain.guaranteed import evolve
from blendfund.domain.payback import FeeCharged
from blendfund.domain.vocabulary import CapMode, Instrument
from blendfund.projections.guarantees import Fee
from blendfund.reports.columns import Language
from blendfund.reports.outlines import OUTLINES

if TYPE_CHECKING:
    from collections.abc import Iterator

LIVES = settings(LAWS, max_examples=max(8, EXAMPLES // 8))


@pytest.fixture
def given_(alsace: Fund) -> Fund:
    """A guarantee fund of 100,000, and 65 % of a loan of 100,000 guaranteed."""
    money = {**REGION, "compartment": "guarantee"}
    alsace.take(row("contribution", "2024-01-10", 10_000_000, **money))
    give(alsace)
    return alsace


def of(fund: Fund, *names: str, **asked_: Any) -> list[str]:
    shown = guarantee(fund, **asked_)
    return [shown[name] for name in names]


def test_the_exposure_follows_what_the_lender_reports(given_: Fund) -> None:
    assert of(given_, "loan", "left", "exposure") == ["100000.00", *["65000.00"] * 2]
    do(given_, "contract", "40000", "2025-01-01", verb="report")
    assert of(given_, "left", "exposure", "paid") == ["65000.00", "26000.00", "0.00"]
    do(given_, "contract", "20000", "2025-02-01", verb="call")
    do(given_, "disbursement", "20000", "2025-03-01", verb="pay")
    assert of(given_, "left", "exposure", "paid") == ["45000.00", "6000.00", "20000.00"]
    assert of(given_, "exposure", as_of=date(2024, 12, 31)) == ["65000.00"]
    with pytest.raises(AboveGuarantee):
        do(given_, "contract", "6000,01", "2025-04-01", verb="call")
    do(given_, "contract", "0", "2025-05-01", verb="report")
    assert of(given_, "loan", "exposure", "paid") == ["100000.00", "0.00", "20000.00"]
    assert given_.uses()["cash"] == "80000.00"


def test_what_was_not_known_yet_does_not_count(given_: Fund) -> None:
    before = str(given_.verify().events)
    do(given_, "contract", "40000", "2024-06-01", verb="report")
    assert of(given_, "exposure") == ["26000.00"]
    assert of(given_, "exposure", known_at=before) == ["65000.00"]


def test_a_cap_that_lowers_the_quota_lowers_it_of_what_is_outstanding(alsace: Fund) -> None:
    capped = structs.replace(form(loan="400000"), cap_mode=CapMode.REDUCES_QUOTA)
    give(alsace, guarantee=capped)
    do(alsace, "contract", "100000", "2025-01-01", verb="report")
    assert of(alsace, "guaranteed", "exposure") == ["200000.00", "50000.00"]
    told = asked(alsace, "guarantees:GAR-1:exposure")
    assert told["value"] == "50000.00"
    assert "guaranteed" in told["parts"][0]["formula"]


def test_the_exposure_is_net_of_what_others_bear_of_it(given_: Fund) -> None:
    promise(given_, "Garant national", "0.5", "20000", on="2024-03-01")
    assert of(given_, "exposure", "net_exposure") == ["65000.00", "45000.00"]
    do(given_, "contract", "40000", "2025-01-01", verb="report")
    assert of(given_, "counter_guaranteed", "net_exposure") == ["13000.00"] * 2


def test_what_a_third_party_carries_is_exposed_alike(alsace: Fund) -> None:
    give(alsace, carrier="Garant national")
    do(alsace, "contract", "40000", "2025-01-01", verb="report")
    report = alsace.report("carried")
    assert [one["exposure"] for one in (*report["rows"], report["total"])] == (
        ["26000.00"] * 2
    )
    assert [one["exposure"] for one in report["agreements"]] == ["26000.00"]


def test_a_fee_is_owed_from_the_grant_until_it_came_in(given_: Fund) -> None:
    assert of(given_, "fee", "fee_received", "fee_left") == ["1625.00", "0.00", "1625.00"]
    forecast = given_.report("cash", months=1, past=0)["rows"]
    assert [one["received"] for one in forecast] == ["1625.00"]
    assert asked(given_, f"cash:forecast:{forecast[0]['month']}:received")
    do(given_, "fee", "1000", "2024-03-01")
    assert of(given_, "fee", "fee_received", "fee_left") == ["1625.00", "1000.00", "625.00"]
    uses = given_.uses()
    assert (uses["cash"], uses["income"]) == ("101000.00", "1000.00")
    assert (uses["disbursed"], uses["repaid"], uses["outstanding"]) == ("0.00",) * 3
    with pytest.raises(AboveOwed):
        do(given_, "fee", "625,01", "2024-03-02")
    do(given_, "fee-waiver", "25", "2024-03-02")
    do(given_, "repayment", "600", "2024-03-03")
    assert of(given_, "fee", "fee_received", "fee_left") == ["1600.00", "1600.00", "0.00"]
    assert given_.report("cash", months=1, past=0)["rows"][0]["received"] == "0.00"
    notes = OUTLINES["guarantees"][0].notes
    *_, said = notes(given_.report("guarantees", as_of=date(2024, 2, 2)), Language())
    assert said == "Guarantee fees to come in: €1,625.00."
    assert balanced(given_)
    with Reading(str(given_.path)) as reading:
        assert reading.replay(None)


def test_a_guarantee_without_a_fee_owes_none(alsace: Fund) -> None:
    free = structs.replace(form(), fee="0")
    assert give(alsace, guarantee=free).outcome.events == 4
    assert of(alsace, "fee", "fee_left") == ["0.00", "0.00"]
    assert alsace.sql("SELECT count(*) FROM event WHERE topic LIKE 'fee%'") == [(0,)]


def test_the_fee_goes_with_its_guarantee(given_: Fund) -> None:
    given_.undo()
    assert given_.report("guarantees")["rows"] == []
    assert given_.report("cash", months=1, past=0)["rows"][0]["received"] == "0.00"


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "report",
                "call",
                "pay",
                "reject",
                "release",
                "fee",
                "waive",
                "counter",
                "undo",
            ]
        ),
        st.integers(1, 60),
    ),
    max_size=9,
)


@given(
    st.integers(1, 10**6),
    st.sampled_from(["0.3", "0.65", "1"]),
    st.integers(0, 10**6),
    st.sampled_from(CapMode),
    st.lists(
        st.tuples(
            st.sampled_from(["report", "call", "pay", "reject", "release"]),
            st.integers(0, 10**6),
        ),
        max_size=12,
    ),
)
def test_the_exposure_is_what_could_be_called_that_very_day(
    loan: int, quota: str, cap: int, mode: CapMode, history: list[tuple[str, int]]
) -> None:
    terms = GuaranteeTerms(loan, quota, EXPIRES, cap, mode)
    try:
        state = evolve(None, "GAR", grant(ON, "EUR", terms))
    except BadGuarantee:
        return
    assert state is not None
    covered = loan
    for verb, minor in history:
        try:
            event = getattr(state, verb)(ON, minor)
        except BlendfundError:
            continue
        state = evolve(state, "GAR", event)
        assert state is not None
        covered = minor if verb == "report" else covered - getattr(event, "drawn_minor", 0)
    rate = Decimal(quota) if mode is CapMode.CEILING else None
    share = Decimal(covered) * (rate or Decimal(terms.guaranteed_minor) / loan)
    borne = int(share.to_integral_value(ROUND_HALF_UP)) - state.paid_minor
    assert state.exposure_minor == max(0, min(state.left_minor, borne))
    free = state.exposure_minor - state.claimed_minor
    if free > 0:
        assert state.call(ON, free).amount_minor == free
    with pytest.raises(AboveGuarantee):
        state.call(ON, max(0, free) + 1)


def figures(fund: Fund) -> Iterator[tuple[str, Any]]:
    report = fund.report("guarantees")
    for one in (*report["rows"], {"key": "total", **report["total"]}):
        for name, value in one.items():
            if name in report["total"]:
                yield f"guarantees:{one['key']}:{name}", value


@LIVES
@given(ACTS)
def test_every_figure_of_a_guarantee_is_explained_to_the_cent(
    acts: list[tuple[str, int]],
) -> None:
    with opened() as fund:
        fund.take(row("contribution", "2024-01-10", 10_000_000, **REGION))
        give(fund)
        do(fund, "contract", "9000", "2024-03-01", agreement="PROMISE", **PROMISED)
        day = date(2025, 1, 1)
        for place, (what, size) in enumerate(acts):
            day += timedelta(days=size % 5)
            try:
                act(fund, what, size, day, place)
            except BlendfundError:
                continue
        with Reading(str(fund.path)) as reading:
            confirmed(reading, figures(fund))
            assert reading.replay(None)
        for one in fund.report("guarantees")["rows"]:
            assert 0 <= cents(one["exposure"]) <= cents(one["left"])
            assert 0 <= cents(one["net_exposure"]) <= cents(one["exposure"])
            assert cents(one["fee"]) == cents(one["fee_received"]) + cents(one["fee_left"])
        assert balanced(fund)


PROMISED = {"project": "Recyclerie", "instrument": Instrument.GUARANTEE}


def act(fund: Fund, what: str, size: int, day: date, place: int) -> None:
    """Do one thing to a guarantee; a rule may refuse it."""
    on, amount = day.isoformat(), str(size * 997)
    match what:
        case "undo":
            fund.undo()
        case "fee":
            do(fund, "fee", str(size * 7), on)
        case "waive":
            do(fund, "fee-waiver", str(size), on)
        case "counter":
            promise(fund, f"Garant {place}", "0.3", str(size * 500), on=on)
        case "pay":
            do(fund, "disbursement", amount, on, verb="pay")
        case "reject":
            do(fund, "contract", amount, on, verb="reject", reason="essai")
        case _:
            do(fund, "contract", amount, on, verb=what)


def test_a_corrected_day_moves_what_is_exposed(given_: Fund) -> None:
    do(given_, "contract", "40000", "2025-01-01", verb="report")
    (found,) = given_.sql("SELECT position FROM event WHERE topic LIKE 'covered-loan%'")
    given_.correct(found[0], Corrected(on=date(2025, 2, 1)))
    assert of(given_, "exposure", as_of=date(2025, 1, 15)) == ["65000.00"]
    assert of(given_, "exposure", as_of=date(2025, 2, 1)) == ["26000.00"]
    assert asked(given_, "guarantees:GAR-1:exposure")["value"] == "26000.00"


def test_an_old_grant_told_a_fee_and_owes_none_until_it_is_charged() -> None:
    terms = GuaranteeTerms(100_000, "0.5", EXPIRES, fee_rate="0.025")
    old = grant(ON, "EUR", terms)
    assert old.fee_minor == 1_250
    assert Fee().after(old) == Fee(0, 0)
    charged = FeeCharged(on=ON, amount_minor=1_250, currency="EUR")
    assert Fee().after(old).after(charged) == Fee(1_250, 0)
