"""The script `run` needs Python alone, and what it installs is locked by hash."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RUN = ROOT / "run"
LOCK = ROOT / "requirements.lock"


def imported_roots(source: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


def requirements() -> list[str]:
    logical = LOCK.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return [line for line in logical if line.strip() and not line.lstrip().startswith("#")]


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(RUN), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


def test_run_imports_only_the_standard_library() -> None:
    assert imported_roots(RUN.read_text(encoding="utf-8")) <= sys.stdlib_module_names


@pytest.mark.parametrize("script", [RUN, ROOT / ".ci" / "run"], ids=["run", "ci"])
def test_scripts_can_be_executed(script: Path) -> None:
    assert os.access(script, os.X_OK)


def test_without_a_command_run_helps_in_both_languages() -> None:
    done = start()
    assert (done.returncode, done.stderr) == (0, "")
    assert "Le premier appel installe tout" in done.stdout
    assert "The first call installs everything" in done.stdout


def test_an_unknown_command_is_a_usage_error() -> None:
    done = start("nonsense")
    assert (done.returncode, done.stdout) == (2, "")


def test_the_lock_pins_every_requirement_by_hash() -> None:
    lines = requirements()
    assert len(lines) > 30
    for line in lines:
        assert re.match(r"[A-Za-z0-9._-]+==\S+ ", line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line


def test_the_lock_names_no_registry_or_place() -> None:
    text = LOCK.read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text


def test_the_lock_holds_every_declared_requirement() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[<>=!~;\[ ]", line)[0].lower() for line in declared}
    assert names <= {line.split("==")[0].lower() for line in requirements()}
