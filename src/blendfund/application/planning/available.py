"""What a fund can still promise: cash, promises it may call, less what is promised."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from blendfund.application.planning.earmarking import defined
from blendfund.domain.earmark import FREE, Earmark

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from blendfund.domain.earmark import Use

_ACCOUNTS = {
    "bank": "cash",
    "commitment_receivable": "open",
    "commitment_given": "undisbursed",
}
_SUMS = (
    "SELECT c.account, c.earmark, sum(d.amount) FROM class c CROSS JOIN daily d"
    " ON d.class = c.id AND d.operation_date <= ? WHERE c.fund = ? AND c.carrier = ''"
    " AND c.account IN ('bank', 'commitment_receivable', 'commitment_given')"
    " GROUP BY c.account, c.earmark"
)


class Available(NamedTuple):
    """What is available to commit, and what it is made of (minor units)."""

    cash_minor: int
    open_minor: int
    undisbursed_minor: int
    elsewhere_minor: int

    @property
    def left_minor(self) -> int:
        """Give what can still be promised."""
        promised = self.undisbursed_minor + self.elsewhere_minor
        return self.cash_minor + self.open_minor - promised


def available(
    books: sqlite3.Connection, fund: int, use: Use | None, day: date
) -> Available:
    """Compute what is available to commit on a day, for a use.

    Args:
        books: The read models at the head.
        fund: The fund's id in the register.
        use: What it would be for: what is earmarked for other uses is left out. None asks
            for money of any use: whatever is earmarked is left out.
        day: Facts up to this operation date count.

    Source:
        Cash + firm commitments that can be called - contracted and not disbursed -
        earmarked elsewhere (docs/reference/mesures.md).
    """
    sums: dict[str, Counter[str]] = {name: Counter() for name in _ACCOUNTS.values()}
    for account, earmark, amount in books.execute(_SUMS, (day.isoformat(), fund)):
        sign = -1 if account == "commitment_given" else 1
        sums[_ACCOUNTS[account]][earmark] += sign * amount
    cash, coming, promised = sums["cash"], sums["open"], sums["undisbursed"]
    earmarks = defined(books, fund)
    elsewhere = sum(
        max(0, cash[name] + coming[name] - promised[name])
        for name in {*cash, *coming, *promised} - {FREE}
        if use is None or (earmarks.get(name) or Earmark(name)).broken_by(use)
    )
    return Available(cash.total(), coming.total(), promised.total(), elsewhere)
