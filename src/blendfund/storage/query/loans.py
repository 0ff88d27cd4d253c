"""Reading contracts under repayable instruments from the books, with their schedules."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import msgspec

from blendfund.domain.schedule import Schedule
from blendfund.domain.vocabulary import repayable
from blendfund.projections.loans import Loan, column_of
from blendfund.storage.query.totals import KNOWN

if TYPE_CHECKING:
    import sqlite3

    from blendfund.storage.query.totals import Moment

_TERMS: Final = ("rate", "start", "periods", "every", "grace", "method", "day_count")
_SCHEDULES: Final = (
    f"SELECT agreement, {', '.join(_TERMS)} FROM schedule WHERE {KNOWN}"
    " AND operation_date <= :as_of ORDER BY id"
)
_SUMS: Final = (
    "SELECT d.agreement, c.movement, c.account, sum(d.amount), min(d.operation_date)"
    " FROM posting d JOIN class c ON c.id = d.class WHERE d.position <= :position"
    " AND d.operation_date <= :as_of AND c.fund = :fund AND d.agreement <> 0"
)
_AGREEMENTS: Final = (
    "SELECT id, CASE name WHEN '' THEN reference ELSE name END, project, instrument"
    " FROM agreement WHERE fund = :fund AND side = 'F'"
)


def loans(books: sqlite3.Connection, at: Moment, agreement: int = 0) -> list[Loan]:
    """Give the fund's contracts under repayable instruments, in the order they were opened.

    Args:
        books: The read models.
        at: The fund, and up to which day and position.
        agreement: Only this one, whoever carries it; else all that the fund itself holds.
    """
    given = at._asdict() | {"agreement": agreement}
    narrowed = " AND d.agreement = :agreement" if agreement else " AND c.carrier = ''"
    sums: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    first: dict[int, str] = {}
    for number, movement, account, amount, on in books.execute(
        # What was taken back the same day leaves no trace, not even a first day.
        f"{_SUMS}{narrowed} GROUP BY d.agreement, c.movement, c.account, d.operation_date"
        " HAVING sum(d.amount) <> 0",
        given,
    ):
        first[number] = min(on, first.get(number, on))
        name, sign = column_of(movement, account)
        if name:
            of = sums[number]
            of[name] = of.get(name, 0) + sign * amount
    schedules = _schedules(books, given)
    found = books.execute(f"{_AGREEMENTS} ORDER BY id", given).fetchall()
    return [
        Loan(
            id=number,
            name=name,
            project=project,
            instrument=instrument,
            vintage=int(first[number][:4]),
            schedules=tuple(schedules[number]),
        )._replace(**sums[number])
        for number, name, project, instrument in found
        if any(sums[number].values()) and repayable(instrument)
    ]


def _schedules(
    books: sqlite3.Connection, given: dict[str, Any]
) -> defaultdict[int, list[Schedule]]:
    found: defaultdict[int, list[Schedule]] = defaultdict(list)
    for agreement, *terms in books.execute(_SCHEDULES, given):
        said = dict(zip(_TERMS, terms, strict=True))
        found[agreement].append(msgspec.convert(said, Schedule))
    return found
