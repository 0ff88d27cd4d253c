"""Finding what was contracted without a decision of the committee, or perhaps beyond one.

The days with contracts are in the daily totals, and where each was recorded in the spans:
what is read is contracts, not all postings. CROSS JOIN keeps that order.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.domain.committee import AGREED
from blendfund.domain.resting import Contracted
from blendfund.storage.query.breaches import NAME, NAMED_MAX, quoted
from blendfund.storage.query.totals import STANDS

if TYPE_CHECKING:
    import sqlite3
    from uuid import UUID

    from blendfund.storage.query.totals import Moment

EVER: Final = ""  # before every day


class Named(NamedTuple):
    """A contract of a project (its id), under the name of its agreement."""

    project: int
    name: str
    contract: Contracted


_KNOWN: Final = (
    "{0}.id <= :position AND ({0}.withdrawn = 0 OR {0}.withdrawn > :position)"
    " AND {0}.fund = :fund"
)
_CONTRACTS: Final = (
    f"SELECT d.position, {NAME} AS name, d.project, d.operation_date,"
    " -d.amount AS amount, a.instrument"
    " FROM class c CROSS JOIN daily y ON y.class = c.id"
    " AND y.operation_date BETWEEN :since AND :as_of"
    " CROSS JOIN span s ON s.fund = :fund AND s.operation_date = y.operation_date"
    " CROSS JOIN posting d ON d.position BETWEEN s.first AND min(s.last, :position)"
    " AND d.class = c.id AND d.operation_date = y.operation_date"
    " JOIN agreement a ON a.id = d.agreement WHERE c.fund = :fund"
    " AND ((c.account = 'commitment_given' AND c.movement = 'financing-contracted')"
    " OR (c.account = 'guarantee_given' AND c.movement = 'guarantee-granted'))"
    f" AND {STANDS}"
)
# A decision in favour of the project, known by then.
_AGREED: Final = (
    "FROM dossier z WHERE z.project = d.project AND z.topic = 'decision-taken'"
    f" AND {_KNOWN.format('z')}"
    f" AND json_extract(z.said, '$.result') IN ({quoted(AGREED)})"
)
_UNDECIDED: Final = (
    f"{_CONTRACTS} AND NOT EXISTS (SELECT 1 {_AGREED}"
    " AND z.operation_date <= d.operation_date"
    " AND coalesce(json_extract(z.said, '$.valid_until'), '9999') >= d.operation_date"
    " AND coalesce(json_extract(z.said, '$.instrument'), '') IN ('', a.instrument)"
    " AND NOT EXISTS (SELECT 1 FROM dossier l WHERE l.project = z.project"
    f" AND l.topic = 'decision-lapsed' AND {_KNOWN.format('l')}"
    " AND l.operation_date <= d.operation_date"
    " AND json_extract(l.said, '$.decision') = z.id)) ORDER BY d.position LIMIT :most"
)
# Nothing is beyond a decision where all that was contracted is within the smallest.
_DOUBTFUL: Final = (
    "SELECT position, name, project, operation_date, amount, instrument FROM (SELECT t.*,"
    f" sum(t.amount) OVER (PARTITION BY t.project) AS total FROM ({_CONTRACTS}) t) d"
    f" WHERE total > (SELECT min(json_extract(z.said, '$.amount_minor')) {_AGREED})"
)
_OF_PROJECT: Final = f"{_CONTRACTS} AND d.project = :project"
_OF_INSTRUMENT: Final = f"{_CONTRACTS} AND c.instrument = :instrument ORDER BY 1"
_CHARTER: Final = (
    "SELECT min(k.operation_date) FROM dossier k WHERE k.topic = 'charter-adopted'"
    f" AND {_KNOWN.format('k')} AND k.operation_date <= :as_of"
)


def undecided(books: sqlite3.Connection, at: Moment, since: str) -> list[tuple[int, str]]:
    """Give the contracts and guarantees that no decision of the committee allows.

    A decision is one in favour of the project and of that instrument, known by then, in
    force on the day of the contract.

    Args:
        books: The read models.
        at: The fund and the two times.
        since: From this day on (ISO).

    Returns:
        Position and agreement, the earliest recorded first, at most ``NAMED_MAX``.
    """
    given = {**at._asdict(), "since": since, "most": NAMED_MAX}
    return [row[:2] for row in books.execute(_UNDECIDED, given)]


def doubtful(books: sqlite3.Connection, at: Moment) -> list[Named]:
    """Give the contracts of projects with more contracted than one decision allows.

    They may still rest on several decisions.
    """
    rows = books.execute(_DOUBTFUL, {**at._asdict(), "since": EVER})
    return [_named(row) for row in rows]


def contracts_of(books: sqlite3.Connection, at: Moment, project: int) -> list[Contracted]:
    """Give what was contracted with a project."""
    given = {**at._asdict(), "since": EVER, "project": project}
    return [_named(row).contract for row in books.execute(_OF_PROJECT, given)]


def contracted_at(
    books: sqlite3.Connection, at: Moment, project: int, stream: UUID
) -> list[int]:
    """Give the positions of what was contracted under one agreement of a project."""
    given = {**at._asdict(), "since": EVER, "project": project, "stream": stream.bytes}
    sql = f"{_OF_PROJECT} AND a.stream_id = :stream"
    return [position for position, *_ in books.execute(sql, given)]


def contracts_under(books: sqlite3.Connection, at: Moment, instrument: str) -> list[Named]:
    """Give what was contracted under an instrument, the earliest recorded first."""
    given = {**at._asdict(), "since": EVER, "instrument": instrument}
    return [_named(row) for row in books.execute(_OF_INSTRUMENT, given)]


def chartered_since(books: sqlite3.Connection, at: Moment) -> str | None:
    """Give the day from which on a fund is asked for decisions: that of its charter."""
    found: str | None = books.execute(_CHARTER, at._asdict()).fetchone()[0]
    return found


def _named(row: tuple[int, str, int, str, int, str]) -> Named:
    position, name, project, on, minor, instrument = row
    contract = Contracted(position, date.fromisoformat(on), minor, instrument)
    return Named(project, name, contract)
