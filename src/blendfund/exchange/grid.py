"""The cells of a CSV or XLSX file with their physical lines, without trusting its size."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import re
import warnings
import zipfile
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from blendfund.exchange.lines import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

EMPTY: Final = "the file is empty"
LINE_TOO_LONG: Final = "this line is longer than 1 MiB: it is no line of a spreadsheet"
NOT_A_WORKBOOK: Final = "this XLSX workbook cannot be read ({why})"
WORKBOOK_TOO_LARGE: Final = "this XLSX workbook is too large once unpacked"
NO_SUCH_SHEET: Final = "the workbook has no sheet named '{value}'; it has: {known}"
NUL: Final = "this line holds a NUL byte: it is not a text file"
UNDECODABLE: Final = "this line holds bytes that are neither UTF-8 nor cp1252"
QUOTES: Final = "the quotes of this line do not match ({why})"

LINE_BYTES_MAX: Final = 1 << 20
UNPACKED_BYTES_MAX: Final = 1 << 29
# A cell holds 32,767 characters, each of at most six bytes in XML.
TEXT_BYTES_MAX: Final = 1 << 20
CHUNK_BYTES: Final = 1 << 20
SHEET_ROWS_MAX: Final = 1 << 20
SHEET_CELLS_MAX: Final = 1 << 25
# How many lines are looked at to find out how a file is laid out.
FIRST_LINES: Final = 50
SEPARATORS: Final = ";,\t|"

_BOM: Final = codecs.BOM_UTF8
ZIP: Final = b"PK\x03\x04"
_HOSTILE: Final = re.compile("[\0\ud800-\udfff]")

# A workbook's cells are numbers, dates and texts; a CSV file's are all texts.
Cell = str | int | float | dt.date


class Row(NamedTuple):
    """The cells of one row, or why there are none, and the line where it starts."""

    line: int
    cells: list[Cell]
    why: str = ""
    values: dict[str, str] = {}  # noqa: RUF012  # never changed


class Shape(NamedTuple):
    """How a file is laid out; what is empty is found out.

    ``separator`` is a character, or what chooses one from the first lines of a CSV file.
    """

    format: str = ""
    encoding: str = ""
    separator: str | Callable[[Sequence[str]], str] = ""
    sheet: str = ""


def rows(path: Path, shape: Shape) -> Iterator[Row]:
    """Read rows one by one; what cannot be read is a row that says why.

    Raises FileUnreadable.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(ZIP))
    except OSError as refused:
        raise unreadable(path, refused) from refused
    packed = shape.format == "xlsx" or (not shape.format and start == ZIP)
    yield from _workbook(path, shape.sheet) if packed else _Text(path, shape).rows()


def hostile(cells: Sequence[Cell]) -> tuple[int, str] | None:
    """Give the first cell that no text file would hold, and why; None if there is none."""
    for index, cell in enumerate(cells):
        if isinstance(cell, str) and (found := _HOSTILE.search(cell)):
            return index, NUL if found[0] == "\0" else UNDECODABLE
    return None


class _Text:
    """A CSV file: its encoding and separator are found, its longest line is bounded."""

    def __init__(self, path: Path, shape: Shape) -> None:
        self._path = path
        self._shape = shape
        self._line = 0
        self._stopped: Row | None = None

    def rows(self) -> Iterator[Row]:
        try:
            lines = self._lines(self._shape.encoding or encoding_of(self._path))
            first = list(islice(lines, FIRST_LINES))
            if first:
                separator = self._shape.separator or separator_of
                chosen = separator if isinstance(separator, str) else separator(first)
                yield from self._records(chain(first, lines), chosen)
        except OSError as refused:
            raise unreadable(self._path, refused) from refused
        if self._stopped:
            yield self._stopped
        elif not self._line:
            yield Row(1, [], EMPTY)

    def _lines(self, encoding: str) -> Iterator[str]:
        with self._path.open("rb") as file:
            while raw := file.readline(LINE_BYTES_MAX + 2):
                self._line += 1
                if len(raw.rstrip(b"\r\n")) > LINE_BYTES_MAX:
                    self._stopped = Row(self._line, [], LINE_TOO_LONG)
                    return
                text = raw.removeprefix(_BOM) if self._line == 1 else raw
                # Bytes outside the encoding become surrogates, refused with their row.
                yield text.decode(encoding, "surrogateescape")

    def _records(self, lines: Iterable[str], delimiter: str) -> Iterator[Row]:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                yield Row(line, list[Cell](next(reader)))
            except StopIteration:
                return
            except csv.Error as refused:
                # A line too long inside quotes is the cause, not the missing quote.
                if self._stopped is None:
                    yield Row(line, [], QUOTES, {"why": str(refused)})
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


def separator_of(lines: Sequence[str]) -> str:
    """Choose the separator that cuts the first lines into most cells."""
    return max(SEPARATORS, key=lambda mark: sum(len(cells_of(one, mark)) for one in lines))


def cells_of(line: str, separator: str) -> list[str]:
    """Cut one line; none of it where it cannot be cut."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


class _NoSuchSheet(Exception):
    pass


def _workbook(path: Path, sheet: str) -> Iterator[Row]:
    line = width = cells = 0
    # A damaged workbook fails in a dozen libraries' ways; all of them mean the same.
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED_BYTES_MAX:
                yield Row(1, [], WORKBOOK_TOO_LARGE)
                return
            if any(_endless(archive, part) for part in archive.infolist()):
                yield Row(1, [], WORKBOOK_TOO_LARGE)
                return
        for line, row in enumerate(_sheet(path, sheet), start=1):
            cells += len(row)
            if line > SHEET_ROWS_MAX or cells > SHEET_CELLS_MAX:
                yield Row(line, [], WORKBOOK_TOO_LARGE)
                return
            kept = _trimmed(_cell(value) for value in row)
            width = width or len(kept)
            yield Row(line, kept + [""] * (width - len(kept)))
    except _NoSuchSheet as absent:
        yield Row(1, [], NO_SUCH_SHEET, {"value": sheet, "known": str(absent)})
    except Exception as damaged:  # noqa: BLE001 -- a damaged workbook raises anything
        why = type(damaged).__name__
        yield Row(line + 1, [], NOT_A_WORKBOOK, {"why": why})
    else:
        if not line:
            yield Row(1, [], EMPTY)


def _endless(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether a part holds a text that no cell can: it would be read whole."""
    if part.file_size <= TEXT_BYTES_MAX:
        return False
    run = 0
    with archive.open(part) as file:
        while chunk := file.read(CHUNK_BYTES):
            first = chunk.find(b"<")
            run += len(chunk) if first < 0 else first
            if run > TEXT_BYTES_MAX:
                return True
            if first >= 0:
                run = len(chunk) - chunk.rfind(b"<")
    return False


def _sheet(path: Path, name: str) -> Iterator[tuple[object, ...]]:
    from openpyxl import load_workbook

    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")
        workbook = load_workbook(file, read_only=True, data_only=True)
        try:
            sheets = {sheet.title: sheet for sheet in workbook.worksheets}
            if name and name not in sheets:
                raise _NoSuchSheet(", ".join(sheets))
            sheet = sheets[name] if name else workbook.worksheets[0]
            # Some writers declare a sheet smaller than it is.
            sheet.reset_dimensions()
            yield from sheet.iter_rows(values_only=True)
        finally:
            workbook.close()


def _cell(value: Any) -> Cell:
    match value:
        case None:
            return ""
        case bool():
            return repr(value)
        case dt.datetime():
            return value.date()
        case str() | int() | float() | dt.date():
            return value
        case _:
            return repr(value)


def as_text(cell: Cell) -> str:
    """Write a cell as a CSV file would: a number by its repr, a date in ISO 8601."""
    if isinstance(cell, str):
        return cell
    return cell.isoformat() if isinstance(cell, dt.date) else repr(cell)


def _trimmed(cells: Iterable[Cell]) -> list[Cell]:
    kept = list(cells)
    while kept and kept[-1] == "":
        kept.pop()
    return kept
