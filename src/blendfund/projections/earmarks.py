"""What became of earmarked money, earmark by earmark."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.journal.rules import CASH, PRINCIPAL

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMULA: Final = (
    "cash = received - returned - disbursed + repaid + other; available = cash + to_come -"
    " promised; outstanding is the principal that comes back to it"
)
UNEARMARKED: Final = "unearmarked"
SOURCE: Final = "blendfund, from the agreements that earmark money"


class EarmarkTotal(NamedTuple):
    """The sum of the postings of one earmark, account and movement (minor units)."""

    earmark: str
    account: str
    movement: str
    amount: int


@dataclass(slots=True)
class Pot:
    """One earmark's money, or the money nobody earmarked (minor units)."""

    received: int = 0
    returned: int = 0
    disbursed: int = 0
    repaid: int = 0
    other: int = 0
    cash: int = 0
    to_come: int = 0
    promised: int = 0
    available: int = 0
    outstanding: int = 0

    def any(self) -> bool:
        """Tell whether any figure is not zero."""
        return any(getattr(self, name) for name in self.__slots__)


def earmarks(totals: Iterable[EarmarkTotal]) -> dict[str, Pot]:
    """Sum what became of each earmark's money.

    Args:
        totals: Sums by earmark, account and movement, as of a day and as known then.

    Returns:
        A pot an earmark, "" being the money nobody earmarked; law: the pots' cash sums to
        the fund's cash.

    Source:
        ``FORMULA``.
    """
    pots: defaultdict[str, Pot] = defaultdict(Pot)
    for total in totals:
        _add(pots[total.earmark], total)
    for pot in pots.values():
        known = pot.received - pot.returned - pot.disbursed + pot.repaid
        pot.other = pot.cash - known
        pot.available = pot.cash + pot.to_come - pot.promised
    return {name: pot for name, pot in sorted(pots.items()) if pot.any()}


def total(pots: Iterable[Pot]) -> Pot:
    """Add pots up."""
    whole = Pot()
    for pot in pots:
        for name in Pot.__slots__:
            setattr(whole, name, getattr(whole, name) + getattr(pot, name))
    return whole


def _add(pot: Pot, total: EarmarkTotal) -> None:
    if total.account == CASH:
        pot.cash += total.amount
        match total.movement:
            case "contribution-received":
                pot.received += total.amount
            case "contribution-refunded" | "contribution-reimbursed":
                pot.returned -= total.amount
            case "disbursement-paid":
                pot.disbursed -= total.amount
            case "repayment-received":
                pot.repaid += total.amount
    elif total.account == "commitment_receivable":
        pot.to_come += total.amount
    elif total.account == "commitment_given":
        pot.promised -= total.amount
    elif total.account in PRINCIPAL:
        pot.outstanding += total.amount
