"""Who bears the fund's losses: its tranches, and in each its agreements."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from blendfund.domain.bearing import Bearing, Stake, share_loss
from blendfund.domain.tranche import Tranche, bear
from blendfund.projections.losses import lost, provided
from blendfund.storage.query.provisions import excess
from blendfund.storage.query.tranched import assigned, contributed, tranches

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from blendfund.projections.facts import Total
    from blendfund.storage.query.totals import Moment
    from blendfund.storage.query.tranched import Contributed


class Bearer(NamedTuple):
    """An agreement, and what it bears (minor units)."""

    of: Contributed
    bearing: Bearing = Bearing()


class Layer(NamedTuple):
    """A tranche, what it bears, its agreements, and what none of them bears (minor)."""

    tranche: Tranche
    borne_minor: int
    bearers: list[Bearer]
    unfilled_minor: int

    @property
    def left_minor(self) -> int:
        """Give what the tranche can still bear (minor units)."""
        return self.tranche.size_minor - self.borne_minor

    @property
    def brought_minor(self) -> int:
        """Give what its agreements have in the fund and may still bring (minor units)."""
        return sum(max(0, one.of.held) + one.of.open for one in self.bearers)


class Position(NamedTuple):
    """How a loss is borne: layer by layer, by no tranche; what stands in none."""

    loss_minor: int
    layers: list[Layer]
    unallocated_minor: int
    outside: list[Contributed]

    def bearings(self) -> dict[int, Bearing]:
        """Give what each agreement in a tranche bears, by its id."""
        return {
            one.of.agreement: one.bearing for layer in self.layers for one in layer.bearers
        }

    def ranks(self) -> dict[int, int]:
        """Give the rank of the tranche that each agreement stands in, by its id."""
        return {
            one.of.agreement: layer.tranche.rank
            for layer in self.layers
            for one in layer.bearers
        }

    def where(self) -> dict[int, str]:
        """Give the name of the tranche that each agreement stands in, by its id."""
        return {
            one.of.agreement: layer.tranche.name
            for layer in self.layers
            for one in layer.bearers
        }


def position(
    books: sqlite3.Connection,
    at: Moment,
    loss_minor: int,
    stands: Mapping[int, bytes] | None = None,
) -> Position:
    """Let the tranches of a fund, and their agreements, bear a loss (minor units).

    Args:
        books: The read models.
        at: The fund, and up to which day and position.
        loss_minor: The loss.
        stands: In which tranche (its stream) each agreement is supposed to stand, by its
            id; as recorded where it is not supposed.
    """
    rows = tranches(books, at)
    stands = assigned(books, at) if stands is None else stands
    inside, outside = _apart(books, at, {one.stream for one in rows}, stands)
    found, unallocated = bear(loss_minor, [Tranche(*one[2:]) for one in rows])
    streams = [one.stream for one in sorted(rows, key=lambda one: one.rank)]
    layers = []
    for stream, one in zip(streams, found, strict=True):
        members = inside[stream]
        shares, unfilled = share_loss(
            one.borne_minor, [Stake(m.held, m.open) for m in members]
        )
        bearers = [Bearer(*pair) for pair in zip(members, shares, strict=True)]
        layers.append(Layer(one.tranche, one.borne_minor, bearers, unfilled))
    return Position(loss_minor, layers, unallocated, outside)


def standing(books: sqlite3.Connection, at: Moment, totals: Sequence[Total]) -> Position:
    """Let them bear what the fund lost so far, and what it expects to lose."""
    expected = provided(totals) - excess(books, at, "fund").total()
    return position(books, at, max(0, lost(totals) + expected))


def _apart(
    books: sqlite3.Connection, at: Moment, known: set[bytes], stands: Mapping[int, bytes]
) -> tuple[defaultdict[bytes, list[Contributed]], list[Contributed]]:
    """Part the fund's agreements: tranche by tranche, and those that stand in none."""
    inside: defaultdict[bytes, list[Contributed]] = defaultdict(list)
    outside = []
    for one in contributed(books, at):
        tranche = stands.get(one.agreement)
        if tranche in known:
            inside[tranche].append(one)
        else:
            outside.append(one)
    return inside, outside
