"""The fund's cash is never below zero at the end of a day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Overdraft(NamedTuple):
    """The movement that leaves too little: its place in the plan, the day, what is left."""

    place: int
    day: date
    left_minor: int


Flow = tuple[date, int, int]  # day, signed minor units, place in the plan


def overdrafts(history: Mapping[date, int], flows: Sequence[Flow]) -> list[Overdraft]:
    """Find the payments without which no day would end below zero.

    A day that ended below zero before these flows, and ends no lower after them, is not
    held against them: a breach that a bank has proven does not stop the work.

    Args:
        history: What each day already changed (minor units).
        flows: What is about to be added, in the order in which it would be recorded.

    Returns:
        The last payments, day by day, that have to be left out; empty when all can stay.
    """
    added: defaultdict[date, int] = defaultdict(int)
    for day, amount, _ in flows:
        added[day] += amount
    paid = _payments_by_day(flows)
    before = after = 0
    waiting: list[Flow] = []
    found: list[Overdraft] = []
    for day in sorted({*history, *added}):
        before += history.get(day, 0)
        after += history.get(day, 0) + added.get(day, 0)
        waiting += paid.get(day, ())
        while after < 0 and after < before and waiting:
            flow = waiting.pop()
            found.append(Overdraft(flow[2], day, after))
            after -= flow[1]
    return found


def _payments_by_day(flows: Iterable[Flow]) -> dict[date, list[Flow]]:
    paid: defaultdict[date, list[Flow]] = defaultdict(list)
    for flow in flows:
        if flow[1] < 0:
            paid[flow[0]].append(flow)
    return paid
