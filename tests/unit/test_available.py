"""What is available to commit: cash and promises, less what is promised or earmarked."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.conftest import BAKERY, BANK, REGION, TODAY, Fund, row
from tests.unit.histories import LAWS, OVERDRAFT, movements, opened

from blendfund.application.planning.available import Available, available
from blendfund.application.reading.reader import Reading
from blendfund.domain.earmark import Use
from blendfund.domain.errors import BlendfundError

YOUNG: dict[str, Any] = {**REGION, "agreement": "JEUNES", "earmark": "jeunes"}
FOR_YOUNG = Use(TODAY, purposes=("jeunes",))
FOR_OTHERS = Use(TODAY, purposes=("culture",))


def found(fund: Fund, use: Use | None = None, day: date = TODAY) -> Available:
    with Reading(str(fund.path)) as reading:
        number, _, _ = reading.fund("ALSACE")
        return available(reading.books, number, use, day)


def test_available_is_cash_and_open_promises_less_what_is_contracted(alsace: Fund) -> None:
    alsace.take(
        row("commitment", "2024-01-01", 90_000, **BANK),
        row("contribution", "2024-01-10", 40_000, **BANK),
        row("contract", "2024-02-01", 30_000, **BAKERY),
        row("disbursement", "2024-02-02", 10_000, **BAKERY),
    )
    assert found(alsace) == Available(30_000, 50_000, 20_000, 0)
    assert found(alsace).left_minor == 60_000


def test_a_pledge_is_no_promise(alsace: Fund) -> None:
    alsace.take(row("pledge", "2024-01-01", 90_000, **BANK))
    assert found(alsace).left_minor == 0


def test_what_is_earmarked_is_available_to_its_own_use_only(alsace: Fund) -> None:
    alsace.earmark("jeunes", purpose="jeunes")
    alsace.take(
        row("commitment", "2024-01-01", 50_000, **YOUNG),
        row("contribution", "2024-01-10", 20_000, **YOUNG),
        row("contribution", "2024-01-11", 7_000, **BANK),
    )
    assert found(alsace, FOR_YOUNG).left_minor == 57_000
    assert found(alsace, FOR_OTHERS).left_minor == 7_000
    assert found(alsace).left_minor == 7_000


def test_what_an_earmark_has_promised_is_subtracted_once(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-10", 20_000, **YOUNG),
        row("contract", "2024-02-01", 15_000, **BAKERY, earmark="jeunes"),
    )
    assert found(alsace, FOR_OTHERS) == Available(20_000, 0, 15_000, 5_000)
    assert found(alsace, FOR_OTHERS).left_minor == 0


def test_paying_a_contract_from_an_earmark_ends_the_contract_where_it_stood(
    alsace: Fund,
) -> None:
    alsace.earmark("jeunes", territories=("67",))
    alsace.take(
        row("contribution", "2024-01-10", 20_000, **YOUNG),
        row("contract", "2024-02-01", 15_000, **BAKERY),
        row("disbursement", "2024-02-02", 15_000, **BAKERY, earmark="jeunes"),
    )
    assert found(alsace) == Available(5_000, 0, 0, 5_000)


def test_an_earmark_that_ended_is_available_to_nobody(alsace: Fund) -> None:
    alsace.earmark("jeunes", purpose="jeunes", valid_until=date(2025, 12, 31))
    alsace.take(row("contribution", "2024-01-10", 20_000, **YOUNG))
    assert found(alsace, FOR_YOUNG).left_minor == 0


def test_carried_money_is_not_the_funds_to_promise(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 20_000, **BANK, carrier="Siagi"))
    assert found(alsace) == Available(0, 0, 0, 0)


def test_what_comes_later_is_not_available_yet(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 20_000, **BANK))
    assert found(alsace, day=date(2024, 1, 9)).left_minor == 0


@LAWS
@given(st.lists(movements(), max_size=12))
def test_with_what_is_earmarked_it_is_what_composition_says(history: list[Any]) -> None:
    with opened() as fund:
        for one in history:
            try:
                fund.take(one, options=OVERDRAFT)
            except BlendfundError:
                continue
        uses = fund.uses()
        left = found(fund)
        whole = left.left_minor + left.elsewhere_minor
        assert uses["available"] == f"{whole / 100:.2f}"
        assert left.elsewhere_minor >= 0
