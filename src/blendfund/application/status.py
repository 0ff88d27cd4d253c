"""Where each fund stands this morning: cash, what can be promised, what waits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from blendfund.application import facts as log
from blendfund.application.available import available
from blendfund.application.earmark_report import earmarks_report
from blendfund.application.frame import Asked
from blendfund.application.reports import composition_report
from blendfund.domain.money import plain

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import date

    from blendfund.application.reading import Reading

SOON_DAYS: Final = 60
NEARLY_USED: Final = 10  # per cent of what was received under an earmark
CALLS_MAX: Final = 10
_CALLS: Final = (
    "SELECT k.due, CASE a.name WHEN '' THEN a.reference ELSE a.name END, a.called"
    " FROM agreement a JOIN call k ON k.agreement = a.id WHERE a.fund = ? AND a.called > 0"
    " AND a.withdrawn = 0 AND k.position NOT IN (SELECT base FROM reversal GROUP BY base"
    " HAVING sum(sign) < 0) GROUP BY a.id HAVING k.position = max(k.position)"
    " ORDER BY k.due IS NULL, k.due, a.id LIMIT ?"
)
_SUMS: Final = (
    "SELECT coalesce(sum(CASE WHEN side = 'C' THEN max(pledged, 0) END), 0),"
    " coalesce(sum(CASE WHEN side = 'C' THEN max(called, 0) END), 0),"
    " count(CASE WHEN side = 'C' THEN 1 END), count(CASE WHEN side = 'F' THEN 1 END),"
    " count(DISTINCT CASE WHEN side = 'F' THEN project END) FROM agreement"
    " WHERE fund = ? AND carrier = '' AND withdrawn = 0"
)
_WRITE: Final = (
    "SELECT first, last FROM write WHERE undone = 0 AND undoes = 0 ORDER BY first DESC"
    " LIMIT 1"
)
_IMPORT: Final = (
    "SELECT b.reference, b.file FROM batch b JOIN write w ON w.first = b.first"
    " WHERE w.undone = 0 ORDER BY b.first DESC LIMIT 1"
)


def status(
    reading: Reading,
    fund: str | None,
    today: date,
    say: Callable[[str], str],
    *,
    french: bool,
) -> dict[str, Any]:
    """Give where the funds stand on a day. Raises FundNotFound."""
    references = [fund] if fund else [one["reference"] for one in reading.funds()]
    return {
        "as_of": today.isoformat(),
        "position": reading.log.head().position,
        "funds": [
            _fund(reading, reference, today, say, french=french) for reference in references
        ],
        "last_write": _last_write(reading.books),
        "last_import": _last_import(reading.books),
    }


def _fund(
    reading: Reading,
    reference: str,
    today: date,
    say: Callable[[str], str],
    *,
    french: bool,
) -> dict[str, Any]:
    number, currency, _ = reading.fund(reference)
    books = reading.books
    asked = Asked(reference, today, french=french)
    report = composition_report(reading, asked, say)
    found = available(books, number, None, today)
    sums = books.execute(_SUMS, (number,)).fetchone()
    pledged, called, contributions, financings, projects = sums
    return {
        "fund": reference,
        "currency": currency,
        "cash": report["uses"]["cash"],
        "open_commitments": plain(found.open_minor, currency),
        "undisbursed": plain(found.undisbursed_minor, currency),
        "earmarked": plain(found.elsewhere_minor, currency),
        "available": plain(found.left_minor, currency),
        "outstanding": report["uses"]["outstanding"],
        "pledged": plain(pledged, currency),
        "called": plain(called, currency),
        "calls": _calls(books, number, currency),
        "contributions": contributions,
        "financings": financings,
        "projects": projects,
        "earmarks_to_watch": _watched(reading, asked, today, say),
        "flags": report["flags"],
    }


def _calls(books: sqlite3.Connection, fund: int, currency: str) -> list[dict[str, Any]]:
    return [
        {"due": due, "agreement": name, "amount": plain(amount, currency)}
        for due, name, amount in books.execute(_CALLS, (fund, CALLS_MAX))
    ]


def _watched(
    reading: Reading, asked: Asked, today: date, say: Callable[[str], str]
) -> list[dict[str, Any]]:
    """Give the earmarks with money left that end soon, and those that are nearly used."""
    soon = (today + timedelta(SOON_DAYS)).isoformat()
    found = []
    for row in earmarks_report(reading, asked, say)["rows"]:
        left = _minor(row["cash"]) + _minor(row["to_come"])
        ending = bool(row["valid_until"] and row["valid_until"] <= soon and left > 0)
        used = 0 < left * 100 <= NEARLY_USED * _minor(row["received"])
        if row["earmarked"] and (ending or used):
            found.append(
                {
                    "earmark": row["key"],
                    "cash": row["cash"],
                    "valid_until": row["valid_until"],
                    "days_left": row["days_left"],
                    "ending": ending,
                    "nearly_used": used,
                }
            )
    return found


def _minor(text: str) -> int:
    return int(text.replace(".", ""))


def _last_write(books: sqlite3.Connection) -> dict[str, Any] | None:
    found = books.execute(_WRITE).fetchone()
    if found is None:
        return None
    fact = log.at(books, found[0])
    last = log.at(books, found[1])
    assert fact is not None
    assert last is not None
    return {
        "first": found[0],
        "last": found[1],
        "what": last.what,
        "actor": fact.event.actor,
        "recorded_at": fact.event.recorded_at,
    }


def _last_import(books: sqlite3.Connection) -> dict[str, str] | None:
    found = books.execute(_IMPORT).fetchone()
    return {"reference": found[0], "file": found[1]} if found else None
