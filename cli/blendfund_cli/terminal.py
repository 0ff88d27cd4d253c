"""Tables on a terminal, with rich; as plain text where they would not fit."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from blendfund.reports.plain import render

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.reports.tables import Table

NAME_MIN: Final = 16
HEADING_MIN: Final = 9
_BETWEEN: Final = 3


def show(tables: Iterable[Table], console: Console | None = None) -> None:
    """Print tables as wide as the terminal is; a figure is never cut in two."""
    screen = console or Console(highlight=False)
    for table in tables:
        screen.print(Text(table.title, style="bold"))
        if _fits(table, screen.width):
            screen.print(_drawn(table))
        else:
            # Wider than the screen: whole lines, which the terminal may scroll or wrap.
            rows = render([table]).split("\n", 2)[2]
            screen.print(Text(rows.removesuffix("\n")), soft_wrap=True)
            continue
        for note in table.notes:
            screen.print(Text(note))


def _drawn(table: Table) -> RichTable:
    drawn = RichTable(box=SIMPLE_HEAD)
    drawn.add_column(Text(table.columns[0]), overflow="fold")
    for heading in _headings(table):
        drawn.add_column(Text(heading), justify="right", no_wrap=True)
    for row in table.rows:
        drawn.add_row(*(Text(cell) for cell in row))
    return drawn


def _headings(table: Table) -> list[str]:
    """Give the headings of the figures, broken between words to the figures' width."""
    broken = []
    for index, heading in enumerate(table.columns[1:], start=1):
        width = max([HEADING_MIN, *(len(row[index]) for row in table.rows)])
        broken.append(fill(heading, width, break_long_words=False))
    return broken


def _fits(table: Table, width: int) -> bool:
    figures = [
        max(
            *(len(line) for line in heading.split("\n")),
            *(len(row[index]) for row in table.rows),
            0,
        )
        for index, heading in enumerate(_headings(table), start=1)
    ]
    return sum(figures) + _BETWEEN * (len(figures) + 1) + NAME_MIN <= width
