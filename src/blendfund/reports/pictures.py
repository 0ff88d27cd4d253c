"""Pictures under the tables of a terminal: the parts of a whole, and the J-curve."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.reports import words
from blendfund.reports.columns import Language
from blendfund.reports.printed import text
from blendfund.reports.returns_outlines import lowest_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.reports.tables import Table

# A message: English here, translated when the picture is drawn.
LOWEST_POINT: Final = "lowest point"
BAR_MAX: Final = 40
SHOWN_MAX: Final = 15
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"


class Canvas(NamedTuple):
    """How wide one may draw, in which language, and with blocks or plain characters."""

    width: int
    language: Language = Language()
    blocks: bool = True

    @property
    def axis(self) -> str:
        """Give what stands for zero."""
        return "│" if self.blocks else "|"

    def right(self, size: Decimal) -> str:
        """Draw a bar of ``size`` characters that starts at its left; none is no bar."""
        if not self.blocks:
            return "#" * round(size)
        whole, eighths = divmod(max(int(size * 8), 1 if size > 0 else 0), 8)
        return "█" * whole + _EIGHTHS[eighths].strip()

    def left(self, size: Decimal) -> str:
        """Draw a bar of ``size`` characters that ends at its right."""
        if not self.blocks:
            return "#" * round(size)
        whole, half = divmod(int(size * 2), 2)
        return "▐" * half + "█" * whole


def picture(table: Table, canvas: Canvas) -> tuple[str, ...]:
    """Draw a table, where a picture says more than its figures; else nothing."""
    draw = _DRAWN.get(table.name)
    return tuple(draw(table, canvas)) if draw else ()


def parts(table: Table, canvas: Canvas) -> list[str]:
    """Draw the part of each row, the largest ones, in the order of the table."""
    sizes = {at: Decimal(row["share"] or 0) for at, row in enumerate(table.rows)}
    drawn = sorted(sorted(sizes, key=lambda at: -sizes[at])[:SHOWN_MAX])
    largest = max(sizes.values(), default=Decimal(0))
    if len(drawn) <= 1 or largest <= 0:
        return []
    language, first = canvas.language, table.columns[0]
    names = [text(table.rows[at], first, table.currency, language) for at in drawn]
    shares = [words.share(str(sizes[at]), french=language.french) for at in drawn]
    widest = min(max(map(len, names)), canvas.width // 3)
    far = max(map(len, shares))
    room = min(BAR_MAX, canvas.width - widest - far - 3)
    bars = [canvas.right(sizes[at] * room / largest) for at in drawn]
    return [
        f"{name[:widest]:<{widest}} {share:>{far}} {bar}".rstrip()
        for name, share, bar in zip(names, shares, bars, strict=True)
    ]


def curve(table: Table, canvas: Canvas) -> list[str]:
    """Draw the cumulative flows, a line a year, the lowest point marked."""
    sums = [Decimal(row["cumulative"] or 0) for row in table.rows]
    low, high = min(sums, default=Decimal(0)), max(sums, default=Decimal(0))
    depth, height = -min(low, Decimal(0)), max(high, Decimal(0))
    if len(sums) <= 1 or depth + height == 0:
        return []
    bottom = lowest_of(table.rows)
    sign = "◄" if canvas.blocks else "<"
    mark = f"  {sign} {canvas.language.say(LOWEST_POINT)}"
    amounts = [
        words.money(str(row["cumulative"]), table.currency, french=canvas.language.french)
        for row in table.rows
    ]
    widest = max(map(len, amounts))
    room = min(BAR_MAX, canvas.width - widest - len(mark) - 8)
    scale = max(room, 2) / (depth + height)
    left = int(depth * scale)
    right = int(height * scale)
    lines = []
    for row, total, amount in zip(table.rows, sums, amounts, strict=True):
        below = canvas.left(-min(total, Decimal(0)) * scale)
        above = canvas.right(max(total, Decimal(0)) * scale)
        bar = f"{below:>{left}}{canvas.axis}{above:<{right}}"
        told = mark if row is bottom else ""
        lines.append(f"{row['year']} {bar} {amount:>{widest}}{told}")
    return lines


_DRAWN: Final[dict[str, Callable[[Table, Canvas], list[str]]]] = {
    "composition": parts,
    "curve": curve,
}
