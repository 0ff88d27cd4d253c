"""Finding what was typed once a charter was adopted, and dated before its day.

The rules of a charter bear on the days it is in force: such a contract needed no decision
of the committee, and such a payment no second person. A file that is imported tells a
history; a correction stands on what it corrects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.journal.rules import CASH
from blendfund.storage.query.breaches import NAME, NAMED_MAX
from blendfund.storage.query.totals import KNOWN, STANDS

if TYPE_CHECKING:
    import sqlite3

    from blendfund.storage.query.totals import Moment

_FIRST: Final = (
    "SELECT id, operation_date, json_extract(said, '$.charter.disbursement_above_minor')"  # noqa: S608 -- own words
    " FROM dossier WHERE topic = 'charter-adopted'"
    f" AND fund = :fund AND {KNOWN} ORDER BY operation_date, id LIMIT 1"
)
# The spans tell on which of the earlier days anything was recorded since: mostly none.
_BACKDATED: Final = (
    f"SELECT d.position, {NAME} FROM span s"  # noqa: S608 -- own words
    " CROSS JOIN posting d ON d.position BETWEEN"
    " max(s.first, :adopted) AND min(s.last, :position)"
    " AND d.operation_date = s.operation_date JOIN class c ON c.id = d.class"
    " JOIN agreement a ON a.id = d.agreement"
    " JOIN write w ON w.first = (SELECT max(first) FROM write WHERE first <= d.position)"
    " WHERE s.fund = :fund AND s.operation_date < :since AND s.last > :adopted"
    " AND c.fund = :fund AND c.carrier = ''"
    " AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.first = w.first)"
    " AND NOT EXISTS (SELECT 1 FROM reversal r"
    " WHERE r.position BETWEEN w.first AND w.last)"
    " AND ((c.account, c.movement) IN (VALUES ('commitment_given', 'financing-contracted'),"
    " ('guarantee_given', 'guarantee-granted'))"
    f" OR c.account = '{CASH}' AND c.movement IN ('disbursement-paid', 'guarantee-paid'))"
    f" AND {STANDS} GROUP BY d.position"
    f" HAVING max(c.account) <> '{CASH}' OR sum(-d.amount) > :bound"
    f" ORDER BY d.position LIMIT {NAMED_MAX}"
)


def backdated(books: sqlite3.Connection, at: Moment) -> list[tuple[int, str]]:
    """Give the contracts, guarantees and payments that escaped the fund's first charter.

    A payment is one above what that charter lets one person pay alone.

    Returns:
        Position and agreement, the earliest recorded first, at most ``NAMED_MAX``.
    """
    given = at._asdict()
    first = books.execute(_FIRST, given).fetchone()
    if first is None:
        return []
    given |= dict(zip(("adopted", "since", "bound"), first, strict=True))
    return [row[:2] for row in books.execute(_BACKDATED, given)]
