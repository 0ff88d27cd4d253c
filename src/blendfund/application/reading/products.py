"""Whether contracts keep to the published terms of their kind, as the books know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from blendfund.application.reading import facts as log
from blendfund.application.reading.decided import LAST, dossier_of
from blendfund.domain.financing import FinancingContracted
from blendfund.domain.money import plain
from blendfund.domain.product import PRODUCTS, Contract, Finding, hold
from blendfund.domain.schedule import FinancingScheduled, Schedule

if TYPE_CHECKING:
    import sqlite3

_AGREEMENT = (
    "SELECT a.stream_id, a.fund, a.project, a.instrument, a.rate FROM agreement a"
    " JOIN fund f ON f.id = a.fund WHERE a.reference = ? AND f.reference = ?"
    " AND a.side = 'F' AND a.withdrawn = 0"
)
_PROMISED = (
    "SELECT coalesce(sum(promised), 0) FROM agreement WHERE fund = ? AND project = ?"
    " AND instrument = ? AND side = 'F' AND withdrawn = 0"
)


def findings(
    books: sqlite3.Connection,
    fund: int,
    project: int,
    contract: Contract,
    known: int = LAST,
) -> list[Finding]:
    """Hold a contract with a project against its product; none where there is none.

    The plan is that of the latest application by the day of the contract.
    """
    if contract.instrument not in PRODUCTS:
        return []
    asked = None
    if project:
        asked = dossier_of(books, fund, project, on=contract.on, position=known).application
    return hold(contract, asked.resources if asked else None)


def findings_of(books: sqlite3.Connection, reference: str, fund: str) -> list[Finding]:
    """Hold what was contracted under an agreement, by its short reference, likewise."""
    row = books.execute(_AGREEMENT, (reference, fund)).fetchone()
    if row is None or row[3] not in PRODUCTS:
        return []
    stream, number, project, instrument, rate = row
    made = _contracted(books, UUID(bytes=stream), instrument, rate)
    if made is None:
        return []
    alike = promised(books, number, project, instrument) - made.minor
    return findings(books, number, project, made._replace(alike_minor=alike))


def promised(books: sqlite3.Connection, fund: int, project: int, instrument: str) -> int:
    """Give what a project was promised under an instrument by now (minor units)."""
    (minor,) = books.execute(_PROMISED, (fund, project, instrument)).fetchone()
    return int(minor)


def told(found: Finding, currency: str) -> dict[str, Any]:
    """Give a finding as JSON says it: amounts as text, durations in months."""

    def shown(count: int | None) -> Any:
        if count is None or found.term == "duration":
            return count
        return plain(count, currency)

    return {
        "term": found.term,
        "state": found.state,
        "found": shown(found.found),
        "least": shown(found.least),
        "most": shown(found.most),
    }


def _contracted(
    books: sqlite3.Connection, stream: UUID, instrument: str, rate: str
) -> Contract | None:
    """Give what was contracted first, with all that was added since."""
    schedule: Schedule | None = None
    found: Contract | None = None
    for fact in log.of_stream(books, stream):
        event = fact.event
        if isinstance(event, FinancingScheduled):
            schedule = event.schedule
        elif isinstance(event, FinancingContracted) and log.stands(books, fact.position):
            minor = event.amount_minor + (found.minor if found else 0)
            on = found.on if found else event.on
            found = Contract(on, instrument, minor, event.currency, rate)
    return found and found._replace(schedule=schedule)
