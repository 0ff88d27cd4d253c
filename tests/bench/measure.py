"""The CPU time and peak memory of other processes, side by side.

CPU is user + system time as the kernel counts it for one child (``wait4``): what else runs
on the machine disturbs it far less than the clock on the wall. The kernel counts a child's
peak memory from its parent's on, so this process stays small and never loads a library.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

# Children see no setting of the caller's that could slow them down or change their words.
ENVIRONMENT: Final = {
    "PATH": os.environ.get("PATH", os.defpath),
    "HOME": os.environ.get("HOME", tempfile.gettempdir()),
    "LANG": "C.UTF-8",
    "BLENDFUND_LANG": "en",
    "NO_COLOR": "1",
}
KIB_PER_MIB: Final = 1024


class Wrong(Exception):
    """A command failed or gave another answer than the right one: its time is worthless."""


class Cost(NamedTuple):
    """What one run of a command took (CPU seconds, peak MiB), and what it said."""

    cpu: float
    mib: float
    output: str = ""
    errors: str = ""


def ms(cost: Cost) -> str:
    """Write a CPU time."""
    return f"{cost.cpu * 1000:,.1f} ms" if cost.cpu < 1 else f"{cost.cpu:,.2f} s"


def run(command: Sequence[str | Path], folder: Path | None = None) -> Cost:
    """Run a command to its end. Raises Wrong when it fails."""
    words = [str(word) for word in command]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            env=ENVIRONMENT,
            cwd=folder,
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        output, errors = out.read().decode(), err.read().decode("utf-8", "replace")
    if child.returncode:
        last = (errors or output).strip().splitlines()[-1:] or [""]
        # Names without their folders: what is said may end up in a page.
        shown = " ".join(word.rpartition("/")[2] for word in words[:6])
        raise Wrong(f"`{shown}` ended with {child.returncode}: {last[0]}")
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(cpu, usage.ru_maxrss / KIB_PER_MIB, output, errors)


def side_by_side(
    k: int, sides: Mapping[str, Callable[[], Cost]], *, warm: bool = True
) -> dict[str, Cost]:
    """Run the sides in turn, ``k`` times; give each side's median CPU and highest peak.

    Args:
        k: How often each side counts.
        sides: What to run; each checks its own answer.
        warm: Run each side once before, not counted.
    """
    runs: dict[str, list[Cost]] = {name: [] for name in sides}
    for turn in range(-1 if warm else 0, k):
        for name, side in sides.items():
            cost = side()
            if turn >= 0:
                runs[name].append(cost)
    return {
        name: Cost(
            statistics.median(cost.cpu for cost in costs), max(cost.mib for cost in costs)
        )
        for name, costs in runs.items()
    }
