"""What the shell completes: commands, choices, and names from the ledger as it stands."""

from __future__ import annotations

import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from blendfund_cli.asking import completion as completing
from blendfund_cli.asking.completion import (
    SHELLS,
    VARIABLE,
    agreements,
    funds,
    parties,
    projects,
    script,
)
from blendfund_cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Cli, Movements

    Complete = Callable[[click.Context, click.Parameter, str], list[str]]

ROWS = """
2020-02-01 contribution 300 'party=Région Grand Est' public grant concessional agreement=RGE
2020-03-01 contribution 10 'party=Lin Weber' crowdfunding donation concessional
2020-04-01 disbursement 50 project=Ressourcerie loan market
"""


@pytest.fixture
def filled(fund: Cli, movements: Movements) -> Cli:
    fund.take(movements(ROWS))
    return fund


def completed(cli: Cli, line: str, shell: str = "bash") -> list[str]:
    words = f"blendfund --ledger {cli.ledger} {line}"
    env = {
        VARIABLE: f"{shell}_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    result = CliRunner().invoke(main, [], env=env, prog_name="blendfund")
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    return [line.partition(",")[2] for line in lines if line]


def named(complete: Complete, ledger: Path, start: str = "", **params: str) -> list[str]:
    root = click.Context(main)
    root.params = {"ledger": str(ledger)}
    below = click.Context(click.Command("x"), parent=root)
    below.params = dict(params)
    return complete(below, click.Option(["--x"]), start)


def test_commands_and_choices_are_completed(filled: Cli) -> None:
    assert completed(filled, "rep") == ["report"]
    assert completed(filled, "report composition --format c") == ["csv"]


@pytest.mark.parametrize("start", ["", "A", "als"])
def test_a_fund_is_completed_by_its_reference(filled: Cli, start: str) -> None:
    assert completed(filled, f"report composition --fund {start}") == ["ALSACE"]
    assert completed(filled, "report composition --fund B") == []


def test_names_are_completed_from_the_ledger(filled: Cli) -> None:
    assert named(funds, filled.ledger) == ["ALSACE"]
    assert named(projects, filled.ledger, "ress") == ["Ressourcerie"]
    assert "RGE" in named(agreements, filled.ledger)
    assert "RGE" in named(agreements, filled.ledger, fund="ALSACE")
    assert named(agreements, filled.ledger, fund="LORRAINE") == []


def test_an_agreement_is_completed_where_it_belongs(filled: Cli) -> None:
    assert "RGE" in completed(filled, "contribution receive ")
    assert completed(filled, "contribution receive C-") != []
    assert "RGE" not in completed(filled, "financing repay ")
    assert completed(filled, "financing repay F-") != []


def test_more_names_than_anybody_reads_are_not_all_shown(
    filled: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completing, "SHOWN_MAX", 1)
    assert len(named(agreements, filled.ledger)) == 1


def test_what_was_withdrawn_is_no_longer_completed(
    filled: Cli, movements: Movements
) -> None:
    filled.take(movements("2020-05-01 disbursement 5 project=Doublon grant", "b.csv"))
    assert "Doublon" in named(projects, filled.ledger)
    filled.done("undo", "--reason", "doublon")
    filled.done("fund", "list")
    assert named(projects, filled.ledger) == ["Ressourcerie"]


def test_a_person_s_name_is_never_completed(filled: Cli) -> None:
    assert named(parties, filled.ledger) == ["Région Grand Est"]


def test_what_cannot_be_read_completes_nothing_and_says_nothing(
    filled: Cli, tmp_path: Path
) -> None:
    (tmp_path / "texte.db").write_text("ceci n'est pas un registre")
    for place in ("texte.db", "absent.db", "absent/absent.db"):
        assert named(funds, tmp_path / place) == []
        other = type(filled)(tmp_path / place)
        assert completed(other, "report composition --fund ") == []
    assert not (tmp_path / "absent.db").exists()


def test_a_ledger_that_is_being_written_holds_nobody_up(filled: Cli) -> None:
    import sqlite3

    writer = sqlite3.connect(filled.ledger, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    named(funds, filled.ledger)
    assert time.monotonic() - began < 2
    writer.close()


def test_without_a_ledger_named_the_usual_places_are_looked_at(
    filled: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    context = click.Context(main)
    monkeypatch.chdir(tmp_path)
    assert funds(context, click.Option(["--x"]), "") == []
    monkeypatch.setenv("BLENDFUND_LEDGER", str(filled.ledger))
    assert funds(context, click.Option(["--x"]), "") == ["ALSACE"]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_each_shell_is_printed(cli: Cli, shell: str) -> None:
    answer = cli("completion", shell)
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert f"{VARIABLE}={shell}_complete" in answer.stdout
    program = shutil.which(shell)
    if program:
        checked = subprocess.run(  # noqa: S603 -- the shell itself
            [program, "-n"], input=answer.stdout.encode(), capture_output=True, check=False
        )
        assert (checked.returncode, checked.stderr) == (0, b"")


def test_bash_quotes_names_with_spaces() -> None:
    text = script("bash")
    assert 'COMPREPLY+=("$value")' in text
    assert "compopt -o filenames" in text
    assert "COMPREPLY+=($value)" not in text


def test_fish_keeps_names_with_commas() -> None:
    text = script("fish")
    assert 'string split --max 1 "," $completion' in text
    assert 'string split "," $completion' not in text


def test_another_shell_is_refused(cli: Cli) -> None:
    assert cli("completion", "tcsh").exit_code == 2
