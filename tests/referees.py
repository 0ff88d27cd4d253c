"""The programs that judge our exports: Beancount, hledger and ledger.

Each is given a file, must accept it, and tells the balances it found by account. One that
is not on the machine fails the test that needs it.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader

ROOT = Path(__file__).resolve().parents[1]
# Where ./run test unpacks them, and where Beancount's own command is installed.
PLACES = (ROOT / ".venv" / "referees" / "bin", Path(sys.executable).parent)
PROGRAMS = ("bean-check", "hledger", "ledger")
MISSING = (
    "{name} manque : ./run test l'installe sous Debian et Ubuntu ; ailleurs, installez"
    " cet outil. / {name} is missing: ./run test installs it on Debian and Ubuntu;"
    " elsewhere install that tool."
)
Balances = dict[str, Decimal]


class Refused(Exception):
    """A referee did not accept a file."""


def program(name: str) -> str:
    """Give the place of a referee; without it nothing would be proven."""
    path = os.pathsep.join([os.environ["PATH"], *map(str, PLACES)])
    found = shutil.which(name, path=path)
    if found is None:
        pytest.fail(MISSING.format(name=name))
    return found


def accepted(name: str, *words: str | Path) -> str:
    """Run a referee in a UTF-8 place that no setting of the machine reaches."""
    settings = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
    done = subprocess.run(  # noqa: S603 -- a fixed program on a file of our own
        [program(name), *words], capture_output=True, text=True, check=False, env=settings
    )
    if done.returncode or done.stderr:
        raise Refused(done.stderr)
    return done.stdout


def beancount(file: Path) -> Balances:
    """Load a file with Beancount, which checks every balance that the file asserts."""
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in directives(file):
        for posting in getattr(one, "postings", ()):
            found[posting.account] += posting.units.number
    return {account: number for account, number in found.items() if number}


def directives(file: Path) -> list[Any]:
    """Give what Beancount reads in a file."""
    entries, errors, _ = loader.load_string(file.read_text(encoding="utf-8"))
    if errors:
        raise Refused("\n".join(one.message for one in errors))
    return list(entries)


def hledger(file: Path) -> Balances:
    """Check a file strictly with hledger and give its balances."""
    checks = ("check", "--strict", "ordereddates", "uniqueleafnames")
    accepted("hledger", "-f", file, *checks)
    said = accepted("hledger", "-f", file, "balance", "--flat", "-N", "-O", "csv")
    rows = list(csv.reader(io.StringIO(said)))[1:]
    return {account: _number(amount) for account, amount in rows if amount != "0"}


def ledger(file: Path) -> Balances:
    """Read a file with ledger and give its balances."""
    lines = ("--format", "%(account)\t%(total)\n", "--no-total")
    said = accepted("ledger", "-f", file, "balance", "--flat", *lines)
    pairs = (line.split("\t") for line in said.splitlines() if line)
    return {account: _number(amount) for account, amount in pairs}


def _number(amount: str) -> Decimal:
    return Decimal(amount.split(maxsplit=1)[0])
