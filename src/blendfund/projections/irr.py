"""The internal rate of return of dated flows, or why there is none."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import pyxirr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

DECIMALS: Final = 10
# Rates at which the net present value is looked at when flows change sign repeatedly: by
# one per cent where rates are plausible, by steps of the logarithm of 1 + rate elsewhere.
_RATES: Final = sorted(
    {step / 100 - 0.6 for step in range(161)}
    | {10 ** (-3 + step / 10) - 1 for step in range(61)}
)


class Rate(NamedTuple):
    """An annual rate as text with 10 decimals, or None with a reason."""

    value: str | None
    reason: str | None


def irr(flows: Mapping[date, int]) -> Rate:
    """Give the effective annual rate, act/365F, that makes the flows' present value zero.

    Args:
        flows: Minor units by day; paid out negative, received positive.

    Returns:
        The rate rounded half-even to 10 decimals, or None and why: the flows never change
        sign, or several rates solve the equation. It is never invented.

    Source:
        XIRR: sum of flow_i / (1 + r) ** ((day_i - day_1) / 365) = 0 (Microsoft Excel's
        documentation of XIRR; computed by pyxirr).
    """
    return _irr(tuple(sorted((day, amount) for day, amount in flows.items() if amount)))


@cache
def _irr(flows: tuple[tuple[date, int], ...]) -> Rate:
    days = [day for day, _ in flows]
    # Only a rate is computed from these floats; no amount ever comes back from them.
    amounts = [float(amount) for _, amount in flows]
    changes = _sign_changes(amounts)
    if changes == 0:
        return Rate(None, "flows never change sign")
    if len(days) > 1 and changes > 1:
        solutions = _sign_changes(
            [pyxirr.xnpv(rate, days, amounts) or 0.0 for rate in _RATES]
        )
        if solutions > 1:
            return Rate(None, "several rates solve it")
    found = pyxirr.xirr(days, amounts)
    if found is None:
        return Rate(None, "no rate solves it")
    exact = Decimal(repr(found)).quantize(Decimal(1).scaleb(-DECIMALS), ROUND_HALF_EVEN)
    return Rate(f"{exact:f}", None)


def _sign_changes(values: Sequence[float]) -> int:
    signs = [value > 0 for value in values if value]
    return sum(one != other for one, other in pairwise(signs))
