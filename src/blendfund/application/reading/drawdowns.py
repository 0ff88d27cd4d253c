"""Drawdowns of contracts as the books know them, with what was paid of each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from blendfund.application.reading import facts as log
from blendfund.application.reading.names import near
from blendfund.domain import drawdown
from blendfund.domain.effects import change_of, moved_by
from blendfund.domain.errors import AgreementNotFound, AmbiguousReference
from blendfund.domain.money import plain
from blendfund.storage.log.decoding import decode
from blendfund.storage.query.totals import KNOWN

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.reading.reader import Reading
    from blendfund.domain.drawdown import Plan
    from blendfund.storage.query.totals import Moment

LAST: Final = 2**62
PAID: Final = frozenset({"disbursement-paid", "disbursement-returned"})
_SAID: Final = (
    "SELECT id, topic, said FROM dossier WHERE agreement = :agreement"  # noqa: S608 -- own words
    " AND topic IN ('drawdowns-agreed', 'drawdown-condition-fulfilled')"
    f" AND {KNOWN} AND operation_date <= :on ORDER BY id"
)
_PLANNED: Final = (
    "SELECT DISTINCT a.id, CASE a.name WHEN '' THEN a.reference ELSE a.name END,"  # noqa: S608 -- own words
    " a.stream_id FROM (SELECT * FROM dossier WHERE fund = :fund"
    f" AND topic = 'drawdowns-agreed' AND {KNOWN} AND operation_date <= :as_of) d"
    " JOIN agreement a ON a.id = d.agreement WHERE a.carrier = '' ORDER BY a.id"
)
_NAMED: Final = (
    "SELECT a.id, a.stream_id, f.reference, f.currency, a.promised, a.reference"
    " FROM agreement a JOIN fund f ON f.id = a.fund"
    " WHERE (a.name = ?1 OR a.reference = ?1) AND a.side = 'F' AND a.withdrawn = 0"
    " AND (?2 = '' OR f.reference = ?2) ORDER BY a.id"
)


class Planned(NamedTuple):
    """A contract (its id) with its drawdowns, and what was paid of it (minor units)."""

    agreement: int
    name: str
    plan: Plan
    paid_minor: int
    open_minor: int

    def left(self) -> list[int]:
        """Give what is still to be paid of each drawdown (minor units)."""
        return self.plan.left(self.paid_minor, self.open_minor)


def plan_of(
    books: sqlite3.Connection,
    agreement: int,
    on: date = date.max,
    position: int = LAST,
) -> Plan | None:
    """Give the drawdowns of a contract by its id, as of a day and known at a position."""
    given = {"agreement": agreement, "on": on.isoformat(), "position": position}
    rows = books.execute(_SAID, given).fetchall()
    return drawdown.fold(
        (number, decode(f"{topic}/1", text.encode(), number))
        for number, topic, text in rows
    )


def plans(books: sqlite3.Connection, at: Moment) -> list[Planned]:
    """Give the fund's own contracts that are paid out in drawdowns, at a moment."""
    found = []
    day = date.fromisoformat(at.as_of)
    for number, name, stream in books.execute(_PLANNED, at._asdict()).fetchall():
        plan = plan_of(books, number, day, at.position)
        if plan is not None:
            sums = drawn_of(books, UUID(bytes=stream), day, at.position)
            found.append(Planned(number, name, plan, *sums))
    return found


def drawn_of(
    books: sqlite3.Connection, stream: UUID, on: date = date.max, position: int = LAST
) -> tuple[int, int]:
    """Give what was paid on a contract's promise, and what is still open of it.

    What came back is taken off the first, what was given up off the second.
    """
    paid = left = 0
    for fact in log.of_stream(books, stream):
        change = change_of(fact.event)
        if change and fact.position <= position and fact.event.on <= on:
            left += change.open
            if moved_by(fact.event)[0] in PAID:
                paid -= change.open
    return paid, left


def drawdowns_shown(
    reading: Reading, name: str, fund: str, on: date, position: int = LAST
) -> dict[str, Any]:
    """Give the drawdowns of a contract as they stand on a day, as known at a position.

    Raises AgreementNotFound, AmbiguousReference.
    """
    books = reading.books
    found = books.execute(_NAMED, (name, fund)).fetchall()
    if not found:
        raise AgreementNotFound(name, near(books, "agreement", name))
    if len(found) > 1:
        known = ", ".join(f"{row[5]} ({row[2]})" for row in found)
        raise AmbiguousReference(name, known)
    number, stream, reference, currency, promised, _ = found[0]
    plan = plan_of(books, number, on, position)
    sums = drawn_of(books, UUID(bytes=stream), on, position)
    return {
        "agreement": name,
        "fund": reference,
        "currency": currency,
        "promised": plain(promised, currency),
        "paid": plain(sums[0], currency),
        "released": plan and plain(min(plan.released(on), promised), currency),
        "drawdowns": _drawdowns(plan, sums, on, currency) if plan else [],
    }


def _drawdowns(
    plan: Plan, sums: tuple[int, int], on: date, currency: str
) -> list[dict[str, Any]]:
    held = {one.drawdown for one in plan.waiting(on)}
    parts = zip(plan.said.drawdowns, plan.left(*sums), strict=True)
    return [
        {
            "number": number,
            "amount": plain(one.amount_minor, currency),
            "planned": one.planned and one.planned.isoformat(),
            "left": plain(left, currency),
            "released": number not in held,
            "conditions": [
                {
                    "number": each.number,
                    "text": each.text,
                    "since": each.since and each.since.isoformat(),
                }
                for each in plan.conditions()
                if each.drawdown == number
            ],
        }
        for number, (one, left) in enumerate(parts, start=1)
    ]
