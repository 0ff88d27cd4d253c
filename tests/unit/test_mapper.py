from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from eventsourcing.application import AggregateNotFoundError
from eventsourcing.persistence import StoredEvent
from tests.unit.conftest import BAKERY, BANK, Fund, row

from blendfund.application.reading.past import replay
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import Corrupt
from blendfund.domain.vocabulary import Instrument
from blendfund.storage.log.factory import LedgerFactory
from blendfund.storage.log.ids import uuid7


def test_an_agreement_is_loaded_as_its_facts_left_it(alsace: Fund) -> None:
    alsace.take(
        row("contribution", "2024-02-10", 50_000, **BANK),
        row("reimbursement", "2025-10-01", 20_000, **BANK),
    )
    with Ledger(str(alsace.path)) as ledger, ledger.writer.writing() as tx:
        sql = "SELECT stream_id FROM event WHERE topic = 'contribution-opened/1'"
        stream = tx.connection.exec_driver_sql(sql).scalar_one()
        past = ledger.past(tx.connection.connection.driver_connection)  # type: ignore[arg-type]
        named = type(uuid7())(bytes=stream)
        state, version = past.load(named), past.version(named)
    assert (state.held.now, state.instrument, version) == (30_000, Instrument.LOAN, 3)


def test_a_financing_is_loaded_as_its_facts_left_it(rich: Fund) -> None:
    rich.take(row("repayment", "2026-06-01", 20_000, **BAKERY))
    left = rich.rows("returns", by="project")["Boulangerie solidaire"]["residual"]
    assert left == "0.00"


def test_a_stream_nobody_opened_is_not_found(alsace: Fund) -> None:
    with Ledger(str(alsace.path)) as ledger:
        with pytest.raises(AggregateNotFoundError):
            ledger.repository.get(uuid4(), projector_func=replay)  # type: ignore[type-var]
        stream = ledger.writer.select_notifications(1, 1)[0].originator_id
        assert isinstance(stream, UUID)
        with pytest.raises(AggregateNotFoundError):
            ledger.repository.get(stream, projector_func=replay)  # type: ignore[type-var]


def test_a_fact_of_an_unknown_topic_stops_its_reader(alsace: Fund) -> None:
    with Ledger(str(alsace.path)) as ledger:
        stored = StoredEvent(uuid4(), 1, "os.system/1", b"{}")
        with pytest.raises(Corrupt, match="unknown topic"):
            ledger.mapper.to_domain_event(stored)


def test_the_library_gets_no_snapshot_nor_follower_nor_processor() -> None:
    factory = LedgerFactory({})
    with pytest.raises(NotImplementedError):
        factory.aggregate_recorder()
    with pytest.raises(NotImplementedError):
        factory.tracking_recorder()
    with pytest.raises(NotImplementedError):
        factory.process_recorder()


def test_identifiers_are_ordered_in_time_and_of_version_7() -> None:
    made = [uuid7() for _ in range(50)]
    assert {one.version for one in made} == {7}
    assert {one.variant for one in made} == {"specified in RFC 4122"}
    assert [one.int >> 80 for one in made] == sorted(one.int >> 80 for one in made)
    assert len(set(made)) == 50
