"""The same fact is recorded once; two facts that look alike are both kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements, Refusals

FIRST = "2020-03-01 contribution 300 party=Région public grant concessional reference=R1"
SECOND = "2020-04-01 contribution 50 party=Lin crowdfunding donation concessional"


def received(fund: Cli) -> str:
    return str(fund.report("composition")["total"]["received"])


def test_the_same_file_again_records_nothing(fund: Cli, movements: Movements) -> None:
    file = movements(f"{FIRST}\n{SECOND}")
    first, again = fund.take(file), fund.take(file)
    assert (first["already"], first["recorded"], first["known"]) == (False, 2, 0)
    assert (again["already"], again["recorded"], again["known"]) == (True, 0, 2)
    assert (again["events"], again["position"]) == (0, first["position"])
    assert received(fund) == "350.00"


def test_the_same_lines_under_another_name_record_nothing(
    fund: Cli, movements: Movements
) -> None:
    fund.take(movements(f"{FIRST}\n{SECOND}"))
    again = fund.take(movements(f"{SECOND}\n{FIRST}", "copie.csv"))
    assert (again["already"], again["recorded"], again["known"]) == (True, 0, 2)


def test_a_grown_file_records_only_its_new_lines(fund: Cli, movements: Movements) -> None:
    fund.take(movements(FIRST))
    grown = fund.take(movements(f"{SECOND}\n{FIRST}"))
    assert (grown["lines"], grown["recorded"], grown["known"]) == (2, 1, 1)
    assert grown["already"] is False
    assert grown["total"] == "350.00"
    assert received(fund) == "350.00"


def test_true_twins_are_kept(fund: Cli, movements: Movements) -> None:
    twins = fund.take(movements(f"{SECOND}\n{SECOND}"))
    assert (twins["lines"], twins["recorded"]) == (2, 2)
    assert received(fund) == "100.00"
    third = fund.take(movements(f"{SECOND}\n{SECOND}\n{SECOND}"))
    assert (third["recorded"], third["known"]) == (1, 2)
    assert received(fund) == "150.00"


@pytest.mark.parametrize(
    ("before", "after"),
    [("300", "301"), ("03-01", "03-02"), ("Région", "Département"), ("grant", "donation")],
)
def test_a_reference_with_other_content_is_a_conflict(
    refuses: Refusals, movements: Movements, before: str, after: str
) -> None:
    refuses.cli.take(movements(FIRST))
    other = movements(f"{SECOND}\n{FIRST.replace(before, after)}", "autre.csv")
    refuses(
        *(5, "import", "movements", other, "--fund", "ALSACE"),
        code="reference-conflict",
        says=r"autre\.csv:3\b.*R1",
    )


def test_one_reference_twice_in_a_file_with_other_content_is_a_conflict(
    refuses: Refusals, movements: Movements
) -> None:
    file = movements(f"{FIRST}\n{FIRST.replace('300', '301')}")
    refuses(5, "import", "movements", file, "--fund", "ALSACE", says="R1")


def test_a_key_makes_a_command_safe_to_repeat(fund: Cli, movements: Movements) -> None:
    file = movements(FIRST)
    first, again = fund.take(file, "--key", "k1"), fund.take(file, "--key", "k1")
    assert (first["already"], again["already"]) == (False, True)
    assert again["reference"] == first["reference"]
    assert received(fund) == "300.00"


def test_a_key_never_stands_for_two_commands(
    refuses: Refusals, movements: Movements
) -> None:
    refuses.cli.take(movements(FIRST), "--key", "k1")
    refuses(
        *(5, "import", "movements", movements(SECOND, "b.csv"), "--fund", "ALSACE"),
        *("--key", "k1"),
        code="key-conflict",
        says="k1",
    )


def test_opening_a_fund_again_under_its_key_is_already_done(cli: Cli) -> None:
    assert cli("init").exit_code == 0
    opening = ("fund", "open", "A", "--territory", "FR-67", "--currency", "EUR")
    words = (*opening, "--opened-on", "2020-01-01", "--key", "ouverture", "--name")
    first, again = cli.done(*words, "Fonds A"), cli.done(*words, "Fonds A")
    assert (first["position"], first["events"], first["already"]) == (1, 1, False)
    assert (again["position"], again["already"]) == (1, True)
    assert again["reference"] == first["reference"] == "A"
    assert cli(*words, "Fonds B").exit_code == 5
    assert len(cli.events()) == 1


def test_a_dry_run_says_the_same_and_writes_nothing(
    refuses: Refusals, movements: Movements
) -> None:
    fund, file = refuses.cli, movements(f"{FIRST}\n{SECOND}")
    before = fund("events", "--json").stdout
    dry = fund.take(file, "--dry-run")
    assert fund("events", "--json").stdout == before
    real = fund.take(file)
    told = ("lines", "recorded", "known", "total", "parties", "events", "warnings")
    assert {key: dry[key] for key in told} == {key: real[key] for key in told}


def test_a_dry_run_refuses_what_the_real_one_refuses(
    refuses: Refusals, movements: Movements
) -> None:
    file = movements("2020-03-01 disbursement 500 project=P1 loan")
    words = ("import", "movements", file, "--fund", "ALSACE", "--dry-run")
    refuses(1, *words, code="not-enough-cash")


def test_a_dry_run_opens_no_fund(cli: Cli) -> None:
    assert cli("init").exit_code == 0
    cli.done(
        *("fund", "open", "A", "--name", "A", "--territory", "FR-67"),
        *("--currency", "EUR", "--opened-on", "2020-01-01", "--dry-run"),
    )
    assert cli.events() == []
