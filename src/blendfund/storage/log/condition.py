"""Conditions on the index of movements: SQL of our own names, every value bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable


class Where(NamedTuple):
    """A condition of SQL, and the values bound to its question marks."""

    sql: str
    given: tuple[Any, ...] = ()


EVERY: Final = Where("1")
NONE: Final = Where("0")


def joined(word: str, parts: Iterable[Where]) -> Where:
    """Join conditions with AND or OR; none of them is everything, or nothing."""
    neutral, deciding = (EVERY, NONE) if word == "AND" else (NONE, EVERY)
    kept = [part for part in parts if part != neutral]
    if deciding in kept:
        return deciding
    if len(kept) < 2:  # noqa: PLR2004 -- one needs no word between
        return kept[0] if kept else neutral
    sql = f" {word} ".join(part.sql for part in kept)
    return Where(f"({sql})", tuple(one for part in kept for one in part.given))


def denied(one: Where) -> Where:
    """Give the opposite of a condition."""
    if one in {EVERY, NONE}:
        return NONE if one == EVERY else EVERY
    return Where(f"NOT {one.sql}", one.given)


def holds(text: str, phrase: str) -> Where:
    """Test that a text of the index holds a folded phrase; every text holds none."""
    return Where(f"instr({text}, ?)", (phrase,)) if phrase else EVERY


def among(column: str, found: Iterable[int]) -> Where:
    """Test that a column is one of some ids, bound as one value whatever their number."""
    ids = list(found)
    if not ids:
        return NONE
    given = msgspec.json.encode(ids).decode()
    return Where(column + " IN (SELECT value FROM json_each(?))", (given,))


def between(column: str, first: object, last: object) -> Where:
    """Test that a column lies between two ends, both included; None leaves one open."""
    parts = [(">=", first), ("<=", last)]
    return joined(
        "AND",
        [
            Where(f"{column} {sign} ?", (end if isinstance(end, int) else str(end),))
            for sign, end in parts
            if end is not None
        ],
    )
