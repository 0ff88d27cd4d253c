"""Money: integer minor units of one currency, never a float."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

MAX_MINOR = 10**15
# Digits after the decimal mark (ISO 4217) of the currencies a ledger may be kept in.
EXPONENT = {
    "EUR": 2,
    "CHF": 2,
    "GBP": 2,
    "USD": 2,
    "XPF": 0,
    "XOF": 0,
    "XAF": 0,
    "TND": 3,
}
_PLAIN = re.compile(r"(0|[1-9][0-9]{0,18})(?:\.([0-9]{1,3}))?", re.ASCII)


class Money(Struct, frozen=True):
    """An exact amount: ``minor`` units (cents) of an ISO 4217 ``currency``."""

    minor: int
    currency: str

    def __str__(self) -> str:
        return f"{plain(self.minor, self.currency)} {self.currency}"


def half_up(value: Fraction) -> int:
    """Round an exact number of minor units to a whole one, halves up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def part_of(minor: int, rate: str) -> int:
    """Give a part of an amount, rounded half up (minor units; the part as a decimal)."""
    from fractions import Fraction  # few commands need it, and it takes its time to load

    return half_up(minor * Fraction(rate))


def plain(minor: int, currency: str) -> str:
    """Write minor units as ASCII digits with the currency's decimals: ``-1234.50``."""
    digits = EXPONENT[currency]
    if not digits:
        return str(minor)
    units, rest = divmod(abs(minor), 10**digits)
    return f"{'-' if minor < 0 else ''}{units}.{rest:0{digits}d}"


def read_plain(text: str, currency: str) -> int | None:
    """Read ``1250``, ``1250.5`` or ``1250.50`` as minor units; None when it is not that.

    The text is matched against an ASCII grammar before any number is built, so that no
    other digits, exponents or separators can slip in.
    """
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    units, decimals = str(match.group(1)), str(match.group(2) or "")
    digits = EXPONENT[currency]
    if len(decimals) > digits:
        return None
    scale: int = 10**digits
    return int(units) * scale + int(decimals.ljust(digits, "0") or "0")


def share_out(minor: int, weights: Sequence[int]) -> list[int]:
    """Split ``minor`` units pro rata to ``weights``, losing none.

    Every share is rounded down, then the units left over go one by one to the largest
    remainders; between equal remainders the earlier weight is served first.

    Args:
        minor: Minor units to share, zero or more.
        weights: Non-negative parts in any common unit, one per share.

    Returns:
        Shares in minor units, in the order of ``weights``; they add up to ``minor``.

    Raises:
        ValueError: ``weights`` adds up to zero or a part is negative.

    Source:
        Largest-remainder method (Hamilton).
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0 or minor < 0:
        message = f"weights must be parts of a whole, not {list(weights)}"
        raise ValueError(message)
    exact = [divmod(minor * weight, total) for weight in weights]
    shares = [quotient for quotient, _ in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: -exact[i][1])
    for i in by_remainder[: minor - sum(shares)]:
        shares[i] += 1
    return shares
