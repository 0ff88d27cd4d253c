"""A report as it is asked for: on the screen, piped, or in a file."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import openpyxl
import pytest
from tests.cli.test_terminal import Screen, report, screen

from blendfund_cli.answering import files, pager
from blendfund_cli.main import main

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements

__all__ = ["screen"]
ROWS = """
2020-02-01 contribution 300 party=Région public grant concessional
2020-03-01 contribution 100 'party==HYPERLINK(1)' solidarity loan market
2020-04-01 disbursement 50 project=Ressourcerie loan market
2021-04-01 repayment 20 project=Ressourcerie
"""
AT = ("--fund", "ALSACE", "--as-of", "2021-12-31")
REPORTS = ("composition", "leverage", "returns", "balance")
FORMATS = pytest.mark.parametrize("shape", ["table", "json", "csv", "xlsx"])


@pytest.fixture
def filled(fund: Cli, movements: Movements) -> Cli:
    fund.take(movements(ROWS))
    return fund


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("shape", ["table", "json", "csv"])
def test_a_file_holds_what_would_have_been_printed(
    filled: Cli, tmp_path: Path, name: str, shape: str
) -> None:
    asked = ("report", name, *AT, "--format", shape)
    printed = filled(*asked)
    written = filled(*asked, "--out", tmp_path / "rapport")
    assert (written.exit_code, written.stdout) == (0, "")
    assert written.stderr == f"Écrit dans {tmp_path / 'rapport'}.\n"
    content = (tmp_path / "rapport").read_bytes().decode()
    assert content.replace("\r\n", "\n") == printed.stdout


def test_json_is_short_for_a_format(filled: Cli) -> None:
    asked = ("report", "balance", *AT)
    assert filled(*asked, "--json").stdout == filled(*asked, "--format", "json").stdout
    assert filled(*asked, "--json", "--format", "json").exit_code == 0


@FORMATS
def test_the_same_report_is_the_same_file(filled: Cli, tmp_path: Path, shape: str) -> None:
    for name in ("un", "deux"):
        asked = ("report", "composition", *AT, "--format", shape)
        assert filled(*asked, "--out", tmp_path / name).exit_code == 0
    assert (tmp_path / "un").read_bytes() == (tmp_path / "deux").read_bytes()


def test_a_workbook_opens_with_its_tables_in_words(filled: Cli, tmp_path: Path) -> None:
    out = tmp_path / "rendement.xlsx"
    assert filled("report", "returns", *AT, "--format", "xlsx", "--out", out).exit_code == 0
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Rendement", "Apporteurs", "Courbe en J", "À propos"]
    curve = list(book["Courbe en J"].iter_rows(min_row=2, values_only=True))
    assert curve == [(2020, -50, -50), (2021, 20, -30)]


def test_a_french_excel_gets_french_whatever_the_language(filled: Cli) -> None:
    asked = ("report", "composition", *AT, "--by", "party", "--format", "csv")
    french, english = (
        filled(*asked, "--dialect", "excel-fr", lang=lang).stdout for lang in ("fr", "en")
    )
    assert french == english
    assert french.startswith("\ufeffSource;Engagé;Reçu;")
    assert "\n'=HYPERLINK(1);100,00;" in french
    assert "\n=HYPERLINK(1),100.00," in filled(*asked).stdout


def test_csv_ends_its_lines_as_the_standard_says(filled: Cli, tmp_path: Path) -> None:
    out = tmp_path / "soldes.csv"
    filled("report", "balance", *AT, "--format", "csv", "--out", out)
    lines = out.read_bytes().split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\n" in line for line in lines)


@pytest.mark.parametrize(
    "words",
    [
        ("--format", "xlsx"),
        ("--json", "--format", "csv"),
        ("--dialect", "excel-fr"),
        ("--format", "csv", "--table", "emplois"),
        ("--format", "json", "--table", "uses"),
        ("--format", "pdf"),
        ("--format", "csv", "--out", "{folder}"),
        ("--format", "csv", "--out", "{ledger}"),
        ("--format", "csv", "--out", "{ledger}.keys"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_refused_in_words(
    filled: Cli, tmp_path: Path, words: tuple[str, ...]
) -> None:
    before = filled.ledger.read_bytes()
    given = [word.format(folder=tmp_path, ledger=filled.ledger) for word in words]
    answer = filled("report", "composition", *AT, *given)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "Erreur" in answer.stderr
    assert filled.ledger.read_bytes() == before


def test_a_file_replaced_is_whole_and_keeps_its_place(filled: Cli, tmp_path: Path) -> None:
    place, link = tmp_path / "vrai.csv", tmp_path / "lien.csv"
    place.write_text("ancien")
    link.symlink_to(place)
    asked = ("report", "balance", *AT, "--format", "csv", "--out", link)
    assert filled(*asked).exit_code == 0
    assert link.is_symlink()
    assert place.read_text().startswith("account,")
    assert [one.name for one in tmp_path.glob(".*")] == []


def test_what_the_disk_refuses_is_said_and_leaves_nothing(
    filled: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "soldes.csv"
    out.write_text("ancien")

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "os", _Os(full))
    answer = filled("report", "balance", *AT, "--format", "csv", "--out", out)
    assert answer.exit_code == 74
    assert "plus de place" in answer.stderr
    assert out.read_text() == "ancien"
    assert list(tmp_path.glob(".*")) == []


class _Os:
    """The system, with a disk that is full."""

    def __init__(self, fsync: Any) -> None:
        self.fsync = fsync

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


def test_a_folder_that_is_not_there_is_named(filled: Cli, tmp_path: Path) -> None:
    out = tmp_path / "absent" / "soldes.csv"
    answer = filled("report", "balance", *AT, "--format", "csv", "--out", out)
    assert answer.exit_code == 74
    assert f"{out} : fichier ou dossier absent" in answer.stderr.replace("\xa0", " ")


def test_a_pipe_is_written_to_as_it_stands(filled: Cli) -> None:
    answer = filled("report", "balance", *AT, "--format", "csv", "--out", "/dev/null")
    assert answer.exit_code == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_pictures_stand_under_the_tables_of_a_terminal(
    filled: Cli, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = click.unstyle(report(screen, filled, "composition", monkeypatch))
    assert re.search("Public +75,0\u00a0% ████████", text)
    assert "█" not in filled("report", "composition", *AT).stdout


def shown(screen: Screen, filled: Cli, patch: pytest.MonkeyPatch, *words: str) -> str:
    arguments = filled.arguments("report", *words, *AT)
    with patch.context() as there:
        there.setattr(sys, "stdout", screen)
        main.main(arguments, prog_name="blendfund", standalone_mode=False)
    return click.unstyle(screen.getvalue())


def test_a_curve_is_drawn_and_can_be_left_out(
    filled: Cli, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = shown(screen, filled, monkeypatch, "returns")
    assert "│ -50,00\u00a0€  ◄ point bas" in text
    text = shown(type(screen)(), filled, monkeypatch, "returns", "--no-picture")
    assert "◄" not in text
    assert "Point bas" in text


def test_csv_on_a_terminal_cannot_steer_it(
    filled: Cli, movements: Movements, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.take(
        movements("2020-05-01 contribution 1 'party=a\x1b]0;b' public grant market")
    )
    words = ("composition", "--by", "party", "--format", "csv")
    text = shown(screen, filled, monkeypatch, *words)
    assert "\x1b" not in text
    assert "a\\u001b]0;b,1.00" in text


@pytest.mark.parametrize(
    ("lines", "options", "paged"),
    [("10", (), True), ("200", (), False), ("10", ("--no-pager",), False)],
)
def test_what_runs_off_the_screen_is_shown_page_by_page(
    filled: Cli,
    screen: Screen,
    monkeypatch: pytest.MonkeyPatch,
    lines: str,
    options: tuple[str, ...],
    paged: bool,  # noqa: FBT001 -- a case of the table above
) -> None:
    seen: list[str] = []
    monkeypatch.setenv("LINES", lines)
    monkeypatch.setattr(sys, "stdin", Screen())
    monkeypatch.setattr(click, "echo_via_pager", seen.append)
    shown(screen, filled, monkeypatch, "composition", *options)
    assert bool(seen) == paged
    assert bool(screen.getvalue()) != paged


def test_an_empty_pager_is_no_pager(
    filled: Cli, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINES", "10")
    monkeypatch.setattr(sys, "stdin", Screen())
    monkeypatch.setenv("PAGER", "cat")
    with pager.unpaged():
        shown(screen, filled, monkeypatch, "composition")
    assert screen.getvalue()
    assert os.environ["PAGER"] == "cat"
    monkeypatch.delenv("PAGER")
    with pager.unpaged():
        pass
    assert "PAGER" not in os.environ


class Foreign(io.TextIOWrapper):
    """A terminal that knows few characters."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_the_characters_gets_the_nearest(
    filled: Cli, screen: Screen, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    del screen
    raw = io.BytesIO()
    terminal = Foreign(raw, encoding=encoding, write_through=True)
    with monkeypatch.context() as there:
        there.setattr(sys, "stdout", terminal)
        words = filled.arguments("report", "returns", *AT)
        main.main(words, prog_name="blendfund", standalone_mode=False)
    text = click.unstyle(raw.getvalue().decode(terminal.encoding))
    assert re.search("-50,00[ \u00a0]EUR  < point bas", text)
    assert "█" not in text
    assert ("Cle" in text) == (encoding == "ascii")


def test_json_on_a_foreign_terminal_is_still_json(
    filled: Cli, movements: Movements, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.take(movements("2020-05-01 contribution 1 'party=É🙂' public grant market"))
    words = ("report", "composition", *AT, "--by", "party", "--json")
    raw = io.BytesIO()
    terminal = Foreign(raw, encoding="ascii", write_through=True)
    with monkeypatch.context() as there:
        there.setattr(sys, "stdout", terminal)
        main.main(filled.arguments(*words), prog_name="blendfund", standalone_mode=False)
    assert b'"key":"\\u00c9\\ud83d\\ude42"' in raw.getvalue()
    terminal.close()
