from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from blendfund.domain.errors import FileRejected, FileUnreadable
from blendfund.exchange.expected import read_expected
from blendfund.exchange.mapping import date_pattern, read_mapping

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEAST = '[columns]\ndate = "Date"\namount = "Montant"\n[fixed]\nkind = "expense"\n'


def mistakes(
    folder: Path, text: str, read: Callable[[Path], object] = read_mapping
) -> list[tuple[int, str, str]]:
    path = folder / "m.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRejected) as found:
        read(path)
    assert found.value.exit_code == 3
    return [
        (one.line, one.column, one.why.format(**one.given)) for one in found.value.problems
    ]


def test_the_least_mapping_says_date_amount_and_kind(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(LEAST, encoding="utf-8")
    mapping, digest = read_mapping(path)
    (one,) = mapping.movements()
    assert one.columns == {"date": "Date", "amount": "Montant"}
    assert (one.fixed, one.sign, len(digest)) == ({"kind": "expense"}, "positive", 64)


def test_what_a_movement_says_wins_over_what_all_say(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    own = '[[movement]]\nfixed.kind = "contract"\ncolumns.date = "Vote"\n'
    path.write_text(LEAST + own + 'texts.label = "{Objet}"', encoding="utf-8")
    (one,) = read_mapping(path)[0].movements()
    assert one.columns == {"date": "Vote", "amount": "Montant"}
    assert (one.fixed["kind"], one.texts) == ("contract", {"label": "{Objet}"})


@pytest.mark.parametrize(
    ("text", "line", "key", "why"),
    [
        ("[file]\nseparateur = ';'\n", 2, "file.separateur", "did you mean separator"),
        ("[colums]\n", 1, "colums", "did you mean columns"),
        ("[zzz]\n", 1, "zzz", "the keys are: columns"),
        ("[file]\nzzz = 1\n", 2, "file.zzz", "the keys are: format, sheet"),
        ("[file]\ndates = '%d/%m'\n", 2, "file.dates", "is no date format"),
        ("[file]\ndates = 3\n", 2, "file.dates", "a list in brackets"),
        ("[file]\nheader = 'un'\n", 2, "file.header", "a whole number"),
        ("[file]\nheader = -1\n", 2, "file.header", "cannot be understood"),
        ("[file]\nseparator = ';;'\n", 2, "file.separator", "one character"),
        ("[file]\nencoding = 'ebcdic'\n", 2, "file.encoding", "utf-8 or cp1252"),
        ("[file]\ndecimal = ';'\n", 2, "file.decimal", "; is not one of"),
        ("[file]\ndecimal = '.'\nthousands = '.'\n", 3, "file.thousands", "the same mark"),
        ("[columns]\namout = 'B'\n", 2, "columns.amout", "did you mean amount"),
        ("[fixed]\nkind = 'contrat'\n", 2, "fixed.kind", "is not one of: commitment"),
        ("[fixed]\nlabel = 12\n", 2, "fixed.label", "a text in quotes"),
        ("[texts]\nlabel = 'Objet'\n", 2, "texts.label", "columns in braces"),
        ("[values.kynd]\nDon = 'x'\n", 1, "values.kynd", "did you mean kind"),
        ("[values.kind]\n'Un don' = 'x'\n", 2, 'values.kind."Un don"', "is not one of"),
        ("[[movement]]\nsigne = '+'\n", 2, "movement[1].signe", "did you mean sign"),
        ("file = 3\n", 1, "file", "a table of keys"),
        ("[file\n", 1, "", "this is not TOML"),
        (f"a = {'[' * 5000}", 1, "", "this is not TOML"),
        ("a = 1\0", 1, "", "NUL byte"),
    ],
)
def test_a_mistake_is_told_at_its_line_under_its_key(
    tmp_path: Path, text: str, line: int, key: str, why: str
) -> None:
    (first, *_) = mistakes(tmp_path, text)
    assert first[:2] == (line, key)
    assert why in first[2]


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    text = "[file]\nseparateur = ';'\n[columns]\namout = 'B'\ndat = 'A'\n"
    assert [one[0] for one in mistakes(tmp_path, text)] == [2, 4]


def test_a_movement_without_a_date_is_told_where_it_stands(tmp_path: Path) -> None:
    text = "[columns]\namount = 'B'\n[[movement]]\nfixed.kind = 'expense'\n"
    ((line, key, why),) = mistakes(tmp_path, text)
    assert (line, key) == (3, "movement[1]")
    assert "where its date comes from" in why


def test_a_field_has_one_source(tmp_path: Path) -> None:
    text = "[columns]\nlabel = 'B'\n[texts]\nlabel = '{C}'\n"
    assert mistakes(tmp_path, text)[0][1] == "texts.label"


def test_a_file_that_nobody_wrote_by_hand_is_refused(tmp_path: Path) -> None:
    long = "# x\n" * (1 << 18) + "# y\n"
    assert "larger than 1 MiB" in mistakes(tmp_path, long)[0][2]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        read_mapping(tmp_path / "absent.toml")


@pytest.mark.parametrize("form", ["%d/%m", "%d/%m/%H", "", "%d/%m/%Y/%d", "excel"])
def test_a_date_format_names_day_month_and_year_once(form: str) -> None:
    assert date_pattern(form) is None


@pytest.mark.parametrize(
    ("text", "line", "key", "why"),
    [
        ("[total]\nreceved = 3\n", 2, "total.receved", "did you mean received"),
        ("[total]\nreceived = '1.234'\n", 2, "total.received", "is not an amount"),
        ("[total]\nreceived = true\n", 2, "total.received", "is not an amount"),
        ("[party]\noutstanding = {}\n", 2, "party.outstanding", "the keys are"),
        ("[sector.received]\npublik = 3\n", 2, "sector.received.publik", "mean public"),
        ("[year.received]\nan = 3\n", 2, "year.received.an", "is not a year"),
        ("date = '2024-12-31'\n", 1, "date", "without quotes"),
        ("dat = 3\n", 1, "dat", "did you mean date"),
        ("", 1, "", "holds no total"),
    ],
)
def test_a_mistake_in_the_totals_is_told_at_its_line(
    tmp_path: Path, text: str, line: int, key: str, why: str
) -> None:
    found = mistakes(tmp_path, text, read_expected)
    assert (found[0][0], found[0][1]) == (line, key)
    assert why in found[0][2]
