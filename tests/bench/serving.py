"""Many facts into a PostgreSQL server: COPY beside INSERT, on the same tables and guards.

Each way runs in a process of its own, on a ledger of its own, and commits each thousand
facts with the move of the head. What counts is the CPU of the client and of the process
that serves it, as the kernel counts both.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.bench.measure import Cost, ms, run, side_by_side
from tests.bench.subject import PYTHON, ROOT, Bench, expect
from tests.bench.table import Line, at_least

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from blendfund.storage.server.remote import Remote

Row = tuple[Any, ...]
BATCH: Final = 1_000
EVENTS_MAX: Final = 20_000
COLUMNS: Final = 8
INSERT: Final = "INSERT INTO event VALUES"
WAYS: Final = ("copy", "rows", "one")


def by_copy(remote: Remote, rows: Sequence[Row]) -> None:
    """Add facts as blendfund does."""
    remote.append(rows)


def by_rows(remote: Remote, rows: Sequence[Row]) -> None:
    """Add facts by one INSERT of as many rows."""
    one = f"({', '.join(['%s'] * COLUMNS)})"
    marks = ", ".join([one] * len(rows))
    remote.raw.execute(f"{INSERT} {marks}", [cell for row in rows for cell in row])


def by_one(remote: Remote, rows: Sequence[Row]) -> None:
    """Add facts by one INSERT each."""
    marks = ", ".join(["%s"] * COLUMNS)
    for row in rows:
        remote.raw.execute(f"{INSERT} ({marks})", row)


def added(way: str, url: str, n: int) -> dict[str, Any]:
    """Add prebuilt facts one way; give what it cost, on both sides."""
    from tests.bench.inside import STAMP, prebuilt

    from blendfund.storage.log.mapper import EventMapper
    from blendfund.storage.server.connection import Server
    from blendfund.storage.server.remote import Place, Remote
    from blendfund.storage.server.schema import create

    add = {"copy": by_copy, "rows": by_rows, "one": by_one}[way]
    address = f"{url}?ledger={way}-{time.time_ns()}"
    create(address)
    with closing(Server(address)) as server, server.connected(writes=True) as opened:
        number = server.find(opened).id
        remote = Remote(opened, number)
        backend = remote.raw.info.backend_pid
        stored = map(EventMapper().to_stored_event, prebuilt(n))
        rows: list[Row] = [
            (number, i, *_columns(x), STAMP, None) for i, x in enumerate(stored, start=1)
        ]
        gc.collect()
        gc.freeze()
        served, start = _cpu(backend), time.process_time()
        for at in range(0, n, BATCH):
            remote.lock()
            add(remote, rows[at : at + BATCH])
            remote.move_head(Place(min(n, at + BATCH), b"", STAMP), [])
            opened.commit()
        own, served = time.process_time() - start, _cpu(backend) - served
        found = opened.exec_driver_sql(
            "SELECT h.position, (SELECT count(*) FROM event e"
            " WHERE e.ledger_id = h.ledger_id) FROM head h WHERE h.ledger_id = %s",
            (number,),
        ).one()
    assert tuple(found) == (n, n)
    return {"cpu": own + served, "client": own, "server": served, "events": n}


def _columns(stored: Any) -> Row:
    stream = stored.originator_id.bytes
    return stream, stored.originator_version, stored.topic, stored.state


def _cpu(pid: int) -> float:
    """Give the CPU seconds of another process, user and system."""
    fields = (
        Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    )
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def side(way: str, url: str, n: int) -> Cost:
    """Run one way in a process of its own."""
    cost = run((PYTHON, "-m", "tests.bench.serving", way, url, str(n)), ROOT)
    said = json.loads(cost.output)
    expect("events", said["events"], n)
    return cost._replace(cpu=said["cpu"])


def server_rows(bench: Bench) -> list[Line]:
    """Compare COPY with one INSERT of a thousand rows, and with a thousand of one."""
    from tests.postgres.server import Postgres

    n = min(bench.n, EVENTS_MAX)
    postgres = Postgres().make()
    try:
        url = postgres.start().url("postgres")
        sides: dict[str, Callable[[], Cost]] = {
            way: partial(side, way, url, n) for way in WAYS
        }
        found = side_by_side(bench.k, sides)
    finally:
        postgres.drop()
    ours = found.pop("copy")
    named = {
        "rows": ("one `INSERT` of 1,000 rows", (2, 3)),
        "one": ("an `INSERT` an event", (10, 20)),
    }
    return [
        at_least(
            f"PostgreSQL: {n:,} events by 1,000, {named[way][0]} / `COPY`, both sides' CPU",
            cost.cpu / ours.cpu,
            named[way][1],
            "x",
            f"{ms(cost)} / {ms(ours)}; {n / cost.cpu:,.0f} / {n / ours.cpu:,.0f} events/s",
        )
        for way, cost in found.items()
    ]


if __name__ == "__main__":
    task, place, events = sys.argv[1], sys.argv[2], int(sys.argv[3])
    print(json.dumps(added(task, place, events)))
