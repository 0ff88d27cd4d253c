"""The sixth year of the fictitious fund: one financing, from the committee to a loss."""

from __future__ import annotations

from typing import Final, NamedTuple

from blendfund.demo import CHARTER

FUND: Final = ("--fund", "ALSACE")
PROJECT: Final = "Atelier vélo du Sundgau"
LENDER: Final = "Banque coopérative du Piémont rhénan"
# Where the payment that waits for a second person stands in the demo's ledger.
PROPOSAL: Final = 239


class Scene(NamedTuple):
    """Commands that go together; the last one of some ends with another status."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    exit_code: int = 0


def _member(who: str, of: str) -> tuple[str, ...]:
    said = ("--organisation", of, "--on", "2026-01-05")
    return ("committee", "appoint", who, *FUND, *said)


def _tranche(name: str, rank: str, size: str) -> tuple[str, ...]:
    said = ("--rank", rank, "--size", size, "--on", "2026-01-05")
    return ("tranche", "define", name, *FUND, *said)


def _assigned(agreement: str, name: str) -> tuple[str, ...]:
    said = ("--tranche", name, "--on", "2026-01-10")
    return ("tranche", "assign", agreement, *said)


_PAID: Final = ("financing", "disburse", "VELO-PRET", "--amount", "24000")
_DECIDED: Final = ("--session", "2026-01", "--result", "agreed", "--conflict", "samia")
_CREDIT: Final = ("--instrument", "loan", "--rate", "2 %", "--every", "month")
_TERMS: Final = ("--start", "2026-02-28", "--periods", "24")
_LOAN: Final = ("--lender", LENDER, "--loan", "20000", "--quota", "50 %")
_SHARE: Final = ("VELO-GARANTIE", "--amount", "9000")

SCENES: Final = (
    Scene(
        "call",
        (
            (
                *("contribution", "commit", "ESR-2026", *FUND, "--party"),
                *("Épargne solidaire des Deux Rives", "--sector", "solidarity"),
                *("--instrument", "returnable-contribution", "--terms", "concessional"),
                *("--amount", "40000", "--on", "2026-01-08"),
            ),
            (
                *("call", "make", *FUND, "--amount", "30000"),
                *("--due", "2026-02-15", "--on", "2026-01-10"),
            ),
            (
                *("contribution", "receive", "ESR-2026", "--amount", "30000"),
                *("--on", "2026-02-12"),
            ),
        ),
    ),
    Scene(
        "committee",
        (
            ("fund", "charter", "ALSACE", CHARTER, "--on", "2026-01-05"),
            _member("camille", "Fonds Alsace"),
            _member("paul", "Région Grand Est"),
            _member("samia", PROJECT),
            ("project", "add", PROJECT, "--territory", "68004", "--on", "2026-01-06"),
            (
                *("project", "apply", PROJECT, *FUND, "--amount", "34000"),
                *("--use", "Atelier=40000", "--use", "Stock=14000"),
                *("--resource", "Fonds=24000", "--resource", "Banque=20000"),
                *("--resource", "Apports=10000", "--legal-form", "scic"),
                *("--on", "2026-01-06"),
            ),
            ("project", "assess", PROJECT, *FUND, "--on", "2026-01-07"),
            (
                *("committee", "hold", "2026-01", *FUND, "--on", "2026-01-20"),
                *("--present", "camille", "--present", "paul", "--present", "samia"),
            ),
            ("committee", "decide", PROJECT, *FUND, "--amount", "34000", *_DECIDED),
            ("project", "file", PROJECT, *FUND),
        ),
    ),
    Scene(
        "four-eyes",
        (
            (
                *("financing", "contract", "VELO-PRET", *FUND, "--project", PROJECT),
                *("--amount", "24000", *_CREDIT, *_TERMS, "--on", "2026-01-25"),
            ),
            (*_PAID, "--on", "2026-02-28"),
        ),
        7,
    ),
    Scene(
        "paid",
        (
            ("--actor", "paul", "approve", str(PROPOSAL), "--on", "2026-02-28"),
            (*_PAID, "--on", "2026-02-28"),
        ),
    ),
    Scene(
        "late",
        (
            ("financing", "repay", "VELO-PRET", "--amount", "1020", "--on", "2026-03-31"),
            (
                *("financing", "charge", "VELO-PRET", "--kind", "penalty"),
                *("--amount", "30", "--on", "2026-06-15"),
            ),
            (
                *("financing", "provision", "VELO-PRET", "--amount", "11510"),
                *("--on", "2026-06-30"),
            ),
            ("report", "portfolio", *FUND, "--as-of", "2026-06-30"),
        ),
    ),
    Scene(
        "guarantee",
        (
            (
                *("guarantee", "grant", "VELO-GARANTIE", *FUND, "--project", PROJECT),
                *_LOAN,
                *("--fee", "2,5 %", "--expires", "2031-12-31", "--on", "2026-02-28"),
            ),
            (
                *("guarantee", "report", "VELO-GARANTIE", "--outstanding", "18000"),
                *("--on", "2026-06-30"),
            ),
            (
                "guarantee",
                "call",
                "VELO-GARANTIE",
                "--amount",
                "9000",
                "--on",
                "2026-07-15",
            ),
            ("guarantee", "pay", "VELO-GARANTIE", "--amount", "9000", "--on", "2026-08-01"),
            ("report", "cash", *FUND, "--as-of", "2026-08-31", "--months", "6"),
        ),
    ),
    Scene(
        "tranches",
        (
            _tranche("Première perte", "1", "60000"),
            _tranche("Mezzanine", "2", "160000"),
            _tranche("Senior", "3", "280000"),
            _assigned("RGE-FSE-2023", "Première perte"),
            _assigned("ESR-2021", "Mezzanine"),
            _assigned("ESR-2026", "Mezzanine"),
            _assigned("BDT-2021", "Senior"),
            _assigned("BCP-2022", "Senior"),
            ("report", "waterfall", *FUND, "--loss", "100000", "--as-of", "2026-08-31"),
            ("report", "returns", *FUND, "--by", "tranche", "--as-of", "2026-08-31"),
        ),
    ),
)
