"""Four eyes at the command line: whose answer was signed, and what it is about."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest
from tests.cli.test_signing import made

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli, Movements, Refusals

GRANT = (
    "guarantee grant GAR --fund ALSACE --project Recyclerie --lender 'Banque du Rhin'"
    " --loan 400 --quota 65% --expires 2031-12-31 --on 2024-02-02 --create"
)


@pytest.fixture
def proposed(fund: Cli, movements: Movements) -> Cli:
    """Give a fund in which a guarantee waits for a second person."""
    charter = movements.raw("guarantee_above = 100\n", "reglement.toml")
    fund.done("fund", "charter", "ALSACE", charter, "--on", "2024-01-02")
    for who in ("camille", "paul"):
        fund.done("committee", "appoint", who, "--fund", "ALSACE", "--on", "2024-01-03")
    fund.done(*("project", "add", "Recyclerie", "--on", "2024-01-02"))
    there = ("--present", "camille", "--present", "paul", "--on", "2024-02-01")
    fund.done("committee", "hold", "S1", "--fund", "ALSACE", *there)
    said = ("--session", "S1", "--result", "agreed", "--amount", 500)
    fund.done("committee", "decide", "Recyclerie", "--fund", "ALSACE", *said)
    assert fund(*shlex.split(GRANT)).exit_code == 7
    return fund


def stdout(cli: Cli, *given: str) -> str:
    done = cli(*given)
    assert done.exit_code == 0, done.stderr
    return done.stdout.replace("\xa0", " ").replace("\u202f", " ")


def test_an_answer_that_was_signed_is_said_to_be(proposed: Cli, tmp_path: Path) -> None:
    key = made(tmp_path, "paul")
    proposed.done("signer", "add", "paul", key.with_suffix(".pub"))
    (one,) = proposed.done("history", "GAR")["approvals"]
    at = str(one["position"])
    answer = proposed(
        "approve", at, "--on", "2024-02-02", actor="paul", **{"sign-with": str(key)}
    )
    assert answer.exit_code == 0, answer.stderr
    assert "la même commande l’accorde maintenant" in answer.stdout
    assert proposed(*shlex.split(GRANT)).exit_code == 0
    (one,) = proposed.done("guarantee", "show", "GAR")["approvals"]
    assert (one["proven"], one["answers"][0]["proven"]) == (False, True)
    for shown in (("history", "GAR"), ("financing", "show", "GAR")):
        told = stdout(proposed, *shown)
        assert "paul, signé" in told
        assert "camille, signé" not in told


def test_a_guarantee_is_never_called_a_payment(proposed: Cli, refuses: Refusals) -> None:
    told = stdout(proposed, "status")
    assert "garantie de 260,00 €, GAR, Recyclerie, proposée par camille" in told
    assert "Dernière écriture : Garantie proposée, par camille" in told
    assert "Garantie proposée 260,00 €" in stdout(proposed, "history", "GAR")
    assert "Garantie proposée" in stdout(proposed, "events")
    again = proposed(*shlex.split(GRANT))
    assert "une seconde personne doit d’abord approuver cette garantie" in again.stdout
    assert "la même commande l’accorde ensuite" in again.stderr
    (one,) = proposed.done("history", "GAR")["approvals"]
    at = str(one["position"])
    assert "paiement" not in str(refuses(1, "approve", at, code="self-approval"))
    assert proposed("approve", at, "--on", "2024-02-02", actor="paul").exit_code == 0
    told = stdout(proposed, "status")
    assert "Approuvée, pas encore accordée : 260,00 €, GAR, Recyclerie" in told
    assert "Dernière écriture : Garantie approuvée, par paul" in told
    assert "Garantie proposée" in stdout(proposed, "audit", "explain", at)
    assert "Garantie approuvée" in stdout(proposed, "audit", "explain", str(int(at) + 1))
    charter = proposed.ledger.with_name("autre.toml")
    charter.write_text("guarantee_above = 300\n", encoding="utf-8")
    proposed.done("fund", "charter", "ALSACE", charter, "--on", "2024-02-02")
    other = GRANT.replace("--expires 2031", "--expires 2030")
    assert proposed(*shlex.split(other)).exit_code == 0
    assert "ne peut plus être accordée : 260,00 €, GAR" in stdout(proposed, "status")


def test_the_page_of_a_contract_is_no_report_to_make_again(
    proposed: Cli, refuses: Refusals, tmp_path: Path
) -> None:
    page = tmp_path / "garantie.json"
    (one,) = proposed.done("history", "GAR")["approvals"]
    at = str(one["position"])
    assert proposed("approve", at, "--on", "2024-02-02", actor="paul").exit_code == 0
    proposed.done(*shlex.split(GRANT))
    shown = proposed("guarantee", "show", "GAR", "--json").stdout
    page.write_text(shown, encoding="utf-8")
    told = refuses(3, "audit", "reproduce", page)
    assert "[file-rejected]" in told.stderr
    assert "seul ce que `blendfund report NOM --json` a donné se refait" in str(told)
    assert "composition, leverage" in str(told)
