"""Which decision of the committee each contract rests on, and what no decision covers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from blendfund.domain.decision import Decision


class Contracted(NamedTuple):
    """A contract or a guarantee that stands, where it was recorded (minor units)."""

    position: int
    on: date
    minor: int
    instrument: str


class Beyond(NamedTuple):
    """A contract that decisions in force on its day do not cover, and by how much."""

    position: int
    minor: int


class Resting(NamedTuple):
    """What contracts took of each decision, by its position, and what is beyond them all.

    Amounts in minor units; ``under`` are the decisions that each contract rests on.
    """

    taken: Counter[int]
    beyond: list[Beyond]
    under: dict[int, list[int]]


def rest(decisions: Sequence[Decision], contracts: Iterable[Contracted]) -> Resting:
    """Let each contract rest on the decisions that were in force on its day.

    They take their part in the order in which they were recorded: first of the latest
    decision that was known by then, then of earlier ones, then of those recorded since.
    A contract without any decision in force is not beyond one: it has none.
    """
    taken: Counter[int] = Counter()
    beyond: list[Beyond] = []
    under: dict[int, list[int]] = {}
    for one in sorted(contracts):
        left, held = one.minor, False
        for decision in _in_order(decisions, one):
            held = True
            room = decision.said.amount_minor - taken[decision.position]
            part = min(left, max(0, room))
            if part:
                taken[decision.position] += part
                under.setdefault(one.position, []).append(decision.position)
                left -= part
        if held and left:
            beyond.append(Beyond(one.position, left))
    return Resting(taken, beyond, under)


def _in_order(decisions: Sequence[Decision], contract: Contracted) -> list[Decision]:
    allowing = [
        one
        for one in decisions
        if one.held(contract.on) and one.said.instrument in {"", contract.instrument}
    ]
    return sorted(
        allowing, key=lambda one: (one.position > contract.position, -one.position)
    )
