"""The torture in small: a few kills, races and broken files at every test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.torture.harness import contributions, kill, long_line, race, starve
from tests.torture.mutations import MOVEMENTS, SCDL, fuzz, survive

from blendfund.exchange.movements import read_movements
from blendfund.exchange.scdl import read_scdl

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from tests.conftest import Cli, Movements

LINES = 1_000


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lus") / "fichier.csv"


def test_a_kill_leaves_all_or_nothing(
    fund: Cli, movements: Movements, random: Random
) -> None:
    kill(fund, contributions(movements, LINES), LINES, random, times=2)


@pytest.mark.parametrize(("reader", "valid"), [("movements", MOVEMENTS), ("scdl", SCDL)])
def test_the_file_before_its_mutations_is_taken(
    fund: Cli, tmp_path: Path, reader: str, valid: bytes
) -> None:
    assert survive(fund, reader, valid, tmp_path / "valide.csv") == 0


def test_a_broken_file_is_taken_whole_or_refused(fund: Cli, random: Random) -> None:
    assert fuzz(fund, random, times=15) <= {0, 1, 3, 5}


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300), headed=st.booleans())
def test_no_bytes_trouble_the_readers(file: Path, content: bytes, headed: bool) -> None:  # noqa: FBT001
    for valid, read in ((MOVEMENTS, read_movements), (SCDL, read_scdl)):
        file.write_bytes(valid.partition(b"\n")[0] + b"\n" + content if headed else content)
        read(file)


def test_two_writers_at_once_lose_nothing(fund: Cli) -> None:
    race(fund, writers=2, seconds=0.7)


def test_a_full_disk_is_said_and_nothing_is_half_written(
    fund: Cli, movements: Movements
) -> None:
    size = fund.ledger.stat().st_size
    assert starve(fund, contributions(movements, LINES), LINES, size + 20_000) == 74


def test_a_line_without_end_is_refused(fund: Cli, tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_bytes(MOVEMENTS)
    assert long_line(fund, "movements", file, megabytes=3)[0] == 3
