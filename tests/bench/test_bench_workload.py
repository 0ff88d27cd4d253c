"""The fund of the benchmarks is the same each time, and keeps every rule."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from tests.bench import workload

if TYPE_CHECKING:
    from pathlib import Path

N = 3_000


@pytest.mark.parametrize("name", workload.WRITERS)
def test_the_same_size_and_seed_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    one = workload.written(tmp_path, name, N, 5)
    again = workload.written(tmp_path / "again", name, N, 5)
    other = workload.written(tmp_path, name, N, 6)
    assert one.read_bytes() == again.read_bytes()
    assert one.read_bytes() != other.read_bytes()


@pytest.mark.parametrize("seed", range(5))
def test_no_movement_breaks_a_rule_of_the_fund(seed: int) -> None:
    cash = 0
    owed: defaultdict[str, int] = defaultdict(int)
    for movement in workload.movements(N, seed):
        assert movement.minor > 0
        cash += movement.minor * (-1 if movement.kind == "disbursement" else 1)
        if movement.project:
            sign = 1 if movement.kind == "disbursement" else -1
            owed[movement.project] += sign * movement.minor
            assert owed[movement.project] >= 0
        assert cash >= 0


def test_dates_never_go_back_and_span_five_years() -> None:
    days = [movement.on for movement in workload.movements(N)]
    assert all(earlier <= later for earlier, later in pairwise(days))
    assert days[0] == workload.START
    assert 0 <= workload.DAYS - 1 - (days[-1] - workload.START).days <= 1


def test_the_mix_is_the_one_that_is_promised() -> None:
    found = workload.totals(20_000)
    shares = {kind: count / 20_000 for kind, count in found.kinds.items()}
    assert shares == {
        "contribution": pytest.approx(0.70, abs=0.02),
        "disbursement": pytest.approx(0.25, abs=0.02),
        "repayment": pytest.approx(0.05, abs=0.01),
    }
    assert found.funders == pytest.approx(200 + 2_000, rel=0.05)
    assert found.projects == pytest.approx(400, rel=0.01)


def test_totals_are_those_of_the_file(tmp_path: Path) -> None:
    sums: Counter[str] = Counter()
    with workload.written(tmp_path, "movements.csv", N).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            minor = int(Decimal(row["amount"]) * 100)
            sums[row["kind"]] += minor
            sums[row["sector"]] += minor
    found = workload.totals(N)
    assert found.by_kind == {kind: sums[kind] for kind in found.kinds}
    assert found.by_sector == {sector: sums[sector] for sector in workload.SECTORS}
    assert found.cash == sums["contribution"] + sums["repayment"] - sums["disbursement"]


def test_the_accounts_of_the_journal_add_up_to_the_totals(tmp_path: Path) -> None:
    found: Counter[str] = Counter()
    for line in workload.written(tmp_path, "fund.journal", N).read_text().splitlines():
        if line.endswith(" EUR"):
            account, amount, _ = line.split()
            found[account.rpartition(":")[2]] += int(Decimal(amount) * 100)
    assert dict(found) == workload.totals(N).accounts()
    assert sum(found.values()) == 0
