from __future__ import annotations

from datetime import date

import pytest
from tests.unit.conftest import BAKERY, BANK, REGION, Fund, row

from blendfund.domain.vocabulary import Instrument

GUARANTEE = {"compartment": "guarantee"}
GUARANTEED = BAKERY | {"instrument": Instrument.GUARANTEE}


def values(fund: Fund, **asked: object) -> dict[str, tuple[str | None, ...]]:
    return {
        name: (one["numerator"], one["denominator"], one["value"])
        for name, one in fund.rows("leverage", **asked).items()
    }


def test_every_measure_is_what_its_formula_says(rich: Fund) -> None:
    """By hand: 970.00 public, 500.00 market, 700.00 contracted, 800.00 of others."""
    assert values(rich) == {
        "private_per_public": ("500.00", "970.00", "0.515463917526"),
        "convergence_total": ("1300.00", "970.00", "1.340206185567"),
        "convergence_private": ("1300.00", "970.00", "1.340206185567"),
        "cofinancing": ("800.00", "700.00", "1.142857142857"),
        "total_per_public": ("2270.00", "970.00", "2.340206185567"),
        "guarantee_multiplier": ("0.00", None, None),
        "guarantee_exposure": ("0.00", None, None),
        "oecd_mobilised": ("0.00", None, None),
    }
    assert rich.report("leverage")["coverage"] == {"declared": 1, "projects": 2}


def test_public_and_concessional_money_of_others_counts_where_it_should(rich: Fund) -> None:
    said = {"project": BAKERY["project"], "party": "Ville", "sector": "public"}
    rich.take(
        row("cofinancing", "2024-05-01", 10_000, **said, terms="concessional"),
        row("cofinancing", "2024-05-01", 1_000, **said, terms="market"),
        row("contribution", "2024-05-01", 500, **REGION | {"terms": "market"}),
    )
    found = values(rich)
    assert found["convergence_total"][:2] == ("1315.00", "1070.00")
    assert found["convergence_private"][:2] == ("1300.00", "1070.00")
    assert found["total_per_public"][:2] == ("2385.00", "1085.00")


def test_money_in_a_project_without_contract_is_not_ours_to_count(rich: Fund) -> None:
    before = values(rich)
    said = {"party": "Ville", "sector": "public", "terms": "concessional"}
    rich.take(row("cofinancing", "2024-05-01", 10_000, project="Sans nous", **said))
    assert values(rich) == before


def test_a_ratio_of_nothing_says_why_it_is_undefined(alsace: Fund) -> None:
    rows = alsace.rows("leverage")
    assert {name: one["reason"] for name, one in rows.items()} == {
        "private_per_public": "no public resources",
        "convergence_total": "no concessional money",
        "convergence_private": "no concessional money",
        "cofinancing": "nothing contracted",
        "total_per_public": "no public money",
        "guarantee_multiplier": "no resources in a compartment named guarantee",
        "guarantee_exposure": "no resources in a compartment named guarantee",
        "oecd_mobilised": "an amount, not a ratio",
    }
    assert {one["value"] for one in rows.values()} == {None}
    assert all(one["formula"] and one["source"] for one in rows.values())


def test_exposure_is_measured_against_the_guarantee_fund(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-01", 10_000, **REGION, **GUARANTEE),
        row("contract", "2024-02-01", 25_000, **GUARANTEED),
    )
    found = values(alsace)
    assert found["guarantee_exposure"] == ("250.00", "100.00", "2.5")
    assert found["guarantee_multiplier"] == (None, "100.00", None)
    assert found["cofinancing"] == ("0.00", "0.00", None)
    assert alsace.rows("leverage")["oecd_mobilised"]["reason"] == (
        "the covered loans are not recorded"
    )


def test_reimbursed_money_stays_it_was_mobilised(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-01", 10_000, **BANK),
        row("contribution", "2024-01-01", 10_000, **REGION),
        row("reimbursement", "2024-02-01", 10_000, party=BANK["party"]),
    )
    assert values(alsace)["private_per_public"] == ("100.00", "100.00", "1")


@pytest.mark.parametrize("day", ["2024-03-04", "2024-03-05", "2026-07-01"])
def test_the_past_gives_the_same_from_facts_as_from_daily_totals(
    rich: Fund, day: str
) -> None:
    as_of = date.fromisoformat(day)
    before = values(rich, as_of=as_of)
    coverage = rich.report("leverage", as_of=as_of)["coverage"]
    position = str(rich.verify().events)
    rich.take(row("contribution", "2024-01-01", 5_000, **BANK | {"party": "Autre"}))
    assert values(rich, as_of=as_of, known_at=position) == before
    assert rich.report("leverage", as_of=as_of, known_at=position)["coverage"] == coverage
    assert values(rich, as_of=as_of) != before
