"""A name that nobody else bears: where it may be read, and that it is gone once erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blendfund.storage.keys import keys_path

if TYPE_CHECKING:
    from tests.conftest import Answer, Cli, Movements

CANARY = "Zéphyrine Kwasniewski-Oberlé"
PARTS = tuple(
    part.encode(encoding)
    for part in (CANARY, CANARY.upper(), "Kwasniewski", "zephyrine", "oberle")
    for encoding in ("utf-8", "utf-16-le")
)
# Everything that reads but is not asked who gave.
ANONYMOUS = (
    "status",
    "events --json",
    "report composition --fund ALSACE --json",
    "report leverage --fund ALSACE --json",
    "report returns --fund ALSACE --by fund --json",
    "report balance --fund ALSACE --json",
    "doctor --json",
    "export journal --fund ALSACE --no-names",
    "audit verify --json",
    "audit replay --json",
)
# What names the giver while the key is there.
NAMED = (
    "party list",
    "party list --json",
    "report composition --fund ALSACE --by party --json",
    "search don",
    "export journal --fund ALSACE",
    "export beancount --fund ALSACE",
    "export hledger --fund ALSACE",
    "audit explain composition:individual:received --fund ALSACE",
)


def session(fund: Cli, movements: Movements) -> None:
    text = (
        f"2020-02-01 contribution 50 party='{CANARY}' individual donation concessional"
        " label=don\n"
        "2020-02-02 contribution 70 party='Théo Klein' individual donation concessional"
    )
    file = movements(text, "dons.csv")
    said(fund("import", "movements", file, "--fund", "ALSACE"))
    file.unlink()


def said(answer: Answer) -> bytes:
    """Give all that a command said, which must not be a failure."""
    assert answer.exit_code == 0, answer.stderr
    return (answer.stdout + answer.stderr).encode()


def found_in_files(fund: Cli) -> list[str]:
    paths = [path for path in fund.ledger.parent.rglob("*") if path.is_file()]
    assert keys_path(fund.ledger) in paths
    contents = {path.name: path.read_bytes() for path in paths}
    return [name for name, text in contents.items() if any(one in text for one in PARTS)]


def test_a_name_is_said_only_where_it_is_asked_for(fund: Cli, movements: Movements) -> None:
    session(fund, movements)
    assert not found_in_files(fund)
    for line in ANONYMOUS:
        told = said(fund(*line.split()))
        assert not any(part in told for part in PARTS), line
    shown = [line for line in NAMED if CANARY.encode() in said(fund(*line.split()))]
    assert {"party list", "export journal --fund ALSACE"} <= set(shown)
    assert not found_in_files(fund)


def test_an_erased_name_is_said_nowhere(fund: Cli, movements: Movements) -> None:
    session(fund, movements)
    said(fund("search", "don"))  # makes the index of movements
    before = fund.report("composition")["uses"]
    basis = ("--legal-basis", "RGPD, art. 17(1)(d)", "--reason", "demande")
    answer = fund.done("party", "erase", CANARY, *basis)
    assert answer["retained_until"] == "2030-12-31"
    assert not found_in_files(fund)
    for line in (*ANONYMOUS, *NAMED):
        told = said(fund(*line.split()))
        assert not any(part in told for part in PARTS), line
    assert "Théo Klein" in fund("party", "list").stdout
    assert fund.report("composition")["uses"] == before
    assert not found_in_files(fund)
