"""Tables as plain text, for a file, a pipe or a golden session."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.reports.tables import Table


def render(tables: Iterable[Table]) -> str:
    """Write tables with aligned columns; figures to the right."""
    return "\n".join(_table(table) for table in tables)


def _table(table: Table) -> str:
    grid = (table.columns, *table.rows)
    widths = [max(len(row[i]) for row in grid) for i in range(len(table.columns))]
    lines = [table.title, ""]
    for index, row in enumerate(grid):
        lines.append(_row(row, widths))
        if index == 0:
            lines.append("  ".join("-" * width for width in widths))
    if table.notes:
        lines += ["", *table.notes]
    return "\n".join(lines) + "\n"


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    first = cells[0].ljust(widths[0])
    rest = (cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))
    return "  ".join((first, *rest)).rstrip()
