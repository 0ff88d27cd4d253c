"""Other ledgers on the same movements: how to run them, whether their answer is right.

Each runs as its users run it: beancount keeps its own cache of a file it has read once.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from tests.bench.measure import Cost, Wrong, run
from tests.bench.subject import expect, workload_totals

if TYPE_CHECKING:
    from collections.abc import Callable

CACHE: Final = Path(os.environ.get("BLENDFUND_BENCH_CACHE", Path(__file__).parent))
BEANCOUNT: Final = CACHE / ".venv-beancount"
PACKAGES: Final = ("beancount==3.2.3", "beanquery==0.2.0")
QUERY: Final = "SELECT account, sum(position) AS balance GROUP BY account"
# An amount then an account (ledger, hledger), or an account then an amount (bean-query).
AMOUNT_FIRST: Final = re.compile(r"^\s*(-?[\d.]+) EUR\s+(\S+)\s*$", re.MULTILINE)
ACCOUNT_FIRST: Final = re.compile(r"^([\w:]+)\s*,\s*(-?[\d.]+) EUR\s*$", re.MULTILINE)


class Peer(NamedTuple):
    """One command of another ledger, the file it reads, and what we promise against it."""

    name: str
    file: str
    command: Callable[[Path], list[str | Path]]
    read: Callable[[str], dict[str, int]] | None
    target: float | None = None
    aim: float | None = None

    def balance(self, path: Path, n: int) -> Cost:
        """Run it and check every account. Raises Wrong."""
        cost = run(self.command(path))
        if self.read is not None:
            accounts = workload_totals(n).accounts()
            found = {name: self.read(cost.output).get(name, 0) for name in accounts}
            expect(f"{self.name}'s balance", found, accounts)
        return cost


def _minor(text: str) -> int:
    units, _, cents = text.lstrip("-").partition(".")
    return (-1 if text.startswith("-") else 1) * (
        int(units) * 100 + int(cents.ljust(2, "0"))
    )


def _amount_first(output: str) -> dict[str, int]:
    return {name.rpartition(":")[2]: _minor(x) for x, name in AMOUNT_FIRST.findall(output)}


def _account_first(output: str) -> dict[str, int]:
    return {name.rpartition(":")[2]: _minor(x) for name, x in ACCOUNT_FIRST.findall(output)}


def _bean(name: str) -> Path:
    return BEANCOUNT / "bin" / name


PEERS: Final = (
    Peer(
        "ledger bal",
        "fund.journal",
        lambda path: ["ledger", "-f", path, "bal"],
        _amount_first,
        3,
        10,
    ),
    Peer(
        "hledger bal",
        "fund.journal",
        lambda path: ["hledger", "-f", path, "bal"],
        _amount_first,
        12,
        40,
    ),
    Peer(
        "bean-query",
        "fund.beancount",
        lambda path: [_bean("bean-query"), "-f", "csv", path, QUERY],
        _account_first,
    ),
    Peer(
        "bean-check",
        "fund.beancount",
        lambda path: [_bean("bean-check"), path],
        None,
    ),
)


def missing(peer: Peer) -> str:
    """Say why a peer cannot be measured here, or nothing."""
    program = str(peer.command(Path())[0])
    if shutil.which(program):
        return ""
    if program.startswith(str(CACHE)):
        return _install_beancount()
    return f"absent: `apt-get install {program}`"


def _install_beancount() -> str:
    python = BEANCOUNT / "bin" / "python"
    quiet = ("--disable-pip-version-check", "-q")
    try:
        if not python.exists():
            run([sys.executable, "-m", "venv", BEANCOUNT])
        run([python, "-m", "pip", "install", *quiet, *PACKAGES])
    except (Wrong, OSError) as why:
        return f"absent: {why}"
    return ""


def versions() -> str:
    """Name the peers' versions, for the table's foot."""
    found = [" and ".join(PACKAGES).replace("==", " ")] if BEANCOUNT.exists() else []
    for name in ("ledger", "hledger"):
        if shutil.which(name):
            said = subprocess.check_output([name, "--version"], text=True).splitlines()[0]
            found.append(said.partition(",")[0])
    return ", ".join(found)
