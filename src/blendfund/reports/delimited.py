"""Tables as CSV: RFC 4180 for programs, and what a French Excel opens by double click."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Final

from blendfund.reports.columns import Kind
from blendfund.reports.outline import label, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.reports.columns import Language, Value
    from blendfund.reports.tables import Table

DIALECTS: Final = ("rfc4180", "excel-fr")
_DECIMAL: Final = {Kind.MONEY, Kind.SHARE, Kind.RATE, Kind.MULTIPLE}
_WHOLE: Final = {Kind.COUNT, Kind.YEAR}
# A spreadsheet takes a cell that starts so for a formula (OWASP, CSV injection); the last
# four are the full-width twins of the first.
_FORMULA: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def rfc4180(table: Table) -> bytes:
    """Write a table under the keys of the report's own JSON, values unchanged."""
    heads = [column.key for column in table.columns]
    rows = ([row[key] for key in heads] for row in (*table.rows, *table.foot))
    return _written(heads, rows, ",").encode()


def excel_fr(table: Table, language: Language) -> bytes:
    """Write a table with ``;``, decimal commas and a byte-order mark, in words."""
    heads = [column.heading for column in table.columns]
    body = [
        [_cell(row[column.key], column.kind, language) for column in columns]
        for rows, columns in ((table.rows, table.columns), (table.foot, table.footed))
        for row in rows
    ]
    return _written(heads, body, ";").encode("utf-8-sig")


def _cell(value: Value, kind: Kind, language: Language) -> str:
    said = "" if value is None else str(value)
    if kind in _DECIMAL:
        return said.replace(".", ",")
    if kind in _WHOLE:
        return said
    if kind is Kind.DATE:
        return f"{date.fromisoformat(said):%d/%m/%Y}" if said else ""
    if kind is Kind.WORD:
        said = label(said, language)
    elif kind is Kind.NAME:
        said = named(said, language)
    return harmless(said)


def harmless(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _written(heads: list[str], rows: Iterable[list[Value] | list[str]], mark: str) -> str:
    out = StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return out.getvalue()
