"""Sixty kills, races, full disks and thousands of broken files: `./run torture`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.torture.harness import contributions, copy_of, kill, long_line, race, starve
from tests.torture.mutations import MOVEMENTS, SCDL, fuzz

from blendfund.exchange.movements import read_movements
from blendfund.exchange.scdl import read_scdl

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from tests.conftest import Cli, Movements

pytestmark = pytest.mark.torture
EXAMPLES = 5_000
KILLS = 60
LINES = 5_000


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lus") / "fichier.csv"


def test_sixty_kills(fund: Cli, movements: Movements, random: Random) -> None:
    kill(fund, contributions(movements, LINES), LINES, random, KILLS)


def test_two_thousand_broken_files(fund: Cli, random: Random) -> None:
    assert fuzz(fund, random, 1_000) >= {0, 1, 3}


@settings(max_examples=EXAMPLES, deadline=None)
@given(content=st.binary(max_size=2_000), headed=st.booleans())
def test_no_bytes_trouble_the_readers(file: Path, content: bytes, headed: bool) -> None:  # noqa: FBT001
    for valid, read in ((MOVEMENTS, read_movements), (SCDL, read_scdl)):
        file.write_bytes(valid.partition(b"\n")[0] + b"\n" + content if headed else content)
        read(file)


@settings(max_examples=EXAMPLES, deadline=None)
@given(content=st.text(alphabet=",;\"'\r\n 0123456789.-eE€é\u202f", max_size=400))
def test_no_text_troubles_the_readers(file: Path, content: str) -> None:
    for valid, read in ((MOVEMENTS, read_movements), (SCDL, read_scdl)):
        file.write_bytes(valid + content.encode())
        read(file)


def test_four_writers_at_once(fund: Cli) -> None:
    race(fund, writers=4, seconds=20)


def test_a_disk_that_fills_up(fund: Cli, movements: Movements) -> None:
    file = contributions(movements, LINES)
    met = set()
    for attempt in range(10):
        ledger = copy_of(fund, f"plein-{attempt}")
        met.add(starve(ledger, file, LINES, 50_000 << attempt))
    assert met == {0, 74}


@pytest.mark.parametrize(("reader", "valid"), [("movements", MOVEMENTS), ("scdl", SCDL)])
def test_a_line_of_two_hundred_megabytes(
    fund: Cli, tmp_path: Path, reader: str, valid: bytes
) -> None:
    file = tmp_path / "long.csv"
    file.write_bytes(valid)
    code, peak = long_line(fund, reader, file, megabytes=200)
    assert code == 3
    assert peak < 200, "the line was held in memory"
