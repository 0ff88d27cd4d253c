"""The rows of a file of grants, every cell a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from blendfund.exchange import grid
from blendfund.exchange.scdl_headers import known_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class Row(NamedTuple):
    """The texts of one row, or why there are none, and the line where it starts."""

    line: int
    cells: list[str]
    why: str
    values: dict[str, str]


def rows(path: Path) -> Iterator[Row]:
    """Read rows one by one; what cannot be read is a row that says why."""
    for row in grid.rows(path, grid.Shape(separator=delimiter_of)):
        yield Row(row.line, list(map(grid.as_text, row.cells)), row.why, row.values)


def delimiter_of(lines: Sequence[str]) -> str:
    """Choose the separator under which more columns of the header are known."""
    return max(";,", key=lambda mark: known_columns(grid.cells_of(lines[0], mark)))
