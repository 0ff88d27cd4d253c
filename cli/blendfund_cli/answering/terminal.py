"""Tables on a terminal, with rich; as plain text where they would not fit."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from blendfund.reports.plain import render
from blendfund_cli.answering.pager import put

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.reports.printed import Printed

NAME_MIN: Final = 16
HEADING_MIN: Final = 9
_BETWEEN: Final = 3


def show(
    tables: Iterable[Printed], console: Console | None = None, *, paged: bool = False
) -> None:
    """Print tables as wide as the terminal is; a figure is never cut in two."""
    screen = console or Console(highlight=False)
    with screen.capture() as kept:
        for table in tables:
            _print(table, screen)
    if console:
        console.file.write(kept.get())
    else:
        put(kept.get(), paged=paged)


def _print(table: Printed, screen: Console) -> None:
    screen.print(Text(table.title, style="bold"))
    if _fits(table, screen.width):
        screen.print(_drawn(table))
    else:
        # Wider than the screen: whole lines, which the terminal may scroll or wrap.
        rows = render([table._replace(notes=())]).split("\n", 2)[2]
        screen.print(Text(rows), soft_wrap=True)
    for line in table.picture:
        screen.print(Text(line), soft_wrap=True)
    if table.picture:
        screen.print()
    for note in table.notes:
        screen.print(Text(note))


def _drawn(table: Printed) -> RichTable:
    drawn = RichTable(box=SIMPLE_HEAD)
    for index, heading in enumerate(_headings(table)):
        if table.figure(index):
            drawn.add_column(Text(heading), justify="right", no_wrap=True)
        else:
            drawn.add_column(Text(heading), overflow="fold")
    for number, row in enumerate(table.rows):
        if number and number == len(table.rows) - table.feet:
            drawn.add_section()
        drawn.add_row(*(Text(cell) for cell in row))
    return drawn


def _headings(table: Printed) -> list[str]:
    """Give the headings, those of figures broken between words to the figures' width."""
    broken = []
    for index, heading in enumerate(table.columns):
        width = max(HEADING_MIN, _width(table, index))
        whole = heading if not table.figure(index) else ""
        broken.append(whole or fill(heading, width, break_long_words=False))
    return broken


def _width(table: Printed, index: int) -> int:
    return max((len(row[index]) for row in table.rows), default=0)


def _fits(table: Printed, width: int) -> bool:
    needed = 0
    for index, heading in enumerate(_headings(table)):
        widest = max(_width(table, index), *map(len, heading.split("\n")), 0)
        needed += _BETWEEN
        needed += widest if table.figure(index) else NAME_MIN
    return needed <= width
