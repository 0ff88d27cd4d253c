"""Nothing hidden: what was tampered with is found, and nothing else is.

The long versions: `./run torture -k tampering`.
"""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest
from tests.torture.flipping import cut, facts, flip, held_open, settled
from tests.torture.million import costs, grow
from tests.torture.tampering import INSIDE, OUTSIDE, Attacked, found, grown

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli, Movements

SEEDS = 200
CLEAN = 500
FLIPS = 600
CUTS = 300
PARTS = 5
FACTS = 1_000_000
MEMORY_MIB = 120


def another(fund: Cli, movements: Movements, random: Random) -> Attacked:
    """Make a ledger of its own, in a folder that is taken away."""
    folder = fund.ledger.parent / "essai"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(fund.ledger, folder)
    cli = replace(fund, ledger=folder / fund.ledger.name)
    return grown(cli, replace(movements, folder=folder), random)


def attacked(fund: Cli, movements: Movements, seed: int, times: int) -> int:
    """Attack ``times`` ledgers in every way; give how often it was found."""
    settled(fund)
    for number in range(seed, seed + times):
        random = Random(number)  # noqa: S311 -- chance for tests
        one = another(fund, movements, random)
        for kind in (*OUTSIDE, *INSIDE):
            found(one, kind, random)
    return times * (len(OUTSIDE) + len(INSIDE))


def clean(fund: Cli, movements: Movements, seed: int, times: int) -> None:
    """Verify ledgers that nobody touched: no false alarm."""
    settled(fund)
    for number in range(seed, seed + times):
        one = another(fund, movements, Random(number))  # noqa: S311
        assert one.audited().exit_code == one.alone().exit_code == 0
        assert one.seen_outside() == "", number


def rich(fund: Cli, movements: Movements, lines: int) -> None:
    rows = [
        f"2020-{1 + i % 12:02d}-{1 + i % 28:02d} contribution {i + 1} party=D{i % 17}"
        f" public grant concessional reference=R{i}"
        for i in range(lines)
    ]
    fund.take(movements("\n".join(rows)))


def flipped(fund: Cli, random: Random, times: int) -> Counter[str]:
    content = settled(fund)
    right = facts(fund.ledger)
    assert right is not None
    return Counter(flip(fund, content, right, random) for _ in range(times))


def shortened(fund: Cli, movements: Movements, random: Random, times: int) -> int:
    settled(fund)
    note, said = fund.ledger.with_name("note.txt"), {}

    def work() -> None:
        rich(fund, movements, 30)
        said.update(fund.done("audit", "seal", "--out", note))

    whole = held_open(fund, work)
    seal = (note, said["verifier_key"], said["events"])
    return sum(cut(fund, whole, seal, random) for _ in range(times))


def test_every_kind_of_tampering_is_found(
    fund: Cli, movements: Movements, random: Random
) -> None:
    assert attacked(fund, movements, random.randrange(10**9), 2) == 20


def test_an_attack_leaves_a_ledger_that_fits_by_itself(
    fund: Cli, movements: Movements, random: Random
) -> None:
    settled(fund)
    one = another(fund, movements, random)
    copy = one.copy("seul")
    OUTSIDE["rewrite"](copy, random)
    assert copy.alone().json["ok"] is True
    assert copy.audited().exit_code == 6


def test_no_alarm_for_a_ledger_that_nobody_touched(
    fund: Cli, movements: Movements, random: Random
) -> None:
    clean(fund, movements, random.randrange(10**9), 3)


def test_a_flipped_bit_that_changes_a_fact_is_named(
    fund: Cli, movements: Movements, random: Random
) -> None:
    rich(fund, movements, 300)
    met = flipped(fund, random, 25)
    print(met)  # noqa: T201 -- shown where a test fails


def test_a_log_that_was_cut_below_a_checkpoint_is_found(
    fund: Cli, movements: Movements, random: Random
) -> None:
    assert shortened(fund, movements, random, 10) >= 0


def verified(fund: Cli, movements: Movements, folder: Path, count: int) -> None:
    """Verify a long ledger; memory stays flat whatever its length."""
    rich(fund, movements, 1_000)
    grow(fund, count)
    for name, one in costs(fund, folder).items():
        print(f"{count} facts, {name}: {one.cpu:.2f} s of CPU, {one.mib:.0f} MiB")  # noqa: T201
        assert one.mib <= MEMORY_MIB, name


def test_verifying_a_long_ledger_holds_little_in_memory(
    fund: Cli, movements: Movements, tmp_path: Path
) -> None:
    verified(fund, movements, tmp_path, 20_000)


@pytest.mark.torture
def test_tampering_is_looked_for_in_a_million_facts(
    fund: Cli, movements: Movements, tmp_path: Path
) -> None:
    verified(fund, movements, tmp_path, FACTS)


@pytest.mark.torture
@pytest.mark.parametrize("part", range(PARTS))
def test_ten_kinds_of_tampering_two_hundred_times(
    fund: Cli, movements: Movements, random: Random, part: int
) -> None:
    assert part < PARTS
    seed, times = random.randrange(10**9), SEEDS // PARTS
    print(attacked(fund, movements, seed, times), "found, from seed", seed)  # noqa: T201


@pytest.mark.torture
@pytest.mark.parametrize("part", range(PARTS))
def test_tampering_alarms_in_five_hundred_clean_logs(
    fund: Cli, movements: Movements, random: Random, part: int
) -> None:
    assert part < PARTS
    clean(fund, movements, random.randrange(10**9), CLEAN // PARTS)


@pytest.mark.torture
def test_tampering_by_six_hundred_flipped_bits(
    fund: Cli, movements: Movements, random: Random, tmp_path: Path
) -> None:
    assert tmp_path.exists()
    rich(fund, movements, 2_000)
    met = flipped(fund, random, FLIPS)
    print(met)  # noqa: T201
    assert met["fact"] > FLIPS // 10


@pytest.mark.torture
def test_tampering_by_three_hundred_cut_logs(
    fund: Cli, movements: Movements, random: Random
) -> None:
    lost = shortened(fund, movements, random, CUTS)
    print(lost, "of", CUTS, "cuts lost sealed facts")  # noqa: T201
    assert lost > CUTS // 2
