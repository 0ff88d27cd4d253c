"""Contracts rest on decisions of the committee; what is beyond them all is found."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from blendfund.domain.committee import DecisionTaken
from blendfund.domain.decision import Decision
from blendfund.domain.resting import Beyond, Contracted, rest

FUND = UUID("01980000-0000-7000-8000-000000000001")
ON = date(2024, 2, 1)


def decision(position: int, minor: int, day: int = 0, **said: Any) -> Decision:
    lapsed = said.pop("lapsed_on", None)
    told = {"fund": FUND, "session": "S", "result": "agreed", "currency": "EUR", **said}
    on = ON + timedelta(day)
    taken = DecisionTaken(on=on, amount_minor=minor, **told)
    return Decision(position, taken, lapsed_on=lapsed)


def contract(position: int, minor: int, day: int = 0, what: str = "loan") -> Contracted:
    return Contracted(position, ON + timedelta(day), minor, what)


def test_what_no_decision_leaves_room_for_is_beyond() -> None:
    found = rest([decision(1, 100)], [contract(3, 70), contract(2, 50)])
    assert found.beyond == [Beyond(3, 20)]
    assert found.taken == {1: 100}


def test_a_further_decision_on_the_rest_is_enough() -> None:
    decisions = [decision(1, 100), decision(4, 20)]
    assert rest(decisions, [contract(2, 50), contract(3, 70)]).beyond == []
    assert rest([decision(1, 100), decision(4, 120)], [contract(2, 110)]).beyond == []


def test_the_latest_decision_known_by_then_is_used_first() -> None:
    decisions = [decision(1, 100), decision(2, 100), decision(9, 100)]
    assert rest(decisions, [contract(3, 60)]).taken == {2: 60}
    assert rest(decisions, [contract(3, 160)]).under == {3: [2, 1]}


def test_only_decisions_in_force_for_that_instrument_count() -> None:
    decisions = [
        decision(1, 100, instrument="grant"),
        decision(2, 100, day=5),
        decision(3, 100, valid_until=ON),
        decision(4, 100, lapsed_on=ON + timedelta(1)),
        decision(5, 100, result="refused"),
    ]
    assert rest(decisions, [contract(6, 50, 1)]) == ({}, [], {})  # undecided, not beyond
    assert rest(decisions, [contract(6, 250, 0)]).beyond == [Beyond(6, 50)]


DECISIONS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 20), st.integers(0, 5)), max_size=4
)
CONTRACTS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 20), st.integers(0, 5)), max_size=6
)


@given(DECISIONS, CONTRACTS)
def test_a_decision_never_carries_more_than_its_amount_and_nothing_is_lost(
    taken: list[tuple[int, int, int]], made: list[tuple[int, int, int]]
) -> None:
    decisions = [decision(2 * n, minor, day) for n, minor, day in taken]
    decisions = list({one.position: one for one in decisions}.values())
    contracts = [contract(2 * n + 1, minor, day) for n, minor, day in made]
    contracts = list({one.position: one for one in contracts}.values())
    found = rest(decisions, contracts)
    amounts = {one.position: one.said.amount_minor for one in decisions}
    assert all(found.taken[one] <= amount for one, amount in amounts.items())
    decided = [
        one.minor for one in contracts if any(each.held(one.on) for each in decisions)
    ]
    beyond = sum(one.minor for one in found.beyond)
    assert found.taken.total() + beyond == sum(decided)


@given(DECISIONS, CONTRACTS)
def test_what_was_typed_one_after_the_other_is_never_beyond(
    taken: list[tuple[int, int, int]], made: list[tuple[int, int, int]]
) -> None:
    steps = [(2 * n, decision(2 * n, minor, day)) for n, minor, day in taken]
    steps += [(2 * n + 1, contract(2 * n + 1, minor, day)) for n, minor, day in made]  # type: ignore[misc]
    decisions: list[Decision] = []
    contracts: list[Contracted] = []
    for _, step in sorted(dict(steps).items()):
        if isinstance(step, Decision):
            decisions.append(step)
            continue
        # As a contract that is typed is checked: on the latest decision in force.
        held = [one for one in decisions if one.holds(step.on)]
        if held:
            room = held[-1].said.amount_minor
            room -= rest(decisions, contracts).taken[held[-1].position]
            if step.minor <= room:
                contracts.append(step)
    assert rest(decisions, contracts).beyond == []
