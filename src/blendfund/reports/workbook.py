"""Reports as XLSX workbooks: real numbers and dates, and nothing that computes.

Every text is written as a text: no cell of a workbook is a formula or a link, whatever a
name in the ledger looks like. The same report gives the same bytes.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Final

import xlsxwriter

from blendfund.domain.money import EXPONENT
from blendfund.reports.columns import Kind
from blendfund.reports.outline import label, named
from blendfund.reports.printed import text
from blendfund.reports.words import NO_BREAK, SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from blendfund.reports.columns import Column, Language, Row, Value
    from blendfund.reports.outline import Report
    from blendfund.reports.tables import Table

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDEST: Final = 60
SHEET_MAX: Final = 31
CELL_MAX: Final = 32_767
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECIMAL: Final = {Kind.MONEY, Kind.SHARE, Kind.RATE, Kind.MULTIPLE}
_CODES: Final = {
    Kind.SHARE: "0.0%",
    Kind.RATE: "0.00%",
    Kind.MULTIPLE: "#,##0.00",
    Kind.COUNT: "#,##0",
    Kind.YEAR: "0",
}

# Messages: English here, translated when a workbook is made.
ABOUT: Final = "About"
FACTS: Final = {
    "fund": "Fund",
    "currency": "Currency",
    "as_of": "As of",
    "position": "Position in the log",
    "root": "Log root",
    "formula": "Formula",
    "source": "Published source",
}
FLAG: Final = "Flag"
REMARK: Final = "Note"


def workbook(report: Report, tables: list[Table], language: Language) -> bytes:
    """Write a report's tables, one sheet each, and a sheet that says what they are."""
    out = BytesIO()
    book = Book(out, report, language)
    for table in tables:
        book.sheet(table)
    book.about(tables)
    book.close()
    return out.getvalue()


class Book:
    """A workbook being written, in one currency and one language."""

    def __init__(self, out: BytesIO, report: Report, language: Language) -> None:
        self.report, self.language = report, language
        self.book = xlsxwriter.Workbook(out, _OPTIONS)
        day = date.fromisoformat(report["as_of"])
        # The only date in the file: a report made again is the same file.
        self.book.set_properties({"created": datetime.combine(day, time(), UTC)})
        self.head = self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.formats: dict[tuple[Kind, bool], Format] = {}

    def close(self) -> None:
        """Write the file out."""
        self.book.close()

    def sheet(self, table: Table) -> None:
        """Add a sheet: a frozen heading, a row a row, the totals below the filter."""
        sheet = self.book.add_worksheet(table.sheet[:SHEET_MAX])
        sheet.freeze_panes(1, 1)
        for at, column in enumerate(table.columns):
            sheet.write_string(0, at, column.heading, self.head)
            sheet.set_column(at, at, self._width(table, column))
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
        for at, row in enumerate(table.rows, start=1):
            self._row(sheet, at, row, table.columns, last=False)
        for at, row in enumerate(table.foot, start=len(table.rows) + 1):
            self._row(sheet, at, row, table.footed, last=True)

    def about(self, tables: list[Table]) -> None:
        """Add the sheet that says what the figures are and where they come from."""
        sheet = self.book.add_worksheet(self.language.say(ABOUT))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, WIDEST)
        wrapped = self.book.add_format({"text_wrap": True, "align": "left"})
        dated = self.book.add_format({"num_format": self._day(), "align": "left"})
        sheet.write_string(0, 0, tables[0].title, self.book.add_format({"bold": True}))
        for line, (name, value) in enumerate(self._facts(tables), start=2):
            sheet.write_string(line, 0, self.language.say(name))
            if isinstance(value, date):
                sheet.write_datetime(line, 1, value, dated)
            elif isinstance(value, int):
                sheet.write_number(line, 1, value, wrapped)
            else:
                sheet.write_string(line, 1, writable(value), wrapped)

    def _facts(self, tables: list[Table]) -> Iterator[tuple[str, date | int | str]]:
        for key, heading in FACTS.items():
            value = self.report.get(key)
            if value:
                yield heading, date.fromisoformat(value) if key == "as_of" else value
        for flag in self.report["flags"]:
            yield FLAG, flag["text"]
        for table in tables:
            yield from ((REMARK, note) for note in table.notes)

    def _row(
        self,
        sheet: Worksheet,
        line: int,
        row: Row,
        columns: tuple[Column, ...],
        *,
        last: bool,
    ) -> None:
        for at, column in enumerate(columns):
            value, kind = row[column.key], column.kind
            style = self._style(kind, last=last)
            if value is None:
                sheet.write_blank(line, at, None, style)
            elif kind is Kind.DATE:
                sheet.write_datetime(line, at, date.fromisoformat(str(value)), style)
            elif kind in _DECIMAL:
                sheet.write_number(line, at, Decimal(value), style)
            elif kind.figure or kind is Kind.YEAR:
                sheet.write_number(line, at, int(value), style)
            else:
                sheet.write_string(line, at, self._said(value, kind), style)

    def _said(self, value: Value, kind: Kind) -> str:
        if kind is Kind.WORD:
            said = label(str(value), self.language)
        else:
            said = named(value, self.language) if kind is Kind.NAME else str(value)
        return writable(said)

    def _style(self, kind: Kind, *, last: bool) -> Format:
        known = self.formats.get((kind, last))
        if known is None:
            said = {"bold": True, "top": 1} if last else {}
            code = self._code(kind)
            known = self.book.add_format(said | ({"num_format": code} if code else {}))
            self.formats[kind, last] = known
        return known

    def _code(self, kind: Kind) -> str:
        if kind is Kind.MONEY:
            return money_code(self.report["currency"], french=self.language.french)
        return self._day() if kind is Kind.DATE else _CODES.get(kind, "")

    def _day(self) -> str:
        return "dd/mm/yyyy" if self.language.french else "yyyy-mm-dd"

    def _width(self, table: Table, column: Column) -> int:
        texts = (
            text(row, column, table.currency, self.language)
            for row in (*table.rows, *table.foot)
        )
        return min(WIDEST, max([len(column.heading), *map(len, texts)]) + 3)


def writable(text: str) -> str:
    """Give a text as a cell can hold it: not endless, no character XML has no place for."""
    return _NOT_XML.sub("\ufffd", text)[:CELL_MAX]


def money_code(currency: str, *, french: bool) -> str:
    """Give the number format of a currency: ``1 234,56 €`` as a French Excel shows it."""
    digits = EXPONENT[currency]
    figures = f"#,##0.{'0' * digits}" if digits else "#,##0"
    sign = SIGNS.get(currency, currency)
    if french:
        return f'{figures}"{NO_BREAK}{sign}"'
    space = "" if currency in SIGNS else NO_BREAK
    return f'"{sign}{space}"{figures}'
