"""Opening figures feed every report; only what is known of them is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.conftest import BAKERY, BANK, GARDEN, REGION, Fund, opening, row
from tests.unit.histories import LAWS, OVERDRAFT, movements, opened
from tests.unit.test_composition import adds_up, balanced, conserved

from blendfund.domain.errors import BlendfundError
from blendfund.projections.composition import BY

if TYPE_CHECKING:
    from blendfund.exchange.row import Row

DAY = "2022-01-01"


def test_composition_counts_what_came_and_went_before(alsace: Fund) -> None:
    alsace.take(*opening(DAY))
    report = alsace.report("composition")
    total = report["total"]
    assert (total["committed"], total["received"]) == ("900.00", "900.00")
    assert (total["reimbursed"], total["net"]) == ("100.00", "800.00")
    expected = {
        "contracted": "340.00",
        "disbursed": "340.00",
        "grants_paid": "40.00",
        "income": "60.00",
        "outstanding": "300.00",
        "expenses": "20.00",
        "cash": "500.00",
        "available": "500.00",
    }
    uses = {name: value for name, value in report["uses"].items() if Decimal(value)}
    assert uses == expected
    assert conserved(report)


def test_what_is_taken_over_stands_in_the_year_it_is_taken_over(alsace: Fund) -> None:
    alsace.take(*opening(DAY))
    assert list(alsace.rows("composition", by="year")) == ["2022"]


def test_leverage_counts_resources_taken_over_though_given_back_since(alsace: Fund) -> None:
    alsace.take(*opening(DAY))
    rows = alsace.rows("leverage")
    assert rows["private_per_public"]["numerator"] == "300.00"
    assert rows["private_per_public"]["denominator"] == "600.00"
    assert rows["cofinancing"]["denominator"] == "340.00"


def test_a_project_taken_over_is_a_contracted_project(alsace: Fund) -> None:
    declared = {**REGION, "project": BAKERY["project"]}
    del declared["instrument"]
    alsace.take(*opening(DAY), row("cofinancing", "2022-02-01", 1_000, **declared))
    report = alsace.report("leverage")
    assert report["coverage"] == {"declared": 1, "projects": 2}
    assert alsace.rows("leverage")["cofinancing"]["numerator"] == "10.00"


def test_returns_begin_with_what_was_outstanding_on_the_day(alsace: Fund) -> None:
    alsace.take(*opening(DAY), row("repayment", "2022-07-01", 10_000, **BAKERY))
    (one,) = alsace.report("returns", as_of=date(2023, 1, 1))["rows"]
    assert (one["paid_in"], one["distributed"], one["residual"]) == (
        "300.00",
        "100.00",
        "200.00",
    )
    curve = alsace.report("returns", as_of=date(2023, 1, 1))["curve"]
    assert [(flow["year"], flow["net"]) for flow in curve] == [
        (2022, "-200.00"),
        (2023, "0.00"),
    ]


def test_a_funders_returns_begin_with_what_was_not_yet_given_back(alsace: Fund) -> None:
    alsace.take(*opening(DAY), row("reimbursement", "2022-07-01", 5_000, **BANK))
    (one,) = alsace.report("returns", by="party", as_of=date(2023, 1, 1))["rows"]
    assert (one["paid_in"], one["distributed"], one["residual"]) == (
        "200.00",
        "50.00",
        "150.00",
    )


def test_costs_of_the_time_before_are_no_flow_of_the_net_return(alsace: Fund) -> None:
    alsace.take(*opening(DAY))
    assert alsace.report("returns")["net"]["paid_in"] == "300.00"


def test_openings_that_do_not_add_up_are_said_to_by_the_difference(alsace: Fund) -> None:
    alsace.take(*opening(DAY)[1:])
    report = alsace.report("composition")
    balances = alsace.rows("balance")
    assert balances["opening_balance"]["balance"] == "500.00"
    assert not conserved(report)
    assert "€500.00 are unexplained" in report["flags"][-1]["text"]


def test_opening_money_under_an_earmark_is_that_earmarks(alsace: Fund) -> None:
    young: dict[str, Any] = {**REGION, "earmark": "jeunes"}
    alsace.take(
        row("opening-contribution", DAY, 9_000, **young),
        row("opening-cash", DAY, 5_000, label="Compte", earmark="jeunes"),
        row("opening-financing", DAY, 4_000, **GARDEN, earmark="jeunes"),
    )
    (one,) = alsace.report("earmarks")["rows"]
    assert (one["received"], one["disbursed"]) == ("90.00", "40.00")
    assert (one["cash"], one["other"]) == ("50.00", "0.00")


@st.composite
def takeovers(draw: st.DrawFn) -> list[Row]:
    """Draw opening figures that add up: income or costs take what is left over."""
    day = draw(st.sampled_from(["2022-01-01", "2024-02-20"]))
    amounts = st.integers(1, 10**7)
    lines = [
        ("opening-contribution", draw(amounts), REGION, 1),
        ("opening-contribution", draw(amounts), BANK, 1),
        ("opening-financing", draw(amounts), BAKERY, -1),
        ("opening-financing", draw(amounts), GARDEN, -1),
        ("opening-cash", draw(amounts), {"label": "Compte"}, -1),
    ]
    lines.append(("opening-reimbursement", draw(st.integers(1, lines[1][1])), BANK, -1))
    off = sum(minor * sign for _, minor, _, sign in lines)
    if off:
        kind = "opening-expense" if off > 0 else "opening-income"
        lines.append((kind, abs(off), {"label": "Solde"}, 0))
    return [row(kind, day, minor, **told) for kind, minor, told, _ in lines]


@LAWS
@given(takeovers(), st.lists(movements(), max_size=8))
def test_the_laws_hold_for_every_history_that_begins_with_openings(
    start: list[Row], history: list[Row]
) -> None:
    with opened() as fund:
        fund.take(*start)
        for one in history:
            try:
                fund.take(one, options=OVERDRAFT)
            except BlendfundError:
                continue
        assert balanced(fund)
        for by in BY:
            report = fund.report("composition", by=by)
            assert conserved(report)
            assert adds_up(report)
        cash = fund.report("earmarks")["total"]["cash"]
        assert cash == report["uses"]["cash"]


@LAWS
@given(takeovers())
def test_measures_of_leverage_are_those_of_a_fund_that_lived_it_all(
    start: list[Row],
) -> None:
    lived = {
        "opening-contribution": "contribution",
        "opening-financing": "disbursement",
        "opening-reimbursement": "reimbursement",
    }
    with opened() as fund, opened() as other:
        fund.take(*start)
        rows = [
            msgspec.structs.replace(one, kind=type(one.kind)(lived[one.kind]))
            for one in start
            if one.kind in lived
        ]
        other.take(*rows, options=OVERDRAFT)
        assert fund.report("leverage")["rows"] == other.report("leverage")["rows"]
        mine, theirs = (one.report("composition") for one in (fund, other))
        assert mine["rows"] == theirs["rows"]
