"""The rows of a CSV or XLSX file with their physical lines, without trusting its size."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import warnings
import zipfile
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.exchange import scdl_sentences as say
from blendfund.exchange.scdl_headers import known_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LINE_BYTES_MAX: Final = 1 << 20
UNPACKED_BYTES_MAX: Final = 1 << 29
SHEET_ROWS_MAX: Final = 1 << 20

_BOM: Final = codecs.BOM_UTF8
_ZIP: Final = b"PK\x03\x04"


class Row(NamedTuple):
    """The cells of one row, or why there are none, and the line where it starts."""

    line: int
    cells: list[str]
    why: str = ""
    values: dict[str, str] = {}  # noqa: RUF012  # never changed


def rows(path: Path) -> Iterator[Row]:
    """Read rows one by one; what cannot be read is a row that says why."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_ZIP))
    except OSError as refused:
        yield _unreadable(1, refused)
    else:
        yield from _workbook(path) if start == _ZIP else _Text(path).rows()


class _Text:
    """A CSV file: its encoding and separator are found, its longest line is bounded."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._line = 0
        self._stopped: Row | None = None

    def rows(self) -> Iterator[Row]:
        try:
            lines = self._lines(encoding_of(self._path))
            first = next(lines, None)
            if first is not None:
                yield from self._records(_after(first, lines), delimiter_of(first))
        except OSError as refused:
            self._stopped = _unreadable(self._line + 1, refused)
        if self._stopped:
            yield self._stopped
        elif not self._line:
            yield Row(1, [], say.EMPTY)

    def _lines(self, encoding: str) -> Iterator[str]:
        with self._path.open("rb") as file:
            while raw := file.readline(LINE_BYTES_MAX + 2):
                self._line += 1
                if len(raw.rstrip(b"\r\n")) > LINE_BYTES_MAX:
                    self._stopped = Row(self._line, [], say.LINE_TOO_LONG)
                    return
                text = raw.removeprefix(_BOM) if self._line == 1 else raw
                # Bytes outside the encoding become surrogates, refused with their row.
                yield text.decode(encoding, "surrogateescape")

    def _records(self, lines: Iterator[str], delimiter: str) -> Iterator[Row]:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                yield Row(line, next(reader))
            except StopIteration:
                return
            except csv.Error as refused:
                # A line too long inside quotes is the cause, not the missing quote.
                if self._stopped is None:
                    yield Row(line, [], say.QUOTES, {"why": str(refused)})
                if "field larger" in str(refused):
                    return


def encoding_of(path: Path) -> str:
    """Tell whether a file is UTF-8 (its mark, or all of its bytes say so) or cp1252."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        chunk = file.read(1 << 16)
        if chunk.startswith(_BOM):
            return "utf-8"
        try:
            while chunk:
                decoder.decode(chunk)
                chunk = file.read(1 << 16)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def delimiter_of(header: str) -> str:
    """Choose the separator under which more columns of the header are known."""
    return max(";,", key=lambda delimiter: known_columns(_cells(header, delimiter)))


def _cells(header: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return []


def _after(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _unreadable(line: int, refused: OSError) -> Row:
    return Row(line, [], say.UNREADABLE, {"why": refused.strerror or str(refused)})


def _workbook(path: Path) -> Iterator[Row]:
    line = width = 0
    # A damaged workbook fails in a dozen libraries' ways; all of them mean the same.
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED_BYTES_MAX:
                yield Row(1, [], say.WORKBOOK_TOO_LARGE)
                return
        for line, row in enumerate(_sheet(path), start=1):
            if line > SHEET_ROWS_MAX:
                yield Row(line, [], say.WORKBOOK_TOO_LARGE)
                return
            cells = _trimmed(_text(value) for value in row)
            width = width or len(cells)
            yield Row(line, cells + [""] * (width - len(cells)))
    except Exception as damaged:  # noqa: BLE001 -- a damaged workbook raises anything
        why = type(damaged).__name__
        yield Row(line + 1, [], say.NOT_A_WORKBOOK, {"why": why})
    else:
        if not line:
            yield Row(1, [], say.EMPTY)


def _sheet(path: Path) -> Iterator[tuple[object, ...]]:
    from openpyxl import load_workbook

    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")
        workbook = load_workbook(file, read_only=True, data_only=True)
        try:
            sheet = workbook.worksheets[0]
            # Some writers declare a sheet smaller than it is.
            sheet.reset_dimensions()
            yield from sheet.iter_rows(values_only=True)
        finally:
            workbook.close()


def _text(value: object) -> str:
    """Write a cell as a CSV file would: a number by its repr, a date in ISO 8601."""
    match value:
        case None:
            return ""
        case str():
            return value
        case dt.datetime():
            return value.date().isoformat()
        case dt.date():
            return value.isoformat()
        case _:
            return repr(value)


def _trimmed(cells: Iterable[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept
