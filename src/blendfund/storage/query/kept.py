"""Reading what third parties carry for a fund, posting by posting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.projections.carried import Kept
from blendfund.storage.query.totals import STANDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from blendfund.storage.query.totals import Moment

_KEPT: Final = (
    "SELECT c.carrier, CASE d.agreement WHEN 0 THEN '' ELSE CAST(d.agreement AS TEXT) END,"  # noqa: S608 -- own words
    " c.movement, c.account, d.position, d.amount FROM posting d"
    " JOIN class c ON c.id = d.class WHERE c.fund = :fund AND c.carrier <> ''"
    " AND d.position <= :position AND d.operation_date <= :as_of"
    f" AND {STANDS} ORDER BY c.carrier, d.position, d.ordinal"
)


def kept(books: sqlite3.Connection, at: Moment) -> Iterator[Kept]:
    """Give what stands of a fund's carried postings; agreements by their register's ids."""
    for row in books.execute(_KEPT, at._asdict()):
        yield Kept(*row)
