"""Reading contracts under repayable instruments from the books, with their schedules."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import msgspec

from blendfund.domain.allocation import ORDER
from blendfund.domain.payback import Version
from blendfund.domain.schedule import Schedule
from blendfund.domain.vocabulary import repayable
from blendfund.projections.loans import Loan, came_in, column_of
from blendfund.storage.query.totals import KNOWN

if TYPE_CHECKING:
    import sqlite3

    from blendfund.storage.query.totals import Moment

_TERMS: Final = ("rate", "start", "periods", "every", "grace", "method", "day_count")
_SCHEDULES: Final = (
    "SELECT id, agreement, payment_order, base, overdue, days_late,"
    f" {', '.join(_TERMS)} FROM schedule WHERE {KNOWN}"
    " AND operation_date <= :as_of ORDER BY id"
)
_SUMS: Final = (
    "SELECT d.agreement, c.movement, c.account, sum(d.amount), min(d.operation_date)"
    " FROM posting d JOIN class c ON c.id = d.class WHERE d.position <= :position"
    " AND d.operation_date <= :as_of AND c.fund = :fund AND d.agreement <> 0"
)
_SAID: Final = (
    "SELECT {of}, said FROM dossier WHERE topic = :topic AND fund = :fund"
    f" AND {KNOWN}"
    " AND operation_date <= :as_of ORDER BY id"
)
# What had come in when a schedule began, from facts recorded before it.
_BEFORE: Final = (
    "SELECT c.movement, sum(d.amount) FROM posting d JOIN class c ON c.id = d.class"
    " WHERE d.agreement = :agreement AND d.position <= :since"
    " AND d.operation_date <= :as_of AND c.account IN ('bank', 'interest_waived')"
    " GROUP BY c.movement"
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
    sums, first, moved = _sums(books, given, narrowed)
    versions = _versions(books, given)
    defaulted = _last(books, given, "financing-defaulted")
    valued = _last(books, given, "holding-valued")
    officers = {
        project: one.officer
        for project, one in _last(books, given, "appraisal-recorded", "project").items()
    }
    found = books.execute(f"{_AGREEMENTS} ORDER BY id", given).fetchall()
    return [
        Loan(
            id=number,
            name=name,
            project=project,
            instrument=instrument,
            vintage=int(first[number][:4]),
            moved=date.fromisoformat(moved[number]) if number in moved else None,
            versions=tuple(versions[number]),
            defaulted=number in defaulted,
            value=valued[number].amount_minor if number in valued else None,
            officer=officers.get(project, ""),
        )._replace(**sums[number])
        for number, name, project, instrument in found
        if any(sums[number].values()) and repayable(instrument)
    ]


def _sums(
    books: sqlite3.Connection, given: dict[str, Any], narrowed: str
) -> tuple[defaultdict[int, dict[str, Any]], dict[int, str], dict[int, str]]:
    """Give what each contract's columns add up to.

    Then the first day each contract moved on, and the last that its principal did.
    """
    sums: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    first: dict[int, str] = {}
    moved: dict[int, str] = {}
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
        if name == "outstanding":
            moved[number] = max(on, moved.get(number, on))
    return sums, first, moved


def _versions(
    books: sqlite3.Connection, given: dict[str, Any]
) -> defaultdict[int, list[Version]]:
    found: defaultdict[int, list[Version]] = defaultdict(list)
    for number, agreement, order, base, overdue, late, *terms in books.execute(
        _SCHEDULES, given
    ).fetchall():
        said = dict(zip(_TERMS, terms, strict=True))
        schedule = msgspec.convert(said, Schedule)
        had = (0, 0)
        if found[agreement]:
            since = given | {"agreement": agreement, "since": number}
            had = came_in(dict(books.execute(_BEFORE, since).fetchall()))
        known = tuple(order.split(",")) if order else ORDER
        version = Version(schedule, known, base, overdue, late, *had)
        found[agreement].append(version)
    return found


class _Said(msgspec.Struct):
    """What a report needs of a fact that was kept as it was said."""

    amount_minor: int = 0
    officer: str = ""


def _last(
    books: sqlite3.Connection, given: dict[str, Any], topic: str, of: str = "agreement"
) -> dict[int, _Said]:
    """Give the latest fact of a topic, agreement by agreement, or by project."""
    rows = books.execute(_SAID.format(of=of), given | {"topic": topic})
    return {number: msgspec.json.decode(said, type=_Said) for number, said in rows}
