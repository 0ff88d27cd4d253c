"""On a terminal reports are drawn tables; anywhere else, and in JSON, plain text."""

from __future__ import annotations

import re
import sys
from io import StringIO
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner
from rich.console import Console

from blendfund.reports.printed import Printed
from blendfund_cli.answering import terminal
from blendfund_cli.main import main

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements

WIDTH = 100
STYLE = re.compile(r"\x1b\[([0-9;]*)m")
COLOURS = {str(code) for code in (*range(30, 50), *range(90, 108))} - {"39", "49"}
REPORTS = ("composition", "leverage", "returns", "balance")
TABLE = Printed(
    "Soldes [bold]au 31 décembre[/bold]",
    ("Compte", "Débit", "Crédit"),
    (("Banque [red]", "1\u202f234,50\u00a0€", ""), ("Dons", "", "9,00\u00a0€")),
    ("Une note [link=x]",),
)


class Screen(StringIO):
    """A terminal that keeps what it is sent."""

    def isatty(self) -> bool:
        return True


def drawn(*tables: Printed, width: int = WIDTH) -> str:
    screen = StringIO()
    terminal.show(tables, Console(file=screen, width=width, highlight=False))
    return screen.getvalue()


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Standard output as a terminal of the width of the tests."""
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("BLENDFUND_LANG", "fr")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    return Screen()


def report(screen: Screen, fund: Cli, name: str, patch: pytest.MonkeyPatch) -> str:
    words = fund.arguments("report", name, "--fund", "ALSACE", "--as-of", "2020-12-31")
    with patch.context() as there:
        there.setattr(sys, "stdout", screen)
        main.main(words, prog_name="blendfund", standalone_mode=False)
    return screen.getvalue()


def test_a_table_is_drawn_with_its_title_its_cells_and_its_notes() -> None:
    lines = drawn(TABLE).splitlines()
    assert lines[0].strip() == "Soldes [bold]au 31 décembre[/bold]"
    assert "Une note [link=x]" in lines
    (bank,) = (line for line in lines if "Banque" in line)
    assert "Banque [red]" in bank, "a label is text, never markup"
    assert "1\u202f234,50\u00a0€" in bank


def test_figures_stand_to_the_right() -> None:
    bank, gifts = (line for line in drawn(TABLE).splitlines() if "€" in line)
    assert bank.index("€") < gifts.index("€")
    assert bank.strip().startswith("Banque")


def test_a_table_stays_within_the_screen_and_loses_nothing() -> None:
    long = Printed("Titre", ("Clé", "Montant"), (("é" * 150, "1,00\u00a0€"),))
    text = drawn(long, width=60)
    assert max(map(len, text.splitlines())) <= 60
    assert text.count("é") - "Clé".count("é") == 150


def test_a_table_too_wide_for_the_screen_keeps_its_lines_whole() -> None:
    wide = TABLE._replace(picture=("Banque ████",))
    lines = drawn(wide, width=20).splitlines()
    (bank,) = (line for line in lines if "[red]" in line)
    assert "1\u202f234,50\u00a0€" in bank
    assert lines.index("Banque ████") > lines.index(bank)
    assert lines[-1] == "Une note [link=x]"


def test_a_table_without_rows_is_drawn() -> None:
    assert "Clé" in drawn(Printed("Titre", ("Clé",), ()))


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_on_a_terminal_is_drawn_within_its_width(
    fund: Cli,
    movements: Movements,
    screen: Screen,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    fund.take(
        movements("2020-02-01 contribution 100 party=Lin crowdfunding donation market")
    )
    text = click.unstyle(report(screen, fund, name, monkeypatch))
    assert "ALSACE" in text
    assert "─" in text
    assert "31 décembre 2020" in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= WIDTH


def test_no_color_is_honoured(
    fund: Cli, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    text = report(screen, fund, "composition", monkeypatch)
    codes = {code for found in STYLE.findall(text) for code in found.split(";")}
    assert not codes & COLOURS


def test_a_hostile_label_cannot_steer_the_terminal(
    fund: Cli, movements: Movements, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    party = "Lin\x1b]0;titre\x07\u202e"
    row = f"2020-02-01 contribution 100 'party={party}' public grant concessional"
    fund.take(movements(row))
    words = ("report", "composition", "--fund", "ALSACE", "--by", "party")
    with monkeypatch.context() as there:
        there.setattr(sys, "stdout", screen)
        main.main(fund.arguments(*words), prog_name="blendfund", standalone_mode=False)
    assert "\x07" not in screen.getvalue()
    assert "\x1b]" not in screen.getvalue()
    assert "\u202e" not in screen.getvalue()


def test_elsewhere_a_report_is_plain(fund: Cli) -> None:
    words = fund.arguments("report", "composition", "--fund", "ALSACE")
    result = CliRunner().invoke(main, words)
    assert "\x1b" not in result.stdout
    assert "─" not in result.stdout
