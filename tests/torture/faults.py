"""A disk that fails: the n-th write, the n-th flush, a full disk, a file nobody may write.

``strace`` makes the system call itself fail, so that what is tested is the real command on
the real library.
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Final

from tests.referees import program
from tests.torture.harness import MAIN, PATIENCE_SECONDS, environment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli

WRITES: Final = "pwrite64"
FLUSHES: Final = "fsync,fdatasync"
REFUSED: Final = 74


def traced(
    cli: Cli, options: tuple[str, ...], *words: object
) -> subprocess.CompletedProcess[str]:
    """Run a command under strace."""
    return subprocess.run(  # noqa: S603 -- our own command
        [
            *(program("strace"), "-f", "--seccomp-bpf", *options, "--"),
            *(sys.executable, "-c", MAIN, *cli.arguments(*words)),
        ],
        env=environment(cli),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def failing(cli: Cli, calls: str, error: str, when: str, *words: object) -> tuple[int, str]:
    """Run a command whose system calls fail; give its status and what it said."""
    inject = f"{calls}:error={error}:when={when}"
    options = ("-o", os.devnull, "-e", f"trace={calls}", "-e", f"inject={inject}")
    done = traced(cli, options, *words)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in {0, REFUSED}, (when, done.returncode, done.stderr)
    if done.returncode:
        assert re.search(r"\[storage-refused\]\n$", done.stderr), done.stderr
    return done.returncode, done.stderr


def flushed(cli: Cli, trace: Path, *words: object) -> tuple[int, int]:
    """Run a command; give how often the ledger's files were flushed, and the commits."""
    before = commits(cli.ledger)
    options = ("-y", "-o", str(trace), "-e", f"trace={FLUSHES}")
    done = traced(cli, options, *words)
    assert done.returncode == 0, done.stderr
    name = re.escape(cli.ledger.name)
    pattern = rf"f(?:data)?sync\(\d+<[^>]*/{name}(?:-wal)?>\)\s+= 0"
    return len(re.findall(pattern, trace.read_text())), commits(cli.ledger) - before


def commits(ledger: Path) -> int:
    """Count the commands that were recorded."""
    sql = "SELECT count(*) FROM event WHERE json_extract(state, '$.events') > 0"
    with closing(sqlite3.connect(ledger)) as database:
        return int(database.execute(sql).fetchone()[0])


def counted(ledger: Path) -> int:
    """Count the facts, after looking that the file is sound."""
    with closing(sqlite3.connect(ledger)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(database.execute("SELECT count(*) FROM event").fetchone()[0])


def brought_back(fund: Cli, calls: str, error: str, when: str) -> int:
    """Bring a copy back onto a failing disk; the ledger is whole, before or after it."""
    copy = fund.ledger.with_name("copie.db")
    fund.done("backup", copy)
    before = counted(fund.ledger)
    code, _ = failing(fund, calls, error, when, "restore", copy, "--replace")
    assert counted(fund.ledger) == before
    assert fund.done("audit", "verify")["events"] == before
    assert fund.done("restore", copy, "--replace")["events"] == before
    assert fund("audit", "replay").exit_code == 0
    copy.unlink()
    return code


def survives(
    fund: Cli, calls: str, error: str, when: str, words: tuple[object, ...]
) -> tuple[int, bool]:
    """Let a command meet a failing disk, then a sound one.

    Gives its first status, and whether it was recorded then.

    It is recorded whole or not at all, says which, and works again afterwards, exactly
    once whatever became of it the first time.
    """
    before = counted(fund.ledger)
    code, _ = failing(fund, calls, error, when, *words, "--key", "K", "--json")
    after = counted(fund.ledger)
    assert fund.done("audit", "verify")["events"] == after
    told = fund.done("resume")["entries"]
    if code == 0:
        assert after > before
        assert told == []
    elif after > before:  # flushed after all: it must be known to be there
        assert [one["state"] for one in told] == ["recorded"]
    done = fund.done(*words, "--key", "K")
    assert done["already"] == (after > before)
    whole = counted(fund.ledger)
    assert whole == done["position"]
    assert whole == before + done["events"]
    assert after in {before, whole}
    assert fund.done("resume")["entries"] == []
    assert fund("audit", "replay").exit_code == 0
    return code, after > before
