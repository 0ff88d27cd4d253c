"""The fund's cash is never below zero at the end of a day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from blendfund.application.planning.verbs import CASH_SIGN
from blendfund.domain.errors import NotEnoughCash
from blendfund.domain.money import Money

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from blendfund.application.planning.identity import Identified
    from blendfund.application.planning.planner import Planner


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


def overdrawn(
    books: sqlite3.Connection, fund: int, kept: Sequence[Identified], planner: Planner
) -> dict[int, NotEnoughCash]:
    """Give the rows that would leave cash below zero at the end of a day, by line."""
    if not any(amount < 0 for _, amount, _ in planner.flows):
        return {}
    sql = "SELECT operation_date, amount FROM cash WHERE fund = ?"
    days = books.execute(sql, (fund,))
    history = {date.fromisoformat(day): amount for day, amount in days}
    refused = {}
    # A line of a spreadsheet can hold several movements: the payment is the one meant.
    rows = {one.row.line: one.row for one in kept if CASH_SIGN.get(one.row.kind, 0) < 0}
    for found in overdrafts(history, planner.flows):
        row = rows[found.place]
        refused[row.line] = NotEnoughCash(
            Money(row.amount_minor, row.currency),
            row.on,
            Money(found.left_minor, row.currency),
            found.day,
        )
    return refused
