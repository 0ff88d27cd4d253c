"""What a project owes for calls that were paid: recovered, given up, or still claimed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.conftest import REGION, Fund, row
from tests.unit.histories import EXAMPLES, LAWS, opened
from tests.unit.test_composition import balanced, conserved
from tests.unit.test_guarantee import do, give
from tests.unit.test_payback import say

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.reading.reader import Reading
from blendfund.application.recording.parts import Part
from blendfund.domain.errors import (
    AboveOwed,
    AboveRecourse,
    BlendfundError,
    ContractClosed,
    LineRefused,
    NotGranted,
    ReasonMissing,
    StillOutstanding,
)
from blendfund.domain.typed import read_amount
from blendfund.domain.vocabulary import Instrument
from blendfund.reports.columns import Language
from blendfund.reports.outlines import OUTLINES
from blendfund.reports.tables import table_of

LATE = date(2030, 1, 1)
LIVES = settings(LAWS, max_examples=max(10, EXAMPLES // 4))


def cents(text: str) -> int:
    return int(Decimal(text) * 100)


def guarantee(fund: Fund, **asked: Any) -> dict[str, Any]:
    """Give the one guarantee of a fund, from the report."""
    (found,) = fund.report("guarantees", **asked)["rows"]
    return dict(found)


def accounts(fund: Fund, **asked: Any) -> dict[str, int]:
    rows = fund.report("balance", **asked)["rows"]
    return {one["account"]: cents(one["balance"]) for one in rows}


def waive(fund: Fund, amount: str, on: str, reason: str = "Liquidation clôturée") -> Any:
    return do(fund, "contract", amount, on, verb="waive_recourse", reason=reason)


@pytest.fixture
def paid(alsace: Fund) -> Fund:
    """A guarantee of 65 % of 100,000, of which 20,000 were called and paid."""
    money = {**REGION, "compartment": "guarantee"}
    alsace.take(row("contribution", "2024-01-10", 10_000_000, **money))
    give(alsace)
    do(alsace, "contract", "20000", "2025-01-02", verb="call")
    do(alsace, "disbursement", "20000", "2025-01-03", verb="pay")
    return alsace


def test_who_pays_a_call_is_owed_it_by_the_project_and_provides_for_it(paid: Fund) -> None:
    found = accounts(paid)
    assert found["recourse_receivable"] == 20_000_00
    assert found["recourse_provisions"] == -20_000_00
    assert found["guarantee_calls_paid"] == 20_000_00
    shown = guarantee(paid)
    assert (shown["paid"], shown["recourse"]) == ("20000.00", "20000.00")
    assert (shown["project"], shown["lender"]) == ("Recyclerie", "Banque du Rhin")
    assert paid.report("guarantees")["loss_rate"] == "0.307692307692"


def test_what_comes_back_and_what_is_given_up_leave_the_recourse(paid: Fund) -> None:
    do(paid, "recovery", "10000", "2025-02-01", verb="share")
    waive(paid, "3000", "2025-03-01")
    found = accounts(paid)
    assert found["recourse_receivable"] == -found["recourse_provisions"] == 10_500_00
    assert found["recovery_income"] == -6_500_00
    assert found["bank"] == 86_500_00, "what is given up moves no cash"
    shown = guarantee(paid)
    assert [shown[name] for name in ("recovered", "waived", "recourse", "net_loss")] == [
        *("6500.00", "3000.00", "10500.00", "13500.00")
    ]
    assert guarantee(paid, as_of=date(2025, 2, 15))["recourse"] == "13500.00"
    assert paid.report("portfolio")["recourse"] == {
        "paid": "20000.00",
        "recovered": "6500.00",
        "waived": "3000.00",
        "outstanding": "10500.00",
    }
    (said,) = paid.sql("SELECT state FROM event WHERE topic = 'recourse-waived/1'")
    assert b'"reason":"Liquidation cl' in bytes(said[0])


def test_no_more_is_given_up_or_recovered_than_the_project_owes(paid: Fund) -> None:
    with pytest.raises(AboveRecourse):
        waive(paid, "20000,01", "2025-03-01")
    with pytest.raises(AboveRecourse):
        waive(paid, "100", "2025-01-02")
    with pytest.raises(ReasonMissing):
        waive(paid, "100", "2025-03-01", " ")
    waive(paid, "20000", "2025-03-01")
    with pytest.raises(AboveRecourse):
        do(paid, "recovery", "100", "2025-04-01", verb="share")
    with pytest.raises(LineRefused, match="still owes for the calls paid"):
        paid.take(row("recovery", "2025-04-01", 100, agreement="GAR-1"))


def test_a_file_says_the_funds_own_share_of_what_came_back(paid: Fund) -> None:
    paid.take(row("recovery", "2025-04-01", 2_000_00, agreement="GAR-1"))
    assert guarantee(paid)["recovered"] == "2000.00"


def test_what_is_recovered_above_the_recourse_is_held_where_asked(paid: Fund) -> None:
    done = do(paid, "recovery", "40000", "2025-04-01", verb="share", holds=True)
    assert done.part == Part(26_000_00, 6_000_00)
    assert guarantee(paid)["recourse"] == "0.00"
    assert accounts(paid)["payments_held"] == -6_000_00
    with pytest.raises(AboveOwed):
        do(paid, "held-payment-return", "6000,01", "2025-05-01")
    do(paid, "held-payment-return", "6000", "2025-05-01")
    assert accounts(paid).get("payments_held", 0) == 0
    assert conserved(paid.report("composition"))
    again = do(paid, "recovery", "100", "2025-06-01", verb="share", holds=True)
    assert again.part == Part(65_00, 65_00), "nothing is owed: all of it is held"


def test_a_waiver_is_corrected_within_what_was_owed(paid: Fund) -> None:
    waive(paid, "3000", "2025-03-01")
    (found,) = paid.sql("SELECT position FROM event WHERE topic = 'recourse-waived/1'")
    with pytest.raises(AboveRecourse):
        paid.correct(found[0], Corrected(amount=read_amount("20000,01")))
    paid.correct(found[0], Corrected(amount=read_amount("20000")))
    assert guarantee(paid)["recourse"] == "0.00"
    paid.undo()
    assert guarantee(paid)["recourse"] == "17000.00"


def test_nothing_is_given_up_of_a_guarantee_without_terms(alsace: Fund) -> None:
    told = {"project": "Recyclerie", "instrument": Instrument.GUARANTEE}
    do(alsace, "contract", "1000", "2024-03-01", **told)
    shown = guarantee(alsace)
    assert (shown["exposure"], shown["quota"]) == ("1000.00", None)
    with pytest.raises(NotGranted):
        waive(alsace, "10", "2024-04-01")


def test_a_fund_without_guarantees_has_no_rate_of_loss(alsace: Fund) -> None:
    report = alsace.report("guarantees")
    assert (report["rows"], report["loss_rate"]) == ([], None)
    table = table_of(report, OUTLINES["guarantees"][0], Language())
    assert not any("guaranteed:" in note for note in table.notes)
    assert "recourse" not in alsace.report("portfolio")


def test_a_guarantee_is_closed_once_its_recourse_is_settled(paid: Fund) -> None:
    day = date(2025, 6, 1)
    with pytest.raises(StillOutstanding):
        say(paid, "close", on=day, name="GAR-1")
    waive(paid, "20000", "2025-05-01")
    with pytest.raises(StillOutstanding, match="1625"):
        say(paid, "close", on=day, name="GAR-1")
    do(paid, "fee", "1625", "2025-05-02")
    say(paid, "close", on=day, name="GAR-1")
    with pytest.raises(ContractClosed):
        waive(paid, "1", "2025-06-02")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["call", "pay", "pay", "share", "hold", "waive", "release", "reject", "undo"]
        ),
        st.integers(1, 40),
    ),
    min_size=1,
    max_size=10,
)
KINDS = {"pay": "disbursement", "share": "recovery", "hold": "recovery"}
VERBS = {"waive": "waive_recourse", "hold": "share"}


class Life:
    """A guarantee of 65 % of 100,000 and what becomes of it, a few days apart."""

    def __init__(self, fund: Fund) -> None:
        self.fund = fund
        self.day = date(2025, 1, 1)
        self.steps: list[dict[str, Any]] = []
        fund.take(row("contribution", "2024-01-10", 10_000_000, **REGION))
        give(fund)
        do(fund, "contract", "60000", "2024-12-31", verb="call")

    def shown(self) -> dict[str, Any]:
        asked = {"as_of": LATE}
        return {
            name: {
                key: value
                for key, value in self.fund.report(name, **asked).items()
                if key not in {"position", "root", "flags"}
            }
            for name in ("guarantees", "balance", "composition")
        }

    def step(self, what: str, size: int) -> None:
        """Do one thing; a rule may refuse it, and then nothing has changed."""
        before = self.shown()
        self.day += timedelta(days=size % 7)
        try:
            self.do(what, size)
        except BlendfundError:
            assert self.shown() == before
            return
        if what == "undo":
            assert self.shown() == self.steps.pop()
        else:
            self.steps.append(before)

    def do(self, what: str, size: int) -> None:
        if what == "undo":
            if not self.steps:
                raise BlendfundError
            self.fund.undo()
            return
        told: dict[str, Any] = {"verb": VERBS.get(what, what)}
        told |= {"holds": True} if what == "hold" else {}
        told |= {"reason": "essai"} if what in {"waive", "reject"} else {}
        kind = KINDS.get(what, "contract")
        do(self.fund, kind, str(size * 997), self.day.isoformat(), **told)

    def check(self) -> None:
        """Hold what the reports say against each other."""
        shown = guarantee(self.fund, as_of=LATE)
        sums = {
            name: cents(shown[name])
            for name in ("paid", "recovered", "waived", "recourse", "exposure", "left")
        }
        left = sums["paid"] - sums["recovered"] - sums["waived"]
        assert sums["recourse"] == left >= 0
        found = accounts(self.fund, as_of=LATE)
        assert found.get("recourse_receivable", 0) == left
        assert found.get("recourse_provisions", 0) == -left
        assert -found.get("guarantee_given", 0) == sums["left"] >= sums["exposure"]
        assert balanced(self.fund)
        assert conserved(self.fund.report("composition", as_of=LATE))
        with Reading(str(self.fund.path)) as reading:
            reading.replay(None)


@LIVES
@given(STEPS)
def test_what_was_paid_is_recovered_given_up_or_still_owed(
    steps: list[tuple[str, int]],
) -> None:
    with opened() as fund:
        life = Life(fund)
        for what, size in steps:
            life.step(what, size)
        life.check()
