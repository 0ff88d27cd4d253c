"""Where the figures of a distribution come from: what is owed, and each tier's rule."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from blendfund.application.explaining.addresses import Grid
from blendfund.application.explaining.owed import Owing
from blendfund.application.explaining.seen import Source
from blendfund.application.reading.decided import said
from blendfund.application.reading.distributable import (
    RANKED,
    by_rank,
    shared_by,
    shares_of,
    tiers_of,
)
from blendfund.domain.distribution import distribute
from blendfund.journal.rules import CASH
from blendfund.projections.cells import ROWS, Cell
from blendfund.projections.derived import Node, rate, total
from blendfund.reports.terms import columns

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.explaining.seen import Seen
    from blendfund.domain.distribution import Tier
    from blendfund.projections.views import Klass

TIERS: Final = "tiers"
AMOUNT: Final = "amount"
LEFT: Final = "left"
CAPITAL: Final = "return-of-capital"
PREFERRED: Final = "preferred-return"
_COLUMNS: Final = {
    ROWS: ("principal", "profit", "owed_principal", "owed_preferred"),
    TIERS: ("investors", "manager", "whole"),
    AMOUNT: ("amount",),
    LEFT: ("amount",),
}


class Distribution(Source):
    """An amount, asked for or all of the cash, tier by tier and funder by funder."""

    report = "distribution"

    def __init__(self, seen: Seen, _parts: list[str]) -> None:
        super().__init__(seen)
        at = seen.at
        self.tiers = tiers_of(seen.books, at.fund, seen.day, at.position)
        adopted = said(
            seen.books, at.fund, "tiers-adopted", on=seen.day, position=at.position
        )
        self.position = max((one for one, _ in adopted), default=0)
        self.owing = Owing(seen, self)
        self.minor = self._amount_minor()
        self.paid = distribute(self.minor, self.tiers, self.owing.owed)
        shares = shares_of(self.paid, self.owing.owed)
        self.shares = {one.agreement: one for one in shares}

    @property
    def grid(self) -> Grid:
        """Give where the figures stand: by agreement, by tier, and the amount itself."""
        titled = {one: columns("distribution", one, of) for one, of in _COLUMNS.items()}
        return Grid("distribution:", titled, self._rows)

    def _rows(self, table: str) -> dict[str, str]:
        if table == ROWS:
            return {one.key: one.key for one in self.owing.owed}
        known = [one.kind for one in self.tiers] if table == TIERS else [table]
        return {one: one for one in known}

    def node(self, cell: Cell) -> Node:
        """Work out where a figure comes from."""
        match cell.table:
            case "amount":
                return self._amount
            case "left":
                return self._left()
            case "tiers":
                return self._tier(cell)
        made: dict[str, Callable[[], Node]] = {
            "owed_principal": lambda: self.owing.principal(cell.row),
            "owed_preferred": lambda: self.owing.preferred(cell.row),
            "principal": lambda: self._share(cell, CAPITAL)._replace(name="principal"),
            "profit": lambda: self._profit(cell),
        }
        return made[cell.column]()

    @cached_property
    def _amount(self) -> Node:
        """Give the amount that was asked for, else all of the cash."""
        asked = self.seen.wanted.amount
        if asked is not None:
            return Node("asked_amount", asked.minor(self.seen.fund.currency))

        def weigh(klass: Klass) -> int:
            return 1 if klass.account == CASH and not klass.carrier else 0

        cash = total("cash", self.seen.facts(weigh))
        assert isinstance(cash.value, int)
        return Node("amount", max(0, cash.value), formula="max(0, cash)", nodes=(cash,))

    def _amount_minor(self) -> int:
        assert isinstance(self._amount.value, int)
        return self._amount.value

    def _left(self) -> Node:
        cells = [
            (Cell(TIERS, one.kind, column), minor)
            for one in self.paid
            for column, minor in (("investors", one.investors), ("manager", one.manager))
        ]
        taken = self.total("taken", *(one for one in cells if one[1]))
        value = self.minor - sum(minor for _, minor in cells)
        nodes = (self._whole(), taken)
        return Node("left", value, formula="amount - taken", nodes=nodes)

    def _whole(self) -> Node:
        return self.other("amount", Cell(AMOUNT, AMOUNT, "amount"), self.minor)

    def _tier(self, cell: Cell) -> Node:
        """Work out what one tier pays, of what those before it have left."""
        place = next(at for at, one in enumerate(self.tiers) if one.kind == cell.row)
        tier, paid = self.tiers[place], self.paid[place]
        value = paid.investors if cell.column == "investors" else paid.manager
        if not self.owing.owed:
            return Node(cell.column, 0)
        if cell.row in {CAPITAL, PREFERRED}:
            if cell.column == "manager":
                return Node("manager", 0)
            column = "owed_principal" if cell.row == CAPITAL else "owed_preferred"
            nodes = (self._before(place), self.owing.together(column))
            value = paid.investors
            return Node(cell.column, value, formula="min(left, owed)", nodes=nodes)
        whole = self._taken(place, tier)
        if cell.column == "whole":
            return whole._replace(name="whole")
        if cell.column == "manager":
            nodes = (whole, rate("part", tier.manager, self.position))
            return Node(cell.column, value, formula="round(whole * part)", nodes=nodes)
        manager = self.other("manager", cell._replace(column="manager"), paid.manager)
        formula = "whole - manager"
        return Node(cell.column, value, formula=formula, nodes=(whole, manager))

    def _before(self, place: int) -> Node:
        """Work out what the tiers before one have left of the amount."""
        cells = [
            (Cell(TIERS, one.kind, column), minor)
            for one in self.paid[:place]
            for column, minor in (("investors", one.investors), ("manager", one.manager))
        ]
        earlier = self.total("earlier", *(one for one in cells if one[1]))
        value = self.minor - sum(minor for _, minor in cells)
        nodes = (self._whole(), earlier)
        return Node("left", value, formula="amount - earlier", nodes=nodes)

    def _taken(self, place: int, tier: Tier) -> Node:
        """Work out what a catch-up or a split shares: up to its end, or all."""
        paid = self.paid[place]
        value, left = paid.investors + paid.manager, self._before(place)
        if tier.kind == "split":
            return Node("whole", value, formula="left", nodes=(left,))
        profit = sum(one.investors for one in self.paid if one.kind == PREFERRED)
        cell = Cell(TIERS, PREFERRED, "investors")
        earned = self.other("profit", cell, profit) if profit else Node("profit", 0)
        nodes = (
            left,
            earned,
            rate("until", tier.until, self.position),
            rate("part", tier.manager, self.position),
        )
        formula = "min(left, round(until * profit / (part - until)))"
        return Node("whole", value, formula=formula, nodes=nodes)

    def _profit(self, cell: Cell) -> Node:
        """Add up what the tiers after capital pay under one agreement."""
        kinds = [one.kind for one in self.paid if one.kind != CAPITAL and one.investors]
        parts = ((kind.replace("-", "_"), self._share(cell, kind)) for kind in kinds)
        nodes = tuple(node._replace(name=name) for name, node in parts)
        share = self.shares.get(cell.row)
        formula = " + ".join(one.name for one in nodes)
        return Node("profit", share.profit if share else 0, formula=formula, nodes=nodes)

    def _share(self, cell: Cell, kind: str) -> Node:
        """Work out an agreement's share of what a tier pays, by largest remainder."""
        paid = next((one for one in self.paid if one.kind == kind), None)
        if paid is None or not paid.investors:
            return Node("share", 0)
        column = f"owed_{shared_by(kind, self.owing.owed)}"
        weights = self.owing.weights(column)
        owed = self.owing.owed
        at = [one.key for one in owed].index(cell.row)
        ranks = [one.rank if kind in RANKED else 0 for one in owed]
        value = by_rank(paid.investors, weights, ranks)[at]
        shared, together = self._shared(cell, kind, column, paid.investors)
        assert isinstance(shared.value, int)
        assert isinstance(together.value, int)
        if not together.value:
            return Node("share", 0)
        nodes = (
            shared,
            self.other("own", cell._replace(column=column), weights[at]),
            together,
            Node("rest", value - shared.value * weights[at] // together.value),
        )
        formula = "floor(shared * own / owed) + rest"
        return Node("share", value, formula=formula, nodes=nodes)

    def _shared(self, cell: Cell, kind: str, column: str, minor: int) -> tuple[Node, Node]:
        """Give what an agreement shares with those of its rank, and what they are owed."""
        tier = Cell(TIERS, kind, "investors")
        ranked = self.owing.ranked(cell.row, column) if kind in RANKED else None
        if ranked is None:
            return self.other("shared", tier, minor), self.owing.together(column)
        owed, senior = ranked
        assert isinstance(owed.value, int)
        assert isinstance(senior.value, int)
        value = min(owed.value, max(0, minor - senior.value))
        nodes = (owed, self.other("investors", tier, minor), senior)
        formula = "min(owed, max(0, investors - senior))"
        return Node("shared", value, formula=formula, nodes=nodes), owed
