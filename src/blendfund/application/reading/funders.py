"""The funders' side of a fund's returns: by party or tranche, losses borne."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from blendfund.application.reading.borne import standing
from blendfund.domain.bearing import Bearing
from blendfund.domain.vocabulary import repayable
from blendfund.projections.losses import (
    FUNDERS,
    UNTRANCHED,
    net_assets,
    own_funds,
    promised,
)
from blendfund.storage.query.provisions import excess
from blendfund.storage.query.totals import flows, merges
from blendfund.storage.query.tranched import tranches

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Sequence

    from blendfund.application.reading.borne import Position
    from blendfund.projections.facts import Flow, Total
    from blendfund.projections.funding import FunderReturn
    from blendfund.storage.query.totals import Moment
    from blendfund.storage.query.tranched import Contributed


class Funders:
    """What a fund's funders gave, had back, and still have in it, at a moment.

    Losses are what was lost so far and what is expected to be: ``standing``.
    """

    def __init__(
        self, books: sqlite3.Connection, at: Moment, totals: Sequence[Total]
    ) -> None:
        self.books = books
        self.at = at
        self.totals = totals
        self.day = date.fromisoformat(at.as_of)
        self._read: dict[str, list[Flow]] = {}

    @cached_property
    def position(self) -> Position:
        """Give how the losses are borne, with every agreement."""
        return standing(self.books, self.at, self.totals)

    @cached_property
    def layered(self) -> bool:
        """Tell whether the fund has tranches: without any, nobody bears a loss."""
        return bool(tranches(self.books, self.at))

    @cached_property
    def nav(self) -> int:
        """Give the fund's net asset value (minor units): no loan is worth below zero."""
        return net_assets(self.totals) + self.excess

    @cached_property
    def excess(self) -> int:
        """Give what provisions have beyond what is outstanding (minor units)."""
        return excess(self.books, self.at, "fund").total()

    def bearing(self, agreement: int) -> Bearing:
        """Give what an agreement bears of the losses (minor units)."""
        found = self.position.bearings() if self.layered else {}
        return found.get(agreement, Bearing())

    def where(self, agreement: int) -> str | None:
        """Give the tranche that an agreement stands in, None where in none."""
        return self.position.where().get(agreement) if self.layered else None

    def whole(self, whole: Sequence[Flow]) -> FunderReturn:
        """Give one row for all funders, from the fund's flows keyed by nothing."""
        from blendfund.projections.funding import funders_returns

        key = whole[0].key if whole else ""
        to_come = sum(one.amount for one in self.totals if promised(one))
        borne = sum(self._losses("").values()) if self.layered else 0
        (row,) = funders_returns(whole, self.day, {key: to_come}, {key: borne}, (key,))
        return row._replace(key=FUNDERS)

    def own(self, funders: FunderReturn) -> int:
        """Give what belongs to no funder: what tranches bear is not taken from it."""
        return own_funds(self.totals) + self.excess + funders.borne

    def rows(self, by: str, *, every: bool = True) -> list[FunderReturn]:
        """Give a row a party (by its id), or a tranche (by its name, the first first).

        Unless ``every``, a party that paid nothing yet has none.
        """
        from blendfund.projections.funding import funders_returns

        opens, losses = self._opens(by), self._losses(by)
        where = self.keyed() if by == "tranche" else {}
        found = [
            flow._replace(key=where.get(flow.key, UNTRANCHED)) if where else flow
            for flow in self._flows(by)
        ]
        names = [one.tranche.name for one in self.position.layers]
        keys = [*(names if by == "tranche" else ()), *(opens if every else ())]
        rows = funders_returns(found, self.day, opens, losses, keys)
        if by == "party":
            return rows
        place = {name: number for number, name in enumerate(names)}
        return sorted(rows, key=lambda row: place.get(row.key, len(place)))

    def _flows(self, by: str) -> list[Flow]:
        """Give the funders' dated flows, by party or by agreement; read once."""
        if by not in self._read:
            dimension = "party" if by == "party" else "agreement"
            self._read[by] = flows(self.books, self.at, dimension)
        return self._read[by]

    def keyed(self) -> dict[str, str]:
        """Give the row of every agreement (its id) by tranche: those in none together."""
        inside = {str(one): name for one, name in self.position.where().items()}
        outside = {str(one.agreement): UNTRANCHED for one in self.position.outside}
        return inside | outside

    def of(self, parties: Collection[str]) -> FunderReturn | None:
        """Give one row for some parties (ids) together; None where they have no figure."""
        from blendfund.projections.funding import funders_returns

        found = [
            flow._replace(key="") for flow in self._flows("party") if flow.key in parties
        ]
        opens, losses = (
            sum(minor for key, minor in sums.items() if key in parties)
            for sums in (self._opens("party"), self._losses("party"))
        )
        keys = ("",) if opens else ()
        rows = funders_returns(found, self.day, {"": opens}, {"": losses}, keys)
        return rows[0] if rows else None

    def _opens(self, by: str) -> Counter[str]:
        """Give what is still to come of repayable money, by key (minor units)."""
        found: Counter[str] = Counter()
        for key, one in self._keyed(by):
            if one.open:
                found[key] += one.open
        return found

    def _losses(self, by: str) -> Counter[str]:
        """Give what repayable money in the fund bears, by key (minor units)."""
        bearings = self.position.bearings() if self.layered else {}
        found: Counter[str] = Counter()
        for key, one in self._keyed(by):
            if one.agreement in bearings:
                found[key] += bearings[one.agreement].borne_minor
        return found

    def _keyed(self, by: str) -> Iterator[tuple[str, Contributed]]:
        """Give every agreement with repayable money, with its key in a cut."""
        merged = merges(self.books, self.at.position) if by == "party" else {}
        where = self.position.where() if by == "tranche" else {}
        inside = (one.of for layer in self.position.layers for one in layer.bearers)
        for one in (*inside, *self.position.outside):
            if not repayable(one.instrument):
                continue
            key = where.get(one.agreement, UNTRANCHED) if by == "tranche" else ""
            if by == "party":
                key = merged.get(str(one.party), str(one.party))
            yield key, one
