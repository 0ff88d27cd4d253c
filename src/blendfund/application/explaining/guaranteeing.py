"""Where the figures of guarantees come from: what was promised, reported, paid and owed."""

from __future__ import annotations

from dataclasses import fields
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from blendfund.application.explaining.addresses import Grid
from blendfund.application.explaining.seen import Source
from blendfund.application.reading.guarantees import guarantees
from blendfund.domain.vocabulary import CapMode
from blendfund.projections.cells import ROWS, TOTAL, Cell
from blendfund.projections.derived import Node, Said, rate, total
from blendfund.projections.guarantees import Guaranteed
from blendfund.reports.terms import columns

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.explaining.seen import Seen
    from blendfund.application.reading.guarantees import Given
    from blendfund.domain.counter_guarantee import Counter
    from blendfund.domain.guaranteed import Guarantee

_NAMES: Final = tuple(one.name for one in fields(Guaranteed))
_COLUMNS: Final = {ROWS: _NAMES, TOTAL: _NAMES}
# Figures that other figures of the row make, each by its formula.
_MADE: Final = {
    "net_exposure": "exposure - counter_guaranteed",
    "recourse": "paid - recovered - waived",
    "net_loss": "paid - counter_received - (recovered - counter_shared)",
    "fee_left": "fee - fee_received",
}
_OF: Final = {
    "net_exposure": ("exposure", "counter_guaranteed"),
    "recourse": ("paid", "recovered", "waived"),
    "net_loss": ("paid", "counter_received", "recovered", "counter_shared"),
    "fee_left": ("fee", "fee_received"),
}


class Guarantees(Source):
    """The guarantees of a fund as they stand, one by one and together."""

    report = "guarantees"

    def __init__(self, seen: Seen, _parts: list[str]) -> None:
        super().__init__(seen)
        self.given = {one.name: one for one in guarantees(seen.reading, seen.at)}

    @property
    def grid(self) -> Grid:
        """Give where the figures stand: guarantee by guarantee, and together."""
        said = {one: columns("guarantees", ROWS, of) for one, of in _COLUMNS.items()}
        return Grid("guarantees:", said, self._rows)

    def _rows(self, table: str) -> dict[str, str]:
        known = self.given if table == ROWS else [TOTAL]
        return {one: one for one in known}

    def node(self, cell: Cell) -> Node:
        """Work out where a figure comes from."""
        if cell.table == TOTAL:
            parts = ((one, self._value(one, cell.column)) for one in self.given)
            cells = ((Cell(ROWS, one, cell.column), minor) for one, minor in parts)
            together = self.total("together", *(one for one in cells if one[1]))
            return together._replace(name="together")
        given = self.given[cell.row]
        if cell.column in _MADE:
            others = ((one, cell._replace(column=one)) for one in _OF[cell.column])
            nodes = tuple(
                self.other(one, at, self._value(cell.row, one)) for one, at in others
            )
            value, formula = self._value(cell.row, cell.column), _MADE[cell.column]
            return Node(cell.column, value, formula=formula, nodes=nodes)
        granted = given.terms
        if granted is not None:
            made: dict[str, Callable[[Given, Guarantee], Node]] = {
                "guaranteed": self._guaranteed,
                "exposure": self._exposure,
                "counter_guaranteed": self._countered,
            }
            if cell.column in made:
                return made[cell.column](given, granted)
        return self._facts(given, cell.column)

    def _value(self, name: str, column: str) -> int:
        found: int = getattr(self.given[name].sums(self.seen.day), column)
        return found

    def _facts(self, given: Given, column: str) -> Node:
        """Add up what each fact of a guarantee changed of a sum."""
        fresh = given.steps[0]._replace(position=0)
        added: dict[int, int] = {}
        for before, step in pairwise((fresh, *given.steps)):
            was, now = (
                getattr(one.sums(self.seen.day), column)
                for one in (given._replace(steps=(before,)), given._replace(steps=(step,)))
            )
            added[step.position] = added.get(step.position, 0) + now - was
        return total(column, tuple(Said(*one) for one in sorted(added.items()) if one[1]))

    def _granted(self, given: Given) -> int:
        """Give the fact that said the terms: the latest that promised anything."""
        (*_, last) = (
            step.position
            for before, step in pairwise(given.steps)
            if step.state.promises > before.state.promises
        )
        return last

    def _guaranteed(self, given: Given, granted: Guarantee) -> Node:
        """Work out what is guaranteed at most: the quota of the loan, within the cap."""
        terms, said = granted.terms, self._granted(given)
        nodes = [self._facts(given, "loan"), rate("quota", terms.quota, said)]
        formula = "round(loan * quota)"
        if terms.cap_minor:
            nodes.append(Node("cap", terms.cap_minor, facts=(Said(said, terms.cap_minor),)))
            formula = f"min({formula}, cap)"
        value = terms.guaranteed_minor
        return Node("guaranteed", value, formula=formula, nodes=tuple(nodes))

    def _exposure(self, given: Given, granted: Guarantee) -> Node:
        """Work out what could still be called of the loan as its lender reported it."""
        names, formula = ["left", "covered", "paid"], "round(covered * quota)"
        nodes = [rate("quota", granted.terms.quota, self._granted(given))]
        if granted.terms.cap_mode is CapMode.REDUCES_QUOTA:
            names, formula = [*names, "guaranteed", "loan"], "covered * guaranteed / loan"
            nodes, formula = [], f"round({formula})"
        cells = ((one, Cell(ROWS, given.name, one)) for one in names)
        nodes += [self.other(one, at, self._value(given.name, one)) for one, at in cells]
        value, formula = granted.exposure_minor, f"max(0, min(left, {formula} - paid))"
        return Node("exposure", value, formula=formula, nodes=tuple(nodes))

    def _countered(self, given: Given, granted: Guarantee) -> Node:
        """Work out what counter-guarantors would bear of the exposure."""
        whole = Cell(ROWS, given.name, "exposure")
        exposure = self.other("exposure", whole, granted.exposure_minor)
        those = [one for one in granted.counters if one.covers(self.seen.day)]
        covers = tuple(
            self._cover(f"cover_{place}", one, exposure)
            for place, one in enumerate(those, start=1)
        )
        value = self._value(given.name, "counter_guaranteed")
        if not covers:
            return Node("counter_guaranteed", value)
        sums = " + ".join(one.name for one in covers)
        formula, nodes = f"min(exposure, {sums})", (exposure, *covers)
        return Node("counter_guaranteed", value, formula=formula, nodes=nodes)

    def _cover(self, name: str, one: Counter, exposure: Node) -> Node:
        """Work out what one counter-guarantor would bear, within what is left of it."""
        terms = one.terms
        nodes = [Node("left", one.left_minor), exposure, rate("quota", terms.quota)]
        formula = "min(left, round(exposure * quota))"
        if terms.cap_minor:
            nodes.append(Node("cap", terms.cap_minor))
            formula = "min(left, cap, round(exposure * quota))"
        assert isinstance(exposure.value, int)
        value = one.cover(self.seen.day, exposure.value)
        return Node(name, value, formula=formula, nodes=tuple(nodes))
