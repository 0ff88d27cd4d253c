from __future__ import annotations

import csv
import datetime as dt
import json
import random
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from openpyxl import Workbook

from blendfund.domain.schedule import Schedule
from blendfund.domain.vocabulary import DayCount, Every
from blendfund.exchange.mapped import MappedFile, read_mapped
from blendfund.exchange.mapped_columns import index_of, letter_of
from blendfund.exchange.mapping import Mapping, date_pattern
from blendfund.exchange.movements import HEADER, read_movements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LOANS = {
    "columns": {"project": "Bénéficiaire", "reference": "N° dossier"},
    "fixed": {"instrument": "loan"},
    "movement": [
        {
            "columns": {"date": "Vote", "amount": "Montant voté"},
            "fixed": {"kind": "contract"},
        },
        {
            "columns": {"date": "Payé le", "amount": "Montant versé"},
            "fixed": {"kind": "disbursement"},
        },
    ],
}
BAD_BYTES = b"Date;Montant;Objet\n\x81;1;x\n"
COSTS = {
    "columns": {"date": "Date", "amount": "Montant", "label": "Objet"},
    "fixed": {"kind": "expense"},
}


def mapping(said: dict[str, Any], **more: Any) -> Mapping:
    return Mapping.model_validate({**said, **more})


def read(
    folder: Path,
    text: str | bytes,
    said: dict[str, Any],
    **more: Any,
) -> MappedFile:
    path = folder / "suivi.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_mapped(path, mapping(said, **more), "EUR", keep_cells=True)


def told(file: MappedFile) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, one.why.format(**one.given)) for one in file.problems]


def workbook(folder: Path, *rows: Sequence[object], title: str = "Suivi") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    path = folder / "suivi.xlsx"
    book.save(path)
    return path


def costs(folder: Path, *cells: str, **layout: Any) -> MappedFile:
    lines = [f"{one};Frais" for one in cells]
    return read(folder, "Date;Montant;Objet\n" + "\n".join(lines), COSTS, file=layout)


def test_one_line_can_hold_several_movements(tmp_path: Path) -> None:
    text = (
        "Suivi 2024;;;;;\n"
        "N° Dossier;Bénéficiaire;Vote;MONTANT VOTE;Payé le;Montant versé\n"
        "12;Recyclerie;15/01/2024;45 000,00 €;20/02/2024;20 000\n"
        "13;Épicerie;16/01/2024;1000,5;;\n"
    )
    file = read(tmp_path, text, LOANS)
    assert not file.problems
    seen = [(r.line, r.kind, r.amount_minor, r.on.day, r.reference) for r in file.rows]
    assert seen == [
        (3, "contract", 4_500_000, 15, "12"),
        (3, "disbursement", 2_000_000, 20, "12:disbursement"),
        (4, "contract", 100_050, 16, "13"),
    ]
    assert (file.lines, file.skipped, file.header[1]) == (2, 0, "Bénéficiaire")


def test_the_sign_of_an_amount_chooses_between_two_movements(tmp_path: Path) -> None:
    said = {
        "columns": {"date": "A", "amount": "B", "label": "C", "reference": "D"},
        "movement": [
            {"fixed": {"kind": "treasury-interest"}},
            {"sign": "negative", "fixed": {"kind": "expense"}},
        ],
    }
    file = read(tmp_path, "2024-01-01;12;Livret;1\n2024-01-02;-3,5;Frais;2\n", said)
    assert [(r.line, r.kind, r.amount_minor, r.reference) for r in file.rows] == [
        (1, "treasury-interest", 1200, "1"),
        (2, "expense", 350, "2"),
    ]


def test_two_columns_choose_between_two_movements(tmp_path: Path) -> None:
    said = {
        "columns": {"date": "Date", "label": "Objet"},
        "movement": [
            {"columns": {"amount": "Entrée"}, "fixed": {"kind": "treasury-interest"}},
            {"columns": {"amount": "Sortie"}, "fixed": {"kind": "expense"}},
        ],
    }
    text = "Date;Objet;Entrée;Sortie\n2024-01-01;Livret;12;\n2024-01-02;Frais;-;3\n"
    file = read(tmp_path, text, said)
    assert [(r.kind, r.amount_minor) for r in file.rows] == [
        ("treasury-interest", 1200),
        ("expense", 300),
    ]


def test_words_of_a_column_mean_what_the_mapping_says(tmp_path: Path) -> None:
    said = {
        "columns": {"date": "Date", "amount": "Montant", "instrument": "Type"},
        "texts": {"label": "{Objet} - {N°}"},
        "fixed": {
            "kind": "contribution",
            "party": "Région",
            "sector": "public",
            "terms": "concessional",
            "instrument": "loan",
        },
        "values": {"instrument": {"Subvention": "grant"}},
        "ignore": {"Objet": ["Total*"], "Montant": [""]},
    }
    text = (
        "N°;Objet;Type;Date;Montant\n7;Aide;SUBVENTION ;2024-01-01;10\n8;Prêt;;2024-01-02;5"
        "\n;TOTAL général;;;15\n9;Rien;;2024-01-03;\n\n10;Autre;Troc;2024-01-03;1\n"
    )
    file = read(tmp_path, text, said)
    assert [(r.instrument, r.label) for r in file.rows] == [
        ("grant", "Aide - 7"),
        ("loan", "Prêt - 8"),
    ]
    ((line, column, why),) = told(file)
    assert (line, column) == (7, "Type")
    assert "'Troc' is neither in values.instrument" in why
    assert (file.lines, file.skipped) == (3, 3)
    assert file.untold == {4: [1500], 5: [], 7: [100]}


def test_a_movement_can_be_of_some_lines_only(tmp_path: Path) -> None:
    said = {
        "columns": {"date": "Date", "amount": "Montant", "label": "Objet"},
        "movement": [
            {"when": {"Sens": ["Dép*"]}, "fixed": {"kind": "expense"}},
            {"when": {"Sens": ["intérêt"]}, "fixed": {"kind": "treasury-interest"}},
        ],
    }
    text = "Date;Sens;Montant;Objet\n2024-01-01;DEPENSE;1;x\n2024-01-01;Interet;2;y\n"
    assert [r.kind for r in read(tmp_path, text, said).rows] == [
        "expense",
        "treasury-interest",
    ]
    ((_, column, why),) = told(read(tmp_path, text + "2024-01-01;Autre;3;z\n", said))
    assert (column, "no movement of the mapping" in why) == ("Montant", True)


def test_every_bad_cell_is_told_at_its_own_line_and_heading(tmp_path: Path) -> None:
    text = "\nDate;Montant;Objet\n32/01/2024;dix;\n;3;x\n2024-01-02;;y\n2024-01-03;-4;z\n"
    file = read(tmp_path, text, COSTS)
    assert [(line, column) for line, column, _ in told(file)] == [
        (3, "Montant"),
        (3, "Date"),
        (3, "Objet"),
        (4, "Date"),
        (5, "Montant"),
        (6, "Montant"),
    ]
    whys = " ".join(why for *_, why in told(file))
    for said in ("'dix' is not an amount", "does not exist", "no amount stands here"):
        assert said in whys
    assert not file.rows


@pytest.mark.parametrize(
    ("text", "layout", "minor"),
    [
        ("1 234,56", {}, 123_456),
        ("1\u202f234.5", {}, 123_450),
        ("1.234,56 €", {"decimal": ",", "thousands": "."}, 123_456),
        ("1,234", {"decimal": ","}, None),
        ("1,234", {"decimal": ".", "thousands": ","}, 123_400),
        ("1,234", {}, None),
        ("1'234.50 EUR", {"decimal": ".", "thousands": "'"}, 123_450),
        ("12.5", {"decimal": ","}, None),
        ("1e3", {}, None),
        ("٣", {}, None),
        ("9" * 5000, {}, None),
        ("10000000000000,01", {}, None),
    ],
)
def test_an_amount_is_read_as_it_was_said_to_be_written(
    tmp_path: Path, text: str, layout: dict[str, Any], minor: int | None
) -> None:
    file = costs(tmp_path, f"2024-01-01;{text}", **layout)
    assert [row.amount_minor for row in file.rows] == ([minor] if minor else [])
    assert bool(file.problems) == (minor is None)


@pytest.mark.parametrize("text", ["(12,50)", "-12,50", "\u221212.50"])
def test_a_negative_amount_is_read_with_any_sign(tmp_path: Path, text: str) -> None:
    said = COSTS | {"movement": [{"sign": "any"}]}
    file = read(tmp_path, f"Date;Montant;Objet\n2024-01-01;{text};x", said)
    assert [row.amount_minor for row in file.rows] == [1250]


@pytest.mark.parametrize(
    ("text", "dates", "day"),
    [
        ("01/02/2024", [], "2024-02-01"),
        ("2024-02-01 00:00:00", [], "2024-02-01"),
        ("1.2.24", ["%d.%m.%y"], "2024-02-01"),
        ("1.2.99", ["%d.%m.%y"], "1999-02-01"),
        ("02/01/2024", ["%m/%d/%Y"], "2024-02-01"),
        ("45323", ["excel"], "2024-02-01"),
        ("45323", [], ""),
        ("60", ["excel"], ""),
        ("30/02/2024", [], ""),
        ("01/02/2024", ["%d/%m/%Y", "%m/%d/%Y"], ""),
    ],
)
def test_a_date_is_read_as_it_was_said_to_be_written(
    tmp_path: Path, text: str, dates: list[str], day: str
) -> None:
    file = costs(tmp_path, f"{text};1", dates=dates)
    assert [row.on.isoformat() for row in file.rows] == ([day] if day else [])
    assert bool(file.problems) == (not day)


def test_a_workbook_gives_real_dates_numbers_and_the_values_of_its_formulas(
    tmp_path: Path,
) -> None:
    path = workbook(
        tmp_path,
        ["Fonds"],
        ["Date", "Montant", "Objet"],
        [dt.date(2024, 1, 2), 1250.1, 12.0],
        [dt.datetime(2024, 1, 3, 12), 0.1 + 0.2, "=1+1"],  # noqa: DTZ001
        [45323, 7, "x"],
    )
    file = read_mapped(path, mapping(COSTS, file={"decimal": ","}), "EUR", keep_cells=True)
    assert [(r.line, r.on.day, r.amount_minor, r.label) for r in file.rows] == [
        (3, 2, 125_010, "12")
    ]
    # A formula that was never computed has no value, and a bare number is no date.
    assert [one[:2] for one in told(file)] == [(4, "Objet"), (5, "Date")]
    assert "add excel" in told(file)[1][2]
    assert file.cells[3] == ["2024-01-02", "1250,1", "12"]


def test_a_number_is_never_rounded_in_silence(tmp_path: Path) -> None:
    day = dt.date(2024, 1, 1)
    path = workbook(
        tmp_path, ["Date", "Montant", "Objet"], [day, 1.005, "x"], [day, 1e300, "y"],
        [day, day, "z"], [day, True, "t"],
    )  # fmt: skip
    whys = [why for *_, why in told(read_mapped(path, mapping(COSTS), "EUR"))]
    assert "more decimals than EUR" in whys[0]
    assert "above the largest" in whys[1]
    assert "is not an amount" in whys[2]


def test_a_sheet_is_found_by_its_name(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["Date", "Montant", "Objet"], [dt.date(2024, 1, 1), 1, "x"])
    named = mapping(COSTS, file={"sheet": "Suivi"})
    assert len(read_mapped(path, named, "EUR").rows) == 1
    ((_, _, why),) = told(read_mapped(path, mapping(COSTS, file={"sheet": "B"}), "EUR"))
    assert why == "the workbook has no sheet named 'B'; it has: Suivi"


def test_a_column_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    file = read(tmp_path, "Date;Montan;Montant;montant;X\n2024-01-01;1;1;1;x\n", COSTS)
    assert [(line, key) for line, key, _ in told(file)] == [
        (1, "columns.amount"),
        (1, "columns.label"),
    ]
    whys = [why for *_, why in told(file)]
    assert "several columns are called 'Montant': name one by its letter, C, D" in whys[0]
    assert "it has: Date, Montan" in whys[1]
    near = read(tmp_path, "Date;Montants;Objet\n", COSTS)
    assert "did you mean 'Montants'?" in told(near)[0][2]


def test_a_column_can_be_named_by_its_letter(tmp_path: Path) -> None:
    said = {"columns": {"date": "A", "amount": "B", "label": "AA"}, "fixed": COSTS["fixed"]}
    line = "2024-01-01;1" + ";" * 25 + "Frais\n"
    assert [row.label for row in read(tmp_path, line, said).rows] == ["Frais"]
    skipped = read(tmp_path, f"titre\n{line}", said, file={"header": 1})
    assert [row.line for row in skipped.rows] == [2]


@given(st.integers(0, 20_000))
def test_letters_and_places_of_columns_are_one(place: int) -> None:
    assert index_of(letter_of(place)) == place


def test_a_line_longer_than_its_headings_has_moved_cells(tmp_path: Path) -> None:
    file = read(tmp_path, "Date;Montant;Objet\n2024-01-01;1;a;b\n", COSTS)
    assert "a separator in a text" in told(file)[0][2]


def test_a_number_of_the_register_that_fails_its_check_is_counted(tmp_path: Path) -> None:
    said = {
        "columns": {"date": "D", "amount": "M", "party": "T", "party_identifier": "SIRET"},
        "fixed": {
            "kind": "contribution",
            "sector": "public",
            "instrument": "grant",
            "terms": "concessional",
        },
    }
    text = "D;M;T;SIRET\n2024-01-01;1;Ville;21860194600013\n2024-01-01;1;Mairie;123456789\n"
    file = read(tmp_path, text, said)
    assert [row.party_identifier for row in file.rows] == ["21860194600013", "123456789"]
    assert file.doubtful == 1


def test_rates_due_days_and_late_amounts_are_read(tmp_path: Path) -> None:
    said = {
        "columns": {
            "date": "D",
            "amount": "M",
            "project": "P",
            "rate": "Taux",
            "due": "Le",
            "late": "Retard",
            "late_since": "Depuis",
            "currency": "Devise",
        },
        "fixed": {"kind": "opening-financing", "instrument": "loan"},
    }
    head = "D;M;P;Taux;Le;Retard;Depuis;Devise\n"
    file = read(tmp_path, f"{head}2024-01-01;9;X;2 %;;3;2023-12-01;€\n", said)
    (row,) = file.rows
    assert (row.rate, row.late_minor, row.due, row.currency) == ("0.02", 300, None, "EUR")
    bad = read(tmp_path, f"{head}2024-01-01;9;X;deux;x;y;z;francs\n", said)
    assert [column for _, column, _ in told(bad)] == [
        *("Devise", "Le", "Depuis", "Retard", "Taux"),
    ]


def test_the_schedules_of_contracts_are_read(tmp_path: Path) -> None:
    said = {
        "columns": {
            "date": "D",
            "amount": "M",
            "project": "P",
            "rate": "Taux",
            "start": "Dès",
            "periods": "N",
            "every": "Chaque",
            "grace": "Différé",
        },
        "fixed": {"kind": "contract", "instrument": "loan"},
        "values": {"every": {"Mois": "month", "Trimestre": "quarter"}},
    }
    head = "D;M;P;Taux;Dès;N;Chaque;Différé\n"
    file = read(tmp_path, f"{head}2024-01-01;9;X;2 %;2024-02-01;24;mois;3\n", said)
    (row,) = file.rows
    assert row.schedule == Schedule(
        "0.02", dt.date(2024, 2, 1), 24, Every.MONTH, grace=3, day_count=DayCount.PERIODIC
    )
    (row,) = read(tmp_path, f"{head}2024-01-01;9;X;2 %;;;;\n", said).rows
    assert row.schedule is None
    half = read(tmp_path, f"{head}2024-01-01;9;X;;2024-02-01;deux;semaine;\n", said)
    assert [column for _, column, _ in told(half)] == ["N", "Chaque"]
    short = read(tmp_path, f"{head}2024-01-01;9;X;;2024-02-01;;mois;\n", said)
    assert [column for _, column, _ in told(short)] == ["N", "Taux"]
    said["fixed"] = {"kind": "disbursement", "instrument": "loan"}
    paid = read(tmp_path, f"{head}2024-01-01;9;X;2 %;2024-02-01;24;mois;3\n", said)
    assert [column for _, column, _ in told(paid)] == ["Dès"]


@pytest.mark.parametrize("name", ["suivi.csv", "suivi.xlsx"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 99,
        b"PK\x03\x04",
        b"Date;Montant;Objet\n\x81;1;x\n",
        b'"',
        b"a" * 2_000_000,
    ],
)
def test_what_is_no_spreadsheet_ends_in_words(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert told(read_mapped(path, mapping(COSTS), "EUR"))


def test_a_workbook_of_endless_empty_cells_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path, ["Date", "Montant", "Objet"], [None] * 500)
    monkeypatch.setattr("blendfund.exchange.grid.SHEET_CELLS_MAX", 100)
    whys = [why for *_, why in told(read_mapped(path, mapping(COSTS), "EUR"))]
    assert "no amount" not in " ".join(whys)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist()


DIALECT = st.fixed_dictionaries(
    {
        "format": st.sampled_from(["csv", "xlsx"]),
        "encoding": st.sampled_from(["utf-8", "cp1252"]),
        "separator": st.sampled_from([";", ",", "\t", "|"]),
        "marks": st.sampled_from([", ", ",.", ".,", ".", ".'"]),
        "dates": st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%m/%d/%Y", "%d.%m.%y"]),
        "before": st.integers(0, 3),
        "seed": st.integers(0, 99),
    }
)
NAMES = st.sampled_from(["Région", "L’Épicerie", "Coop « 3 »", "A; B, C", "=1+1", "Œuvre"])
ROWS = st.lists(
    st.tuples(
        st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1)),
        st.integers(1, 10**9),
        NAMES,
        st.sampled_from(["grant", "loan"]),
        st.sampled_from(["public", "bank"]),
    ),
    min_size=1,
    max_size=8,
)
HEADINGS = ("Date", "Montant", "Financeur", "Outil", "Secteur")
FRENCH = {"grant": "Subvention", "loan": "Prêt", "public": "Public", "bank": "Banque"}


def written(folder: Path, rows: list[Any], dialect: dict[str, Any]) -> tuple[Path, Mapping]:
    """Write rows as somebody's spreadsheet, and say how it is to be read."""
    decimal, thousands = dialect["marks"][:1], dialect["marks"][1:]
    order = random.Random(dialect["seed"]).sample(range(5), 5)  # noqa: S311
    packed = dialect["format"] == "xlsx"
    table = [[""] * 5] * dialect["before"] + [[HEADINGS[i] for i in order]]
    for on, minor, party, instrument, sector in rows:
        whole = f"{minor // 100:,}".replace(",", thousands)
        amount = minor / 100 if packed else f"{whole}{decimal}{minor % 100:02d}"
        day = on if packed else on.strftime(dialect["dates"])
        cells = (day, amount, party, FRENCH[instrument], FRENCH[sector])
        table.append([cells[i] for i in order])
    layout = {"decimal": decimal, "thousands": thousands, "dates": [dialect["dates"]]}
    if packed:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for row in table:
            sheet.append(row)
            for cell in sheet[sheet.max_row]:
                cell.data_type = "s" if cell.data_type == "f" else cell.data_type
        path = folder / "a.xlsx"
        book.save(path)
    else:
        path = folder / "a.csv"
        with path.open("w", encoding=dialect["encoding"], newline="") as file:
            csv.writer(file, delimiter=dialect["separator"]).writerows(table)
    said = {
        "file": layout,
        "columns": dict(
            zip(("date", "amount", "party", "instrument", "sector"), HEADINGS, strict=True)
        ),
        "values": {
            "instrument": {"subvention": "grant", "PRET": "loan"},
            "sector": {"public": "public", "banque": "bank"},
        },
        "fixed": {"kind": "contribution", "terms": "concessional"},
    }
    return path, mapping(said)


def native(folder: Path, rows: list[Any]) -> Path:
    path = folder / "natif.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, HEADER, restval="")
        out.writeheader()
        for on, minor, party, instrument, sector in rows:
            out.writerow(
                {
                    "date": on,
                    "kind": "contribution",
                    "party": party,
                    "sector": sector,
                    "instrument": instrument,
                    "terms": "concessional",
                    "amount": f"{minor // 100}.{minor % 100:02d}",
                    "currency": "EUR",
                }
            )
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=ROWS, dialect=DIALECT)
def test_a_spreadsheet_in_any_dialect_says_what_the_native_file_says(
    tmp_path: Path, rows: list[Any], dialect: dict[str, Any]
) -> None:
    path, said = written(tmp_path, rows, dialect)
    file = read_mapped(path, said, "EUR")
    assert not told(file)
    expected = read_movements(native(tmp_path, rows)).rows
    assert [structs.replace(one, line=0) for one in file.rows] == [
        structs.replace(one, line=0) for one in expected
    ]


@given(st.dates(dt.date(1970, 1, 1), dt.date(2068, 12, 31)))
def test_a_date_pattern_reads_what_its_format_writes(on: dt.date) -> None:
    found = date_pattern("%d.%m.%Y")
    assert found is not None
    assert found[0].fullmatch(on.strftime("%d.%m.%Y"))


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_no_content_makes_the_reader_fail(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    for before in (b"", b"Date;Montant;Objet\n", b"Date;Montant;Objet\n2024-01-01;1;"):
        file = read(folder, before + content, COSTS)
        assert json.dumps(told(file)) is not None
        assert file.lines + file.skipped >= len({row.line for row in file.rows})
