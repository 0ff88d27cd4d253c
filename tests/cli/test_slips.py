"""Slips that no rule foresees: each is answered in words, and nothing is written twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.torture.hostile import workbook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Answer, Cli, Movements, Refusals

GRANT = "2020-03-01 contribution 1000 party=Région public grant concessional"
COMMIT = (
    *("contribution", "commit", "CONV-1", "--fund", "ALSACE", "--party", "Région"),
    *("--sector", "public", "--instrument", "grant", "--terms", "concessional"),
    *("--on", "2020-02-01", "--create"),
)
FAR = "9" * 30


@pytest.mark.parametrize(
    "words",
    [
        ("correct", FAR, "--amount", "1", "--reason", "essai"),
        ("events", "--from", FAR),
        ("audit", "replay", "--to", FAR),
        ("audit", "explain", "1", "--from", FAR),
    ],
    ids=lambda words: words[0],
)
def test_a_position_beyond_any_ledger_is_a_slip(
    refuses: Refusals, words: tuple[str, ...]
) -> None:
    refuses(2, *words)


def test_a_number_of_thousands_of_digits_rejects_a_file_of_settings(
    refuses: Refusals, movements: Movements, tmp_path: Path
) -> None:
    settings = tmp_path / "lecture.toml"
    settings.write_text(f"format = {'1' * 5000}\n")
    words = (
        "import",
        "mapped",
        movements(GRANT),
        "--fund",
        "ALSACE",
        "--mapping",
        settings,
    )
    refuses(3, *words, says="too long|trop long")


def test_a_list_with_nothing_in_it_is_told_in_words(fund: Cli) -> None:
    answer = fund("contribution", "receive", "INCONNU", "--amount", "1")
    assert "(aucun)" in answer.stderr
    assert fund("contribution", "receive", "X", "--amount", "1", lang="en").stderr.count(
        "(none)"
    )


def test_a_key_knows_its_command_however_it_was_typed(fund: Cli) -> None:
    first = fund.done(*COMMIT, "--amount", "12,50", "--label", "Acte 1", "--key", "k1")
    again = fund.done(
        *("contribution", "commit", "CONV-1", "--key", "k1", "--label", "Acte 1"),
        *("--terms", "concessional", "--instrument", "grant", "--sector", "public"),
        *("--party", "Région", "--fund", "ALSACE", "--amount", "12,5"),
        *("--on", "2020-02-01"),
    )
    assert again == {**first, "already": True}


def test_a_key_knows_another_amount(refuses: Refusals) -> None:
    refuses.cli.done(*COMMIT, "--amount", "12,50", "--key", "k1")
    refuses(5, *COMMIT, "--amount", "125", "--key", "k1", code="key-conflict")


def test_the_same_reference_again_answers_what_it_answered_first(fund: Cli) -> None:
    fund.done(*COMMIT, "--amount", "100")
    words = ("contribution", "receive", "CONV-1", "--amount", "10", "--reference", "VIR-1")
    first = fund.done(*words, "--on", "2020-03-01")
    again = fund.done(*words, "--on", "2020-03-01")
    assert again["already"]
    assert (again["reference"], again["position"]) == ("CONV-1", first["position"])


def test_a_file_attached_twice_is_attached_once(fund: Cli, tmp_path: Path) -> None:
    fund.done(*COMMIT, "--amount", "100")
    voucher = tmp_path / "convention.pdf"
    voucher.write_bytes(b"convention")
    first = fund.done("attach", voucher, "CONV-1")
    again = fund.done("attach", voucher, "CONV-1")
    assert (again["position"], again["already"]) == (first["position"], True)
    assert "déjà été joint" in fund("attach", voucher, "CONV-1").stdout
    noted = fund.done("attach", voucher, "CONV-1", "--note", "signée")
    assert noted["position"] == first["position"] + 1


def test_a_fund_shows_its_territories_one_by_one(fund: Cli) -> None:
    assert fund.done("fund", "show", "ALSACE")["territories"] == ["FR-67"]


def cash(answer: Any) -> list[tuple[str, str]]:
    return [
        (one["before"], one["after"]) for one in answer["effect"] if one["key"] == "cash"
    ]


def heard(answer: Answer) -> bool:
    return "Ce que cela change du fonds ALSACE" in answer.stdout


def test_a_dry_run_tells_what_any_write_would_change(
    fund: Cli, movements: Movements
) -> None:
    file = movements(GRANT)
    words = ("import", "movements", file, "--fund", "ALSACE", "--dry-run")
    assert cash(fund.done(*words)) == [("0.00", "1000.00")]
    assert heard(fund(*words))
    fund.take(file)
    wrong = fund.events()[-1]["position"]
    correct = ("correct", str(wrong), "--amount", "900", "--reason", "saisie", "--dry-run")
    assert cash(fund.done(*correct)) == [("1000.00", "900.00")]
    assert heard(fund(*correct))
    undo = ("undo", "--reason", "doublon", "--dry-run")
    assert cash(fund.done(*undo)) == [("1000.00", "0.00")]
    assert heard(fund(*undo))


def test_what_is_not_done_dry_tells_no_effect(fund: Cli, movements: Movements) -> None:
    assert "effect" not in fund.take(movements(GRANT))


def test_a_transfer_leaves_a_funds_figures_as_they_are(
    fund: Cli, movements: Movements
) -> None:
    fund.take(movements(GRANT))
    words = ("transfer", "--fund", "ALSACE", "--amount", "400", "--to-account", "livret")
    assert fund.done(*words, "--dry-run")["effect"] == []
    assert "400,00" in fund(*words).stdout


def test_a_workbook_with_a_cell_that_never_ends_is_refused(
    refuses: Refusals, tmp_path: Path
) -> None:
    book = tmp_path / "sans-fin.xlsx"
    cell = '<c r="A1" t="inlineStr"><is><t>' + "x" * 3_000_000 + "</t></is></c>"
    row = f"<sheetData><row r='1'>{cell}</row></sheetData>"
    sheet = f"<worksheet xmlns='MAIN'>{row}</worksheet>"
    book.write_bytes(workbook(sheet))
    words = ("import", "scdl", book, "--fund", "ALSACE")
    refuses(3, *words, says="trop gros une fois décompressé")
