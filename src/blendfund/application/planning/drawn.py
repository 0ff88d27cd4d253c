"""A payment that is planned, held against the drawdowns of its contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blendfund.application.reading.drawdowns import plan_of
from blendfund.domain.vocabulary import Kind

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.planning.planner import Planner
    from blendfund.exchange.row import Row


def check(books: sqlite3.Connection, planner: Planner, row: Row) -> None:
    """Refuse a payment beyond the drawdowns that are released. Raises NotReleased."""
    agreement = planner.latest
    if row.kind is not Kind.DISBURSEMENT or agreement is None or not agreement.number:
        return
    plan = plan_of(books, agreement.number, row.on)
    if plan is not None:
        state = agreement.state
        # The contract's state counts the planned payment already.
        paid = state.contracted_minor - state.open_minor - row.amount_minor
        plan.check(row.on, state.label, row.amount_minor, paid)
