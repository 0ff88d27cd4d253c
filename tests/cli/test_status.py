"""The command ``status``: one screen for the morning, JSON for programs."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements, Refusals

COMMIT = (
    *("contribution", "commit", "CONV", "--fund", "ALSACE", "--party", "Région"),
    *("--sector", "public", "--instrument", "grant", "--terms", "concessional"),
    *("--amount", "5000", "--on", "2024-01-10", "--create"),
)


def test_it_shows_what_can_be_promised_and_how(fund: Cli) -> None:
    fund.done(*COMMIT)
    fund.done("contribution", "receive", "CONV", "--amount", "2000", "--on", "2024-02-01")
    shown = fund("status").stdout
    for line in (
        r"Trésorerie +2 000,00 €",
        r"engagements reçus, à venir +3 000,00 €",
        r"disponible à engager, sans affectation +5 000,00 €",
        r"Dernière écriture : Apport reçu, 2 000,00 €, CONV, par camille",
        r'Pour annuler : blendfund undo --reason "\.\.\."',
    ):
        assert re.search(line.replace(" ", r"\s"), shown), line


def test_its_json_names_every_figure_of_the_screen(fund: Cli) -> None:
    fund.done(*COMMIT)
    found = fund.done("status", "--fund", "ALSACE")
    (one,) = found["funds"]
    assert (one["open_commitments"], one["available"]) == ("5000.00", "5000.00")
    assert found["last_write"]["amount"] == "5000.00"


def test_an_earmark_says_how_many_days_are_left(fund: Cli) -> None:
    soon = datetime.now(UTC).astimezone().date() + timedelta(30)
    fund.done("earmark", "define", "jeunes", "--fund", "ALSACE", "--until", soon)
    fund.done(*COMMIT, "--earmark", "jeunes")
    assert re.search(r"\(jours restants\s: 30\)", fund("status").stdout)


def test_an_earmark_that_is_nearly_used_is_shown(fund: Cli, movements: Movements) -> None:
    fund.take(
        movements("""
2024-01-10 contribution 100 party=Région public grant concessional earmark=jeunes
2024-02-01 disbursement 95 project=Recyclerie loan earmark=jeunes
2024-02-02 opening-financing 50 project=Jardin loan late=20
""")
    )
    shown = fund("status").stdout
    assert re.search(r"Affectation jeunes\s: presque épuisée, 5,00\s€ disponibles\.", shown)
    assert re.search(r"En retard à la reprise\s: Jardin \(F-\S+\), 20,00\s€\.", shown)


def test_a_fund_that_is_not_there_is_refused(refuses: Refusals) -> None:
    refuses(4, "status", "--fund", "LORRAINE", code="fund-not-found")
