"""Finding what stands below zero, at a moment: the facts that made it so, agreements.

Each of these asks no more of a large ledger than a report does already: a breach's day is
found in the daily totals, and its facts between the positions at which that day was
recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.journal.rules import ASSETS, FUNDING
from blendfund.storage.query.totals import STANDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from blendfund.storage.query.totals import Moment

NAMED_MAX: Final = 100  # positions a flag names; a breach has few, an opening many


class Below(NamedTuple):
    """An agreement of which more was taken than there is, and by how much (minor units).

    ``number`` is its id: the position at which it was opened.
    """

    number: int
    name: str
    short_minor: int


class Openings(NamedTuple):
    """The days of the opening figures that stand (ISO), and their first positions."""

    first: str
    last: str
    positions: list[int]


def quoted(words: Iterable[str]) -> str:
    """Write our own words as a list of SQL."""
    return ", ".join(f"'{word}'" for word in sorted(set(words)))


NAME: Final = "CASE a.name WHEN '' THEN a.reference ELSE a.name END"
# The terms stand as in the partial index on agreements, so that it is used.
_BELOW: Final = (
    f"SELECT a.id, {NAME}, -min(a.open, a.held, a.lost) FROM agreement a"
    " WHERE a.fund = :fund AND (open < 0 OR held < 0 OR lost < 0) ORDER BY a.id"
)
# What the agreement's register holds at the head, summed from postings for an earlier one.
# Only what was taken back can leave an agreement below zero: the rest is refused.
_THEN: Final = (
    "SELECT d.agreement AS id, sum(CASE WHEN c.account IN ('commitment_receivable',"
    " 'guarantee_received') THEN d.amount WHEN c.account IN ('commitment_given',"
    " 'guarantee_given') THEN -d.amount ELSE 0 END) AS open,"
    f" sum(CASE WHEN c.account IN ({quoted(FUNDING.values())}) THEN -d.amount"
    f" WHEN c.account IN ({quoted(ASSETS.values())}) THEN d.amount ELSE 0 END) AS held,"
    " sum(CASE WHEN c.account IN ('write_off_loss', 'recovery_income',"
    " 'guarantee_calls_paid') THEN d.amount"
    " WHEN c.account = 'recourse_receivable' AND c.movement = 'recourse-waived'"
    " THEN d.amount ELSE 0 END) AS lost FROM posting d JOIN class c ON c.id = d.class"
    " WHERE d.position <= :position AND d.agreement IN (SELECT p.agreement FROM reversal r"
    " JOIN posting p ON p.position = r.position WHERE r.position <= :position)"
    " GROUP BY d.agreement"
)
_THEN_BELOW: Final = (
    f"SELECT t.id, {NAME}, -min(t.open, t.held, t.lost) FROM ({_THEN}) t"
    " JOIN agreement a ON a.id = t.id WHERE a.fund = :fund"
    " AND (t.open < 0 OR t.held < 0 OR t.lost < 0) ORDER BY t.id"
)
_OPENINGS: Final = (
    "FROM opening d WHERE d.position <= :position AND d.operation_date <= :as_of"
    f" AND d.fund = :fund AND {STANDS}"
)


def fallen_below(
    books: sqlite3.Connection,
    at: Moment,
    accounts: Iterable[str],
    earmark: str | None = None,
) -> list[int]:
    """Give the facts of the day on which these accounts' sum last fell below zero.

    Args:
        books: The read models.
        at: The fund and the two times.
        accounts: Logical accounts, summed together.
        earmark: Only this earmark's money ("" is free); None means all of it.
    """
    named = quoted(accounts)
    classes = (
        "SELECT id FROM class WHERE fund = :fund AND carrier = ''"
        f" AND account IN ({named}) AND (:earmark IS NULL OR earmark = :earmark)"
    )
    given = {**at._asdict(), "earmark": earmark, "since": ""}
    numbers = ", ".join(str(row[0]) for row in books.execute(classes, given))
    table = "daily d" if at.head else "posting d"
    until = "" if at.head else " AND d.position <= :position"
    days = (  # our own numbers only
        f"SELECT d.operation_date, sum(d.amount) FROM {table} WHERE d.class IN ({numbers})"
        f" AND d.operation_date <= :as_of{until} GROUP BY 1 ORDER BY 1"
    )
    left = 0
    for day, amount in books.execute(days, given):
        if left >= 0 > left + amount:
            given["since"] = day
        left += amount
    facts = (  # our own numbers only
        "SELECT d.position FROM span s JOIN posting d ON d.position BETWEEN s.first AND"
        " s.last WHERE s.fund = :fund AND s.operation_date = :since"
        " AND d.operation_date = :since AND d.position <= :position"
        f" AND d.class IN ({numbers}) AND {STANDS}"
        f" GROUP BY d.position HAVING sum(d.amount) < 0 ORDER BY 1 LIMIT {NAMED_MAX}"
    )
    return [row[0] for row in books.execute(facts, given)]


def openings(books: sqlite3.Connection, at: Moment) -> Openings | None:
    """Give the opening figures that stand, None where there are none."""
    sql = f"SELECT min(d.operation_date), max(d.operation_date) {_OPENINGS}"
    first, last = books.execute(sql, at._asdict()).fetchone()
    if first is None:
        return None
    sql = f"SELECT d.position {_OPENINGS} ORDER BY 1 LIMIT {NAMED_MAX}"
    positions = [row[0] for row in books.execute(sql, at._asdict())]
    return Openings(first, last, positions)


def agreements_below_zero(books: sqlite3.Connection, at: Moment) -> list[Below]:
    """Give the agreements drawn, repaid or given back beyond what they have, by id.

    Every fact known by then counts, whatever its operation date.
    """
    sql = _BELOW if at.head else _THEN_BELOW
    return [Below(*row) for row in books.execute(sql, at._asdict())]
