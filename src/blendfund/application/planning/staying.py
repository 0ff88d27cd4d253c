"""Losses stay with those who bore them: a change of tranche moves none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.application.reading.borne import position
from blendfund.domain.bearing import Bearing
from blendfund.domain.errors import LossesBorne
from blendfund.domain.money import Money
from blendfund.projections.losses import LOSSES, lost
from blendfund.storage.query.totals import Moment, totals
from blendfund.storage.query.tranched import assigned, assignments

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from uuid import UUID

LAST: Final = 2**62
_ACCOUNTS: Final = ", ".join(f"'{one}'" for one in sorted(LOSSES))
_DAYS: Final = (
    "SELECT DISTINCT d.operation_date FROM posting d JOIN class c ON c.id = d.class"  # noqa: S608 -- own words
    f" WHERE c.fund = ? AND c.carrier = '' AND c.account IN ({_ACCOUNTS})"
    " AND d.operation_date > ? ORDER BY d.operation_date"
)


class Moving(NamedTuple):
    """An agreement that comes to stand in a tranche on a day, both by their streams."""

    stream: UUID
    label: str
    on: date
    tranche: bytes


def check_losses_stay(
    books: sqlite3.Connection, fund: int, currency: str, moving: Moving
) -> None:
    """Refuse that an agreement leaves its tranche and bears another part of a loss.

    What was lost by the day of the change counts, and what was lost since. Who stood in no
    tranche leaves none: partners may say late in which one it stood.

    Raises LossesBorne.
    """
    sql = "SELECT id FROM agreement WHERE stream_id = ?"
    (number,) = books.execute(sql, (moving.stream.bytes,)).fetchone() or (0,)
    first = Moment(fund, moving.on.isoformat(), LAST, head=True)
    if number not in assigned(books, first):
        return
    for at in _moments(books, fund, moving.on):
        loss = max(0, lost(totals(books, at)))
        if not loss:
            continue
        was = position(books, at, loss)
        now = position(books, at, loss, _supposed(books, at, number, moving))
        borne = [sum(one.bearings().get(number, Bearing())) for one in (was, now)]
        if borne[0] != borne[1]:
            said = (Money(minor, currency) for minor in borne)
            day = date.fromisoformat(at.as_of)
            raise LossesBorne(moving.label, moving.on, day, *said)


def _moments(books: sqlite3.Connection, fund: int, on: date) -> Iterator[Moment]:
    """Give the day of the change, and every later one on which something was lost."""
    later = books.execute(_DAYS, (fund, on.isoformat())).fetchall()
    for day in (on.isoformat(), *(one for (one,) in later)):
        yield Moment(fund, day, LAST, head=True)


def _supposed(
    books: sqlite3.Connection, at: Moment, number: int, moving: Moving
) -> Mapping[int, bytes]:
    """Give where every agreement would stand, were the change recorded."""
    stands = assigned(books, at)
    on = moving.on.isoformat()
    later = (one for one in assignments(books, at) if one.agreement == number)
    if not any(one.on > on for one in later):
        stands.pop(number, None)
        if moving.tranche:
            stands[number] = moving.tranche
    return stands
