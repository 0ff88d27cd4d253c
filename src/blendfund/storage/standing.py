"""Where an agreement stands: what its decisions need, without its whole history."""

from __future__ import annotations

from typing import Final

# What each movement adds, in amounts: promised and still open, held or outstanding, lost.
_EFFECTS: Final = {
    "contribution-committed": (1, 0, 0),
    "contribution-received": (0, 1, 0),
    "contribution-refunded": (0, -1, 0),
    "contribution-reimbursed": (0, -1, 0),
    "financing-contracted": (1, 0, 0),
    "disbursement-paid": (0, 1, 0),
    "repayment-received": (0, -1, 0),
    "financing-written-off": (0, -1, 1),
    "recovery-received": (0, 0, -1),
}
_NOTHING: Final = (0, 0, 0)


class Standing:
    """What a run of facts changes of one agreement (minor units)."""

    __slots__ = ("held", "lost", "moved", "open", "promised")

    def __init__(self) -> None:
        self.open = 0
        self.promised = 0
        self.held = 0
        self.lost = 0
        self.moved = ""

    def move(self, movement: str, on: str, amount: int, drawn: int) -> None:
        """Add one movement, dated ``on`` (ISO)."""
        open_, held, lost = _EFFECTS.get(movement, _NOTHING)
        self.open += open_ * amount - drawn
        self.promised |= open_
        self.held += held * amount
        self.lost += lost * amount
        self.moved = max(self.moved, on)

    def row(self) -> tuple[int, int, int, int, str]:
        """Give the changes in the order of the register's columns."""
        return self.open, self.promised, self.held, self.lost, self.moved
