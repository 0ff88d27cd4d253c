"""Kills and crowds on a server: nothing lost, nothing half there, nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.postgres.conftest import Database, Served
from tests.postgres.killing import kill_clients, kill_server
from tests.postgres.server import Postgres
from tests.postgres.test_ledger import OPENING
from tests.torture import conftest as torture
from tests.torture.crowd import bank, crowd_writes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

    from tests.conftest import Movements

random = torture.random


@pytest.fixture
def own(mirrors: Path) -> Iterator[Postgres]:  # noqa: ARG001 -- none is shared
    """A server that may be killed, and forces its writes on the disk."""
    postgres = Postgres().make()
    try:
        yield postgres.start()
    finally:
        postgres.drop()


def opened(base: Database, folder: Path) -> Served:
    fund = Served(folder / "registre.db", url=base.ledger())
    assert fund("init").exit_code == 0
    fund.done(*OPENING[:-1], "2020-01-01")
    return fund


def test_a_few_kills_of_clients_lose_nothing(
    database: Database, movements: Movements, tmp_path: Path, random: Random
) -> None:
    run = kill_clients(opened(database, tmp_path), database, movements, random, kills=6)
    assert run.tally.kills >= 6


def test_a_kill_of_the_server_loses_nothing(
    own: Postgres, tmp_path: Path, random: Random
) -> None:
    base = Database(own.url("postgres"))
    codes = kill_server(opened(base, tmp_path), own, base, random, kills=1)
    assert set(codes) <= {"0", "5", "74"}


def test_three_writers_are_heard_and_followed(
    database: Database, tmp_path: Path, random: Random
) -> None:
    told = crowd_writes(opened(database, tmp_path), random, writers=3, seconds=1)
    assert told["commits"] >= 3


@pytest.mark.torture
def test_three_hundred_kills_of_clients(
    database: Database, movements: Movements, tmp_path: Path, random: Random
) -> None:
    run = kill_clients(opened(database, tmp_path), database, movements, random, kills=300)
    assert run.tally.kills >= 300


@pytest.mark.torture
def test_twenty_kills_of_the_server(own: Postgres, tmp_path: Path, random: Random) -> None:
    base = Database(own.url("postgres"))
    codes = kill_server(opened(base, tmp_path), own, base, random, kills=20)
    assert "74" in codes


@pytest.mark.torture
def test_eight_writers_of_a_server(own: Postgres, tmp_path: Path, random: Random) -> None:
    base = Database(own.url("postgres"))
    told = crowd_writes(opened(base, tmp_path), random, writers=8, seconds=25)
    assert told["fair"] >= 0.2


@pytest.mark.torture
def test_the_bank_of_a_server(own: Postgres, tmp_path: Path, random: Random) -> None:
    base = Database(own.url("postgres"))
    assert bank(opened(base, tmp_path), random, writers=8, seconds=25) > 20
