"""Where the funds stand in the morning, and what waits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.unit.conftest import BAKERY, BANK, GARDEN, REGION, TODAY, Fund, row

from blendfund.application.reading.reader import Reading
from blendfund.application.reporting.status import status
from blendfund.domain.errors import FundNotFound

YOUNG: dict[str, Any] = {**REGION, "agreement": "JEUNES", "earmark": "jeunes"}
LENT: dict[str, Any] = {**BANK, "agreement": "PRET"}


def whole(fund: Fund, reference: str | None = None) -> dict[str, Any]:
    with Reading(str(fund.path)) as reading:
        return status(reading, reference, TODAY)


def standing(fund: Fund) -> dict[str, Any]:
    (one,) = whole(fund)["funds"]
    return dict(one)


def test_the_figures_are_those_of_the_reports(rich: Fund) -> None:
    found, uses = standing(rich), rich.uses()
    for name in ("cash", "available", "outstanding"):
        assert found[name] == uses[name]
    counts = ("contributions", "financings", "projects")
    assert [found[name] for name in counts] == [3, 2, 2]


def test_a_fund_that_nobody_opened_is_refused(alsace: Fund) -> None:
    with pytest.raises(FundNotFound):
        whole(alsace, "LORRAINE")


def test_every_fund_of_the_ledger_is_shown(alsace: Fund) -> None:
    alsace.open("LORRAINE")
    assert [one["fund"] for one in whole(alsace)["funds"]] == ["ALSACE", "LORRAINE"]
    assert [one["fund"] for one in whole(alsace, "LORRAINE")["funds"]] == ["LORRAINE"]


def test_what_is_paid_answers_the_earliest_call(alsace: Fund) -> None:
    alsace.take(
        row("commitment", "2024-01-01", 90_000, **LENT),
        row("call", "2024-02-01", 20_000, agreement="PRET", due="2026-09-01"),
        row("call", "2024-02-02", 10_000, agreement="PRET", due="2024-03-01"),
        row("call", "2024-02-03", 5_000, agreement="PRET"),
        row("contribution", "2024-03-05", 4_000, **LENT),
    )
    found = standing(alsace)
    assert found["called"] == "310.00"
    said = [(one["due"], one["amount"], one["overdue"]) for one in found["calls"]]
    assert said == [
        ("2024-03-01", "60.00", True),
        ("2026-09-01", "200.00", False),
        (None, "50.00", False),
    ]


def test_a_call_that_was_answered_or_taken_back_waits_no_more(alsace: Fund) -> None:
    alsace.take(row("commitment", "2024-01-01", 90_000, **LENT))
    alsace.take(row("call", "2024-02-01", 20_000, agreement="PRET"))
    alsace.take(row("contribution", "2024-03-05", 20_000, **LENT))
    assert standing(alsace)["calls"] == []
    alsace.take(row("call", "2024-04-01", 1_000, agreement="PRET"))
    assert [one["amount"] for one in standing(alsace)["calls"]] == ["10.00"]
    alsace.undo()
    assert standing(alsace)["calls"] == []
    assert standing(alsace)["called"] == "0.00"


def test_what_is_pledged_waits_until_it_is_committed(alsace: Fund) -> None:
    alsace.take(row("pledge", "2024-01-01", 9_000, **LENT))
    assert standing(alsace)["pledges"] == [{"agreement": "PRET", "amount": "90.00"}]
    alsace.take(row("commitment", "2024-02-01", 9_000, **LENT))
    assert standing(alsace)["pledges"] == []
    assert standing(alsace)["pledged"] == "0.00"


def test_arrears_taken_over_are_shown_as_far_as_they_are_due(alsace: Fund) -> None:
    late = {"late_minor": 5_000, "late_since": "2023-06-01"}
    loan = {**BAKERY, "agreement": "PRET"}
    alsace.take(
        row("opening-financing", "2024-01-01", 30_000, **loan, **late),
        row("opening-financing", "2024-01-01", 9_000, **GARDEN),
    )
    (one,) = standing(alsace)["late_at_takeover"]
    assert one == {
        "agreement": "PRET",
        "project": BAKERY["project"],
        "amount": "50.00",
        "since": "2023-06-01",
    }
    alsace.take(row("repayment", "2024-02-01", 28_000, agreement="PRET"))
    assert standing(alsace)["late_at_takeover"][0]["amount"] == "20.00"
    alsace.take(row("repayment", "2024-03-01", 2_000, agreement="PRET"))
    assert standing(alsace)["late_at_takeover"] == []


def test_an_earmark_that_ends_soon_with_money_left_is_watched(alsace: Fund) -> None:
    alsace.earmark("jeunes", valid_until=date(2026, 8, 30))
    alsace.take(row("contribution", "2024-01-10", 60_000, **YOUNG))
    (one,) = standing(alsace)["earmarks"]
    assert (one["left"], one["days_left"]) == ("600.00", 60)
    assert (one["ends"], one["nearly_used"]) == (True, False)
    alsace.take(row("disbursement", "2024-02-01", 60_000, **BAKERY, earmark="jeunes"))
    assert standing(alsace)["earmarks"] == []


def test_an_earmark_that_ends_later_is_left_alone(alsace: Fund) -> None:
    alsace.earmark("jeunes", valid_until=date(2026, 8, 31))
    alsace.take(row("contribution", "2024-01-10", 60_000, **YOUNG))
    assert standing(alsace)["earmarks"] == []


@pytest.mark.parametrize(("paid", "watched"), [(53_999, []), (54_000, ["jeunes"])])
def test_an_earmark_of_which_a_tenth_is_left_is_nearly_used(
    alsace: Fund, paid: int, watched: list[str]
) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 60_000, **YOUNG),
        row("disbursement", "2024-02-01", paid, **BAKERY, earmark="jeunes"),
    )
    found = standing(alsace)["earmarks"]
    assert [one["earmark"] for one in found if one["nearly_used"]] == watched


def test_the_last_write_is_the_one_that_undo_takes_back(alsace: Fund) -> None:
    alsace.earmark("jeunes")
    last = whole(alsace)["last_write"]
    assert (last["what"], last["actor"]) == ("earmark-defined", "camille")
    assert (last["amount"], last["agreement"]) == (None, None)
    done = alsace.undo()
    assert (done.first, done.last) == (last["first"], last["last"])
    assert whole(alsace)["last_write"]["what"] == "fund-opened"


def test_an_import_is_the_last_write_until_it_is_undone(alsace: Fund) -> None:
    taken = alsace.take(row("contribution", "2024-01-10", 60_000, **YOUNG), file="a.csv")
    found = whole(alsace)
    batch = taken.outcome.reference
    assert (found["last_write"]["what"], found["last_write"]["batch"]) == ("import", batch)
    assert found["last_import"]["file"] == "a.csv"
    assert batch in found["last_import"]["undo"]
    alsace.undo_import(batch)
    assert whole(alsace)["last_import"] is None


def test_an_empty_ledger_has_no_last_write(empty: Fund) -> None:
    found = whole(empty)
    assert (found["funds"], found["last_write"], found["last_import"]) == ([], None, None)
