"""The days that bound what is said of a contract: its own, and those of its calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reading import facts as log
from blendfund.domain.checks import check_follows, check_ground
from blendfund.domain.claiming import Dated, uncalled
from blendfund.domain.errors import Word
from blendfund.journal.rules import RULES

if TYPE_CHECKING:
    import sqlite3
    from datetime import date
    from uuid import UUID

CONTRACTS: Final = ("financing-contracted", "guarantee-granted")
CALLS: Final = ("guarantee-called",)
# What ends a claim of a lender; both are asked for it by a verb.
SETTLED: Final = ("guarantee-paid", "guarantee-call-rejected")
SETTLES: Final = frozenset({"pay", "reject"})
_OTHERS: Final = ("financing-taken-over", "disbursement-paid")


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
    days = [one.on for one in _dated(books, stream, CONTRACTS, apart)]
    if not days and not own:
        days = [one.on for one in _dated(books, stream, _OTHERS, apart)]
    check_ground(on, Word("the contract"), min(days, default=on))


def check_claim(
    books: sqlite3.Connection, stream: UUID, one: Dated, apart: int = 0
) -> None:
    """Refuse to pay or reject a claim before it was made. Raises BeforeItsGround."""
    calls = _dated(books, stream, CALLS)
    settled = _dated(books, stream, SETTLED, apart)
    if uncalled(calls, settled) or not uncalled(calls, [*settled, one]):
        return
    for day in sorted(call.on for call in calls):
        if not uncalled(calls, [*settled, one._replace(on=day)]):
            check_ground(one.on, Word("the call"), day)


def check_call(books: sqlite3.Connection, stream: UUID, one: Dated, apart: int) -> None:
    """Refuse to re-date a call after what was paid of it. Raises AfterWhatRests."""
    settled = _dated(books, stream, SETTLED)
    others = _dated(books, stream, CALLS, apart)
    if not uncalled(_dated(books, stream, CALLS), settled):
        until = uncalled([*others, one], settled)
        check_follows(one.on, until)


def check_contracted(
    books: sqlite3.Connection, stream: UUID, on: date, apart: int, was: date
) -> None:
    """Refuse to re-date a contract after what rests on it. Raises AfterWhatRests."""
    others = [one.on for one in _dated(books, stream, CONTRACTS, apart)]
    rests = [name for name in RULES if name not in CONTRACTS]
    first = min((one.on for one in _dated(books, stream, rests)), default=None)
    if first is not None and min([was, *others]) <= first < min([on, *others]):
        check_follows(on, first)


def _dated(
    books: sqlite3.Connection, stream: UUID, movements: Any, apart: int = 0
) -> list[Dated]:
    return [
        Dated(one.event.on, one.event.amount_minor)  # type: ignore[attr-defined]
        for one in log.standing(books, stream, *movements)
        if one.position != apart
    ]
