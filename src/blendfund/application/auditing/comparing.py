"""Comparing two states of a history: which facts differ, and which figures."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from itertools import zip_longest
from sqlite3 import DatabaseError as DriverError
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

import msgspec

from blendfund.domain.errors import Corrupt
from blendfund.domain.money import plain
from blendfund.projections.composition import composition
from blendfund.storage.books import readmodel
from blendfund.storage.log import exported
from blendfund.storage.log.engine import driver
from blendfund.storage.log.exported import Event
from blendfund.storage.query.totals import KNOWN, Moment, totals

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from blendfund.application.reading.reader import Reading

ADDED: Final = "added"
REMOVED: Final = "removed"
CHANGED: Final = "changed"
MOVED: Final = "moved"
SOURCES: Final = ("committed", "received", "refunded", "reimbursed", "net")
UNREADABLE: Final = "no figures can be computed from facts that were changed like this"
_FUNDS: Final = f"SELECT id, reference, currency FROM fund WHERE {KNOWN} ORDER BY id"  # noqa: S608

# What facts that somebody changed by hand may make of a fold.
_UNFOLDABLE: Final = (
    *(Corrupt, msgspec.MsgspecError, DriverError, UnicodeError),
    *(ValueError, LookupError, TypeError, AttributeError),
)


class _Figure(NamedTuple):
    fund: str
    figure: str
    currency: str


class Difference(NamedTuple):
    """A fact that differs: its position on either side, 0 where it is not."""

    change: str
    before: int
    after: int
    event: Event
    fields: tuple[dict[str, Any], ...] = ()

    def told(self) -> dict[str, Any]:
        """Give what is told of it."""
        said = _said(self.event)
        return {
            "change": self.change,
            "position_a": self.before or None,
            "position_b": self.after or None,
            "stream_id": str(UUID(bytes=self.event.stream)),
            "version": self.event.version,
            "topic": self.event.topic,
            "on": said.get("on"),
            "label": said.get("label") or said.get("name") or said.get("reference") or "",
            "fields": list(self.fields),
        }


def compare(
    reading: Reading | None, one: str, other: str, as_of: date | None = None
) -> dict[str, Any]:
    """Compare two positions of a ledger, or two exported histories, or one of each.

    Args:
        reading: The ledger, where a side is a position of it.
        one: A position, or the place of an exported history.
        other: What it is compared with.
        as_of: The figures' day (default: today).

    Returns:
        The facts that differ, in order, and the figures of each fund that do.

    Raises:
        NotAnExport, UnknownPosition, OSError.
    """
    day = (as_of or datetime.now(UTC).astimezone().date()).isoformat()
    with ExitStack() as held:
        if reading is not None:
            held.enter_context(reading.snapshot())
        before, after = _Side(reading, one), _Side(reading, other)
        found = list(_facts(reading, before, after))
        figures, why = _differences(before, after, day)
    return {
        "a": one,
        "b": other,
        "as_of": day,
        "same": not found,
        "counts": _counts(found),
        "facts": [fact.told() for fact in found],
        "figures": figures,
        "reason": why,
    }


class _Side:
    """One of the two states that are compared."""

    def __init__(self, reading: Reading | None, place: str) -> None:
        self.reading = reading
        self.place = place
        number = place.isascii() and place.isdigit()
        self.position = reading.log.position_at(place) if reading and number else None

    def events(self) -> Iterator[Event]:
        if self.position is None:
            return exported.exported(self.place)
        assert self.reading is not None
        return map(Event._make, self.reading.log.events(0, self.position))

    @contextmanager
    def books(self) -> Iterator[tuple[sqlite3.Connection, int]]:
        if self.position is not None:
            assert self.reading is not None
            source = driver(self.reading.connection)
            connection = readmodel.replayed(source, None, self.position)
            yield driver(connection), self.position
            connection.close()
            return
        with exported.as_ledger(self.place) as (source, count):
            connection = readmodel.replayed(source, None, count)
            yield driver(connection), count
            connection.close()


def _facts(reading: Reading | None, one: _Side, other: _Side) -> Iterator[Difference]:
    """Compare the facts of both sides, each named by its stream and version."""
    if one.position is not None and other.position is not None:
        assert reading is not None
        first, last = sorted((one.position, other.position))
        change = ADDED if one.position <= other.position else REMOVED
        for row in reading.log.events(first, last):
            yield _alone(Event._make(row), change)
        return
    yield from sorted(
        _matched(one.events(), other.events()),
        key=lambda found: (found.after or found.before, found.before),
    )


def _matched(one: Iterable[Event], other: Iterable[Event]) -> Iterator[Difference]:
    """Pair what does not stand at the same position by stream and version."""
    left: dict[tuple[bytes, int], Event] = {}
    right: dict[tuple[bytes, int], Event] = {}
    for before, after in zip_longest(one, other):
        if before == after:
            continue
        if before is not None:
            left[before.stream, before.version] = before
        if after is not None:
            right[after.stream, after.version] = after
    for name, before in left.items():
        found = right.pop(name, None)
        if found is None:
            yield _alone(before, REMOVED)
        elif (before.topic, before.state) == (found.topic, found.state):
            yield Difference(MOVED, before.position, found.position, found)
        else:
            fields = tuple(_fields(before, found))
            yield Difference(CHANGED, before.position, found.position, found, fields)
    for event in right.values():
        yield _alone(event, ADDED)


def _alone(event: Event, change: str) -> Difference:
    places = (0, event.position) if change == ADDED else (event.position, 0)
    return Difference(change, *places, event)


def _fields(before: Event, after: Event) -> Iterator[dict[str, Any]]:
    if before.topic != after.topic:
        yield {"field": "topic", "a": before.topic, "b": after.topic}
    one, other = _said(before), _said(after)
    for name in dict.fromkeys([*one, *other]):
        if one.get(name) != other.get(name):
            yield {"field": name, "a": one.get(name), "b": other.get(name)}


def _said(event: Event) -> dict[str, Any]:
    """Read a fact's text; one that cannot be read is shown whole."""
    try:
        found = msgspec.json.decode(event.state)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {"": event.state.decode(errors="replace")}


def _counts(found: list[Difference]) -> dict[str, int]:
    counts = dict.fromkeys((ADDED, REMOVED, CHANGED, MOVED), 0)
    for one in found:
        counts[one.change] += 1
    return counts


def _differences(one: _Side, other: _Side, day: str) -> tuple[list[dict[str, Any]], str]:
    """Give the figures that differ, or why they cannot be computed."""
    try:
        before, after = _figures(one, day), _figures(other, day)
    except _UNFOLDABLE:
        return [], UNREADABLE
    found = []
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name, 0), after.get(name, 0)
        if old != new:
            said = {"fund": name.fund, "figure": name.figure, "currency": name.currency}
            amounts = {"a": old, "b": new, "difference": new - old}
            shown = {key: plain(minor, name.currency) for key, minor in amounts.items()}
            found.append({**said, **shown})
    return found, ""


def _figures(side: _Side, day: str) -> dict[_Figure, int]:
    """Give the figures of every fund's composition (minor units)."""
    found = {}
    with side.books() as (books, position):
        funds = books.execute(_FUNDS, {"position": position}).fetchall()
        for fund, reference, currency in funds:
            at = Moment(fund, day, position, head=True)
            made = composition(totals(books, at), "sector")
            said = {name: getattr(made.total, name) for name in SOURCES}
            said |= {name: getattr(made.uses, name) for name in made.uses.__slots__}
            said["in_kind"] = made.in_kind
            for name, minor in said.items():
                found[_Figure(reference, name, currency)] = minor
    return found
