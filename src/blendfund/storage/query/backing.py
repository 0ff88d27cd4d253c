"""The facts behind a figure: the postings of a linear form, summed fact by fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from blendfund.projections.forms import Posting
from blendfund.projections.views import Klass

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from blendfund.projections.forms import Form, Scope, Term
    from blendfund.storage.query.totals import Moment

_POSTING: Final = (
    "d.position, d.class, d.party, d.project, d.agreement, d.operation_date, d.amount"
)
_DIMENSIONS: Final = (
    *("account", "compartment", "bank_account", "sector", "origin", "terms"),
    *("instrument", "carrier", "earmark", "currency"),
)
_KLASS: Final = ", ".join(Klass._fields)


class Backed(NamedTuple):
    """What a fact adds to a figure (minor units)."""

    position: int
    amount: int


class Backing(NamedTuple):
    """How many facts make a figure, and their sum (minor units)."""

    facts: int
    amount: int


def classes(books: sqlite3.Connection, fund: int) -> list[Klass]:
    """Give every class of a fund's postings."""
    sql = f"SELECT {_KLASS} FROM class WHERE fund = ? ORDER BY id"
    return [Klass(*row) for row in books.execute(sql, (fund,))]


def postings(
    books: sqlite3.Connection,
    positions: Iterable[int],
    at: Moment,
    *,
    brief: bool = False,
    apart: Iterable[int] = (),
) -> list[Posting]:
    """Give the postings of some facts up to a day, and of what took the facts back.

    Those that count alike are added up; when ``brief``, whatever parties and agreements
    they are of, but for agreements that are kept ``apart``.
    """
    ids = msgspec.json.encode(list(positions)).decode()
    whom = "d.party, d.project, d.agreement"
    if brief:
        kept = _listed(sorted(apart))
        whom = (
            f"0, d.project, CASE WHEN d.agreement IN ({kept}) THEN d.agreement ELSE 0 END"
        )
    sql = (
        f"SELECT min(d.position), d.class, {whom}, min(d.operation_date), sum(d.amount)"
        " FROM posting d WHERE d.operation_date <= :as_of AND d.position <= :position"
        " AND d.position IN"
        " (SELECT value FROM json_each(:ids) UNION SELECT position FROM reversal"
        " WHERE base IN (SELECT value FROM json_each(:ids)) AND position <= :position)"
        " GROUP BY 2, 3, 4, 5, substr(d.operation_date, 1, 4) ORDER BY 1"
    )
    given = {**at._asdict(), "ids": ids}
    return [Posting(*row) for row in books.execute(sql, given)]


def changed(
    books: sqlite3.Connection, before: Moment, after: Moment, rows: Iterable[Scope] = ()
) -> list[Posting]:
    """Give the fund's postings known and dated by a moment and not by an earlier one.

    ``rows`` add those of both moments whose dimension has one of some keys.
    """
    limit = "".join(f" OR {_limit(one)}" for one in rows if one.keys)
    sql = (
        f"SELECT {_POSTING} FROM posting d JOIN class c ON c.id = d.class"
        " WHERE c.fund = :fund AND d.position <= :position AND d.operation_date <= :as_of"
        f" AND (d.position > :known OR d.operation_date > :day{limit})"
    )
    given = {**after._asdict(), "known": before.position, "day": before.as_of}
    return [Posting(*row) for row in books.execute(sql, given)]


def takers(
    books: sqlite3.Connection, positions: Iterable[int], known: int
) -> dict[int, int]:
    """Give the facts that took some movements back, of those that do not stand."""
    sql = (
        "SELECT base, max(position) FROM reversal WHERE base IN (SELECT value FROM"
        " json_each(?)) AND position <= ? GROUP BY base HAVING sum(sign) < 0"
    )
    ids = msgspec.json.encode(list(positions)).decode()
    return dict(books.execute(sql, (ids, known)))


def entries(books: sqlite3.Connection, position: int) -> list[dict[str, Any]]:
    """Give a fact's postings on the logical accounts, with their dimensions."""
    said = ", ".join(f"c.{one}" for one in _DIMENSIONS)
    sql = (
        f"SELECT p.amount, {said} FROM posting p JOIN class c ON c.id = p.class"
        " WHERE p.position = ? ORDER BY p.ordinal"
    )
    names = ("amount", *_DIMENSIONS)
    rows = books.execute(sql, (position,))
    return [dict(zip(names, row, strict=True)) for row in rows]


def reversals(books: sqlite3.Connection, known: int) -> dict[int, int]:
    """Give the movement that each fact takes back, or lets stand again, by position."""
    sql = "SELECT position, base FROM reversal WHERE position <= ?"
    return dict(books.execute(sql, (known,)))


def undoing(books: sqlite3.Connection, after: int, upto: int) -> frozenset[int]:
    """Give the facts between two positions that an undo wrote."""
    sql = "SELECT first, last FROM write WHERE undoes <> 0 AND last > ? AND first <= ?"
    spans = books.execute(sql, (after, upto))
    return frozenset(one for first, last in spans for one in range(first, last + 1))


def backing(books: sqlite3.Connection, at: Moment, form: Form) -> Backing:
    """Count and sum the facts of a form."""
    if not form:
        return Backing(0, 0)
    sql = f"SELECT count(*), coalesce(sum(adds), 0) FROM ({_facts(form)})"
    return Backing(*books.execute(sql, at._asdict()).fetchone())


def backed(
    books: sqlite3.Connection, at: Moment, form: Form, limit: int = 0
) -> list[Backed]:
    """Give the facts of a form in the order of their positions; 0 gives all."""
    if not form:
        return []
    sql = _facts(form) + (f" LIMIT {limit}" if limit else "")
    return [Backed(*row) for row in books.execute(sql, at._asdict())]


def _facts(form: Form) -> str:
    """Give the select of the facts that add something, each with what it adds."""
    if len(form) == 1:
        (term,) = form
        return (
            f"SELECT d.position AS position, sum({_weighed(term)}) AS adds FROM posting d"
            f" WHERE {_where(term)} GROUP BY d.position HAVING adds <> 0"
            " ORDER BY d.position"
        )
    parts = " UNION ALL ".join(
        f"SELECT d.position AS position, {_weighed(term)} AS part FROM posting d"
        f" WHERE {_where(term)}"
        for term in form
    )
    return (
        f"SELECT position, sum(part) AS adds FROM ({parts}) GROUP BY position"
        " HAVING adds <> 0 ORDER BY position"
    )


def _weighed(term: Term) -> str:
    """Give what a posting adds; the classes that count alike stand together."""
    by_weight: dict[int, list[int]] = {}
    for klass, weight in sorted(term.weights.items()):
        by_weight.setdefault(weight, []).append(klass)
    if len(by_weight) == 1:
        return f"{next(iter(by_weight))} * d.amount"
    cases = " ".join(
        f"WHEN d.class IN ({_listed(ids)}) THEN {weight}"
        for weight, ids in by_weight.items()
    )
    return f"CASE {cases} END * d.amount"


def _where(term: Term) -> str:
    limits = "".join(f" AND {_limit(scope)}" for scope in term.scopes)
    return (
        f"d.class IN ({_listed(sorted(term.weights))}) AND d.position <= :position"
        f" AND d.operation_date <= :as_of{limits}"
    )


def _limit(scope: Scope) -> str:
    keys = _listed(sorted(int(key) for key in scope.keys))
    match scope.dimension:
        case "year":
            return f"CAST(substr(d.operation_date, 1, 4) AS INTEGER) IN ({keys})"
        case "until":
            return f"CAST(substr(d.operation_date, 1, 4) AS INTEGER) <= {keys}"
        case "month":
            month = "replace(substr(d.operation_date, 1, 7), '-', '')"
            return f"CAST({month} AS INTEGER) IN ({keys})"
        case "later" | "upto":
            sign = ">" if scope.dimension == "later" else "<="
            return f"CAST(replace(d.operation_date, '-', '') AS INTEGER) {sign} {keys}"
        case "after":
            return f"d.position > {keys}"
    return f"d.{scope.dimension} IN ({keys})"


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))
