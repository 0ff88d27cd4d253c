"""Where an agreement stands: what its decisions need, without its whole history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.domain.effects import EFFECTS, NOTHING, change

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
)


class Standing:
    """What a run of facts changes of one agreement (minor units, and counts)."""

    __slots__ = ("moved", "sums")

    def __init__(self) -> None:
        self.sums: tuple[int, ...] = (0,) * len(SUMS)
        self.moved = ""

    def move(self, movement: str, on: str, sign: int, fact: Any) -> None:
        """Add one movement, dated ``on`` (ISO); take it back when ``sign`` is -1."""
        effect = EFFECTS.get(movement, NOTHING)
        if effect is not NOTHING:
            amount, drawn, called = fact.amount_minor, fact.drawn_minor, fact.called_minor
            changed = change(effect, sign, amount, drawn, called)
            self.sums = tuple(map(int.__add__, self.sums, changed))
        self.moved = max(self.moved, on)

    def row(self) -> tuple[int | str, ...]:
        """Give the changes in the order of the register's columns."""
        return (*self.sums, self.moved)
