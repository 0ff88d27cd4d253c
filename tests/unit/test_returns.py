from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.unit.conftest import BAKERY, BANK, GARDEN, REGION, Fund, row


def test_a_loan_brings_back_what_was_repaid_earned_and_recovered(rich: Fund) -> None:
    """By hand: 400.00 paid, 150.00 + 10.00 + 20.00 back, 200.00 outstanding."""
    found = rich.rows("returns", by="project")
    assert list(found) == ["Boulangerie solidaire"]
    loan = found["Boulangerie solidaire"]
    assert loan.pop("irr").startswith("-0.0")
    assert loan == {
        "key": "Boulangerie solidaire",
        "paid_in": "400.00",
        "distributed": "180.00",
        "income": "10.00",
        "written_off": "50.00",
        "residual": "200.00",
        "moic": "0.95",
        "dpi": "0.45",
        "rvpi": "0.5",
        "tvpi": "0.95",
        "reason": None,
    }


@pytest.mark.parametrize("by", ["agreement", "project"])
def test_the_rows_of_a_cut_add_up_to_the_fund(rich: Fund, by: str) -> None:
    rich.take(row("disbursement", "2024-05-01", 7_000, **BAKERY | {"project": "Vélos"}))
    (whole,) = rich.report("returns")["rows"]
    rows = rich.report("returns", by=by)["rows"]
    assert len(rows) == 2
    for name in ("paid_in", "distributed", "income", "written_off", "residual"):
        assert sum(float(one[name]) for one in rows) == float(whole[name])


def test_a_provision_above_what_is_outstanding_covers_no_more_than_it(rich: Fund) -> None:
    """200.00 are out, 180.00 provided for; 150.00 come back: nothing is left of value."""
    rich.take(row("provision", "2025-12-01", 18_000, **BAKERY))
    assert (
        rich.rows("returns", by="project")["Boulangerie solidaire"]["residual"] == "20.00"
    )
    rich.take(row("repayment", "2026-01-01", 15_000, **BAKERY))
    for by in ("fund", "agreement", "project"):
        report = rich.report("returns", by=by)
        assert report["rows"][0]["residual"] == report["net"]["residual"] == "0.00"
    portfolio = rich.report("portfolio")["total"]
    assert (portfolio["outstanding"], portfolio["provision"]) == ("50.00", "50.00")
    (flag,) = rich.report("balance")["flags"]
    assert flag["code"] == "over-provisioned"
    assert "(€130.00)" in flag["text"]
    before = rich.report("returns", as_of=date(2025, 12, 31))
    assert (before["rows"][0]["residual"], before["flags"]) == ("20.00", [])
    rich.take(row("provision-release", "2026-01-02", 13_000, **BAKERY))
    assert rich.report("returns")["flags"] == []


def test_running_costs_lower_the_net_return(rich: Fund) -> None:
    report = rich.report("returns")
    (whole,), net = report["rows"], report["net"]
    assert (whole["key"], net["key"]) == ("ALSACE", "net")
    assert float(net["paid_in"]) == float(whole["paid_in"]) + 7.00
    assert float(net["irr"]) < float(whole["irr"])


def test_a_funder_sees_its_own_repayable_money(rich: Fund) -> None:
    found = rich.rows("returns", by="party")
    assert list(found) == [BANK["party"]]
    bank = found[BANK["party"]]
    assert (bank["paid_in"], bank["distributed"]) == ("500.00", "205.00")
    assert (bank["income"], bank["residual"], bank["tvpi"]) == ("5.00", "300.00", "1.01")


def test_an_agreement_is_named_or_goes_by_its_reference(rich: Fund) -> None:
    rich.take(row("disbursement", "2024-05-01", 70, **BAKERY, agreement="Prêt 2"))
    assert sorted(rich.rows("returns", by="agreement")) == ["F-2024-0001", "Prêt 2"]


def test_two_of_one_name_are_told_apart(alsace: Fund) -> None:
    same = {"agreement": "", "instrument": "loan"}
    alsace.take(row("contribution", "2024-01-01", 900, **REGION))
    for siren in ("218601946", "78467169500087"):
        said = {"beneficiary": "Le Pré", "beneficiary_identifier": siren}
        line = row("disbursement", "2024-02-01", 10, project="Le Pré", **same, **said)
        alsace.take(line)
    assert list(alsace.rows("returns", by="project")) == [
        "Le Pré",
        "Le Pré (78467169500087)",
    ]


def test_what_is_wholly_lost_has_no_rate_and_says_so(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-01", 900, **REGION),
        row("disbursement", "2024-02-01", 100, **BAKERY),
        row("write-off", "2024-03-01", 100, project=BAKERY["project"]),
    )
    (lost,) = alsace.report("returns")["rows"]
    assert (lost["irr"], lost["reason"]) == (None, "all is lost")
    assert (lost["dpi"], lost["tvpi"], lost["written_off"]) == ("0", "0", "1.00")


def test_grants_are_no_investment(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-01", 900, **REGION),
        row("disbursement", "2024-02-01", 100, **GARDEN),
    )
    report = alsace.report("returns")
    assert report["rows"] == []
    assert (report["net"]["paid_in"], report["net"]["irr"]) == ("0.00", None)


@pytest.mark.parametrize("by", ["fund", "agreement", "project", "party"])
@pytest.mark.parametrize("day", [date(2024, 6, 1), date(2025, 6, 1), date(2026, 7, 1)])
def test_what_was_known_then_is_told_the_same_later(rich: Fund, by: str, day: date) -> None:
    asked: dict[str, Any] = {"by": by, "as_of": day}
    before = rich.report("returns", **asked)
    position = str(rich.verify().events)
    rich.take(
        row("disbursement", "2024-05-01", 70, **BAKERY, agreement="Prêt 2"),
        row("contribution", "2024-05-01", 70, **BANK, agreement="Prêt 3"),
    )
    assert rich.report("returns", **asked, known_at=position) == before
    assert rich.report("returns", **asked) != before


def test_a_report_knows_its_root(rich: Fund) -> None:
    with rich.log() as log:
        root = log.root(5)
    assert rich.report("balance", known_at="5")["root"] == root


def test_the_curve_sums_the_flows_of_each_year_and_since_the_first(rich: Fund) -> None:
    """By hand: 400.00 lent in 2024; 150.00, 10.00 and 20.00 back in 2025."""
    assert rich.report("returns")["curve"] == [
        {"year": 2024, "net": "-400.00", "cumulative": "-400.00"},
        {"year": 2025, "net": "180.00", "cumulative": "-220.00"},
        {"year": 2026, "net": "0.00", "cumulative": "-220.00"},
    ]


@pytest.mark.parametrize("by", ["agreement", "project"])
def test_the_curve_is_the_fund_s_whatever_the_cut(rich: Fund, by: str) -> None:
    curve = rich.report("returns")["curve"]
    assert rich.report("returns", by=by)["curve"] == curve


def test_funders_have_a_curve_of_their_own(rich: Fund) -> None:
    curve = rich.report("returns", by="party")["curve"]
    assert [one["cumulative"] for one in curve] == ["-500.00", "-295.00", "-295.00"]


def test_the_curve_ends_where_the_multiples_begin(rich: Fund) -> None:
    report = rich.report("returns")
    (whole,) = report["rows"]
    end = float(report["curve"][-1]["cumulative"])
    assert end == float(whole["distributed"]) - float(whole["paid_in"])


def test_nothing_lent_has_no_curve(alsace: Fund) -> None:
    assert alsace.report("returns")["curve"] == []
