"""Finding what stands below zero, at a moment: days, earmarks, agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.journal.rules import ASSETS, FUNDING
from blendfund.storage.totals import STANDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from blendfund.storage.totals import Moment

_OF_FUND: Final = (
    "FROM posting d JOIN class c ON c.id = d.class WHERE d.position <= :position"
    " AND d.operation_date <= :as_of AND c.fund = :fund AND c.carrier = ''"
)
_POTS: Final = (
    "SELECT c.earmark, sum(d.amount) FROM class c CROSS JOIN daily d ON d.class = c.id"
    " AND d.operation_date <= :as_of WHERE c.fund = :fund AND c.account = 'bank'"
    " AND c.carrier = '' GROUP BY c.earmark"
)
_POTS_THEN: Final = (
    f"SELECT c.earmark, sum(d.amount) {_OF_FUND} AND c.account = 'bank' GROUP BY c.earmark"
)
_HEAD_BELOW: Final = (
    "SELECT id, CASE name WHEN '' THEN reference ELSE name END FROM agreement"
    " WHERE fund = :fund AND (open < 0 OR held < 0 OR lost < 0) ORDER BY id"
)


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(set(words)))


# What the agreement's register holds at the head, summed from postings for an earlier one.
_PROMISED: Final = "'commitment_receivable', 'guarantee_received'"
_GIVEN: Final = "'commitment_given', 'guarantee_given'"
_THEN_BELOW: Final = (
    "SELECT d.agreement, CASE a.name WHEN '' THEN a.reference ELSE a.name END"
    " FROM posting d JOIN class c ON c.id = d.class JOIN agreement a ON a.id = d.agreement"
    " WHERE d.position <= :position AND c.fund = :fund GROUP BY d.agreement HAVING"
    f" sum(CASE WHEN c.account IN ({_PROMISED}) THEN d.amount"
    f" WHEN c.account IN ({_GIVEN}) THEN -d.amount ELSE 0 END) < 0 OR"
    " sum(CASE WHEN a.side = 'C' AND c.account IN"
    f" ({_quoted(list(FUNDING.values()))}) THEN -d.amount WHEN a.side = 'F' AND c.account"
    f" IN ({_quoted(list(ASSETS.values()))}) THEN d.amount ELSE 0 END) < 0 OR"
    " sum(CASE WHEN c.account IN ('write_off_loss', 'recovery_income') THEN d.amount"
    " ELSE 0 END) < 0 ORDER BY d.agreement"
)


def fallen_below(
    books: sqlite3.Connection, at: Moment, accounts: Sequence[str]
) -> list[int]:
    """Give the facts of the day on which these accounts' sum last fell below zero."""
    among = f"{_OF_FUND} AND c.account IN ({_quoted(accounts)})"
    sql = f"SELECT d.operation_date, sum(d.amount) {among} GROUP BY 1 ORDER BY 1"
    left, since = 0, ""
    for day, amount in books.execute(sql, at._asdict()):
        if left >= 0 > left + amount:
            since = day
        left += amount
    paid = (
        f"SELECT d.position {among} AND d.operation_date = :since AND {STANDS}"
        " GROUP BY d.position HAVING sum(d.amount) < 0 ORDER BY d.position"
    )
    given = at._asdict() | {"since": since}
    return [row[0] for row in books.execute(paid, given)]


def earmarked_cash(books: sqlite3.Connection, at: Moment) -> dict[str, int]:
    """Give the cash of each earmark (minor units), "" being free; {} where none exists."""
    sql = "SELECT 1 FROM class WHERE fund = ? AND earmark <> '' LIMIT 1"
    if books.execute(sql, (at.fund,)).fetchone() is None:
        return {}
    return dict(books.execute(_POTS if at.head else _POTS_THEN, at._asdict()).fetchall())


def earmarked_payments(books: sqlite3.Connection, at: Moment, earmark: str) -> list[int]:
    """Give the payments that were taken from an earmark and stand."""
    sql = (
        f"SELECT d.position {_OF_FUND} AND c.account = 'bank' AND c.earmark = :earmark"
        f" AND d.amount < 0 AND {STANDS} ORDER BY d.position"
    )
    return [row[0] for row in books.execute(sql, at._asdict() | {"earmark": earmark})]


def opening_facts(books: sqlite3.Connection, at: Moment) -> tuple[list[str], list[int]]:
    """Give the days and positions of the opening figures that stand."""
    sql = (
        f"SELECT d.operation_date, d.position {_OF_FUND} AND c.account = 'opening_balance'"
        f" AND {STANDS} ORDER BY d.position"
    )
    rows = books.execute(sql, at._asdict()).fetchall()
    return [row[0] for row in rows], [row[1] for row in rows]


def agreements_below_zero(books: sqlite3.Connection, at: Moment) -> list[tuple[int, str]]:
    """Give the agreements drawn, repaid or given back beyond what they have, by id.

    Every fact known by then counts, whatever its operation date.
    """
    sql = _HEAD_BELOW if at.head else _THEN_BELOW
    return books.execute(sql, at._asdict()).fetchall()
