"""Which agreement stands in which tranche: from a day on, and never more than it bears."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.conftest import BANK, GARDEN, REGION, TODAY, Fund, row
from tests.unit.test_tranche import define

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.importing.imports import Options, Source, import_rows
from blendfund.application.reading.reader import Reading
from blendfund.application.recording.tranches import assign
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import (
    AboveTranche,
    AgreementNotFound,
    AmbiguousReference,
    AssignedAlready,
    DateBeforeFund,
    EntersNoTranche,
    LineRefused,
    TrancheNotFound,
    WrongInstrument,
)
from blendfund.domain.typed import Typed
from blendfund.storage.query.totals import Moment
from blendfund.storage.query.tranched import assigned, tranches

if TYPE_CHECKING:
    from blendfund.application.writing.command import Outcome

ADVANCE: dict[str, Any] = {**REGION, "instrument": "repayable-advance", "agreement": "AV"}
LOAN: dict[str, Any] = {**BANK, "agreement": "PRET"}


def put(
    fund: Fund, name: str, tranche: str = "", on: date = TODAY, of: str = "", **said: Any
) -> Outcome:
    """Put an agreement into a tranche, or into none."""
    with Ledger(str(fund.path)) as ledger:
        return assign(ledger, fund.command(**said), (name, of), tranche, on)


def where(fund: Fund, on: date = TODAY, position: int = 2**62) -> dict[str, str]:
    """Give the tranche that each agreement stands in on a day, as known at a position."""
    with Reading(str(fund.path)) as reading:
        at = Moment(1, on.isoformat(), position, head=False)
        named = {one.stream: one.name for one in tranches(reading.books, at)}
        found = assigned(reading.books, at)
    names = dict(fund.sql("SELECT id, name FROM agreement"))
    return {names[one]: named[tranche] for one, tranche in found.items()}


@pytest.fixture
def layered(alsace: Fund) -> Fund:
    """A fund with two tranches, an advance of 100 and a loan of 300 that are promised."""
    define(alsace, "Première perte", 1, 150)
    define(alsace, "Senior", 2, 300)
    alsace.take(
        row("commitment", "2024-01-10", 10_000, **ADVANCE),
        row("commitment", "2024-01-10", 30_000, **LOAN),
    )
    return alsace


def test_an_agreement_stands_in_a_tranche_from_a_day_on(layered: Fund) -> None:
    put(layered, "AV", "Première perte", date(2024, 2, 1))
    assert where(layered) == {"AV": "Première perte"}
    assert where(layered, date(2024, 1, 31)) == {}


def test_the_day_decides_and_not_the_order_of_recording(layered: Fund) -> None:
    put(layered, "AV", "Senior", date(2025, 1, 1))
    put(layered, "AV", "Première perte", date(2024, 1, 1))
    assert where(layered) == {"AV": "Senior"}
    assert where(layered, date(2024, 12, 31)) == {"AV": "Première perte"}


def test_an_agreement_leaves_its_tranche_and_the_undo_brings_it_back(layered: Fund) -> None:
    put(layered, "AV", "Senior", date(2024, 2, 1))
    known = layered.verify().events
    put(layered, "AV", "", date(2025, 2, 1))
    assert where(layered) == {}
    assert where(layered, date(2025, 1, 31)) == {"AV": "Senior"}
    assert where(layered, position=known) == {"AV": "Senior"}
    layered.undo()
    assert where(layered) == {"AV": "Senior"}
    with Reading(str(layered.path)) as reading:
        assert reading.replay(None)


def test_where_it_stands_already_nothing_is_written(layered: Fund) -> None:
    put(layered, "AV", "Senior", date(2024, 2, 1))
    before = layered.verify().events
    with pytest.raises(AssignedAlready):
        put(layered, "AV", "Senior", date(2024, 3, 1))
    with pytest.raises(AssignedAlready):
        put(layered, "PRET", "")
    assert layered.verify().events == before


def test_the_same_key_assigns_once(layered: Fund) -> None:
    first = put(layered, "AV", "Senior", key="K-1")
    again = put(layered, "AV", "Senior", key="K-1")
    assert (first.already, again.already) == (False, True)
    assert (first.reference, again.position) == ("AV", first.position)


def test_what_is_not_there_is_said(layered: Fund) -> None:
    with pytest.raises(TrancheNotFound) as found:
        put(layered, "AV", "Mezzanine")
    assert found.value.known == "Première perte, Senior"
    with pytest.raises(AgreementNotFound):
        put(layered, "AVANCE", "Senior")
    with pytest.raises(DateBeforeFund):
        put(layered, "AV", "Senior", date(2019, 1, 1))


def test_a_tranche_is_there_from_the_day_it_was_agreed(alsace: Fund) -> None:
    alsace.take(row("commitment", "2024-01-10", 10_000, **ADVANCE))
    define(alsace, "Tardive", 1, 500, date(2025, 1, 1))
    with pytest.raises(TrancheNotFound):
        put(alsace, "AV", "Tardive", date(2024, 12, 31))
    put(alsace, "AV", "Tardive", date(2025, 1, 1))


def test_a_tranche_of_another_fund_is_unknown(layered: Fund) -> None:
    layered.open("LORRAINE")
    with Ledger(str(layered.path)) as ledger, pytest.raises(TrancheNotFound):
        assign(ledger, layered.command(), ("AV", "ALSACE"), "Vosges", TODAY)


def test_an_agreement_of_two_funds_asks_for_the_fund(layered: Fund) -> None:
    layered.open("LORRAINE")
    source = Source("l.csv", "0" * 64, "movements", 1)
    rows = [row("commitment", "2024-01-10", 10_000, **ADVANCE)]
    with Ledger(str(layered.path)) as ledger:
        import_rows(ledger, layered.command(), "LORRAINE", rows, source, Options())
    with pytest.raises(AmbiguousReference):
        put(layered, "AV", "Senior")
    assert put(layered, "AV", "Senior", of="ALSACE").reference == "AV"


def test_a_tranche_never_takes_more_than_its_size(layered: Fund) -> None:
    put(layered, "AV", "Première perte")
    with pytest.raises(AboveTranche) as found:
        put(layered, "PRET", "Première perte")
    assert (found.value.asked.minor, found.value.left.minor) == (30_000, 5_000)
    put(layered, "PRET", "Senior")


@pytest.mark.parametrize("kind", ["pledge", "commitment", "amendment"])
def test_a_later_promise_stays_within_the_tranche(layered: Fund, kind: str) -> None:
    put(layered, "PRET", "Senior")
    amount = 30_001 if kind == "amendment" else 1
    with pytest.raises(LineRefused) as found:
        layered.take(row(kind, "2024-06-01", amount, **LOAN))
    assert isinstance(found.value.refusal, AboveTranche)
    layered.take(row("amendment", "2024-06-01", 20_000, **LOAN))


def test_what_was_given_back_makes_room(layered: Fund) -> None:
    put(layered, "PRET", "Senior")
    layered.take(
        row("contribution", "2024-02-01", 30_000, **LOAN),
        row("reimbursement", "2025-02-01", 10_000, **LOAN),
    )
    put(layered, "AV", "Senior")
    assert where(layered) == {"PRET": "Senior", "AV": "Senior"}


def test_a_line_names_the_tranche_of_its_agreement(layered: Fund) -> None:
    other = {**BANK, "agreement": "P2", "tranche": "Première perte"}
    layered.take(
        row("commitment", "2024-03-01", 5_000, **other),
        row("contribution", "2024-04-01", 5_000, **other),
        row("contribution", "2024-04-02", 1_000, **{**ADVANCE, "tranche": "Senior"}),
    )
    assert where(layered) == {"P2": "Première perte", "AV": "Senior"}
    sql = "SELECT count(*) FROM event WHERE topic = 'contribution-assigned/1'"
    assert layered.sql(sql) == [(2,)]


def test_two_lines_of_a_file_share_the_room(layered: Fund) -> None:
    one, other = ({**BANK, "agreement": name, "tranche": "Senior"} for name in "XY")
    with pytest.raises(LineRefused) as found:
        layered.take(
            row("commitment", "2024-03-01", 20_000, **one),
            row("commitment", "2024-03-01", 10_001, **other),
        )
    assert "f1.csv:3" in str(found.value)


def test_only_a_funder_s_money_enters_a_tranche(layered: Fund) -> None:
    for line in (
        row("disbursement", "2024-03-01", 1, **GARDEN, tranche="Senior"),
        row("amendment", "2024-03-01", 1, **{**LOAN, "tranche": "Senior"}),
    ):
        with pytest.raises(LineRefused) as found:
            layered.take(line)
        assert isinstance(found.value.refusal, EntersNoTranche)


def test_support_in_kind_bears_nothing(layered: Fund) -> None:
    layered.take(
        row("in-kind", "2024-03-01", 1, party="Ville", sector="public", agreement="NAT")
    )
    with pytest.raises(WrongInstrument):
        put(layered, "NAT", "Senior")


def test_an_import_that_is_undone_leaves_its_tranche(layered: Fund) -> None:
    taken = layered.take(
        row("commitment", "2024-03-01", 500, **{**BANK, "agreement": "X"}, tranche="Senior")
    )
    assert where(layered) == {"X": "Senior"}
    layered.undo_import(taken.outcome.reference)
    assert where(layered) == {}
    with Reading(str(layered.path)) as reading:
        assert reading.replay(None)


def test_an_assigned_agreement_lives_on(layered: Fund) -> None:
    put(layered, "PRET", "Senior", date(2024, 2, 1))
    layered.take(
        row("contribution", "2024-03-01", 20_000, **LOAN),
        row("contribution", "2024-01-20", 5_000, **LOAN),
    )
    sql = "SELECT max(position) FROM event WHERE topic = 'contribution-received/1'"
    ((position,),) = layered.sql(sql)
    layered.correct(position, Corrected(Typed(60)))
    assert where(layered) == {"PRET": "Senior"}
