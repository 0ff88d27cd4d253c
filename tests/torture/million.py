"""A ledger of a million facts, made from real ones, and what verifying it costs."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from tests.verifiers import EACH, FOLDER, runner

from blendfund.storage.log import fingerprints
from blendfund.storage.log.fingerprints import PRINT_BYTES
from blendfund.storage.log.versions import FRONTIER_EVERY
from blendfund.storage.proof.merkle import Frontier, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Cli
    from tests.torture.tampering import Row

BATCH = 10_000
MAIN = "from blendfund_cli.main import main; main(prog_name='blendfund')"


# The kernel counts a child's peak memory from its parent's on: this one is small.
RUNNER = """
import json, os, subprocess, sys
words, out = json.loads(sys.argv[1]), open(sys.argv[2], "wb")
child = subprocess.Popen(words, stdout=out)
_, status, usage = os.wait4(child.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status),
    usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
"""


class Cost(NamedTuple):
    """CPU seconds, user and system, and peak MiB."""

    cpu: float
    mib: float


def run(words: list[str], out: Path) -> Cost:
    """Run a command that must succeed, its standard output in a file."""
    done = subprocess.run(  # noqa: S603 -- our own commands
        [sys.executable, "-c", RUNNER, json.dumps(words), out],
        capture_output=True,
        text=True,
        check=True,
    )
    status, cpu, mib = json.loads(done.stdout)
    assert status == 0, done.stderr
    return Cost(cpu, mib)


def repeated(rows: list[Row], facts: int) -> Iterator[Row]:
    """Give the same facts again and again, each under a stream of its own."""
    last = rows[-1][6]
    for position in range(len(rows) + 1, facts + 1):
        _, _, _, _, topic, state, recorded_at, _ = rows[position % len(rows)]
        said = state.replace(recorded_at.encode(), last.encode())
        stream = UUID(int=position << 64).bytes
        yield (1, position, stream, 1, topic, _without_key(said), last, None)


def _without_key(state: bytes) -> bytes:
    start = state.find(b'"key":"')
    return state if start < 0 else state[:start] + state[state.index(b",", start) + 1 :]


def grow(cli: Cli, facts: int) -> None:
    """Let a ledger grow to so many facts, without the commands that would record them."""
    with closing(sqlite3.connect(cli.ledger, isolation_level=None)) as database:
        rows = database.execute("SELECT * FROM event ORDER BY position").fetchall()
        head = database.execute("SELECT position, frontier FROM head").fetchone()
        tree = Frontier(*head)
        database.execute("PRAGMA synchronous=OFF")
        database.execute("BEGIN")
        more = repeated(rows, facts)
        while batch := list(islice(more, BATCH)):
            before, prints, marks = tree.size, bytearray(), []
            for row in batch:
                leaf = leaf_hash(*row[1:6])
                tree.append(leaf)
                prints += leaf[:PRINT_BYTES]
                if not row[1] % FRONTIER_EVERY:
                    marks.append((1, row[1], tree.stored()))
            database.executemany("INSERT INTO event VALUES (?,?,?,?,?,?,?,?)", batch)
            database.executemany("INSERT INTO frontier VALUES (?, ?, ?)", marks)
            fingerprints.keep(database, 1, before, prints)
        sql = "UPDATE head SET position = ?, frontier = ?, recorded_at = ?"
        database.execute(sql, (facts, tree.stored(), rows[-1][6]))
        database.execute("COMMIT")


def costs(cli: Cli, folder: Path) -> dict[str, Cost]:
    """Seal a ledger, then verify it inside and outside."""
    note, key, events = (folder / name for name in ("note.txt", "cle.txt", "faits.jsonl"))
    command = [sys.executable, "-c", MAIN, *cli.arguments()]
    nowhere = folder / "rien"
    sealed = run([*command, "audit", "seal", "--out", str(note)], key)
    run([*command, "events", "--json"], events)
    given = ["--checkpoint", str(note), "--verifier-key", str(key)]
    alone = list(map(str, (events, key, note)))
    return {
        "audit seal": sealed,
        "audit verify": run([*command, "audit", "verify"], nowhere),
        "with a checkpoint": run([*command, "audit", "verify", *given], nowhere),
        **{one: run([*runner(one), str(FOLDER / one), *alone], nowhere) for one in EACH},
    }
