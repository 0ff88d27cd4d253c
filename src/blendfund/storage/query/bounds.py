"""Bounds of an amount that is searched for, in minor units of a currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.storage.log.condition import Where

if TYPE_CHECKING:
    from blendfund.projections.query import tree

HUNDREDTHS: Final = 2  # digits of the amounts in a search


def bounds(value: tree.Amounts, digits: int) -> list[Where]:
    """Give an amount's bounds in minor units of a currency with so many decimals.

    A bound between two minor units moves to the one inside.
    """
    up, down = 10 ** max(0, digits - HUNDREDTHS), 10 ** max(0, HUNDREDTHS - digits)
    found = []
    if value.low is not None:
        low = value.low * up
        least = low // down + 1 if value.strict else -(-low // down)
        found.append(Where("m.amount >= ?", (least,)))
    if value.high is not None:
        high = value.high * up
        most = -(-high // down) - 1 if value.strict else high // down
        found.append(Where("m.amount <= ?", (most,)))
    return found
