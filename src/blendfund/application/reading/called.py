"""What is called of an agreement and not paid, on any day and as known at any position."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from blendfund.application.reading.facts import of_stream
from blendfund.domain.effects import change_of
from blendfund.storage.query.breaches import NAME

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from blendfund.storage.query.totals import Moment

_AGREEMENTS: Final = (
    f"SELECT a.id, {NAME}, a.stream_id, a.called, a.moved FROM agreement a"  # noqa: S608 -- own words
    " WHERE a.fund = :fund AND a.carrier = '' AND a.id <= :position AND {which}"
    " ORDER BY a.id"
)
# Only calls on funders stand in the register of calls; only a guarantee is called by its
# lender.
_FUNDERS: Final = "a.side = 'C' AND a.id IN (SELECT agreement FROM call)"
_LENDERS: Final = "a.side = 'F' AND a.instrument = 'guarantee'"


class Called(NamedTuple):
    """An agreement, and what is called of it and waits (minor units)."""

    id: int
    name: str
    stream: UUID
    minor: int


def called_of_funders(books: sqlite3.Connection, at: Moment) -> Iterator[Called]:
    """Give the fund's own contributions of which a part is called and was not received."""
    return _called(books, at, _FUNDERS)


def called_by_lenders(books: sqlite3.Connection, at: Moment) -> Iterator[Called]:
    """Give the fund's own guarantees on which a lender's call waits."""
    return _called(books, at, _LENDERS)


def _called(books: sqlite3.Connection, at: Moment, which: str) -> Iterator[Called]:
    """Give agreements of which something is called, the oldest first.

    The register says where an agreement stands; for an earlier day, or for what was known
    earlier, the agreement's facts are added up.
    """
    rows = books.execute(_AGREEMENTS.format(which=which), at._asdict()).fetchall()
    for number, name, stream, stands, moved in rows:
        one = Called(number, name, UUID(bytes=stream), stands)
        if not at.head or moved > at.as_of:
            minor = sum(added for _, added in changes(books, one.stream, at))
            one = one._replace(minor=minor)
        if one.minor > 0:
            yield one


def changes(
    books: sqlite3.Connection, stream: UUID, at: Moment
) -> Iterator[tuple[int, int]]:
    """Give what each fact of an agreement adds to what is called of it (minor units)."""
    for fact in of_stream(books, stream):
        if fact.position <= at.position and fact.event.on.isoformat() <= at.as_of:
            change = change_of(fact.event)
            if change is not None and change.called:
                yield fact.position, change.called
