"""Several people at once: nobody is refused, starved, skipped or counted twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.torture.crowd import bank, crowd_writes
from tests.torture.rebuilding import kill_rebuilds, race_of_rebuilds

if TYPE_CHECKING:
    from random import Random

    from tests.conftest import Cli


def test_three_writers_are_heard_and_followed(fund: Cli, random: Random) -> None:
    assert crowd_writes(fund, random, writers=3, seconds=1)["commits"] >= 3


def test_money_is_conserved_while_it_moves(fund: Cli, random: Random) -> None:
    assert bank(fund, random, writers=2, seconds=1) > 0


def test_rebuilds_that_meet_count_nothing_twice(fund: Cli, random: Random) -> None:
    assert race_of_rebuilds(fund, random, writers=1, seconds=1) > 0


def test_a_killed_rebuild_leaves_what_facts_say(fund: Cli, random: Random) -> None:
    kill_rebuilds(fund, random, kills=3)


@pytest.mark.torture
def test_eight_writers_for_twenty_five_seconds(fund: Cli, random: Random) -> None:
    told = crowd_writes(fund, random, writers=8, seconds=25)
    assert told["fair"] >= 0.2


@pytest.mark.torture
def test_the_bank_of_eight(fund: Cli, random: Random) -> None:
    assert bank(fund, random, writers=8, seconds=30) > 50


@pytest.mark.torture
def test_four_rebuild_at_once_while_four_write(fund: Cli, random: Random) -> None:
    assert race_of_rebuilds(fund, random, writers=4, seconds=20) > 20


@pytest.mark.torture
def test_two_hundred_kills_leave_the_read_models_right(fund: Cli, random: Random) -> None:
    kill_rebuilds(fund, random, kills=200)
