"""The script `run` needs Python alone, and what it installs is locked by hash."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

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
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z]+\])?==\S+ ", line), line
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


# What stands for the system's package manager: it notes how it was called.
APT_GET = """#!/bin/sh
echo "apt-get $*" >> "$CALLS"
case "$*" in
    *"install -s"*) test -e "$LISTS" && printf 'Inst hledger (1)\\nInst libx (2)\\n';;
    *install*) test -e "$LISTS" || { echo "no lists" >&2; exit 100; };;
    *update*) touch "$LISTS";;
    *download*) touch hledger.deb libx.deb;;
esac
"""
DPKG = """#!/bin/sh
echo "dpkg $1 ${2##*/}" >> "$CALLS"
mkdir -p "$3/usr/bin" "$3/usr/lib/x"
printf '#!/bin/sh\\necho "$1 with $LD_LIBRARY_PATH"\\n' > "$3/usr/bin/hledger"
chmod 755 "$3/usr/bin/hledger"
touch "$3/usr/lib/x/libx.so.1"
"""


@pytest.fixture
def script() -> ModuleType:
    spec = spec_from_loader("run_script", SourceFileLoader("run_script", str(RUN)))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def machine(
    tmp_path: Path, script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[str]]:
    """Give what fetches on a machine with these programs alone, and what it called."""
    calls, programs = tmp_path / "calls", tmp_path / "bin"
    programs.mkdir()
    tools = ("sh", "touch", "mkdir", "chmod", "env")
    for tool in tools:
        (programs / tool).symlink_to(str(shutil.which(tool)))
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("CALLS", str(calls))
    monkeypatch.setenv("LISTS", str(tmp_path / "lists"))
    monkeypatch.setattr(script, "REFEREES_HOME", tmp_path / "home")
    monkeypatch.setattr(script, "REFEREES", ("hledger",))

    def fetched(user: int = 1000, **there: str) -> list[str]:
        for name, text in there.items():
            place = programs / name.replace("_", "-")
            place.write_text(text)
            place.chmod(0o755)
        monkeypatch.setattr(script.os, "geteuid", lambda: user)
        script.fetch_referees()
        return calls.read_text().splitlines() if calls.exists() else []

    return fetched


def test_a_machine_that_has_the_referees_is_left_alone(
    machine: Callable[..., list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    assert machine(hledger="#!/bin/sh\n", apt_get=APT_GET, dpkg=DPKG) == []
    assert capfd.readouterr() == ("", "")


def test_root_installs_the_referees_after_reading_the_lists(
    machine: Callable[..., list[str]],
) -> None:
    install = "apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120"
    called = machine(0, apt_get=APT_GET, dpkg=DPKG)
    assert called == [f"{install} hledger", "apt-get update", f"{install} hledger"]


def test_anybody_else_unpacks_them_with_their_libraries(
    machine: Callable[..., list[str]], tmp_path: Path, script: ModuleType
) -> None:
    called = machine(apt_get=APT_GET, dpkg=DPKG)
    home = tmp_path / "home"
    own = f"-o Dir::State::Lists={home}/lists -o Dir::Cache={home}/cache"
    simulated = "install -s --no-install-recommends hledger"
    assert called == [
        f"apt-get {simulated}",
        f"apt-get {own} update",
        f"apt-get {own} {simulated}",
        f"apt-get {own} download hledger libx",
        "dpkg -x hledger.deb",
        "dpkg -x libx.deb",
    ]
    found = subprocess.check_output(["hledger", "bal"], text=True)  # noqa: S607
    assert found == f"bal with {home}/usr/lib/x\n"
    assert script.referees_missing() == []
    assert not list(home.glob("*.deb"))


def test_elsewhere_it_says_what_to_install(
    machine: Callable[..., list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    assert machine() == []
    said = capfd.readouterr().err
    assert "vérifient avec hledger et ledger / exports are checked with both" in said
    assert "sudo apt install hledger ledger" in said


def test_packages_that_cannot_be_had_are_said(
    machine: Callable[..., list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    refused = "#!/bin/sh\necho 'no network' >&2\nexit 100\n"
    machine(0, apt_get=refused, dpkg=DPKG)
    said = capfd.readouterr().err
    assert "no network" in said
    assert "brew install hledger ledger" in said
