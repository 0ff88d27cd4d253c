"""Finding big payments and guarantees that no second person approved as they are.

What is typed needs the approval first; an imported payment, and a corrected one, are facts
that stand, and are told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.storage.query.breaches import NAME
from blendfund.storage.query.totals import STANDS

if TYPE_CHECKING:
    import sqlite3

    from blendfund.storage.query.totals import Moment


class Unapproved(NamedTuple):
    """A payment or a guarantee at its position, under its agreement (minor units)."""

    position: int
    name: str
    on: str
    minor: int
    guarantee: bool


# The days with such movements are in the daily totals, and where each was recorded in the
# spans; CROSS JOIN keeps that order. A payment may draw on several earmarks.
_LARGE: Final = (
    f"SELECT d.position, {NAME} AS name, d.operation_date, sum(-d.amount) AS minor,"
    " c.account = 'guarantee_given' AS guarantee"
    " FROM class c CROSS JOIN daily y ON y.class = c.id"
    " AND y.operation_date BETWEEN :since AND :as_of"
    " CROSS JOIN span s ON s.fund = :fund AND s.operation_date = y.operation_date"
    " CROSS JOIN posting d ON d.position BETWEEN s.first AND min(s.last, :position)"
    " AND d.class = c.id AND d.operation_date = y.operation_date"
    " JOIN agreement a ON a.id = d.agreement WHERE c.fund = :fund AND c.carrier = ''"
    " AND ((c.account = 'bank' AND c.movement = 'disbursement-paid')"
    " OR (c.account = 'guarantee_given' AND c.movement = 'guarantee-granted'))"
    f" AND {STANDS} GROUP BY d.position HAVING minor > :least"
)
_UNAPPROVED: Final = (
    f"SELECT position, name, operation_date, minor, guarantee FROM ({_LARGE}) l"
    " WHERE NOT EXISTS (SELECT 1 FROM approved v JOIN dossier p ON p.id = v.proposal"
    " WHERE v.id = l.position"
    " AND json_extract(p.said, '$.amount_minor') >= l.minor) ORDER BY position"
)


def unapproved(
    books: sqlite3.Connection, at: Moment, since: str, least: int
) -> list[Unapproved]:
    """Give payments and guarantees that no second person approved for so much.

    Args:
        books: The read models.
        at: The fund and the two times.
        since: From this day on (ISO).
        least: Only those above this amount (minor units).
    """
    given = {**at._asdict(), "since": since, "least": least}
    return [Unapproved(*row) for row in books.execute(_UNAPPROVED, given)]
