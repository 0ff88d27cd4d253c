"""One contract on one page: what was agreed, what moved, what is late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements, Refusals

TERMS = "--amount 400 --rate 0 --start 2024-01-31 --periods 4 --every month --create"


def decide(cli: Cli, project: str, session: str, day: str, result: str, *more: Any) -> None:
    held = ("--fund", "ALSACE", "--on", day, "--present", "camille")
    cli.done("committee", "hold", session, *held)
    said = ("--fund", "ALSACE", "--session", session, "--result", result)
    cli.done("committee", "decide", project, *said, "--for", "camille", *more)


@pytest.fixture
def lent(fund: Cli, movements: Movements) -> Cli:
    """Give a fund with a loan that a committee decided on, all paid out, never repaid."""
    fund.take(movements("2024-01-02 contribution 9000 party=R public grant concessional"))
    charter = movements.raw("quorum = 1\n", "reglement.toml")
    fund.done("fund", "charter", "ALSACE", charter, "--on", "2024-01-02")
    fund.done("project", "add", "Recyclerie", "--on", "2024-01-02")
    seat = ("--fund", "ALSACE", "--on", "2024-01-03")
    fund.done("committee", "appoint", "camille", *seat)
    decide(fund, "Recyclerie", "S1", "2024-01-04", "agreed", "--amount", 400)
    decide(fund, "Recyclerie", "S2", "2024-06-04", "refused")
    made = ("--fund", "ALSACE", "--project", "Recyclerie", "--instrument", "loan")
    fund.done("financing", "contract", "PRET", *made, *TERMS.split())
    fund.done("financing", "disburse", "PRET", "--amount", 400, "--on", "2024-01-31")
    return fund


def shown(cli: Cli, *words: Any) -> str:
    answer = cli("financing", "show", *words)
    assert answer.exit_code == 0, answer.stderr
    return answer.stdout.replace("\xa0", " ").replace("\u202f", " ")


def test_a_contract_is_shown_whole(lent: Cli) -> None:
    found = lent.done("financing", "show", "PRET")
    figures, schedule = found["figures"], found["schedule"]
    assert (found["project"], found["contracted"]) == ("Recyclerie", "400.00")
    assert (figures["disbursed"], figures["outstanding"]) == ("400.00", "400.00")
    assert (schedule["overdue"], schedule["next_due"]) == ("400.00", None)
    told = shown(lent, "PRET", "--fund", "ALSACE")
    assert "Échéancier : 4 échéances, une par mois, à partir du 31 janvier 2024" in told
    assert "Impayé : 400,00 €, " in told
    assert "Encours (capital restant dû) : 400,00 €" in told
    assert "En défaut" not in told


def test_the_decision_shown_is_the_one_before_the_contract(lent: Cli) -> None:
    assert lent.done("financing", "show", "PRET")["decision"]["session"] == "S1"
    assert "Décision : accord, le 4 janvier 2024 (séance S1)" in shown(lent, "PRET")


def test_what_comes_after_is_shown_too(lent: Cli) -> None:
    for month in range(3, 14):
        day = f"2024-{month:02d}-15" if month < 13 else "2025-01-15"
        charge = ("--kind", "penalty", "--amount", month, "--on", day)
        lent.done("financing", "charge", "PRET", *charge)
    lent.done("financing", "default", "PRET", "--trigger", "Impayé", "--on", "2025-02-01")
    found = lent.done("financing", "show", "PRET")
    assert (len(found["facts"]), found["rest"]) == (10, 6)
    assert found["facts"][-1]["topic"] == "financing-defaulted"
    assert found["figures"]["charges_due"] == "88.00"
    told = shown(lent, "PRET")
    assert "En défaut : oui" in told
    assert "... et 6 avant" in told


def test_a_grant_and_its_drawdowns_are_shown(lent: Cli) -> None:
    made = ("--fund", "ALSACE", "--project", "Autre", "--instrument", "grant", "--create")
    lent.done("project", "add", "Autre", "--on", "2024-01-02")
    decide(lent, "Autre", "S0", "2024-01-04", "agreed", "--amount", 90)
    lent.done("financing", "contract", "AIDE", *made, "--amount", 90, "--on", "2024-01-05")
    parts = ("--drawdown", "2024-02-01=30", "--drawdown", 60, "--condition", "2=Bail signé")
    lent.done("financing", "drawdowns", "AIDE", *parts, "--on", "2024-01-06")
    found = lent.done("financing", "show", "AIDE")
    assert (found["figures"], found["schedule"]) == (None, None)
    assert [one["amount"] for one in found["drawdowns"]] == ["30.00", "60.00"]
    told = shown(lent, "AIDE")
    assert "Bail signé" in told


def test_what_is_no_contract_is_not_shown(lent: Cli, refuses: Refusals) -> None:
    assert lent.ledger
    refuses(4, "financing", "show", "ABSENT", code="agreement-not-found")
    refuses(4, "financing", "show", "C-2024-0001", code="agreement-not-found")
