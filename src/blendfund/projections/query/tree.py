"""What a search means: a tree of words and filters, that can be printed and read again."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from msgspec import Struct


class Amounts(Struct, frozen=True):
    """Amounts in hundredths of a currency's unit; ``strict`` leaves the bound itself out.

    One bound at least is there; a strict one stands alone.
    """

    low: int | None = None
    high: int | None = None
    strict: bool = False

    def __str__(self) -> str:
        if self.low == self.high:
            return _hundredths(self.low)
        if self.low is not None and self.high is not None:
            return f"{_hundredths(self.low)}..{_hundredths(self.high)}"
        sign = ">" if self.high is None else "<"
        bound = self.low if self.high is None else self.high
        return f"{sign}{'' if self.strict else '='}{_hundredths(bound)}"


class Positions(Struct, frozen=True):
    """Positions of the log, both ends included; None where it is open."""

    first: int | None = None
    last: int | None = None

    def __str__(self) -> str:
        return _range(self.first, self.last)


class Days(Struct, frozen=True):
    """Days, both ends included; None where it is open."""

    first: date | None = None
    last: date | None = None

    def __str__(self) -> str:
        return _range(self.first, self.last)


Value = str | bool | Amounts | Positions | Days


class Text(Struct, frozen=True):
    """A word or phrase looked for in whatever is written about a movement."""

    phrase: str

    def __str__(self) -> str:
        return quoted(self.phrase)


class Filter(Struct, frozen=True):
    """One thing asked of a movement: its key's English name, and the value it must have."""

    key: str
    value: Value

    def __str__(self) -> str:
        if isinstance(self.value, bool):
            return f"{self.key}:{'yes' if self.value else 'no'}"
        shown = quoted(self.value) if isinstance(self.value, str) else str(self.value)
        return f"{self.key}:{shown}"


class Not(Struct, frozen=True):
    """Movements that are not meant by ``part``."""

    part: Node

    def __str__(self) -> str:
        return f"-{_inner(self.part)}"


class All(Struct, frozen=True):
    """Movements that every part means; all movements when there is no part."""

    parts: tuple[Node, ...] = ()

    def __str__(self) -> str:
        return " ".join(_inner(part) for part in self.parts)


class Any(Struct, frozen=True):
    """Movements that one of the parts means."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " | ".join(_inner(part) for part in self.parts)


_WORD: Final = re.compile(r"[^\W\d_][\w-]*")
Node = Text | Filter | Not | All | Any


def quoted(text: str) -> str:
    """Put a text in quotes, unless it is a word that cannot be read as anything else."""
    if _WORD.fullmatch(text):
        return text
    return '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"'))


def _inner(part: Node) -> str:
    return f"({part})" if isinstance(part, All | Any) else str(part)


def _hundredths(value: int | None) -> str:
    units, rest = divmod(value or 0, 100)
    return f"{units}.{rest:02d}" if rest else str(units)


def _range(first: object, last: object) -> str:
    if first == last:
        return str(first)
    return f"{'' if first is None else first}..{'' if last is None else last}"
