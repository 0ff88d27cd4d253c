from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from tests.unit.conftest import BANK, TODAY, Fund, row

from blendfund.reports.columns import Column, Kind, Language, Row
from blendfund.reports.outlines import OUTLINES
from blendfund.reports.tables import Table, tables
from blendfund.reports.workbook import CELL_MAX, SHEET_MAX, money_code, workbook

EVERY = pytest.mark.parametrize("name", ["composition", "leverage", "returns", "balance"])
NUMBERS = {Kind.MONEY, Kind.SHARE, Kind.RATE, Kind.MULTIPLE, Kind.COUNT, Kind.YEAR}
REPORT: dict[str, Any] = {
    "report": "composition",
    "fund": "ALSACE",
    "currency": "EUR",
    "as_of": "2026-07-01",
    "position": 3,
    "root": "abc=",
    "flags": [],
}
COLUMNS = (
    Column("key", "Nom", Kind.TEXT),
    Column("amount", "Montant"),
    Column("on", "Le", Kind.DATE),
    Column("files", "Pièces", Kind.COUNT),
)


def table(*rows: Row) -> Table:
    return Table("pieces", "Titre", COLUMNS, rows, sheet="Pièces")


def line(name: str) -> Row:
    return {"key": name, "amount": "-1234.50", "on": "2026-03-01", "files": 3}


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def made(report: dict[str, Any], *, french: bool = False) -> bytes:
    language = Language(str, french)
    return workbook(report, tables(report, language), language)


@EVERY
def test_every_figure_is_a_number_exact_to_the_cent(rich: Fund, name: str) -> None:
    report = rich.report(name)
    book = opened(made(report))
    for shown in tables(report, Language()):
        cells = list(book[shown.sheet].iter_rows(min_row=2))
        for row_, found in zip([*shown.rows, *shown.foot], cells, strict=True):
            for column, cell in zip(shown.columns, found, strict=True):
                value = row_[column.key]
                if value is None:
                    assert cell.value is None
                elif column.kind in NUMBERS:
                    assert cell.data_type == "n"
                    assert Decimal(str(cell.value)) == Decimal(value)
                else:
                    assert cell.data_type == "s"


@EVERY
def test_the_same_report_is_the_same_bytes(rich: Fund, name: str) -> None:
    assert made(rich.report(name)) == made(rich.report(name))
    assert made(rich.report(name)) != made(rich.report(name), french=True)


def test_headings_stay_in_sight_and_rows_can_be_filtered(rich: Fund) -> None:
    sheet = opened(made(rich.report("composition")))["Composition"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:H3"  # two sources; the total is not filtered away
    assert sheet["A4"].value == "Total"
    assert sheet.column_dimensions["A"].width > 5


def test_the_last_sheet_says_what_the_figures_are(rich: Fund) -> None:
    report = rich.report("returns")
    sheet = opened(made(report))["About"]
    said = {cells[0].value: cells[1].value for cells in sheet.iter_rows(min_row=3)}
    assert said["Fund"] == "ALSACE"
    assert said["As of"] == datetime.combine(TODAY, datetime.min.time())
    assert (said["Position in the log"], said["Log root"]) == (
        report["position"],
        report["root"],
    )
    assert said["Formula"] == report["formula"]
    assert said["Published source"] == report["source"]
    assert said["Note"].startswith("Lowest point")


def test_a_flag_stands_in_the_workbook() -> None:
    flags = [{"code": "x", "text": "Cash is below zero.", "positions": [1]}]
    sheet = opened(workbook({**REPORT, "flags": flags}, [table()], Language()))["About"]
    assert ("Flag", "Cash is below zero.") in list(sheet.iter_rows(values_only=True))


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        '=HYPERLINK("http://x","y")',
        "http://exemple.fr",
        "internal:A!A1",
        "42",
        "@x",
    ],
)
def test_no_text_becomes_a_formula_a_link_or_a_number(name: str) -> None:
    content = workbook(REPORT, [table(line(name))], Language())
    cell = opened(content)["Pièces"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)
    with ZipFile(BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(one) for one in parts.namelist())


def test_dates_and_counts_are_typed() -> None:
    sheet = opened(workbook(REPORT, [table(line("x"))], Language(str, french=True)))[
        "Pièces"
    ]
    assert sheet["B2"].value == -1234.5
    assert sheet["C2"].value == datetime(2026, 3, 1)  # noqa: DTZ001 -- a day has no zone
    assert (sheet["C2"].number_format, sheet["D2"].value) == ("dd/mm/yyyy", 3)


def test_texts_that_no_cell_can_hold_are_made_to_fit() -> None:
    sheet = opened(
        workbook(REPORT, [table(line("a\x0b\uffff" + "é" * 40_000))], Language())
    )
    assert sheet["Pièces"]["A2"].value == "a\ufffd\ufffd" + "é" * (CELL_MAX - 3)


def test_a_workbook_bears_the_day_of_its_report(rich: Fund) -> None:
    rich.take(row("contribution", "2026-06-01", 5, **BANK))
    book = opened(made(rich.report("balance", as_of=date(2025, 1, 2))))
    assert book.properties.created == datetime(2025, 1, 2)  # noqa: DTZ001 -- stored so


@pytest.mark.parametrize(
    ("currency", "french", "code"),
    [
        ("EUR", True, '#,##0.00"\u00a0€"'),
        ("EUR", False, '"€"#,##0.00'),
        ("XPF", True, '#,##0"\u00a0XPF"'),
        ("TND", False, '"TND\u00a0"#,##0.000'),
    ],
)
def test_money_is_shown_in_its_currency(currency: str, code: str, *, french: bool) -> None:
    assert money_code(currency, french=french) == code


def test_every_table_has_a_sheet_of_its_own() -> None:
    for outlines in OUTLINES.values():
        names = [one.sheet for one in outlines]
        assert all(names)
        assert len(set(names)) == len(names)
        assert all(len(one) <= SHEET_MAX for one in names)
