"""A ledger never pays more of a contract than is released, whatever is tried on it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.conftest import REGION, TODAY, Fund, row
from tests.unit.histories import EXAMPLES, LAWS, opened
from tests.unit.test_payback import LOAN, do

from blendfund.application.reading.drawdowns import drawdowns_shown, plans
from blendfund.application.reading.reader import Reading
from blendfund.application.recording.drawing import DrawdownsForm, agree, fulfil
from blendfund.application.recording.record import Asked, record
from blendfund.application.registering.registering import adopt_rules
from blendfund.application.reporting.status import status
from blendfund.application.writing.command import Command
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import (
    AgreementNotFound,
    AmbiguousReference,
    BlendfundError,
    NotReleased,
)
from blendfund.domain.typed import read_amount
from blendfund.domain.vocabulary import Kind
from blendfund.storage.query.totals import Moment

if TYPE_CHECKING:
    from collections.abc import Callable

START = date(2024, 1, 31)
NAMED = ("PRET-1", "ALSACE")
ACTS = st.sampled_from(
    ["disbursement", "disbursement", "disbursement-return", "fulfil", "agree", "import"]
)
STEPS = st.lists(st.tuples(ACTS, st.integers(1, 40), st.integers(1, 3)), max_size=8)


def say(fund: Fund, act: Callable[..., Any], *said: Any) -> None:
    with Ledger(str(fund.path)) as ledger:
        act(ledger, Command("camille", today=TODAY), NAMED, *said)


def form(*parts: str, conditions: tuple[tuple[int, str], ...] = ()) -> DrawdownsForm:
    amounts = [read_amount(one) for one in parts]
    return DrawdownsForm(tuple((START, one) for one in amounts if one), conditions)


def lend(fund: Fund) -> None:
    """Promise 6,000 in three drawdowns, the last two under conditions."""
    fund.take(row("contribution", "2024-01-01", 90000_00, **REGION))
    do(fund, "contract", "6000", START.isoformat(), create=True, **LOAN)
    conditions = ((2, "Bail"), (3, "Bilan"), (3, "Compte rendu"))
    say(fund, agree, form("1000", "2000", "3000", conditions=conditions), START)


def step(fund: Fund, act: str, size: int, number: int, on: date) -> None:
    if act == "fulfil":
        say(fund, fulfil, (number, 1 + size % 2), "", on)
    elif act == "agree":
        parts = ("1000", "2000", "3000")
        order = parts[size % 3 :] + parts[: size % 3]
        say(fund, agree, form(*order, conditions=((number, "Visite"),)), on)
    elif act == "import":
        fund.take(row("repayment", on.isoformat(), size * 10_00, agreement="PRET-1"))
    else:
        do(fund, act, str(size * 100), on.isoformat())


def shown(fund: Fund, on: date) -> dict[str, Any]:
    with Reading(str(fund.path)) as reading:
        return drawdowns_shown(reading, *NAMED, on)


@settings(LAWS, max_examples=EXAMPLES // 2)
@given(STEPS)
def test_no_payment_goes_beyond_what_is_released(steps: list[tuple[str, int, int]]) -> None:
    with opened() as fund:
        lend(fund)
        on = START
        for act, size, number in steps:
            on += timedelta(days=size % 5)
            with suppress(BlendfundError):
                step(fund, act, size, number, on)
        found = shown(fund, on)
        assert 0 <= float(found["paid"]) <= float(found["released"]) <= 6000
        left = sum(float(one["left"]) for one in found["drawdowns"])
        assert left == 6000 - float(found["paid"])
        flags = fund.report("balance", as_of=on)["flags"]
        assert "above-released" not in {one["code"] for one in flags}
        # What is to be paid out is in the forecast, to the cent, whenever it is planned.
        rows = fund.report("cash", as_of=on, months=600)["rows"]
        assert sum(float(one["paid"]) for one in rows if one["forecast"]) == left
        with Reading(str(fund.path)) as reading:
            reading.replay(None)


def test_a_report_of_a_position_knows_the_drawdowns_of_then(alsace: Fund) -> None:
    lend(alsace)
    do(alsace, "disbursement", "1000", "2024-02-01")
    say(alsace, fulfil, (2, 1), "BAIL", date(2024, 2, 2))
    known = alsace.verify().events
    do(alsace, "disbursement", "2000", "2024-02-03")
    alsace.undo()
    alsace.undo()
    with pytest.raises(NotReleased):
        do(alsace, "disbursement", "1", "2024-02-03")
    (fund,) = alsace.sql("SELECT id FROM fund")[0]
    with Reading(str(alsace.path)) as reading:
        at = Moment(fund, "2024-02-02", known, head=False)
        (then,) = plans(reading.books, at)
        assert then.plan.released(date(2024, 2, 2)) == 3000_00
        assert then.paid_minor == 1000_00
        earlier = Moment(fund, "2024-01-31", known, head=False)
        (before,) = plans(reading.books, earlier)
        assert (before.paid_minor, before.plan.released(START)) == (0, 1000_00)


def test_status_tells_what_is_to_be_paid_out_the_next_one_first(alsace: Fund) -> None:
    lend(alsace)
    do(alsace, "disbursement", "400", "2024-02-01")
    with Reading(str(alsace.path)) as reading:
        (found,) = status(reading, "ALSACE", date(2024, 2, 2))["funds"]
    assert [(one["number"], one["amount"]) for one in found["drawdowns"]] == [
        (1, "600.00"),
        (2, "2000.00"),
        (3, "3000.00"),
    ]
    assert found["drawdowns"][0]["conditions"] == []
    assert found["drawdowns"][2]["conditions"] == ["Bilan", "Compte rendu"]


def test_a_payment_that_is_corrected_upwards_is_flagged(alsace: Fund) -> None:
    lend(alsace)
    alsace.take(row("disbursement", "2024-02-01", 1500_00, agreement="PRET-1"))
    (flag,) = alsace.report("balance")["flags"]
    assert flag["code"] == "above-released"
    assert alsace.report("balance", as_of=START)["flags"] == []
    assert "€500.00" in alsace.report("balance")["flags"][0]["text"]


def test_drawdowns_are_shown_of_one_contract(alsace: Fund) -> None:
    lend(alsace)
    with Reading(str(alsace.path)) as reading, pytest.raises(AgreementNotFound):
        drawdowns_shown(reading, "PRET-9", "", TODAY)
    alsace.open("LORRAINE")
    contract = Asked(
        Kind.CONTRACT, "PRET-1", "LORRAINE", read_amount("1"), START, told=LOAN
    )
    with Ledger(str(alsace.path)) as ledger:
        adopt_rules(
            ledger, Command("camille", today=TODAY), "LORRAINE", "allowed", None, START
        )
        record(ledger, Command("camille", today=TODAY), contract)
    with Reading(str(alsace.path)) as reading:
        with pytest.raises(AmbiguousReference):
            drawdowns_shown(reading, "PRET-1", "", TODAY)
        assert drawdowns_shown(reading, "PRET-1", "LORRAINE", TODAY)["released"] is None
