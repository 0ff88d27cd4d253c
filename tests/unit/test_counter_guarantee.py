"""What counter-guarantors bear of calls, pay, and get back of recoveries."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.conftest import REGION, Fund, row
from tests.unit.histories import EXAMPLES, LAWS, opened
from tests.unit.test_composition import balanced, conserved
from tests.unit.test_guarantee import do, give
from tests.unit.test_recourse import LATE, Life, accounts, cents, guarantee, waive

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.reading.reader import Reading
from blendfund.application.recording.granting import CounterForm
from blendfund.application.registering.parties import merge_parties
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.counter_guarantee import (
    Counter,
    CounterTerms,
    borne,
    ended,
    shared,
)
from blendfund.domain.errors import (
    AboveOwed,
    AboveWhole,
    AmountFollows,
    BadGuarantee,
    CounterGuaranteed,
    CounterGuaranteeLate,
    NotCounterGuarantor,
    PartyNotFound,
    SharedFact,
)
from blendfund.domain.typed import read_amount

ON = date(2025, 1, 1)


def party(number: int) -> UUID:
    return UUID(int=number)


def counter(number: int, quota: str, left: int, **said: Any) -> Counter:
    terms = CounterTerms(quota, said.pop("cap", 0), said.pop("expires", None))
    return Counter(party(number), terms, ON, taken=1, left_minor=left, **said)


QUOTAS = st.lists(st.integers(1, 50), min_size=0, max_size=4).map(
    lambda parts: [Fraction(one, max(100, sum(parts))) for one in parts]
)


@given(
    QUOTAS, st.lists(st.integers(0, 2_000), min_size=4, max_size=4), st.integers(1, 5_000)
)
def test_what_each_bears_of_a_payment_adds_up_and_stays_within_its_cap(
    quotas: list[Fraction], lefts: list[int], minor: int
) -> None:
    counters = [
        counter(number, str(quota), left)
        for number, (quota, left) in enumerate(zip(quotas, lefts, strict=False), 1)
    ]
    parts = dict(borne(counters, ON, minor))
    assert sum(parts.values()) <= minor
    for one in counters:
        part = parts.get(one.party, 0)
        exact = minor * Fraction(one.terms.quota)
        assert 0 <= part <= one.left_minor
        assert abs(part - exact) < 1 or part == one.left_minor
    own = minor - sum(parts.values())
    assert own > (1 - sum(quotas)) * minor - 1, "the rest is the fund's, and no less"


@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=4),
    st.integers(0, 900),
    st.lists(st.integers(1, 400), max_size=6),
)
def test_what_comes_back_is_shared_until_each_has_back_what_it_bore(
    bore: list[tuple[int, int]], own: int, recoveries: list[int]
) -> None:
    counters = [
        counter(number, "0.1", 0, called_minor=max(pair), shared_minor=min(pair))
        for number, pair in enumerate(bore, 1)
    ]
    left = own + sum(one.called_minor - one.shared_minor for one in counters)
    kept = 0
    for minor in (*recoveries, left):
        taken = min(minor, left)
        parts = dict(shared(counters, own - kept, taken)) if taken else {}
        kept += taken - sum(parts.values())
        left -= taken
        counters = [
            counter(
                index,
                "0.1",
                0,
                called_minor=one.called_minor,
                shared_minor=one.shared_minor + parts.get(one.party, 0),
            )
            for index, one in enumerate(counters, 1)
        ]
        assert kept <= own
        assert all(one.shared_minor <= one.called_minor for one in counters)
    assert left == 0
    assert kept == own
    assert all(one.shared_minor == one.called_minor for one in counters)


def test_a_payment_is_borne_from_the_first_day_to_the_last_only() -> None:
    known = [counter(1, "0.5", 1_000, expires=date(2025, 6, 30))]
    assert borne(known, date(2024, 12, 31), 100) == []
    assert borne(known, ON, 100) == [(party(1), 50)]
    assert borne(known, date(2025, 6, 30), 100) == [(party(1), 50)]
    assert borne(known, date(2025, 7, 1), 100) == []
    assert known[0].cover(date(2025, 7, 1), 100) == 0


def test_a_cent_goes_to_the_largest_remainder() -> None:
    known = [counter(1, "0.25", 100), counter(2, "0.5", 100)]
    assert borne(known, ON, 5) == [(party(1), 1), (party(2), 3)]
    assert borne([counter(1, "0.5", 100), counter(2, "0.5", 100)], ON, 3) == [
        (party(1), 2),
        (party(2), 1),
    ]


def test_what_covers_nothing_any_more_ends() -> None:
    known = [counter(1, "0.5", 100), counter(2, "0.25", 10)]
    assert ended(known, 120) == [(party(1), 40)]
    assert ended(known, 0) == [(party(1), 100), (party(2), 10)]


def promise(fund: Fund, name: str, quota: str, cap: str = "", **told: Any) -> Any:
    form = CounterForm(quota, read_amount(cap) if cap else None, told.pop("expires", None))
    on = told.pop("on", "2024-03-01")
    said = {"verb": "counter_guarantee", "party": name, "counter": form}
    return do(fund, "contract", "", on, **said, **told)


def receive(fund: Fund, name: str, amount: str, on: str) -> Any:
    return do(fund, "recovery", amount, on, verb="counter_receive", party=name)


def repay(fund: Fund, name: str, amount: str, on: str) -> Any:
    return do(fund, "disbursement", amount, on, verb="counter_repay", party=name)


@pytest.fixture
def countered(alsace: Fund) -> Fund:
    """65 % of 100,000 guaranteed; others bear half, within 30,000, and a quarter."""
    money = {**REGION, "compartment": "guarantee"}
    alsace.take(row("contribution", "2024-01-10", 10_000_000, **money))
    give(alsace)
    promise(alsace, "Garant national", "0.5", "30000")
    promise(alsace, "Fonds européen", "0.25", expires=date(2026, 12, 31))
    return alsace


def shown(fund: Fund, name: str, **asked: Any) -> dict[str, Any]:
    """Give where a counter-guarantor stands, from the report."""
    found = fund.report("guarantees", **asked)["counter_guarantors"]
    (one,) = [one for one in found if one["party"] == name]
    return dict(one)


def test_the_exposure_is_gross_and_net_of_what_others_bear(countered: Fund) -> None:
    found = guarantee(countered)
    assert found["exposure"] == "65000.00"
    assert (found["counter_guaranteed"], found["net_exposure"]) == ("46250.00", "18750.00")
    rows = countered.rows("leverage")
    assert rows["guarantee_exposure"]["numerator"] == "65000.00", "measured gross"
    assert countered.uses()["cash"] == "100000.00"
    assert accounts(countered)["counter_guarantee_received"] == 46_250_00
    late = guarantee(countered, as_of=date(2027, 1, 1))
    assert (late["counter_guaranteed"], late["net_exposure"]) == ("30000.00", "35000.00")
    early = guarantee(countered, as_of=date(2024, 2, 15))
    assert early["net_exposure"] == "65000.00"


def test_each_owes_its_part_of_a_call_and_pays_it_in_cash(countered: Fund) -> None:
    do(countered, "contract", "65000", "2025-01-02", verb="call")
    done = do(countered, "disbursement", "20000,01", "2025-01-03", verb="pay")
    assert done.countered_minor == 15_000_01
    assert shown(countered, "Garant national")["owed"] == "10000.01"
    assert shown(countered, "Fonds européen")["owed"] == "5000.00"
    found = accounts(countered)
    assert found["counter_guarantor_receivable"] == 15_000_01
    assert found["counter_guarantee_income"] == -15_000_01
    assert guarantee(countered)["net_loss"] == "20000.01", "nothing has come in yet"
    receive(countered, "Garant national", "10000,01", "2025-02-01")
    assert countered.uses()["cash"] == "90000.00"
    assert countered.uses()["recovered"] == "10000.01"
    assert guarantee(countered)["net_loss"] == "10000.00"
    with pytest.raises(AboveOwed):
        receive(countered, "Garant national", "0,01", "2025-02-02")
    with pytest.raises(AboveOwed):
        receive(countered, "Fonds européen", "1", "2025-01-02")
    with pytest.raises(NotCounterGuarantor):
        receive(countered, "Banque du Rhin", "1", "2025-02-02")
    assert conserved(countered.report("composition"))


def test_a_cap_bounds_what_is_owed_in_all(countered: Fund) -> None:
    do(countered, "contract", "65000", "2025-01-02", verb="call")
    do(countered, "disbursement", "50000", "2025-01-03", verb="pay")
    do(countered, "disbursement", "15000", "2025-01-04", verb="pay")
    assert shown(countered, "Garant national")["called"] == "30000.00"
    assert shown(countered, "Fonds européen")["called"] == "16250.00"
    found = guarantee(countered)
    assert (found["counter_guaranteed"], found["net_exposure"]) == ("0.00", "0.00")
    assert accounts(countered).get("counter_guarantee_received", 0) == 0


def test_a_recovery_is_shared_with_those_who_bore_the_call(countered: Fund) -> None:
    do(countered, "contract", "20000", "2025-01-02", verb="call")
    do(countered, "disbursement", "20000", "2025-01-03", verb="pay")
    receive(countered, "Garant national", "10000", "2025-02-01")
    done = do(countered, "recovery", "10000", "2025-03-01", verb="share")
    assert (done.countered_minor, done.part and done.part.minor) == (4_875_00, 6_500_00)
    assert shown(countered, "Garant national")["due"] == "3250.00"
    with pytest.raises(AboveOwed):
        repay(countered, "Garant national", "3250,01", "2025-03-02")
    with pytest.raises(AboveOwed):
        repay(countered, "Fonds européen", "1", "2025-03-02")
    repay(countered, "Garant national", "3250", "2025-03-02")
    # Paid 20,000, received 10,000, and kept 1,625 of the 6,500 that came back.
    assert guarantee(countered)["net_loss"] == "8375.00"
    assert countered.uses()["recovered"] == "13250.00"
    assert accounts(countered)["due_to_counter_guarantors"] == -1_625_00
    assert accounts(countered)["counter_guarantee_income"] == -10_125_00
    # What the tranches bear counts what others owe: 20,000 - 15,000 - 6,500 + 4,875.
    assert countered.report("waterfall")["loss"] == "3375.00"
    waive(countered, "13500", "2025-04-01")
    assert guarantee(countered)["recourse"] == "0.00"


def test_what_is_released_is_counter_guaranteed_no_more(countered: Fund) -> None:
    do(countered, "contract", "25000", "2025-01-02", verb="release")
    found = guarantee(countered)
    assert (found["counter_guaranteed"], found["net_exposure"]) == ("30000.00", "10000.00")
    assert accounts(countered)["counter_guarantee_received"] == 30_000_00
    countered.undo()
    assert accounts(countered)["counter_guarantee_received"] == 46_250_00
    do(countered, "contract", "65000", "2025-01-02", verb="release")
    assert accounts(countered).get("counter_guarantee_received", 0) == 0


def test_a_payment_after_the_last_day_is_the_funds_alone(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 10_000_000, **REGION))
    give(alsace)
    promise(alsace, "Fonds européen", "0.25", expires=date(2025, 1, 31))
    do(alsace, "contract", "20000", "2025-01-15", verb="call")
    done = do(alsace, "disbursement", "20000", "2025-02-01", verb="pay")
    assert done.countered_minor == 0
    assert guarantee(alsace)["net_exposure"] == "45000.00"
    # It covers a quarter of what is left, and no more, until it is given back.
    assert accounts(alsace)["counter_guarantee_received"] == 11_250_00


def test_quotas_never_exceed_the_whole_and_each_is_promised_once(countered: Fund) -> None:
    with pytest.raises(CounterGuaranteed):
        promise(countered, "Garant national", "0.1")
    with pytest.raises(AboveWhole):
        promise(countered, "Autre", "0.26")
    promise(countered, "Autre", "0.25")
    countered.undo()
    with pytest.raises(BadGuarantee):
        promise(countered, "Autre", "0")
    with pytest.raises(BadGuarantee):
        promise(countered, "Autre", "0.1", expires=date(2024, 2, 1))
    with pytest.raises(PartyNotFound):
        promise(countered, "Inconnu", "0.1", create=False)


def test_the_whole_may_be_counter_guaranteed(countered: Fund) -> None:
    promise(countered, "Autre", "0.25")
    do(countered, "contract", "20000", "2025-01-02", verb="call")
    done = do(countered, "disbursement", "20000", "2025-01-03", verb="pay")
    assert done.countered_minor == 20_000_00
    assert guarantee(countered)["counter_owed"] == "20000.00"


def test_a_party_that_was_merged_is_still_the_counter_guarantor(countered: Fund) -> None:
    do(countered, "contract", "20000", "2025-01-02", verb="call")
    do(countered, "disbursement", "20000", "2025-01-03", verb="pay")
    with Ledger(str(countered.path)) as ledger:
        into = ("Garant national", "Région Grand Est", "même organisme")
        merge_parties(ledger, countered.command(), *into)
    receive(countered, "Région Grand Est", "4000", "2025-02-01")
    assert guarantee(countered)["counter_owed"] == "11000.00"


def test_what_was_shared_is_undone_whole_not_corrected_in_part(countered: Fund) -> None:
    do(countered, "contract", "20000", "2025-01-02", verb="call")
    do(countered, "disbursement", "20000", "2025-01-03", verb="pay")
    sql = "SELECT position FROM event WHERE topic IN (?, ?)"
    topics = ("guarantee-paid/1", "counter-guarantee-called/1")
    for (position,) in countered.sql(sql, topics):
        with pytest.raises(SharedFact):
            countered.correct(position, Corrected(on=date(2025, 1, 4)))
    (taken,) = countered.sql(
        "SELECT min(position) FROM event WHERE topic = 'counter-guarantee-taken/1'"
    )
    with pytest.raises(AmountFollows):
        countered.correct(taken[0], Corrected(amount=read_amount("1")))
    countered.undo()
    assert guarantee(countered)["counter_owed"] == "0.00"
    assert accounts(countered)["counter_guarantee_received"] == 46_250_00


def test_a_counter_guarantee_that_would_miss_a_paid_call_is_refused(
    countered: Fund,
) -> None:
    do(countered, "contract", "20000", "2025-01-02", verb="call")
    do(countered, "disbursement", "20000", "2025-01-03", verb="pay")
    before = countered.verify().events
    for on in ("2024-06-01", "2025-01-03"):
        with pytest.raises(CounterGuaranteeLate) as found:
            promise(countered, "Tard venu", "0.1", on=on)
        assert found.value.paid == date(2025, 1, 3)
    assert countered.verify().events == before
    promise(countered, "Tard venu", "0.1", on="2025-01-04")
    countered.undo()
    countered.undo()
    promise(countered, "Tard venu", "0.1", on="2024-06-01")


def test_postings_name_the_counter_guarantor_not_the_lender(countered: Fund) -> None:
    do(countered, "contract", "20000", "2025-01-02", verb="call")
    do(countered, "disbursement", "20000", "2025-01-03", verb="pay")
    sql = (
        "SELECT DISTINCT p.name FROM posting d JOIN class c ON c.id = d.class"
        " JOIN party p ON p.id = d.party WHERE c.account = ? ORDER BY p.name"
    )
    assert countered.sql(sql, ("counter_guarantor_receivable",)) == [
        ("Fonds européen",),
        ("Garant national",),
    ]
    assert countered.sql(sql, ("recourse_receivable",)) == [("Banque du Rhin",)]
    with Reading(str(countered.path)) as reading:
        found = reading.movements.execute(
            "SELECT p.name FROM movement m JOIN shape s ON s.id = m.shape JOIN party p"
            " ON p.id = m.party WHERE s.movement = 'counter-guarantee-called' ORDER BY 1"
        ).fetchall()
    assert found == [("Fonds européen",), ("Garant national",)]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("call", "pay", "pay", "share", "waive", "release", "undo"),
                *("promise", "receive", "receive", "repay", "repay"),
            ]
        ),
        st.integers(1, 40),
    ),
    min_size=2,
    max_size=10,
)
NAMES = ("Garant national", "Fonds européen", "Autre")


class CounteredLife(Life):
    """The same life, parts of it borne by others."""

    def __init__(self, fund: Fund) -> None:
        super().__init__(fund)
        promise(fund, NAMES[0], "0.5", "15000", on="2024-12-31")

    def do(self, what: str, size: int) -> None:
        on, name = self.day.isoformat(), NAMES[size % 3]
        amount = str(size * 313)
        if what == "promise":
            until = None if size % 2 else self.day + timedelta(days=size)
            promise(self.fund, name, f"0.{size}", amount, on=on, expires=until)
        elif what == "receive":
            receive(self.fund, name, amount, on)
        elif what == "repay":
            repay(self.fund, name, amount, on)
        else:
            super().do(what, size)

    def check(self) -> None:
        super().check()
        found = guarantee(self.fund, as_of=LATE)
        sums = {name: cents(one) for name, one in found.items() if name not in TEXTS}
        books = accounts(self.fund, as_of=LATE)
        assert sums["counter_owed"] == books.get("counter_guarantor_receivable", 0) >= 0
        assert sums["counter_due"] == -books.get("due_to_counter_guarantors", 0) >= 0
        assert sums["net_exposure"] + sums["counter_guaranteed"] == sums["exposure"]
        assert sums["net_exposure"] >= 0
        bears = sums["counter_shared"] - sums["counter_called"]
        assert books.get("counter_guarantee_income", 0) == bears
        kept = sums["recovered"] - sums["counter_shared"]
        own = sums["paid"] - sums["counter_called"] - kept
        assert own >= 0, "the fund is given back no more than it bore"
        assert sums["net_loss"] == own + sums["counter_owed"]
        for one in self.fund.report("guarantees", as_of=LATE)["counter_guarantors"]:
            assert cents(one["called"]) <= cents(one["cap"])
            assert cents(one["shared"]) <= cents(one["called"])
            assert 0 <= cents(one["repaid"]) <= cents(one["received"])
        assert books.get("counter_guarantee_received", 0) >= 0
        assert balanced(self.fund)


TEXTS = {"key", "project", "lender", "quota", "expires"}


@settings(LAWS, max_examples=max(8, EXAMPLES // 5))
@given(STEPS)
def test_what_each_bears_adds_up_whatever_becomes_of_a_guarantee(
    steps: list[tuple[str, int]],
) -> None:
    with opened() as fund:
        life = CounteredLife(fund)
        for what, size in steps:
            life.step(what, size)
        life.check()
