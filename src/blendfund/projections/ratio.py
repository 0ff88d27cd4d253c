"""Exact ratios, written as text; undefined is None, never zero."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

DECIMALS = 12


def ratio(numerator: int, denominator: int, decimals: int = DECIMALS) -> str | None:
    """Divide exactly and round half-even to ``decimals``; no trailing zeros.

    Returns:
        The quotient as text; None when the denominator is zero.
    """
    if denominator == 0:
        return None
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(numerator) / Decimal(denominator)
        return trimmed(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN))


def trimmed(value: Decimal) -> str:
    """Write a decimal without exponent, without trailing zeros and without minus zero."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
