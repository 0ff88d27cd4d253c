"""The demo shows a whole fund, with figures that anybody can add up from its files."""

from __future__ import annotations

import csv
import re
import shlex
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from blendfund import demo
from blendfund_cli.main import main

if TYPE_CHECKING:
    from tests.conftest import Cli

DAYS = ("2023-12-31", "2025-12-31")
CASH = {
    "contribution": 1,
    "repayment": 1,
    "interest": 1,
    "recovery": 1,
    "treasury-interest": 1,
    "contribution-refund": -1,
    "reimbursement": -1,
    "funding-interest": -1,
    "disbursement": -1,
    "expense": -1,
}


def rows(day: str) -> list[dict[str, str]]:
    files = [demo.content(name).decode().splitlines() for name in demo.YEARS]
    return [row for lines in files for row in csv.DictReader(lines) if row["date"] <= day]


def cents(amount: str) -> int:
    units, _, rest = amount.partition(".")
    return int(units) * 100 + int(rest.ljust(2, "0"))


def total(day: str, kind: str, **where: str) -> int:
    wanted = {"kind": kind, **where}.items()
    return sum(cents(row["amount"]) for row in rows(day) if wanted <= row.items())


def cash(day: str) -> int:
    return sum(CASH.get(row["kind"], 0) * cents(row["amount"]) for row in rows(day))


def euros(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def show(cli: Cli, folder: Path, language: str = "en") -> str:
    answer = cli("demo", "--dir", folder, lang=language)
    assert answer.exit_code == 0, answer.stdout
    assert not answer.stderr
    return answer.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("demo")
    assert CliRunner().invoke(main, ["demo", "--dir", str(place)]).exit_code == 0
    return place


@pytest.fixture
def made(cli: Cli, folder: Path) -> Cli:
    return type(cli)(folder / "demo.db")


def replace(monkeypatch: pytest.MonkeyPatch, name: str, by: bytes) -> None:
    shipped = demo.content
    monkeypatch.setattr(demo, "content", lambda one: by if one == name else shipped(one))


def test_the_fund_is_worth_a_look() -> None:
    kinds = Counter(row["kind"] for row in rows(DAYS[-1]))
    assert 120 <= kinds.total() <= 160
    assert len(kinds) == 15
    assert len({row["project"] for row in rows(DAYS[-1])} - {""}) == 9
    assert len({row["sector"] for row in rows(DAYS[-1])} - {""}) == 8


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_step_is_shown_and_ends_as_it_must(
    cli: Cli, tmp_path: Path, language: str
) -> None:
    said = show(cli, tmp_path / "demo", language)
    shown = [
        line for line in said.splitlines() if line.startswith("$ blendfund -l demo.db")
    ]
    assert len(shown) == 55
    assert re.findall(r"^\$ echo \$\?\n(\d+)$", said, re.MULTILINE) == ["3", "1", "7"]
    assert re.search(r"^illisible\.csv:3: date: .*2025-02-30", said, re.MULTILINE)
    assert re.search(r"^illisible\.csv:3: amount: .*5 000,00", said, re.MULTILINE)
    assert re.search(r"^decouvert\.csv:3: .*\[not-enough-cash\]$", said, re.MULTILINE)
    for day in DAYS:
        amount = {"en": f"€{cash(day) / 100:,.2f}", "fr": f"{euros(cash(day))}€"}[language]
        plain = re.sub(r"[\u00a0\u202f]", "", said)
        assert amount.replace(".", "," if language == "fr" else ".") in plain


def test_the_session_stays_in_the_language_asked_for(cli: Cli, tmp_path: Path) -> None:
    english = show(cli, tmp_path / "en", "en")
    assert "\n0 movements recorded from 22 lines, 22 already known " in english
    assert "facts verified, none changed" in english
    assert english.count("As known at position") == 10
    french = show(cli, tmp_path / "fr", "fr")
    assert "Ledger created" not in french
    assert "As known at position" not in french


@pytest.mark.parametrize("day", DAYS)
def test_the_sources_are_what_the_files_add_up_to(made: Cli, day: str) -> None:
    report = made.report("composition", "--as-of", day)
    assert report["flags"] == []
    for row in report["rows"]:
        for name, kind in (
            ("received", "contribution"),
            ("refunded", "contribution-refund"),
            ("reimbursed", "reimbursement"),
        ):
            assert row[name] == euros(total(day, kind, sector=row["key"])), row["key"]
    assert report["total"]["received"] == euros(total(day, "contribution"))
    assert report["in_kind"] == euros(total(day, "in-kind"))


@pytest.mark.parametrize("day", DAYS)
def test_the_uses_are_what_the_files_add_up_to(made: Cli, day: str) -> None:
    uses = made.report("composition", "--as-of", day)["uses"]
    paid = total(day, "disbursement")
    grants = total(day, "disbursement", instrument="grant")
    repaid, lost = total(day, "repayment"), total(day, "write-off")
    guarantees = total(day, "contract", instrument="guarantee")
    expected = {
        "contracted": total(day, "contract") - guarantees,
        "disbursed": paid,
        "grants_paid": grants,
        "repaid": repaid,
        "income": total(day, "interest") + total(day, "treasury-interest"),
        "written_off": lost,
        "recovered": total(day, "recovery"),
        "outstanding": paid - grants - repaid - lost,
        "expenses": total(day, "expense"),
        "funding_interest": total(day, "funding-interest"),
        "cash": cash(day),
    }
    found = {name: uses[name] for name in expected}
    assert found == {name: euros(minor) for name, minor in expected.items()}


@pytest.mark.parametrize("day", DAYS)
def test_the_leverage_is_what_the_files_add_up_to(made: Cli, day: str) -> None:
    report = made.report("leverage", "--as-of", day)
    measures = {row["measure"]: row for row in report["rows"]}
    received = total(day, "contribution") - total(day, "contribution-refund")
    public = total(day, "contribution", sector="public")
    public -= total(day, "contribution-refund", sector="public")
    assert measures["private_per_public"]["numerator"] == euros(received - public)
    assert measures["private_per_public"]["denominator"] == euros(public)
    assert measures["cofinancing"]["numerator"] == euros(total(day, "cofinancing"))
    deposits = euros(total(day, "contribution", compartment="guarantee"))
    assert measures["guarantee_exposure"]["denominator"] == deposits
    count = len({row["project"] for row in rows(day)} - {""})
    assert report["coverage"] == {"declared": count, "projects": count}


def test_the_sixth_year_is_what_its_commands_add_up_to(made: Cli) -> None:
    on = "2026-08-31"
    called, lent, repaid, guaranteed = 30_000_00, 24_000_00, 1_020_00, 9_000_00
    left = euros(cash(DAYS[-1]) + called - lent + repaid - guaranteed)
    assert made.report("composition", "--as-of", on)["uses"]["cash"] == left
    assert made.report("cash", "--as-of", on)["cash"] == left


def test_the_ledger_of_the_demo_verifies_and_names_no_donor(made: Cli) -> None:
    events = made.events()
    assert made.done("audit", "verify")["events"] == len(events)
    donors = {row["party"] for row in rows(DAYS[-1]) if row["sector"] == "crowdfunding"}
    assert len(donors) == 7
    assert not [name for name in donors if name in str(events)]


def test_a_second_demo_in_the_same_place_is_refused(made: Cli, folder: Path) -> None:
    before = made.events()
    answer = made("demo", "--dir", folder)
    assert answer.exit_code == 1
    assert "demo.db" in answer.stderr
    assert answer.stderr.endswith("[ledger-exists]\n")
    assert not answer.stdout
    assert made.events() == before


def test_a_file_that_is_already_there_is_left_as_it_is(cli: Cli, tmp_path: Path) -> None:
    mine = tmp_path / "2023.csv"
    mine.write_text("mine", encoding="utf-8")
    assert cli("demo", "--dir", tmp_path).exit_code == 1
    assert mine.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["2023.csv"]


def test_without_a_folder_the_demo_makes_one_and_says_where(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = Path.cwd()
    answer = cli("demo", lang="en")
    assert answer.exit_code == 0
    assert Path.cwd() == before
    [folder] = tmp_path.iterdir()
    assert str(folder) in answer.stdout.splitlines()[0]
    assert not cli.ledger.exists()


def test_what_to_try_next_works_as_it_is_written(cli: Cli, tmp_path: Path) -> None:
    said = show(cli, tmp_path / "ici et là")
    commands = [line for line in said.splitlines() if line.startswith("blendfund ")]
    assert len(commands) == 4
    for command in commands:
        _, _, place, *words = shlex.split(command)
        answer = type(cli)(Path(place))(*words)
        assert answer.exit_code == 0, command
        assert answer.stdout, command


def test_the_demo_stops_where_a_command_fails(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(monkeypatch, "2022.csv", b"not,a,movement,file\n")
    answer = cli("demo", "--dir", tmp_path, lang="en")
    assert answer.exit_code == 3
    assert answer.stdout.endswith("should have ended with 0, not 3.\n")


def test_the_demo_fails_where_a_command_should_have(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(monkeypatch, demo.UNREADABLE, demo.content("2025.csv"))
    answer = cli("demo", "--dir", tmp_path, lang="en")
    assert answer.exit_code == 70
    assert answer.stdout.endswith("should have ended with 3, not 0.\n")
