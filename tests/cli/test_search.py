"""Searching and listing facts from the command line."""

from __future__ import annotations

import json
import sys
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from blendfund_cli.main import main

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements

ROWS = """
2020-01-10 contribution 30000 party='Région Grand Est' public grant concessional
2020-02-15 contribution 25 party='Noémie Wurtz' individual donation concessional
2020-04-20 disbursement 10000 project='Ressourcerie du Ried' loan reference=V-1
2020-04-30 expense 350 label='Frais de tenue'
"""


@pytest.fixture
def filled(fund: Cli, movements: Movements) -> Cli:
    fund.take(movements(ROWS))
    return fund


def test_a_search_in_json_is_one_line(filled: Cli) -> None:
    answer = filled("search", "source:public", "montant:>10000", "--json")
    assert answer.stdout.count("\n") == 1
    assert answer.stderr == ""
    found = answer.json
    assert found["query"] == "source:public montant:>10000"
    assert found["read"] == "sector:public amount:>10000"
    assert (found["count"], found["total"]) == (1, {"EUR": "30000.00"})
    assert found["rows"][0]["party"] == "Région Grand Est"


def test_the_same_search_is_read_in_both_languages(filled: Cli) -> None:
    for language in ("fr", "en"):
        for query in ("source:public", "sector:public", "sorte:apport -wurtz"):
            answer = filled("search", query, "--json", lang=language)
            assert answer.json["count"] == 1


def test_a_dash_comes_after_two_dashes(filled: Cli) -> None:
    answer = filled("search", "--json", "--", "-2020-T2", "-wurtz")
    assert [row["amount"] for row in answer.json["rows"]] == ["30000.00"]


class Screen(StringIO):
    """A terminal that keeps what it is sent."""

    def isatty(self) -> bool:
        return True


def seen(filled: Cli, query: str, patch: pytest.MonkeyPatch) -> str:
    """Give what a person sees of a search on a terminal."""
    screen = Screen()
    with patch.context() as there:
        there.setattr(sys, "stdout", screen)
        there.setenv("COLUMNS", "120")
        there.setenv("BLENDFUND_LANG", "fr")
        main.main(filled.arguments("search", query), standalone_mode=False)
    return screen.getvalue()


def test_a_terminal_shows_the_fifty_newest(
    fund: Cli, movements: Movements, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = "2020-02-01 contribution {}.5 party=Région public grant concessional"
    fund.take(movements("\n".join(row.format(i) for i in range(1, 61))))
    shown = seen(fund, "", monkeypatch)
    assert "Montrés, les plus récents : 50." in shown.replace("\u00a0", " ")
    assert "10,50" not in shown
    assert "11,50" in shown
    for words in (("search", ""), ("search", "", "--limit", 60)):
        assert sum("Région" in line for line in fund(*words).stdout.splitlines()) == 60
    assert len(fund.done("search", "")["rows"]) == 60


def test_nothing_found_is_the_same_on_a_terminal(
    filled: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seen(filled, "inconnu", monkeypatch) == filled("search", "inconnu").stdout


def test_nothing_found_is_said_and_is_no_error(filled: Cli) -> None:
    answer = filled("search", "inconnu")
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert "Aucun mouvement" in answer.stdout


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("souce:public", "unknown-filter"),
        ("source:publik", "unknown-word"),
        ("montant:1.234", "unreadable-filter"),
        ("(", "unreadable-query"),
        ("annulé:", "unreadable-query"),
    ],
)
def test_an_unreadable_search_is_refused(filled: Cli, query: str, code: str) -> None:
    answer = filled("search", query, "--json")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.strip().endswith(f"[{code}]")
    assert len(answer.stderr.strip().splitlines()) == 1


def test_what_could_steer_a_terminal_is_shown_escaped(filled: Cli) -> None:
    answer = filled("search", "\x1b[31m:x")
    assert "\x1b" not in answer.stdout + answer.stderr


def test_a_search_needs_its_words(filled: Cli) -> None:
    assert filled("search").exit_code == 2
    assert filled("search", "", "--limit", 0).exit_code == 2


def listed(filled: Cli, *words: object) -> list[int]:
    answer = filled("events", "--json", *words)
    assert answer.exit_code == 0, answer.stderr
    return [event["position"] for event in answer.lines]


def test_every_option_narrows_the_list_of_facts(filled: Cli) -> None:
    every = filled.events()
    last = every[-1]["position"]
    topics = {event["position"]: event["topic"] for event in every}
    received = [at for at in topics if topics[at] == "contribution-received/1"]
    movements = [row["position"] for row in filled.done("search", "")["rows"]]
    assert listed(filled) == list(topics)
    assert listed(filled, "--from", 3, "--to", 5) == [3, 4, 5]
    stream = every[-1]["stream_id"]
    assert listed(filled, "--stream", stream) == [last]
    assert listed(filled, "--topic", "contribution-received/1") == received
    assert listed(filled, "--topic", "apport reçu") == received
    assert listed(filled, "--topic", "expense-paid", "--topic", "fund-opened") == [1, last]
    assert listed(filled, "--on", "2020-02..2020-03", "--topic", "apport reçu") == [
        received[1]
    ]
    assert listed(filled, "--on", "2020-04-30") == [last]
    assert listed(filled, "--search", "source:public | frais") == [received[0], last]
    assert listed(filled, "--search", "") == movements
    assert listed(filled, "--actor", "camille") == list(topics)
    assert listed(filled, "--actor", "léa") == []


def test_facts_are_listed_by_the_time_they_were_recorded(filled: Cli) -> None:
    every = filled.events()
    first, *_, last = (json.loads(event["state"])["recorded_at"] for event in every)
    positions = [event["position"] for event in every]
    assert listed(filled, "--since", first) == positions
    assert listed(filled, "--since", last) == positions[1:]
    assert listed(filled, "--until", first) == [1]
    assert listed(filled, "--since", first[:10], "--until", last[:10]) == positions
    assert listed(filled, "--until", "2020-01-01") == []
    assert listed(filled, "--since", "2020-01-01T00:00:00+02:00") == positions


def test_facts_of_one_fund_are_all_of_it_and_nothing_else(
    filled: Cli, movements: Movements
) -> None:
    of_alsace = [
        event["position"]
        for event in filled.events()
        if not event["topic"].startswith(("party", "project"))
    ]
    opened = ("--name", "L", "--territory", "54", "--opened-on", "2020-01-01")
    filled.done("fund", "open", "LORRAINE", *opened)
    row = "2020-05-01 contribution 9 party='Région Grand Est' public grant concessional"
    both = movements(f"{row}\n2020-05-02 expense 1 label=Autre", "lorraine.csv")
    filled.done("import", "movements", both, "--fund", "LORRAINE")
    assert listed(filled, "--fund", "ALSACE") == of_alsace
    assert len(listed(filled, "--fund", "LORRAINE")) == 4
    refused = filled("events", "--fund", "ABSENT")
    assert refused.exit_code == 4


def test_a_fact_that_is_taken_back_stays_a_fact_of_its_fund(filled: Cli) -> None:
    before = listed(filled, "--fund", "ALSACE")
    filled.done("correct", before[-1], "--amount", "360", "--reason", "Ticket relu")
    assert listed(filled, "--fund", "ALSACE")[: len(before)] == before
    assert len(listed(filled, "--fund", "ALSACE")) == len(before) + 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--topic", "apport-recu-hier"), "[unknown-word]"),
        (("--on", "2020-13"), "[unreadable-filter]"),
        (("--search", "souce:x"), "[unknown-filter]"),
        (("--since", "hier"), "RFC 3339"),
        (("--until", "2020-01-01T10:00:00"), "RFC 3339"),
        (("--until", "9999-12-31"), "RFC 3339"),
        (("--to", "0"), "--to"),
    ],
)
def test_an_unreadable_choice_of_facts_is_refused(
    filled: Cli, words: tuple[str, ...], said: str
) -> None:
    answer = filled("events", *words)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert said in answer.stderr
