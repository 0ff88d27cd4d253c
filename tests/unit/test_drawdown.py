"""A contract is paid out in drawdowns: never beyond those that are released."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blendfund.domain import drawdown as d
from blendfund.domain.drawdown import Drawdown, Plan
from blendfund.domain.errors import (
    BadDrawdowns,
    BlendfundError,
    DrawdownsPaid,
    DrawdownUnknown,
    NotPositive,
    NotReleased,
)
from blendfund.domain.money import Money

ON = date(2024, 2, 1)
FIRST = Drawdown(50, ON)
SECOND = Drawdown(100, ON + timedelta(90), ("Bail signé", "Compte rendu"))


def agreed(*parts: Drawdown, contracted: int = 150, paid: int = 0) -> Plan:
    event = d.agree(ON, "PRET", parts, Money(contracted, "EUR"), paid)
    plan = d.fold([(7, event)])
    assert plan is not None
    return plan


def met(plan: Plan, drawdown: int, condition: int, day: int = 0) -> Plan:
    on = ON + timedelta(day)
    event = d.fulfil(on, "PRET", plan, (drawdown, condition))
    after = d.evolve(plan, 8, event)
    assert after is not None
    return after


def test_a_drawdown_is_released_by_the_last_of_its_conditions() -> None:
    plan = agreed(FIRST, SECOND)
    assert plan.released(ON) == 50
    half = met(plan, 2, 1)
    assert half.released(ON) == 50
    whole = met(half, 2, 2, day=3)
    assert (whole.released(ON), whole.released(ON + timedelta(3))) == (50, 150)
    # Said again, it is fulfilled since the earlier day.
    assert met(whole, 2, 2, day=1).released(ON + timedelta(1)) == 150


def test_a_payment_stays_within_what_is_released() -> None:
    plan = agreed(FIRST, SECOND)
    plan.check(ON, "PRET", 50, 0)
    with pytest.raises(NotReleased, match=r"0\.30 EUR.*2\.1 Bail signé; 2\.2 Compte rendu"):
        plan.check(ON, "PRET", 31, 20)
    whole = met(met(plan, 2, 1), 2, 2)
    whole.check(ON, "PRET", 130, 20)
    with pytest.raises(NotReleased, match=r"open: -\."):
        whole.check(ON, "PRET", 131, 20)


def test_drawdowns_add_up_to_the_contract() -> None:
    for parts in ((FIRST,), (SECOND, SECOND), ()):
        with pytest.raises(BadDrawdowns):
            agreed(*parts)
    with pytest.raises(NotPositive):
        agreed(Drawdown(0), Drawdown(150))


def test_what_is_paid_is_never_put_under_a_condition_again() -> None:
    assert agreed(FIRST, SECOND, paid=50).released(ON) == 50
    with pytest.raises(DrawdownsPaid):
        agreed(FIRST, SECOND, paid=51)


def test_a_condition_is_of_the_drawdowns_in_force() -> None:
    plan = agreed(FIRST, SECOND)
    for which in ((1, 1), (2, 3), (3, 1), (2, 0)):
        with pytest.raises(DrawdownUnknown):
            d.fulfil(ON, "PRET", plan, which)
    with pytest.raises(DrawdownUnknown):
        d.fulfil(ON, "PRET", None, (1, 1))
    # What was fulfilled of earlier drawdowns does not release later ones.
    old = d.fulfil(ON, "PRET", plan, (2, 1))
    anew = d.agree(ON, "PRET", (SECOND, FIRST), Money(150, "EUR"), 0)
    after = d.evolve(d.evolve(plan, 9, anew), 10, old)
    assert after is not None
    assert after.waiting(ON) == list(after.conditions())


def test_the_first_drawdowns_are_paid_first() -> None:
    plan = agreed(FIRST, SECOND)
    assert plan.left(0, 150) == [50, 100]
    assert plan.left(60, 90) == [0, 90]
    assert plan.left(150, 0) == [0, 0]


def test_what_is_given_up_is_missing_from_the_last_drawdowns() -> None:
    plan = agreed(FIRST, SECOND)
    assert plan.left(0, 120) == [50, 70]
    assert plan.left(60, 40) == [0, 40]
    assert plan.left(0, 30) == [30, 0]
    assert plan.left(60, 0) == plan.left(60, -1) == [0, 0]


PARTS = st.lists(st.tuples(st.integers(1, 50), st.integers(0, 2)), min_size=1, max_size=4)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "pay", "back", "fulfil", "agree"]),
        st.integers(1, 60),
        st.integers(1, 4),
        st.integers(1, 2),
    ),
    max_size=15,
)


@given(PARTS, STEPS)
def test_what_is_paid_never_exceeds_what_is_released(
    parts: list[tuple[int, int]], steps: list[tuple[Any, ...]]
) -> None:
    made = tuple(Drawdown(minor, None, ("x",) * count) for minor, count in parts)
    contracted = sum(one.amount_minor for one in made)
    plan = agreed(*made, contracted=contracted)
    on, paid, position = ON, 0, 10
    for act, size, number, condition in steps:
        on, position = on + timedelta(size % 3), position + 1
        try:
            if act == "pay":
                plan.check(on, "PRET", size, paid)
                paid += size
            elif act == "back":
                paid -= min(size, paid)
            elif act == "fulfil":
                event: Any = d.fulfil(on, "PRET", plan, (number, condition))
                plan = d.evolve(plan, position, event) or plan
            else:
                order = made[number % len(made) :] + made[: number % len(made)]
                event = d.agree(on, "PRET", order, Money(contracted, "EUR"), paid)
                plan = d.evolve(plan, position, event) or plan
        except BlendfundError:
            continue
        assert 0 <= paid <= plan.released(on) <= contracted
        for given_up in (0, (contracted - paid) // 3, contracted - paid):
            left = plan.left(paid, contracted - paid - given_up)
            assert sum(left) == contracted - paid - given_up
            assert all(one >= 0 for one in left)
