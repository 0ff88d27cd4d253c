"""Measures blendfund beside other ledgers and prints one table of ratios."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.bench import peers, table
from tests.bench.rows import ROWS, measured
from tests.bench.subject import Bench

if TYPE_CHECKING:
    from collections.abc import Sequence

N: Final = 100_000
K: Final = 3
QUICK_N: Final = 2_000


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--n", type=int, help=f"movements of the large ledger ({N:,})")
    parser.add_argument("--k", type=int, help=f"how often each side counts ({K})")
    parser.add_argument("--quick", action="store_true", help="small and once: a smoke test")
    parser.add_argument("--million", action="store_true", help="reports at 1,000,000 too")
    parser.add_argument("--only", action="append", choices=ROWS, help="this row (repeat)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table there")
    given = parser.parse_args(arguments)
    given.n = given.n or (QUICK_N if given.quick else N)
    given.k = given.k or (1 if given.quick else K)
    if min(given.n, given.k) < 1:
        parser.error("--n and --k are at least 1")
    return given


def main(arguments: Sequence[str]) -> int:
    """Measure, print, write; 1 when a row failed (a missed target is only shown)."""
    given = options(arguments)
    lines: list[table.Line] = []
    with tempfile.TemporaryDirectory(prefix="blendfund-bench-") as folder:
        bench = Bench(Path(folder), given.n, given.k, given.million)
        for name in given.only or ROWS:
            start = time.monotonic()
            lines += measured(name, bench)
            seconds = time.monotonic() - start
            print(f"bench: {name}: {seconds:.1f} s", file=sys.stderr, flush=True)
    if given.quick:
        lines = [line._replace(good=None) for line in lines]  # too small to judge
    made_with = (
        f"n = {given.n:,}, k = {given.k}; CPU time (user + system) of each process, medians"
        f" of runs taken in turn; {table.machine()}; {peers.versions()}."
    )
    text = table.render(lines, made_with)
    print(text)
    if given.write is not None:
        table.write_into(given.write, text)
    return int(any(line.reached.startswith("FAILED") for line in lines))
