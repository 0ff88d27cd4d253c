"""Read models made anew, brought up to date and killed: they say what the facts say."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Final

from tests.torture.crowd import BEGIN, RECEIVE, ended, prepared, started, watched
from tests.torture.harness import PATIENCE_SECONDS

from blendfund.storage.books.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from tests.conftest import Cli

REBUILD: Final = f"""{BEGIN}
done, said = 0, []
while not os.path.exists(gate + ".over") or not done:
    words = ("projection", "rebuild") if chance.random() < 0.5 else (
        "report", "composition", "--fund", "ALSACE", "--json")
    answer = run(*words)
    if answer.exit_code:
        said.append(answer.stderr)
    done += 1
print(json.dumps({{"done": done, "said": said}}))
"""


def race_of_rebuilds(fund: Cli, random: Random, writers: int, seconds: float) -> int:
    """Let read models be rebuilt and caught up by four at once, while others write."""
    prepared(fund)
    gate = fund.ledger.with_name("porte")
    seeds = iter(random.sample(range(10**6), writers + 4))
    with watched(fund, gate, seeds, *[REBUILD] * 4) as told:
        crowd = [started(fund, RECEIVE, gate, seconds, seed) for seed in seeds]
        gate.touch()
        done = sum(ended(one)["done"] for one in crowd)
    assert [one["said"] for one in told] == [[]] * 4
    assert fund.report("composition")["total"]["received"] == f"{done}.00"
    assert effects(fund.ledger) == done + 2  # the fund and the promise beside them
    same_as_replayed(fund)
    rebuilds = int(sum(one["done"] for one in told))
    print(f"{rebuilds} rebuilds and catch-ups by four, {done} effects")  # noqa: T201
    return rebuilds


def kill_rebuilds(fund: Cli, random: Random, kills: int) -> None:
    """Kill rebuilds, catch-ups and writes; the read models still are what facts say."""
    prepared(fund)
    gate = fund.ledger.with_name("porte")
    gate.touch()
    met = 0
    while met < kills:
        code = random.choice((REBUILD, REBUILD, RECEIVE))
        process = started(fund, code, gate, 60, random.randrange(10**6))
        for _ in range(random.randint(1, 3)):
            time.sleep(random.uniform(0.0, 0.15))
        time.sleep(random.uniform(0.25, 0.5))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE_SECONDS)
        met += process.returncode == -signal.SIGKILL
        if not met % 20:
            same_as_replayed(fund)
    same_as_replayed(fund)
    print(f"{met} kills of rebuilds and writes, live equals replay")  # noqa: T201


def effects(ledger: Path) -> int:
    """Count the commands that the read models know of."""
    with closing(sqlite3.connect(ledger)) as database:
        sql = "SELECT count(*) FROM write"
        return int(database.execute(sql).fetchone()[0])


def same_as_replayed(fund: Cli) -> None:
    """Compare the read models, byte for byte, before and after they are made anew."""
    fund.report("composition")
    live = dumped(fund.ledger)
    assert fund("audit", "replay").exit_code == 0
    assert fund("projection", "rebuild").exit_code == 0
    assert dumped(fund.ledger) == live


def dumped(ledger: Path) -> bytes:
    """Write out every row of the read models, in the order of their keys."""
    said = []
    with closing(sqlite3.connect(ledger)) as database:
        for name in sorted(TABLES):
            rows = database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
            said += [f"{name}: {row!r}" for row in sorted(rows, key=repr)]
    return os.linesep.join(said).encode()
