"""Tables as CSV: RFC 4180 for programs, and what a French Excel opens by double click."""

from __future__ import annotations

import csv
from functools import cache
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, Final

from blendfund.reports.columns import Kind
from blendfund.reports.outline import label, named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from blendfund.reports.columns import Column, Language, Row, Value
    from blendfund.reports.tables import Table

_LINES: Final = 500  # written at a time
DIALECTS: Final = ("rfc4180", "excel-fr")
_DECIMAL: Final = {Kind.MONEY, Kind.SHARE, Kind.RATE, Kind.MULTIPLE}
_WHOLE: Final = {Kind.COUNT, Kind.YEAR}
# A spreadsheet takes a cell that starts so for a formula (OWASP, CSV injection); the last
# four are the full-width twins of the first.
_FORMULA: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def rfc4180(table: Table) -> bytes:
    """Write a table under the keys of the report's own JSON, values unchanged."""
    lines = _lined((*table.rows, *table.foot), table.columns)
    return "".join(rfc4180_lines(table.columns, lines)).encode()


def rfc4180_lines(
    columns: Iterable[Column], lines: Iterable[Sequence[Value]]
) -> Iterator[str]:
    """Write lines of values under their columns' keys, a few at a time."""
    return _written([column.key for column in columns], lines, ",")


def excel_fr(table: Table, language: Language) -> bytes:
    """Write a table with ``;``, decimal commas and a byte-order mark, in words."""
    parts = ((table.rows, table.columns), (table.foot, table.footed))
    body = (
        line
        for rows, columns in parts
        for line in _worded(columns, _lined(rows, columns), language)
    )
    heads = [column.heading for column in table.columns]
    return "".join(_for_excel(heads, body)).encode()


def excel_fr_lines(
    columns: Sequence[Column], lines: Iterable[Sequence[Value]], language: Language
) -> Iterator[str]:
    """Write lines of values as a French Excel opens them, a few at a time."""
    heads = [language.say(column.heading) for column in columns]
    return _for_excel(heads, _worded(columns, lines, language))


def _lined(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[list[Value]]:
    keys = [column.key for column in columns]
    return ([row[key] for key in keys] for row in rows)


def _worded(
    columns: Iterable[Column], lines: Iterable[Sequence[Value]], language: Language
) -> Iterator[list[str]]:
    ways = {kind: _way(kind, language) for kind in Kind}
    cells = [ways[column.kind] for column in columns]
    for line in lines:
        yield [
            "" if value is None else cell(str(value))
            for cell, value in zip(cells, line, strict=True)
        ]


def _for_excel(heads: list[str], lines: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "\ufeff"
    yield from _written(heads, lines, ";")


def _way(kind: Kind, language: Language) -> Callable[[str], str]:
    """Give how the values of a kind are written."""
    if kind in _DECIMAL:
        return _with_comma
    if kind in _WHOLE:
        return str
    if kind is Kind.DATE:
        return _french_day
    if kind is Kind.WORD:
        return cache(lambda said: harmless(label(said, language)))
    if kind is Kind.NAME:
        return lambda said: harmless(named(said, language))
    return harmless


def _with_comma(said: str) -> str:
    return said.replace(".", ",")


def _french_day(said: str) -> str:
    return f"{said[8:]}/{said[5:7]}/{said[:4]}" if said else ""


def harmless(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _written(
    heads: list[str], lines: Iterable[Sequence[Value]] | Iterable[Sequence[str]], mark: str
) -> Iterator[str]:
    left = iter(lines)
    chunk: list[Sequence[Value] | Sequence[str]] = [heads]
    while chunk:
        out = StringIO()
        csv.writer(out, delimiter=mark, lineterminator="\r\n").writerows(chunk)
        yield out.getvalue()
        chunk = list(islice(left, _LINES))
