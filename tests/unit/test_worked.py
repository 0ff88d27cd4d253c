"""Figures that are no plain sums: worked out again by other means, down to their facts."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.by_hand import redone, referred
from tests.unit.conftest import BANK, TODAY, Fund, row
from tests.unit.histories import LAWS, opened
from tests.unit.test_explain_laws import lived
from tests.unit.test_payback import LOAN, bounced, do, say
from tests.unit.test_tranche import define

from blendfund.application.explaining.explain import Wanted, explain_figure
from blendfund.application.explaining.funder import COLUMNS
from blendfund.application.reading.reader import Reading
from blendfund.application.recording.calling import adopt_tiers
from blendfund.application.recording.members import adopt_charter
from blendfund.application.reporting.frame import Asked
from blendfund.application.reporting.reports import REPORTS
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.charter import Charter, Stage
from blendfund.domain.distribution import Tier
from blendfund.domain.errors import (
    BlendfundError,
    InvariantBroken,
    UnexplainedReport,
    UnfinishedCell,
    UnknownCell,
)
from blendfund.domain.schedule import Schedule
from blendfund.domain.typed import Typed
from blendfund.domain.vocabulary import DayCount, Every, Method
from blendfund.projections.derived import Node, Said, check
from blendfund.projections.formulas import evaluate
from blendfund.reports.columns import Language
from blendfund.reports.worked import worked_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

CAISSE = {**BANK, "party": "Caisse solidaire", "agreement": "C1"}
STAGED = Charter(provisions=(Stage(30, "0.25"), Stage(90, "0.6")))
START = date(2024, 1, 1)
FUNDERS = ("Caisse solidaire", "Région Grand Est", "Crédit coopératif")
FOUR = (
    Tier("return-of-capital"),
    Tier("preferred-return", rate="0.08"),
    Tier("catch-up", manager="1", until="0.2"),
    Tier("split", manager="0.2"),
)
MEASURES = (
    "gross_outstanding",
    "scheduled_outstanding",
    "par30",
    "par60",
    "par90",
    "par30_with_restructured",
)
FEW = settings(LAWS, max_examples=4)


def asked(fund: Fund, text: str, **said: Any) -> dict[str, Any]:
    with Reading(str(fund.path)) as reading:
        return told(reading, text, **said)


def told(reading: Reading, text: str, **said: Any) -> dict[str, Any]:
    wanted = Wanted(text, "ALSACE", **{"as_of": TODAY, "limit": 0, **said})
    return explain_figure(reading, wanted, str)


def every(reading: Reading, **said: Any) -> Iterator[tuple[str, Any]]:
    """Give every figure of the reports that are worked out, by its address."""
    for figures in (scheduled, monthly, borne, shared):
        yield from figures(reading, said)
    for by in ("project", "agreement", "vintage"):
        yield from stood(reading, said, by)
    for party in FUNDERS:
        with suppress(BlendfundError):
            yield from funded(reading, said, party)


def made(reading: Reading, said: dict[str, Any], name: str, **more: Any) -> dict[str, Any]:
    return REPORTS[name](reading, Asked("ALSACE", **said, **more), str)


def scheduled(reading: Reading, said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    try:
        report = made(reading, said, "schedule", agreement="PRET-1")
    except BlendfundError:  # not contracted yet
        return
    for line in report["lines"]:
        for name in ("due", "principal", "interest", "fee", "paid", "days_late"):
            yield f"schedule:PRET-1:{line['n']}:{name}", line[name]
    for name, one in report["totals"].items():
        yield f"schedule:PRET-1:total:{name}", one


def monthly(reading: Reading, said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for month in made(reading, said, "cash", months=6, past=6)["rows"]:
        of = "cash:forecast" if month["forecast"] else "cash"
        for name in ("received", "paid", "net", "cash"):
            yield f"{of}:{month['month']}:{name}", month[name]


def borne(reading: Reading, said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    report = made(reading, said, "waterfall")
    for tranche in report["rows"]:
        for name in ("size", "borne", "left"):
            yield f"waterfall:{tranche['tranche']}:{name}", tranche[name]
    yield from ((f"waterfall:{name}", report[name]) for name in ("loss", "unallocated"))


def shared(
    reading: Reading, said: dict[str, Any], **more: Any
) -> Iterator[tuple[str, Any]]:
    report = made(reading, said, "distribution", **more)
    for tier in report["tiers"]:
        for name in ("investors", "manager"):
            yield f"distribution:tiers:{tier['tier']}:{name}", tier[name]
    for share in report["rows"]:
        for name in ("principal", "profit"):
            yield f"distribution:{share['key']}:{name}", share[name]
    yield from ((f"distribution:{name}", report[name]) for name in ("amount", "left"))


def stood(reading: Reading, said: dict[str, Any], by: str) -> Iterator[tuple[str, Any]]:
    report = made(reading, said, "portfolio", by=by)
    at = f"portfolio/{by}"
    for row_ in (*report["rows"], {"key": "total", **report["total"]}):
        for name, one in row_.items():
            if name not in {"key", "reason"}:
                yield f"{at}:{row_['key']}:{name}", one
    for measure in MEASURES:
        for name in ("amount", "ratio"):
            yield f"{at}:risk:{measure}:{name}", report[measure][name]
    for one in report["rates"]:
        yield f"{at}:rates:{one['measure']}", one["value"]


def funded(reading: Reading, said: dict[str, Any], party: str) -> Iterator[tuple[str, Any]]:
    report = made(reading, said, "funder", party=party)
    for one in (*report["rows"], report["total"]):
        for name in (
            *COLUMNS,
            "pic",
            "borne",
            "to_call",
            *(["net"] if "net" in one else []),
        ):
            yield f"funder:{party}:{one['key']}:{name}", one[name]
    yield f"funder:{party}:share", report["share"]


def confirmed(reading: Reading, figures: Iterator[tuple[str, Any]], **said: Any) -> None:
    """Work figures out by hand, and those that they are worked out from."""
    seen: dict[str, str] = {}
    for text, value in figures:
        found = told(reading, text, **said)
        assert found["value"] == (None if value is None else str(value)), text
        if "of" in found:  # no plain sum of facts
            redone(found["parts"][0])
            seen |= referred(found["parts"][0])
    for text, adds in seen.items():
        found = told(reading, text, **said)
        assert found["value"] == adds, text
        if "of" in found:
            redone(found["parts"][0])


@pytest.fixture
def loan(alsace: Fund) -> Fund:
    """A loan of 15,000 in 36 equal payments at 8 %, in a fund of one lender."""
    alsace.take(row("contribution", "2024-01-01", 90_000_00, **CAISSE))
    terms = Schedule("0.08", date(2024, 1, 31), 36, Every.MONTH)
    do(alsace, "contract", "15000", "2024-01-31", create=True, **LOAN, schedule=terms)
    do(alsace, "disbursement", "15000", "2024-01-31")
    return alsace


def lent(data: st.DataObject, fund: Fund) -> None:
    """Lend on random terms; be paid, lose, reschedule, take back."""
    start = data.draw(st.sampled_from([date(2024, 1, 31), date(2024, 2, 15)]))

    def terms(begin: date) -> Schedule:
        return Schedule(
            data.draw(st.sampled_from(["0", "0.06", "0.0275", "0.3"])),
            begin,
            data.draw(st.integers(1, 5)),
            data.draw(st.sampled_from(list(Every))),
            data.draw(st.integers(0, 2)),
            data.draw(st.sampled_from(list(Method))),
            data.draw(st.sampled_from(list(DayCount))),
        )

    fund.take(row("contribution", "2024-01-01", 90_000_00, **CAISSE))
    more = {**LOAN, "schedule": terms(start)}
    amount = data.draw(st.integers(1, 9)) * 1_000
    do(fund, "contract", str(amount), start.isoformat(), create=True, **more)
    with suppress(BlendfundError):
        do(fund, "disbursement", str(amount // 2), start.isoformat())
    payments: list[int] = []
    for month in range(data.draw(st.integers(0, 6))):
        on = date(2024, 3 + month, 28)
        act = data.draw(st.integers(0, 6))
        with suppress(BlendfundError):
            if act == 0:
                say(fund, "reschedule", terms(on), on=on, reason="essai")
            elif act == 6:
                say(fund, "default", "retard", on)
            elif act == 1:
                do(fund, "write-off", "100", on.isoformat())
            elif act == 2 and payments:
                bounced(fund, payments.pop(), on.isoformat())
            else:
                size = str(data.draw(st.integers(1, 40)) * 25)
                done = do(fund, "repayment", size, on.isoformat())
                payments.append(done.outcome.position)


@FEW
@given(st.data())
def test_every_figure_is_worked_out_by_hand_down_to_its_facts(data: st.DataObject) -> None:
    with opened() as fund:
        lived(data, fund)
        lent(data, fund)
        sizes = data.draw(st.lists(st.integers(1, 9), max_size=3))
        for rank, size in enumerate(sizes, start=1):
            define(fund, f"T{rank}", rank, size * 20)
        if data.draw(st.booleans()):
            with Ledger(str(fund.path)) as ledger:
                adopt_charter(ledger, fund.command(), "ALSACE", lambda _: STAGED, "", START)
        if data.draw(st.booleans()):
            with Ledger(str(fund.path)) as ledger:
                adopt_tiers(ledger, fund.command(), "ALSACE", FOUR, START)
        head = fund.verify().events
        day = data.draw(st.sampled_from(["2024-04-15", "2024-08-31", "2026-07-01"]))
        said = {
            "as_of": date.fromisoformat(day),
            "known_at": str(data.draw(st.integers(head * 2 // 3, head))),
        }
        with Reading(str(fund.path)) as reading:
            confirmed(reading, every(reading, **said), **said)


@pytest.mark.parametrize("amount", [500, 3_000, 4_100, 4_560, 9_000])
def test_a_distribution_is_worked_out_tier_by_tier(alsace: Fund, amount: int) -> None:
    other = {**BANK, "agreement": "C2"}
    alsace.take(
        row("contribution", "2024-01-31", 3_000_00, **CAISSE),
        row("contribution", "2024-02-29", 1_000_01, **other),
        row("funding-interest", "2024-09-30", 17_33, **other),
        row("reimbursement", "2025-02-28", 333_33, **CAISSE),
    )
    with Ledger(str(alsace.path)) as ledger:
        adopt_tiers(ledger, alsace.command(), "ALSACE", FOUR, date(2024, 1, 1))
    said = {"as_of": TODAY}
    with Reading(str(alsace.path)) as reading:
        figures = shared(reading, said, loss=Typed(amount))
        confirmed(reading, figures, **said, amount=Typed(amount))


def test_interest_is_told_with_the_terms_that_make_it(loan: Fund) -> None:
    found = asked(loan, "schedule:PRET-1:2:interest", as_of=date(2024, 3, 31))
    assert (found["value"], found["of"]) == ("97.53", "PRET-1")
    (part,) = found["parts"]
    assert part["formula"] == "round(balance * rate * years)"
    balance, rate, years = part["parts"]
    assert (balance["value"], rate["value"], years["value"]) == ("14629.95", "0.08", "1/12")
    contracted, earlier = balance["parts"]
    assert [one["kind"] for one in contracted["facts"]] == ["contract"]
    assert earlier["figures"] == [
        {"figure": "schedule:PRET-1:1:principal", "adds": "370.05"}
    ]
    assert [one["topic"] for one in rate["facts"]] == ["financing-scheduled"]


def test_the_last_line_takes_what_rounding_left(loan: Fund) -> None:
    (part,) = asked(loan, "schedule:PRET-1:36:principal")["parts"]
    assert part["formula"] == "balance"
    redone(part)


def test_what_was_paid_of_a_line_is_told_by_payments(loan: Fund) -> None:
    do(loan, "repayment", "300", "2024-02-29")
    do(loan, "repayment", "300", "2024-03-31")
    told_ = asked(loan, "schedule:PRET-1:1:paid", as_of=date(2024, 4, 1))
    adds = [one["adds"] for one in told_["parts"][0]["facts"]]
    assert sum(map(Fraction, adds)) == Fraction(told_["value"])
    assert len(adds) == 3  # interest, principal, a part of the next


def test_a_long_list_of_figures_is_cut_too(loan: Fund) -> None:
    (part,) = asked(loan, "schedule:PRET-1:36:balance", limit=5)["parts"]
    earlier = part["parts"][1]
    assert (len(earlier["figures"]), earlier["rest"]["figures"]) == (5, 30)


def test_a_formula_that_does_not_come_out_stops_everything() -> None:
    terms = (Node("one", 2), Node("other", 3, facts=(Said(7, 3),)))
    check(Node("whole", 5, formula="one + other", nodes=terms))
    lying = (terms[0], terms[1]._replace(facts=(Said(7, 4),)))
    for value, nodes in ((6, terms), (5, lying)):
        with pytest.raises(InvariantBroken):
            check(Node("whole", value, formula="one + other", nodes=nodes))


def test_a_formula_holds_no_other_code() -> None:
    with pytest.raises(ValueError, match="import"):
        evaluate("[__import__]", {})


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("schedule:PRET-2:1:interest", "schedule:PRET-1:1:interest"),
        ("schedule:PRET-1:1:intrest", "schedule:PRET-1:1:interest"),
        ("schedule:PRET-1:99:interest", "schedule:PRET-1:9:interest"),
        ("cash:2024-1:paid", "cash:2024-01:paid"),
        ("waterfall:T2:borne", "waterfall:T1:borne"),
        ("schedul:PRET-1:1:interest", "schedule:PRET-1:1:interest"),
        ("funder:Caise solidaire:total:net", "funder:#1:total:net"),
    ],
)
def test_a_wrong_address_is_refused_with_the_nearest(
    loan: Fund, text: str, near: str
) -> None:
    define(loan, "T1", 1, 100)
    with pytest.raises(UnknownCell) as refused:
        asked(loan, text)
    assert re.sub(r"#\d+", "#1", refused.value.near) == near


@pytest.mark.parametrize("text", ["tranches:T1:size", "tranches/x:", "Tranches:a:b"])
def test_a_report_without_explanations_says_which_have_some(loan: Fund, text: str) -> None:
    with pytest.raises(UnexplainedReport) as refused:
        asked(loan, text)
    assert refused.value.report == "Tranches"
    for report in ("Composition", "Cash", "Schedule", "Waterfall", "Funder"):
        assert report in refused.value.known


def test_a_wrong_report_is_refused_with_all_there_are(loan: Fund) -> None:
    with pytest.raises(UnknownCell) as refused:
        asked(loan, "nonsense:a:b")
    assert "Composition" in refused.value.known
    assert "Funder" in refused.value.known


@pytest.mark.parametrize(
    "text", ["schedule", "schedule:PRET-1", "cash", "funder:caisse-solidaire"]
)
def test_half_an_address_is_refused_with_what_to_add(loan: Fund, text: str) -> None:
    with pytest.raises(UnfinishedCell):
        asked(loan, text)


def test_without_a_loan_that_has_a_schedule_there_is_no_line(alsace: Fund) -> None:
    with pytest.raises(UnknownCell, match="PRET-1"):
        asked(alsace, "schedule:PRET-1:1:interest")


def test_every_figure_says_what_it_means_and_every_term_has_a_name(loan: Fund) -> None:
    with Reading(str(loan.path)) as reading:
        for text, _ in every(reading, as_of=TODAY):
            found = told(reading, text)
            assert " " in found["meaning"]
            if "of" not in found:  # a plain sum of facts
                continue
            tables = worked_tables(found, Language())
            assert found["meaning"] in tables[0].title


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("portfolio:risk:par30:amount", "loans outstanding without a schedule: 1"),
        ("portfolio:risk:par30:ratio", "loans outstanding without a schedule: 1"),
        ("portfolio:rates:recovery_rate", "there is nothing yet to take a part of"),
        ("portfolio:total:provision_required", "the charter asks for no provision"),
    ],
)
def test_what_has_no_value_says_why(loan: Fund, text: str, reason: str) -> None:
    told_ = {"name": "SANS", "create": True, **LOAN}
    do(loan, "contract", "100", "2024-02-01", **told_)
    do(loan, "disbursement", "100", "2024-02-02", name="SANS")
    found = asked(loan, text)
    assert (found["value"], found["reason"]) == (None, reason)


def test_an_empty_fund_puts_nothing_at_risk(alsace: Fund) -> None:
    found = asked(alsace, "portfolio:risk:par30:ratio")
    assert found["reason"] == "no loan with a schedule is outstanding"
    alsace.take(row("pledge", "2024-01-10", 1_000, **CAISSE))
    assert asked(alsace, "funder:caisse-solidaire:share")["value"] is None


def test_the_provision_asked_for_is_a_part_of_what_is_outstanding(loan: Fund) -> None:
    with Ledger(str(loan.path)) as ledger:
        adopt_charter(ledger, loan.command(), "ALSACE", lambda _: STAGED, "", START)
    on = date(2024, 4, 15)
    found = asked(loan, "portfolio/agreement:PRET-1:provision_required", as_of=on)
    assert found["value"] == "3750.00"
    redone(found["parts"][0])
    whole = asked(loan, "portfolio/officer:total:provision_required", as_of=on)
    assert list(referred(whole["parts"][0])) == [
        ("portfolio/agreement:PRET-1:provision_required", "3750.00")
    ]
