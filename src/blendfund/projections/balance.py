"""The balance of every logical account, on a day and at the end of every month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from blendfund.projections.facts import Total


class MonthEnd(NamedTuple):
    """The balances of the accounts used so far (minor units), on a month's last day."""

    first: date
    last: date
    balances: dict[str, int]


def balance(totals: Iterable[Total]) -> dict[str, int]:
    """Sum totals by account (minor units, debit positive); the accounts sum to zero.

    Source:
        Double entry: every fact's postings sum to zero, so all of them do.
    """
    accounts: defaultdict[str, int] = defaultdict(int)
    for total in totals:
        accounts[total.account] += total.amount
    return {name: amount for name, amount in sorted(accounts.items()) if amount}


def month_ends(totals: Iterable[Total], as_of: date) -> Iterator[MonthEnd]:
    """Sum totals split by month, month after month, from the first used to the last.

    Accounts that have come back to zero stay. The last month ends on ``as_of`` where it
    is not over by then.
    """
    accounts: dict[str, int] = {}
    following: date | None = None
    by_month = groupby(sorted(totals, key=_month), key=_month)
    for month, changes in by_month:
        first = date.fromisoformat(f"{month}-01")
        while following is not None and following < first:
            yield _ended(following, as_of, accounts)
            following = _next(following)
        for change in changes:
            accounts[change.account] = accounts.get(change.account, 0) + change.amount
        yield _ended(first, as_of, accounts)
        following = _next(first)


def _month(total: Total) -> str:
    return total.key


def _ended(first: date, as_of: date, accounts: dict[str, int]) -> MonthEnd:
    last = min(_next(first) - timedelta(days=1), as_of)
    return MonthEnd(first, last, dict(sorted(accounts.items())))


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
