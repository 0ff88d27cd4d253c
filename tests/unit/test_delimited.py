from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blendfund.reports.columns import Column, Kind, Language, Row
from blendfund.reports.delimited import excel_fr, harmless, rfc4180
from blendfund.reports.tables import Table, tables

if TYPE_CHECKING:
    from tests.unit.conftest import Fund

EVERY = pytest.mark.parametrize("name", ["composition", "leverage", "returns", "balance"])
COLUMNS = (
    Column("key", "Nom", Kind.NAME),
    Column("amount", "Montant"),
    Column("on", "Le", Kind.DATE),
    Column("files", "Pièces", Kind.COUNT),
)
FRENCH = Language(lambda text: {"Total": "Total général"}.get(text, text), french=True)


def table(*rows: Row, foot: tuple[Row, ...] = ()) -> Table:
    return Table("pieces", "Pièces", COLUMNS, rows, foot)


def line(name: str, amount: str | None = "1234.50") -> Row:
    return {"key": name, "amount": amount, "on": "2026-03-01", "files": 1200}


def read(content: bytes, mark: str = ",", encoding: str = "utf-8") -> list[list[str]]:
    text = content.decode(encoding)
    return list(csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True))


def test_programs_read_the_keys_and_values_of_the_json() -> None:
    assert (
        rfc4180(table(line("Région, Grand Est"), foot=(line("total"),)))
        == (
            "key,amount,on,files\r\n"
            '"Région, Grand Est",1234.50,2026-03-01,1200\r\n'
            "total,1234.50,2026-03-01,1200\r\n"
        ).encode()
    )


def test_a_french_excel_reads_commas_dates_and_words() -> None:
    assert (
        excel_fr(table(line("unspecified"), foot=(line("total"),)), FRENCH)
        == (
            "\ufeffNom;Montant;Le;Pièces\r\n"
            "unspecified;1234,50;01/03/2026;1200\r\n"
            "Total général;1234,50;01/03/2026;1200\r\n"
        ).encode()
    )


def test_what_is_not_known_is_an_empty_cell() -> None:
    nothing: Row = {"key": "Lin", "amount": None, "on": None, "files": None}
    assert read(rfc4180(table(nothing)))[1] == ["Lin", "", "", ""]
    assert read(excel_fr(table(nothing), FRENCH), ";", "utf-8-sig")[1] == [
        "Lin",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize("start", list("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"))
def test_a_name_is_no_formula_for_a_spreadsheet(start: str) -> None:
    name = f"{start}cmd|' /C calc'!A0"
    (_, shown) = read(excel_fr(table(line(name)), FRENCH), ";", "utf-8-sig")
    assert shown[0] == f"'{name}"
    (_, kept) = read(rfc4180(table(line(name))))
    assert kept[0] == name


def test_a_negative_amount_stays_a_number() -> None:
    (_, shown) = read(excel_fr(table(line("Lin", "-0.05")), FRENCH), ";", "utf-8-sig")
    assert shown[1] == "-0,05"
    assert harmless("Lin - Weber") == "Lin - Weber"


@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=4))
def test_whatever_a_name_holds_is_read_back(names: list[str]) -> None:
    rows = read(rfc4180(table(*map(line, names))))
    assert [row[0] for row in rows[1:]] == names
    shown = read(excel_fr(table(*map(line, names)), FRENCH), ";", "utf-8-sig")
    assert [row[0] for row in shown[1:]] == [harmless(name) for name in names]
    assert all(len(row) == len(COLUMNS) for row in rows + shown)


@EVERY
def test_every_report_is_written_to_the_cent(rich: Fund, name: str) -> None:
    for made in tables(rich.report(name), Language()):
        kept, shown = read(rfc4180(made)), read(excel_fr(made, FRENCH), ";", "utf-8-sig")
        assert kept[0] == [column.key for column in made.columns]
        for plain, french, row in zip(
            kept[1:], shown[1:], [*made.rows, *made.foot], strict=True
        ):
            for at, column in enumerate(made.columns):
                assert plain[at] == (
                    "" if row[column.key] is None else str(row[column.key])
                )
                if column.kind is Kind.MONEY and plain[at]:
                    assert Decimal(french[at].replace(",", ".")) == Decimal(plain[at])


@EVERY
def test_columns_are_the_keys_of_the_json(rich: Fund, name: str) -> None:
    report = rich.report(name)
    first = tables(report, Language())[0]
    keys = {column.key for column in first.columns} - {"debit", "credit"}
    assert keys == set(report["rows"][0])


def test_a_total_is_a_word_under_names() -> None:
    named = replace(table(foot=(line("total"),)), columns=COLUMNS)
    assert named.footed[0].kind is Kind.WORD
    assert named.columns[0].kind is Kind.NAME
