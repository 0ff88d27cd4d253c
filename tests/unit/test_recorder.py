from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from base64 import b64decode
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent
from tests.referees import program

from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import LedgerBusy, StorageRefused
from blendfund.storage.log import engine as engines
from blendfund.storage.log import recorder as recorders
from blendfund.storage.log.reader import Log
from blendfund.storage.proof.merkle import Frontier, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.unit.conftest import Fund

    from blendfund.storage.log.recorder import LedgerRecorder

INSERT = "INSERT INTO event VALUES (1, {}, x'{}', {}, 'a/1', x'7b7d', '2026', {})"


def events(count: int, stream: UUID | None = None, first: int = 1) -> list[StoredEvent]:
    chosen = stream or uuid4()
    numbers = range(first, first + count)
    return [StoredEvent(chosen, n, "a/1", b'{"recorded_at":""}') for n in numbers]


def root_over(recorder: LedgerRecorder, position: int) -> Frontier:
    """Recompute the tree over the first facts, leaf by leaf."""
    tree = Frontier()
    for one in recorder.select_notifications(1, position):
        assert isinstance(one.originator_id, UUID)
        place = (one.id, one.originator_id.bytes, one.originator_version)
        tree.append(leaf_hash(*place, one.topic, one.state))
    return tree


@pytest.fixture
def ledger(empty: Fund) -> Iterator[Ledger]:
    with Ledger(str(empty.path)) as opened:
        yield opened


@pytest.fixture
def recorder(ledger: Ledger) -> LedgerRecorder:
    return ledger.writer


def put(recorder: LedgerRecorder, some: list[StoredEvent], key: str | None = None) -> None:
    with recorder.writing() as tx:
        tx.key = key
        recorder.insert_events(some)


def test_nothing_is_appended_outside_a_transaction(recorder: LedgerRecorder) -> None:
    with pytest.raises(RuntimeError, match="inside writing"):
        recorder.insert_events(events(1))
    assert recorder.max_notification_id() is None


def test_a_transaction_within_a_transaction_is_refused(recorder: LedgerRecorder) -> None:
    with (
        recorder.writing(),
        pytest.raises(RuntimeError, match="one transaction at a time"),
        recorder.writing(),
    ):
        pass
    put(recorder, events(1))


def test_an_error_takes_everything_back(recorder: LedgerRecorder) -> None:
    put(recorder, events(2))

    def fail() -> None:
        with recorder.writing() as tx:
            assert list(recorder.insert_events(events(3))) == [3, 4, 5]
            assert tx.position == 5
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert recorder.max_notification_id() == 2
    assert len(recorder.select_notifications(None, 9)) == 2
    with recorder.writing():
        assert list(recorder.insert_events(events(1))) == [3]


def test_a_transaction_that_appends_nothing_moves_nothing(recorder: LedgerRecorder) -> None:
    with recorder.writing():
        assert list(recorder.insert_events([])) == []
    assert recorder.max_notification_id() is None


def test_a_version_is_taken_once(recorder: LedgerRecorder) -> None:
    stream = uuid4()
    put(recorder, events(1, stream))
    with pytest.raises(IntegrityError):
        put(recorder, events(1, stream))
    assert recorder.max_notification_id() == 1


def test_a_key_stands_at_one_fact_and_is_taken_once(
    recorder: LedgerRecorder, empty: Fund
) -> None:
    put(recorder, events(3), key="k")
    assert empty.sql("SELECT key FROM event ORDER BY position") == [
        ("k",),
        (None,),
        (None,),
    ]
    with pytest.raises(IntegrityError):
        put(recorder, events(1), key="k")


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (INSERT.format(4, "00" * 16, 1, "NULL"), "positions have no gaps"),
        (INSERT.format(2, "00" * 16, 1, "NULL"), "positions have no gaps"),
        (INSERT.format("0", "00" * 16, 1, "NULL"), "positions have no gaps"),
        ("UPDATE event SET state = x'7b7d' WHERE position = 1", "a fact is never edited"),
        ("DELETE FROM event WHERE position = 2", "a fact is never deleted"),
        ("REPLACE INTO event SELECT * FROM event WHERE position = 2", "no gaps|never"),
    ],
)
def test_the_database_itself_guards_the_facts(
    recorder: LedgerRecorder, empty: Fund, statement: str, why: str
) -> None:
    put(recorder, events(2))
    with empty.raw() as database:
        with pytest.raises(sqlite3.IntegrityError, match=why):
            database.execute(statement)
        assert database.execute("SELECT count(*) FROM event").fetchone() == (2,)


def test_every_commit_is_on_the_disk_before_it_is_told(recorder: LedgerRecorder) -> None:
    with recorder.writing() as tx:
        ask = tx.connection.exec_driver_sql
        assert ask("PRAGMA synchronous").scalar_one() == 2
        assert ask("PRAGMA journal_mode").scalar_one() == "wal"
        assert ask("PRAGMA foreign_keys").scalar_one() == 1
        assert ask("PRAGMA trusted_schema").scalar_one() == 0
        assert ask("PRAGMA recursive_triggers").scalar_one() == 1


def test_a_database_that_does_not_honour_full_synchronous_is_not_opened(
    empty: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_PRAGMAS", ("PRAGMA synchronous=NORMAL",))
    with pytest.raises(StorageRefused, match="synchronous=FULL"):
        Ledger(str(empty.path))


def test_recorded_times_never_decrease_even_if_the_clock_does(
    recorder: LedgerRecorder, empty: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        hours = [10, 8, 12]  # noqa: RUF012

        @classmethod
        def now(cls, tz: Any = None) -> Clock:
            return cls(2026, 7, 1, cls.hours.pop(0), tzinfo=tz or UTC)

    monkeypatch.setattr(recorders, "datetime", Clock)
    for _ in range(3):
        put(recorder, events(1))
    times = [row[0] for row in empty.sql("SELECT recorded_at FROM event ORDER BY position")]
    hours = [re.sub(r".*T(\d\d).*", r"\1", time) for time in times]
    assert hours == ["10", "10", "12"]
    assert times == sorted(times)


def test_roots_of_the_past_are_kept_every_1024_facts(recorder: LedgerRecorder) -> None:
    put(recorder, events(1500))
    put(recorder, events(700))
    with recorder.reading() as connection:
        log = Log(connection, 1)
        marks = log.marks()
        assert sorted(marks) == [1024, 2048]
        for position in (1, 1023, 1024, 1025, 2048, 2199, 2200):
            tree = root_over(recorder, position)
            if position in marks:
                assert marks[position] == tree.stored()
            assert b64decode(log.root(position)) == tree.root()


def test_facts_are_given_by_position_in_order(recorder: LedgerRecorder) -> None:
    one, other = uuid4(), uuid4()
    put(recorder, [*events(2, one), StoredEvent(other, 1, "b/1", b"{}")])

    def ids(*given: Any, **asked: Any) -> list[int]:
        return [found.id for found in recorder.select_notifications(*given, **asked)]

    assert ids(None, 10) == ids(1, 10) == [1, 2, 3]
    assert ids(2, 10) == [2, 3]
    assert ids(2, 10, inclusive_of_start=False) == [3]
    assert ids(None, 10, inclusive_of_start=False) == [1, 2, 3]
    assert ids(1, 2) == ids(1, 10, stop=2) == [1, 2]
    assert ids(1, 10, topics=["b/1"]) == [3]
    assert recorder.max_notification_id() == 3


def test_a_stream_is_given_by_version(recorder: LedgerRecorder) -> None:
    stream = uuid4()
    put(recorder, events(4, stream))

    def versions(**asked: Any) -> list[int]:
        return [one.originator_version for one in recorder.select_events(stream, **asked)]

    assert versions() == [1, 2, 3, 4]
    assert versions(desc=True) == [4, 3, 2, 1]
    assert versions(gt=1, lte=3) == [2, 3]
    assert versions(limit=2) == [1, 2]
    with recorder.writing():
        recorder.insert_events(events(1, stream, 5))
        assert versions(gt=4) == [5]


def test_nothing_is_ever_pushed(recorder: LedgerRecorder) -> None:
    with pytest.raises(NotImplementedError):
        recorder.subscribe()


def test_a_ledger_that_is_locked_too_long_is_said_to_be_busy(
    recorder: LedgerRecorder, empty: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "PATIENCE_SECONDS", 0.05)
    with (
        engines.queue(empty.path),
        pytest.raises(LedgerBusy, match="nothing was written"),
        recorder.writing(),
    ):
        pass
    put(recorder, events(1))


def test_a_lock_held_by_another_program_is_said_too(
    recorder: LedgerRecorder, empty: Fund
) -> None:
    with recorder.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=20")
    with empty.raw() as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerBusy), recorder.writing():
            pass
        other.execute("ROLLBACK")


def test_a_full_disk_is_said_and_leaves_nothing(
    recorder: LedgerRecorder, empty: Fund
) -> None:
    put(recorder, events(1))
    with recorder.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StorageRefused, match="full"), recorder.writing():
        recorder.insert_events(events(2000))
    assert empty.sql("SELECT position FROM head") == [(1,)]


WRITER = """
import sys
from uuid import uuid4
from eventsourcing.persistence import StoredEvent
from blendfund.application.writing.ledger import Ledger
with Ledger(sys.argv[1]) as ledger:
    for _ in range(15):
        with ledger.writer.writing() as tx:
            state = b'{"recorded_at":"%b"}' % tx.recorded_at.encode()
            ledger.writer.insert_events([StoredEvent(uuid4(), 1, "a/1", state)])
"""


def test_writers_at_the_same_time_lose_nothing_and_leave_no_gap(empty: Fund) -> None:
    command = [sys.executable, "-c", WRITER, str(empty.path)]
    writers = [subprocess.Popen(command) for _ in range(2)]  # noqa: S603
    assert [writer.wait(60) for writer in writers] == [0, 0]
    positions = [row[0] for row in empty.sql("SELECT position FROM event ORDER BY 1")]
    assert positions == list(range(1, 31))
    assert empty.verify().events == 30


@pytest.mark.skipif(sys.platform != "linux", reason="strace is of Linux")
def test_a_commit_waits_for_the_disk(empty: Fund, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    command = [program("strace"), "-f", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
    writer = [sys.executable, "-c", WRITER, str(empty.path)]
    assert subprocess.run([*command, *writer], check=False).returncode == 0  # noqa: S603
    assert len(re.findall(r"f(?:data)?sync\(", trace.read_text())) >= 15
