"""The facts behind a figure: the postings of a linear form, summed fact by fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.projections.views import Klass

if TYPE_CHECKING:
    import sqlite3

    from blendfund.projections.forms import Form, Scope, Term
    from blendfund.storage.totals import Moment

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
    sql = f"SELECT {_KLASS} FROM class WHERE fund = ? ORDER BY id"  # noqa: S608 -- own names
    return [Klass(*row) for row in books.execute(sql, (fund,))]


def backing(books: sqlite3.Connection, at: Moment, form: Form) -> Backing:
    """Count and sum the facts of a form."""
    if not form:
        return Backing(0, 0)
    sql = f"SELECT count(*), coalesce(sum(amount), 0) FROM ({_facts(form)})"  # noqa: S608
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
            f"SELECT d.position AS position, sum({_weighed(term)}) AS amount FROM posting d"
            f" WHERE {_where(term)} GROUP BY d.position HAVING amount <> 0"
            " ORDER BY d.position"
        )
    parts = " UNION ALL ".join(
        f"SELECT d.position AS position, {_weighed(term)} AS amount FROM posting d"
        f" WHERE {_where(term)}"
        for term in form
    )
    return (
        f"SELECT position, sum(amount) AS amount FROM ({parts}) GROUP BY position"
        " HAVING sum(amount) <> 0 ORDER BY position"
    )


def _weighed(term: Term) -> str:
    """Give what a posting adds; the classes that count alike stand together."""
    by_weight: dict[int, list[int]] = {}
    for klass, weight in sorted(term.weights.items()):
        by_weight.setdefault(weight, []).append(klass)
    if len(by_weight) == 1:
        return f"{next(iter(by_weight))} * d.amount"
    cases = " ".join(
        f"WHEN d.class IN ({_listed(ids)}) THEN {weight}" for weight, ids in by_weight.items()
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
    return f"d.{scope.dimension} IN ({keys})"


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))
