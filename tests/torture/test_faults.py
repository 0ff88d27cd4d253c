"""Disks that fail: said in words, nothing half written, all well once they are mended."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.torture.faults import (
    FLUSHES,
    REFUSED,
    WRITES,
    brought_back,
    failing,
    flushed,
    survives,
)
from tests.torture.harness import FUND, IMPORT, copy_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli, Movements

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strace is of Linux")
LINES = 500
PERSON = "2020-03-01 contribution 1 party=D{} crowdfunding donation concessional"
ORGANISATION = "2020-03-01 contribution 1 party=D{} public grant concessional"


@pytest.fixture
def file(movements: Movements) -> Path:
    """A file whose import writes to the ledger and to the keys of persons."""
    rows = ((PERSON if i % 5 == 0 else ORGANISATION).format(i % 97) for i in range(LINES))
    return movements("\n".join(rows))


def swept(
    fund: Cli, words: tuple[object, ...], calls: str, error: str, moments: list[str]
) -> dict[int, int]:
    """Let one command meet a disk that fails at each of the moments; count statuses."""
    met: dict[int, int] = {}
    unsure = 0
    for when in moments:
        ledger = copy_of(fund, f"{calls[:6]}-{when}")
        code, recorded = survives(ledger, calls, error, when, words)
        met[code] = met.get(code, 0) + 1
        unsure += code == REFUSED and recorded
        shutil.rmtree(ledger.ledger.parent)
    said = f"{calls} {error}: {len(moments)} times, {met}, refused but there: {unsure}"
    print(said)  # noqa: T201 -- the figures of the page
    return met


def every(count: int, step: int = 1) -> list[str]:
    return [str(number) for number in range(1, count + 1, step)]


def test_every_commit_is_flushed(fund: Cli, file: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    promise = ("contribution", "commit", "CONV", *FUND, "--party", "Région", "--create")
    terms = ("--sector", "public", "--instrument", "grant", "--terms", "concessional")
    for command in (
        (*promise, *terms, "--amount", 9000, "--on", "2020-02-01"),
        ("contribution", "receive", "CONV", "--amount", 10, "--on", "2020-02-02"),
        ("correct", 4, "--amount", 8000, "--reason", "essai"),
        (*IMPORT, file, *FUND),
        ("undo", "--reason", "essai"),
    ):
        flushes, commits = flushed(fund, trace, *command)
        assert commits == 1
        assert flushes >= commits, command


def test_a_voucher_is_on_disk_before_the_fact_that_names_it(
    fund: Cli, file: Path, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    assert flushed(fund, trace, "attach", file, 1)[1] == 1
    lines = trace.read_text().splitlines()
    store = f"{fund.ledger.name}.attachments"
    kept = [number for number, line in enumerate(lines) if store in line]
    written = [number for number, line in enumerate(lines) if "-wal>" in line]
    assert len(kept) == 3  # the file, its name, its folder's name
    assert max(kept) < min(written)


def test_a_write_that_fails_leaves_nothing_half(fund: Cli, file: Path) -> None:
    met = swept(fund, (*IMPORT, file, *FUND), WRITES, "ENOSPC", ["3", "40", "75"])
    assert met[REFUSED] > 0


def test_a_flush_that_fails_is_not_taken_for_done(fund: Cli, file: Path) -> None:
    met = swept(fund, (*IMPORT, file, *FUND), FLUSHES, "EIO", ["9", "30", "32"])
    assert met[REFUSED] > 0


def test_a_disk_that_stays_full_is_said_until_there_is_room(fund: Cli, file: Path) -> None:
    words = (*IMPORT, file, *FUND)
    assert survives(fund, WRITES, "ENOSPC", "20+", words) == (REFUSED, False)


def test_a_copy_that_cannot_be_written_takes_no_name(fund: Cli, tmp_path: Path) -> None:
    target = tmp_path / "copie.db"
    for calls, error in ((WRITES, "ENOSPC"), (FLUSHES, "EIO")):
        code, _ = failing(fund, calls, error, "1+", "backup", target)
        assert (code, target.exists()) == (REFUSED, False)
    assert fund.done("backup", target)["events"] == 1


def test_a_copy_is_brought_back_whole_or_not_at_all(fund: Cli, file: Path) -> None:
    fund.take(file)
    met = {brought_back(fund, WRITES, "ENOSPC", when) for when in ("2", "70", "150")}
    assert REFUSED in met


@pytest.mark.torture
def test_a_copy_is_brought_back_whole_whatever_fails(fund: Cli, file: Path) -> None:
    fund.take(file)
    for calls, error, last in ((WRITES, "ENOSPC", 160), (FLUSHES, "EIO", 24)):
        met = [brought_back(fund, calls, error, when) for when in every(last, last // 24)]
        print(calls, "restore", len(met), met.count(REFUSED))  # noqa: T201 -- a figure
        assert REFUSED in met


@pytest.mark.torture
def test_a_hundred_writes_that_fail(fund: Cli, file: Path) -> None:
    met = swept(fund, (*IMPORT, file, *FUND), WRITES, "ENOSPC", every(100))
    assert met.get(REFUSED, 0) > 50


@pytest.mark.torture
@pytest.mark.parametrize("calls", [WRITES, FLUSHES])
def test_a_hundred_disks_that_go_and_do_not_come_back(
    fund: Cli, file: Path, calls: str
) -> None:
    moments = [f"{when}+" for when in every(100 if calls == WRITES else 40)]
    swept(fund, (*IMPORT, file, *FUND), calls, "EIO", moments)


@pytest.mark.torture
def test_every_flush_fails_once(fund: Cli, file: Path) -> None:
    swept(fund, (*IMPORT, file, *FUND), FLUSHES, "EIO", every(40))


@pytest.mark.torture
def test_a_small_command_meets_every_failing_write(fund: Cli) -> None:
    words = ("party", "add", "Lin Weber", "--kind", "person", "--on", "2020-02-01")
    for calls in (WRITES, FLUSHES):
        assert swept(fund, words, calls, "ENOSPC", every(60))[REFUSED] > 0


@pytest.mark.torture
@pytest.mark.skipif(os.geteuid() != 0, reason="only the super-user mounts a small disk")
def test_a_small_disk_fills_up(fund: Cli, movements: Movements, tmp_path: Path) -> None:
    disk = tmp_path / "disque"
    disk.mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk))
    umount = ("umount", str(disk))
    subprocess.run(mount, check=True)  # noqa: S603 -- a fixed program
    try:
        for source in fund.ledger.parent.glob(f"{fund.ledger.name}*"):
            shutil.copy(source, disk)
        full = replace(fund, ledger=disk / fund.ledger.name)
        codes, lines = [], 0
        for step in range(40):
            row = ORGANISATION.format(step)
            file = movements("\n".join([row] * 100), f"petit-{step}.csv")
            answer = full(*IMPORT, file, *FUND, "--json")
            codes.append(answer.exit_code)
            lines += 100 * (answer.exit_code == 0)
            assert answer.exit_code in {0, REFUSED}, answer.stderr
            received = full.report("composition")["total"]["received"]
            assert received == (f"{lines}.00")
            assert full.done("audit", "verify")["ok"] is True
        assert codes[0] == 0
        assert codes[-1] == REFUSED
        remount = ("mount", "-o", "remount,size=32m", str(disk))
        subprocess.run(remount, check=True)  # noqa: S603 -- a fixed program
        assert full(*IMPORT, file, *FUND, "--json").exit_code == 0
    finally:
        subprocess.run(umount, check=True)  # noqa: S603 -- a fixed program
