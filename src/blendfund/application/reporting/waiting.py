"""What waits in a fund: calls, pledges, what was late already when it was taken over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from blendfund.application.reading import facts as log
from blendfund.application.reading.called import called_by_lenders, called_of_funders
from blendfund.storage.query.totals import STANDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from uuid import UUID

    from blendfund.storage.query.totals import Moment

_NAME: Final = "CASE a.name WHEN '' THEN a.reference ELSE a.name END"
_OWN: Final = "a.fund = :fund AND a.carrier = '' AND a.withdrawn = 0"
_CALLS: Final = (
    "SELECT d.position, d.due FROM call d"  # noqa: S608 -- own words
    f" WHERE d.agreement = :agreement AND d.position <= :position AND {STANDS}"
    " ORDER BY d.due IS NULL DESC, d.due DESC, d.position DESC"
)
_PLEDGES: Final = (
    f"SELECT {_NAME}, a.pledged FROM agreement a WHERE {_OWN} AND a.side = 'C'"  # noqa: S608 -- own words
    " AND a.pledged > 0 ORDER BY a.pledged DESC, a.id"
)
_LATE: Final = (
    f"SELECT {_NAME}, j.name, min(d.late, a.held), d.position FROM opening d"  # noqa: S608 -- own words
    " JOIN posting p ON p.position = d.position AND p.ordinal = 0"
    " JOIN agreement a ON a.id = p.agreement JOIN project j ON j.id = a.project"
    f" WHERE {_OWN} AND d.late > 0 AND a.held > 0 AND {STANDS} ORDER BY 3 DESC, d.position"
)


class Call(NamedTuple):
    """What is called of a funder and not received, and by when (minor units).

    ``position`` is the fact that called it.
    """

    agreement: str
    due: date | None
    minor: int
    position: int = 0

    @property
    def order(self) -> tuple[bool, date, str]:
        """Sort by the day it is due; what has none comes last."""
        return self.due is None, self.due or date.max, self.agreement


class Late(NamedTuple):
    """Principal that was late when the fund was taken over, and is due (minor units)."""

    agreement: str
    project: str
    since: date | None
    minor: int


def calls(books: sqlite3.Connection, at: Moment) -> list[Call]:
    """Give what is called and not received, the next one due first.

    What a funder pays answers its earliest call first, so that the latest ones wait.
    """
    return sorted(_waiting(books, at), key=lambda one: one.order)


def _waiting(books: sqlite3.Connection, at: Moment) -> Iterator[Call]:
    for one in called_of_funders(books, at):
        left = one.minor
        given = at._asdict() | {"agreement": one.id}
        for position, due in books.execute(_CALLS, given).fetchall():
            said = _event(books, position)
            minor = min(left, said.amount_minor)
            if minor > 0 and said.on.isoformat() <= at.as_of:
                left -= minor
                day = date.fromisoformat(due) if due else None
                yield Call(one.name, day, minor, position)


def claims(books: sqlite3.Connection, at: Moment) -> int:
    """Give what lenders have called of guarantees and wait for (minor units)."""
    return sum(one.minor for one in called_by_lenders(books, at))


def claiming(books: sqlite3.Connection, at: Moment) -> list[UUID]:
    """Give the guarantees under which a lender's claim waits, by their streams."""
    return [one.stream for one in called_by_lenders(books, at)]


def pledges(books: sqlite3.Connection, at: Moment) -> list[tuple[str, int]]:
    """Give the agreements with money pledged and not committed, the largest first."""
    return books.execute(_PLEDGES, at._asdict()).fetchall()


def late_at_takeover(books: sqlite3.Connection, at: Moment) -> list[Late]:
    """Give what was late when the fund was taken over, as far as it is outstanding.

    The ledger has no schedule: what was repaid since may have been what was late, or not.
    """
    return [
        Late(name, project, _event(books, position).late_since, minor)
        for name, project, minor, position in books.execute(_LATE, at._asdict())
    ]


def _event(books: sqlite3.Connection, position: int) -> Any:
    fact = log.at(books, position)
    assert fact is not None
    return fact.event
