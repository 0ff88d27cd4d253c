"""What an agreement bears of the fund's losses, worked out: its tranche, then its part."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from blendfund.application.explaining.addresses import written
from blendfund.application.explaining.figures import view_of
from blendfund.application.reading.borne import standing
from blendfund.application.reading.distributable import ACCOUNTS, INTEREST, MOVEMENTS
from blendfund.projections.cells import LOSSES, Cell
from blendfund.projections.derived import Counted, Node, Said, total
from blendfund.projections.forms import Scope
from blendfund.projections.losses import lost, provided
from blendfund.storage.query.provisions import excess
from blendfund.storage.query.totals import totals
from blendfund.storage.query.tranched import tranches

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.application.explaining.seen import Seen
    from blendfund.application.reading.borne import Bearer, Layer, Position
    from blendfund.projections.facts import Total
    from blendfund.projections.views import Klass
    from blendfund.storage.query.tranched import Contributed

PRINCIPAL: Final = frozenset(MOVEMENTS) - {INTEREST}


class BearingOf:
    """Who bears what of the fund's losses and provisions at a moment."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen

    @cached_property
    def _totals(self) -> list[Total]:
        return totals(self.seen.books, self.seen.at)

    @cached_property
    def _position(self) -> Position:
        return standing(self.seen.books, self.seen.at, self._totals)

    def of(self, name: str) -> Node | None:
        """Work out what an agreement bears, None where it bears nothing."""
        for place, layer in enumerate(self._position.layers):
            for bearer in layer.bearers:
                if bearer.of.name == name and bearer.bearing.borne_minor:
                    return self._part(place, layer, bearer)
        return None

    def _part(self, place: int, layer: Layer, bearer: Bearer) -> Node:
        """Give an agreement's part, pro rata to its money, by largest remainder."""
        members = [one.of for one in layer.bearers if one.of.held > 0]
        together = sum(one.held for one in members)
        taken = self._taken(place, layer, total("stakes", self._kept(members)))
        assert isinstance(taken.value, int)
        value = bearer.bearing.borne_minor
        rest = value - taken.value * bearer.of.held // together
        nodes = (
            taken,
            total("stake", self._kept([bearer.of])),
            total("stakes", self._kept(members)),
            Node("rest", rest),
        )
        formula = "floor(loss_taken * stake / stakes) + rest"
        return Node("borne", value, formula=formula, nodes=nodes)

    def _taken(self, place: int, layer: Layer, stakes: Node) -> Node:
        """Give what the money of a tranche bears, after the tranches of lower rank."""
        said = {one.name: one.position for one in tranches(self.seen.books, self.seen.at)}
        sizes = [
            Said(said[one.tranche.name], one.tranche.size_minor)
            for one in self._position.layers[: place + 1]
        ]
        assert isinstance(stakes.value, int)
        value = min(layer.borne_minor, stakes.value)
        nodes = (
            total("size", (sizes[-1],)),
            stakes,
            self._losses(),
            total("smaller", tuple(sizes[:-1])),
        )
        formula = "min(size, stakes, max(0, losses - smaller))"
        return Node("loss_taken", value, formula=formula, nodes=nodes)

    def _losses(self) -> Node:
        """Give what the fund lost and expects to lose, as returns tell it."""
        over = excess(self.seen.books, self.seen.at, "fund").total()
        parts = {
            "realised": lost(self._totals),
            "provisions": provided(self._totals) - over,
        }
        view = view_of("returns", "party")
        nodes = tuple(
            Node(name, minor, figures=(Counted(written(view, cell), minor),))
            for name, minor in parts.items()
            if (cell := Cell(LOSSES, name, "amount"))
        )
        value = self._position.loss_minor
        formula = "max(0, realised + provisions)"
        return Node("losses", value, formula=formula, nodes=nodes)

    def _kept(self, members: Iterable[Contributed]) -> tuple[Said, ...]:
        """Give the facts of the money that agreements have in the fund."""
        scope = Scope("agreement", frozenset(str(one.agreement) for one in members))

        def weigh(klass: Klass) -> int:
            moves = klass.movement in PRINCIPAL and klass.account in ACCOUNTS
            return 1 if moves and not klass.carrier else 0

        return self.seen.facts(weigh, scope)
