"""Flags of contracts that decisions of the committee do not cover, at every moment."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.unit.conftest import BAKERY, BANK, GARDEN, TODAY, Fund, row

from blendfund.application.reading.reader import Reading
from blendfund.application.recording.deciding import DecisionForm, decide_project, lapse
from blendfund.application.recording.members import (
    MemberForm,
    adopt_charter,
    appoint,
    hold,
)
from blendfund.application.writing.command import Command
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.charter import Charter
from blendfund.domain.typed import Typed

ON = date(2024, 2, 1)
PROJECT = (BAKERY["project"], "ALSACE")


def command() -> Command:
    return Command("camille", today=TODAY)


@pytest.fixture
def sat(alsace: Fund) -> Fund:
    """A fund with a charter, and a committee that sat on 1 February 2024."""
    alsace.take(
        row("contribution", "2024-01-10", 90_000, **BANK),
        row("contract", "2024-01-15", 1_000, **BAKERY, agreement="AVANT"),
    )
    with Ledger(str(alsace.path)) as ledger:
        adopt_charter(ledger, command(), "ALSACE", lambda _: Charter(), "x", ON)
        appoint(ledger, command(), "ALSACE", MemberForm("camille"), ON)
        hold(ledger, command(), "ALSACE", "S1", ("camille",), ON)
    return alsace


def decide(fund: Fund, units: int, **said: Any) -> None:
    with Ledger(str(fund.path)) as ledger:
        form = DecisionForm("S1", "agreed", amount=Typed(units), **said)
        decide_project(ledger, command(), PROJECT, form)


def codes(fund: Fund, **asked: Any) -> list[str]:
    flags = fund.report("balance", **asked)["flags"]
    assert all(one["positions"] for one in flags)
    return [one["code"] for one in flags]


def head(fund: Fund) -> str:
    with Reading(str(fund.path)) as reading:
        return str(reading.log.head().position)


def test_what_was_contracted_before_the_charter_is_asked_for_no_decision(sat: Fund) -> None:
    assert codes(sat) == []
    sat.take(row("contract", "2024-02-02", 1_000, **BAKERY, agreement="APRES"))
    assert codes(sat) == ["undecided"]


def test_a_contract_beyond_its_decision_is_named_with_what_is_beyond(sat: Fund) -> None:
    decide(sat, 30)
    sat.take(row("contract", "2024-02-02", 5_000, **BAKERY, agreement="PRET"))
    (flag,) = sat.report("balance")["flags"]
    assert flag["code"] == "over-decision"
    assert "PRET (€20.00)" in flag["text"]
    assert codes(sat, as_of=ON) == []
    decide(sat, 20)
    assert codes(sat) == []


def test_a_decision_for_another_instrument_allows_nothing(sat: Fund) -> None:
    decide(sat, 90, instrument="grant")
    sat.take(row("contract", "2024-02-02", 5_000, **BAKERY, agreement="PRET"))
    assert codes(sat) == ["undecided"]
    sat.take(row("contract", "2024-02-03", 5_000, **{**GARDEN, "project": PROJECT[0]}))
    assert codes(sat) == ["undecided"]


def test_a_report_of_a_position_knows_the_decisions_of_then(sat: Fund) -> None:
    sat.take(row("contract", "2024-02-02", 5_000, **BAKERY, agreement="PRET"))
    seen = {head(sat): codes(sat)}
    decide(sat, 30)
    seen[head(sat)] = codes(sat)
    decide(sat, 20)
    seen[head(sat)] = codes(sat)
    sat.undo()
    seen[head(sat)] = codes(sat)
    with Ledger(str(sat.path)) as ledger:
        lapse(ledger, command(), PROJECT, "retiré", ON)
    seen[head(sat)] = codes(sat)
    assert list(seen.values()) == [
        ["undecided"],
        ["over-decision"],
        [],
        ["over-decision"],
        ["undecided"],
    ]
    for position, before in seen.items():
        assert codes(sat, known_at=position) == before
