from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.conftest import REGION, Fund, row

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.explaining.explain import Wanted, explain_figure
from blendfund.application.reading.reader import Reading
from blendfund.application.recording import contracts
from blendfund.application.recording.bouncing import bounce
from blendfund.application.recording.record import Asked, Done, record
from blendfund.application.writing.command import Command
from blendfund.application.writing.ledger import Ledger
from blendfund.domain import financing as f
from blendfund.domain.allocation import ORDER, Share, allocate, asked, check_order
from blendfund.domain.errors import (
    AboveDue,
    AboveOutstanding,
    AboveOwed,
    AmountFollows,
    BadAllocation,
    BeforeItsGround,
    BlendfundError,
    ContractClosed,
    DateBeforeChange,
    NotAReceipt,
    NothingOutstanding,
    NotRepayable,
    ProvisionUnchanged,
    RestedOn,
    StillOutstanding,
    WrongInstrument,
)
from blendfund.domain.event import Movement
from blendfund.domain.instalments import lines
from blendfund.domain.level import Level
from blendfund.domain.schedule import Schedule
from blendfund.domain.typed import Typed, read_amount
from blendfund.domain.vocabulary import Every, Instrument, Kind

TODAY = date(2026, 3, 1)
START = date(2024, 1, 31)
MONTHLY = Schedule("0.08", START, 60, Every.MONTH)
LOAN: dict[str, Any] = {"project": "Recyclerie", "instrument": Instrument.LOAN}


@pytest.fixture
def lent(alsace: Fund) -> Fund:
    """A loan of 15,000 over 60 months at 8 %: 304.15 a month, 100.00 of interest first."""
    alsace.take(row("contribution", "2024-01-01", 90000_00, **REGION))
    told = {**LOAN, "schedule": MONTHLY, "rate": "0.08"}
    do(alsace, "contract", "15000", "2024-01-31", create=True, **told)
    do(alsace, "disbursement", "15000", "2024-01-31")
    return alsace


def do(fund: Fund, kind: str, amount: str, on: str, **told: Any) -> Done:
    create = told.pop("create", False)
    name = told.pop("name", "PRET-1")
    asked = Asked(
        Kind(kind),
        name,
        "ALSACE",
        read_amount(amount),
        date.fromisoformat(on),
        create,
        told,
    )
    with Ledger(str(fund.path)) as ledger:
        return record(ledger, Command("camille", today=TODAY), asked)


def say(fund: Fund, verb: str, *given_: Any, **told: Any) -> Any:
    name = told.pop("name", "PRET-1")
    with Ledger(str(fund.path)) as ledger:
        decide = getattr(contracts, verb)
        return decide(ledger, Command("c", today=TODAY), (name, ""), *given_, **told)


def bounced(fund: Fund, position: int, on: str) -> Any:
    with Ledger(str(fund.path)) as ledger:
        day = date.fromisoformat(on)
        return bounce(ledger, Command("c", today=TODAY), position, day, "rejet")


def schedule(fund: Fund, on: str) -> Any:
    return fund.report("schedule", agreement="PRET-1", as_of=date.fromisoformat(on))


def portfolio(fund: Fund, on: str) -> Any:
    return fund.report("portfolio", as_of=date.fromisoformat(on))


def balance(fund: Fund, account: str) -> str:
    rows = fund.report("balance")["rows"]
    return next((one["balance"] for one in rows if one["account"] == account), "0.00")


def test_charges_are_paid_before_interest_and_principal(lent: Fund) -> None:
    do(lent, "penalty-charge", "25", "2024-03-05")
    do(lent, "fee-charge", "10", "2024-03-05")
    assert balance(lent, "charges_due") == "35.00"
    done = do(lent, "repayment", "304.15", "2024-03-10")
    assert done.share == Share(interest=10_000, principal=16_915, fee=1_000, penalty=2_500)
    assert (balance(lent, "charges_due"), balance(lent, "fee_income")) == ("0.00", "-35.00")
    uses = lent.uses()
    assert (uses["repaid"], uses["income"]) == ("169.15", "135.00")
    assert lent.report("returns", by="agreement")["rows"][0]["income"] == "135.00"


def test_a_contract_may_say_what_is_paid_first(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-01", 90000_00, **REGION))
    order = ("principal", "interest", "penalty", "fee")
    told = {**LOAN, "schedule": MONTHLY, "rate": "0.08", "order": order}
    do(alsace, "contract", "15000", "2024-01-31", create=True, **told)
    do(alsace, "disbursement", "15000", "2024-01-31")
    do(alsace, "penalty-charge", "25", "2024-02-05")
    done = do(alsace, "repayment", "210", "2024-02-29")
    assert done.share == Share(interest=585, principal=20_415)
    done = do(alsace, "repayment", "100", "2024-02-29")
    assert done.share == Share(interest=9_415, penalty=585)


@pytest.mark.parametrize(
    "order", [("fee",), (*ORDER, "fee"), ("interest", "fee", "principal", "penalty")]
)
def test_an_order_names_each_word_once_and_keeps_a_line_together(
    order: tuple[str, ...],
) -> None:
    with pytest.raises(BadAllocation):
        check_order(order)
    check_order(ORDER)


def test_what_was_charged_can_be_waived_and_no_more(lent: Fund) -> None:
    do(lent, "fee-charge", "10", "2024-02-05")
    do(lent, "penalty-charge", "25", "2024-02-05")
    for kind, amount in (("fee-waiver", "10.01"), ("penalty-waiver", "25.01")):
        with pytest.raises(AboveOwed):
            do(lent, kind, amount, "2024-02-06")
    do(lent, "fee-waiver", "10", "2024-02-06")
    do(lent, "penalty-waiver", "5", "2024-02-06")
    assert balance(lent, "charges_due") == "20.00"
    with pytest.raises(AboveOwed):
        do(lent, "fee", "1", "2024-02-06")
    do(lent, "penalty", "20", "2024-02-06")
    assert balance(lent, "charges_due") == "0.00"


def test_waived_interest_is_not_asked_for_again(lent: Fund) -> None:
    with pytest.raises(AboveOwed):
        do(lent, "interest-waiver", "100.01", "2024-02-29")
    do(lent, "interest-waiver", "100", "2024-02-29")
    first = schedule(lent, "2024-03-15")["lines"][0]
    assert (first["paid"], first["days_late"]) == ("100.00", 15)
    done = do(lent, "repayment", "204.15", "2024-02-29")
    assert done.share == Share(0, 20_415)
    assert schedule(lent, "2024-03-15")["lines"][0]["days_late"] == 0
    assert lent.uses()["income"] == "0.00"


def test_a_payment_that_bounced_is_owed_again_whole(lent: Fund) -> None:
    do(lent, "fee-charge", "10", "2024-02-05")
    done = do(lent, "repayment", "400", "2024-02-29")
    before = lent.uses()
    for part in (done.outcome.position, done.outcome.position - 1):
        with pytest.raises(DateBeforeChange):
            bounced(lent, part, "2024-02-28")
    assert bounced(lent, done.outcome.position, "2024-03-04").events == 3
    assert lent.uses()["income"] == "0.00"
    assert lent.uses()["outstanding"] == "15000.00" != before["outstanding"]
    assert balance(lent, "charges_due") == "10.00"
    assert schedule(lent, "2024-03-03")["lines"][0]["days_late"] == 0
    assert schedule(lent, "2024-03-04")["lines"][0]["days_late"] == 4
    for position in (done.outcome.position, done.outcome.position - 2, 1, 999):
        with pytest.raises(NotAReceipt):
            bounced(lent, position, "2024-03-05")
    lent.undo()
    assert lent.uses() == before


def test_money_that_comes_back_to_its_earmark_bounces_from_it(alsace: Fund) -> None:
    told = {**REGION, "earmark": "emploi"}
    alsace.take(row("contribution", "2024-01-01", 1000_00, **told))
    told = {**LOAN, "earmark": "emploi"}
    do(alsace, "disbursement", "600", "2024-02-01", create=True, **told)
    done = do(alsace, "repayment", "200", "2024-03-01")
    bounced(alsace, done.outcome.position, "2024-03-02")
    pots = {one["key"]: one for one in alsace.report("earmarks")["rows"]}
    assert pots["emploi"]["cash"] == "400.00"
    alsace.verify()


def test_what_is_too_much_is_refused_or_held_until_it_is_used(lent: Fund) -> None:
    with pytest.raises(AboveDue):
        do(lent, "repayment", "15200", "2024-02-29")
    done = do(lent, "repayment", "15200", "2024-02-29", holds=True)
    assert done.share == Share(10_000, 1_500_000, held=10_000)
    assert lent.uses()["held"] == "100.00"
    flags = {one["code"] for one in lent.report("composition")["flags"]}
    assert "payment-held" in flags
    do(lent, "fee-charge", "30", "2024-03-01")
    done = do(lent, "repayment", "30", "2024-03-02", verb="apply")
    assert done.share == Share(fee=3_000)
    with pytest.raises(AboveOwed):
        do(lent, "held-payment-return", "70.01", "2024-03-03")
    with pytest.raises(StillOutstanding):
        say(lent, "close", date(2024, 3, 3))
    do(lent, "held-payment-return", "70", "2024-03-03")
    assert balance(lent, "payments_held") == "0.00"
    assert "held" not in lent.uses()
    say(lent, "close", date(2024, 3, 3))


def test_a_rescheduled_loan_stays_late_until_its_first_line_is_paid(lent: Fund) -> None:
    terms = Schedule("0.02", date(2024, 6, 30), 12, Every.MONTH)
    with pytest.raises(BeforeItsGround):
        say(lent, "reschedule", terms, on=date(2024, 1, 30))
    say(lent, "reschedule", terms, on=date(2024, 6, 30), reason="baisse")
    found = schedule(lent, "2024-08-15")
    asked = lines(1_500_000, MONTHLY)
    overdue = sum(one.interest for one in asked if one.due <= date(2024, 6, 30))
    first = lines(1_500_000, terms)[0]
    assert found["versions"] == 2
    assert found["lines"][0]["interest"] == f"{(first.interest + overdue) / 100:.2f}"
    assert found["totals"]["principal"] == "15000.00"
    # Late since 29 February: 122 days on 30 June, 46 more on 15 August.
    assert found["totals"]["days_late"] == 122 + 46
    assert portfolio(lent, "2024-08-15")["par90"]["amount"] == "15000.00"
    assert portfolio(lent, "2024-06-29")["par90"]["amount"] == "15000.00"
    do(lent, "repayment", "1800", "2024-08-16")
    with pytest.raises(DateBeforeChange):
        say(lent, "reschedule", terms, on=date(2024, 8, 15))
    again = portfolio(lent, "2024-08-17")
    assert again["par30"]["amount"] == "0.00"
    assert (
        again["par30_with_restructured"]["amount"] == again["gross_outstanding"]["amount"]
    )


def test_a_rescheduling_is_taken_back_and_the_first_schedule_holds(lent: Fund) -> None:
    do(lent, "repayment", "304.15", "2024-02-29")
    before = schedule(lent, "2024-08-15")["lines"]
    terms = Schedule("0", date(2024, 6, 30), 4, Every.QUARTER)
    say(lent, "reschedule", terms, on=date(2024, 6, 30))
    assert len(schedule(lent, "2024-08-15")["lines"]) == 4
    assert schedule(lent, "2024-06-29")["lines"][0]["paid"] == "304.15"
    lent.undo()
    assert schedule(lent, "2024-08-15")["lines"] == before
    done = do(lent, "repayment", "304.15", "2024-03-31")
    assert done.share == Share(9_864, 20_551)


def test_interest_accrues_day_by_day(lent: Fund) -> None:
    assert schedule(lent, "2024-01-31")["totals"]["accrued"] == "0.00"
    # 15 of the 29 days of a period that bears 100.00.
    assert schedule(lent, "2024-02-15")["totals"]["accrued"] == "51.72"
    assert schedule(lent, "2024-02-29")["totals"]["accrued"] == "100.00"
    do(lent, "repayment", "304.15", "2024-02-29")
    assert schedule(lent, "2024-02-29")["totals"]["accrued"] == "0.00"


def test_a_provision_is_a_level_within_what_is_outstanding(lent: Fund) -> None:
    with pytest.raises(AboveOwed):
        do(lent, "provision", "15000.01", "2024-03-01", verb="provide")
    do(lent, "provision", "3000", "2024-03-01", verb="provide")
    with pytest.raises(ProvisionUnchanged):
        do(lent, "provision", "3000", "2024-03-02", verb="provide")
    do(lent, "provision", "1000", "2024-03-02", verb="provide")
    found = portfolio(lent, "2024-03-03")
    assert found["provision"] == "1000.00"
    rates = {one["measure"]: one["value"] for one in found["rates"]}
    assert rates["provision_rate"] == "0.066666666667"
    assert lent.report("returns")["rows"][0]["residual"] == "14000.00"
    do(lent, "provision", "0", "2024-03-04", verb="provide")
    assert balance(lent, "loan_provisions") == "0.00"
    assert balance(lent, "provision_income") == "-3000.00"


def test_interest_that_was_waived_is_in_no_figure_of_the_portfolio(lent: Fund) -> None:
    do(lent, "interest-waiver", "50", "2024-02-29")
    with Reading(str(lent.path)) as reading:
        wanted = Wanted("portfolio:total:interest", "ALSACE", date(2024, 3, 1), None, 0)
        assert explain_figure(reading, wanted, str)["value"] == "0.00"


def test_rates_of_loss_default_recovery_and_yield(lent: Fund) -> None:
    do(lent, "repayment", "304.15", "2024-02-29")
    say(lent, "default", "Liquidation", date(2024, 6, 1))
    do(lent, "write-off", "4000", "2024-07-01")
    do(lent, "recovery", "1000", "2024-08-01")
    rates = {one["measure"]: one for one in portfolio(lent, "2024-12-31")["rates"]}
    assert rates["loss_rate"]["value"] == "0.2"
    assert rates["default_rate"]["value"] == "1"
    assert rates["default_rate_by_number"]["value"] == "1"
    assert rates["recovery_rate"]["value"] == "0.25"
    # 100.00 over the mean of nothing and 10,795.85.
    assert rates["yield"]["value"] == "0.018525637166"
    early = {one["measure"]: one for one in portfolio(lent, "2023-12-31")["rates"]}
    assert early["yield"]["value"] is None
    assert early["yield"]["reason"]


def test_a_disbursement_that_came_back_can_be_paid_again(lent: Fund) -> None:
    with pytest.raises(AboveOutstanding):
        do(lent, "disbursement-return", "15000.01", "2024-02-01")
    do(lent, "disbursement-return", "15000", "2024-02-01")
    uses = lent.uses()
    assert (uses["contracted"], uses["disbursed"]) == ("15000.00", "0.00")
    assert (uses["outstanding"], uses["cash"]) == ("0.00", "90000.00")
    do(lent, "disbursement", "15000", "2024-02-02")
    assert lent.uses()["outstanding"] == "15000.00"


def test_a_grant_is_asked_back_and_comes_back(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-01", 9000_00, **REGION))
    told = {"project": "Épicerie", "instrument": Instrument.GRANT}
    do(alsace, "disbursement", "500", "2024-02-01", name="PRIME", create=True, **told)
    with pytest.raises(AboveOwed):
        do(alsace, "clawback", "500.01", "2024-03-01", name="PRIME")
    do(alsace, "clawback", "400", "2024-03-01", name="PRIME")
    with pytest.raises(AboveOwed):
        do(alsace, "clawback", "100.01", "2024-03-01", name="PRIME")
    with pytest.raises(StillOutstanding):
        say(alsace, "close", date(2024, 3, 1), name="PRIME")
    do(alsace, "clawback-receipt", "400", "2024-04-01", name="PRIME")
    assert alsace.uses()["recovered"] == "400.00"
    say(alsace, "close", date(2024, 4, 1), name="PRIME")
    with pytest.raises(ContractClosed):
        do(alsace, "clawback", "1", "2024-04-02", name="PRIME")


@pytest.mark.parametrize(
    ("price", "gains", "lost"), [("12000", "2000.00", "0.00"), ("7000", "0.00", "3000.00")]
)
def test_a_holding_is_sold_with_a_gain_or_a_loss(
    alsace: Fund, price: str, gains: str, lost: str
) -> None:
    alsace.take(row("contribution", "2024-01-01", 90000_00, **REGION))
    told = {"project": "Scic", "instrument": Instrument.EQUITY}
    do(alsace, "disbursement", "10000", "2024-02-01", name="PARTS", create=True, **told)
    say(alsace, "value", read_amount("11000"), date(2024, 12, 31), name="PARTS")
    do(alsace, "gain", price, "2025-06-01", name="PARTS", verb="sell")
    total = portfolio(alsace, "2025-06-02")["total"]
    assert (total["gains"], total["written_off"]) == (gains, lost)
    assert total["outstanding"] == "0.00"


def test_what_makes_no_sense_under_an_instrument_is_refused(lent: Fund) -> None:
    with pytest.raises(WrongInstrument):
        do(lent, "clawback", "1", "2024-03-01")
    with pytest.raises(WrongInstrument):
        do(lent, "gain", "1", "2024-03-01", verb="sell")
    with pytest.raises(WrongInstrument):
        say(lent, "value", read_amount("1"), date(2024, 3, 1))
    told = {"project": "Épicerie", "instrument": Instrument.GRANT}
    do(lent, "disbursement", "500", "2024-02-01", name="PRIME", create=True, **told)
    terms = Schedule("0", date(2024, 6, 30), 4, Every.QUARTER)
    for verb, said in (("default", ("x",)), ("reschedule", (terms,))):
        with pytest.raises(NotRepayable):
            say(lent, verb, *said, name="PRIME")
    with pytest.raises(NotRepayable):
        do(lent, "provision", "10", "2024-03-01", name="PRIME", verb="provide")
    do(lent, "repayment", "15100", "2024-02-29")
    for verb, said in (("default", ("x",)), ("reschedule", (terms,))):
        with pytest.raises(NothingOutstanding):
            say(lent, verb, *said)


LAW = Schedule("0.05", START, 12, Every.MONTH)
ORDERS = st.permutations(ORDER).filter(
    lambda order: abs(order.index("interest") - order.index("principal")) == 1
)


@given(
    ORDERS,
    st.lists(st.tuples(st.integers(1, 90_000), st.integers(0, 40)), max_size=12),
    st.integers(0, 5_000),
    st.integers(0, 5_000),
)
def test_a_payment_is_shared_whole_and_pays_nothing_twice(
    order: list[str], payments: list[tuple[int, int]], fee: int, penalty: int
) -> None:
    made = lines(120_000, LAW)
    interest = sum(line.interest for line in made)
    paid, outstanding, left = Share(), 120_000, Share(fee=fee, penalty=penalty)
    for minor, count in payments:
        begun = min(count, 12)
        due = list(asked(made, paid, outstanding, begun))[:begun]
        share = allocate(minor, due, outstanding, left, order)
        assert min(share) >= 0
        assert share.fee <= left.fee
        assert share.penalty <= left.penalty
        assert share.total <= minor
        if share.total < minor:
            assert share.principal == outstanding
            assert (share.fee, share.penalty) == (left.fee, left.penalty)
        paid = Share(paid.interest + share.interest, paid.principal + share.principal)
        outstanding -= share.principal
        left = Share(fee=left.fee - share.fee, penalty=left.penalty - share.penalty)
        assert paid.interest <= interest


VERBS = (
    "disburse",
    "repay",
    "earn_interest",
    "write_off",
    "recover",
    "charge_fee",
    "take_fee",
    "waive_fee",
    "charge_penalty",
    "take_penalty",
    "hold",
    "apply_held",
    "return_held",
    "return_disbursement",
    "provide",
    "release",
)


@given(st.lists(st.tuples(st.sampled_from(VERBS), st.integers(1, 60)), max_size=40))
def test_no_decision_takes_more_than_there_is(moves: list[tuple[str, int]]) -> None:
    state = f.Financing("Prêt", Instrument.LOAN, "EUR", outstanding=Level())
    day, tally = START, dict.fromkeys(("out", "back", "lost"), 0)
    signs = {"disburse": ("out", 1), "repay": ("back", 1), "write_off": ("lost", 1)}
    signs["return_disbursement"] = ("out", -1)
    for verb, minor in moves:
        day += timedelta(days=1)
        try:
            event = getattr(state, verb)(day, minor)
        except BlendfundError:
            continue
        state = f.evolve(state, event)
        if verb in signs:
            name, sign = signs[verb]
            tally[name] += sign * minor
        back = state.back
        assert min(back.fees.now, back.penalties.now, back.held_minor) >= 0
        assert back.provision_minor >= 0
        assert state.outstanding.now == tally["out"] - tally["back"] - tally["lost"] >= 0
        assert isinstance(event, Movement)


def test_nothing_is_expected_of_a_loan_that_is_wholly_lost(lent: Fund) -> None:
    def expected() -> set[str]:
        found = lent.report("cash", as_of=date(2024, 7, 1), months=6, past=0)["rows"]
        return {one["received"] for one in found}

    assert "304.15" in expected()
    do(lent, "write-off", "15000", "2024-06-30")
    assert expected() == {"0.00"}


def test_what_held_money_had_paid_is_owed_again_when_its_payment_bounces(
    lent: Fund,
) -> None:
    held = do(lent, "repayment", "15200", "2024-02-29", holds=True).outcome.position
    do(lent, "penalty-charge", "90", "2024-03-01")
    cash = Decimal(lent.uses()["cash"])
    applied = do(lent, "repayment", "90", "2024-03-02", verb="apply").outcome.position
    with pytest.raises(NotAReceipt):  # no bank took it
        bounced(lent, applied, "2024-03-03")
    assert Decimal(lent.uses()["cash"]) == cash
    before = lent.report("composition")["uses"]
    made = bounced(lent, held, "2024-03-04")
    assert balance(lent, "charges_due") == "90.00"
    assert balance(lent, "payments_held") == "0.00"
    assert lent.uses()["outstanding"] == "15000.00"
    assert Decimal(lent.uses()["cash"]) == cash - 15200
    assert lent.report("composition")["flags"] == []
    for position in range(made.position - made.events + 1, made.position + 1):
        with pytest.raises(NotAReceipt):
            bounced(lent, position, "2024-03-05")
    lent.undo()
    assert lent.report("composition")["uses"] == before


def test_only_the_latest_applications_are_taken_back_and_none_that_is_covered(
    lent: Fund,
) -> None:
    do(lent, "penalty-charge", "500", "2024-02-20")
    first = do(lent, "repayment", "15800", "2024-02-29", holds=True)
    assert first.share == Share(10_000, 1_500_000, penalty=50_000, held=20_000)
    more = do(lent, "repayment", "150", "2024-03-01", holds=True).outcome.position
    for amount in ("120", "70"):
        do(lent, "penalty-charge", amount, "2024-03-02")
        do(lent, "repayment", amount, "2024-03-02", verb="apply")
    bounced(lent, more, "2024-03-03")  # 200 are left, of which 190 were applied
    assert balance(lent, "payments_held") == "-10.00"
    do(lent, "penalty-charge", "10", "2024-03-04")
    do(lent, "repayment", "10", "2024-03-04", verb="apply")
    bounced(lent, first.outcome.position, "2024-03-05")
    assert balance(lent, "payments_held") == "0.00"
    assert balance(lent, "charges_due") == "700.00"


def test_held_money_that_was_given_back_before_its_payment_bounced_is_the_payers_debt(
    lent: Fund,
) -> None:
    held = do(lent, "repayment", "15200", "2024-02-29", holds=True).outcome.position
    do(lent, "held-payment-return", "60", "2024-03-01")
    bounced(lent, held, "2024-03-04")
    (flag,) = lent.report("composition")["flags"]
    assert flag["code"] == "held-missing"
    assert "PRET-1 (€60.00)" in flag["text"]
    assert portfolio(lent, "2024-03-04")["total"]["held"] == "-60.00"
    do(lent, "write-off", "15000", "2024-03-05")
    with pytest.raises(StillOutstanding):
        say(lent, "close", date(2024, 3, 6))
    lent.undo()
    do(lent, "penalty-charge", "5", "2024-03-06")
    done = do(lent, "repayment", "65", "2024-03-07")  # what is missing comes first
    assert done.share == Share(penalty=500, held=6_000)
    do(lent, "write-off", "15000", "2024-03-07")
    assert lent.report("composition")["flags"] == []
    say(lent, "close", date(2024, 3, 8))


def test_an_undone_bounce_leaves_no_flag(lent: Fund) -> None:
    held = do(lent, "repayment", "15200", "2024-02-29", holds=True).outcome.position
    do(lent, "held-payment-return", "60", "2024-03-01")
    bounced(lent, held, "2024-03-04")
    lent.undo()
    (flag,) = lent.report("composition")["flags"]
    assert (flag["code"], flag["text"][:6]) == ("payment-held", "€40.00")


def test_held_money_is_not_corrected_below_what_it_paid(lent: Fund) -> None:
    held = do(lent, "repayment", "15200", "2024-02-29", holds=True).outcome.position
    do(lent, "penalty-charge", "90", "2024-03-01")
    applied = do(lent, "repayment", "90", "2024-03-02", verb="apply").outcome.position
    for position, units, refusal in (
        (held, 89, RestedOn),
        (applied, 40, AmountFollows),
        (applied - 1, 40, AmountFollows),
    ):
        with pytest.raises(refusal):
            lent.correct(position, Corrected(Typed(units)))
    lent.correct(held, Corrected(Typed(90)))
    assert balance(lent, "payments_held") == "0.00"
    lent.correct(applied, Corrected(label="Pénalité de mars"))


def test_a_charge_is_not_paid_before_it_was_made(lent: Fund) -> None:
    do(lent, "penalty-charge", "30", "2024-02-23")
    done = do(lent, "repayment", "110", "2024-02-22")
    assert done.share == Share(interest=10_000, principal=1_000)
    with pytest.raises(AboveOwed):
        do(lent, "penalty-waiver", "30", "2024-02-22")
    assert do(lent, "repayment", "30", "2024-02-23").share == Share(penalty=3_000)


def test_what_bounced_before_takes_no_application_with_it(lent: Fund) -> None:
    do(lent, "repayment", "15200", "2024-02-29", holds=True)
    for day, amount in (("2024-03-01", "200"), ("2024-03-03", "40")):
        held = do(lent, "repayment", amount, day, holds=True).outcome.position
        bounced(lent, held, day)
        assert balance(lent, "payments_held") != "0.00"
        if day == "2024-03-01":
            do(lent, "penalty-charge", "30", "2024-03-02")
            do(lent, "repayment", "30", "2024-03-02", verb="apply")
    assert balance(lent, "charges_due") == "0.00"
    assert balance(lent, "payments_held") == "-70.00"
