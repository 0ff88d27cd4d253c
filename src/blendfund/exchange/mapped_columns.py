"""Where the columns that a mapping names stand in a spreadsheet."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from blendfund.domain.errors import Problem
from blendfund.domain.party import fold
from blendfund.exchange.grid import SEPARATORS, as_text, cells_of
from blendfund.exchange.mapping import holes
from blendfund.exchange.scdl_headers import folded
from blendfund.exchange.scdl_values import shown
from blendfund.exchange.settings import near

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from blendfund.exchange.grid import Cell, Row
    from blendfund.exchange.mapping import Mapping, Said

NO_COLUMN: Final = "no column of the spreadsheet is called '{value}'; it has: {known}"
NO_COLUMN_NEAR: Final = (
    "no column of the spreadsheet is called '{value}': did you mean '{near}'?"
)
COLUMN_TWICE: Final = (
    "several columns are called '{value}': name one by its letter, {known}"
)
SHOWN_MAX: Final = 30

_LETTERS: Final = re.compile("[A-Z]{1,3}", re.ASCII)


class Headings:
    """The headings of a spreadsheet, and where each one stands."""

    def __init__(self, line: int, cells: Sequence[Cell]) -> None:
        self.line = line
        self.names = [" ".join(as_text(cell).split()) for cell in cells]
        self.places: dict[str, list[int]] = {}
        for index, name in enumerate(self.names):
            if folded(name):
                self.places.setdefault(folded(name), []).append(index)

    def at(self, name: str) -> int | None:
        """Give where a column stands, by its heading or its letter; None if nowhere."""
        found = self.places.get(folded(name), [])
        if not found and _LETTERS.fullmatch(name):
            return index_of(name)
        return found[0] if len(found) == 1 else None

    def shown(self, index: int) -> str:
        """Name a column as people do: by its heading, else by its letter."""
        name = self.names[index] if index < len(self.names) else ""
        return shown(name) if name.strip() else letter_of(index)

    def absent(self, name: str) -> tuple[str, dict[str, str]]:
        """Say why a column cannot be told."""
        given = {"value": shown(name)}
        found = self.places.get(folded(name), [])
        if found:
            letters = ", ".join(map(letter_of, found))
            return COLUMN_TWICE, given | {"known": letters}
        kept = [one for one in self.names if one]
        like = near(folded(name), map(folded, kept))
        if like:
            meant = next(one for one in kept if folded(one) == like)
            return NO_COLUMN_NEAR, given | {"near": shown(meant)}
        return NO_COLUMN, given | {"known": ", ".join(map(shown, kept[:SHOWN_MAX])) or "-"}


def index_of(letters: str) -> int:
    """Give the place of a column from its letters: A is 0, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def letter_of(index: int) -> str:
    """Give the letters of a column from its place."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def named(mapping: Mapping) -> Iterator[tuple[str, str]]:
    """Give each place of a mapping that names a column, and the column."""
    tables: list[tuple[str, Said]] = [("", mapping)]
    tables += [(f"movement[{n}].", one) for n, one in enumerate(mapping.movement, 1)]
    for before, table in tables:
        yield from ((f"{before}columns.{key}", name) for key, name in table.columns.items())
        for key, text in table.texts.items():
            yield from ((f"{before}texts.{key}", name) for name in holes(text))
    yield from (("ignore", name) for name in mapping.ignore)
    for number, one in enumerate(mapping.movement, 1):
        yield from ((f"movement[{number}].when", name) for name in one.when)


def by_letter(mapping: Mapping) -> bool:
    """Tell whether every column is named by a letter: there may be no headings."""
    return all(_LETTERS.fullmatch(name) for _, name in named(mapping))


def found_header(first: Sequence[Row], mapping: Mapping) -> int:
    """Find which of the first rows holds the headings that a mapping names; -1 if none.

    The line that the mapping says is taken if any is there: a file that was put aside
    from the spreadsheet begins with its headings.
    """
    wanted = {folded(name) for _, name in named(mapping)} - {""}
    counts = [
        len(wanted & {folded(as_text(cell)) for cell in row.cells}) if not row.why else 0
        for row in first
    ]
    said = [i for i, row in enumerate(first) if row.line == mapping.file.header]
    if said and (counts[said[0]] or not any(counts)):
        return said[0]
    best = max(counts, default=0)
    return counts.index(best) if best else -1


def separator_for(lines: Sequence[str], mapping: Mapping) -> str:
    """Choose the separator under which the headings that a mapping names are there."""
    wanted = {folded(name) for _, name in named(mapping)} - {""}
    said = mapping.file.separator

    def known(mark: str) -> tuple[int, int]:
        cut = [cells_of(line, mark) for line in lines]
        hits = max(len(wanted & set(map(folded, cells))) for cells in cut)
        return hits, sum(map(len, cut))

    if said and known(said)[0]:
        return said
    best = max(SEPARATORS, key=known)
    return best if known(best)[0] or not said else said


def missing(headings: Headings, mapping: Mapping) -> Iterator[Problem]:
    """Say which columns that a mapping names are not in the spreadsheet."""
    told: set[tuple[str, str]] = set()
    for key, name in named(mapping):
        if headings.at(name) is None and (key, name) not in told:
            told.add((key, name))
            why, given = headings.absent(name)
            yield Problem(headings.line, key, why, given)


def alike(text: str, wanted: Iterable[str]) -> bool:
    """Tell whether a text is one of some, case, accents and spaces apart; * is anything."""
    plain = fold(text)
    return any(fnmatchcase(plain, fold(one).replace("[", "[[]")) for one in wanted)
