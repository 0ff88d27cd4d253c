"""Short references that the ledger gives: C-2026-0012 is the year's twelfth agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from blendfund.application.reading.past import Past


class References:
    """Gives the next references of a plan; one is never given twice, even when undone."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self._taken: dict[str, int] = {}

    def next(self, letter: str, year: int) -> str:
        """Give the next short reference, such as C-2026-0012."""
        prefix = f"{letter}-{year}"
        taken = self._taken.get(prefix)
        if taken is None:
            taken = self.past.last(prefix)
        self._taken[prefix] = taken + 1
        return f"{prefix}-{taken + 1:04d}"
