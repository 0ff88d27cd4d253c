"""The commands of every day, each against loading the libraries alone."""

from __future__ import annotations

import json
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Final

from tests.bench.measure import Cost, ms, run, side_by_side
from tests.bench.subject import FUND, LIBRARIES, PYTHON, SMALL, Bench, blendfund, expect
from tests.bench.table import Line, at_most

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TURNS: Final = 7
ON: Final = ("--on", "2026-01-05")
LENT: Final = ("--sector", "solidarity", "--instrument", "loan", "--terms", "concessional")
GIVEN: Final = ("--sector", "public", "--instrument", "grant", "--terms", "concessional")
OF_AGGLO: Final = ("--fund", FUND, "--party", "Agglo", *GIVEN)
OF_BANK: Final = ("--fund", FUND, "--party", "Banque", *LENT)
LOAN: Final = ("--fund", FUND, "--project", "Atelier", "--instrument", "loan")
SINCE: Final = ("--currency", "EUR", "--opened-on", "2026-01-01")
OTHERS: Final = ("--status", "confirmed", "--sector", "bank", "--terms", "market")

# What must be there first: agreements with plenty left on them.
BEFORE: Final = (
    ("party", "add", "Agglo"),
    ("party", "add", "Banque"),
    ("project", "add", "Atelier"),
    ("contribution", "commit", "CONV", *OF_AGGLO, "--amount", "9000000", *ON),
    ("contribution", "receive", "CONV", "--amount", "3000000", *ON),
    ("contribution", "commit", "TITRE", *OF_BANK, "--amount", "900000", *ON),
    ("contribution", "receive", "TITRE", "--amount", "900000", *ON),
    ("financing", "contract", "PRET", *LOAN, "--amount", "900000", *ON),
    ("financing", "disburse", "PRET", "--amount", "500000", *ON),
    ("financing", "write-off", "PRET", "--amount", "9000", *ON),
    ("fund", "compartment", FUND, "guarantee"),
)

ONE: Final = ("--amount", "10", *ON)
# ``@`` stands for the number of the turn.
COMMANDS: Final[dict[str, tuple[str, ...]]] = {
    "fund open": ("F@", "--name", "F", "--territory", "44", *SINCE),
    "fund show": (FUND,),
    "fund list": (),
    "fund compartments": (FUND,),
    "fund rules": (FUND, "--overcommitment", "allowed"),
    "party add": ("Nouveau @",),
    "party show": ("Agglo",),
    "party list": (),
    "party merge": ("Double @", "--into", "Agglo", "--reason", "doublon"),
    "contribution pledge": ("P@", *OF_AGGLO, *ONE),
    "contribution commit": ("C@", *OF_AGGLO, *ONE),
    "contribution amend": ("CONV", "--amount", "90000@0", *ON),
    "contribution call": ("CONV", "--due", "2026-06-30", *ONE),
    "contribution receive": ("CONV", *ONE),
    "contribution refund": ("CONV", *ONE),
    "contribution reimburse": ("TITRE", *ONE),
    "contribution pay-interest": ("TITRE", *ONE),
    "contribution cancel": ("A@", *ON),
    "project add": ("Projet @",),
    "project show": ("Atelier",),
    "project list": (),
    "project cofinancing": ("Atelier", "--fund", FUND, "--party", "Banque", *OTHERS, *ONE),
    "financing contract": ("F@", *LOAN, *ONE),
    "financing disburse": ("PRET", *ONE),
    "financing repay": ("PRET", *ONE),
    "financing interest": ("PRET", *ONE),
    "financing write-off": ("PRET", *ONE),
    "financing recover": ("PRET", *ONE),
    "transfer": ("--fund", FUND, "--to-compartment", "guarantee", *ONE),
}
# What a command uses up is made anew before each turn, outside the measure.
FIRST: Final[dict[str, tuple[str, ...]]] = {
    "party merge": ("party", "add", "Double @"),
    "contribution cancel": ("contribution", "commit", "A@", *OF_AGGLO, *ONE),
}


def daily_rows(bench: Bench) -> list[Line]:
    """Compare each command of point 1 of the tool with loading the libraries alone."""
    place = bench.copy(bench.ledger(SMALL))
    for words in BEFORE:
        blendfund(place, *words)
    sides: dict[str, Callable[[], Cost]] = {
        "libraries": lambda: run([PYTHON, "-c", LIBRARIES])
    }
    for name in COMMANDS:
        sides[name] = partial(_one, place, name, count(1))
    found = side_by_side(bench.k if bench.k == 1 else TURNS, sides)
    libraries = found.pop("libraries")
    costs = sorted(found.items(), key=lambda one: one[1].cpu, reverse=True)
    return [
        at_most(
            f"`{name}`, small ledger / the same libraries",
            cost.cpu / libraries.cpu,
            (1.6, 1.3),
            f"{ms(cost)} / {ms(libraries)}",
        )
        for name, cost in costs
    ]


def _one(place: Path, name: str, numbers: count[int]) -> Cost:
    number = str(next(numbers))
    if name in FIRST:
        blendfund(place, *_told(FIRST[name], number))
    cost = blendfund(place, *name.split(), *_told(COMMANDS[name], number), "--json")
    said = json.loads(cost.output)
    if isinstance(said, dict) and "already" in said:
        expect(f"{name}: already", said["already"], right=False)
    return cost


def _told(words: tuple[str, ...], number: str) -> list[str]:
    return [word.replace("@", number) for word in words]
