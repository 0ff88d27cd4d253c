"""The facts as they are stored, chosen by what they say of themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from msgspec import Struct

from blendfund.application.reading.lexicon import topics
from blendfund.application.reading.search import positions
from blendfund.domain.errors import UnreadableFilter
from blendfund.projections.query import values
from blendfund.projections.query.keys import FORMS
from blendfund.storage.log.condition import Where, among, between, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blendfund.application.reading.reader import Reading

TICK: Final = timedelta(microseconds=1)
_OF_FUND: Final = (
    "(stream_id IN (SELECT stream_id FROM fund WHERE id = ?"
    " UNION SELECT stream_id FROM agreement WHERE fund = ?"
    " UNION SELECT stream_id FROM earmark WHERE fund = ?)"
    " OR position IN ({named}) OR json_extract(state, '$.fact') IN ({named}))"
)
_NAMED: Final = "SELECT position FROM event WHERE json_extract(state, '$.fund') = ?"


class Chosen(Struct, frozen=True):
    """Which facts are meant: every condition that is given must hold."""

    start: int = 1
    end: int | None = None
    stream: UUID | None = None
    topics: tuple[str, ...] = ()
    actor: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    on: str | None = None
    fund: str | None = None
    query: str | None = None
    french: bool = False


def lines(reading: Reading, chosen: Chosen) -> Iterator[bytes]:
    """Give the facts that are meant, each as a line of ``events.jsonl``.

    Raises FundNotFound, UnknownWord, UnreadableFilter and the refusals of a search.
    """
    yield from reading.log.lines(joined("AND", _conditions(reading, chosen)))


def _conditions(reading: Reading, chosen: Chosen) -> Iterator[Where]:
    first = None if chosen.start == 1 else chosen.start
    yield between("position", first, chosen.end)
    if chosen.stream is not None:
        yield Where("stream_id = ?", (chosen.stream.bytes,))
    if chosen.topics:
        yield _topics(chosen)
    if chosen.actor is not None:
        yield Where("json_extract(state, '$.actor') = ?", (chosen.actor,))
    yield _recorded(reading, chosen)
    if chosen.on is not None:
        yield _on(chosen.on)
    if chosen.fund is not None:
        yield _fund(reading, chosen.fund)
    if chosen.query is not None:
        yield among("position", positions(reading, chosen.query, french=chosen.french))


def _topics(chosen: Chosen) -> Where:
    known = topics(french=chosen.french)
    found = [
        Where("topic LIKE ?", (f"{code}/%",))
        for topic in chosen.topics
        for code in known.codes("topic", topic.partition("/")[0], "--topic")
    ]
    return joined("OR", found)


def _recorded(reading: Reading, chosen: Chosen) -> Where:
    """Turn recorded times into positions: they never decrease."""
    first = last = None
    if chosen.since is not None:
        before = chosen.since - TICK
        first = reading.log.position_at(before.isoformat()) + 1
    if chosen.until is not None:
        last = reading.log.position_at(chosen.until.isoformat())
    return between("position", first, last)


def _on(period: str) -> Where:
    days = values.days(period)
    if days is None:
        raise UnreadableFilter(period, "--on", FORMS["day"])
    return between("json_extract(state, '$.on')", days.first, days.last)


def _fund(reading: Reading, reference: str) -> Where:
    fund, *_ = reading.fund(reference)
    sql = "SELECT stream_id FROM fund WHERE id = ?"
    stream = str(UUID(bytes=reading.books.execute(sql, (fund,)).fetchone()[0]))
    return Where(_OF_FUND.format(named=_NAMED), (fund, fund, fund, stream, stream))
