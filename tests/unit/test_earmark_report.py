"""The report on earmarks: what each has, what it may be used for, what is left."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.conftest import BAKERY, BANK, GARDEN, REGION, Fund, row
from tests.unit.histories import LAWS, OVERDRAFT, movements, opened

from blendfund.application.recording.transfers import Place, TransferForm, transfer
from blendfund.application.registering.parties import merge_parties
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import BlendfundError
from blendfund.domain.typed import Typed
from blendfund.projections.earmarks import Pot

YOUNG: dict[str, Any] = {**REGION, "agreement": "JEUNES", "earmark": "jeunes"}
LENT: dict[str, Any] = {**BANK, "agreement": "PRETS", "earmark": "prêts"}


def figures(one: dict[str, Any]) -> dict[str, str]:
    return {name: one[name] for name in Pot.__slots__ if Decimal(one[name])}


def test_a_row_tells_what_became_of_an_earmarks_money(alsace: Fund) -> None:
    alsace.take(
        row("commitment", "2024-01-01", 90_000, **LENT),
        row("contribution", "2024-01-10", 60_000, **LENT),
        row("contract", "2024-02-01", 30_000, **BAKERY, earmark="prêts"),
        row("disbursement", "2024-02-02", 20_000, **BAKERY),
        row("repayment", "2024-06-01", 5_000, **BAKERY),
        row("reimbursement", "2024-09-01", 1_000, **BANK),
    )
    (one,) = alsace.report("earmarks")["rows"]
    assert one["key"] == "prêts"
    assert figures(one) == {
        "received": "600.00",
        "returned": "10.00",
        "disbursed": "200.00",
        "repaid": "50.00",
        "cash": "440.00",
        "to_come": "300.00",
        "undisbursed": "100.00",
        "available": "640.00",
        "outstanding": "150.00",
    }


def test_repayments_that_become_free_are_released(alsace: Fund) -> None:
    alsace.earmark("prêts", territories=("67",), repayments="free")
    alsace.take(
        row("contribution", "2024-01-10", 60_000, **LENT),
        row("disbursement", "2024-02-02", 20_000, **BAKERY, earmark="prêts"),
        row("repayment", "2024-06-01", 5_000, **BAKERY),
    )
    rows = alsace.rows("earmarks")
    assert rows["prêts"]["released"] == "50.00"
    assert rows["prêts"]["cash"] == "400.00"
    assert figures(rows["unearmarked"]) == {
        "released": "-50.00",
        "cash": "50.00",
        "available": "50.00",
    }


def test_money_moved_between_earmarks_is_released_by_one_to_the_other(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 60_000, **LENT))
    form = TransferForm(
        "ALSACE",
        Typed(100),
        Place(earmark="prêts"),
        Place(earmark="jeunes"),
        on=date(2024, 2, 1),
    )
    with Ledger(str(alsace.path)) as ledger:
        transfer(ledger, alsace.command(), form)
    report = alsace.report("earmarks")
    released = {one["key"]: one["released"] for one in report["rows"]}
    assert released == {"jeunes": "-100.00", "prêts": "100.00"}
    assert report["total"]["released"] == "0.00"


def test_interest_and_costs_under_an_earmark_are_its_other_money(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 60_000, **LENT),
        row("expense", "2024-02-01", 700, label="Frais", earmark="prêts"),
        row("treasury-interest", "2024-03-01", 90, label="Livret", earmark="prêts"),
    )
    (one,) = alsace.report("earmarks")["rows"]
    assert (one["other"], one["cash"]) == ("-6.10", "593.90")


def test_a_row_says_what_its_money_may_be_used_for(alsace: Fund) -> None:
    alsace.earmark(
        "jeunes",
        purpose="emploi",
        territories=("67", "68"),
        publics=("jeunes",),
        valid_from=date(2024, 1, 1),
        valid_until=date(2024, 12, 31),
        highest_rate="0.02",
    )
    alsace.take(row("contribution", "2024-01-10", 60_000, **YOUNG))
    (one,) = alsace.report("earmarks", as_of=date(2024, 12, 1))["rows"]
    assert one["purpose"] == "emploi"
    assert one["territories"] == ["67", "68"]
    assert one["publics"] == ["jeunes"]
    assert (one["valid_from"], one["valid_until"]) == ("2024-01-01", "2024-12-31")
    assert one["days_left"] == 30
    assert (one["highest_rate"], one["repayments"]) == ("0.02", "earmark")
    assert one["funders"] == ["Région Grand Est"]


def test_free_money_comes_first_and_limits_nothing(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 60_000, **YOUNG),
        row("contribution", "2024-01-10", 100, **BANK),
    )
    first = alsace.report("earmarks")["rows"][0]
    assert (first["key"], first["earmarked"]) == ("unearmarked", False)
    assert (first["funders"], first["repayments"]) == ([], None)


def test_a_funder_that_is_another_is_named_once(alsace: Fund) -> None:
    other = {**YOUNG, "party": "Conseil régional", "agreement": "JEUNES-2"}
    alsace.take(
        row("contribution", "2024-01-10", 60_000, **YOUNG),
        row("contribution", "2024-01-11", 100, **other),
    )
    with Ledger(str(alsace.path)) as ledger:
        names = ("Conseil régional", REGION["party"])
        merge_parties(ledger, alsace.command(), *names, "même tiers")
    (one,) = alsace.report("earmarks")["rows"]
    assert one["funders"] == [REGION["party"]]


def test_limits_that_were_withdrawn_still_held_before(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 60_000, **YOUNG))
    alsace.earmark("jeunes", purpose="emploi")
    known = alsace.report("earmarks")
    alsace.undo()
    assert alsace.report("earmarks")["rows"][0]["purpose"] is None
    assert alsace.report("earmarks", known_at=str(known["position"])) == known


def test_an_earmark_without_any_money_is_no_row(alsace: Fund) -> None:
    alsace.earmark("vide", purpose="rien")
    alsace.take(row("disbursement", "2024-01-10", 1, **GARDEN), options=OVERDRAFT)
    assert list(alsace.rows("earmarks")) == ["unearmarked"]


@LAWS
@given(st.lists(movements(), max_size=12))
def test_the_pots_are_all_of_the_funds_money(history: list[Any]) -> None:
    with opened() as fund:
        for one in history:
            try:
                fund.take(one, options=OVERDRAFT)
            except BlendfundError:
                continue
        report = fund.report("earmarks")
        for name in Pot.__slots__:
            parts = sum(Decimal(one[name]) for one in report["rows"])
            assert parts == Decimal(report["total"][name])
        for one in (*report["rows"], report["total"]):
            assert adds_up({name: Decimal(one[name]) for name in Pot.__slots__})
            assert Decimal(one["undisbursed"]) >= 0
            assert Decimal(one["to_come"]) >= 0
        total, uses = report["total"], fund.uses()
        assert Decimal(total["released"]) == 0
        for name in ("cash", "available", "outstanding", "disbursed", "repaid"):
            assert total[name] == uses[name]


def adds_up(pot: dict[str, Decimal]) -> bool:
    came = pot["received"] + pot["repaid"] + pot["other"]
    went = pot["returned"] + pot["disbursed"] + pot["released"]
    left = pot["cash"] + pot["to_come"] - pot["undisbursed"]
    return came - went == pot["cash"] and left == pot["available"]
