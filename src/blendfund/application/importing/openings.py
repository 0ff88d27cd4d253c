"""Opening figures: what a fund brings along when its ledger begins must add up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from blendfund.domain.errors import OpeningUnbalanced
from blendfund.domain.money import Money
from blendfund.domain.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.exchange.row import Row

# What a kind adds to the balance of `opening_balance`, credit positive.
SIGNS: Final = {
    Kind.OPENING_CASH: 1,
    Kind.OPENING_FINANCING: 1,
    Kind.OPENING_CONTRIBUTION: -1,
    Kind.OPENING_REIMBURSEMENT: 1,
    Kind.OPENING_INCOME: -1,
    Kind.OPENING_EXPENSE: 1,
}


def check_balanced(rows: Iterable[Row], currency: str) -> None:
    """Refuse opening figures that do not add up. Raises OpeningUnbalanced.

    Cash + what was paid to projects and is still due (of grants: what was paid) must equal
    what was received - what was given back + income - costs, all before the ledger began.
    Money that a third party carries is not the fund's and is left out.
    """
    sums: Counter[Kind] = Counter()
    for row in rows:
        if row.kind in SIGNS and not row.carrier:
            sums[row.kind] += row.amount_minor
    off = sum(SIGNS[kind] * minor for kind, minor in sums.items())
    if off:
        raise OpeningUnbalanced(
            cash=Money(sums[Kind.OPENING_CASH], currency),
            outstanding=Money(sums[Kind.OPENING_FINANCING], currency),
            received=Money(sums[Kind.OPENING_CONTRIBUTION], currency),
            returned=Money(sums[Kind.OPENING_REIMBURSEMENT], currency),
            income=Money(sums[Kind.OPENING_INCOME], currency),
            costs=Money(sums[Kind.OPENING_EXPENSE], currency),
            difference=Money(abs(off), currency),
        )
