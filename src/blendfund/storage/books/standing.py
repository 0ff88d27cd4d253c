"""Where an agreement stands: what its decisions need, without its whole history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.domain.effects import EFFECTS, NONE, weighed

if TYPE_CHECKING:
    from typing import Any

SUMS: Final = (
    "pledged",
    "promised",
    "open",
    "called",
    "held",
    "lost",
    "promises",
    "closes",
    "settles",
)


class Standing:
    """What a run of facts changes of one agreement (minor units, and counts)."""

    __slots__ = ("moved", "totals")

    def __init__(self) -> None:
        # What a movement changes is proportional to these: summed first, weighed once.
        self.totals: dict[str, list[int]] = {}
        self.moved = ""

    def move(self, movement: str, on: str, sign: int, fact: Any) -> None:
        """Add one movement, dated ``on`` (ISO); take it back when ``sign`` is -1."""
        total = self.totals.get(movement)
        if total is None:
            total = self.totals[movement] = [0, 0, 0, 0]
        total[0] += sign
        total[1] += sign * fact.amount_minor
        total[2] += sign * fact.drawn_minor
        total[3] += sign * fact.called_minor
        self.moved = max(self.moved, on)

    def row(self) -> tuple[int | str, ...]:
        """Give the changes in the order of the register's columns."""
        changes = [
            weighed(EFFECTS[movement], *total)
            for movement, total in self.totals.items()
            if movement in EFFECTS
        ]
        if len(changes) == 1:  # most agreements of a batch moved in one way
            return (*changes[0], self.moved)
        return (*map(sum, zip(NONE, *changes, strict=True)), self.moved)
