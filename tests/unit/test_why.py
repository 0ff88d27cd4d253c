"""A difference tells its causes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.conftest import BANK, REGION, row
from tests.unit.test_explain import asked

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.explaining.why import Between, why
from blendfund.application.reading.reader import Reading
from blendfund.application.registering.parties import merge_parties
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import InvariantBroken, NotTwoMoments
from blendfund.domain.typed import Typed

if TYPE_CHECKING:
    from tests.unit.conftest import Fund

VILLE = {"party": "Ville", "sector": "public", "terms": "concessional"}


def between(fund: Fund, one: object, other: object, **said: Any) -> dict[str, Any]:
    pair = Between(str(one), str(other), "ALSACE", **said)
    with Reading(str(fund.path)) as reading:
        return why(reading, pair, str)


def causes(found: dict[str, Any], figure: str) -> list[tuple[str, str, int, str]]:
    (one,) = (one for one in found["rows"] if one["figure"] == figure)
    return [
        (cause["cause"], cause["kind"], cause["count"], cause["amount"])
        for cause in one["causes"]
    ]


def head(fund: Fund) -> int:
    return fund.verify().events


def test_facts_dated_in_between_are_new(rich: Fund) -> None:
    found = between(rich, "2024-03-31", "2024-01-31")
    assert [one["as_of"] for one in found["between"]] == ["2024-01-31", "2024-03-31"]
    assert causes(found, "composition:uses:cash") == [
        ("new", "contribution", 1, "500.00"),
        ("new", "disbursement", 1, "-400.00"),
    ]


def test_a_fact_recorded_since_is_late_when_it_is_dated_before(rich: Fund) -> None:
    before = head(rich)
    rich.take(row("contribution", "2024-05-01", 7_000, **REGION))
    rich.take(row("contribution", "2998-12-31", 2_000, **REGION), today=date(2999, 1, 1))
    found = between(rich, before, head(rich), as_of=date(2999, 1, 1))
    assert causes(found, "composition:public:received") == [
        ("new", "contribution", 1, "20.00"),
        ("late", "contribution", 1, "70.00"),
    ]


def test_a_correction_is_one_cause_with_its_reason(rich: Fund) -> None:
    before = head(rich)
    (position,) = rich.sql("SELECT position FROM posting WHERE amount = 100000")[0]
    rich.correct(position, Corrected(Typed(1_200)), "virement de 1 200 €")
    found = between(rich, before, head(rich))
    assert causes(found, "composition:public:received") == [
        ("corrected", "contribution", 1, "200.00")
    ]
    (told,) = found["rows"][0]["causes"]
    assert told["reasons"] == ["virement de 1 200 €"]
    assert told["facts"] == [{"position": position, "last": head(rich), "adds": "200.00"}]


def test_a_fact_that_was_undone_is_a_cause_of_its_own(rich: Fund) -> None:
    rich.take(row("contribution", "2024-05-01", 7_000, **REGION))
    before = head(rich)
    rich.undo("doublon")
    found = between(rich, before, head(rich))
    assert causes(found, "composition:public:received") == [
        ("undone", "contribution", 1, "-70.00")
    ]
    assert found["rows"][0]["causes"][0]["reasons"] == ["doublon"]


def test_what_came_and_went_in_between_changes_nothing(rich: Fund) -> None:
    before = head(rich)
    rich.take(row("contribution", "2024-05-01", 7_000, **REGION))
    rich.undo()
    found = between(rich, before, head(rich))
    assert (found["rows"], found["ratios"]) == ([], [])


def test_a_merged_partys_money_moves_to_the_other_row(rich: Fund) -> None:
    before = head(rich)
    with Ledger(str(rich.path)) as ledger:
        merge_parties(ledger, rich.command(), BANK["party"], REGION["party"], "la même")
    found = between(rich, before, head(rich), by="party")
    gone = "composition/party:credit-cooperatif:received"
    assert causes(found, gone) == [("counted", "contribution", 1, "-500.00")]
    kept = asked(rich, "composition/party:region-grand-est:received")
    assert (kept["value"], kept["parts"][0]["count"]) == ("1500.00", 2)


def test_ratios_are_told_with_their_two_terms(rich: Fund) -> None:
    found = between(rich, "2024-01-31", "2024-02-29", report="leverage")
    (one,) = (
        one
        for one in found["ratios"]
        if one["figure"] == "leverage:private_per_public:value"
    )
    assert (one["before"], one["after"]) == ("0", "0.5")
    assert [part["after"] for part in one["parts"]] == ["500.00", "1000.00"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("2024-02-30", "2024-03-01"), ("12", "2024-03-01"), ("hier", "demain")],
)
def test_a_difference_needs_two_moments_of_one_sort(
    rich: Fund, one: str, other: str
) -> None:
    with pytest.raises(NotTwoMoments):
        between(rich, one, other)


def test_a_year_that_has_begun_since_continues_the_curve(rich: Fund) -> None:
    found = between(rich, "2025-12-31", "2026-01-01", report="returns")
    assert [one["figure"] for one in found["rows"] if one["table"] == "curve"] == []


def test_others_money_counts_once_the_project_has_a_contract(rich: Fund) -> None:
    rich.take(row("cofinancing", "2024-01-05", 9_000, project="Jardin partagé", **VILLE))
    found = between(rich, "2024-04-09", "2024-04-10", report="leverage")
    assert causes(found, "leverage:cofinancing:numerator") == [
        ("counted", "cofinancing", 1, "90.00")
    ]
    told = asked(rich, "leverage:cofinancing:numerator", as_of=date(2024, 4, 9))
    assert [one["adds"] for one in told["parts"][0]["facts"]] == ["800.00"]


def test_a_difference_that_its_causes_do_not_make_stops_everything(rich: Fund) -> None:
    rich.tamper("UPDATE daily SET amount = amount + 1")
    with pytest.raises(InvariantBroken, match="causes make"):
        between(rich, 0, head(rich), report="balance")
