"""Hostile files: whatever they hold, one sentence, nothing written, little spent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
from tests.torture.hostile import every
from tests.torture.mutations import MOVEMENTS

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from tests.conftest import Cli
    from tests.torture.hostile import Hostile

FEW = 12
MEMORY_MIB = 300
EXITS = {0, 1, 2, 3, 4, 5, 6}
# A process starts with the peak of whoever started it: this one is small.
WATCHER = """
import json, os, sys
out = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
null = os.open(os.devnull, os.O_RDONLY)
ends = [(os.POSIX_SPAWN_DUP2, *pair) for pair in ((null, 0), (out, 1), (out, 2))]
process = os.posix_spawn(sys.executable, sys.argv[2:], os.environ, file_actions=ends)
_, status, used = os.wait4(process, 0)
cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
print(json.dumps([os.waitstatus_to_exitcode(status), cpu, peak]))
"""
PROGRAM = "from blendfund_cli.main import main; main(prog_name='blendfund')"


class Spent(NamedTuple):
    """What a command answered, and what it took: CPU seconds, memory in MiB."""

    exit_code: int
    said: str
    cpu: float
    peak: float


def read(fund: Cli, one: Hostile, folder: Path) -> Spent:
    """Have a command of its own process read a hostile file."""
    place, valid, out = folder / one.name, folder / "valide.csv", folder / "dit.txt"
    place.write_bytes(one.content)
    valid.write_bytes(MOVEMENTS)
    words = [word.format(file=place, valid=valid) for word in one.words]
    command = [sys.executable, "-c", PROGRAM, *fund.arguments(), *words]
    done = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-I", "-S", "-c", WATCHER, str(out), *command],
        env={**os.environ, **fund.env},
        capture_output=True,
        check=True,
    )
    code, cpu, peak = json.loads(done.stdout)
    return Spent(code, out.read_bytes().decode("utf-8", "replace"), cpu, peak)


def survive(fund: Cli, files: list[Hostile], folder: Path) -> list[Spent]:
    """Read hostile files one after the other; give what each took."""
    found = []
    for one in files:
        before = fund("events", "--json").stdout
        spent = read(fund, one, folder)
        shown = (one.name, one.words, one.content[:200], spent.said[-500:])
        assert spent.exit_code in EXITS, shown
        assert "Traceback" not in spent.said, shown
        assert "\x1b" not in spent.said, shown
        assert spent.peak <= MEMORY_MIB, (spent.peak, shown)
        if spent.exit_code:
            assert spent.said.strip(), shown
            assert fund("events", "--json").stdout == before, shown
        found.append(spent)
    assert not (folder.parent / "evasion").exists()
    assert fund.done("audit", "verify")["ok"] is True
    return found


def test_a_few_hostile_files(fund: Cli, random: Random, tmp_path: Path) -> None:
    survive(fund, every(random)[:FEW], tmp_path)


@pytest.mark.torture
def test_three_hundred_hostile_files(fund: Cli, random: Random, tmp_path: Path) -> None:
    files = every(random)
    files += every(random)[: max(0, 300 - len(files))]
    found = survive(fund, files, tmp_path)
    told = {
        "files": len(found),
        "refused": sum(1 for one in found if one.exit_code),
        "cpu": round(max(one.cpu for one in found), 2),
        "peak": round(max(one.peak for one in found)),
    }
    print(json.dumps(told))  # noqa: T201 -- the figure that is published
    assert len(found) >= 300
