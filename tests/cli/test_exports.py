"""The books as files: told of in JSON, whole or not at all, the same bytes again."""

from __future__ import annotations

import hashlib
import re
import sys
from typing import TYPE_CHECKING, Any

import click
import pytest
from tests import referees
from tests.cli.test_delivery import _Os
from tests.cli.test_terminal import Screen, screen

from blendfund_cli.answering import files
from blendfund_cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli, Movements

__all__ = ["screen"]
ROWS = """
2020-02-01 contribution 300 party='Région Grand Est' public grant concessional
2020-03-01 contribution 100.5 party='=HYPERLINK(1)' solidarity loan market
2020-04-01 disbursement 50 project=Ressourcerie loan market
2021-04-01 repayment 20 project=Ressourcerie label='Échéance; 1'
"""
CARRIED = "2020-05-01 contribution 9 party=Etat public grant concessional carrier=Caisse"
AT = ("--fund", "ALSACE", "--as-of", "2021-12-31")
KINDS = ("journal", "beancount", "hledger")
EACH = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def filled(fund: Cli, movements: Movements) -> Cli:
    fund.take(movements(ROWS))
    return fund


@EACH
def test_json_tells_what_the_file_is_and_was_made_from(
    filled: Cli, tmp_path: Path, kind: str
) -> None:
    out = tmp_path / "livres"
    told = filled.done("export", kind, *AT, "--out", out)
    report = filled.report("balance")
    assert told == {
        "export": kind,
        "file": str(out),
        "fund": "ALSACE",
        "currency": "EUR",
        "as_of": "2021-12-31",
        "entries": 4,
        "rows": 8,
        "left_out": 0,
        "position": report["position"],
        "root": report["root"],
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
    }


@EACH
def test_the_same_facts_give_the_same_bytes_in_any_language(
    filled: Cli, tmp_path: Path, kind: str
) -> None:
    for name, language in (("un", "fr"), ("deux", "en"), ("trois", "fr")):
        answer = filled("export", kind, *AT, "--out", tmp_path / name, lang=language)
        assert (answer.exit_code, answer.stdout) == (0, "")
    contents = {(tmp_path / name).read_bytes() for name in ("un", "deux", "trois")}
    assert len(contents) == 1
    printed = filled("export", kind, *AT, "--out", "-")
    assert printed.stdout.encode() == contents.pop().replace(b"\r\n", b"\n")
    assert printed.stderr == ""


def test_bean_check_accepts_the_file(filled: Cli, tmp_path: Path) -> None:
    out = tmp_path / "alsace.beancount"
    filled.done("export", "beancount", *AT, "--out", out)
    assert referees.accepted("bean-check", out) == ""


def test_the_referees_agree_with_the_balance_report(filled: Cli, tmp_path: Path) -> None:
    for kind, judge in (("beancount", referees.beancount), ("hledger", referees.hledger)):
        filled.done("export", kind, *AT, "--out", tmp_path / kind)
        found = judge(tmp_path / kind)
        assert {str(number) for number in found.values()} == {
            row["balance"] for row in filled.report("balance")["rows"]
        }


def test_a_french_excel_gets_french_and_runs_no_formula(
    filled: Cli, tmp_path: Path
) -> None:
    out = tmp_path / "journal.csv"
    asked = ("export", "journal", *AT, "--dialect", "excel-fr", "--out", out)
    assert filled(*asked, lang="en").exit_code == 0
    head, first, *_ = out.read_bytes().decode().split("\r\n")
    assert head.startswith("\ufeffPosition;Ligne;Date d’opération;Date comptable;")
    assert ";Apport reçu;Banque;300,00;;EUR;ALSACE;" in first
    assert ";'=HYPERLINK(1);" in out.read_text()
    assert ",=HYPERLINK(1)," in filled("export", "journal", *AT).stdout


def test_what_others_carry_is_said_to_be_left_out(
    filled: Cli, movements: Movements, tmp_path: Path
) -> None:
    filled.take(movements(CARRIED))
    out = tmp_path / "journal.csv"
    answer = filled("export", "journal", *AT, "--out", out)
    assert "1 fait sur l’argent porté par des tiers" in answer.stderr
    assert filled.done("export", "hledger", *AT, "--out", out)["left_out"] == 1
    whole = filled.done("export", "journal", *AT, "--carried", "--out", out)
    assert (whole["left_out"], whole["rows"]) == (0, 10)


def test_persons_are_not_named_where_that_is_asked(
    filled: Cli, movements: Movements
) -> None:
    gift = "2020-05-01 contribution 9 party='Lin Weber' individual donation concessional"
    filled.take(movements(gift))
    for kind in KINDS:
        assert "Lin Weber" in filled("export", kind, *AT).stdout
        assert "Lin Weber" not in filled("export", kind, *AT, "--no-names").stdout


@EACH
@pytest.mark.parametrize(
    ("words", "exit_code"),
    [
        (("--fund", "LORRAINE"), 4),
        (("--fund", "ALSACE", "--known-at", "99999"), 2),
        (("--fund", "ALSACE", "--json"), 2),
        (("--fund", "ALSACE", "--json", "--out", "-"), 2),
        (("--fund", "ALSACE", "--out", "{folder}"), 2),
        (("--fund", "ALSACE", "--out", "{ledger}"), 2),
        (("--fund", "ALSACE", "--out", "{ledger}.keys"), 2),
        (("--fund", "ALSACE", "--out", "{folder}/absent/f"), 74),
        (("--fund", "ALSACE", "--out", "/dev/full"), 74),
        (("--out", "{folder}/f"), 2),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_refused_in_words(
    filled: Cli, tmp_path: Path, kind: str, words: tuple[str, ...], exit_code: int
) -> None:
    before = filled.ledger.read_bytes()
    given = [word.format(folder=tmp_path, ledger=filled.ledger) for word in words]
    answer = filled("export", kind, *given)
    assert (answer.exit_code, answer.stdout) == (exit_code, "")
    assert answer.stderr.strip()
    assert filled.ledger.read_bytes() == before
    assert not (tmp_path / "f").exists()


def test_a_full_disk_leaves_the_file_that_was_there(
    filled: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "livres"
    out.write_text("ancien")

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "os", _Os(full))
    answer = filled("export", "beancount", *AT, "--out", out)
    assert answer.exit_code == 74
    assert f"{out} : plus de place" in answer.stderr.replace("\xa0", " ")
    assert out.read_text() == "ancien"
    assert list(tmp_path.glob(".*")) == []


@EACH
def test_a_terminal_cannot_be_steered(
    filled: Cli,
    movements: Movements,
    screen: Screen,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    row = "2020-05-01 contribution 1 'party=a\x1b]0;b' public grant market"
    filled.take(movements(row))
    with monkeypatch.context() as there:
        there.setattr(sys, "stdout", screen)
        words: list[Any] = filled.arguments("export", kind, *AT)
        main.main(words, prog_name="blendfund", standalone_mode=False)
    text = click.unstyle(screen.getvalue())
    assert "\x1b" not in text
    assert re.search(r"a\\+u001b[])]0[;,]b", text)
