"""What each funder's money stands at: principal in the fund, and a preferred return."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from blendfund.application.explaining.bearing import PRINCIPAL, BearingOf
from blendfund.application.reading.distributable import (
    ACCOUNTS,
    INTEREST,
    MOVEMENTS,
    owed_to,
)
from blendfund.domain.anniversary import anniversary
from blendfund.domain.distribution import preferred
from blendfund.projections.cells import ROWS, Cell
from blendfund.projections.derived import Kind, Node, Said, day, number, rate, total
from blendfund.projections.forms import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from blendfund.application.explaining.distribution import Distribution
    from blendfund.application.explaining.seen import Seen
    from blendfund.projections.views import Klass

_GROWN: Final = "round(base * ((1 + rate) ** years - 1))"
_SHRUNK: Final = "-round(-base * ((1 + rate) ** years - 1))"  # halves away from zero


class Owing:
    """What is owed to every funder of repayable money, and how it came to that."""

    def __init__(self, seen: Seen, of: Distribution) -> None:
        self.seen = seen
        self.of = of
        at, self.tiers = seen.at, of.tiers
        self.owed = owed_to(seen.books, at, self.tiers)
        tiers = (one.rate for one in self.tiers if one.kind == "preferred-return")
        self.rate = next(tiers, "0")
        self.bearing = BearingOf(seen)

    def ranked(self, name: str, column: str) -> tuple[Node, Node] | None:
        """Give what is owed to those who are paid with a funder, and before it.

        None where nobody is paid before another.
        """
        if len({one.rank for one in self.owed}) < 2:  # noqa: PLR2004 -- more than one rank
            return None
        rank = next(one.rank for one in self.owed if one.key == name)
        own: list[tuple[Cell, int]] = []
        before: list[tuple[Cell, int]] = []
        for one, minor in zip(self.owed, self.weights(column), strict=True):
            if minor and one.rank >= rank:
                of = own if one.rank == rank else before
                of.append((Cell(ROWS, one.key, column), minor))
        return self.of.total("owed", *own), self.of.total("senior", *before)

    def weights(self, column: str) -> list[int]:
        """Give what is owed to each, of principal or of return (minor units)."""
        name = column.removeprefix("owed_")
        return [getattr(one, name) for one in self.owed]

    def together(self, column: str) -> Node:
        """Give what is owed to all of them."""
        pairs = zip(self.owed, self.weights(column), strict=True)
        cells = ((Cell(ROWS, one.key, column), minor) for one, minor in pairs)
        return self.of.total("owed", *(one for one in cells if one[1]))

    def principal(self, name: str) -> Node:
        """Work out what of a funder's money is in the fund, less what it bears."""
        value = next(one.principal for one in self.owed if one.key == name)
        kept = total("kept", self._facts(name, PRINCIPAL))
        borne = self.bearing.of(name)
        if borne is None:
            return Node("owed_principal", value, formula="max(0, kept)", nodes=(kept,))
        formula = "max(0, kept) - borne"
        return Node("owed_principal", value, formula=formula, nodes=(kept, borne))

    def preferred(self, name: str) -> Node:
        """Work out the preferred return that money has earned and was not paid."""
        value = next(one.preferred for one in self.owed if one.key == name)
        paid = total("interest_paid", self._facts(name, frozenset({INTEREST})))
        nodes = (*self._accruals(name), paid)
        formula = f"max(0, {' + '.join(one.name for one in nodes)})"
        return Node("owed_preferred", value, formula=formula, nodes=nodes)

    def _facts(self, name: str, movements: frozenset[str]) -> tuple[Said, ...]:
        """Give the facts of some movements of an agreement."""
        known = (one for one, said in self.seen.agreements.items() if said[1] == name)
        scope = Scope("agreement", frozenset(map(str, known)))

        def weigh(klass: Klass) -> int:
            moves = klass.movement in movements and klass.account in ACCOUNTS
            return 1 if moves and not klass.carrier else 0

        return self.seen.facts(weigh, scope)

    def _accruals(self, name: str) -> Iterator[Node]:
        """Give what money earned from each day it moved on to the next such day."""
        facts = self._facts(name, frozenset(MOVEMENTS))
        dated = self.seen.dated(one.position for one in facts)
        days = sorted({*dated.values(), self.seen.day})
        earned = 0
        for number_, (since, on) in enumerate(pairwise(days), start=1):
            before = tuple(one for one in facts if dated[one.position] <= since)
            node = self._accrual(f"accrued_{number_}", before, earned, since, on)
            assert isinstance(node.value, int)
            earned += node.value
            if node.value:
                yield node

    def _accrual(
        self, name: str, before: tuple[Said, ...], earned: int, since: date, on: date
    ) -> Node:
        """Work out what money earns between two days, compounded yearly."""
        moved = total("moved", before)
        assert isinstance(moved.value, int)
        minor = moved.value + earned
        base = Node(
            "base",
            minor,
            formula="moved + earned_before",
            nodes=(moved, Node("earned_before", earned)),
        )
        value = preferred(minor, self.rate, since, on)
        nodes = (base, rate("rate", self.rate, self.of.position), _years(since, on))
        return Node(name, value, formula=_GROWN if minor >= 0 else _SHRUNK, nodes=nodes)


def _years(since: date, on: date) -> Node:
    """Work out the years between two days: whole ones, and the rest by days over 365."""
    whole = on.year - since.year
    if anniversary(since, whole) > on:
        whole -= 1
    last = anniversary(since, whole)
    dates = (day("on", on), day("anniversary", last))
    days = Node("days", (on - last).days, Kind.DAYS, "on - anniversary", dates)
    years = whole + Fraction((on - last).days, 365)
    nodes = (number("whole_years", whole), days)
    return Node("years", years, Kind.NUMBER, "whole_years + days / 365", nodes)
