"""What one person alone paid, or guaranteed, where the charter asks for a second one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from blendfund.application.reading.decided import said
from blendfund.domain.approval import Paid, alone
from blendfund.storage.query.approvals import doubtful

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from blendfund.domain.charter import Charter
    from blendfund.storage.query.approvals import Left
    from blendfund.storage.query.totals import Moment


def unapproved(books: sqlite3.Connection, at: Moment) -> list[Left]:
    """Give payments and guarantees above what one person may decide, in their order.

    A payment counts with all that left under its contract before it without an approval.
    """
    adopted = [
        (event.on.isoformat(), event.charter)
        for _, event in said(books, at.fund, "charter-adopted", position=at.position)
    ]
    bounded = [
        (on, bound)
        for on, charter in adopted
        for bound in (charter.disbursement_above_minor, charter.guarantee_above_minor)
        if bound is not None
    ]
    if not bounded:
        return []
    since, least = min(on for on, _ in bounded), min(bound for _, bound in bounded)
    of: defaultdict[tuple[int, bool], list[Left]] = defaultdict(list)
    for one in doubtful(books, at, since, least):
        of[one.agreement, bool(one.guarantee)].append(one)
    found = [left for lefts in of.values() for left in _above(lefts, adopted)]
    return sorted(found)


def _above(lefts: list[Left], adopted: list[tuple[str, Charter]]) -> Iterator[Left]:
    """Give what of one agreement is above the bound of the charter of its day."""
    bounds = [_bound(one, adopted) for one in lefts]
    first = _first(adopted)
    paid = [
        Paid(one.minor, bool(one.approved) or (not one.guarantee and one.on < first))
        for one in lefts
    ]
    for one, each, bound, single in zip(lefts, paid, bounds, alone(paid), strict=True):
        whole = one.minor if one.guarantee else single
        if bound is not None and not each.covered and one.minor > 0 and whole > bound:
            yield one


def _bound(one: Left, adopted: list[tuple[str, Charter]]) -> int | None:
    """Give what one person alone may decide on the day of a fact, None for any amount."""
    charters = [charter for on, charter in adopted if on <= one.on]
    if not charters:
        return None
    last = charters[-1]
    return last.guarantee_above_minor if one.guarantee else last.disbursement_above_minor


def _first(adopted: list[tuple[str, Charter]]) -> str:
    """Give the day from which on a big payment needs a second person."""
    bounded = (on for on, one in adopted if one.disbursement_above_minor is not None)
    return min(bounded, default=date.max.isoformat())
