"""Anybody's spreadsheet, read into movements as a mapping says; nothing is left unsaid."""

from __future__ import annotations

from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from blendfund.domain.errors import Problem
from blendfund.exchange import grid
from blendfund.exchange.mapped_columns import (
    Headings,
    alike,
    by_letter,
    found_header,
    missing,
    separator_for,
)
from blendfund.exchange.mapped_line import MovementReader
from blendfund.exchange.mapped_values import Values, plain_text
from blendfund.exchange.row import Row
from blendfund.exchange.scdl_values import UnreadableValue, siret_valid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from blendfund.exchange.mapping import Mapping

NO_AMOUNT: Final = "no amount stands here: give one, or ignore such lines in the mapping"
NOT_TAKEN: Final = (
    "no movement of the mapping takes this line: its sign or its words fit none"
)
MORE_CELLS: Final = "{found} cells where the headings are {wanted}: a separator in a text?"


class MappedFile(Struct, frozen=True):
    """What a spreadsheet holds: movements, what cannot be read, what was passed over.

    ``untold`` holds the amounts of the lines that gave no movement, as far as they can be
    read (minor units): what a total may be missing.
    """

    rows: list[Row]
    problems: list[Problem]
    header: list[str]
    cells: dict[int, list[str]]
    lines: int
    skipped: int
    untold: dict[int, list[int]]
    doubtful: int


def read_mapped(
    path: Path, mapping: Mapping, currency: str, *, keep_cells: bool = False
) -> MappedFile:
    """Read a spreadsheet; whatever is wrong with it is in ``problems``.

    Args:
        path: A CSV or XLSX file.
        mapping: What its columns mean.
        currency: The fund's, where no cell says another.
        keep_cells: Keep every line's cells too, for a quarantine file.
    """
    shape = shape_of(path, mapping)
    source = grid.rows(path, shape)
    first = list(islice(source, grid.FIRST_LINES))
    start = found_header(first, mapping)
    known: Sequence[grid.Cell] = first[start].cells if start >= 0 else ()
    if start < 0 and not by_letter(mapping):
        known, start = first[0].cells, 0
    headings = Headings(first[max(start, 0)].line, known)
    reader = _Reader(mapping, headings, currency, keep_cells=keep_cells)
    for row in first[: start + 1]:
        reader.readable(row)
    if not reader.problems:
        reader.problems += missing(headings, mapping)
    if not reader.problems:
        reader.begin()
        for row in chain(first[start + 1 + mapping.file.skip :], source):
            reader.take(row)
    return reader.result()


def shape_of(path: Path, mapping: Mapping) -> grid.Shape:
    """Give how a spreadsheet is to be opened."""
    said = mapping.file
    named = "xlsx" if path.suffix.casefold() in {".xlsx", ".xlsm"} else ""
    separator = partial(separator_for, mapping=mapping)
    return grid.Shape(said.format or named, said.encoding, separator, said.sheet)


class _Reader:
    """What has been understood of a spreadsheet so far."""

    def __init__(
        self, mapping: Mapping, headings: Headings, currency: str, *, keep_cells: bool
    ) -> None:
        self.mapping = mapping
        self.headings = headings
        self.values = Values(mapping.file, currency)
        self.keep_cells = keep_cells
        self.movements: list[MovementReader] = []
        self.ignored: list[tuple[int, list[str]]] = []
        self.rows: list[Row] = []
        self.problems: list[Problem] = []
        self.cells: dict[int, list[str]] = {}
        self.untold: dict[int, list[int]] = {}
        self.lines = self.skipped = self.doubtful = self.width = 0

    def begin(self) -> None:
        """Bind the mapping to the columns, once all of them are known to be there."""
        for said in self.mapping.movements():
            reader = MovementReader(said, self.mapping, self.headings, self.values)
            reader.suffixed = any(_same_name(reader, other) for other in self.movements)
            self.movements.append(reader)
        self.ignored = [
            (self.headings.at(name) or 0, wanted)
            for name, wanted in self.mapping.ignore.items()
        ]
        places = [i for i, _ in self.ignored]
        for one in self.movements:
            places += [source.column for source in one.sources.values()]
            places += [*one.columns.values(), *(i for i, _ in one.conditions)]
        self.width = max(places, default=0) + 1

    def note(self, line: int, column: str, why: str, given: dict[str, str]) -> None:
        """Note what is wrong with a cell, once."""
        problem = Problem(line, column, why, given)
        if problem not in self.problems[-_NEAR:]:
            self.problems.append(problem)

    def readable(self, row: grid.Row) -> bool:
        """Tell whether a row was read at all; note why not."""
        found = None if row.why else grid.hostile(row.cells)
        if row.why:
            self.note(row.line, "", row.why, row.values)
        elif found is not None:
            self.note(row.line, self.headings.shown(found[0]), found[1], {})
        return not (row.why or found)

    def take(self, row: grid.Row) -> None:
        """Read a row into the movements it holds."""
        texts = [one for one in row.cells if not isinstance(one, str) or one.strip()]
        if not row.why and not texts:
            self.skipped += 1
            return
        cells = [*row.cells, *[""] * (self.width - len(row.cells))]
        if self.keep_cells:
            self.cells[row.line] = list(map(self.values.written, row.cells))
        if not self.readable(row):
            self.lines += 1
        elif any(alike(plain_text(cells[i]), wanted) for i, wanted in self.ignored):
            self.skipped += 1
            self._untold(row.line, cells)
        else:
            self.lines += 1
            self._line(row, cells)

    def _line(self, row: grid.Row, cells: list[grid.Cell]) -> None:
        before = len(self.problems)
        self._whole(row)
        found = [
            made for one in self.movements if (made := self._movement(one, row, cells))
        ]
        if not found and len(self.problems) == before:
            self._unclaimed(row, cells)
        if len(self.problems) > before:
            self._untold(row.line, cells)
        else:
            self.rows += found
            self.doubtful += any(map(_doubtful, found))

    def _whole(self, row: grid.Row) -> None:
        """Refuse a line of texts that is longer than the headings: its cells have moved."""
        wanted = max(len(self.headings.names), self.width)
        rest = row.cells[wanted:]
        texts = all(isinstance(cell, str) for cell in row.cells)
        if self.headings.names and texts and any(rest):
            given = {"found": str(len(row.cells)), "wanted": str(wanted)}
            self.note(row.line, "", MORE_CELLS, given)

    def _movement(
        self, one: MovementReader, row: grid.Row, cells: list[grid.Cell]
    ) -> Row | None:
        if not one.takes(cells):
            return None
        try:
            minor = one.amount(cells)
        except UnreadableValue as refused:
            self.note(row.line, one.place("amount"), refused.why, refused.values)
            minor = 1  # so that the other cells of the line are looked at too
        if minor is None or not one.signed(minor):
            return None
        return one.row(row.line, cells, minor, self.note)

    def _unclaimed(self, row: grid.Row, cells: list[grid.Cell]) -> None:
        amounts = [one.amount(cells) for one in self.movements if one.takes(cells)]
        why = NO_AMOUNT if amounts and not any(amounts) else NOT_TAKEN
        self.note(row.line, self.movements[0].place("amount"), why, {})

    def _untold(self, line: int, cells: list[grid.Cell]) -> None:
        found: dict[str, int] = {}
        for one in self.movements:
            try:
                minor = one.amount(cells)
            except UnreadableValue:
                continue
            if minor:
                found[one.place("amount")] = abs(minor)
        self.untold[line] = list(found.values())

    def result(self) -> MappedFile:
        """Give what was understood."""
        return MappedFile(
            self.rows,
            self.problems,
            self.headings.names,
            self.cells,
            self.lines,
            self.skipped,
            self.untold,
            self.doubtful,
        )


# A line has few bad cells: the same one is not told for each movement that reads it.
_NEAR: Final = 64


def _same_name(one: MovementReader, other: MovementReader) -> bool:
    """Tell whether two movements of a line would go by one reference."""
    same: Any = one.sources.get("reference")
    if same is None or same != other.sources.get("reference"):
        return False
    amounts = one.sources.get("amount"), other.sources.get("amount")
    opposed = {one.one.sign, other.one.sign} == {"positive", "negative"}
    return not (opposed and amounts[0] == amounts[1])


def _doubtful(row: Row) -> bool:
    numbers = (row.party_identifier, row.beneficiary_identifier)
    return any(one and not siret_valid(one) for one in numbers)
