"""Laws of whole histories: what was taken back never was, and every past can be asked."""

from __future__ import annotations

import shutil
from datetime import date
from uuid import UUID

import msgspec
from eventsourcing.persistence import StoredEvent
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.unit.conftest import Fund
from tests.unit.histories import LAWS, History, opened, replayed, shown
from tests.unit.test_composition import balanced, conserved

from blendfund.application.reading.reader import Reading
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.money import plain
from blendfund.storage.books.readmodel import catch_up
from blendfund.storage.store import create_ledger

MONTHS = ("2024-01-31", "2024-02-10", "2026-07-01")
# What each movement does to the figures of a fund, by hand: cash, received, disbursed.
NAIVE = {
    "contribution-received": (1, 1, 0),
    "contribution-refunded": (-1, 0, 0),
    "contribution-reimbursed": (-1, 0, 0),
    "funding-interest-paid": (-1, 0, 0),
    "disbursement-paid": (-1, 0, 1),
    "repayment-received": (1, 0, 0),
    "interest-received": (1, 0, 0),
    "recovery-received": (1, 0, 0),
    "treasury-interest-earned": (1, 0, 0),
    "expense-paid": (-1, 0, 0),
}


@LAWS
@given(st.data())
def test_a_history_equals_the_one_without_what_was_taken_back(data: st.DataObject) -> None:
    with opened() as fund, opened() as other:
        history = History(fund)
        for _ in range(data.draw(st.integers(2, 9))):
            history.step(data)
        assume(replayed(history.writes, other))
        assume(interest_drawn(fund) == interest_drawn(other))
        ours, theirs = shown(fund), shown(other)
        assert {key: ours[key] for key in ours if ours[key] != theirs[key]} == {
            key: theirs[key] for key in ours if ours[key] != theirs[key]
        }
        assert balanced(fund)
        assert conserved(fund.report("composition"))
        with Reading(str(fund.path)) as reading:
            reading.replay(None)


@LAWS
@given(st.data())
def test_what_was_known_then_is_the_fold_of_the_facts_known_then(
    data: st.DataObject,
) -> None:
    with opened() as fund:
        history = History(fund)
        for _ in range(data.draw(st.integers(2, 6))):
            history.step(data)
        known = data.draw(st.integers(1, fund.verify().events))
        then = prefix(fund, known)
        assert shown(fund, str(known)) == shown(then)
        for day in MONTHS:
            on = date.fromisoformat(day)
            asked = {"as_of": on, "known_at": str(known)}
            found = fund.report("composition", **asked)
            told = (found["uses"]["cash"], found["total"]["received"])
            assert (*told, found["uses"]["disbursed"]) == naive(fund, known, day)


def interest_drawn(fund: Fund) -> list[tuple[object, ...]]:
    """Give the money that interest to funders was drawn on.

    It is drawn on what its earmark holds on the day it is recorded, else on free money.
    Taking back the money of the earmark later leaves that decision as it was, and flags the
    earmark: a ledger that never had the money would have decided otherwise.
    """
    return fund.sql(
        "SELECT c.earmark, sum(p.amount) FROM posting p JOIN class c ON c.id = p.class"
        " WHERE c.account = 'funding_interest' GROUP BY 1 HAVING sum(p.amount) <> 0"
        " ORDER BY 1"
    )


def prefix(fund: Fund, known: int) -> Fund:
    """Make a ledger of exactly the first facts of another, as they are stored."""
    path = fund.path.with_name("jadis.db")
    create_ledger(str(path))
    keys = fund.path.with_name(f"{fund.path.name}.keys")
    if keys.exists():
        shutil.copy(keys, path.with_name(f"{path.name}.keys"))
    sql = "SELECT stream_id, version, topic, state FROM event WHERE position <= ?"
    rows = fund.sql(f"{sql} ORDER BY position", (known,))
    then = Fund(path)
    with Ledger(str(path)) as ledger, ledger.transaction(then.command()) as tx:
        ledger.writer.insert_events(
            [StoredEvent(UUID(bytes=one[0]), *one[1:]) for one in rows]
        )
        catch_up(tx.connection, tx.position, ledger.vault)
    return then


def naive(fund: Fund, known: int, day: str) -> tuple[str, str, str]:
    """Add up cash, receipts and payments by hand, from the text of the facts."""
    sums = [0, 0, 0]
    sql = "SELECT topic, state FROM event WHERE position <= ? ORDER BY position"
    for topic, state in fund.sql(sql, (known,)):
        said = msgspec.json.decode(state)
        name, sign = topic.partition("/")[0], 1
        if name == "movement-reversed":
            name, sign = said["movement"], 1 if said.get("restores") else -1
        if name in NAIVE and said["on"] <= day:
            for index, weight in enumerate(NAIVE[name]):
                sums[index] += sign * weight * said["amount_minor"]
    cash, received, disbursed = (plain(one, "EUR") for one in sums)
    return cash, received, disbursed
