from __future__ import annotations

import pytest
from tests.unit.conftest import BAKERY, REGION, TODAY, Fund, row

from blendfund.application.reading.reader import Reading
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import Corrupt
from blendfund.storage.books import readmodel, registers
from blendfund.storage.log.engine import driver
from blendfund.storage.log.versions import BOOKS_VERSION

PERSON = {"sector": "individual", "instrument": "donation", "terms": "concessional"}


def differing(fund: Fund) -> list[str]:
    """Replay the facts in memory and name the tables that are not as stored."""
    with Reading(str(fund.path)) as reading:
        source = driver(reading.connection)
        again = readmodel.replayed(source, reading.vault, reading.log.head().position)
        return readmodel.differences(reading.books, driver(again))


def test_what_was_folded_live_is_what_a_replay_gives(rich: Fund) -> None:
    rich.take(row("contribution", "2026-01-02", 500, party="Zoé", **PERSON))
    assert differing(rich) == []
    assert rich.sql("SELECT count(*) FROM posting")[0][0] > 20


def test_a_replay_in_small_steps_with_little_memory_gives_the_same(
    rich: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registers, "REMEMBERED_MAX", 2)
    monkeypatch.setattr(readmodel, "BATCH", 3)
    assert differing(rich) == []


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("posting", "UPDATE posting SET amount = amount + 1"),
        ("daily", "DELETE FROM daily WHERE amount > 0"),
        ("fund", "UPDATE fund SET name = 'Autre'"),
        ("line", "INSERT INTO line VALUES ('r:x', '', 1)"),
    ],
)
def test_a_read_model_that_was_touched_is_found_and_rebuilt(
    rich: Fund, table: str, change: str
) -> None:
    rich.tamper(change)
    assert differing(rich) == [table]
    with Reading(str(rich.path)) as reading:
        with pytest.raises(Corrupt, match=f"read models differ from the facts: {table}"):
            reading.replay(None)
        reading.rebuild()
    assert differing(rich) == []


def test_a_rebuild_tells_how_far_it_is_and_counts_the_facts(rich: Fund) -> None:
    told: list[int] = []
    events = rich.verify().events
    with Reading(str(rich.path)) as reading:
        assert reading.rebuild(told.append) == events
        assert reading.replay(None) == events
        assert reading.replay(5) == 5
        assert reading.replay(events + 9) == events
    assert told == [events]


def test_a_rebuild_that_fails_leaves_the_old_books(rich: Fund) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with Reading(str(rich.path)) as reading, pytest.raises(KeyboardInterrupt):
        reading.rebuild(stop)
    assert differing(rich) == []


@pytest.mark.parametrize(
    "behind",
    [
        "UPDATE projection SET position = 0",
        "UPDATE projection SET schema_version = 0",
    ],
)
def test_books_that_are_behind_catch_up_when_read(rich: Fund, behind: str) -> None:
    uses = rich.uses()
    rich.empty_books()
    rich.tamper(behind)
    assert rich.uses() == uses
    assert differing(rich) == []


def test_books_that_are_behind_catch_up_when_written(rich: Fund) -> None:
    rich.empty_books()
    rich.tamper("UPDATE projection SET position = 0")
    rich.take(row("repayment", "2026-01-05", 100, **BAKERY))
    assert differing(rich) == []


def test_books_half_way_go_on_from_where_they_stand(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 100, **REGION))
    with alsace.raw() as database:
        kept = list(database.iterdump())
    assert any("posting" in line for line in kept)
    with Ledger(str(alsace.path)) as ledger, ledger.writer.writing() as tx:
        readmodel.catch_up(tx.connection, tx.position, ledger.vault)
        assert readmodel.progress(tx.connection) == (BOOKS_VERSION, tx.position)
    alsace.take(row("contribution", "2025-01-10", 100, **REGION))
    assert differing(alsace) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (
            "UPDATE event SET topic = 'nothing/1' WHERE position = 2",
            "unknown topic nothing/1",
        ),
        ("DELETE FROM event WHERE topic = 'party-registered/1'", "party that was never"),
        (
            "DELETE FROM event WHERE topic = 'project-registered/1'",
            "project that was never",
        ),
        ("DELETE FROM event WHERE topic = 'contribution-opened/1'", "was never opened"),
        ("DELETE FROM event WHERE topic = 'fund-opened/1'", "fund that was never"),
    ],
)
def test_facts_that_do_not_hang_together_are_not_folded(
    rich: Fund, change: str, what: str
) -> None:
    rich.tamper(change)
    with Reading(str(rich.path)) as reading, pytest.raises(Corrupt, match=what):
        reading.replay(None)


def test_without_the_keys_a_person_is_folded_without_identity(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 500, party="Zoé", **PERSON))
    with Reading(str(alsace.path)) as reading:
        source = driver(reading.connection)
        again = driver(readmodel.replayed(source, None, reading.log.head().position))
        assert again.execute("SELECT name, identity FROM party").fetchall() == [("", None)]


def test_a_word_of_the_format_as_a_key_is_no_batch(empty: Fund) -> None:
    empty.open(key="batch")
    assert empty.sql("SELECT * FROM batch") == []
    assert differing(empty) == []


def test_a_compartment_is_a_fact_that_moves_nothing(alsace: Fund) -> None:
    with Ledger(str(alsace.path)) as ledger:
        done = ledger.open_compartment(alsace.command(), "ALSACE", "guarantee", "", TODAY)
    assert (done.position, done.reference, done.events) == (2, "guarantee", 1)
    assert differing(alsace) == []
    assert alsace.sql("SELECT * FROM posting") == []
