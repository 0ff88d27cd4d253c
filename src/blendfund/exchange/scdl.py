"""The French open format of grants (SCDL, CSV or XLSX), read without a side effect."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from blendfund.exchange import scdl_sentences as say
from blendfund.exchange.grid import hostile
from blendfund.exchange.scdl_headers import columns_of, folded
from blendfund.exchange.scdl_source import rows
from blendfund.exchange.scdl_values import (
    UnreadableValue,
    shown,
    siren_of,
    siret_valid,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from blendfund.exchange.scdl_row import GrantRow
    from blendfund.exchange.scdl_source import Row

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


class ScdlLine(Struct, frozen=True):
    """One grant as its file declares it, amounts in euro cents."""

    line: int
    giver_name: str
    giver_id: str
    beneficiary_name: str
    beneficiary_id: str
    beneficiary_rna: str
    on: dt.date
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
    reader = _Reader()
    if reader.takes_header(next(source)):
        for row in source:
            reader.take(row)
    return reader.result()


class _Reader:
    """What has been understood of a file so far."""

    def __init__(self) -> None:
        from blendfund.exchange.scdl_row import checked

        self._checked = checked
        self._header: list[str] = []
        self._columns: dict[str, int] = {}
        self._lines: list[ScdlLine] = []
        self._problems: list[ScdlProblem] = []
        self._doubts: dict[str, list[int]] = {code: [] for code in WARNINGS}
        self._blank = 0

    def takes_header(self, row: Row) -> bool:
        """Learn the columns; tell whether the rows below can be read at all."""
        if not self._readable(row):
            return False
        self._header = row.cells
        try:
            self._columns = columns_of(row.cells)
        except UnreadableValue as refused:
            column = refused.values.get("column", "")
            self._problem(row.line, refused.why, refused.values, column)
        return bool(self._columns)

    def take(self, row: Row) -> None:
        if not row.why and not any(cell.strip() for cell in row.cells):
            self._blank += 1
        elif self._readable(row) and self._complete(row):
            self._grant(row)

    def result(self) -> ScdlFile:
        warnings = (
            ScdlWarning(code, text, tuple(self._doubts[code]))
            for code, text in WARNINGS.items()
            if self._doubts[code]
        )
        lines, problems = tuple(self._lines), tuple(self._problems)
        return ScdlFile(lines, problems, tuple(warnings), self._blank)

    def _problem(self, line: int, why: str, values: dict[str, str], column: str) -> None:
        self._problems.append(ScdlProblem(line, column, why, values))

    def _readable(self, row: Row) -> bool:
        if row.why:
            self._problem(row.line, row.why, row.values, "")
            return False
        found = hostile(row.cells)
        if found is not None:
            self._problem(row.line, found[1], {}, self._name(found[0]))
        return found is None

    def _complete(self, row: Row) -> bool:
        found, expected = len(row.cells), len(self._header)
        if found != expected:
            counts = {"found": str(found), "expected": str(expected)}
            self._problem(row.line, say.FIELD_COUNT, counts, "")
        return found == expected

    def _name(self, index: int) -> str:
        return shown(self._header[index].strip()) if index < len(self._header) else ""

    def _grant(self, row: Row) -> None:
        fields = {field: row.cells[index] for field, index in self._columns.items()}
        grant, refusals = self._checked(fields)
        for field, refused in refusals.items():
            column = self._name(self._columns[field])
            self._problem(row.line, refused.why, refused.values, column)
        if grant is not None:
            given = grant.model_dump(exclude={"conditions"})
            self._lines.append(ScdlLine(line=row.line, **given))
            for code in _doubts(fields, grant):
                self._doubts[code].append(row.line)


def _doubts(fields: dict[str, str], grant: GrantRow) -> Iterator[str]:
    """Give the code of each doubt about a grant, once a line."""
    identities = (grant.giver_id, grant.beneficiary_id)
    cells = (fields["giver_id"], fields.get("beneficiary_id", ""))
    if any(digits and not siret_valid(digits) for digits in identities):
        yield "siret-check"
    if any(
        cell.strip() and not digits for cell, digits in zip(cells, identities, strict=True)
    ):
        yield "siret-unreadable"
    if "ennature" in folded(grant.nature):
        yield "in-kind"
    # Accents are kept: an "avancee" with its accent is progress, not an advance.
    text = unicodedata.normalize("NFC", f"{grant.label}\n{grant.conditions}")
    if _ADVANCE.search(text.casefold()):
        yield "advance"
