"""What third parties carry: money kept for the fund, or run for another's account."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.journal.rules import CASH, PRINCIPAL

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMULA: Final = (
    "balance = received + returned - used - given_back; multiple = exposure / balance"
)
SOURCE: Final = "blendfund, decision 0007 (money carried by a third party)"
# What moves a carrier's cash: from funders, to uses, back to funders. All else came back.
_RECEIVED: Final = frozenset({"contribution-received", "cash-taken-over"})
_USED: Final = frozenset(
    {
        "disbursement-paid",
        "disbursement-returned",
        "guarantee-paid",
        "recovery-share-paid",
        "expense-paid",
    }
)
_GIVEN_BACK: Final = frozenset(
    {"contribution-refunded", "contribution-reimbursed", "funding-interest-paid"}
)


class Kept(NamedTuple):
    """One posting of money that a third party carries (minor units, debit positive)."""

    carrier: str
    agreement: str
    movement: str
    account: str
    position: int
    amount: int


@dataclass(slots=True)
class Carried:
    """What one carrier keeps, under one agreement or in all (minor units).

    ``received`` came from funders, ``used`` went to projects, lenders and costs,
    ``returned`` came back from them, ``given_back`` went to funders. Funders still owe
    ``to_come``, projects are still promised ``undisbursed``; ``outstanding`` is principal
    that they owe, ``exposure`` may be called of guarantees. ``positions`` are of the facts.
    """

    received: int = 0
    used: int = 0
    returned: int = 0
    given_back: int = 0
    balance: int = 0
    to_come: int = 0
    undisbursed: int = 0
    outstanding: int = 0
    exposure: int = 0
    positions: set[int] = field(default_factory=set)


AMOUNTS: Final = tuple(one.name for one in fields(Carried) if one.name != "positions")


def carried(kept: Iterable[Kept]) -> dict[tuple[str, str], Carried]:
    """Sum what is carried, by carrier and agreement ("" is the carrier's whole).

    Source:
        Decision 0007: the same postings as the fund's own, told apart by their carrier.
    """
    found: defaultdict[tuple[str, str], Carried] = defaultdict(Carried)
    for one in kept:
        # Cash of no agreement stands in the whole alone.
        for agreement in {"", one.agreement}:
            _add(found[one.carrier, agreement], one)
    return dict(found)


def _add(sums: Carried, one: Kept) -> None:
    sums.positions.add(one.position)
    if one.account == CASH:
        sums.balance += one.amount
        if one.movement in _RECEIVED:
            sums.received += one.amount
        elif one.movement in _USED:
            sums.used -= one.amount
        elif one.movement in _GIVEN_BACK:
            sums.given_back -= one.amount
        else:
            sums.returned += one.amount
    elif one.account in PRINCIPAL:
        sums.outstanding += one.amount
    elif one.account == "commitment_receivable":
        sums.to_come += one.amount
    elif one.account == "commitment_given":
        sums.undisbursed -= one.amount
    elif one.account == "guarantee_given":
        sums.exposure -= one.amount
