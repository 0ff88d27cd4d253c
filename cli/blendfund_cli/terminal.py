"""Tables on a terminal, with rich."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.reports.tables import Table


def show(tables: Iterable[Table], console: Console | None = None) -> None:
    """Print tables as wide as the terminal is."""
    screen = console or Console(highlight=False)
    for table in tables:
        drawn = RichTable(title=Text(table.title), box=SIMPLE_HEAD, title_justify="left")
        for index, column in enumerate(table.columns):
            justify = "right" if index else "left"
            drawn.add_column(Text(column), justify=justify, overflow="fold")  # type: ignore[arg-type]
        for row in table.rows:
            drawn.add_row(*(Text(cell) for cell in row))
        screen.print(drawn)
        for note in table.notes:
            screen.print(Text(note))
