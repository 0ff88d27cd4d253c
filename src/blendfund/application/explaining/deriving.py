"""A figure that is no plain sum of facts, told step by step down to its facts."""

from __future__ import annotations

from datetime import date
from decimal import localcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from blendfund.application.explaining import addresses
from blendfund.application.explaining.cash import Cash
from blendfund.application.explaining.distribution import Distribution
from blendfund.application.explaining.explain import fund_of
from blendfund.application.explaining.figures import moment
from blendfund.application.explaining.funder import Funder
from blendfund.application.explaining.guaranteeing import Guarantees
from blendfund.application.explaining.portfolio import Portfolio
from blendfund.application.explaining.schedule import Schedule
from blendfund.application.explaining.seen import Seen
from blendfund.application.explaining.waterfall import Waterfall
from blendfund.application.reading.telling import tell
from blendfund.domain.money import plain
from blendfund.projections.derived import Kind, Node, check
from blendfund.projections.formulas import PRECISION, decimal
from blendfund.projections.ratio import ratio
from blendfund.reports.terms import meaning

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from blendfund.application.explaining.explain import Told, Wanted
    from blendfund.application.explaining.seen import Source
    from blendfund.application.reading.reader import Reading
    from blendfund.projections.cells import Cell
    from blendfund.projections.derived import Counted, Said
    from blendfund.projections.formulas import Value

SOURCES: Final[dict[str, Callable[[Seen, list[str]], Source]]] = {
    "schedule": Schedule,
    "cash": Cash,
    "waterfall": Waterfall,
    "distribution": Distribution,
    "funder": Funder,
    "portfolio": Portfolio,
    "guarantees": Guarantees,
}
SHORT: Final = 30  # a fraction with longer terms is written as a decimal


def explain_derived(
    reading: Reading, wanted: Wanted, say: Callable[[str], str]
) -> Told | None:
    """Explain a figure by a formula, its terms, and the facts that say them.

    Gives None for a figure that is a plain sum of facts all the same.

    Raises:
        FundNotFound, UnknownPosition, UnknownCell, UnfinishedCell, NotScheduled;
        InvariantBroken where the formula does not come to the figure.
    """
    report = addresses.report_of(wanted.what, say)
    fund = fund_of(reading, wanted.fund)
    at = moment(reading, fund, wanted.as_of, wanted.known_at)
    seen = Seen(reading, fund, at, wanted, say)
    parts = wanted.what.split(":")[1:]
    source = SOURCES[report](seen, parts)
    cell = source.cell(addresses.found(wanted.what, parts, source.grid, say))
    if source.plain(cell):
        return None
    node = source.node(cell)
    check(node)
    return {
        "explains": "figure",
        "figure": source.address(cell),
        **_place(source, cell),
        **_valued(source, cell, node),
        "meaning": say(meaning(report, cell.table, cell.column)),
        "parts": [_Telling(seen, node).part(node)],
    }


def _place(source: Source, cell: Cell) -> Told:
    seen = source.seen
    return {
        "report": source.report,
        "by": source.by,
        "of": source.of,
        "table": cell.table,
        "row": source.grid.rows(cell.table).get(cell.row, cell.row),
        "column": cell.column,
        "fund": seen.fund.reference,
        "currency": seen.fund.currency,
        "as_of": seen.at.as_of,
        "position": seen.at.position,
        "root": seen.reading.log.root(seen.at.position),
    }


def _valued(source: Source, cell: Cell, node: Node) -> Told:
    value = _written(node.value, node.kind, source.seen.fund.currency)
    reason = source.reason(cell) if value is None else None
    return {"value": value, "kind": node.kind.value, "reason": reason}


class _Telling:
    """The nodes of one explanation, told with their facts, each read once."""

    def __init__(self, seen: Seen, node: Node) -> None:
        self.currency = seen.fund.currency
        self.limit = seen.wanted.limit
        shown = {said.position for one in node.walk() for said in self._cut(one.facts)}
        positions = sorted(shown)
        told = tell(seen.reading, positions, seen.at.position)
        self.told = dict(zip(positions, told, strict=True))

    def _cut(self, of: Sequence[Any]) -> Sequence[Any]:
        return of[: self.limit] if self.limit else of

    def part(self, node: Node) -> Told:
        """Tell a node and all that it is made of."""
        amount = node.kind is Kind.AMOUNT
        facts, figures = self._cut(node.facts), self._cut(node.figures)
        value = self._text(node.value, node.kind)
        return {
            "part": node.name,
            "kind": node.kind.value,
            "value": value,
            "amount": value if amount else None,
            "formula": node.formula or None,
            "parts": [self.part(one) for one in node.nodes],
            "figures": [self._figure(one, node.kind) for one in figures],
            "count": len(node.facts),
            "facts": [self._fact(one) for one in facts],
            "rest": {
                "count": len(node.facts) - len(facts),
                "amount": plain(_sum(node.facts) - _sum(facts), self.currency),
                "figures": len(node.figures) - len(figures),
            },
        }

    def _fact(self, said: Said) -> Told:
        adds = None if said.adds is None else plain(said.adds, self.currency)
        return {**self.told[said.position], "adds": adds}

    def _figure(self, counted: Counted, kind: Kind) -> Told:
        return {"figure": counted.figure, "adds": self._text(counted.adds, kind)}

    def _text(self, value: Value | None, kind: Kind) -> str | None:
        return _written(value, kind, self.currency)


def _sum(facts: Sequence[Said]) -> int:
    return sum(one.adds or 0 for one in facts)


def _written(value: Value | None, kind: Kind, currency: str) -> str | None:
    """Write a value so that it can be computed with: an amount, a fraction, a day."""
    if value is None:
        return None
    if isinstance(value, date):
        return value.isoformat()
    if kind is Kind.AMOUNT:
        return plain(int(value), currency)
    exact = Fraction(value)
    if kind is Kind.SHARE:
        return ratio(exact.numerator, exact.denominator)
    with localcontext() as context:
        context.prec = PRECISION
        short = decimal(exact)
        if kind is Kind.RATE or len(str(exact)) > SHORT:
            return f"{short:f}"
    return str(exact)
