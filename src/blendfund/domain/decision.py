"""A decision of the committee, and what became of it: what it allows, what it waits for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from blendfund.domain.committee import AGREED, DecisionTaken


class Decision(Struct, frozen=True):
    """A decision and what became of it; ``fulfilled`` tells since when conditions are met.

    Conditions are numbered from 1.
    """

    position: int
    said: DecisionTaken
    fulfilled: Mapping[int, date] = {}
    lapsed_on: date | None = None

    @property
    def lapsed(self) -> bool:
        """Tell whether it was said to hold no more."""
        return self.lapsed_on is not None

    def waiting(self, on: date) -> list[str]:
        """Give the conditions that are not met on a day."""
        numbered = enumerate(self.said.conditions, start=1)
        met = {number for number, since in self.fulfilled.items() if since <= on}
        return [text for number, text in numbered if number not in met]

    def waits_for(self, condition: int) -> bool:
        """Tell whether it has that condition, which nobody said is met."""
        known = 0 < condition <= len(self.said.conditions)
        return known and condition not in self.fulfilled

    def holds(self, on: date) -> bool:
        """Tell whether a contract of that day may still be made under it."""
        return not self.lapsed and self.held(on)

    def held(self, on: date) -> bool:
        """Tell whether a contract of that day rests on it, whatever came later."""
        until, gone = self.said.valid_until, self.lapsed_on
        agreed = self.said.result in AGREED and (gone is None or on < gone)
        return agreed and self.said.on <= on and (until is None or on <= until)
