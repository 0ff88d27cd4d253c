"""Where the figures of a loss come from: the tranches that bear it, one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.application.explaining.addresses import Grid
from blendfund.application.explaining.seen import Source
from blendfund.domain.tranche import Tranche, bear
from blendfund.projections.cells import ROWS, Cell
from blendfund.projections.derived import Node, Said, total
from blendfund.projections.losses import LOSSES
from blendfund.reports.terms import columns
from blendfund.storage.query.tranched import tranches

if TYPE_CHECKING:
    from blendfund.application.explaining.seen import Seen
    from blendfund.projections.views import Klass

LOSS: Final = "loss"
UNALLOCATED: Final = "unallocated"
_COLUMNS: Final = {
    ROWS: ("size", "borne", "left"),
    LOSS: ("amount",),
    UNALLOCATED: ("amount",),
}


class Waterfall(Source):
    """A loss, asked for or what the fund has lost so far, tranche by tranche."""

    report = "waterfall"

    def __init__(self, seen: Seen, _parts: list[str]) -> None:
        super().__init__(seen)
        rows = tranches(seen.books, seen.at)
        self.defined = {one.name: one.position for one in rows}
        self.loss = self._loss()
        assert isinstance(self.loss.value, int)
        self.minor = self.loss.value
        borne, self.unallocated = bear(self.minor, [Tranche(*one[2:]) for one in rows])
        self.borne = {one.tranche.name: one for one in borne}

    @property
    def grid(self) -> Grid:
        """Give where the figures stand: tranche by tranche, and the loss itself."""
        said = {one: columns("waterfall", one, of) for one, of in _COLUMNS.items()}
        return Grid("waterfall:", said, self._rows)

    def _rows(self, table: str) -> dict[str, str]:
        return {one: one for one in (self.borne if table == ROWS else (table,))}

    def node(self, cell: Cell) -> Node:
        """Work out where a figure comes from."""
        match cell.table, cell.column:
            case "loss", _:
                return self.loss
            case "unallocated", _:
                return self._unallocated()
            case _, "size":
                return self._size(cell)
            case _, "borne":
                return self._borne(cell)
        one = self.borne[cell.row]
        borne = self.other("borne", cell._replace(column="borne"), one.borne_minor)
        nodes = (self._size(cell), borne)
        return Node("left", one.left_minor, formula="size - borne", nodes=nodes)

    def _loss(self) -> Node:
        """Give the loss that was asked for, else what the fund has lost so far."""
        asked = self.seen.wanted.amount
        if asked is not None:
            return Node("asked_loss", asked.minor(self.seen.fund.currency))

        def weigh(klass: Klass) -> int:
            return 1 if klass.account in LOSSES and not klass.carrier else 0

        lost = total("lost", self.seen.facts(weigh))
        assert isinstance(lost.value, int)
        return Node("loss", max(0, lost.value), formula="max(0, lost)", nodes=(lost,))

    def _size(self, cell: Cell) -> Node:
        size = self.borne[cell.row].tranche.size_minor
        return Node("size", size, facts=(Said(self.defined[cell.row], size),))

    def _borne(self, cell: Cell) -> Node:
        """Give what a tranche bears: what is left of the loss, within its size."""
        names = list(self.borne)
        before = names[: names.index(cell.row)]
        nodes = (self._size(cell), self._whole(), self._all("earlier", before))
        value = self.borne[cell.row].borne_minor
        return Node("borne", value, formula="min(size, loss - earlier)", nodes=nodes)

    def _unallocated(self) -> Node:
        nodes = (self._whole(), self._all("borne", list(self.borne)))
        return Node("unallocated", self.unallocated, formula="loss - borne", nodes=nodes)

    def _whole(self) -> Node:
        return self.other("loss", Cell(LOSS, LOSS, "amount"), self.minor)

    def _all(self, name: str, tranches: list[str]) -> Node:
        pairs = ((one, self.borne[one].borne_minor) for one in tranches)
        cells = ((Cell(ROWS, one, "borne"), minor) for one, minor in pairs)
        return self.total(name, *(one for one in cells if one[1]))
