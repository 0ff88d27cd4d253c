"""The French open format of grants (SCDL, CSV or XLSX), read without a side effect."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from blendfund.exchange import scdl_sentences as say
from blendfund.exchange.scdl_headers import columns_of, folded
from blendfund.exchange.scdl_source import Row, rows
from blendfund.exchange.scdl_values import (
    UnreadableValue,
    shown,
    siren_of,
    siret_valid,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic import ValidationError

    from blendfund.exchange.scdl_row import GrantRow

__all__ = [
    "ScdlFile",
    "ScdlLine",
    "ScdlProblem",
    "ScdlWarning",
    "read_scdl",
    "siren_of",
    "siret_valid",
]

WARNINGS: Final = {
    "siret-check": say.SIRET_CHECK,
    "siret-unreadable": say.SIRET_UNREADABLE,
    "in-kind": say.IN_KIND,
    "advance": say.ADVANCE,
}

_ADVANCE: Final = re.compile(r"\bavances?\b")
_UNREADABLE: Final = re.compile("[\0\ud800-\udfff]")


class ScdlLine(Struct, frozen=True):
    """One grant as its file declares it, amounts in euro cents."""

    line: int
    giver_name: str
    giver_id: str
    beneficiary_name: str
    beneficiary_id: str
    beneficiary_rna: str
    on: datetime.date
    reference: str
    label: str
    amount_minor: int
    nature: str


class ScdlProblem(Struct, frozen=True):
    """Why a line cannot be taken: a sentence and the values of its named fields."""

    line: int
    column: str
    why: str
    values: dict[str, str]


class ScdlWarning(Struct, frozen=True):
    """One doubt about lines that can be taken; the sentence has a field {count}."""

    code: str
    text: str
    lines: tuple[int, ...]


class ScdlFile(Struct, frozen=True):
    """What a file holds; it is to be taken only when there is no problem."""

    lines: tuple[ScdlLine, ...]
    problems: tuple[ScdlProblem, ...]
    warnings: tuple[ScdlWarning, ...]
    blank: int


def read_scdl(path: Path) -> ScdlFile:
    """Read a file of grants; whatever is wrong with it is a problem, never an exception."""
    source = rows(path)
    reader = _header(source)
    for row in source:
        reader.take(row)
    return ScdlFile(
        lines=tuple(reader.lines),
        problems=tuple(reader.problems),
        warnings=tuple(
            ScdlWarning(code, text, tuple(reader.doubts[code]))
            for code, text in WARNINGS.items()
            if reader.doubts[code]
        ),
        blank=reader.blank,
    )


def _header(source: Iterator[Row]) -> _Reader:
    """Read the first row; where it is no header, nothing after it is looked at."""
    row = next(source)
    header = list(row.cells)
    while header and not header[-1].strip():
        header.pop()
    reader = _Reader(header)
    if not reader.readable(row):
        reader.columns = {}
    else:
        try:
            reader.columns = columns_of(header)
        except UnreadableValue as refused:
            column = refused.values.get("column", "")
            reader.problem(row.line, column, refused.why, refused.values)
    if not reader.columns:
        source.close()  # type: ignore[attr-defined]
    return reader
