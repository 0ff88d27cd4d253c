"""The sums of facts that a figure is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.projections.cells import LOSSES, ROWS, TOTAL, Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from blendfund.application.explaining.figures import Sight

# What of a funder's figure hangs on who bears the fund's losses: no sum of its own facts.
BORNE: Final = frozenset({"residual", "borne"})
_LOST: Final = ("realised", "provisions")


class Part(NamedTuple):
    """A sum that a figure is made of: columns of a row, with their signs."""

    name: str
    of: Cell
    columns: Mapping[str, int]


def bears(sight: Sight, cell: Cell) -> bool:
    """Tell whether the row of a figure bears a part of the fund's losses."""
    borne = sight.figures.get(cell._replace(column="borne"), 0)
    return cell.table == ROWS and bool(borne)


def parts_of(sight: Sight, cell: Cell) -> Iterator[Part]:
    """Give the sums that a figure is made of, each by its row and columns.

    What a row bears of the fund's losses is told by those losses, as a whole.
    """
    shared = sight.view.shape.ratios.get(cell.column)
    lossy = bears(sight, cell)
    if shared is None:
        if lossy and cell.column in BORNE:
            if cell.column == "residual":
                yield Part("due", cell, {"due": 1})
            yield from _losses()
        else:
            yield Part("amount", cell, {cell.column: 1})
    elif shared.rest:
        yield Part("flows", cell, shared.above)
        yield Part("residual", cell, _own(shared.rest, lossy=lossy))
        yield from _losses() if lossy else ()
    else:
        yield Part("numerator", cell, _own(shared.above, lossy=lossy))
        yield from _losses() if lossy and "residual" in shared.above else ()
        whole = cell._replace(table=TOTAL, row=TOTAL) if shared.of_total else cell
        yield Part("denominator", whole, shared.below)


def _own(columns: Mapping[str, int], *, lossy: bool) -> Mapping[str, int]:
    """Give columns that are sums of the row's facts: what is due, before losses."""
    if not lossy:
        return columns
    return {"due" if one == "residual" else one: sign for one, sign in columns.items()}


def _losses() -> Iterator[Part]:
    for name in _LOST:
        yield Part(name, Cell(LOSSES, name, "amount"), {"amount": 1})
