"""Verifying the log: its tree recomputed, against every root that is stored or held."""

from __future__ import annotations

import struct
from sqlite3 import DatabaseError as DriverError
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from blendfund.domain.errors import CheckpointAhead, CheckpointDiffers, Corrupt, Word
from blendfund.storage.log.fingerprints import PRINT_BYTES, first_difference
from blendfund.storage.log.reader import root_of
from blendfund.storage.proof.merkle import Frontier, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from blendfund.storage.log.reader import Log
    from blendfund.storage.proof.merkle import Known

# No fingerprint tells which: the change lies between two roots.
CHANGED_AFTER: Final = Word("a fact from there on is not the one that was recorded")
CHANGED: Final = Word("this fact is not the one that was recorded")
PRINT_DIFFERS: Final = Word("its fingerprint differs, the fact itself is unchanged")
MARK_DIFFERS: Final = Word("the stored root of the past differs")
MISSING: Final = Word("this fact is missing")
UNREADABLE: Final = Word("it cannot be read")
COLUMN_DIFFERS: Final = Word("a column differs from the fact it repeats")
TOO_EARLY: Final = Word("it was recorded before the fact it follows")
COUNTED: Final = Word("the head of the log counts another number of facts")

BATCH: Final = 5_000
_Row = tuple[Any, ...]


class Verified(NamedTuple):
    """What a verification went through."""

    events: int
    root: str


class _Stamp(msgspec.Struct):
    recorded_at: str
    key: str | None = None


_stamp = msgspec.json.Decoder(_Stamp).decode


def verify(
    log: Log,
    tell: Callable[[int], None] | None = None,
    known: Sequence[Known] = (),
    since: int = 0,
) -> Verified:
    """Verify a log that whoever calls holds still: see ``Log.verify``."""
    head = log.head()
    start = _start(log, min(since, head.position))
    held = [one for one in known if one.events >= start.size]
    done = _Pass(log, start, held)
    done.run(tell)
    done.ends_at(head.position, head.frontier)
    return Verified(done.frontier.size, root_of(done.frontier))


def verify_tail(log: Log) -> int:
    """Verify the end of a log: see ``Log.verify_tail``."""
    head = log.head()
    start = _start(log, head.position)
    since = start.size
    done = _Pass(log, start)
    done.run()
    done.ends_at(head.position, head.frontier)
    return since


def _start(log: Log, position: int) -> Frontier:
    """Give the tree at the last stored root up to a position. Raises Corrupt."""
    if not position:
        return Frontier()
    marks = log.marks()
    since = max((mark for mark in marks if mark <= position), default=0)
    try:
        return Frontier(since, marks.get(since, b""))
    except (ValueError, TypeError) as wrong:
        raise Corrupt(since, MARK_DIFFERS) from wrong


class _Pass:
    """One pass over the facts in order, from a root that is taken for granted."""

    def __init__(self, log: Log, start: Frontier, known: Iterable[Known] = ()) -> None:
        self.log = log
        self.frontier = start
        self.sound = start.size  # how far a root agreed
        self.last = ""
        self.marks = {at: root for at, root in log.marks().items() if at > start.size}
        self.known: dict[int, list[Known]] = {}
        for one in known:
            self.known.setdefault(one.events, []).append(one)
        self.watched = {*self.marks, *self.known}
        self.prints = bytearray()  # of the facts after ``compared``
        self.compared = start.size
        self.suspect = 0

    def run(self, tell: Callable[[int], None] | None = None) -> None:
        """Go through all facts. Raises Corrupt, CheckpointDiffers."""
        self._check_known(self.frontier.size)
        reader = self.log.raw.cursor()
        self.log.open_whole(reader, self.frontier.size)
        while rows := self._fetched(reader):
            for row in rows:
                self._take(row)
            self._compare_prints()
            if tell is not None:
                tell(self.frontier.size)

    def _fetched(self, reader: Any) -> list[_Row]:
        try:
            rows: list[_Row] = reader.fetchmany(BATCH)
        except DriverError as wrong:
            self._one_by_one()
            raise Corrupt(self.frontier.size + 1, str(wrong)) from wrong
        return rows

    def _one_by_one(self) -> None:
        """Go on fact by fact, up to the one that cannot be read. Raises Corrupt."""
        for position in range(self.frontier.size + 1, self.frontier.size + BATCH + 1):
            try:
                row = self.log.whole(position)
            except DriverError as wrong:
                raise Corrupt(position, UNREADABLE) from wrong
            if row is None:
                raise Corrupt(position, MISSING)
            self._take(row)

    def _take(self, row: _Row) -> None:
        position, stream, version, topic, state, recorded_at, key, ledger_id = row
        frontier = self.frontier
        if position != frontier.size + 1:
            raise Corrupt(frontier.size + 1, MISSING)
        try:
            stamp = _stamp(state)
            leaf = leaf_hash(position, stream, version, topic, state)
        except (ValueError, TypeError, AttributeError, struct.error) as wrong:
            raise Corrupt(position, f"{UNREADABLE} ({wrong})") from wrong
        said = (stamp.recorded_at, stamp.key, self.log.ledger_id)
        if said != (recorded_at, key, ledger_id):
            raise Corrupt(position, COLUMN_DIFFERS)
        if recorded_at < self.last:
            raise Corrupt(position, TOO_EARLY)
        self.last = recorded_at
        self.prints += leaf[:PRINT_BYTES]
        frontier.append(leaf)
        if position in self.watched:
            self._check_mark(position)
            self._check_known(position)
            self.sound = position

    def _check_mark(self, position: int) -> None:
        mark = self.marks.get(position)
        if mark is not None and mark != self.frontier.stored():
            self._compare_prints()
            if self.suspect:
                raise Corrupt(self.suspect, CHANGED)
            raise Corrupt(position, MARK_DIFFERS)

    def _check_known(self, position: int) -> None:
        for one in self.known.get(position, ()):
            if one.root != root_of(self.frontier):
                self._compare_prints()
                first = self.suspect or self.sound + 1
                raise CheckpointDiffers(one.place, first, position)

    def _compare_prints(self) -> None:
        """Look for the first fact whose fingerprint is another one than was kept."""
        if self.prints and not self.suspect:
            self.suspect = first_difference(self.log, self.compared, self.prints)
        self.compared = self.frontier.size
        self.prints.clear()

    def ends_at(self, position: int, frontier: Frontier) -> None:
        """Compare where the pass ended with the head. Raises Corrupt, CheckpointAhead."""
        size = self.frontier.size
        for events in sorted(self.known):
            if events > size:
                place = self.known[events][0].place
                raise CheckpointAhead(place, events, size, size + 1)
        if size != position:
            raise Corrupt(min(size, position) + 1, COUNTED)
        if self.frontier.stored() != frontier.stored():
            if self.suspect:
                raise Corrupt(self.suspect, CHANGED)
            raise Corrupt(self.sound + 1, CHANGED_AFTER)
        if self.suspect:
            raise Corrupt(self.suspect, PRINT_DIFFERS)
