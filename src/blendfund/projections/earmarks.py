"""What became of earmarked money, earmark by earmark."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from blendfund.journal.rules import CASH, OPENING, PRINCIPAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.projections.facts import Total

UNEARMARKED: Final = "unearmarked"  # the key of the money that nobody earmarked
FORMULA: Final = (
    "cash = received - returned - disbursed + repaid - released + other; available = cash +"
    " to_come - undisbursed"
)
SOURCE: Final = "blendfund, from the agreements that earmark money"


@dataclass(slots=True)
class Pot:
    """One earmark's money, or the money nobody earmarked (minor units)."""

    received: int = 0
    returned: int = 0
    disbursed: int = 0
    repaid: int = 0
    released: int = 0
    other: int = 0
    cash: int = 0
    to_come: int = 0
    undisbursed: int = 0
    available: int = 0
    outstanding: int = 0

    def add(self, other: Pot) -> None:
        """Add another pot's figures to this one's."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def any(self) -> bool:
        """Tell whether any figure is not zero."""
        return any(getattr(self, name) for name in self.__slots__)


def earmarks(totals: Iterable[Total]) -> dict[str, Pot]:
    """Sum what became of each earmark's money.

    Args:
        totals: The postings of one fund, as of a day and as known at a position.

    Returns:
        A pot an earmark that has a figure, by name; "" is the money nobody earmarked. Law:
        the pots' cash sums to the fund's cash, what is released sums to zero.

    Source:
        ``FORMULA``.
    """
    pots: defaultdict[str, Pot] = defaultdict(Pot)
    for total in totals:
        _add(pots[total.earmark], total)
    for pot in pots.values():
        known = pot.received - pot.returned - pot.disbursed + pot.repaid - pot.released
        pot.other = pot.cash - known
        pot.available = pot.cash + pot.to_come - pot.undisbursed
    return {name: pot for name, pot in sorted(pots.items()) if pot.any()}


def _add(pot: Pot, total: Total) -> None:
    if total.account == CASH:
        pot.cash += total.amount
        _flow(pot, total)
    elif total.account == OPENING:
        _flow(pot, total)
    elif total.account == "commitment_receivable":
        pot.to_come += total.amount
    elif total.account == "commitment_given":
        pot.undisbursed -= total.amount
    elif total.account in PRINCIPAL:
        pot.outstanding += total.amount


def _flow(pot: Pot, total: Total) -> None:
    match total.movement:
        case "contribution-received" | "contribution-taken-over":
            pot.received += total.amount
        case (
            "contribution-refunded" | "contribution-reimbursed" | "reimbursement-taken-over"
        ):
            pot.returned -= total.amount
        case "disbursement-paid" | "disbursement-returned" | "financing-taken-over":
            pot.disbursed -= total.amount
        case "repayment-received" | "repayment-bounced":
            pot.repaid += total.amount
        case "transfer-made":
            pot.released -= total.amount
