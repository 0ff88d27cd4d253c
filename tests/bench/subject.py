"""blendfund under measurement: ledgers of any size, and whether their reports are right."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.bench import workload
from tests.bench.measure import Cost, Wrong, run
from tests.bench.workload import plain

if TYPE_CHECKING:
    from collections.abc import Callable

FUND: Final = "BENCH"
SMALL: Final = 100  # movements of a small ledger
LIBRARIES: Final = "import click, sqlalchemy, msgspec"
ROOT: Final = Path(__file__).resolve().parents[2]
PYTHON: Final = Path(sys.executable)
BLENDFUND: Final = PYTHON.with_name("blendfund")


@dataclass
class Bench:
    """What a run measures with: a folder of its own, sizes, repetitions, ledgers made."""

    folder: Path
    n: int
    k: int
    million: bool = False
    ledgers: dict[int, Path] = field(default_factory=dict)

    def file(self, name: str, n: int) -> Path:
        """Give a workload file."""
        return workload.written(self.folder, name, n)

    def ledger(self, n: int) -> Path:
        """Give a ledger of ``n`` movements, made once and checked."""
        if n not in self.ledgers:
            place, _ = self.imported(n)
            self.ledgers[n] = place
            for name in CHECKS:
                report(place, name, n)
        return self.ledgers[n]

    def imported(self, n: int) -> tuple[Path, Cost]:
        """Make a new ledger of ``n`` movements; give it, and what the import cost."""
        place = self.empty(f"of-{n}")
        file = self.file("movements.csv", n)
        cost = blendfund(place, "import", "movements", file, "--fund", FUND, "--json")
        said = json.loads(cost.output)
        expect("lines", said["lines"], n)
        expect("recorded", said["recorded"], n)
        return place, cost

    def empty(self, name: str) -> Path:
        """Make a ledger with a fund and nothing else."""
        place = self.fresh(name) / "fund.db"
        blendfund(place, "init")
        opened = ("--opened-on", str(workload.START), "--currency", "EUR")
        named = ("--name", "Bench", "--territory", "44")
        blendfund(place, "fund", "open", FUND, *named, *opened)
        return place

    def copy(self, place: Path) -> Path:
        """Give a copy of a ledger, with its keys, to write to."""
        folder = self.fresh("copy")
        shutil.copytree(place.parent, folder, dirs_exist_ok=True)
        return folder / place.name

    def fresh(self, name: str) -> Path:
        """Make a folder that is not there yet."""
        number = sum(1 for _ in self.folder.glob(f"{name}-*"))
        folder = self.folder / f"{name}-{number}"
        folder.mkdir()
        return folder


def blendfund(place: Path, *words: str | Path) -> Cost:
    """Run the command on a ledger."""
    return run([BLENDFUND, "--ledger", place, *words])


def inside(task: str, *words: str | Path | int) -> Cost:
    """Run a task in a process of its own; its CPU is what the task itself counted."""
    module = (PYTHON, "-m", "tests.bench.inside", task)
    cost = run([*module, *(str(word) for word in words)], ROOT)
    return cost._replace(cpu=json.loads(cost.output)["cpu"])


def report(place: Path, name: str, n: int) -> Cost:
    """Run a report and check its figures."""
    cost = blendfund(place, "report", name, "--fund", FUND, "--json")
    CHECKS[name](json.loads(cost.output), workload_totals(n))
    return cost


# Filters alone; a word, for which every person's name is decrypted; a project's name.
SEARCHES: Final[dict[str, Callable[[workload.Movement], bool]]] = {
    "source:public montant:>100000 2022-T1": lambda one: (
        one.sector == "public"
        and one.minor > 100_000_00
        and date(2022, 1, 1) <= one.on <= date(2022, 3, 31)
    ),
    "donateur 0000012": lambda one: one.funder == "Donateur 0000012",
    "projet:P000001 sorte:décaissement": lambda one: (
        one.project == "P000001" and one.kind == "disbursement"
    ),
}


def search(place: Path, query: str, n: int) -> Cost:
    """Run a search and check what it found against the workload itself."""
    cost = blendfund(place, "search", query, "--json")
    said = json.loads(cost.output)
    right = [one.minor for one in workload.movements(n) if SEARCHES[query](one)]
    expect("count", said["count"], len(right))
    expect("total", said["total"].get("EUR", "0.00"), plain(sum(right)))
    return cost


# Figures with the report each is of, and what its first part must add up to; the cash is
# made of every movement there is.
EXPLAINED: Final[dict[str, tuple[str, Callable[[workload.Totals], int]]]] = {
    "composition:uses:cash": ("composition", lambda right: right.cash),
    "composition:public:received": (
        "composition",
        lambda right: right.by_sector["public"],
    ),
    "leverage:private_per_public": (
        "leverage",
        lambda right: sum(right.by_sector.values()) - right.by_sector["public"],
    ),
    "returns:net:residual": ("returns", lambda right: right.outstanding),
}


def explain(place: Path, figure: str, n: int) -> Cost:
    """Explain a figure and check what its facts add up to."""
    cost = blendfund(place, "audit", "explain", figure, "--json")
    (part, *_) = json.loads(cost.output)["parts"]
    expect(figure, part["amount"], plain(EXPLAINED[figure][1](workload_totals(n))))
    return cost


_TOTALS: dict[int, workload.Totals] = {}


def workload_totals(n: int) -> workload.Totals:
    """Give the right totals, counted once a size."""
    if n not in _TOTALS:
        _TOTALS[n] = workload.totals(n)
    return _TOTALS[n]


def expect(what: str, found: object, right: object) -> None:
    """Compare with the right answer. Raises Wrong."""
    if found != right:
        raise Wrong(f"{what} is {found}, right is {right}")


def check_composition(said: dict[str, Any], right: workload.Totals) -> None:
    """Check who gave what, and what it became."""
    received = {row["key"]: row["received"] for row in said["rows"]}
    expect("received", received, {s: plain(right.by_sector[s]) for s in right.by_sector})
    uses = said["uses"]
    expect("disbursed", uses["disbursed"], plain(right.by_kind["disbursement"]))
    expect("repaid", uses["repaid"], plain(right.by_kind["repayment"]))
    expect("outstanding", uses["outstanding"], plain(right.outstanding))
    expect("cash", uses["cash"], plain(right.cash))


def check_leverage(said: dict[str, Any], right: workload.Totals) -> None:
    """Check the two sides of a measure."""
    rows = {row["measure"]: row for row in said["rows"]}
    private = right.by_sector.total() - right.by_sector["public"]
    row = rows["private_per_public"]
    expect("private", row["numerator"], plain(private))
    expect("public", row["denominator"], plain(right.by_sector["public"]))


def check_returns(said: dict[str, Any], right: workload.Totals) -> None:
    """Check what was paid in, what came back and what is still out."""
    row = said["rows"][0]
    expect("paid_in", row["paid_in"], plain(right.by_kind["disbursement"]))
    expect("distributed", row["distributed"], plain(right.by_kind["repayment"]))
    expect("residual", row["residual"], plain(right.outstanding))


CHECKS: Final[dict[str, Callable[[dict[str, Any], workload.Totals], None]]] = {
    "composition": check_composition,
    "leverage": check_leverage,
    "returns": check_returns,
}
