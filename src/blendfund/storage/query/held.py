"""Finding where a bank took back held money that had been given back already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.storage.query.breaches import NAME
from blendfund.storage.query.totals import STANDS

if TYPE_CHECKING:
    import sqlite3

    from blendfund.storage.query.totals import Moment


class Missing(NamedTuple):
    """A contract (its id), and what its payer owes of money that was held (minor units)."""

    agreement: int
    name: str
    minor: int


# Days on which held money moved stand in the daily totals, and where in the spans: most
# funds have none. CROSS JOIN keeps that order.
_MISSING: Final = (
    f"SELECT d.agreement, {NAME}, sum(d.amount) AS missing FROM class c"  # noqa: S608 -- own words
    " CROSS JOIN daily y ON y.class = c.id AND y.operation_date <= :as_of"
    " CROSS JOIN span s ON s.fund = :fund AND s.operation_date = y.operation_date"
    " CROSS JOIN posting d ON d.position BETWEEN s.first AND min(s.last, :position)"
    " AND d.class = c.id AND d.operation_date = y.operation_date"
    " JOIN agreement a ON a.id = d.agreement"
    f" WHERE c.fund = :fund AND c.account = 'payments_held' AND {STANDS}"
    " GROUP BY d.agreement HAVING missing > 0 ORDER BY d.agreement"
)


def missing(books: sqlite3.Connection, at: Moment) -> list[Missing]:
    """Give the contracts with less than nothing of their payers' money, by id."""
    return [Missing(*row) for row in books.execute(_MISSING, at._asdict())]
