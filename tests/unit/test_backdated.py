"""What is typed after a charter and dated before it escapes the charter: it is flagged."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.unit.conftest import REGION, Fund, row
from tests.unit.test_four_eyes import ABOVE, LOANED, START, chartered, led

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.recording.record import Asked, record
from blendfund.domain.typed import Typed, read_amount
from blendfund.domain.vocabulary import Instrument, Kind

BEFORE = date(2024, 1, 20)
OLD: dict[str, Any] = {"project": "Recyclerie", "instrument": Instrument.LOAN}


def typed(fund: Fund, kind: str, amount: int, *, on: date = BEFORE, **told: Any) -> int:
    asked = Asked(Kind(kind), "VIEUX", "ALSACE", read_amount(str(amount)), on, told=told)
    position: int = led(fund, "camille", START, record, asked).outcome.position
    return position


def backdated(fund: Fund, **at: Any) -> list[int]:
    flags = fund.report("balance", **at)["flags"]
    return [p for one in flags if one["code"] == "backdated" for p in one["positions"]]


def test_a_contract_and_a_big_payment_dated_before_the_charter_are_flagged(
    alsace: Fund,
) -> None:
    chartered(alsace)
    assert backdated(alsace) == []
    contract = typed(alsace, "contract", 9000, **OLD)
    big = typed(alsace, "disbursement", ABOVE + 1)
    typed(alsace, "disbursement", ABOVE)
    assert backdated(alsace) == [contract, big]
    assert backdated(alsace, known_at=str(contract - 1)) == []
    typed(alsace, "disbursement", 50, on=START)
    assert backdated(alsace) == [contract, big]


def test_a_history_that_is_imported_is_not_flagged_nor_is_a_correction(
    alsace: Fund,
) -> None:
    told = {**LOANED, "agreement": "VIEUX"}
    chartered(alsace)
    alsace.take(
        row("contract", str(BEFORE), 9000_00, **told),
        row("disbursement", str(BEFORE), 4000_00, **told),
    )
    assert backdated(alsace) == []
    alsace.correct(alsace.verify().events, Corrected(Typed(5000)))
    assert backdated(alsace) == []


def test_what_is_undone_is_flagged_no_more(alsace: Fund) -> None:
    chartered(alsace)
    contract = typed(alsace, "contract", 9000, **OLD)
    assert backdated(alsace) == [contract]
    alsace.undo()
    assert backdated(alsace) == []


def test_a_fund_that_had_no_charter_yet_flags_nothing(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-01-01", 90000_00, **REGION),
        row("cofinancing", "2024-01-02", 100, project="Recyclerie", **REGION),
    )
    typed(alsace, "contract", 9000, **OLD)
    assert backdated(alsace) == []
    chartered(alsace)
    assert backdated(alsace) == []
