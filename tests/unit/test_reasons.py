"""What is undefined says why, in the same object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.unit.test_guarantee import do, give
from tests.unit.test_worked import loan

from blendfund.domain.vocabulary import Instrument

if TYPE_CHECKING:
    from tests.unit.conftest import Fund

__all__ = ["loan"]  # a fixture


def unsaid(value: Any, path: str = "") -> list[str]:
    """Give the figures that are null in an object which gives no reason."""
    if isinstance(value, list):
        return [one for place in value for one in unsaid(place, path)]
    if not isinstance(value, dict):
        return []
    found = [one for key, sub in value.items() for one in unsaid(sub, f"{path}/{key}")]
    nulls = [key for key, sub in value.items() if sub is None and key != "reason"]
    return found if value.get("reason") else [*found, *(f"{path}/{one}" for one in nulls)]


def test_a_fund_without_guarantees_says_why_it_lost_no_part_of_any(alsace: Fund) -> None:
    report = alsace.report("guarantees")
    assert (report["loss_rate"], report["reason"]) == (None, "nothing was guaranteed")
    give(alsace)
    assert "reason" not in alsace.report("guarantees")


def test_a_promise_without_terms_says_why_it_has_none(alsace: Fund) -> None:
    do(
        alsace,
        *("contract", "1000", "2024-03-01"),
        agreement="GAR-9",
        project="Recyclerie",
        instrument=Instrument.GUARANTEE,
    )
    report = alsace.report("guarantees")
    assert report["rows"][0]["quota"] is None
    assert report["rows"][0]["reason"] == "promised without the terms of a guarantee"
    assert unsaid(report) == []


def test_no_report_on_loans_and_guarantees_leaves_a_null_unexplained(alsace: Fund) -> None:
    give(alsace, carrier="Garant national")
    for name in ("guarantees", "carried", "portfolio", "leverage"):
        assert unsaid(alsace.report(name)) == [], name
    (row,) = alsace.report("carried")["rows"]
    assert (row["multiple"], row["reason"]) == (None, "the carrier keeps no balance")
    portfolio = alsace.report("portfolio")
    assert portfolio["reason"] == "the charter asks for no provision"
    assert portfolio["total"]["reason"] == portfolio["reason"]


def test_a_schedule_is_compared_with_a_market_only_where_its_rate_is_given(
    loan: Fund,
) -> None:
    asked = {"agreement": "PRET-1"}
    assert "grant_element" not in loan.report("schedule", **asked)
    found = loan.report("schedule", **asked, discount="0.08")["grant_element"]
    assert found["value"] is not None
    assert found["reason"] is None


def test_money_in_no_tranche_has_no_rank_and_says_so(loan: Fund) -> None:
    report = loan.report("tranches")
    assert [one["reason"] for one in report["rows"]] == ["money that stands in no tranche"]
    assert unsaid(report) == []
    claims = loan.report("returns", by="tranche")["claims"]
    assert {one["reason"] for one in claims} == {"money that stands in no tranche"}
