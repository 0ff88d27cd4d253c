from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from tests.unit.conftest import BAKERY, BANK, GARDEN, REGION, Fund, row

from blendfund.domain.errors import FileRejected, LineRefused

LOAN: dict[str, Any] = {key: BANK[key] for key in ("sector", "instrument", "terms")}


def refused(fund: Fund, *rows: Any) -> LineRefused:
    with pytest.raises(LineRefused) as found:
        fund.take(*rows)
    return found.value


def agreements(fund: Fund) -> list[tuple[str, str]]:
    return [
        tuple(one) for one in fund.sql("SELECT reference, name FROM agreement ORDER BY id")
    ]


def test_who_and_what_a_file_names_is_made_known_once(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 100_000, **REGION),
        row("contribution", "2024-02-10", 100, **REGION | {"party": " REGION  grand est "}),
        row("disbursement", "2024-03-10", 100, **GARDEN),
        row("disbursement", "2024-04-10", 100, **GARDEN | {"project": "JARDIN PARTAGE"}),
    )
    alsace.take(row("contribution", "2025-01-10", 100, **REGION))
    assert alsace.sql("SELECT name FROM party") == [("Région Grand Est",)]
    assert alsace.sql("SELECT reference, name FROM project") == [
        ("P-2024-0001", "Jardin partagé")
    ]
    assert agreements(alsace) == [("C-2024-0001", ""), ("F-2024-0001", "")]


def test_references_go_on_from_year_to_year_and_file_to_file(alsace: Fund) -> None:
    for day in ("2023-01-01", "2024-01-01", "2024-02-01"):
        alsace.take(row("contribution", day, 100, **REGION, agreement=f"Convention {day}"))
    assert [one[0] for one in agreements(alsace)] == [
        "C-2023-0001",
        "C-2024-0001",
        "C-2024-0002",
    ]


def test_an_agreement_is_found_by_its_name_or_its_reference(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 900, **BANK, agreement="Prêt 12"))
    alsace.take(row("reimbursement", "2024-02-10", 300, agreement="Prêt 12"))
    alsace.take(row("reimbursement", "2024-03-10", 200, agreement="C-2024-0001"))
    alsace.take(row("funding-interest", "2024-03-10", 10, agreement="Prêt 12"))
    found = alsace.rows("returns", by="party")[BANK["party"]]
    assert (found["distributed"], found["residual"]) == ("5.10", "4.00")


def test_a_loan_and_a_grant_of_one_funder_are_two_agreements(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 900, **REGION),
        row("contribution", "2024-01-10", 500, **BANK | {"party": REGION["party"]}),
        row("reimbursement", "2024-02-10", 500, party=REGION["party"]),
    )
    assert alsace.rows("composition", by="instrument")["loan"]["net"] == "0.00"
    assert alsace.rows("composition", by="instrument")["grant"]["net"] == "9.00"


def test_of_two_that_fit_the_file_must_name_one(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 900, **BANK, agreement="A"),
        row("contribution", "2024-01-10", 900, **BANK, agreement="B"),
    )
    with pytest.raises(FileRejected) as found:
        alsace.take(row("reimbursement", "2024-02-10", 500, party=BANK["party"]))
    (problem,) = found.value.problems
    assert (problem.line, problem.column) == (2, "agreement")
    assert problem.given == {"names": "A, B"}


@pytest.mark.parametrize(
    "said",
    [
        {"instrument": "grant"},
        {"terms": "concessional"},
        {"sector": "public"},
        {"origin": "FSE"},
        {"compartment": "amorçage"},
        {"carrier": "FA"},
    ],
)
def test_a_named_agreement_keeps_the_terms_it_was_made_on(
    alsace: Fund, said: dict[str, str]
) -> None:
    terms = {"origin": "ANCT", "compartment": "autre", "carrier": "BPI"}
    made = BANK | terms | {"agreement": "A"}
    alsace.take(row("contribution", "2024-01-10", 900, **made))
    assert refused(
        alsace, row("contribution", "2024-01-11", 9, **made | said)
    ).inner_code == ("other-agreement")


def test_a_named_agreement_keeps_its_owner(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 900, **BANK, agreement="A"),
        row("disbursement", "2024-01-11", 90, **BAKERY, agreement="B"),
    )
    other = BANK | {"party": "Autre"}
    found = refused(alsace, row("contribution", "2024-02-10", 9, **other, agreement="A"))
    assert found.inner_code == "other-owner"
    moved = BAKERY | {"project": "Autre"}
    found = refused(alsace, row("disbursement", "2024-02-10", 9, **moved, agreement="B"))
    assert found.inner_code == "other-owner"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (row("reimbursement", "2024-01-10", 9, party="Inconnue"), "above-received"),
        (row("contribution-refund", "2024-01-10", 9, agreement="X"), "above-received"),
        (row("funding-interest", "2024-01-10", 9, agreement="X"), "above-received"),
        (row("repayment", "2024-01-10", 9, project="Inconnu"), "above-outstanding"),
        (row("write-off", "2024-01-10", 9, agreement="X"), "above-outstanding"),
        (row("recovery", "2024-01-10", 9, agreement="X"), "above-outstanding"),
        (row("contribution", "2024-01-10", 0, **REGION), "not-positive"),
        (row("contract", "2024-01-10", 0, **BAKERY), "not-positive"),
        (row("expense", "2024-01-10", 0, label="x"), "not-positive"),
        (row("contribution", "2019-12-31", 9, **REGION), "before-fund"),
        (row("contribution", "2026-07-02", 9, **REGION), "future-date"),
        (
            row("contribution", "2024-01-10", 9, **REGION | {"currency": "CHF"}),
            "other-currency",
        ),
        (row("expense", "2024-01-10", 9, label="x"), "not-enough-cash"),
    ],
)
def test_a_line_that_breaks_a_rule_is_named_with_its_file(
    alsace: Fund, line: Any, code: str
) -> None:
    with pytest.raises(LineRefused) as found:
        alsace.take(line, file="janvier.csv")
    assert found.value.inner_code == code
    assert str(found.value).startswith("janvier.csv:2: ")
    assert alsace.verify().events == 1


def test_a_promise_is_drawn_on_by_what_follows_it(alsace: Fund) -> None:
    alsace.take(
        row("commitment", "2024-01-10", 1_000, **REGION),
        row("contribution", "2024-02-10", 400, **REGION),
        row("contract", "2024-03-10", 300, **GARDEN),
    )
    alsace.take(row("disbursement", "2024-04-10", 100, **GARDEN))
    uses = alsace.uses()
    assert (uses["contracted"], uses["disbursed"], uses["grants_paid"]) == (
        "3.00",
        "1.00",
        "1.00",
    )
    assert (uses["cash"], uses["available"]) == ("3.00", "7.00")
    assert alsace.rows("composition")["public"]["committed"] == "10.00"


def test_a_guarantee_is_promised_and_support_in_kind_is_never_cash(alsace: Fund) -> None:
    alsace.take(
        row("commitment", "2024-01-10", 1_000, **BANK | {"instrument": "guarantee"}),
        row("contract", "2024-01-10", 500, **BAKERY | {"instrument": "guarantee"}),
        row("in-kind", "2024-01-10", 50, party="Mairie", sector="public"),
        row("in-kind", "2024-02-10", 60, party="Mairie", sector="public"),
    )
    report = alsace.report("composition")
    assert (report["uses"]["cash"], report["in_kind"], report["rows"]) == (
        "0.00",
        "1.10",
        [],
    )
    assert len(agreements(alsace)) == 3


def test_money_in_kind_is_no_place_for_cash_without_an_instrument(alsace: Fund) -> None:
    alsace.take(row("in-kind", "2024-01-10", 50, party="Mairie", sector="public"))
    found = refused(alsace, row("contribution-refund", "2024-02-10", 5, party="Mairie"))
    assert found.inner_code == "above-received"


def test_others_money_is_kept_beside_the_project(alsace: Fund) -> None:
    said: dict[str, Any] = {
        "project": "Jardin partagé",
        "party": "Ville",
        "sector": "public",
    }
    terms = {
        "terms": "concessional",
        "origin": "DSIL",
        "evidence": "ab",
        "instrument": "grant",
    }
    for day in ("2024-01-10", "2024-02-10"):
        alsace.take(row("cofinancing", day, 500, **said, **terms))
    alsace.take(row("contribution", "2024-03-10", 500, **REGION))
    alsace.take(row("disbursement", "2024-03-10", 200, **GARDEN))
    found = alsace.report("leverage")
    assert found["coverage"] == {"declared": 1, "projects": 1}
    assert alsace.rows("leverage")["cofinancing"]["numerator"] == "10.00"
    assert alsace.uses()["cash"] == "3.00"


def test_a_person_or_an_organisation_is_what_the_file_says_or_means(alsace: Fund) -> None:
    gift: dict[str, Any] = {"instrument": "donation", "terms": "concessional"}
    alsace.take(
        row("contribution", "2024-01-10", 5, party="Zoé", sector="individual", **gift),
        row("contribution", "2024-01-10", 5, party="Max", sector="crowdfunding", **gift),
        row(
            *("contribution", "2024-01-10", 5),
            **LOAN | {"party": "Ulule", "sector": "crowdfunding"},
        ),
        row(
            *("contribution", "2024-01-10", 5),
            **gift
            | {"party": "Club", "sector": "individual", "party_kind": "organisation"},
        ),
    )
    kinds = alsace.sql("SELECT kind, name FROM party ORDER BY id")
    assert kinds == [
        ("person", ""),
        ("person", ""),
        ("organisation", "Ulule"),
        ("organisation", "Club"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("218601946", "218 601 946", True),
        ("21860194600013", "218601946", False),
        ("123456789", "123 456 789", False),
        ("218601947", "218601946", False),
    ],
)
def test_a_valid_siren_or_siret_is_who_it_says(
    alsace: Fund,
    one: str,
    other: str,
    same: bool,  # noqa: FBT001
) -> None:
    for name in (one, other):
        alsace.take(row("contribution", "2024-01-10", 5, **REGION | {"party": name}))
    assert alsace.sql("SELECT count(*) FROM party") == [(1 if same else 2,)]


def test_what_a_line_carries_stands_in_its_fact(alsace: Fund) -> None:
    more = {"label": "Virement", "bank_account": "512100", "earmark": "emploi"}
    alsace.take(
        row(
            "contribution", "2024-01-10", 5, **REGION, **more, reference="R1", evidence="ab"
        )
    )
    (state,) = alsace.sql("SELECT state FROM event ORDER BY position DESC LIMIT 1")[0]
    for text in ('"label":"Virement"', '"bank_account":"512100"', '"earmark":"emploi"'):
        assert text in state.decode()
    assert '"reference":"R1"' in state.decode()
    assert '"evidence":["ab"]' in state.decode()
    assert alsace.sql("SELECT DISTINCT bank_account, earmark FROM class") == [
        ("512100", "emploi")
    ]


def test_money_that_another_carries_is_never_the_funds_cash(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 900, **REGION, carrier="Ville"),
        row("disbursement", "2024-02-10", 900, **GARDEN, carrier="Ville"),
    )
    assert alsace.uses()["cash"] == "0.00"
    found = refused(alsace, row("expense", "2024-03-10", 1, label="x"))
    assert found.inner_code == "not-enough-cash"


def test_a_line_that_leaves_the_carrier_out_moves_the_carriers_cash(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 900, **BANK, carrier="Ville", agreement="A"),
        row("reimbursement", "2024-02-10", 300, agreement="A"),
    )
    assert alsace.uses()["cash"] == "0.00"


def test_cash_that_a_carrier_holds_pays_nothing_of_the_fund(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 100, **REGION, carrier="Ville"))
    found = refused(
        alsace,
        row("contribution", "2024-02-10", 900, **REGION, agreement="C-2024-0001"),
        row("expense", "2024-03-10", 900, label="Frais"),
    )
    assert found.inner_code == "not-enough-cash"


def test_money_with_a_carrier_joins_no_agreement_of_the_fund_itself(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 100, **REGION))
    with suppress(LineRefused):
        alsace.take(row("contribution", "2024-02-10", 900, **REGION, carrier="Ville"))
    assert alsace.uses()["cash"] == "1.00"
