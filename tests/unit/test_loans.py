from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.conftest import REGION, TODAY, Fund, row

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.reading.reader import Reading
from blendfund.application.recording.record import Asked as Movement
from blendfund.application.recording.record import Done, record
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.allocation import Share
from blendfund.domain.charter import Stage
from blendfund.domain.errors import (
    AboveDue,
    AgreementNotFound,
    AlreadyContracted,
    AmbiguousReference,
    NotRepayable,
    NotScheduled,
)
from blendfund.domain.payback import Version
from blendfund.domain.schedule import Schedule
from blendfund.domain.typed import read_amount
from blendfund.domain.vocabulary import Instrument, Kind
from blendfund.projections.loans import Loan, due_lines
from blendfund.projections.risk import Standing, at_risk, required, standing

START = date(2024, 1, 31)


def schedule(**said: Any) -> Schedule:
    told = {"rate": "0.08", "start": START, "periods": 60, "every": "month", **said}
    return msgspec.convert(told, Schedule)


def do(fund: Fund, kind: str, amount: str, on: str, **told: Any) -> Done:
    agreement = told.pop("agreement", "PRET-1")
    asked = Movement(
        Kind(kind),
        agreement,
        "ALSACE",
        read_amount(amount),
        date.fromisoformat(on),
        create=True,
        told=told,
    )
    with Ledger(str(fund.path)) as ledger:
        return record(ledger, fund.command(), asked)


def contract(
    fund: Fund, amount: str = "15000", on: str = "2024-01-31", **told: Any
) -> Done:
    said = {"instrument": Instrument.LOAN, "project": "Recyclerie", **told}
    return do(fund, "contract", amount, on, **said)


@pytest.fixture
def lent(alsace: Fund) -> Fund:
    """15,000 lent over 60 months at 8 %, paid on the day interest begins to run."""
    alsace.take(row("contribution", "2024-01-10", 10_000_000, **REGION))
    contract(alsace, schedule=schedule(), rate="0.08")
    do(alsace, "disbursement", "15000", "2024-01-31")
    return alsace


def lines(fund: Fund, as_of: str = "2026-07-01", **asked: Any) -> list[dict[str, Any]]:
    asked = {"as_of": date.fromisoformat(as_of), "agreement": "PRET-1", **asked}
    found: list[dict[str, Any]] = fund.report("schedule", **asked)["lines"]
    return found


def test_a_schedule_stands_from_the_contract(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 10_000_000, **REGION))
    done = contract(alsace, schedule=schedule(), rate="0.08")
    assert done.outcome.events == 4
    report = alsace.report("schedule", agreement="PRET-1", as_of=START)
    assert report["lines"][0] == {
        "n": 1,
        "due": "2024-02-29",
        "principal": "204.15",
        "interest": "100.00",
        "fee": "0.00",
        "paid": "0.00",
        "days_late": 0,
    }
    assert (len(report["lines"]), report["totals"]["principal"]) == (60, "15000.00")
    with pytest.raises(NotScheduled):
        alsace.report("schedule", agreement="PRET-1", as_of=date(2024, 1, 30))
    with pytest.raises(NotScheduled):
        alsace.report("schedule", agreement="PRET-1", known_at="2")


def test_a_payment_is_shared_interest_first(lent: Fund) -> None:
    done = do(lent, "repayment", "304.15", "2024-02-29")
    assert (done.outcome.events, done.share) == (2, Share(10_000, 20_415))
    uses = lent.uses()
    assert (uses["repaid"], uses["income"]) == ("204.15", "100.00")
    assert [one["paid"] for one in lines(lent)[:2]] == ["304.15", "0.00"]


def test_a_line_is_late_until_it_is_paid_in_full(lent: Fund) -> None:
    do(lent, "repayment", "304.14", "2024-02-29")
    assert [one["days_late"] for one in lines(lent, "2024-02-29")[:2]] == [0, 0]
    assert [one["days_late"] for one in lines(lent, "2024-04-01")[:3]] == [32, 1, 0]
    before = str(lent.verify().events)
    do(lent, "repayment", "0.01", "2024-04-01")
    first, second, *_ = lines(lent, "2024-04-02")
    assert (first["paid"], first["days_late"]) == ("304.15", 0)
    assert (second["paid"], second["days_late"]) == ("0.00", 2)
    assert lines(lent, "2024-04-02", known_at=before)[0]["days_late"] == 33


def test_no_more_is_taken_than_is_owed_that_day(lent: Fund) -> None:
    with pytest.raises(AboveDue):
        do(lent, "repayment", "15100.01", "2024-02-29")
    do(lent, "repayment", "15100", "2024-02-29")
    assert lent.uses()["outstanding"] == "0.00"
    assert lent.report("portfolio", as_of=date(2024, 6, 1))["par30"]["ratio"] is None


def test_an_earlier_payment_recorded_late_pays_what_was_due_then(lent: Fund) -> None:
    do(lent, "repayment", "304.15", "2024-03-31")
    done = do(lent, "repayment", "304.15", "2024-02-29")
    assert done.share == Share(0, 30_415), "the first line was paid already"
    assert lines(lent)[0]["paid"] == "304.15"


def test_without_a_schedule_a_payment_is_principal(lent: Fund) -> None:
    contract(lent, "1000", agreement="PRET-2")
    do(lent, "disbursement", "1000", "2024-02-01", agreement="PRET-2")
    done = do(lent, "repayment", "100", "2024-03-01", agreement="PRET-2")
    assert (done.outcome.events, done.share) == (1, None)
    with pytest.raises(NotScheduled):
        lent.report("schedule", agreement="PRET-2")


def test_a_line_of_a_file_is_principal_as_it_always_was(lent: Fund) -> None:
    lent.take(row("repayment", "2024-02-29", 30_415, agreement="PRET-1"))
    assert (lent.uses()["repaid"], lent.uses()["income"]) == ("304.15", "0.00")
    lent.take(row("interest", "2024-02-29", 10_000, agreement="PRET-1"))
    first, second, *_ = lines(lent)
    assert (first["paid"], second["paid"]) == ("304.15", "100.00")


def test_a_schedule_covers_one_contract(lent: Fund) -> None:
    again: tuple[dict[str, Any], ...] = ({}, {"schedule": schedule()})
    for told in again:
        with pytest.raises(AlreadyContracted):
            contract(lent, "10", **told)
    contract(lent, "1000", agreement="PRET-2")
    with pytest.raises(AlreadyContracted):
        contract(lent, "10", agreement="PRET-2", schedule=schedule())
    with pytest.raises(NotRepayable):
        contract(lent, agreement="A", instrument=Instrument.GRANT, schedule=schedule())


def test_a_payment_is_taken_back_whole_and_a_contract_with_its_schedule(
    lent: Fund,
) -> None:
    do(lent, "repayment", "304.15", "2024-02-29", reference="VIR-1")
    lent.undo()
    assert lines(lent)[0]["paid"] == "0.00"
    assert (lent.uses()["repaid"], lent.uses()["income"]) == ("0.00", "0.00")
    done = do(lent, "repayment", "304.15", "2024-02-29", reference="VIR-1")
    assert done.share == Share(10_000, 20_415)
    again = do(lent, "repayment", "304.15", "2024-02-29", reference="VIR-1")
    assert again.outcome.already
    for _ in range(3):
        lent.undo()
    with pytest.raises(AgreementNotFound):
        lent.report("schedule", agreement="PRET-1")
    contract(lent, schedule=schedule(), rate="0.08")
    assert len(lines(lent)) == 60
    with Reading(str(lent.path)) as reading:
        assert reading.replay(None)


def test_a_corrected_contract_is_scheduled_as_it_now_stands(lent: Fund) -> None:
    position = lent.sql("SELECT position FROM event WHERE topic = 'financing-contracted/1'")
    lent.correct(position[0][0], Corrected(amount=read_amount("18000")))
    assert lent.report("schedule", agreement="PRET-1")["totals"]["principal"] == "18000.00"
    lent.undo()
    assert lent.report("schedule", agreement="PRET-1")["totals"]["principal"] == "15000.00"


def test_an_agreement_is_found_by_either_name_and_in_one_fund(lent: Fund) -> None:
    assert lent.report("schedule", agreement="F-2024-0001")["agreement"] == "PRET-1"
    with pytest.raises(AgreementNotFound):
        lent.report("schedule", agreement="PRET-9")
    lent.open("LORRAINE")
    asked = Movement(
        Kind.CONTRACT,
        "PRET-1",
        "LORRAINE",
        read_amount("10"),
        START,
        create=True,
        told={"instrument": Instrument.GUARANTEE, "project": "Recyclerie"},
    )
    with Ledger(str(lent.path)) as ledger:
        record(ledger, lent.command(), asked)
    with Reading(str(lent.path)) as reading:
        from blendfund.application.reporting.frame import Asked
        from blendfund.application.reporting.reports import REPORTS

        with pytest.raises(AmbiguousReference):
            REPORTS["schedule"](reading, Asked("", agreement="PRET-1"))
        found = REPORTS["schedule"](reading, Asked("ALSACE", agreement="PRET-1"))
    assert found["fund"] == "ALSACE"


def loan(outstanding: int, days: int, *, versions: int = 1, **said: Any) -> Standing:
    told = {"instrument": "loan", "outstanding": outstanding, **said}
    one = Loan(1, "P", 1, vintage=2024, versions=(Version(schedule()),) * versions, **told)
    return Standing(one, outstanding if days else 0, days)


# PAR of a published example: gross 9,013,400; 30-59 days 100,950; 60-89 days 82,022;
# 90 days and more 73,009 + 55,880 + 27,020 (meetblog.pages.dev/par-loan, which prints
# 338,882 for the first sum).
def test_the_portfolio_at_risk_is_the_published_one() -> None:
    late = [(100_950, 31), (82_022, 61), (73_009, 91), (55_880, 200), (27_020, 400)]
    balances = [(9_013_400 - sum(one for one, _ in late), 0), *late]
    stood = [loan(100 * balance, days) for balance, days in balances]
    risks = {days: at_risk(stood, days) for days in (30, 60, 90)}
    amounts = {days: risk.amount for days, risk in risks.items()}
    assert amounts == {30: 33_888_100, 60: 23_793_100, 90: 15_590_900}
    shares = {days: round(float(risk.ratio or 0), 4) for days, risk in risks.items()}
    assert shares == {30: 0.0376, 60: 0.0264, 90: 0.0173}


def test_a_balance_is_at_risk_past_so_many_days_and_not_on_the_day() -> None:
    assert [at_risk([loan(100, days)], 30).amount for days in (0, 30, 31)] == [0, 0, 100]
    stood = [loan(100, 0, versions=2), loan(50, 40), loan(30, 0)]
    assert at_risk(stood, 30).amount == 50
    assert at_risk(stood, 30, restructured=True).amount == 150


@given(st.integers(0, 10**12), st.integers(0, 400))
def test_the_later_a_loan_is_the_more_is_provided_for(outstanding: int, days: int) -> None:
    stages = (Stage(30, "0.1"), Stage(90, "0.5"), Stage(180, "1"))
    asked = required(loan(outstanding, days), stages)
    assert asked <= required(loan(outstanding, days + 1), stages) <= outstanding
    rate = 0 if days < 30 else 1 if days < 90 else 5 if days < 180 else 10
    assert abs(10 * asked - rate * outstanding) <= 5
    assert required(loan(outstanding, days), ()) == 0


def test_money_that_is_out_without_a_schedule_leaves_the_risk_unknown(lent: Fund) -> None:
    contract(lent, "1000", agreement="PRET-2")
    assert lent.report("portfolio")["par30"]["amount"] == "15000.00"
    do(lent, "disbursement", "1000", "2024-02-01", agreement="PRET-2")
    report = lent.report("portfolio")
    assert report["gross_outstanding"] == {"amount": "16000.00", "ratio": "1"}
    assert report["par30"] == {
        "amount": None,
        "ratio": None,
        "loans": 1,
        "reason": "loans outstanding without a schedule: 1",
    }
    assert report["scheduled_outstanding"] == {"amount": "15000.00", "ratio": "0.9375"}


def test_the_portfolio_says_what_was_lost_and_found_again(lent: Fund) -> None:
    do(lent, "write-off", "5000", "2024-06-01")
    do(lent, "recovery", "700", "2024-07-01")
    report = lent.report("portfolio")
    assert (report["written_off"], report["recovered"]) == ("5000.00", "700.00")
    assert report["gross_outstanding"]["amount"] == lent.uses()["outstanding"]
    (one,) = report["rows"]
    assert (one["key"], one["outstanding"]) == ("Recyclerie", "10000.00")
    assert one["late_91"] == "10000.00"


@pytest.mark.parametrize(
    ("by", "key"),
    [("agreement", "PRET-1"), ("instrument", "loan"), ("vintage", "2024")],
)
def test_the_portfolio_is_cut_as_asked(lent: Fund, by: str, key: str) -> None:
    assert [one["key"] for one in lent.report("portfolio", by=by)["rows"]] == [key]


def test_an_empty_portfolio_has_no_ratio(alsace: Fund) -> None:
    report = alsace.report("portfolio")
    assert (report["rows"], report["written_off"]) == ([], "0.00")
    assert report["par30"]["amount"] == "0.00"
    assert report["par30"]["ratio"] is None
    assert report["par30"]["reason"]


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 200)), max_size=8))
def test_what_is_at_risk_longer_is_never_more(kept: list[tuple[int, int]]) -> None:
    stood = [loan(*one) for one in kept]
    amounts = [at_risk(stood, days).amount or 0 for days in (0, 30, 60, 90)]
    assert amounts == sorted(amounts, reverse=True)
    assert amounts[0] <= sum(one for one, _ in kept)


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.dates(START, TODAY))
def test_what_lines_received_and_lack_is_what_they_ask(
    interest: int, repaid: int, day: date
) -> None:
    one = Loan(
        *(1, "P", 1, "loan", 2024),
        contracted=1_500_000,
        repaid=repaid,
        interest=interest,
        outstanding=1,
        versions=(Version(schedule()),),
    )
    dues = due_lines(one, day)
    assert all(due.left >= 0 for due in dues)
    late = [due for due in dues if due.days_late]
    assert standing(one, day).overdue == sum(due.left for due in late)
    assert all(due.line.due < day and due.left for due in late)
