"""What a column of a report holds: from it tables, CSV and workbooks are all made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

DASH: Final = "–"
Value = str | int | None
Row = dict[str, Value]


class Kind(StrEnum):
    """What the values of a column are, and so how they are written."""

    WORD = "word"  # one of blendfund's own words, translated for people
    NAME = "name"  # somebody's text, or the word for none
    TEXT = "text"  # a text that stands as it is
    MONEY = "money"  # "1234.50", in the report's currency
    SHARE = "share"  # a part of a whole, "0.25"
    RATE = "rate"  # an annual rate, "0.0484"
    MULTIPLE = "multiple"  # a ratio, "1.25"
    COUNT = "count"  # a whole number
    YEAR = "year"  # a year, 2026
    DATE = "date"  # "2026-03-01"

    @property
    def figure(self) -> bool:
        """Tell whether it stands to the right, under its heading's end."""
        return self not in {Kind.WORD, Kind.NAME, Kind.TEXT, Kind.YEAR, Kind.DATE}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key of its values in the report, its heading, what they are.

    ``empty`` stands on a screen where there is no value; ``files_only`` keeps a column
    off the screen.
    """

    key: str
    heading: str
    kind: Kind = Kind.MONEY
    empty: str = DASH
    files_only: bool = False


class Language(NamedTuple):
    """Who reads: how a message is said to them, and whether that is in French."""

    say: Callable[[str], str] = str
    french: bool = False
