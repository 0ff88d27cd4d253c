"""Finding payments and guarantees that perhaps no second person approved as they are.

What is typed needs the approval first; an imported payment, and a corrected one, are facts
that stand, and are told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.domain.approval import LEAVES
from blendfund.journal.rules import CASH, OPENING
from blendfund.storage.query.breaches import NAME, quoted
from blendfund.storage.query.totals import STANDS

if TYPE_CHECKING:
    import sqlite3

    from blendfund.storage.query.totals import Moment


class Left(NamedTuple):
    """What left under an agreement (its id) at a position, or came back (minor units).

    What came back is negative; ``approved`` tells that a second person approved so much.
    """

    position: int
    agreement: int
    name: str
    on: str
    minor: int
    guarantee: bool
    approved: bool


# The days with such movements are in the daily totals, and where each was recorded in the
# spans; CROSS JOIN keeps that order. A payment may draw on several earmarks.
_LEFT: Final = (
    f"SELECT d.position, d.agreement, {NAME} AS name, d.operation_date,"
    " sum(-d.amount) AS minor, c.account = 'guarantee_given' AS guarantee,"
    f" c.account = '{OPENING}' AS opening"
    " FROM class c CROSS JOIN daily y ON y.class = c.id AND y.operation_date <= :as_of"
    " CROSS JOIN span s ON s.fund = :fund AND s.operation_date = y.operation_date"
    " CROSS JOIN posting d ON d.position BETWEEN s.first AND min(s.last, :position)"
    " AND d.class = c.id AND d.operation_date = y.operation_date"
    " JOIN agreement a ON a.id = d.agreement WHERE c.fund = :fund AND c.carrier = ''"
    f" AND ((c.account IN ({quoted((CASH, OPENING))})"
    f" AND c.movement IN ({quoted(LEAVES)}))"
    " OR (c.account = 'guarantee_given' AND c.movement = 'guarantee-granted'))"
    f" AND {STANDS} GROUP BY d.position"
)
_WITH_APPROVALS: Final = (
    "SELECT l.*, opening OR EXISTS (SELECT 1 FROM approved v JOIN dossier p"
    " ON p.id = v.proposal WHERE v.id = l.position"
    f" AND json_extract(p.said, '$.amount_minor') >= l.minor) AS approved FROM ({_LEFT}) l"
)
# Where all that nobody approved is within the smallest bound, nothing is in doubt.
_DOUBTFUL: Final = (
    "SELECT position, agreement, name, operation_date, minor, guarantee, approved FROM"
    " (SELECT w.*, sum(CASE WHEN approved OR minor < 0 OR operation_date < :since THEN 0"
    " ELSE minor END) OVER (PARTITION BY agreement, guarantee) AS single"
    f" FROM ({_WITH_APPROVALS}) w) WHERE single > :least ORDER BY position"
)


def doubtful(books: sqlite3.Connection, at: Moment, since: str, least: int) -> list[Left]:
    """Give what left under agreements of which no second person approved so much together.

    Args:
        books: The read models.
        at: The fund and the two times.
        since: What left before that day (ISO) needed no approval.
        least: Only of agreements with more than this amount unapproved (minor units).

    Returns:
        All that left and came back of those, the earliest recorded first.
    """
    given = {**at._asdict(), "since": since, "least": least}
    return [Left(*row) for row in books.execute(_DOUBTFUL, given)]
