"""Two worked examples, with their arithmetic, through the real commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements

FUND = """
2020-01-10 contribution 300 party='Région Grand Est' public grant concessional
2020-02-10 contribution-refund 60 party='Région Grand Est'
2020-03-01 contribution 200 party='Banque des Territoires' public loan market
2020-03-02 contribution 100 party='Banque populaire' bank loan market
2020-03-03 contribution 50 party=Lin crowdfunding donation concessional
2020-04-01 disbursement 100 project=P1 loan
2020-04-02 cofinancing 400 party='Crédit coopératif' bank market project=P1
2020-04-03 cofinancing 50 party='Commune de Sélestat' public concessional project=P2
"""
# resources: public 300 - 60 + 200 = 440, others 100 + 50 = 150; concessional 240 + 50 =
# 290, market 200 + 100 = 300. Only P1 counts: the fund has nothing in P2.
LEVERAGE = {
    "private_per_public": ("150.00", "440.00", "0.340909090909"),
    "total_per_public": ("990.00", "440.00", "2.25"),  # (590 + 400) / 440
    "convergence_total": ("700.00", "290.00", "2.413793103448"),  # (300 + 400) / 290
    "convergence_private": ("500.00", "290.00", "1.724137931034"),  # (100 + 400) / 290
    "cofinancing": ("400.00", "100.00", "4"),
}


@pytest.fixture
def golden_fund(fund: Cli, movements: Movements) -> Cli:
    fund.take(movements(FUND))
    return fund


@pytest.mark.parametrize("measure", LEVERAGE)
def test_the_leverage_of_the_golden_fund(golden_fund: Cli, measure: str) -> None:
    report = golden_fund.report("leverage")
    rows = {row["measure"]: row for row in report["rows"]}
    row = rows[measure]
    assert (row["numerator"], row["denominator"], row["value"]) == LEVERAGE[measure]
    assert row["reason"] in {None, ""}
    assert report["coverage"] == {"declared": 1, "projects": 1}


@pytest.mark.parametrize("measure", ["guarantee_multiplier", "guarantee_exposure"])
def test_a_fund_without_guarantees_has_no_guarantee_ratio(
    golden_fund: Cli, measure: str
) -> None:
    rows = {row["measure"]: row for row in golden_fund.report("leverage")["rows"]}
    assert rows[measure]["value"] is None
    assert rows[measure]["reason"]


def test_cofinancing_before_the_fund_commits_to_the_project_does_not_count(
    golden_fund: Cli,
) -> None:
    rows = golden_fund.report("leverage", "--as-of", "2020-03-31")["rows"]
    values = {row["measure"]: row["value"] for row in rows}
    assert values["private_per_public"] == "0.340909090909"
    assert values["cofinancing"] is None  # nothing contracted yet: never zero
    assert values["total_per_public"] == "1.340909090909"  # 590 / 440


def test_the_composition_of_the_golden_fund(golden_fund: Cli) -> None:
    report = golden_fund.report("composition")
    rows = {row["key"]: row["net"] for row in report["rows"]}
    assert rows == {"public": "440.00", "bank": "100.00", "crowdfunding": "50.00"}
    assert report["total"]["net"] == "590.00"
    assert report["uses"]["cash"] == "490.00"  # 590 - 100


def test_the_return_of_the_golden_loan(fund: Cli, movements: Movements) -> None:
    """Each year brings back 2,000 of principal and 300 of interest.

    -10000 + sum of 2300 / (1 + r)^(days / 365) over 1 January 2021 to 2025 is zero for
    r = 4.8417 %; the leap days of 2020 and 2024 make it differ from the yearly 4.8476 %.
    """
    years = [
        f"{year}-01-01 {kind} {amount} project=P1"
        for year in range(2021, 2026)
        for kind, amount in (("repayment", 2000), ("interest", 300))
    ]
    start = """
        2020-01-01 contribution 10000 party=Région public grant concessional
        2020-01-01 disbursement 10000 project=P1 loan agreement=PR-1
        """
    fund.take(movements(start + "\n".join(years)))
    for by, key in (("fund", "ALSACE"), ("project", "P1"), ("agreement", "PR-1")):
        (row,) = fund.report("returns", "--by", by)["rows"]
        assert row["key"] == key
        assert row["irr"][:8] in {"0.048416", "0.048417"}
        assert f"{float(row['irr']):.6f}" == "0.048417"
        assert (row["paid_in"], row["distributed"]) == ("10000.00", "11500.00")
        assert (row["income"], row["residual"]) == ("1500.00", "0.00")
        assert (row["moic"], row["dpi"], row["rvpi"], row["tvpi"]) == (
            *("1.15", "1.15"),
            *("0", "1.15"),
        )


def test_no_rate_of_return_is_invented(fund: Cli, movements: Movements) -> None:
    fund.take(
        movements(
            """
            2020-01-01 contribution 500 party=Région public grant concessional
            2020-01-02 disbursement 100 project='Tout est perdu' loan
            2020-06-01 write-off 100 project='Tout est perdu'
            2020-01-03 disbursement 100 project=Aide grant
            """
        )
    )
    (row,) = fund.report("returns", "--by", "project")["rows"]
    assert (row["key"], row["irr"]) == ("Tout est perdu", None)
    assert row["reason"]
    assert (row["written_off"], row["moic"]) == ("100.00", "0")
