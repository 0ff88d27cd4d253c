"""A contract that is planned, held against the published terms of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.application.reading.products import findings, promised
from blendfund.domain.product import Contract, Finding, check
from blendfund.domain.vocabulary import Kind

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.planning.planner import Planner
    from blendfund.exchange.row import Row


def found(
    books: sqlite3.Connection, fund: Any, planner: Planner, row: Row, *, asked: bool = False
) -> list[Finding]:
    """Give what is found of a planned contract; none of another movement.

    Where the charter has ``asked`` for the terms it is refused otherwise.

    Raises ProductTermsBroken, ProductUnverifiable.
    """
    agreement = planner.latest
    if row.kind is not Kind.CONTRACT or row.verb or agreement is None:
        return []
    sql = "SELECT id FROM project WHERE stream_id = ?"
    project = books.execute(sql, (agreement.owner.bytes,)).fetchone()
    of, instrument = project[0] if project else 0, str(agreement.terms[0])
    said = (row.amount_minor, row.currency, row.rate, row.schedule)
    alike = promised(books, fund[0], of, instrument)
    contract = Contract(row.on, instrument, *said, alike)
    held = findings(books, fund[0], of, contract)
    if asked:
        check(contract, held, agreement.name or agreement.reference)
    return held
