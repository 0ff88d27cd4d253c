"""Tables as CSV: RFC 4180 for programs, and what a French Excel opens by double click."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, Final

from blendfund.reports.columns import Kind
from blendfund.reports.outline import label, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from blendfund.reports.columns import Column, Language, Value
    from blendfund.reports.tables import Table

    Values = Sequence[Value] | Sequence[str]

_LINES: Final = 500  # written at a time
DIALECTS: Final = ("rfc4180", "excel-fr")
_DECIMAL: Final = {Kind.MONEY, Kind.SHARE, Kind.RATE, Kind.MULTIPLE}
_WHOLE: Final = {Kind.COUNT, Kind.YEAR}
# A spreadsheet takes a cell that starts so for a formula (OWASP, CSV injection); the last
# four are the full-width twins of the first.
_FORMULA: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def rfc4180(table: Table) -> bytes:
    """Write a table under the keys of the report's own JSON, values unchanged."""
    keys = [column.key for column in table.columns]
    lines = ([row[key] for key in keys] for row in (*table.rows, *table.foot))
    return "".join(rfc4180_lines(table.columns, lines)).encode()


def rfc4180_lines(columns: Iterable[Column], lines: Iterable[Values]) -> Iterator[str]:
    """Write lines of values under their columns' keys, a few at a time."""
    return _written([column.key for column in columns], lines, ",")


def excel_fr(table: Table, language: Language) -> bytes:
    """Write a table with ``;``, decimal commas and a byte-order mark, in words."""
    body = (
        [_cell(row[column.key], column.kind, language) for column in columns]
        for rows, columns in ((table.rows, table.columns), (table.foot, table.footed))
        for row in rows
    )
    heads = [column.heading for column in table.columns]
    return "".join(_for_excel(heads, body)).encode()


def excel_fr_lines(
    columns: Iterable[Column], lines: Iterable[Values], language: Language
) -> Iterator[str]:
    """Write lines of values as a French Excel opens them, a few at a time."""
    kinds = [column.kind for column in columns]
    body = (
        [_cell(value, kind, language) for value, kind in zip(line, kinds, strict=True)]
        for line in lines
    )
    return _for_excel([language.say(column.heading) for column in columns], body)


def _for_excel(heads: list[str], lines: Iterable[Values]) -> Iterator[str]:
    yield "\ufeff"
    yield from _written(heads, lines, ";")


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


def _written(heads: list[str], lines: Iterable[Values], mark: str) -> Iterator[str]:
    left = iter(lines)
    chunk: list[Values] = [heads]
    while chunk:
        out = StringIO()
        csv.writer(out, delimiter=mark, lineterminator="\r\n").writerows(chunk)
        yield out.getvalue()
        chunk = list(islice(left, _LINES))
