"""The days before which nothing of a contract can be: its own, and that of a call."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reading import facts as log
from blendfund.domain.checks import check_ground
from blendfund.domain.errors import Word

if TYPE_CHECKING:
    import sqlite3
    from datetime import date
    from uuid import UUID

_CONTRACTS: Final = ("financing-contracted", "guarantee-granted")
_OTHERS: Final = ("financing-taken-over", "disbursement-paid")
# What ends a claim of a lender; both are asked for it by a verb.
_SETTLED: Final = ("guarantee-paid", "guarantee-call-rejected")
SETTLES: Final = frozenset({"pay", "reject"})


def check_contract(
    books: sqlite3.Connection, stream: UUID, on: date, apart: int = 0, *, own: bool = False
) -> None:
    """Refuse what is dated before its contract. Raises BeforeItsGround.

    Args:
        books: The read models.
        stream: The contract's.
        on: The day of what is to be recorded.
        apart: The position of a fact that does not count: it is what is re-dated.
        own: It is a payment, which is its own contract where nothing was contracted.
    """
    days = _days(books, stream, _CONTRACTS, apart)
    if not days and not own:
        days = _days(books, stream, _OTHERS, apart)
    check_ground(on, Word("the contract"), min(days, default=on))


def check_claim(
    books: sqlite3.Connection, stream: UUID, on: date, minor: int, apart: int = 0
) -> None:
    """Refuse to pay or reject a claim before it was made. Raises BeforeItsGround.

    What was settled before is of the claims that were made first.
    """
    settled = sum(
        one.event.amount_minor  # type: ignore[attr-defined]
        for one in log.standing(books, stream, *_SETTLED)
        if one.position != apart
    )
    calls: list[Any] = [
        one.event for one in log.standing(books, stream, "guarantee-called")
    ]
    calls.sort(key=lambda one: one.on)
    sums = accumulate(one.amount_minor for one in calls)
    for call, whole in zip(calls, sums, strict=True):
        if whole >= settled + minor:
            check_ground(on, Word("the call"), call.on)
            return


def _days(
    books: sqlite3.Connection, stream: UUID, movements: tuple[str, ...], apart: int
) -> list[date]:
    facts = log.standing(books, stream, *movements)
    return [one.event.on for one in facts if one.position != apart]
