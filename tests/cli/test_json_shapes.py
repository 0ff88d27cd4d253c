"""What programs read: every key of every report, and the same bytes twice."""

from __future__ import annotations

import base64
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements

LIFE = """
2020-01-10 commitment 400 party=Région public grant concessional
2020-01-20 contribution 300 party=Région public grant concessional
2020-02-01 contribution 200 party='France Active' solidarity loan market
2020-02-02 in-kind 30 party=Mairie public
2020-02-03 contract 150 project=Ressourcerie loan agreement=PR-1
2020-03-01 disbursement 100 project=Ressourcerie loan
2020-03-02 disbursement 20 project=Épicerie grant
2020-03-03 cofinancing 400 party=Banque bank market project=Ressourcerie
2020-06-01 repayment 30 project=Ressourcerie
2020-06-01 interest 2.50 project=Ressourcerie
2020-07-01 write-off 10 project=Ressourcerie
2020-08-01 recovery 4 project=Ressourcerie
2020-09-01 reimbursement 25 party='France Active'
2020-09-01 funding-interest 1.25 party='France Active'
2020-09-02 contribution-refund 60 party=Région
2020-10-01 treasury-interest 0.40 'label=Livret A'
2020-10-02 expense 12 'label=Frais bancaires'
"""
COMMON = {"report", "fund", "currency", "as_of", "position", "root", "flags"}
FIGURES = {"committed", "received", "refunded", "reimbursed", "net", "share", "share_net"}
USES = {
    *("contracted", "disbursed", "grants_paid", "repaid", "income", "written_off"),
    *("recovered", "outstanding", "expenses", "funding_interest", "cash", "available"),
}
RETURN = {
    *("key", "paid_in", "distributed", "income", "written_off", "residual", "irr"),
    *("moic", "dpi", "rvpi", "tvpi", "reason"),
}
MEASURES = {
    *("private_per_public", "convergence_total", "convergence_private", "cofinancing"),
    *("total_per_public", "guarantee_multiplier", "guarantee_exposure"),
    "oecd_mobilised",
}
AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}", re.ASCII)
EVERY = [
    *(("composition", "--by", by) for by in ("sector", "instrument", "terms", "party")),
    *(("composition", "--by", by) for by in ("origin", "year")),
    *(("returns", "--by", by) for by in ("fund", "agreement", "project", "party")),
    ("leverage",),
    ("balance",),
    ("guarantees",),
    ("carried",),
]


@pytest.fixture
def life(fund: Cli, movements: Movements) -> Cli:
    """One line of nearly every kind."""
    fund.take(movements(LIFE))
    return fund


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_a_report_says_what_it_was_computed_from(life: Cli, words: list[str]) -> None:
    report = life.report(*words)
    assert set(report) >= COMMON
    assert (report["report"], report["fund"]) == (words[0], "ALSACE")
    assert (report["currency"], report["flags"]) == ("EUR", [])
    assert report["as_of"] == date.today().isoformat()  # noqa: DTZ011 -- the user's day
    assert report["position"] == len(life.events())
    assert report["root"] == life.done("audit", "verify")["root"]
    assert len(base64.b64decode(report["root"], validate=True)) == 32


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_a_report_is_the_same_bytes_twice(life: Cli, words: list[str]) -> None:
    for more in ([], ["--json"], ["--as-of", "2020-06-30", "--json"]):
        asked = ("report", words[0], "--fund", "ALSACE", *words[1:], *more)
        assert life(*asked).stdout == life(*asked).stdout != ""


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_json_stands_alone_on_one_line_whatever_the_language(
    life: Cli, words: list[str]
) -> None:
    asked = ("report", words[0], "--fund", "ALSACE", *words[1:], "--json")
    answer = life(*asked)
    assert answer.stderr == ""
    assert answer.stdout.count("\n") == 1
    assert life(*asked, lang="en").json["rows"] is not None


@pytest.mark.parametrize("by", ["sector", "instrument", "terms", "party", "origin", "year"])
def test_composition(life: Cli, by: str) -> None:
    report = life.report("composition", "--by", by)
    assert all(set(row) == {"key", *FIGURES} for row in report["rows"])
    assert set(report["total"]) - {"key"} == FIGURES
    assert set(report["uses"]) == USES
    assert report["in_kind"] == "30.00"
    total = report["total"]
    assert (total["committed"], total["received"]) == ("600.00", "500.00")
    assert (total["refunded"], total["reimbursed"]) == ("60.00", "25.00")
    assert total["net"] == "415.00"  # 500 - 60 - 25
    for figure in FIGURES - {"share", "share_net"}:
        assert AMOUNT.fullmatch(total[figure])
        whole = sum(round(100 * float(row[figure])) for row in report["rows"])
        assert whole == round(100 * float(total[figure]))


def test_composition_rows_share_what_was_kept(life: Cli) -> None:
    rows = {row["key"]: row for row in life.report("composition")["rows"]}
    assert set(rows) == {"public", "solidarity"}
    assert rows["public"]["share"] == "0.545454545455"  # (300 - 60) / 440
    assert rows["public"]["share_net"] == "0.578313253012"  # 240 / 415
    assert rows["solidarity"]["share"] == "0.454545454545"  # 200 / 440


def test_composition_uses_follow_the_law_of_cash(life: Cli) -> None:
    uses = life.report("composition")["uses"]
    assert uses == {
        "contracted": "170.00",  # 150 to the loan, 20 of grant without a contract line
        "disbursed": "120.00",
        "grants_paid": "20.00",
        "repaid": "30.00",
        "income": "2.90",  # 2.50 of the loan and 0.40 of the savings account
        "written_off": "10.00",
        "recovered": "4.00",
        "outstanding": "60.00",  # 100 - 30 - 10
        "expenses": "12.00",
        "funding_interest": "1.25",
        "cash": "318.65",  # 415 + 30 + 2.90 + 4 - 120 - 12 - 1.25
        "available": "368.65",  # + 100 still due by the Region - 50 still to be paid out
    }


def test_leverage(life: Cli) -> None:
    report = life.report("leverage")
    rows = {row["measure"]: row for row in report["rows"]}
    assert set(rows) >= MEASURES
    keys = {"measure", "numerator", "denominator", "value", "reason", "formula", "source"}
    for row in rows.values():
        assert set(row) == keys
        assert row["formula"]
        assert row["source"]
        assert (row["value"] is None) == bool(row["reason"])
    assert report["coverage"] == {"declared": 1, "projects": 2}
    assert rows["guarantee_multiplier"]["value"] is None
    assert rows["guarantee_exposure"]["value"] is None


@pytest.mark.parametrize("by", ["fund", "agreement", "project", "party"])
def test_returns(life: Cli, by: str) -> None:
    report = life.report("returns", "--by", by)
    for row in (*report["rows"], report["net"]):
        assert set(row) == RETURN
        assert row["irr"] is None or re.fullmatch(r"-?\d+\.\d{1,10}", row["irr"])
        assert (row["irr"] is None) == bool(row["reason"])
    assert set(report["funders"]) == {*RETURN, "committed", "open", "pic", "due", "borne"}
    worth = Decimal(report["funders"]["residual"]) + Decimal(report["own_funds"])
    assert Decimal(report["nav"]) == worth
    assert all(set(one) == {"year", "net", "cumulative"} for one in report["curve"])
    assert report["curve"][0]["year"] == 2020
    keys = [row["key"] for row in report["rows"]]
    wanted = {"project": ["Ressourcerie"], "agreement": ["PR-1"]}
    assert keys == wanted.get(by, keys)
    if by == "party":
        assert keys == ["France Active"]
        (row,) = report["rows"]
        assert (row["paid_in"], row["distributed"]) == ("200.00", "26.25")
        assert row["residual"] == "175.00"
    else:
        (row,) = report["rows"]
        assert (row["paid_in"], row["distributed"]) == ("100.00", "36.50")
        assert (row["income"], row["written_off"]) == ("2.50", "10.00")
        assert (row["residual"], row["moic"]) == ("60.00", "0.965")


def test_balance_sums_to_nothing(life: Cli) -> None:
    rows = life.report("balance")["rows"]
    assert all(set(row) == {"account", "balance"} for row in rows)
    assert sum(round(100 * float(row["balance"])) for row in rows) == 0
    assert {row["account"]: row["balance"] for row in rows}["bank"] == "318.65"
    assert all(row["balance"] != "0.00" for row in rows)


def test_events(life: Cli) -> None:
    events = life.events()
    assert [event["position"] for event in events] == list(range(1, len(events) + 1))
    for event in events:
        assert set(event) == {"position", "stream_id", "version", "topic", "state"}
        assert re.fullmatch(r"[a-z-]+/[0-9]+", event["topic"])
        assert isinstance(event["state"], str)
        UUID(event["stream_id"])
    tail = life("events", "--from", "5", "--json").lines
    assert tail == events[4:]
    stream = events[-1]["stream_id"]
    assert life("events", "--stream", stream, "--json").lines == [
        event for event in events if event["stream_id"] == stream
    ]


def test_writing_says_where_it_stands(fund: Cli, movements: Movements) -> None:
    taken = fund.take(movements(LIFE))
    assert set(taken) >= {
        *("lines", "recorded", "known", "skipped", "warnings", "total", "parties"),
        *("position", "reference", "events", "already"),
    }
    assert (taken["lines"], taken["recorded"], taken["known"]) == (17, 17, 0)
    assert taken["position"] == 1 + taken["events"]
    assert re.fullmatch(r"I-.+", taken["reference"])
    assert fund.events()[0]["topic"].startswith("fund-opened/")


def test_the_audit_commands_write_nothing(life: Cli) -> None:
    before = life("events", "--json").stdout
    verified, replayed = life.done("audit", "verify"), life("audit", "replay")
    assert (verified["ok"], verified["events"]) == (True, len(before.splitlines()))
    assert replayed.exit_code == 0, replayed.stderr
    assert life("audit", "replay", "--to", "5").exit_code == 0
    assert life("events", "--json").stdout == before


def test_a_grant_has_no_return(fund: Cli, movements: Movements) -> None:
    fund.take(
        movements(
            """
            2020-01-10 contribution 300 party=Région public grant concessional
            2020-02-10 disbursement 100 project=P1 grant
            """
        )
    )
    for by in ("fund", "agreement", "project", "party"):
        for row in fund.report("returns", "--by", by)["rows"]:
            assert row["irr"] is None
            assert row["reason"]
    assert fund.report("returns")["net"]["irr"] is None
