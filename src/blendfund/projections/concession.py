"""How concessional a loan is: its grant element."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import TYPE_CHECKING, Final

from blendfund.projections.ratio import DECIMALS, trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMULA: Final = (
    "(principal - present value of the schedule's lines) / principal; line n is divided by"
    " (1 + discount rate)^(n x months of a period / 12)"
)
SOURCE: Final = "grant element of a loan, OECD glossary of statistical terms"
_MONTHS: Final = 12


def grant_element(payments: Sequence[int], face: int, months: int, rate: str) -> str | None:
    """Give the part of a loan that its terms give away, at a market rate.

    Args:
        payments: What each line asks, interest included, the first one a period after the
            start (minor units).
        face: The principal (minor units).
        months: How many months a period has.
        rate: The yearly discount rate, as a decimal above -1.

    Returns:
        A decimal as text, below zero where the loan is dearer than the market; None where
        nothing is lent.

    Source:
        ``SOURCE``.
    """
    if not face:
        return None
    with localcontext() as context:
        context.prec = 50
        growth = (1 + Decimal(rate)) ** (Decimal(months) / _MONTHS)
        worth = sum(
            (Decimal(one) / growth**n for n, one in enumerate(payments, 1)), Decimal()
        )
        given = (face - worth) / face
        return trimmed(given.quantize(Decimal(1).scaleb(-DECIMALS), ROUND_HALF_EVEN))
