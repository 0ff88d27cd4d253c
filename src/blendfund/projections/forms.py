"""A figure as a linear form: which postings count in it, and how often."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from blendfund.projections.cells import CURVE, ROWS, Cell
from blendfund.projections.views import KEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from blendfund.projections.views import Shape, Weights


class Scope(NamedTuple):
    """A limit on postings: the keys that a dimension may have.

    ``dimension`` is a party, project or agreement by its id, a ``year``, or ``until`` one;
    a ``month`` as 202403; ``later`` than a day as 20240331, or ``upto`` it; or ``after`` a
    position.
    """

    dimension: str
    keys: frozenset[str]


class Term(NamedTuple):
    """Classes of postings, how often each counts, and within which limits."""

    weights: Mapping[int, int]
    scopes: tuple[Scope, ...] = ()


Form = tuple[Term, ...]


class Weighed(NamedTuple):
    """A class by its id, and what a unit adds as own, and as others' money.

    ``over`` is what it adds besides where a provision is above what is outstanding.
    """

    id: int
    own: Weights
    others: Weights
    over: Weights


class Posting(NamedTuple):
    """A posting: its fact, its class, whom it concerns (ids), its day, minor units."""

    position: int
    klass: int
    party: int
    project: int
    agreement: int
    on: str
    amount: int

    def key(self, dimension: str) -> str:
        """Give what a dimension of the posting says."""
        return self.on[:4] if dimension == "year" else str(getattr(self, dimension))


class Context(NamedTuple):
    """What decides how a posting counts: a moment's contracts, mergers and year.

    ``over`` are the loans (ids) with a provision above what is outstanding.
    """

    contracted: frozenset[str]
    merged: Mapping[str, str]
    year: int
    over: frozenset[str] = frozenset()


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
    context: Context,
) -> Form:
    """Give a sum of a row's columns as a linear form over classes of postings.

    Args:
        shape: How the report is made of postings.
        row: The row.
        columns: Columns with the sign each counts with.
        weighed: Every class of the fund's postings, with what a unit of it adds.
        context: What decides which postings count.
    """
    keyed = shape.keyed(row.table, row.by)
    own: dict[tuple[Scope, ...], defaultdict[int, int]] = {}
    others, over = Scope("project", context.contracted), Scope("agreement", context.over)
    limits = ((), (others,), (over,))
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


def added(
    shape: Shape, by: str, weighed: Weighed, posting: Posting, context: Context
) -> Iterator[tuple[Cell, int]]:
    """Give each figure that a posting adds to, with how much (minor units).

    Args:
        shape: How the report is made of postings.
        by: How the report is cut.
        weighed: The posting's class.
        posting: The posting.
        context: What decides whether, and in which row, the posting counts.
    """
    counted = [weighed.own]
    if weighed.others and str(posting.project) in context.contracted:
        counted.append(weighed.others)
    if weighed.over and str(posting.agreement) in context.over:
        counted.append(weighed.over)
    for weights in counted:
        for cell, weight in weights.items():
            for row in _rows(shape.keyed(cell.table, by), cell, posting, context):
                yield cell._replace(row=row), weight * posting.amount


def _rows(keyed: str, cell: Cell, posting: Posting, context: Context) -> Iterable[str]:
    if not keyed:
        return (cell.row,)
    key = posting.key(keyed)
    if cell.table == CURVE and cell.column == "cumulative":
        return map(str, range(int(key), context.year + 1))
    return (context.merged.get(key, key) if cell.table == ROWS else key,)
