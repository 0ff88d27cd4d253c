"""A ledger that is not there, not ours, or cannot be written is said in one sentence."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Answer, Cli, Movements

READ = ("report", "composition", "--fund", "ALSACE")
OPEN = ("fund", "open", "B", "--name", "B", "--territory", "FR-67", "--currency", "EUR")
WRITE = (*OPEN, "--opened-on", "2020-01-01")
EVERY = pytest.mark.parametrize(
    "words",
    [READ, WRITE, ("events", "--json"), ("audit", "verify"), ("audit", "replay")],
    ids=["report", "write", "events", "verify", "replay"],
)


def said(answer: Answer, exit_code: int, code: str) -> None:
    assert answer.exit_code == exit_code, (answer.stdout, answer.stderr)
    assert answer.stderr.rstrip().endswith(f"[{code}]")
    assert len(answer.stderr.strip().splitlines()) == 1
    assert answer.stdout == ""


@EVERY
def test_a_missing_ledger_is_said_and_not_created(cli: Cli, words: tuple[str]) -> None:
    said(cli(*words), 4, "ledger-not-found")
    assert not cli.ledger.exists()


def test_a_ledger_in_a_missing_folder_is_not_created(cli: Cli) -> None:
    answer = cli("init", ledger=str(cli.ledger.parent / "absent" / "registre.db"))
    assert answer.exit_code in {4, 74}
    assert not (cli.ledger.parent / "absent").exists()


@EVERY
@pytest.mark.parametrize("content", [b"Bonjour\n" * 900, b"", b"SQLite format 3\0" * 99])
def test_another_file_is_left_untouched(
    cli: Cli, words: tuple[str], content: bytes
) -> None:
    cli.ledger.write_bytes(content)
    answer = cli(*words)
    assert answer.exit_code in {4, 6}
    assert len(answer.stderr.strip().splitlines()) == 1
    assert cli.ledger.read_bytes() == content


@EVERY
def test_a_database_of_something_else_is_no_ledger(cli: Cli, words: tuple[str]) -> None:
    with sqlite3.connect(cli.ledger) as other:
        other.execute("CREATE TABLE ledger (id INTEGER, note TEXT)")
    other.close()
    said(cli(*words), 4, "not-a-ledger")


def test_a_folder_is_no_ledger(cli: Cli) -> None:
    cli.ledger.mkdir()
    assert cli(*READ).exit_code == 4
    assert cli("init").exit_code in {1, 4}


def test_a_ledger_is_made_once(fund: Cli) -> None:
    before = fund.ledger.read_bytes()
    said(fund("init"), 1, "ledger-exists")
    assert fund.ledger.read_bytes() == before


def test_init_writes_no_event(cli: Cli) -> None:
    assert cli("init").exit_code == 0
    assert cli.events() == []
    assert cli.done("audit", "verify")["events"] == 0


@EVERY
def test_a_ledger_of_a_newer_blendfund_is_left_untouched(
    fund: Cli, words: tuple[str]
) -> None:
    with sqlite3.connect(fund.ledger) as database:
        database.execute("UPDATE ledger SET schema_version = schema_version + 1")
    database.close()
    said(fund(*words), 4, "newer-schema")


# Permissions do not hold back root, so the process gives that privilege up first
# (PR_CAPBSET_DROP of CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH); others have none to give.
UNPRIVILEGED = """
import ctypes, os, sys
if sys.platform == "linux":
    for capability in (1, 2):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
command = "from blendfund_cli.main import main; main(prog_name='blendfund')"
os.execv(sys.executable, [sys.executable, "-c", command, *sys.argv[1:]])
"""


@pytest.fixture
def archive(fund: Cli, movements: Movements, tmp_path: Path) -> Iterator[Cli]:
    """The ledger copied into a folder in which nothing may be written."""
    fund.take(
        movements("2020-02-01 contribution 100 party=Région public grant concessional")
    )
    folder = tmp_path / "archive"
    folder.mkdir()
    for file in tmp_path.glob("registre.db*"):
        shutil.copy(file, folder)
    for path in (*folder.iterdir(), folder):
        path.chmod(path.stat().st_mode & ~0o222)
    yield replace(fund, ledger=folder / "registre.db")
    folder.chmod(0o755)


def unprivileged(cli: Cli, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-c", UNPRIVILEGED, *cli.arguments(*words)],
        env={**os.environ, **cli.env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "words", [(*READ, "--json"), ("events", "--json"), ("audit", "verify", "--json")]
)
def test_a_read_only_ledger_is_still_read(
    fund: Cli, archive: Cli, words: tuple[str, ...]
) -> None:
    answer = unprivileged(archive, *words)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == fund(*words).stdout


def test_a_read_only_ledger_refuses_to_be_written(archive: Cli) -> None:
    before = archive.ledger.read_bytes()
    answer = unprivileged(archive, *WRITE)
    assert answer.returncode == 74
    assert answer.stderr.rstrip().endswith("[storage-refused]")
    assert len(answer.stderr.strip().splitlines()) == 1
    assert archive.ledger.read_bytes() == before


def test_a_ledger_whose_events_were_changed_does_not_verify(fund: Cli) -> None:
    with sqlite3.connect(fund.ledger) as database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute(
            "UPDATE event SET state = CAST(replace("
            "CAST(state AS TEXT), 'Alsace', 'Elsass') AS BLOB)"
        )
    database.close()
    answer = fund("audit", "verify")
    assert answer.exit_code == 6
    assert "1" in answer.stderr


def test_a_recorded_event_can_be_neither_changed_nor_removed(fund: Cli) -> None:
    database = sqlite3.connect(fund.ledger)
    for attempt in (
        "UPDATE event SET topic = 'x'",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event SELECT * FROM event",
    ):
        with pytest.raises(sqlite3.DatabaseError):
            database.execute(attempt)
    database.close()
    assert fund.done("audit", "verify")["ok"] is True


def test_a_damaged_file_says_so(fund: Cli) -> None:
    content = bytearray(fund.ledger.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    for leftover in fund.ledger.parent.glob("registre.db-*"):
        leftover.unlink()
    fund.ledger.write_bytes(content)
    for words in (READ, WRITE, ("audit", "verify")):
        answer = fund(*words)
        assert answer.exit_code in {4, 6}, answer.stderr
        assert len(answer.stderr.strip().splitlines()) == 1
