"""Where a figure comes from that is no plain sum of facts: a tree that can be worked out.

A node is worked out from other nodes by a formula, or is a sum of what facts and other
figures add to it, or is said by facts (a rate, a day, a term of a contract).
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from blendfund.domain.errors import InvariantBroken
from blendfund.projections.formulas import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from blendfund.projections.formulas import Value


class Kind(StrEnum):
    """What a node's value is."""

    AMOUNT = "amount"  # minor units of the fund's currency
    NUMBER = "number"  # a fraction, a count
    SHARE = "share"  # a part of a whole
    RATE = "rate"  # a part of one, as the contract or the partners wrote it
    DAYS = "days"
    DATE = "date"


class Said(NamedTuple):
    """A fact, with what it adds (minor units); None where it says a term, no amount."""

    position: int
    adds: int | None = None


class Counted(NamedTuple):
    """Another figure by its address, with what it adds (minor units, or a number)."""

    figure: str
    adds: int | Fraction


class Node(NamedTuple):
    """A value by its name, and what makes it.

    ``formula`` is written in the names of ``nodes``. Without one, the value is what
    ``facts`` and ``figures`` add up to, as far as they say amounts.
    """

    name: str
    value: Value | None
    kind: Kind = Kind.AMOUNT
    formula: str = ""
    nodes: tuple[Node, ...] = ()
    facts: tuple[Said, ...] = ()
    figures: tuple[Counted, ...] = ()

    @property
    def summed(self) -> bool:
        """Tell whether it is the sum of facts and figures."""
        amounts = any(one.adds is not None for one in self.facts)
        return not self.formula and (amounts or bool(self.figures))

    def walk(self) -> Iterator[Node]:
        """Give the node, then all that it is made of."""
        yield self
        for one in self.nodes:
            yield from one.walk()


def check(node: Node) -> None:
    """Work every node out again. Raises InvariantBroken where one does not come out."""
    for one in node.walk():
        made = _made(one)
        if made != one.value:
            raise InvariantBroken(f"{one.name}: it makes {made}, not {one.value}")


def _made(node: Node) -> Value | None:
    if node.formula:
        known = {one.name: one.value for one in node.nodes if one.value is not None}
        return evaluate(node.formula, known)
    if node.summed:
        adds = sum(one.adds or 0 for one in node.facts)
        return adds + sum(one.adds for one in node.figures)
    return node.value


def total(name: str, facts: tuple[Said, ...]) -> Node:
    """Give the sum of what facts add (minor units)."""
    return Node(name, sum(one.adds or 0 for one in facts), facts=facts)


def number(name: str, value: int | Fraction, position: int = 0) -> Node:
    """Give a number, said by the fact at a position if by any."""
    return Node(name, Fraction(value), Kind.NUMBER, facts=_said(position))


def rate(name: str, text: str, position: int = 0) -> Node:
    """Give a part of one as it was written, said by the fact at a position."""
    return Node(name, Fraction(text), Kind.RATE, facts=_said(position))


def day(name: str, value: date, position: int = 0) -> Node:
    """Give a day, said by the fact at a position if by any."""
    return Node(name, value, Kind.DATE, facts=_said(position))


def _said(position: int) -> tuple[Said, ...]:
    return (Said(position),) if position else ()
