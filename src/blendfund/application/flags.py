"""What every report must warn of: breaches that stand, figures that came from elsewhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from blendfund.journal.rules import CASH, OPENING
from blendfund.reports.words import amount, day
from blendfund.storage.breaches import (
    agreements_below_zero,
    earmarked_cash,
    earmarked_payments,
    fallen_below,
    opening_facts,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from blendfund.projections.facts import Total
    from blendfund.storage.totals import Moment

OVERDRAWN: Final = "The fund's cash is below zero: {left}."
OVERCOMMITTED: Final = (
    "More is contracted than is available: {left} are missing; record commitments of"
    " funders, or reduce contracts."
)
BROKEN: Final = (
    "Money of the earmark {earmark} was used for something else: {left} are missing there."
)
FREE_USED: Final = (
    "Earmarked money was used without its earmark: unearmarked money stands at {left}."
)
OPENED: Final = (
    "Contains opening figures taken over on {day}: what came before is known only in total."
)
UNBALANCED: Final = "The opening figures do not add up: {left} are unexplained."
BELOW_ZERO: Final = (
    "More was drawn, repaid or given back under {agreements} than there is: correct the"
    " fact that is wrong."
)
PROMISES: Final = (CASH, "commitment_receivable", "commitment_given")


class _Raised(NamedTuple):
    code: str
    text: str
    given: dict[str, str]
    positions: list[int]


def flags(
    books: sqlite3.Connection,
    at: Moment,
    found: Sequence[Total],
    currency: str,
    *,
    french: bool,
    say: Callable[[str], str],
) -> list[dict[str, Any]]:
    """Give the flags of a fund at a moment: a code, a sentence, the facts concerned.

    Args:
        books: The read models.
        at: The fund and the two times; the same moment gives the same flags.
        found: The fund's totals at that moment.
        currency: The fund's.
        french: Whether amounts and days are written in French.
        say: Translates a sentence.
    """

    def money(minor: int) -> str:
        return amount(minor, currency, french=french)

    raised = [
        *_of_cash(books, at, found, money),
        *_of_earmarks(books, at, money),
        *_of_openings(books, at, found, money, french=french),
        *_of_agreements(books, at),
    ]
    return [
        {
            "code": one.code,
            "text": say(one.text).format(**one.given),
            "positions": one.positions,
        }
        for one in raised
    ]


def _sum(found: Sequence[Total], *accounts: str) -> int:
    return sum(total.amount for total in found if total.account in accounts)


def _of_cash(
    books: sqlite3.Connection,
    at: Moment,
    found: Sequence[Total],
    money: Callable[[int], str],
) -> Iterator[_Raised]:
    cash = _sum(found, CASH)
    if cash < 0:
        positions = fallen_below(books, at, (CASH,))
        yield _Raised("cash-below-zero", OVERDRAWN, {"left": money(cash)}, positions)
    available = _sum(found, *PROMISES)
    if available < 0:
        given = {"left": money(-available)}
        positions = fallen_below(books, at, PROMISES)
        yield _Raised("overcommitted", OVERCOMMITTED, given, positions)


def _of_earmarks(
    books: sqlite3.Connection, at: Moment, money: Callable[[int], str]
) -> Iterator[_Raised]:
    pots = earmarked_cash(books, at)
    for earmark, left in pots.items():
        # Without earmarks free money is all the cash, and that has a flag of its own.
        if left < 0 and (earmark or len(pots) > 1):
            text = BROKEN if earmark else FREE_USED
            given = {"earmark": earmark, "left": money(-left if earmark else left)}
            positions = earmarked_payments(books, at, earmark)
            yield _Raised("earmark-broken", text, given, positions)


def _of_openings(
    books: sqlite3.Connection,
    at: Moment,
    found: Sequence[Total],
    money: Callable[[int], str],
    *,
    french: bool,
) -> Iterator[_Raised]:
    if not any(one.account == OPENING and one.amount for one in found):
        return
    days, positions = opening_facts(books, at)
    if positions:
        shown = day(date.fromisoformat(max(days)), french=french)
        yield _Raised("opening-balance", OPENED, {"day": shown}, positions)
    off = _sum(found, OPENING)
    if off:
        given = {"left": money(abs(off))}
        yield _Raised("opening-unbalanced", UNBALANCED, given, positions)


def _of_agreements(books: sqlite3.Connection, at: Moment) -> Iterator[_Raised]:
    below = agreements_below_zero(books, at)
    if below:
        given = {"agreements": ", ".join(name for _, name in below)}
        positions = [number for number, _ in below]
        yield _Raised("agreement-below-zero", BELOW_ZERO, given, positions)
