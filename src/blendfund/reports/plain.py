"""Tables as plain text, for a file, a pipe or a golden session."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.reports.printed import Printed


def render(tables: Iterable[Printed]) -> str:
    """Write tables with aligned columns; figures to the right."""
    return "\n".join(_table(table) for table in tables)


def _table(table: Printed) -> str:
    grid = (table.columns, *table.rows)
    widths = [max(len(row[i]) for row in grid) for i in range(len(table.columns))]
    lines = [table.title, ""]
    for index, row in enumerate(grid):
        lines.append(_row(table, row, widths))
        if index == 0:
            lines.append("  ".join("-" * width for width in widths))
    if table.notes:
        lines += ["", *table.notes]
    return "\n".join(lines) + "\n"


def _row(table: Printed, cells: tuple[str, ...], widths: list[int]) -> str:
    shown = (
        cell.rjust(widths[i]) if table.figure(i) else cell.ljust(widths[i])
        for i, cell in enumerate(cells)
    )
    return "  ".join(shown).rstrip()
