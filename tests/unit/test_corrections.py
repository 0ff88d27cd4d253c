"""Corrections and undo: the books equal those of a history in which it never happened."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from tests.unit.conftest import BAKERY, BANK, REGION, Fund, row
from tests.unit.histories import WHO

from blendfund.application.correcting.corrections import Corrected
from blendfund.application.reading.reader import Reading
from blendfund.application.recording.cofinancing import CofinancingForm, Status, cofinance
from blendfund.application.registering.parties import merge_parties
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import (
    AboveCofinancing,
    AboveOpen,
    AboveOutstanding,
    AlreadyUndone,
    AmountFollows,
    BatchNotFound,
    BlendfundError,
    KeyReused,
    NotCorrectable,
    NothingChanged,
    NothingToUndo,
    ReasonMissing,
    UnknownPosition,
)
from blendfund.domain.typed import Typed
from blendfund.domain.vocabulary import Sector, Terms


def facts(fund: Fund, topic: str) -> list[dict[str, Any]]:
    """Give the states of the facts of a topic, in order."""
    rows = fund.sql("SELECT state FROM event WHERE topic = ? ORDER BY position", (topic,))
    return [msgspec.json.decode(state) for (state,) in rows]


def test_a_corrected_receipt_draws_what_it_now_brings(alsace: Fund) -> None:
    alsace.take(row("commitment", "2024-01-10", 1_000, **WHO[0]))
    alsace.take(row("contribution", "2024-02-10", 600, **WHO[0]))
    (place,) = [p for (p,) in alsace.sql("SELECT max(position) FROM posting")]
    alsace.correct(place, Corrected(Typed(4)))
    assert facts(alsace, "contribution-received/1")[-1]["drawn_minor"] == 400
    assert alsace.report("composition")["total"]["committed"] == "10.00"


def test_an_undone_commitment_leaves_its_receipts_as_if_it_had_never_been(
    alsace: Fund,
) -> None:
    promised = alsace.take(row("commitment", "2024-01-10", 1_000, **WHO[0]))
    alsace.take(row("contribution", "2024-02-10", 600, **WHO[0]))
    alsace.undo_import(promised.outcome.reference)
    total = alsace.report("composition")["total"]
    assert (total["committed"], total["received"]) == ("6.00", "6.00")
    assert alsace.rows("balance").keys() == {"bank", "grant_income"}


def test_both_facts_of_a_correction_name_each_other(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 100, **REGION))
    place = alsace.sql("SELECT max(position) FROM posting")[0][0]
    outcome = alsace.correct(place, Corrected(on=date(2024, 1, 11), label="Virement"))
    (reversal,) = facts(alsace, "movement-reversed/1")
    old, new = facts(alsace, "contribution-received/1")
    assert (reversal["reverses"], reversal["replaced_by"]) == (place, outcome.position)
    assert (new["replaces"], new["on"], new["label"]) == (place, "2024-01-11", "Virement")
    assert (old["on"], reversal["on"]) == ("2024-01-10", "2024-01-10")
    assert reversal["reason"] == new["reason"] == "erreur"


def test_an_undone_import_gives_its_file_and_its_lines_back(alsace: Fund) -> None:
    line = row("contribution", "2024-01-10", 100, reference="VIR-1", **REGION)
    first = alsace.take(line, file="a.csv")
    assert alsace.take(line, file="a.csv").known == 1
    alsace.undo_import(first.outcome.reference)
    assert alsace.sql("SELECT count(*) FROM party WHERE withdrawn = 0") == [(0,)]
    again = alsace.take(msgspec.structs.replace(line, amount_minor=90), file="a.csv")
    assert (again.recorded, again.known) == (1, 0)
    assert alsace.report("composition")["total"]["received"] == "0.90"


def test_a_corrected_line_is_still_recognised_in_its_file(alsace: Fund) -> None:
    line = row("contribution", "2024-01-10", 100, reference="VIR-1", **REGION)
    alsace.take(line, file="a.csv")
    alsace.correct(
        alsace.sql("SELECT max(position) FROM posting")[0][0], Corrected(Typed(9))
    )
    assert alsace.take(line, file="a.csv").known == 1
    assert alsace.report("composition")["total"]["received"] == "9.00"


def test_what_others_still_need_is_not_withdrawn(alsace: Fund) -> None:
    first = alsace.take(row("commitment", "2024-01-10", 1_000, **WHO[0]))
    alsace.take(row("contribution", "2024-02-10", 600, **WHO[0]))
    alsace.undo_import(first.outcome.reference)
    assert alsace.sql("SELECT withdrawn FROM agreement") == [(0,)]
    alsace.undo()
    assert alsace.sql("SELECT withdrawn > 0 FROM agreement") == [(1,)]
    assert alsace.sql("SELECT withdrawn > 0 FROM party") == [(1,)]


def test_undo_walks_back_to_the_empty_ledger(rich: Fund) -> None:
    rich.undo()
    assert rich.uses()["cash"] == "0.00"
    rich.undo()
    with pytest.raises(NothingToUndo):
        rich.undo()


def test_a_correction_is_never_refused_for_cash_and_the_breach_is_flagged(
    alsace: Fund,
) -> None:
    alsace.take(row("contribution", "2024-01-10", 1_000, **REGION))
    place = alsace.sql("SELECT max(position) FROM posting")[0][0]
    alsace.take(row("disbursement", "2024-02-10", 900, **BAKERY))
    alsace.correct(place, Corrected(Typed(5)))
    assert [flag["code"] for flag in alsace.report("leverage")["flags"]] == [
        "cash-below-zero"
    ]


@pytest.mark.parametrize(
    ("position", "changed", "refused"),
    [
        (1, Corrected(Typed(1)), NotCorrectable),
        (99, Corrected(Typed(1)), UnknownPosition),
        (4, Corrected(Typed(10)), NothingChanged),
        (4, Corrected(), NothingChanged),
        (8, Corrected(Typed(6)), AboveOutstanding),
    ],
)
def test_what_cannot_be_corrected_is_refused_and_nothing_is_written(
    alsace: Fund, position: int, changed: Corrected, refused: type[BlendfundError]
) -> None:
    alsace.take(row("contribution", "2024-01-10", 1_000, **REGION))
    alsace.take(row("disbursement", "2024-02-10", 500, **BAKERY))
    alsace.take(row("repayment", "2024-03-10", 100, **BAKERY))
    before = alsace.verify()
    with pytest.raises(refused):
        alsace.correct(position, changed)
    with pytest.raises(ReasonMissing):
        alsace.correct(4, Corrected(Typed(1)), reason=" ")
    assert alsace.verify() == before


def test_what_was_taken_back_is_not_taken_back_twice(alsace: Fund) -> None:
    done = alsace.take(row("contribution", "2024-01-10", 1_000, **REGION))
    alsace.undo_import(done.outcome.reference)
    with pytest.raises(AlreadyUndone):
        alsace.undo_import(done.outcome.reference)
    with pytest.raises(AlreadyUndone):
        alsace.correct(4, Corrected(Typed(1)))
    with pytest.raises(BatchNotFound, match="the latest ones are: -"):
        alsace.undo_import("I-1999-0001")


def test_a_key_makes_an_undo_happen_once(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 1_000, **REGION))
    first = alsace.undo(key="U")
    again = alsace.undo(key="U")
    assert (again.outcome.already, again.outcome.position) == (True, first.outcome.position)
    with pytest.raises(KeyReused):
        alsace.undo(reason="autre", key="U")


def test_a_dry_run_takes_nothing_back(rich: Fund) -> None:
    before = rich.verify()
    assert rich.undo(dry_run=True).outcome.events > 0
    assert rich.correct(4, Corrected(Typed(7)), dry_run=True).events == 2
    assert rich.verify() == before


def place_of(fund: Fund, topic: str) -> int:
    """Give the position of the latest fact of a topic."""
    sql = "SELECT max(position) FROM event WHERE topic = ?"
    found: int = fund.sql(sql, (topic,))[0][0]
    return found


def test_what_an_import_took_with_it_comes_back_by_no_undo(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 9_000, **REGION))
    wrong = alsace.take(row("contribution", "2024-01-11", 1_000, **REGION))
    place = place_of(alsace, "contribution-received/1")
    alsace.take(row("contribution", "2024-01-12", 500, **BANK))
    alsace.correct(place, Corrected(Typed(7)))
    alsace.undo_import(wrong.outcome.reference)
    alsace.undo()
    assert alsace.report("composition")["total"]["received"] == "90.00"
    with Reading(str(alsace.path)) as reading:
        reading.replay(None)


def test_what_a_corrected_repayment_set_free_follows_it(alsace: Fund) -> None:
    alsace.earmark("Emploi", repayments="free")
    alsace.take(
        row("contribution", "2024-01-10", 9_000, earmark="Emploi", **REGION),
        row("disbursement", "2024-02-10", 5_000, earmark="Emploi", **BAKERY),
        row("repayment", "2024-03-10", 1_000, **BAKERY),
    )
    for units, cash in ((4, "4.00"), (7, "7.00")):
        place = place_of(alsace, "repayment-received/1")
        alsace.correct(place, Corrected(Typed(units), on=date(2024, 3, 10 + units)))
        assert alsace.rows("earmarks")["unearmarked"]["cash"] == cash
        assert alsace.rows("earmarks")["Emploi"]["cash"] == "40.00"
    alsace.undo()
    alsace.undo()
    assert alsace.rows("earmarks")["unearmarked"]["cash"] == "10.00"


def test_a_reduction_is_corrected_within_what_is_still_to_come(alsace: Fund) -> None:
    alsace.take(row("commitment", "2024-01-10", 9_000, **WHO[0]))
    alsace.take(row("amendment", "2024-02-10", 1_000, **WHO[0]))
    place = place_of(alsace, "commitment-reduced/1")
    with pytest.raises(AboveOpen):
        alsace.correct(place, Corrected(Typed(91)))
    alsace.correct(place, Corrected(Typed(70)))
    assert alsace.report("composition")["total"]["committed"] == "20.00"


def test_others_money_is_corrected_within_what_was_declared(alsace: Fund) -> None:
    declare(alsace, "planned", 100)
    declare(alsace, "confirmed", 80)
    declare(alsace, "paid", 50)
    with pytest.raises(AboveCofinancing):
        alsace.correct(place_of(alsace, "cofinancing-paid/1"), Corrected(Typed(81)))
    declare(alsace, "withdrawn", 10)
    with pytest.raises(AboveCofinancing):
        alsace.correct(place_of(alsace, "cofinancing-withdrawn/1"), Corrected(Typed(51)))


def declare(fund: Fund, status: Status, units: int) -> None:
    """Say where the town's money in the garden stands."""
    form = CofinancingForm(
        project="Jardin",
        fund="ALSACE",
        party="Ville",
        status=status,
        amount=Typed(units),
        sector=Sector.PUBLIC,
        terms=Terms.CONCESSIONAL,
        on=date(2024, 1, 1),
        create=True,
    )
    with Ledger(str(fund.path)) as ledger:
        cofinance(ledger, fund.command(), form)


def test_a_party_that_others_were_merged_into_stays(alsace: Fund) -> None:
    kept = alsace.take(
        row("contribution", "2024-01-10", 100, **{**REGION, "party": "Ville"})
    )
    alsace.take(row("contribution", "2024-01-11", 50, **{**REGION, "party": "La Ville"}))
    with Ledger(str(alsace.path)) as ledger:
        merge_parties(ledger, alsace.command(), "La Ville", "Ville", "même tiers")
    alsace.undo_import(kept.outcome.reference)
    sql = "SELECT name FROM party WHERE withdrawn = 0 ORDER BY id"
    assert alsace.sql(sql) == [("Ville",), ("La Ville",)]
    alsace.take(row("contribution", "2024-01-12", 25, **{**REGION, "party": "La Ville"}))
    assert alsace.report("composition")["total"]["received"] == "0.75"


def test_undo_passes_over_a_correction_of_what_is_gone_with_its_import(
    alsace: Fund,
) -> None:
    alsace.take(row("contribution", "2024-01-10", 1_000, **REGION))
    done = alsace.take(row("disbursement", "2024-02-10", 500, **BAKERY))
    place = alsace.sql("SELECT max(position) FROM posting")[0][0]
    alsace.correct(place, Corrected(Typed(4)))
    alsace.undo_import(done.outcome.reference)
    assert alsace.uses()["disbursed"] == "0.00"
    alsace.undo()
    assert alsace.uses()["cash"] == "0.00"
    assert alsace.uses()["disbursed"] == "0.00"


@pytest.mark.parametrize("units", [10, 30])
def test_a_cancellation_gives_up_what_a_corrected_receipt_leaves(
    alsace: Fund, units: int
) -> None:
    alsace.take(
        row("commitment", "2024-01-10", 9_000, **WHO[0]),
        row("contribution", "2024-02-10", 2_000, **WHO[0]),
    )
    alsace.take(row("cancellation", "2024-03-01", 0, **WHO[0]))
    with pytest.raises(AmountFollows):
        alsace.correct(place_of(alsace, "commitment-cancelled/1"), Corrected(Typed(5)))
    alsace.correct(place_of(alsace, "contribution-received/1"), Corrected(Typed(units)))
    total = alsace.report("composition")["total"]
    assert total["committed"] == total["received"] == f"{units}.00"
    alsace.undo()
    assert alsace.report("composition")["total"]["committed"] == "20.00"
    assert alsace.rows("balance").keys() == {"bank", "grant_income"}
