"""Addresses of figures, as people type them: ``composition:public:received``.

REPORT[/CUT]:ROW:COLUMN, or REPORT[/CUT]:TABLE:ROW:COLUMN for another table than the
report's own rows; a report on one agreement or party names it first. Words are
blendfund's own or those of the tables in the reader's language; case, accents and
punctuation do not count, so that no shell needs quotes.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.application.explaining.figures import View, view_of
from blendfund.domain.errors import UnexplainedReport, UnfinishedCell, UnknownCell, Word
from blendfund.domain.party import fold
from blendfund.projections.cells import NET, ROWS, TOTAL, Cell
from blendfund.projections.views import SHAPES
from blendfund.reports.meanings import CUTS, TABLES, headings
from blendfund.reports.outline import LABELS
from blendfund.reports.outlines import OUTLINES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from blendfund.application.explaining.figures import Sight

KNOWN_MAX: Final = 12
_MARKS: Final = re.compile(r"[\W_]+")
# Tables of a single row.
ALONE: Final = frozenset({TOTAL, NET, "loss", "unallocated", "amount", "left", "share"})
# Reports with figures that are no plain sums of facts: worked out, step by step.
DERIVED: Final = (
    *("schedule", "cash", "waterfall", "distribution", "funder", "portfolio"),
    "guarantees",
)
_MEANT: Final = {"leverage": "value"}  # the column that is meant where none is typed
_BARE: Final = re.compile(r"#?[\w-]+")
_DIGIT: Final = re.compile(r"\b([0-9])\b")
_NEAR: Final = 0.5
MORE: Final = "…"


class Address(NamedTuple):
    """What was typed: the report, cut some way, then what follows the colons."""

    text: str
    view: View
    parts: tuple[str, ...]


class Grid(NamedTuple):
    """Where the figures of a report stand, to be found by what people type.

    ``start`` begins every address in it; ``columns`` are those of each table, with their
    headings; ``rows`` gives a table's rows, with what each is called; ``meant`` is the
    column that is meant where none is typed.
    """

    start: str
    columns: Mapping[str, Mapping[str, str]]
    rows: Callable[[str], Mapping[str, str]]
    meant: str = ""

    def begins(self, table: str) -> str:
        """Give how an address in a table begins."""
        return self.start + ("" if table == ROWS else f"{table}:")

    def written(self, cell: Cell, label: str = "") -> str:
        """Write a figure's address; ``label`` is its row's name where the key is an id."""
        row = "" if cell.table in ALONE else slug(label or cell.row) or f"#{cell.row}"
        alone = len(self.columns[cell.table]) == 1
        said = filter(None, (row, "" if alone else cell.column))
        return (self.begins(cell.table) + ":".join(said)).rstrip(":")


def is_address(text: str, say: Callable[[str], str]) -> bool:
    """Tell whether a text begins as the address of a figure does."""
    head = text.partition(":")[0].partition("/")[0]
    return plain(head) in _typed(_reports(), say)


def report_of(text: str, say: Callable[[str], str]) -> str:
    """Read which report an address is of. Raises UnknownCell, UnexplainedReport."""
    name = text.partition(":")[0].partition("/")[0]
    explained = _reports()
    others = {one: of[0].sheet for one, of in OUTLINES.items() if one not in explained}
    other = _typed(others, say).get(plain(name))
    if other and plain(name) not in _typed(explained, say):
        known = ", ".join(say(label) for label in explained.values())
        raise UnexplainedReport(Word(others[other]), known)
    return chosen(Place(text, "", text[len(name) :]), name, _reports(), say)


def read(text: str, say: Callable[[str], str]) -> Address:
    """Read the report of an address, and how it is cut. Raises UnknownCell."""
    head, *parts = text.split(":")
    name, _, cut = head.partition("/")
    shaped = {one: label for one, label in _reports().items() if one in SHAPES}
    report = chosen(Place(text, "", text[len(name) :]), name, shaped, say)
    cuts = {one: CUTS.get(one, one) for one in SHAPES[report].cuts if one}
    by = chosen(Place(text, f"{report}/", text[len(head) :]), cut, cuts, say) if cut else ""
    return Address(text, view_of(report, by), tuple(parts))


def found(text: str, parts: Sequence[str], grid: Grid, say: Callable[[str], str]) -> Cell:
    """Find the figure that the last parts of an address name. Raises UnknownCell."""
    parts = list(parts)
    tables = {one: TABLES[one] for one in grid.columns if one != ROWS}
    table = _typed(tables, say).get(plain(parts[0]) if parts else "", ROWS)
    if table != ROWS:
        parts.pop(0)
    rows, columns, start = grid.rows(table), grid.columns[table], grid.begins(table)
    column, wrong = _column(grid, table, parts, say), ""
    if not column and (len(parts) > 1 or (parts and table in ALONE)):
        wrong = parts.pop()
    if not parts and len(rows) == 1:
        row = next(iter(rows))
    else:
        after = f":{column or next(iter(columns))}" if len(columns) > 1 else ""
        row = chosen(Place(text, start, after), ":".join(parts), rows, say)
    if not column:
        before = start if table in ALONE else f"{start}{slug(rows[row])}:"
        column = chosen(Place(text, before), wrong, columns, say)
    return Cell(table, row, column)


def grid_of(sight: Sight) -> Grid:
    """Give where the figures of a report that is made of postings stand."""
    return _grid(sight.view, lambda table: rows_of(sight, table))


def written(view: View, cell: Cell, label: str = "") -> str:
    """Write a figure's address; ``label`` is its row's name where the key is an id."""
    return _grid(view, lambda _: {}).written(cell, label)


def _grid(view: View, rows: Callable[[str], Mapping[str, str]]) -> Grid:
    cut = "" if view.by == view.shape.cuts[0] else f"/{view.by}"
    return Grid(
        f"{view.report}{cut}:",
        {table: columns_of(view, table) for table in view.shape.columns},
        rows,
        _MEANT.get(view.report, ""),
    )


def rows_of(sight: Sight, table: str) -> dict[str, str]:
    """Give the rows that a table has, each with what it is called."""
    if table == ROWS:
        return sight.labels
    keys = dict.fromkeys(cell.row for cell in sight.figures if cell.table == table)
    return {key: LABELS.get(key, key) for key in keys}


def columns_of(view: View, table: str) -> dict[str, str]:
    """Give the columns of a table, each with its heading."""
    said = headings(view.report, table)
    return {one: said.get(one, one) for one in view.columns(table)}


def slug(text: str) -> str:
    """Write a name so that it needs no quotes."""
    return text if _BARE.fullmatch(text) else plain(text).replace(" ", "-")


def _column(grid: Grid, table: str, parts: list[str], say: Callable[[str], str]) -> str:
    """Take the column off the end of an address, or give the one that is meant."""
    columns = grid.columns[table]
    meant = next(iter(columns)) if len(columns) == 1 else grid.meant
    last = _typed(columns, say).get(plain(parts[-1]) if parts else "")
    if last is None or (len(parts) == 1 and meant and table not in ALONE):
        return meant
    parts.pop()
    return last


def _reports() -> dict[str, str]:
    return {one: OUTLINES[one][0].sheet for one in (*SHAPES, *DERIVED)}


class Place(NamedTuple):
    """Where in an address a word stands: the whole, what comes before it, and after."""

    text: str
    before: str = ""
    after: str = ""


def chosen(
    place: Place, typed: str, choices: Mapping[str, str], say: Callable[[str], str]
) -> str:
    """Give the choice that was typed. Raises UnknownCell, UnfinishedCell."""
    names = _typed(choices, say)
    word = plain(typed)
    if word in names:
        return names[word]
    known = list(dict.fromkeys(map(say, choices.values())))
    more = [MORE] if len(known) > KNOWN_MAX else []
    shown = ", ".join([*known[:KNOWN_MAX], *more]) or "-"
    example = f"{place.before}{_nearest(word, names, choices)}{place.after}"
    if word:
        raise UnknownCell(place.text, typed, shown, example)
    raise UnfinishedCell(place.text, shown, example)


def _nearest(word: str, names: Mapping[str, str], choices: Mapping[str, str]) -> str:
    """Give the choice that looks most like a word, else the first, as it is typed."""
    holding = [name for name in names if word and word in name]
    month = _DIGIT.sub(r"0\1", word)  # 2024-1 is January, not October
    holding = [month] if month in names else holding
    near = holding or get_close_matches(word, names, 1, _NEAR) or list(names)
    code = names[near[0]] if near else "-"
    return slug(choices[code] if code.isdigit() else code) or code


def _typed(choices: Mapping[str, str], say: Callable[[str], str]) -> dict[str, str]:
    """Give every way in which one of some words is typed, with the word itself."""
    names: dict[str, str] = {}
    for code, label in choices.items():
        for name in (label, say(label)):
            names.setdefault(plain(name), code)
    for code in choices:
        names.setdefault(plain(code), code)
    return names


def plain(text: str) -> str:
    """Give what counts of a word that is typed: no case, accent, punctuation."""
    return _MARKS.sub(" ", fold(text)).strip()
