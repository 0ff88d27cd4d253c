"""What only runs inside one process: appending, rebuilding, recording one by one.

Each task prints the CPU seconds of its measured part as JSON; preparing is not counted.
"""

from __future__ import annotations

import gc
import json
import sqlite3
import statistics
import sys
import time
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from blendfund.application.importing.imports import Options, Source, import_rows
from blendfund.application.writing.command import Command
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.contribution import ContributionReceived
from blendfund.domain.vocabulary import Instrument, Kind, Sector, Terms
from blendfund.exchange.row import Row
from blendfund.storage.books import readmodel
from blendfund.storage.log.ids import uuid7
from blendfund.storage.log.mapper import EventMapper, Recorded
from blendfund.storage.store import create_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BATCH: Final = 1_000
EVENTS_A_STREAM: Final = 10
RECORDS: Final = 40
WARM_RECORDS: Final = 3
STAMP: Final = "2026-01-01T00:00:00.000000Z"
DAY: Final = date(2023, 12, 31)
INSERT: Final = "INSERT INTO event VALUES (1, ?, ?, ?, ?, ?, ?, NULL)"
RAW_PRAGMAS: Final = ("synchronous=FULL", "recursive_triggers=ON", "cache_size=-32768")


class Clock:
    """Counts the CPU seconds of this process, user and system."""

    cpu = 0.0

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count what runs inside; the collector leaves alone what was prepared."""
        gc.collect()
        gc.freeze()
        start = time.process_time()
        yield
        self.cpu = time.process_time() - start


def prebuilt(n: int) -> list[Recorded]:
    """Give facts such as an import makes, ten a stream."""
    found = []
    stream = uuid7()
    for number in range(n):
        version = number % EVENTS_A_STREAM + 1
        stream = uuid7() if version == 1 else stream
        fact = ContributionReceived(
            on=DAY,
            recorded_at=STAMP,
            actor="bench",
            amount_minor=125_050 + number,
            currency="EUR",
            label=f"contribution Donateur {number:07d}",
            line=number + 2,
            reference=f"B{number:07d}",
            digest=f"{number:032x}",
        )
        found.append(Recorded(stream, version, fact))
    return found


def append_ours(place: Path, n: int) -> dict[str, Any]:
    """Append facts through the recorder: mapping, hashing, head and commit counted."""
    facts = prebuilt(n)
    create_ledger(str(place))
    stored = EventMapper().to_stored_event
    clock = Clock()
    with Ledger(str(place)) as ledger:
        recorder = ledger.writer
        with clock.counting():
            for start in range(0, n, BATCH):
                batch = facts[start : start + BATCH]
                with recorder.writing():
                    recorder.insert_events([stored(fact) for fact in batch])
        assert recorder.max_notification_id() == n
    return {"cpu": clock.cpu, "events": n}


def append_raw(place: Path, n: int) -> dict[str, Any]:
    """Append the same rows, ready, with nothing but the driver on the same tables."""
    stored = map(EventMapper().to_stored_event, prebuilt(n))
    rows = [
        (i, x.originator_id.bytes, x.originator_version, x.topic, x.state, STAMP)  # type: ignore[union-attr]
        for i, x in enumerate(stored, start=1)
    ]
    create_ledger(str(place))
    clock = Clock()
    with closing(sqlite3.connect(place, isolation_level=None)) as raw:
        for pragma in RAW_PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
        with clock.counting():
            for start in range(0, n, BATCH):
                raw.execute("BEGIN IMMEDIATE")
                raw.executemany(INSERT, rows[start : start + BATCH])
                raw.execute("COMMIT")
        assert raw.execute("SELECT count(*) FROM event").fetchone() == (n,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    return {"cpu": clock.cpu, "events": n}


def rebuild(place: Path, _: int) -> dict[str, Any]:
    """Make every read model anew from the events, durably."""
    command = Command(actor="bench")
    clock = Clock()
    with (
        Ledger(str(place)) as ledger,
        clock.counting(),
        ledger.transaction(command) as tx,
    ):
        readmodel.rebuild(tx.connection, tx.position, ledger.vault)
        events = tx.position
    return {"cpu": clock.cpu, "events": events}


def record(place: Path, _: int, *, funder: str) -> dict[str, Any]:
    """Record one contribution after the other, each durable; give the median."""
    command = Command(actor="bench")
    took = []
    with Ledger(str(place)) as ledger:
        for number in range(-WARM_RECORDS, RECORDS):
            reference = f"R-{time.time_ns()}"
            rows = [_contribution(reference, funder)]
            source = Source(reference, f"{number & 0xFF:064x}", "native", 1)
            start = time.process_time()
            done = import_rows(ledger, command, "BENCH", rows, source, Options())
            took.append(time.process_time() - start)
            assert done.recorded == 1
            # The first one may register its funder too.
            assert done.outcome.events == 1 or not took[1:]
            events = done.outcome.position
    return {"cpu": statistics.median(took[WARM_RECORDS:]), "events": events}


def _contribution(reference: str, funder: str) -> Row:
    return Row(
        line=2,
        on=DAY,
        kind=Kind.CONTRIBUTION,
        amount_minor=100_00,
        currency="EUR",
        party=funder,
        sector=Sector.PUBLIC,
        instrument=Instrument.GRANT,
        terms=Terms.CONCESSIONAL,
        reference=reference,
    )


TASKS: Final[dict[str, Callable[[Path, int], dict[str, Any]]]] = {
    "append-ours": append_ours,
    "append-raw": append_raw,
    "rebuild": rebuild,
    "record": partial(record, funder="Public bench"),
    "record-regular": partial(record, funder="Public 001"),
}

if __name__ == "__main__":
    task, place, n = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    print(json.dumps(TASKS[task](place, n)))
