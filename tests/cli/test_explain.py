"""Explaining from the command line: what needs a fund, what a terminal shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements, Refusals

FACTS = """
2020-01-10 contribution 30000 party='Région Grand Est' public grant concessional
2020-02-01 contribution 50 party=Lin crowdfunding donation concessional
"""
OTHER = (
    *("fund", "open", "LORRAINE", "--name", "Fonds", "--territory", "54"),
    *("--currency", "EUR", "--opened-on", "2020-01-01"),
)


@pytest.fixture
def explained(fund: Cli, movements: Movements) -> Cli:
    fund.take(movements(FACTS))
    return fund


def test_the_only_fund_need_not_be_named(explained: Cli) -> None:
    found = explained.done("audit", "explain", "composition:public:received")
    assert (found["fund"], found["value"]) == ("ALSACE", "30000.00")


def test_one_of_several_funds_has_to_be_named(explained: Cli, refuses: Refusals) -> None:
    explained.done(*OTHER)
    refuses(2, "audit", "explain", "balance:bank", says="ALSACE, LORRAINE")
    found = explained.done("audit", "explain", "balance:bank", "--fund", "ALSACE")
    assert found["value"] == "30050.00"


def test_without_any_fund_there_is_no_figure(cli: Cli) -> None:
    assert cli("init").exit_code == 0
    assert cli("audit", "explain", "balance:bank").exit_code == 4


def test_a_person_stands_in_an_address_by_number_alone(explained: Cli) -> None:
    found = explained.done("audit", "explain", len(explained.events()))
    figures = [one["figure"] for one in found["feeds"]]
    assert any(one.startswith("composition/party:#") for one in figures)
    assert not any("lin" in one.lower() for one in figures)


def test_an_explanation_shows_on_a_terminal_too(
    explained: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True)
    monkeypatch.setenv("PAGER", "")
    for what in (
        "composition:public:received",
        "cash:2020-01:cash",
        "4",
        "Région Grand Est",
    ):
        answer = explained("audit", "explain", what)
        assert answer.exit_code == 0, answer.stderr
        assert "30\u202f000,00" in answer.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("2020-01-31", "2020-02-01", "--as-of", "2020-02-01"),
        ("1", "4", "--known-at", "4"),
    ],
)
def test_the_time_that_is_compared_is_not_given_twice(
    explained: Cli, refuses: Refusals, words: tuple[str, ...]
) -> None:
    del explained
    refuses(2, "report", "why", *words, "--fund", "ALSACE", says="--as-of")


def test_the_same_difference_is_told_to_programs(explained: Cli) -> None:
    words = ("report", "why", "2020-01-31", "2020-02-01", "--fund", "ALSACE")
    found = explained.done(*words, "--report", "balance")
    assert [one["figure"] for one in found["rows"]] == [
        *("balance:bank", "balance:donation_income")
    ]
    assert "balance:bank" not in explained(*words, "--report", "soldes").stdout


def test_what_a_funder_bears_is_told_by_the_losses_of_the_fund(
    fund: Cli, movements: Movements
) -> None:
    day = ("--fund", "ALSACE", "--on", "2024-01-02")
    fund.done("tranche", "define", "Junior", "--rank", 1, "--size", 500, *day)
    fund.take(
        movements(
            "2024-01-03 contribution 300 party=A public returnable-contribution"
            " concessional agreement=A1 tranche=Junior\n"
            "2024-01-03 contribution 600 party=B bank loan market agreement=B1\n"
            "2024-02-01 disbursement 200 project=P loan market agreement=P1\n"
            "2024-03-01 write-off 80 agreement=P1"
        )
    )
    fund.done("financing", "provision", "P1", "--amount", 20, "--on", "2024-03-02")
    borne = fund.done("audit", "explain", "funder:A:A1:borne")
    assert borne["value"] == "100.00"
    parts = {one["part"]: one["value"] for one in borne["parts"][0]["parts"]}
    assert parts == {"lost": "80.00", "provision": "20.00"}
    whole = fund.done("audit", "explain", "funder:A:total:borne")
    (figure,) = whole["parts"][0]["figures"]
    assert (figure["figure"], figure["adds"]) == ("funder:A:A1:borne", "100.00")
    assert fund.done("audit", "explain", "funder:B:B1:borne")["value"] == "0.00"
    assert fund.done("audit", "explain", "funder:A:A1:to_call")["value"] == "0.00"
    report = fund.done("report", "funder", "A", "--fund", "ALSACE")
    assert report["total"]["borne"] == "100.00"
