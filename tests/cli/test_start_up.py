"""A command loads only what it uses: start-up is what people wait for most often."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli, Movements

ENDS = """
import atexit, json, sys
given = set(sys.modules)
atexit.register(lambda: sys.stderr.write("\\n" + json.dumps(sorted(sys.modules))))
from blendfund_cli.main import main
main(prog_name="blendfund")
"""
HEAVY = {"sqlalchemy", "pydantic", "rich", "eventsourcing", "msgspec", "cryptography"}
HEAVY |= {"pyxirr", "openpyxl", "stdnum", "xlsxwriter"}


def loaded(*words: str, **env: str) -> set[str]:
    """Run a command and give the packages that its process had loaded at the end."""
    done = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-c", ENDS, *words],
        env={**os.environ, "BLENDFUND_LANG": "fr", **env},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout
    modules = json.loads(done.stderr.splitlines()[-1])
    return {str(name).partition(".")[0] for name in modules}


@pytest.fixture
def file(movements: Movements) -> Path:
    return movements("2020-02-01 contribution 100 party=Région public grant concessional")


@pytest.mark.parametrize(
    "words", [("--help",), ("-h",), ("--version",), ("report", "--help"), ("fund", "-h")]
)
def test_help_loads_nothing_that_opens_a_ledger(words: tuple[str, ...]) -> None:
    assert not loaded(*words) & HEAVY - ({"msgspec"} if len(words) > 1 else set())


@pytest.mark.parametrize(
    "env",
    [
        {"_BLENDFUND_COMPLETE": "bash_source"},
        {"_BLENDFUND_COMPLETE": "zsh_source"},
        {
            "_BLENDFUND_COMPLETE": "zsh_complete",
            "COMP_WORDS": "blendfund re",
            "COMP_CWORD": "1",
        },
    ],
    ids=["bash", "zsh", "words"],
)
def test_completion_loads_nothing_that_opens_a_ledger(env: dict[str, str]) -> None:
    assert not loaded(**env) & (HEAVY - {"msgspec"})


def test_completing_a_name_loads_nothing_that_opens_a_ledger(fund: Cli) -> None:
    words = {"COMP_WORDS": "blendfund report balance --fund ", "COMP_CWORD": "4"}
    there = {"BLENDFUND_LEDGER": str(fund.ledger), "_BLENDFUND_COMPLETE": "bash_complete"}
    assert not loaded(**words, **there) & (HEAVY - {"msgspec"})


@pytest.mark.parametrize("name", ["composition", "leverage", "balance"])
def test_a_report_loads_no_writer_and_no_terminal(fund: Cli, file: Path, name: str) -> None:
    fund.take(file)
    words = fund.arguments("report", name, "--fund", "ALSACE")
    unused = {"eventsourcing", "pydantic", "rich", "cryptography", "pyxirr", "openpyxl"}
    unused |= {"xlsxwriter"}
    assert not loaded(*words) & unused


def test_a_search_loads_no_writer_and_decrypts_no_name_for_nothing(
    fund: Cli, file: Path
) -> None:
    fund.take(file)
    unused = {"eventsourcing", "pydantic", "rich", "pyxirr", "openpyxl", "cryptography"}
    assert not loaded(*fund.arguments("search", "source:public 2020")) & unused
    assert not loaded(*fund.arguments("doctor")) & unused


def test_returns_load_what_computes_rates_and_no_writer(fund: Cli, file: Path) -> None:
    fund.take(file)
    words = fund.arguments("report", "returns", "--fund", "ALSACE", "--json")
    assert not loaded(*words) & {"eventsourcing", "pydantic", "rich", "openpyxl"}


def test_an_import_of_movements_loads_no_reader_of_grants(fund: Cli, file: Path) -> None:
    words = fund.arguments("import", "movements", file, "--fund", "ALSACE")
    unused = {"pydantic", "pydantic_core", "openpyxl", "rich", "pyxirr"}
    assert not loaded(*words) & unused
