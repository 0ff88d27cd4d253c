"""Finding loans with a provision of more than is outstanding.

A provision is made for what is owed; what is paid or written off later leaves it too large,
and what is too much of it covers nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.journal.rules import PRINCIPAL
from blendfund.storage.query.breaches import NAME, quoted
from blendfund.storage.query.totals import STANDS

if TYPE_CHECKING:
    import sqlite3

    from blendfund.storage.query.totals import Moment


class OverProvisioned(NamedTuple):
    """A loan (its id, its project's) and how much its provision is above what is owed."""

    agreement: int
    project: int
    name: str
    excess_minor: int


# The days with provisions are in the daily totals, and where each was recorded in the
# spans; CROSS JOIN keeps that order.
_PROVISIONS: Final = (
    "SELECT d.agreement, sum(-d.amount) FROM class c"
    " CROSS JOIN daily y ON y.class = c.id AND y.operation_date <= :as_of"
    " CROSS JOIN span s ON s.fund = :fund AND s.operation_date = y.operation_date"
    " CROSS JOIN posting d ON d.position BETWEEN s.first AND min(s.last, :position)"
    " AND d.class = c.id AND d.operation_date = y.operation_date"
    " WHERE c.fund = :fund AND c.carrier = '' AND c.account = 'loan_provisions'"
    f" AND {STANDS} GROUP BY d.agreement HAVING sum(-d.amount) > 0"
)
_AGREEMENTS: Final = f"SELECT a.project, {NAME}, a.held, a.moved FROM agreement a"
_HELD: Final = (
    "SELECT d.agreement, sum(d.amount) FROM posting d JOIN class c ON c.id = d.class"
    f" WHERE c.fund = :fund AND c.account IN ({quoted(PRINCIPAL)})"
    " AND d.position <= :position AND d.operation_date <= :as_of GROUP BY d.agreement"
)


def over_provisioned(books: sqlite3.Connection, at: Moment) -> list[OverProvisioned]:
    """Give the loans with a provision above what is outstanding, in their order.

    What a correction left below zero is another breach: it is not told here.
    """
    given = at._asdict()
    provisions: dict[int, int] = dict(books.execute(_PROVISIONS, given).fetchall())
    if not provisions:
        return []
    then: dict[int, int] | None = None
    found = []
    for number, made in sorted(provisions.items()):
        sql = f"{_AGREEMENTS} WHERE a.id = ?"
        project, name, held, moved = books.execute(sql, (number,)).fetchone()
        if not at.head or moved > at.as_of:
            # What the register holds came later: what was outstanding is added up.
            then = dict(books.execute(_HELD, given)) if then is None else then
            held = then.get(number, 0)
        if made > held >= 0:
            found.append(OverProvisioned(number, project, name, made - held))
    return found


def excess(books: sqlite3.Connection, at: Moment, by: str) -> Counter[str]:
    """Give what provisions have too much (minor units), keyed as flows are."""
    found: Counter[str] = Counter()
    for one in over_provisioned(books, at):
        keys = {"fund": "", "agreement": str(one.agreement), "project": str(one.project)}
        found[keys[by]] += one.excess_minor
    return found
