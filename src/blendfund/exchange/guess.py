"""What a spreadsheet looks like: a guess for its owner to correct, always the same one."""

from __future__ import annotations

import datetime as dt
import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from blendfund.domain.errors import FileRejected, Problem
from blendfund.domain.party import fold
from blendfund.exchange import grid
from blendfund.exchange.guess_words import CELLS, DATES, HEADINGS, TOTALS
from blendfund.exchange.mapped_columns import Headings, letter_of
from blendfund.exchange.mapped_values import Values, plain_text
from blendfund.exchange.mapping import EXCEL, Layout
from blendfund.exchange.scdl_headers import folded
from blendfund.exchange.scdl_values import UnreadableValue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SAMPLE: Final = 500
WORDS_MAX: Final = 12
# Nobody keeps a register of more columns: what lies beyond is not looked at.
COLUMNS_MAX: Final = 300
# A heading may begin with a word of so many letters and go on.
WHOLE: Final = 4
NO_HEADINGS: Final = "no line of headings is found among the first {count}"


class Guess(Struct, frozen=True):
    """What was found out: layout, columns by field, words, lines to pass over."""

    layout: Layout
    columns: dict[str, str]
    words: dict[str, dict[str, str]]
    totals: dict[str, list[str]]
    empty: list[str]
    headings: list[str]


def guess(path: Path) -> Guess:
    """Guess how a spreadsheet is to be read. Raises FileRejected, FileUnreadable."""
    rows = list(islice(grid.rows(path, grid.Shape()), SAMPLE))
    for row in rows:
        found = None if row.why else grid.hostile(row.cells)
        if row.why or found:
            why = row.why or (found[1] if found else "")
            raise FileRejected(path.name, 1, (Problem(row.line, "", why, row.values),))
    at = _header(rows)
    if at < 0:
        given = {"count": str(min(len(rows), grid.FIRST_LINES))}
        raise FileRejected(path.name, 1, (Problem(1, "", NO_HEADINGS, given),))
    headings = Headings(rows[at].line, rows[at].cells)
    body = [row.cells for row in rows[at + 1 :] if any(map(_said, row.cells))]
    fields = _fields(headings)
    columns = {field: _name(headings, index) for field, index in fields.items()}
    cells = {field: _column(body, index) for field, index in fields.items()}
    totals = _totals(headings, body)
    return Guess(
        _layout(path, rows[at], cells),
        columns,
        {field: _words(field, cells[field]) for field in CELLS if field in cells},
        totals,
        _emptied(columns, cells),
        [name for name in headings.names if name],
    )


def _said(cell: grid.Cell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def _header(rows: Sequence[grid.Row]) -> int:
    """Find the row with most headings that are known, else the first with two texts."""
    counts = [
        len(_fields(Headings(row.line, row.cells))) if _texts(row.cells) else 0
        for row in rows[: grid.FIRST_LINES]
    ]
    if max(counts, default=0) > 1:
        return counts.index(max(counts))
    return next((i for i, row in enumerate(rows) if _texts(row.cells)), -1)


def _texts(cells: Sequence[grid.Cell]) -> bool:
    said = [cell for cell in cells if _said(cell)]
    worded = (isinstance(c, str) and re.search(r"[^\W\d]", c) is not None for c in said)
    return len(said) > 1 and all(worded)


def _fields(headings: Headings) -> dict[str, int]:
    """Give the column of each field: the same heading first, then one like it."""
    names = headings.names
    found: dict[str, int] = {}
    for fits in (_same, _begins, _holds):
        for field, wanted in HEADINGS.items():
            near = range(min(len(names), COLUMNS_MAX))
            free = [i for i in near if i not in found.values() and names[i]]
            hits = (i for one in wanted for i in free if fits(names[i], one))
            if field not in found and (index := next(hits, None)) is not None:
                found[field] = index
    return found


def _same(name: str, wanted: str) -> bool:
    return folded(name) == wanted


def _begins(name: str, wanted: str) -> bool:
    return len(wanted) >= WHOLE and folded(name).startswith(wanted)


def _holds(name: str, wanted: str) -> bool:
    return wanted in re.split(r"[\W_]+", fold(name))


def _name(headings: Headings, index: int) -> str:
    """Name a column so that it is found again."""
    name = headings.names[index]
    return name if name.isprintable() and headings.at(name) == index else letter_of(index)


def _column(body: Sequence[Sequence[grid.Cell]], index: int) -> list[grid.Cell]:
    return [row[index] for row in body if index < len(row) and _said(row[index])]


def _layout(path: Path, header: grid.Row, cells: dict[str, list[grid.Cell]]) -> Layout:
    amounts = [c for f, col in cells.items() if f.startswith("amount") for c in col]
    decimal, thousands = _marks([c for c in amounts if isinstance(c, str)])
    days = [c for f, col in cells.items() if f.startswith("date") for c in col]
    said = {"decimal": decimal, "thousands": thousands, "dates": _dates(days)}
    with path.open("rb") as file:
        packed = file.read(len(grid.ZIP)) == grid.ZIP
    if not packed:
        said |= {"encoding": grid.encoding_of(path), "separator": _separator(path)}
    return Layout.model_validate({"header": header.line, **said})


def _separator(path: Path) -> str:
    with path.open("rb") as file:
        first = [file.readline(grid.LINE_BYTES_MAX) for _ in range(grid.FIRST_LINES)]
    return grid.separator_of([line.decode("utf-8", "replace") for line in first if line])


def _marks(texts: Sequence[str]) -> tuple[str, str]:
    """Choose the marks under which most amounts can be read; none where any will do."""
    if not texts:
        return "", ""
    pairs = ((",", ""), (".", ""), (",", "."), (".", ","), (",", "'"), (".", "'"))
    counts = [_readable(texts, *pair) for pair in pairs]
    best = pairs[counts.index(max(counts))]
    return ("", "") if not any(mark in text for text in texts for mark in ",.") else best


def _readable(texts: Sequence[str], decimal: str, thousands: str) -> int:
    layout = Layout.model_validate({"decimal": decimal, "thousands": thousands})
    values = Values(layout, "EUR")
    return sum(_reads(values.amount, text) for text in texts)


def _reads(read: object, cell: grid.Cell) -> bool:
    try:
        read(cell)  # type: ignore[operator]
    except UnreadableValue:
        return False
    return True


def _dates(cells: Sequence[grid.Cell]) -> list[str]:
    texts = [plain_text(c) for c in cells if not isinstance(c, dt.date)]
    if not texts:
        return []
    forms = (*DATES, EXCEL)
    read = {
        form: {
            text for text in texts if _reads(Values(Layout(dates=[form]), "EUR").day, text)
        }
        for form in forms
    }
    best = max(forms, key=lambda form: len(read[form]))
    rest = [form for form in forms if read[form] - read[best] and form != DATES[0]]
    return ([best] if read[best] else []) + rest[:1]


def _words(field: str, cells: Sequence[grid.Cell]) -> dict[str, str]:
    """Give the words of a column that has few, each with what it may mean, or nothing."""
    texts = list(dict.fromkeys(plain_text(cell) for cell in cells))
    if len(texts) > WORDS_MAX:
        return {}
    return {text: _meant(field, text) for text in sorted(texts) if not _total(text)}


def _meant(field: str, text: str) -> str:
    plain = fold(text).replace("’", "'")
    fits = [start for start in CELLS[field] if plain.startswith(start)]
    inside = [start for start in CELLS[field] if f" {start}" in plain]
    best = max(fits or inside, key=len, default="")
    return CELLS[field].get(best, "")


def _total(text: str) -> bool:
    words = re.split(r"[^\w-]", fold(text), maxsplit=1)
    return words[0] in TOTALS


def _totals(
    headings: Headings, body: Sequence[Sequence[grid.Cell]]
) -> dict[str, list[str]]:
    """Find the columns in which a line says that it is a total."""
    found: dict[str, list[str]] = {}
    for index in range(len(headings.names)):
        texts = dict.fromkeys(plain_text(cell) for cell in _column(body, index))
        words = [one for one in texts if _total(one)]
        if words and len(words) < len(texts) + 1:
            starts = dict.fromkeys(f"{one.split()[0]}*" for one in words)
            found[_name(headings, index)] = list(starts)
    return found


def _emptied(columns: dict[str, str], cells: dict[str, list[grid.Cell]]) -> list[str]:
    amounts = [field for field in columns if field.startswith("amount")]
    if len(amounts) != 1:
        return []
    most = max((len(col) for col in cells.values()), default=0)
    return [columns[amounts[0]]] if len(cells[amounts[0]]) < most else []
