"""An import that is interrupted or killed leaves everything or nothing behind."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.conftest import Cli, Movements

LINES = 6_000
INTERRUPTED = 130


@pytest.fixture
def large(movements: Movements) -> Path:
    """A file that takes long enough to be interrupted."""
    rows = (
        f"2020-03-01 contribution {i % 90 + 1} party=D{i % 400} public grant concessional"
        for i in range(LINES)
    )
    return movements("\n".join(rows))


def interrupted(
    process: subprocess.Popen[str], sent: signal.Signals, after: float
) -> tuple[int, str]:
    time.sleep(after)
    process.send_signal(sent)
    _, said = process.communicate(timeout=60)
    return process.returncode, said


@pytest.mark.parametrize("after", [0.3, 0.45, 0.6])
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_a_killed_import_leaves_all_or_nothing(
    fund: Cli, large: Path, sent: signal.Signals, after: float
) -> None:
    process = fund.start("import", "movements", large, "--fund", "ALSACE", "--json")
    code, said = interrupted(process, sent, after)
    assert "Traceback" not in said
    assert code in {0, INTERRUPTED, -sent}, said
    verified = fund.done("audit", "verify")
    received = fund.report("composition")["total"]["received"]
    every = f"{sum(i % 90 + 1 for i in range(LINES))}.00"
    assert verified["ok"] is True
    assert received in {"0.00", every}
    assert (verified["events"] == 1) == (received == "0.00")
    if code == 0:
        assert received == every
    if code == INTERRUPTED:  # the message says that nothing was written: it is true
        assert received == "0.00"
    again = fund.take(large)  # whatever happened, doing it again ends in the same place
    assert again["recorded"] + again["known"] == LINES
    assert fund.report("composition")["total"]["received"] == every
    assert fund("audit", "replay").exit_code == 0
