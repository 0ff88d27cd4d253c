"""A fund that never was, of any size, in our file format and in those of other ledgers.

Every movement follows from ``n`` and ``seed`` alone. The history is one that a strict
ledger accepts: no day ends overdrawn, no project pays back more than it owes. Each format
says the same facts. The totals are counted with plain integers, apart from any ledger.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

START: Final = date(2019, 1, 1)
DAYS: Final = 5 * 365 + 1  # five years, one of them a leap year
HEADER: Final = (
    "date,kind,party,sector,instrument,terms,project,agreement,amount,currency,"
    "reference,label"
)


class Funders(NamedTuple):
    """A sector's regular funders, what they give (minor units), and under what contract."""

    regulars: int
    least: int
    most: int
    instrument: str
    terms: str


SECTORS: Final = {
    "public": Funders(30, 4_000_00, 200_000_00, "grant", "concessional"),
    "solidarity": Funders(50, 500_00, 40_000_00, "loan", "market"),
    "crowdfunding": Funders(120, 5_00, 1_500_00, "donation", "concessional"),
}
REPAYMENTS: Final = 0.05
DISBURSEMENTS: Final = 0.25
ONE_OFF_DONORS: Final = 0.10
LEAST_CASH: Final = 500_00


class Movement(NamedTuple):
    """One movement of cash: a funder and its sector, or a project."""

    number: int
    on: date
    kind: str
    minor: int
    funder: str = ""
    sector: str = ""
    project: str = ""


class Portfolio:
    """What each project owes, and which of them owe anything."""

    def __init__(self, projects: int) -> None:
        self.owed = [0] * projects
        self.indebted: list[int] = []

    def lend(self, project: int, minor: int) -> None:
        """Add to what a project owes."""
        if not self.owed[project]:
            self.indebted.append(project)
        self.owed[project] += minor

    def collect(self, chance: Random) -> tuple[int, int]:
        """Take an instalment from a project that owes; give the project and the amount."""
        place = chance.randrange(len(self.indebted))
        project = self.indebted[place]
        minor = min(self.owed[project], chance.randint(50_00, 4_000_00))
        self.owed[project] -= minor
        if not self.owed[project]:
            last = self.indebted.pop()
            if last != project:
                self.indebted[place] = last
        return project, minor


def movements(n: int, seed: int = 1) -> Iterator[Movement]:
    """Give the ``n`` movements of five years, in the order of their dates."""
    chance = Random(seed)  # noqa: S311 -- the same fund each time is the point
    regulars = [
        (sector, f"{sector.capitalize()} {i:03d}")
        for sector, funders in SECTORS.items()
        for i in range(1, funders.regulars + 1)
    ]
    portfolio = Portfolio(max(1, n // 50))
    cash = donors = 0
    for number in range(n):
        on = START + timedelta(days=number * DAYS // n)
        draw = chance.random()
        if draw < REPAYMENTS and portfolio.indebted:
            project, minor = portfolio.collect(chance)
            cash += minor
            yield Movement(number, on, "repayment", minor, project=f"P{project:06d}")
        elif draw < REPAYMENTS + DISBURSEMENTS and cash >= LEAST_CASH:
            project = chance.randrange(len(portfolio.owed))
            minor = min(cash // 2, chance.randint(500_00, 50_000_00))
            portfolio.lend(project, minor)
            cash -= minor
            yield Movement(number, on, "disbursement", minor, project=f"P{project:06d}")
        else:
            sector, funder = chance.choice(regulars)
            if draw >= 1 - ONE_OFF_DONORS:
                donors += 1
                sector, funder = "crowdfunding", f"Donateur {donors:07d}"
            minor = chance.randint(SECTORS[sector].least, SECTORS[sector].most)
            cash += minor
            yield Movement(number, on, "contribution", minor, funder, sector)


@dataclass
class Totals:
    """The right answers, in minor units."""

    kinds: Counter[str] = field(default_factory=Counter)
    by_kind: Counter[str] = field(default_factory=Counter)
    by_sector: Counter[str] = field(default_factory=Counter)
    funders: int = 0
    projects: int = 0

    @property
    def cash(self) -> int:
        """Give what is left in the bank."""
        paid_in = self.by_kind["contribution"] + self.by_kind["repayment"]
        return paid_in - self.by_kind["disbursement"]

    @property
    def outstanding(self) -> int:
        """Give what the projects owe."""
        return self.by_kind["disbursement"] - self.by_kind["repayment"]

    def accounts(self) -> dict[str, int]:
        """Give each account's balance by its last name, debit positive."""
        funds = {sector.capitalize(): -self.by_sector[sector] for sector in SECTORS}
        return {"Bank": self.cash, "Loans": self.outstanding, **funds}


def totals(n: int, seed: int = 1) -> Totals:
    """Count what the movements add up to."""
    found = Totals()
    funders, projects = set(), set()
    for movement in movements(n, seed):
        found.kinds[movement.kind] += 1
        found.by_kind[movement.kind] += movement.minor
        if movement.sector:
            found.by_sector[movement.sector] += movement.minor
            funders.add(movement.funder)
        else:
            projects.add(movement.project)
    found.funders, found.projects = len(funders), len(projects)
    return found


def plain(minor: int) -> str:
    """Write minor units as ``-1234.50``."""
    units, cents = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{units}.{cents:02d}"


def accounts(movement: Movement) -> tuple[str, str]:
    """Give the account that is debited and the one that is credited."""
    if movement.kind == "contribution":
        return "Assets:Bank", f"Equity:{movement.sector.capitalize()}"
    if movement.kind == "disbursement":
        return "Assets:Loans", "Assets:Bank"
    return "Assets:Bank", "Assets:Loans"


def facts(movement: Movement) -> dict[str, str]:
    """Give what our own format says beside date, accounts, amount and label."""
    if not movement.sector:
        return {"ref": f"B{movement.number:07d}", "project": movement.project}
    funders = SECTORS[movement.sector]
    return {
        "ref": f"B{movement.number:07d}",
        "party": movement.funder,
        "sector": movement.sector,
        "instrument": funders.instrument,
        "terms": funders.terms,
    }


def label(movement: Movement) -> str:
    """Give the words of a movement."""
    return f"{movement.kind} {movement.funder or movement.project}"


def native_line(movement: Movement) -> list[str]:
    """Give a movement's cells in our own format; a project has one loan, named after it."""
    funders = SECTORS.get(movement.sector)
    return [
        movement.on.isoformat(),
        movement.kind,
        movement.funder,
        movement.sector,
        funders.instrument if funders else "loan",
        funders.terms if funders else "",
        movement.project,
        movement.project,
        plain(movement.minor),
        "EUR",
        f"B{movement.number:07d}",
        label(movement),
    ]


def write_native(path: Path, n: int, seed: int = 1) -> None:
    """Write the file that ``import movements`` reads."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER.split(","))
        writer.writerows(map(native_line, movements(n, seed)))


def write_journal(path: Path, n: int, seed: int = 1) -> None:
    """Write the file that ledger and hledger read."""
    with path.open("w", encoding="utf-8") as file:
        for movement in movements(n, seed):
            debit, credit = accounts(movement)
            amount = plain(movement.minor)
            file.write(f"{movement.on} {label(movement)}\n")
            file.writelines(f"    ; {k}: {v}\n" for k, v in facts(movement).items())
            file.write(f"    {debit}  {amount} EUR\n    {credit}  -{amount} EUR\n\n")


def write_beancount(path: Path, n: int, seed: int = 1) -> None:
    """Write the file that beancount reads."""
    names = ["Assets:Bank", "Assets:Loans", *(f"Equity:{s.capitalize()}" for s in SECTORS)]
    with path.open("w", encoding="utf-8") as file:
        file.write('option "operating_currency" "EUR"\n')
        file.writelines(f"{START} open {name} EUR\n" for name in names)
        for movement in movements(n, seed):
            debit, credit = accounts(movement)
            amount = plain(movement.minor)
            file.write(f'\n{movement.on} * "{label(movement)}"\n')
            file.writelines(f'  {k}: "{v}"\n' for k, v in facts(movement).items())
            file.write(f"  {debit}  {amount} EUR\n  {credit}  -{amount} EUR\n")


WRITERS: Final[dict[str, Callable[[Path, int, int], None]]] = {
    "movements.csv": write_native,
    "fund.journal": write_journal,
    "fund.beancount": write_beancount,
}


def written(folder: Path, name: str, n: int, seed: int = 1) -> Path:
    """Give the path of a workload file of this size, written when it is not there yet."""
    path = folder / f"{n}-{seed}-{name}"
    if not path.exists():
        draft = path.with_name(f"{path.name}.new")
        WRITERS[name](draft, n, seed)
        draft.rename(path)
    return path
