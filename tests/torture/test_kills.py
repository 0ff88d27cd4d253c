"""Kills: nothing acknowledged is lost, nothing is half there, nothing is there twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.torture.harness import FUND, IMPORT, contributions, copy_of
from tests.torture.killing import repeat_import, torture
from tests.torture.server import Server

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from tests.conftest import Cli, Movements

LINES = 400


def killed(
    fund: Cli, movements: Movements, folder: Path, random: Random, kills: int
) -> None:
    with Server(fund, folder / "serveur") as server:
        tally = torture(fund, server, movements, random, kills)
    assert tally.kills >= kills
    assert (tally.lost, tally.half, tally.twice) == (0, 0, 0)


def repeated(
    fund: Cli, movements: Movements, folder: Path, random: Random, runs: int
) -> int:
    file = contributions(movements, LINES)
    kills = 0
    with Server(fund, folder / "serveur") as first:
        for _ in range(2):
            first.run(*IMPORT, file, *FUND, "--dry-run")
        whole = first.seconds
    for run in range(runs):
        ledger = copy_of(fund, f"essai-{run}")
        with Server(ledger, folder / "serveur") as server:
            kills += repeat_import(server, file, random, whole)
        with closing(sqlite3.connect(ledger.ledger)) as database:
            sql = "SELECT count(*) FROM event WHERE topic LIKE 'contribution-received/%'"
            assert database.execute(sql).fetchone() == (LINES,)
            assert database.execute("SELECT count(*) FROM line").fetchone() == (LINES,)
        assert ledger.report("composition")["total"]["received"] == f"{LINES}.00"
        assert ledger.done("audit", "verify")["ok"] is True
    print(f"{runs} imports of {LINES} lines, {kills} kills")  # noqa: T201 -- a figure
    return kills


def test_a_few_kills_lose_nothing(
    fund: Cli, movements: Movements, tmp_path: Path, random: Random
) -> None:
    killed(fund, movements, tmp_path, random, kills=12)


def test_an_import_that_is_killed_and_repeated_is_whole(
    fund: Cli, movements: Movements, tmp_path: Path, random: Random
) -> None:
    repeated(fund, movements, tmp_path, random, runs=2)


@pytest.mark.torture
def test_a_thousand_kills_lose_nothing(
    fund: Cli, movements: Movements, tmp_path: Path, random: Random
) -> None:
    killed(fund, movements, tmp_path, random, kills=1_000)


@pytest.mark.torture
def test_a_hundred_imports_killed_and_repeated_are_whole(
    fund: Cli, movements: Movements, tmp_path: Path, random: Random
) -> None:
    assert repeated(fund, movements, tmp_path, random, runs=100) > 100
