from __future__ import annotations

import datetime as dt
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from blendfund.domain.errors import FileUnreadable
from blendfund.exchange import grid, lines
from blendfund.exchange import scdl_sentences as say
from blendfund.exchange.scdl import ScdlFile, read_scdl, siren_of, siret_valid
from blendfund.exchange.scdl_headers import columns_of
from blendfund.exchange.scdl_values import UnreadableValue, amount_minor, day, identity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FIXTURES = Path(__file__).parents[1] / "fixtures" / "scdl"
HEADER = (
    "nomAttribuant;idAttribuant;dateConvention;nomBeneficiaire;idBeneficiaire;objet;montant"
)
GOOD = "Ville;732829320;2020-01-02;Asso;;Aide;10"
CENTS_MAX = 10**15


def read(tmp_path: Path, content: str | bytes) -> ScdlFile:
    path = tmp_path / "grants.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_scdl(path)


def workbook(tmp_path: Path, *rows: Sequence[object], iso_dates: bool = False) -> Path:
    book = Workbook()
    book.iso_dates = iso_dates
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    path = tmp_path / "grants.xlsx"
    book.save(path)
    return path


def warned(file: ScdlFile) -> dict[str, tuple[int, ...]]:
    return {warning.code: warning.lines for warning in file.warnings}


def faults(file: ScdlFile) -> list[tuple[int, str, str]]:
    assert all(fault.why.format(**fault.values) for fault in file.problems)
    return [(fault.line, fault.column, fault.why) for fault in file.problems]


def test_the_first_generation_is_read_with_quoted_newlines() -> None:
    file = read_scdl(FIXTURES / "collectivite.csv")
    assert not file.problems
    assert [line.line for line in file.lines] == [2, 3, 6]
    assert [line.amount_minor for line in file.lines] == [1_000_000, 3_897_594, 50_000]
    assert [line.on.day for line in file.lines] == [4, 4, 5]
    assert file.lines[1].label == "Atelier :\n- réparer\n- prêter"
    assert file.lines[0].giver_id == "21670999900000"
    assert file.lines[0].beneficiary_id == "81234567800000"
    assert file.lines[2].beneficiary_id == ""
    assert file.lines[0].reference == "2019-01"


def test_a_cp1252_file_keeps_its_accents_and_its_blank_lines_are_counted() -> None:
    file = read_scdl(FIXTURES / "departement.csv")
    assert not file.problems
    assert file.blank == 3
    assert file.lines[0].beneficiary_name == 'Association "Cœur d\'ouvrage"'
    assert file.lines[0].nature == "aide en numéraire"
    assert [line.amount_minor for line in file.lines] == [4_000_000, 125_050]
    assert warned(file) == {"advance": (3,)}


def test_the_official_header_is_read_with_commas_and_a_byte_order_mark() -> None:
    file = read_scdl(FIXTURES / "officiel.csv")
    assert not file.problems
    assert file.lines[0].giver_name == "Commune Fictive"
    assert file.lines[0].beneficiary_name == "Tiers-lieu du Ried"
    assert file.lines[0].beneficiary_rna == "W671000001"
    assert file.lines[0].on == dt.date(2022, 5, 2)
    assert warned(file) == {"siret-check": (3,), "in-kind": (2,)}


def test_doubts_are_one_summary_a_sort() -> None:
    file = read_scdl(FIXTURES / "collectivite.csv")
    assert warned(file) == {"siret-check": (2, 3, 6), "advance": (2,)}
    assert all("{count}" in warning.text for warning in file.warnings)


def test_an_identity_that_lost_its_digits_is_left_out_with_a_warning(
    tmp_path: Path,
) -> None:
    file = read(tmp_path, f"{HEADER}\nVille;732829320;2020-01-02;Asso;8,12E+13;x;10\n")
    assert file.lines[0].beneficiary_id == ""
    assert warned(file) == {"siret-unreadable": (2,)}


def test_header_names_match_whatever_their_case_accents_and_spacing() -> None:
    header = ["NOM ATTRIBUANT", "Id_Attribuant", "Date Convention", "Nom Bénéficiaire"]
    assert columns_of([*header, "Montant", "autre"])["beneficiary_name"] == 3


def test_a_header_with_a_column_twice_is_refused(tmp_path: Path) -> None:
    file = read(tmp_path, f"{HEADER};SUB_MONTANT\n{GOOD};10\n")
    assert faults(file) == [(1, "SUB_MONTANT", say.COLUMN_TWICE)]


def test_an_unknown_header_names_what_is_missing(tmp_path: Path) -> None:
    file = read(tmp_path, "nomAttribuant;idAttribuant;montant\nVille;;10\n")
    assert faults(file) == [(1, "", say.UNKNOWN_HEADER)]
    assert file.problems[0].values == {"columns": "dateConvention, nomBeneficiaire"}


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("40 000,00", 4_000_000),
        ("1\u00a0234\u202f567,8", 123_456_780),
        ("10000.0", 1_000_000),
        ("38975.94", 3_897_594),
        ("500", 50_000),
        (" 0,01 ", 1),
        ("12.5000", 1250),
        ("0.500", 50),
        ("10000.000", 1_000_000),
        ("10000000000000", CENTS_MAX),
    ],
)
def test_an_amount_is_read_exactly(text: str, cents: int) -> None:
    assert amount_minor(text) == cents


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", say.MISSING),
        ("NaN", say.AMOUNT),
        ("inf", say.AMOUNT),
        ("1e9", say.AMOUNT),
        ("1_000", say.AMOUNT),
        ("١٢٣", say.AMOUNT),
        ("\uff11\uff12", say.AMOUNT),
        ("+5", say.AMOUNT),
        ("5 €", say.AMOUNT),
        ("12 34", say.AMOUNT),
        ("1234 567", say.AMOUNT),
        ("1 2345", say.AMOUNT),
        ("1.234,50", say.AMOUNT),
        ("5,", say.AMOUNT),
        (",5", say.AMOUNT),
        ("1\u2009000", say.AMOUNT),
        ("1.234", say.AMOUNT_AMBIGUOUS),
        ("10,000", say.AMOUNT_AMBIGUOUS),
        ("0.1234", say.AMOUNT_DECIMALS),
        ("0.30000000000000004", say.AMOUNT_DECIMALS),
        ("0", say.AMOUNT_NOT_POSITIVE),
        ("0,00", say.AMOUNT_NOT_POSITIVE),
        ("-500", say.AMOUNT_NOT_POSITIVE),
        ("10000000000000.01", say.AMOUNT_TOO_LARGE),
        ("9" * 5000, say.AMOUNT_TOO_LARGE),
    ],
)
def test_anything_else_is_no_amount(text: str, why: str) -> None:
    with pytest.raises(UnreadableValue) as refused:
        amount_minor(text)
    assert refused.value.why == why


@given(
    cents=st.integers(1, CENTS_MAX),
    group=st.sampled_from(["", " ", "\u00a0", "\u202f"]),
    point=st.sampled_from(".,"),
    zeros=st.sampled_from(["", "00", "0000"]),
)
def test_every_amount_written_is_read_back(
    cents: int, group: str, point: str, zeros: str
) -> None:
    whole, rest = divmod(cents, 100)
    text = f"{whole:,}".replace(",", group) + f"{point}{rest:02d}{zeros}"
    assert amount_minor(text) == cents


def refusal(grammar: Callable[[str], object], text: str) -> UnreadableValue | None:
    try:
        grammar(text)
    except UnreadableValue as refused:
        return refused
    return None


@given(st.text(max_size=60))
def test_what_the_grammars_refuse_they_refuse_in_a_printable_sentence(text: str) -> None:
    for grammar in (amount_minor, day):
        refused = refusal(grammar, text)
        assert refused is None or refused.why.format(**refused.values).isprintable()
    assert identity(text) == "" or identity(text).isascii()


@given(st.dates())
def test_every_day_written_is_read_back(on: dt.date) -> None:
    iso = on.isoformat()
    french = "/".join(reversed(iso.split("-")))
    assert day(iso) == day(iso.replace("-", "/")) == day(french) == on


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", say.MISSING),
        ("2017-02-30", say.DATE_UNREAL),
        ("30/13/2017", say.DATE_UNREAL),
        ("0000-01-01", say.DATE_UNREAL),
        ("1/2/2017", say.DATE),
        ("30-03-2017", say.DATE),
        ("42824", say.DATE),
        ("٢٠١٧-٠٣-٣٠", say.DATE),
        ("2017-03/30", say.DATE),
    ],
)
def test_a_day_that_does_not_exist_is_refused(text: str, why: str) -> None:
    with pytest.raises(UnreadableValue) as refused:
        day(text)
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("21860194600000.0", "21860194600000"),
        ("732 829 320 00074", "73282932000074"),
        ("'732829320", "732829320"),
        ("5580501", "5580501"),
        ("", ""),
        ("0.0", ""),
        ("00000000000000", ""),
        ("2.186E+13", ""),
        ("FR732829320", ""),
        ("٧٣٢٨٢٩٣٢٠", ""),
    ],
)
def test_an_identity_is_its_digits(text: str, digits: str) -> None:
    assert identity(text) == digits


def test_a_leading_zero_dropped_by_a_spreadsheet_comes_back() -> None:
    assert siret_valid("005580113")
    assert identity("5580113") == "5580113"
    assert identity("05580113") == "005580113"


def test_the_siren_is_the_start_of_a_siret() -> None:
    assert siren_of("73282932000074") == siren_of("732829320") == "732829320"
    assert siren_of("7328") == siren_of("") == ""
    assert siret_valid("73282932000074")
    assert not siret_valid("73282932000075")
    assert not siret_valid("7328")


def test_every_bad_cell_is_listed_with_its_line_and_column(tmp_path: Path) -> None:
    bad = 'Ville;732829320;2020-02-30;;;"a\nb";1e9'
    file = read(tmp_path, f"{HEADER}\n{bad}\n;;2020-01-02;A;;;5\n{GOOD}\n")
    assert sorted(faults(file)) == [
        (2, "dateConvention", say.DATE_UNREAL),
        (2, "montant", say.AMOUNT),
        (2, "nomBeneficiaire", say.MISSING),
        (4, "nomAttribuant", say.MISSING),
    ]
    assert [line.line for line in file.lines] == [5]


def test_short_and_long_rows_are_problems(tmp_path: Path) -> None:
    file = read(tmp_path, f"{HEADER}\nVille;1;2020-01-02\n{GOOD};\n")
    assert faults(file) == [(2, "", say.FIELD_COUNT), (3, "", say.FIELD_COUNT)]


def test_nul_bytes_are_problems_at_their_column(tmp_path: Path) -> None:
    bad = GOOD.replace("Aide", "A\0")
    file = read(tmp_path, f"{HEADER}\n{GOOD}\n{bad}\n")
    assert faults(file) == [(3, "objet", grid.NUL)]


def test_bytes_of_no_encoding_are_problems_at_their_line(tmp_path: Path) -> None:
    content = f"{HEADER}\n{GOOD}\n{GOOD}".encode() + b"\x81"
    assert faults(read(tmp_path, content)) == [(3, "montant", grid.UNDECODABLE)]


def test_a_file_marked_as_utf_8_is_not_taken_for_cp1252(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + f"{HEADER}\nVille;;2020-01-02;Asso;;\xe9;5".encode("cp1252")
    assert faults(read(tmp_path, content)) == [(2, "objet", grid.UNDECODABLE)]


def test_a_line_past_one_mebibyte_stops_the_reading_at_its_line(tmp_path: Path) -> None:
    file = read(tmp_path, f"{HEADER}\n{GOOD}\n{'x' * (1 << 21)}\n{GOOD}\n")
    assert faults(file) == [(3, "", grid.LINE_TOO_LONG)]
    quoted = read(tmp_path, f'{HEADER}\nVille;"{"x" * (1 << 21)}\n')
    assert faults(quoted) == [(2, "", grid.LINE_TOO_LONG)]
    assert faults(read(tmp_path, "x" * (1 << 21))) == [(1, "", grid.LINE_TOO_LONG)]


def test_quotes_that_do_not_match_are_problems_where_the_row_starts(
    tmp_path: Path,
) -> None:
    file = read(tmp_path, f'{HEADER}\n{GOOD}\nVille;"open\n{GOOD}\n')
    assert faults(file) == [(3, "", grid.QUOTES)]
    after = read(tmp_path, f'{HEADER}\nVille;"a"b;c\n{GOOD}\n')
    assert faults(after) == [(2, "", grid.QUOTES)]
    assert len(after.lines) == 1
    endless = read(tmp_path, f'{HEADER}\nVille;"' + "text\n" * 40_000)
    assert faults(endless) == [(2, "", grid.QUOTES)]


def test_what_is_no_file_of_grants_is_a_problem_at_line_one(tmp_path: Path) -> None:
    assert faults(read(tmp_path, "")) == [(1, "", grid.EMPTY)]
    assert faults(read(tmp_path, "\n\n")) == [(1, "", say.UNKNOWN_HEADER)]
    picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    assert faults(read(tmp_path, picture)) == [(1, "", say.UNKNOWN_HEADER)]
    assert faults(read(tmp_path, HEADER.encode("utf-16"))) == [(1, "", grid.NUL)]
    assert faults(read(tmp_path, '"' + HEADER)) == [(1, "", grid.QUOTES)]
    assert faults(read(tmp_path, "x" * 200_000)) == [(1, "", grid.QUOTES)]


@pytest.mark.parametrize(
    ("name", "why"), [("", lines.A_FOLDER), ("none.csv", lines.NO_SUCH_FILE)]
)
def test_what_is_not_there_is_refused_by_its_path(
    tmp_path: Path, name: str, why: str
) -> None:
    with pytest.raises(FileUnreadable) as refused:
        read_scdl(tmp_path / name)
    assert refused.value.values() == {"path": str(tmp_path / name), "why": why}


def test_a_disk_that_fails_in_the_middle_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_path: Path) -> str:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("blendfund.exchange.grid.encoding_of", broken)
    with pytest.raises(FileUnreadable) as refused:
        read(tmp_path, f"{HEADER}\n{GOOD}\n")
    assert refused.value.why == "Input/output error"


def test_a_workbook_with_real_numbers_and_dates_is_read(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        HEADER.split(";"),
        ["Ville", 73282932000074, dt.date(2020, 1, 2), "Asso", None, "Aide", 1250.5],
        [],
        ["Ville", 73282932000074.0, dt.datetime(2020, 1, 3, 8), "Club", "", "x", 500],  # noqa: DTZ001
        ["Ville", "732829320", "04/01/2020", "Ligue", None, "Aide", "40 000,00"],
    )
    file = read_scdl(path)
    assert not file.problems
    assert not file.warnings
    assert file.blank == 1
    assert [line.line for line in file.lines] == [2, 4, 5]
    assert [line.on.day for line in file.lines] == [2, 3, 4]
    assert [line.amount_minor for line in file.lines] == [125_050, 50_000, 4_000_000]
    assert {siren_of(line.giver_id) for line in file.lines} == {"732829320"}


def test_a_workbook_with_iso_dates_and_empty_cells_at_the_right_is_read(
    tmp_path: Path,
) -> None:
    row = ["Ville", "", dt.date(2020, 1, 2), "Asso", "", "x", 5, ""]
    file = read_scdl(workbook(tmp_path, [*HEADER.split(";"), ""], row, iso_dates=True))
    assert not file.problems
    assert file.lines[0].on == dt.date(2020, 1, 2)


def test_a_float_of_a_workbook_is_never_rounded_in_silence(tmp_path: Path) -> None:
    row = ["Ville", "", dt.date(2020, 1, 2), "Asso", "", "x"]
    rows = [[*row, amount] for amount in (0.125, 1e16, -5, True, None)]
    file = read_scdl(workbook(tmp_path, HEADER.split(";"), *rows, [*row, 5, "more"]))
    assert faults(file) == [
        (2, "montant", say.AMOUNT_DECIMALS),
        (3, "montant", say.AMOUNT),
        (4, "montant", say.AMOUNT_NOT_POSITIVE),
        (5, "montant", say.AMOUNT),
        (6, "montant", say.MISSING),
        (7, "", say.FIELD_COUNT),
    ]


def test_a_damaged_or_empty_workbook_is_a_problem(tmp_path: Path) -> None:
    assert faults(read(tmp_path, b"PK\x03\x04 no zip")) == [(1, "", grid.NOT_A_WORKBOOK)]
    assert faults(read_scdl(workbook(tmp_path))) == [(1, "", grid.EMPTY)]


def test_a_workbook_that_unpacks_without_end_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 5000)
    monkeypatch.setattr("blendfund.exchange.grid.UNPACKED_BYTES_MAX", 4999)
    assert faults(read_scdl(path)) == [(1, "", grid.WORKBOOK_TOO_LARGE)]


def test_a_sheet_with_rows_past_the_format_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path, HEADER.split(";"), GOOD.split(";"), GOOD.split(";"))
    monkeypatch.setattr("blendfund.exchange.grid.SHEET_ROWS_MAX", 2)
    assert faults(read_scdl(path)) == [(3, "", grid.WORKBOOK_TOO_LARGE)]


@given(st.binary(max_size=200))
def test_no_content_makes_the_reader_fail(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    for before in ("", HEADER + "\n", f"{HEADER}\n{GOOD}"):
        file = read(folder, before.encode() + content)
        assert file.problems or file.lines or file.blank or content.strip() == b""


def test_importing_the_reader_loads_neither_pydantic_nor_openpyxl() -> None:
    code = (
        "import sys, blendfund.exchange.scdl; "
        "sys.exit(any(m in sys.modules for m in ('pydantic', 'openpyxl')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
