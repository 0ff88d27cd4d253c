"""The money refuses what it does not allow; proven facts are recorded and flagged."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements, Refusals

START = """
2020-02-01 contribution 100 party=Région public grant concessional
2020-03-01 disbursement 100 project=P1 loan
2020-04-01 contribution 80 party=Département public grant concessional
"""


def test_cash_is_never_negative_at_the_end_of_a_day(
    refuses: Refusals, movements: Movements
) -> None:
    file = movements(START + "2020-03-15 disbursement 0.01 project=P2 grant")
    refuses(
        *(1, "import", "movements", file, "--fund", "ALSACE"),
        code="not-enough-cash",
        says=r"mouvements\.csv:5\b",
    )


def test_a_back_dated_line_may_not_overdraw_the_middle_of_history(
    refuses: Refusals, movements: Movements
) -> None:
    refuses.cli.take(movements(START))
    late = movements("2020-02-15 disbursement 50 project=P2 grant", "tard.csv")
    refuses(
        *(1, "import", "movements", late, "--fund", "ALSACE"),
        code="not-enough-cash",
        says=r"tard\.csv:2\b",
    )


def test_within_a_day_the_order_of_lines_does_not_matter(
    fund: Cli, movements: Movements
) -> None:
    fund.take(
        movements(
            """
            2020-02-01 disbursement 100 project=P1 loan
            2020-02-01 contribution 100 party=Région public grant concessional
            """
        )
    )
    assert fund.report("composition")["uses"]["cash"] == "0.00"


def test_a_bank_proven_overdraft_is_recorded_and_flagged_until_cured(
    fund: Cli, movements: Movements
) -> None:
    fund.take(movements(START))
    late = movements("2020-02-15 disbursement 50 project=P2 grant", "tard.csv")
    fund.take(late, "--allow-overdraft")
    for name in ("composition", "leverage", "returns", "balance"):
        assert fund.report(name, "--as-of", "2020-03-15")["flags"], name
    flag = fund.report("composition", "--as-of", "2020-03-15")["flags"][0]
    assert set(flag) == {"code", "text", "positions"}
    assert fund.report("composition", "--as-of", "2020-03-15")["uses"]["cash"] == "-50.00"
    assert fund.report("composition", "--as-of", "2020-02-20")["flags"] == []
    assert fund.report("composition", "--as-of", "2020-04-01")["flags"] == []  # cured


OVER = {
    "above-commitment": """
        2020-02-01 commitment 100 party=Région public grant concessional
        2020-02-02 contribution 100.01 party=Région public grant concessional""",
    "above-contract": """
        2020-02-01 contribution 500 party=Région public grant concessional
        2020-02-02 contract 100 project=P1 loan
        2020-02-03 disbursement 100.01 project=P1 loan""",
    "above-outstanding": """
        2020-02-01 contribution 500 party=Région public grant concessional
        2020-02-03 disbursement 100 project=P1 loan
        2020-02-04 repayment 100.01 project=P1""",
    "above-received": """
        2020-02-01 contribution 500 party=Banque bank loan market
        2020-02-04 reimbursement 500.01 party=Banque""",
    "above-written-off": """
        2020-02-01 contribution 500 party=Région public grant concessional
        2020-02-03 disbursement 100 project=P1 loan
        2020-02-04 write-off 40 project=P1
        2020-02-05 recovery 40.01 project=P1""",
    "not-repayable": """
        2020-02-01 contribution 500 party=Région public grant concessional
        2020-02-04 reimbursement 10 party=Région public grant concessional""",
}


@pytest.mark.parametrize("code", OVER)
def test_a_bound_is_never_exceeded(
    refuses: Refusals, movements: Movements, code: str
) -> None:
    file = movements(OVER[code])
    line = len(OVER[code].strip().splitlines()) + 1
    refuses(
        *(1, "import", "movements", file, "--fund", "ALSACE"),
        code=code,
        says=rf"mouvements\.csv:{line}\b",
    )


def test_writing_off_more_than_outstanding_is_refused(
    refuses: Refusals, movements: Movements
) -> None:
    lines = OVER["above-outstanding"].replace("repayment", "write-off")
    words = ("import", "movements", movements(lines), "--fund", "ALSACE")
    refuses(1, *words, code="above-outstanding")


def test_refunding_more_than_received_is_refused(
    refuses: Refusals, movements: Movements
) -> None:
    lines = OVER["above-received"].replace("reimbursement", "contribution-refund")
    words = ("import", "movements", movements(lines), "--fund", "ALSACE")
    refuses(1, *words, code="above-received")


def test_an_agreement_without_a_contract_line_grows_with_each_movement(
    fund: Cli, movements: Movements
) -> None:
    fund.take(
        movements(
            """
            2020-02-01 contribution 500 party=Région public grant concessional
            2020-02-02 contribution 500 party=Région public grant concessional
            2020-02-03 disbursement 100 project=P1 loan
            2020-02-04 disbursement 100 project=P1 loan
            """
        )
    )
    report = fund.report("composition")
    assert report["total"]["committed"] == "1000.00"
    assert (report["uses"]["contracted"], report["uses"]["outstanding"]) == (
        "200.00",
        "200.00",
    )
    assert len(fund.report("returns", "--by", "agreement")["rows"]) == 1


def test_an_agreement_is_ambiguous_when_several_are_open(
    refuses: Refusals, movements: Movements
) -> None:
    refuses.cli.take(
        movements(
            """
            2020-02-01 contribution 500 party=Région public grant concessional
            2020-02-03 disbursement 100 project=P1 loan agreement=L1
            2020-02-03 disbursement 100 project=P1 loan agreement=L2
            """
        )
    )
    refuses.file(movements("2020-03-01 repayment 10 project=P1", "b.csv"), "2: agreement")


def test_quarantine_writes_the_good_lines_and_sets_the_others_apart(
    fund: Cli, movements: Movements
) -> None:
    file = movements(
        """
        2020-02-01 contribution 100 party=Région public grant concessional reference=A
        2020-02-02 contribution 1e9 party=Région public grant concessional reference=B
        2020-02-03 disbursement 60 project=P1 loan reference=C
        2020-02-04 disbursement 60 project=P2 loan reference=D
        2020-02-05 repayment 5 project=P2 reference=E
        2999-01-01 contribution 7 party=Région public grant concessional reference=F
        """
    )
    out = file.with_name("quarantaine.csv")
    taken = fund.take(file, "--quarantine", out)
    assert (taken["recorded"], taken["already"]) == (2, False)
    with out.open(encoding="utf-8", newline="") as quarantine:
        rows = list(csv.DictReader(quarantine))
    assert [row["reference"] for row in rows] == ["B", "D", "E", "F"]  # E depends on D
    assert all(row["why"] for row in rows)
    assert fund.report("composition")["uses"]["cash"] == "40.00"


def test_a_dry_run_writes_no_quarantine(fund: Cli, movements: Movements) -> None:
    file = movements("2020-02-02 contribution 1e9 party=R public grant concessional")
    out = file.with_name("quarantaine.csv")
    fund("import", "movements", file, "--fund", "ALSACE", "--quarantine", out, "--dry-run")
    assert not out.exists()
    assert len(fund.events()) == 1
