"""What became of a guarantee is corrected as any movement, within its bounds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.conftest import REGION, row
from tests.unit.histories import EXAMPLES, LAWS, opened
from tests.unit.test_composition import balanced
from tests.unit.test_counter_guarantee import promise, receive, repay
from tests.unit.test_guarantee import do, give
from tests.unit.test_recourse import guarantee

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.reading.reader import Reading
from blendfund.domain.errors import (
    AboveClaim,
    AboveCovered,
    AboveGuarantee,
    AboveOwed,
    AboveRecourse,
    AmountFollows,
    BlendfundError,
    CoveredUnchanged,
    DateBeforeChange,
    ReasonMissing,
    RestedOn,
    SharedFact,
)
from blendfund.domain.typed import Typed

if TYPE_CHECKING:
    from tests.unit.conftest import Fund


def at(fund: Fund, topic: str, *, last: bool = False) -> int:
    """Give the position of the first fact of a topic, or of the last one."""
    sql = "SELECT position FROM event WHERE topic = ? ORDER BY position"
    found = fund.sql(sql, (f"{topic}/1",))
    return int(found[-1 if last else 0][0])


def amend(fund: Fund, topic: str, units: int, **said: Any) -> None:
    fund.correct(at(fund, topic), Corrected(Typed(units), **said))


@pytest.fixture
def paid(alsace: Fund) -> Fund:
    """A guarantee of 65 % of 100,000: 30,000 called, 20,000 paid, 5,000 recovered."""
    alsace.take(row("contribution", "2024-01-10", 10_000_000, **REGION))
    give(alsace)
    do(alsace, "contract", "30000", "2025-01-02", verb="call")
    do(alsace, "disbursement", "20000", "2025-01-03", verb="pay")
    alsace.take(row("recovery", "2025-04-01", 5_000_00, agreement="GAR-1"))
    return alsace


def of(fund: Fund, *names: str) -> list[str]:
    found = guarantee(fund)
    return [found[name] for name in names]


def test_a_payment_is_corrected_with_what_follows_from_it(paid: Fund) -> None:
    amend(paid, "guarantee-paid", 12_000)
    assert of(paid, "paid", "claimed", "left", "recourse") == [
        *("12000.00", "18000.00", "53000.00", "7000.00")
    ]
    assert paid.uses()["cash"] == "93000.00"
    assert balanced(paid)
    with Reading(str(paid.path)) as reading:
        assert reading.replay(None)


def test_the_bounds_of_a_correction_are_those_of_the_movement(paid: Fund) -> None:
    before = paid.verify().events
    for topic, units, refusal in (
        ("guarantee-paid", 30_001, AboveClaim),
        ("guarantee-paid", 4_999, RestedOn),  # 5,000 came back of it
        ("guarantee-called", 65_001, AboveGuarantee),
        ("guarantee-called", 19_999, RestedOn),  # 20,000 were paid for it
        ("recovery-received", 20_001, AboveRecourse),
        ("guarantee-granted", 1, AmountFollows),
    ):
        with pytest.raises(refusal):
            amend(paid, topic, units)
    assert paid.verify().events == before


def test_the_last_of_a_guarantee_ends_what_it_covers_corrected_too(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 10_000_000, **REGION))
    give(alsace)
    do(alsace, "contract", "65000", "2025-01-02", verb="release")
    assert of(alsace, "covered", "exposure") == ["0.00", "0.00"]
    amend(alsace, "guarantee-released", 64_000)
    assert of(alsace, "covered", "left", "exposure") == ["100000.00", *["1000.00"] * 2]
    alsace.correct(at(alsace, "guarantee-released", last=True), Corrected(Typed(65_000)))
    assert of(alsace, "covered", "exposure") == ["0.00", "0.00"]


def test_a_rejection_asks_for_its_reason_and_is_corrected(paid: Fund) -> None:
    with pytest.raises(ReasonMissing):
        do(paid, "contract", "4000", "2025-02-01", verb="reject", reason=" ")
    do(paid, "contract", "4000", "2025-02-01", verb="reject", reason="Hors délai")
    with pytest.raises(AboveClaim):
        amend(paid, "guarantee-call-rejected", 10_001)
    amend(paid, "guarantee-call-rejected", 10_000)
    assert of(paid, "claimed") == ["0.00"]


def test_what_a_counter_guarantor_paid_is_corrected_within_what_it_owes(
    alsace: Fund,
) -> None:
    alsace.take(row("contribution", "2024-01-10", 10_000_000, **REGION))
    give(alsace)
    promise(alsace, "Garant national", "0.5", on="2024-03-01")
    do(alsace, "contract", "20000", "2025-01-02", verb="call")
    do(alsace, "disbursement", "20000", "2025-01-03", verb="pay")
    receive(alsace, "Garant national", "9000", "2025-02-01")
    do(alsace, "recovery", "10000", "2025-03-01", verb="share")
    repay(alsace, "Garant national", "3000", "2025-04-01")
    topic = "counter-guarantee-paid"
    for units, refusal in ((10_001, AboveOwed), (2_999, RestedOn)):
        with pytest.raises(refusal):
            amend(alsace, topic, units)
    amend(alsace, topic, 10_000, on=date(2025, 2, 2))
    assert of(alsace, "counter_received", "counter_owed") == ["10000.00", "0.00"]
    with pytest.raises(AboveOwed):
        amend(alsace, "recovery-share-paid", 3_251)
    amend(alsace, "recovery-share-paid", 3_250)
    assert of(alsace, "counter_repaid", "counter_due") == ["3250.00", "0.00"]
    for shared in ("guarantee-paid", "recovery-received", "counter-guarantee-called"):
        with pytest.raises(SharedFact):
            amend(alsace, shared, 1_000)
    assert balanced(alsace)


def test_a_report_is_corrected_by_what_was_owed_and_the_next_stands(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 10_000_000, **REGION))
    give(alsace)
    for day, owed in (("2024-06-30", "90000"), ("2024-12-31", "80000")):
        do(alsace, "contract", owed, day, verb="report")
    topic = "covered-loan-reported"
    amend(alsace, topic, 85_000)
    assert of(alsace, "covered", "exposure") == ["80000.00", "52000.00"]
    then = alsace.report("guarantees", as_of=date(2024, 7, 1))["total"]
    assert then["covered"] == "85000.00"
    before = alsace.verify().events
    for units, refusal in (
        (80_000, RestedOn),  # the next report is a fall, from more than that
        (100_000, CoveredUnchanged),
        (100_001, AboveCovered),
    ):
        with pytest.raises(refusal):
            alsace.correct(before - 2, Corrected(Typed(units)))
    assert alsace.verify().events == before
    alsace.correct(before, Corrected(Typed(1)))
    assert of(alsace, "covered") == ["1.00"]
    alsace.correct(alsace.verify().events, Corrected(Typed(84_999), on=date(2025, 1, 1)))
    assert of(alsace, "covered") == ["84999.00"]
    assert balanced(alsace)
    with Reading(str(alsace.path)) as reading:
        assert reading.replay(None)


def test_a_loan_is_reported_higher_as_it_is_drawn_up_to_its_face(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 10_000_000, **REGION))
    give(alsace)
    for owed, exposure in (("0", "0.00"), ("60000", "39000.00"), ("100000", "65000.00")):
        do(alsace, "contract", owed, "2024-06-30", verb="report")
        assert of(alsace, "covered", "exposure") == [f"{owed}.00", exposure]
    with pytest.raises(AboveCovered):
        do(alsace, "contract", "100001", "2024-07-01", verb="report")
    with pytest.raises(CoveredUnchanged):
        do(alsace, "contract", "100000", "2024-07-01", verb="report")
    raised = at(alsace, "covered-loan-raised")
    with pytest.raises(AmountFollows):  # a rise from 60,000 is corrected to no fall
        alsace.correct(raised + 1, Corrected(Typed(50_000)))
    alsace.correct(raised, Corrected(Typed(50_000)))
    assert of(alsace, "covered", "exposure") == ["100000.00", "65000.00"]
    do(alsace, "contract", "65000", "2025-01-02", verb="release")
    with pytest.raises(AboveCovered):
        do(alsace, "contract", "1", "2025-01-03", verb="report")
    assert balanced(alsace)
    with Reading(str(alsace.path)) as reading:
        assert reading.replay(None)


def test_a_report_is_dated_no_earlier_than_the_last_one(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 10_000_000, **REGION))
    give(alsace)
    do(alsace, "contract", "40000", "2024-09-30", verb="report")
    with pytest.raises(DateBeforeChange):
        do(alsace, "contract", "80000", "2024-06-30", verb="report")
    do(alsace, "contract", "90000", "2024-12-31", verb="report")
    with pytest.raises(AboveGuarantee):  # 65 % of 40,000 on that day
        do(alsace, "contract", "26001", "2024-10-31", verb="call")
    with pytest.raises(DateBeforeChange):
        do(alsace, "contract", "65000", "2024-10-31", verb="release")
    first = at(alsace, "covered-loan-reported")
    with pytest.raises(RestedOn):
        alsace.correct(first, Corrected(on=date(2025, 1, 1)))
    do(alsace, "contract", "26000", "2024-10-31", verb="call")
    shown = alsace.report("guarantees", as_of=date(2024, 12, 30))["total"]
    assert (shown["covered"], shown["exposure"]) == ("40000.00", "26000.00")
    alsace.undo()
    alsace.undo()
    do(alsace, "contract", "39000", "2024-11-30", verb="report")


def test_a_report_on_which_the_end_of_a_guarantee_rests_stands(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 10_000_000, **REGION))
    give(alsace)
    do(alsace, "contract", "90000", "2024-06-30", verb="report")
    do(alsace, "contract", "65000", "2025-01-02", verb="release")
    with pytest.raises(RestedOn):
        amend(alsace, "covered-loan-reported", 95_000)
    alsace.correct(at(alsace, "covered-loan-reported"), Corrected(on=date(2024, 7, 1)))
    assert of(alsace, "covered") == ["0.00"]


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["report", "call", "pay", "pay", "release", "reject", "recover"]),
        st.integers(1, 60),
    ),
    min_size=2,
    max_size=7,
)
KINDS = {"pay": "disbursement", "recover": "recovery"}


def begun(fund: Fund) -> None:
    fund.take(row("contribution", "2024-01-10", 10_000_000, **REGION))
    give(fund)
    do(fund, "contract", "40000", "2024-12-31", verb="call")


def act(fund: Fund, what: str, units: int, number: int) -> None:
    day = date(2025, 1, 1) + timedelta(days=number)
    told: dict[str, Any] = {} if what == "recover" else {"verb": what}
    told |= {"reason": "essai"} if what == "reject" else {}
    do(fund, KINDS.get(what, "contract"), str(units), day.isoformat(), **told)


@settings(LAWS, max_examples=max(6, EXAMPLES // 6))
@given(ACTS, st.integers(0, 6), st.integers(1, 60))
def test_a_correction_reads_as_if_it_had_been_recorded_so(
    acts: list[tuple[str, int]], place: int, other: int
) -> None:
    """A life whose movement is corrected, and one in which it was right at once."""
    kept: list[tuple[str, int, int]] = []
    with opened() as fund:
        begun(fund)
        for number, (what, size) in enumerate(acts):
            try:
                act(fund, what, size * 997, number)
            except BlendfundError:
                continue
            kept.append((what, size * 997, fund.verify().events))
        if not kept:
            return
        position = kept[place % len(kept)][2]
        try:
            fund.correct(position, Corrected(Typed(other * 997)))
        except BlendfundError:
            return
        corrected = shown(fund)
        assert balanced(fund)
        with Reading(str(fund.path)) as reading:
            assert reading.replay(None)
    with opened() as fund:
        begun(fund)
        try:
            for number, (what, units, found) in enumerate(kept):
                act(fund, what, other * 997 if found == position else units, number)
        except BlendfundError:
            return  # right at once, a later one would have been refused at its moment
        assert shown(fund) == corrected


def shown(fund: Fund) -> list[Any]:
    found = fund.report("guarantees")
    return [found["rows"], found["total"], fund.uses()]
