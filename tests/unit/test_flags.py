"""Flags: every report warns of breaches that stand, and of figures from elsewhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.conftest import BAKERY, BANK, GARDEN, REGION, Fund, opening, row
from tests.unit.histories import LAWS, OVERDRAFT, movements, opened

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.reading.reader import Reading
from blendfund.application.reporting.reports import REPORTS
from blendfund.domain.errors import BlendfundError
from blendfund.domain.typed import Typed

if TYPE_CHECKING:
    from blendfund.exchange.row import Row

YOUNG: dict[str, Any] = {**REGION, "agreement": "JEUNES", "earmark": "jeunes"}

# All but those asked with more than a fund; tests/cli has their flags.
STANDING = [
    name
    for name in REPORTS
    if name not in {"differences", "schedule", "waterfall", "funder"}
]


def flags(fund: Fund, name: str = "balance", **asked: Any) -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in fund.report(name, **asked)["flags"]}


def place(fund: Fund, topic: str) -> list[int]:
    sql = "SELECT position FROM event WHERE topic = ? ORDER BY position"
    return [one[0] for one in fund.sql(sql, (topic,))]


def test_a_sound_fund_raises_no_flag(rich: Fund) -> None:
    for name in STANDING:
        assert rich.report(name)["flags"] == []


def test_contracts_beyond_what_is_available_are_facts_and_flagged(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 10_000, **REGION),
        row("contract", "2024-02-01", 8_000, **GARDEN),
        row("contract", "2024-03-01", 5_000, **BAKERY),
    )
    flag = flags(alsace)["overcommitted"]
    assert "€30.00 are missing" in flag["text"]
    assert flag["positions"] == place(alsace, "financing-contracted/1")[1:]
    assert "overcommitted" not in flags(alsace, as_of=date(2024, 2, 28))
    alsace.take(row("commitment", "2024-04-01", 3_000, **BANK))
    assert flags(alsace) == {}


def test_what_is_lacking_in_cash_is_not_said_a_second_time(alsace: Fund) -> None:
    alsace.take(row("expense", "2024-01-01", 600, label="Frais"), options=OVERDRAFT)
    assert list(flags(alsace)) == ["cash-below-zero"]
    alsace.take(row("contract", "2024-02-01", 5_000, **BAKERY))
    assert "€50.00 are missing" in flags(alsace)["overcommitted"]["text"]


def test_an_earmark_spent_elsewhere_is_flagged_with_the_payment(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 9_000, **BANK),
        row("contribution", "2024-01-10", 1_000, **YOUNG),
        row("disbursement", "2024-02-01", 1_500, **BAKERY, earmark="jeunes"),
    )
    flag = flags(alsace)["earmark-broken"]
    assert "jeunes" in flag["text"]
    assert "€5.00 are missing" in flag["text"]
    assert flag["positions"] == place(alsace, "disbursement-paid/1")
    below = {one["key"]: one["below_zero"] for one in alsace.report("earmarks")["rows"]}
    assert below == {"unearmarked": False, "jeunes": True}


def test_free_money_below_zero_says_that_earmarked_money_was_used(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 1_000, **YOUNG),
        row("disbursement", "2024-02-01", 400, **BAKERY),
    )
    text = flags(alsace)["earmark-broken"]["text"]
    assert "unearmarked money stands at -€4.00" in text
    assert "cash-below-zero" not in flags(alsace)


def test_opening_figures_are_flagged_with_their_day(alsace: Fund) -> None:
    alsace.take(*opening("2021-01-01"))
    flag = flags(alsace, as_of=date(2021, 1, 1))["opening-balance"]
    assert "taken over on 1 January 2021" in flag["text"]
    assert len(flag["positions"]) == 8
    assert flags(alsace, as_of=date(2020, 12, 31)) == {}
    alsace.take(row("opening-cash", "2022-01-01", 100, label="Livret"))
    found = flags(alsace)
    assert "from 1 January 2021 to 1 January 2022" in found["opening-balance"]["text"]
    assert "€1.00 are unexplained" in found["opening-unbalanced"]["text"]


def test_opening_figures_that_were_undone_raise_no_flag(alsace: Fund) -> None:
    taken = alsace.take(*opening())
    alsace.undo_import(taken.outcome.reference)
    assert flags(alsace) == {}


def test_a_flag_names_a_hundred_facts_at_most(alsace: Fund) -> None:
    alsace.take(*(row("opening-cash", "2021-01-01", n, label="x") for n in range(1, 121)))
    assert len(flags(alsace)["opening-balance"]["positions"]) == 100


def test_an_agreement_left_below_zero_by_a_correction_is_flagged(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 90_000, **REGION),
        row("disbursement", "2024-02-01", 10_000, **BAKERY, agreement="PRET"),
        row("repayment", "2024-06-01", 8_000, agreement="PRET"),
    )
    (paid,) = place(alsace, "disbursement-paid/1")
    alsace.correct(paid, Corrected(Typed(60)))
    flag = flags(alsace)["agreement-below-zero"]
    assert "PRET (-€20.00)" in flag["text"]
    assert flag["positions"] == place(alsace, "financing-opened/1")
    alsace.undo()
    assert flags(alsace) == {}


def test_many_agreements_below_zero_are_named_in_part(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 90_000, **REGION))
    loans = [{**BAKERY, "agreement": f"P{n}"} for n in range(7)]
    paid = [row("disbursement", "2024-02-01", 100, **loan) for loan in loans]
    taken = alsace.take(*paid)
    alsace.take(*(row("repayment", "2024-03-01", 50, **loan) for loan in loans))
    alsace.undo_import(taken.outcome.reference)
    flag = flags(alsace)["agreement-below-zero"]
    assert flag["text"].count("(-€0.50)") == 5
    assert "…" in flag["text"]
    assert len(flag["positions"]) == 7


@pytest.mark.parametrize("name", STANDING)
def test_every_report_carries_the_same_flags(alsace: Fund, name: str) -> None:
    alsace.take(row("expense", "2024-01-01", 600, label="Frais"), options=OVERDRAFT)
    assert flags(alsace, name) == flags(alsace)


def told(fund: Fund, known_at: str | None = None) -> list[dict[str, Any]]:
    days = (date(2024, 2, 10), date(2026, 7, 1))
    cuts = (("composition", "party"), ("leverage", ""), ("balance", ""), ("earmarks", ""))
    return [
        fund.report(name, by=by, as_of=day, known_at=known_at)
        for day in days
        for name, by in cuts
    ]


@LAWS
@given(st.data())
def test_a_report_of_a_position_stays_the_same_whatever_comes_later(
    data: st.DataObject,
) -> None:
    with opened() as fund:
        seen: dict[int, Any] = {}
        for _ in range(data.draw(st.integers(1, 6))):
            _act(fund, data)
            seen[head(fund)] = told(fund)
        for position, before in seen.items():
            assert told(fund, str(position)) == before, position


def head(fund: Fund) -> int:
    with Reading(str(fund.path)) as reading:
        return reading.log.head().position


def _act(fund: Fund, data: st.DataObject) -> None:
    """Record, correct or undo something; what a rule refuses changes nothing."""
    act = data.draw(st.sampled_from(["take", "take", "take", "open", "correct", "undo"]))
    rows: list[Row] = data.draw(st.lists(movements(), min_size=1, max_size=4))
    moved = fund.sql("SELECT DISTINCT position FROM posting ORDER BY position")
    place = data.draw(st.integers(0, max(0, len(moved) - 1)))
    units = data.draw(st.integers(1, 9))
    try:
        if act == "take":
            fund.take(*rows, options=OVERDRAFT)
        elif act == "open":
            fund.take(*opening("2023-01-01"))
        elif act == "undo":
            if len(fund.sql("SELECT 1 FROM write WHERE undone = 0 AND undoes = 0")) > 1:
                fund.undo()
        elif moved:
            fund.correct(moved[place][0], Corrected(Typed(units)))
    except BlendfundError:
        pass
