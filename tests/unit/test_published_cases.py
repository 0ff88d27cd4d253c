"""Figures that others have published, found again through a ledger.

Rates are act/365F. Where the source gives yearly flows, they stand 365 days apart, which
is exactly one year under that convention.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements

RESOURCES = "2000-01-01 contribution 1000000 party=Région public grant concessional"


@pytest.fixture
def old_fund(cli: Cli) -> Cli:
    assert cli("init").exit_code == 0
    cli.done(
        *("fund", "open", "ALSACE", "--name", "Fonds Alsace", "--territory", "FR-67"),
        *("--currency", "EUR", "--opened-on", "2000-01-01"),
    )
    return cli


def loan(fund: Cli, movements: Movements, rows: str, *words: str) -> dict[str, Any]:
    """Record the movements of one loan to P1 and give its return."""
    fund.take(movements(f"{RESOURCES}\n{rows}"))
    (row,) = fund.report("returns", "--by", "project", *words)["rows"]
    return dict(row)


def year(number: int) -> date:
    return date(2001, 1, 1) + timedelta(days=365 * number)


def test_g01_the_xirr_of_a_spreadsheet(old_fund: Cli, movements: Movements) -> None:
    """Source: support.microsoft.com, "XIRR function": 37.3362535 %."""
    row = loan(
        *(old_fund, movements),
        """
        2008-01-01 disbursement 10000 project=P1 loan
        2008-03-01 repayment 2750 project=P1
        2008-10-30 repayment 4250 project=P1
        2009-02-15 repayment 3000 project=P1
        2009-02-15 interest 250 project=P1
        2009-04-01 interest 2750 project=P1
        """,
    )
    assert float(row["irr"]) == pytest.approx(0.373362535, abs=1e-8)


def test_g02_the_xirr_of_mathworks(old_fund: Cli, movements: Movements) -> None:
    """Source: pyxirr tests/test_scheduled.rs, after the MathWorks xirr page."""
    row = loan(
        *(old_fund, movements),
        """
        2007-01-12 disbursement 10000 project=P1 loan
        2008-02-14 repayment 2500 project=P1
        2008-03-03 repayment 2000 project=P1
        2008-06-14 repayment 3000 project=P1
        2008-12-01 repayment 2500 project=P1
        2008-12-01 interest 1500 project=P1
        """,
    )
    assert float(row["irr"]) == pytest.approx(0.10064378342638, abs=1e-9)


G03 = {
    "a-loan-that-pays": (
        f"""{year(0)} disbursement 150000 project=P1 loan
        {year(1)} repayment 15000 project=P1
        {year(2)} repayment 25000 project=P1
        {year(3)} repayment 35000 project=P1
        {year(4)} repayment 45000 project=P1
        {year(5)} repayment 30000 project=P1
        {year(5)} interest 30000 project=P1""",
        *(0.0524, 5e-5),
    ),
    "a-loan-that-loses": (
        f"""{year(0)} disbursement 100 project=P1 loan
        {year(3)} repayment 74 project=P1
        {year(3)} write-off 26 project=P1""",
        *(-0.0955, 5e-5),
    ),
    "a-late-dividend": (
        f"""{year(0)} disbursement 100 project=P1 loan
        {year(1)} repayment 100 project=P1
        {year(3)} interest 7 project=P1""",
        *(0.06206, 5e-6),
    ),
}


@pytest.mark.parametrize("case", G03)
def test_g03_yearly_rates(old_fund: Cli, movements: Movements, case: str) -> None:
    """Source: numpy-financial, test_financial.py, TestIrr."""
    rows, expected, tolerance = G03[case]
    row = loan(old_fund, movements, rows)
    assert float(row["irr"]) == pytest.approx(expected, abs=tolerance)


def test_g03_several_rates_are_said_and_none_is_chosen(
    old_fund: Cli, movements: Movements
) -> None:
    """Source: numpy-financial gives -8.33 % for -100, 100, 0, -7.

    A second rate, about -67.8 %, solves the same flows: 100 x - 7 x^3 = 100 for x =
    1 / (1 + r) near 1.0909 and near 3.108. So the ledger gives neither.
    """
    rows = f"""{year(0)} disbursement 100 project=P1 loan agreement=L
        {year(1)} repayment 100 agreement=L
        {year(3)} disbursement 7 project=P1 loan agreement=L
        {year(3)} write-off 7 agreement=L"""
    row = loan(old_fund, movements, rows)
    assert row["irr"] is None
    assert row["reason"]


def test_g05_multiples(old_fund: Cli, movements: Movements) -> None:
    """Source: pyxirr private_equity.rs, test_dpi and test_tvpi (RVPI by identity)."""
    row = loan(
        *(old_fund, movements),
        """
        2010-01-01 disbursement 10 project=P1 loan
        2011-01-01 disbursement 20 project=P1 loan
        2012-01-01 interest 15 project=P1
        2013-01-01 repayment 15 project=P1
        2013-01-01 interest 15 project=P1
        """,
    )
    assert (row["dpi"], row["rvpi"], row["tvpi"]) == ("1.5", "0.5", "2")


def test_g15_the_return_of_the_educate_girls_bond(
    old_fund: Cli, movements: Movements
) -> None:
    """Source: impactalpha.com, 17 July 2018: 270,000 back with 144,085, IRR 15 %."""
    row = loan(
        *(old_fund, movements),
        f"""
        {year(0)} disbursement 270000 project=P1 loan
        {year(3)} repayment 270000 project=P1
        {year(3)} interest 144085 project=P1
        """,
    )
    assert row["distributed"] == "414085.00"
    assert row["moic"] == "1.533648148148"
    assert float(row["irr"]) == pytest.approx(0.153210474, abs=1e-9)


def test_g27_the_flows_of_an_investor(old_fund: Cli, movements: Movements) -> None:
    """Source: INDIGO data set, INDIGO-POJ-0158, transactions.

    Its interest items are rounded: they add up to 14,988, as its total says.
    """
    row = loan(
        *(old_fund, movements),
        """
        2015-01-01 disbursement 155000 project=P1 loan
        2016-01-01 interest 4913 project=P1
        2017-01-01 interest 5024 project=P1
        2018-01-01 interest 2512 project=P1
        2018-01-01 repayment 32539 project=P1
        2019-01-01 interest 2539 project=P1
        2019-01-01 repayment 47026 project=P1
        """,
    )
    assert (row["income"], row["distributed"]) == ("14988.00", "94553.00")
    assert row["dpi"] == "0.610019354839"


def test_g32_the_composition_of_france_active_in_2011(
    old_fund: Cli, movements: Movements
) -> None:
    """Source: letowski.fr, France Active 2011: 85 of 100 public, 15 private."""
    old_fund.take(
        movements(
            """
            2011-01-01 contribution 30 party=Collectivités public grant concessional
            2011-01-01 contribution 22 party='Caisse des Dépôts' public grant concessional
            2011-01-01 contribution 19 party=État public grant concessional
            2011-01-01 contribution 15 party=Privé corporate grant concessional
            2011-01-01 contribution 14 party='Fonds social européen' public grant market
            """
        )
    )
    report = old_fund.report("composition")
    shares = {row["key"]: row["share"] for row in report["rows"]}
    assert shares == {"public": "0.85", "corporate": "0.15"}
    assert report["total"]["received"] == "100.00"
    rows = {row["measure"]: row for row in old_fund.report("leverage")["rows"]}
    assert rows["private_per_public"]["value"] == "0.176470588235"  # 15 / 85


def test_g34_what_concessional_money_mobilises(old_fund: Cli, movements: Movements) -> None:
    """Source: Convergence, 340 deals: 4.1 commercial for 1, of which 1.8 private."""
    old_fund.take(
        movements(
            """
            2011-01-01 contribution 100 party=Région public grant concessional
            2011-01-01 contribution 230 party='Caisse des Dépôts' public loan market
            2011-01-01 contribution 180 party=Banque bank loan market
            """
        )
    )
    rows = {row["measure"]: row for row in old_fund.report("leverage")["rows"]}
    assert rows["convergence_total"]["value"] == "4.1"
    assert rows["convergence_private"]["value"] == "1.8"
