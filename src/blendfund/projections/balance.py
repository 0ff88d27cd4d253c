"""The balance of every logical account."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.projections.facts import Total


def balance(totals: Iterable[Total]) -> dict[str, int]:
    """Sum totals by account (minor units, debit positive); the accounts sum to zero.

    Source:
        Double entry: every fact's postings sum to zero, so all of them do.
    """
    accounts: defaultdict[str, int] = defaultdict(int)
    for total in totals:
        accounts[total.account] += total.amount
    return {name: amount for name, amount in sorted(accounts.items()) if amount}
