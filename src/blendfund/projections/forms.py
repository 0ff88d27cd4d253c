"""A figure as a linear form: which postings count in it, and how often."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from blendfund.projections.cells import CURVE, ROWS, Cell
from blendfund.projections.views import KEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from blendfund.projections.views import Shape, Weights


class Scope(NamedTuple):
    """A limit on postings: a dimension (a party's, project's or agreement's id, ``year``,
    or ``until`` a year), and the keys it may have.
    """

    dimension: str
    keys: frozenset[str]


class Term(NamedTuple):
    """Classes of postings, how often each counts, and within which limits."""

    weights: Mapping[int, int]
    scopes: tuple[Scope, ...] = ()


Form = tuple[Term, ...]


class Weighed(NamedTuple):
    """A class by its id, and what a unit adds as own, and as others' money."""

    id: int
    own: Weights
    others: Weights


class Row(NamedTuple):
    """A row of a report that is cut ``by``; ``keys`` are all the ids it stands for."""

    table: str
    key: str
    by: str
    keys: frozenset[str] = frozenset()


def form(
    shape: Shape,
    row: Row,
    columns: Mapping[str, int],
    weighed: Iterable[Weighed],
    contracted: frozenset[str],
) -> Form:
    """Give a sum of a row's columns as a linear form over classes of postings.

    Args:
        shape: How the report is made of postings.
        row: The row.
        columns: Columns with the sign each counts with.
        weighed: Every class of the fund's postings, with what a unit of it adds.
        contracted: Ids of the projects in which others' money counts.
    """
    keyed = shape.keyed(row.table, row.by)
    own: dict[tuple[Scope, ...], defaultdict[int, int]] = {}
    limits = ((), (Scope("project", contracted),))
    for klass, *parts in weighed:
        for weights, limit in zip(parts, limits, strict=True):
            for column, sign in columns.items():
                at = Cell(row.table, KEY if keyed else row.key, column)
                if at in weights:
                    scopes = (*_scope(row, column, keyed), *limit)
                    term = own.setdefault(scopes, defaultdict(int))
                    term[klass] += sign * weights[at]
    return tuple(
        Term({one: weight for one, weight in term.items() if weight}, scopes)
        for scopes, term in own.items()
        if any(term.values())
    )


def _scope(row: Row, column: str, keyed: str) -> tuple[Scope, ...]:
    if not keyed:
        return ()
    if row.table == CURVE and column == "cumulative":
        return (Scope("until", frozenset({row.key})),)
    if row.table == ROWS and row.keys:
        return (Scope(keyed, row.keys),)
    return (Scope(keyed, frozenset({row.key})),)
