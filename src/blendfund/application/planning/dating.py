"""The day of what is typed, held against what it rests on; what is imported is a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.application.planning.verbs import OF_PROJECTS
from blendfund.application.reading import dated
from blendfund.domain.checks import check_due
from blendfund.domain.claiming import Dated
from blendfund.domain.vocabulary import Kind

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.planning.planner import Planner
    from blendfund.exchange.row import Row

# What makes a contract, and rests on none.
_MAKES: Final = frozenset({Kind.CONTRACT, Kind.OPENING_FINANCING})


def check(books: sqlite3.Connection, planner: Planner, row: Row) -> None:
    """Refuse what comes before its contract, or its call. Raises BeforeItsGround."""
    agreement = planner.latest
    if row.kind is Kind.CALL:
        check_due(row.due, row.on)
    if agreement is None or not agreement.number or row.kind not in OF_PROJECTS:
        return
    if row.kind not in _MAKES or row.verb:
        own = row.kind is Kind.DISBURSEMENT
        dated.check_contract(books, agreement.stream, row.on, own=own)
    if row.verb in dated.SETTLES:
        dated.check_claim(books, agreement.stream, Dated(row.on, row.amount_minor))
