"""What every report must warn of: breaches that stand, figures that came from elsewhere.

A flag is raised for a moment: the same day, known at the same position, gives the same
flags. Each names a code, says one sentence, and gives positions of facts: of a breach,
those of the day that made it so; of opening figures, the figures; of an agreement, where
it was opened. At most a hundred are given.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reporting.contract_flags import OF_CONTRACTS, of_contracts
from blendfund.application.reporting.raised import Raised, listed
from blendfund.domain.earmark import FREE
from blendfund.journal.rules import CASH, OPENING
from blendfund.reports.words import amount, day
from blendfund.storage.query.breaches import (
    NAMED_MAX,
    agreements_below_zero,
    fallen_below,
    openings,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from blendfund.projections.facts import Total
    from blendfund.storage.query.totals import Moment

OVERDRAWN: Final = (
    "The fund's cash is below zero: {left}; record the receipt that is missing, or correct"
    " the payment that is wrong."
)
OVERCOMMITTED: Final = (
    "More is contracted than is available: {left} are missing; record commitments of"
    " funders, or reduce contracts."
)
BROKEN: Final = (
    "Money of the earmark {earmark} was used for something else: {left} are missing there;"
    " transfer free money to it, or correct the payment."
)
FREE_USED: Final = (
    "Earmarked money was used without its earmark: unearmarked money stands at {left};"
    " correct the payment, or name the earmark that it draws on."
)
OPENED: Final = (
    "Contains opening figures taken over on {first}: what came before is known only in"
    " total."
)
OPENED_OVER: Final = (
    "Contains opening figures taken over from {first} to {last}: what came before is known"
    " only in total."
)
UNBALANCED: Final = (
    "The opening figures do not add up: {left} are unexplained; record what is missing, or"
    " correct what is wrong."
)
BELOW_ZERO: Final = (
    "More was drawn, repaid or given back than there is under {agreements}: correct the"
    " fact that is wrong."
)
HELD: Final = (
    "{left} were paid above what was owed, and wait: apply them to what is due, or give"
    " them back."
)
HELD_MISSING: Final = (
    "A bank took back held money that had been given back already: {agreements}; have it"
    " paid again: the next payment makes it up first."
)
UNALLOCATED: Final = (
    "No tranche can take {left} of this loss: define a further tranche, or enlarge one with"
    " tranche resize."
)
OVERFILLED: Final = (
    "The agreements in the tranche {tranche} bring {over} more than it can bear: enlarge it"
    " with tranche resize, or assign one of them to another tranche."
)
# The sentences of every flag there is; the last two are raised by reports on tranches.
FLAGS: Final = {
    "cash-below-zero": (OVERDRAWN,),
    "overcommitted": (OVERCOMMITTED,),
    "earmark-broken": (BROKEN, FREE_USED),
    "opening-balance": (OPENED, OPENED_OVER),
    "opening-unbalanced": (UNBALANCED,),
    "agreement-below-zero": (BELOW_ZERO,),
    "payment-held": (HELD,),
    "held-missing": (HELD_MISSING,),
    **OF_CONTRACTS,
    "loss-unallocated": (UNALLOCATED,),
    "tranche-overfilled": (OVERFILLED,),
}
PROMISES: Final = (CASH, "commitment_receivable", "commitment_given")
PAYMENTS_HELD: Final = "payments_held"


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
        at: The fund and the two times.
        found: The fund's totals at that moment, however they are split.
        currency: The fund's.
        french: How it is written.
        say: Translates.
    """

    def money(minor: int) -> str:
        return amount(minor, currency, french=french)

    def shown(on: str) -> str:
        return day(date.fromisoformat(on), french=french)

    raised = [
        *_of_cash(books, at, found, money),
        *_of_earmarks(books, at, found, money),
        *_of_openings(books, at, found, money, shown),
        *_of_agreements(books, at, money),
        *_of_payments(books, at, found, money),
        *of_contracts(books, at, money),
    ]
    return [one.told(say) for one in raised]


def _of_cash(
    books: sqlite3.Connection,
    at: Moment,
    found: Sequence[Total],
    money: Callable[[int], str],
) -> Iterator[Raised]:
    sums: Counter[str] = Counter()
    for total in found:
        if total.account in PROMISES:
            sums[total.account] += total.amount
    if sums[CASH] < 0:
        positions = fallen_below(books, at, (CASH,))
        yield Raised("cash-below-zero", OVERDRAWN, {"left": money(sums[CASH])}, positions)
    # What is lacking in cash is lacking to every promise too: it is said once.
    left = sums.total() - min(0, sums[CASH])
    if left < 0:
        positions = fallen_below(books, at, PROMISES)
        given = {"left": money(-left)}
        yield Raised("overcommitted", OVERCOMMITTED, given, positions)


def _of_earmarks(
    books: sqlite3.Connection,
    at: Moment,
    found: Sequence[Total],
    money: Callable[[int], str],
) -> Iterator[Raised]:
    pots: Counter[str] = Counter()
    for total in found:
        if total.account == CASH:
            pots[total.earmark] += total.amount
    held = any(left for earmark, left in pots.items() if earmark != FREE)
    for earmark, left in sorted(pots.items()):
        # Where nothing earmarked is left, what free money lacks is cash.
        if left < 0 and (earmark != FREE or held):
            text = FREE_USED if earmark == FREE else BROKEN
            short = left if earmark == FREE else -left
            given = {"earmark": earmark, "left": money(short)}
            positions = fallen_below(books, at, (CASH,), earmark)
            yield Raised("earmark-broken", text, given, positions)


def _of_openings(
    books: sqlite3.Connection,
    at: Moment,
    found: Sequence[Total],
    money: Callable[[int], str],
    shown: Callable[[str], str],
) -> Iterator[Raised]:
    opened = openings(books, at)
    if opened is None:
        return
    given = {"first": shown(opened.first), "last": shown(opened.last)}
    text = OPENED if opened.first == opened.last else OPENED_OVER
    yield Raised("opening-balance", text, given, opened.positions)
    off = sum(total.amount for total in found if total.account == OPENING)
    if off:
        given = {"left": money(abs(off))}
        yield Raised("opening-unbalanced", UNBALANCED, given, opened.positions)


def _of_agreements(
    books: sqlite3.Connection, at: Moment, money: Callable[[int], str]
) -> Iterator[Raised]:
    below = agreements_below_zero(books, at)
    if below:
        given = listed([f"{one.name} ({money(-one.short_minor)})" for one in below])
        positions = [one.number for one in below[:NAMED_MAX]]
        yield Raised("agreement-below-zero", BELOW_ZERO, given, positions)


def _of_payments(
    books: sqlite3.Connection,
    at: Moment,
    found: Sequence[Total],
    money: Callable[[int], str],
) -> Iterator[Raised]:
    moved = [total.amount for total in found if total.account == PAYMENTS_HELD]
    if not moved:
        return
    # Imported here: most funds hold nothing.
    from blendfund.storage.query.held import missing

    short = missing(books, at)
    held = sum(one.minor for one in short) - sum(moved)
    if short:
        given = listed([f"{one.name} ({money(one.minor)})" for one in short])
        positions = [one.agreement for one in short[:NAMED_MAX]]
        yield Raised("held-missing", HELD_MISSING, given, positions)
    if held > 0:
        positions = fallen_below(books, at, (PAYMENTS_HELD,))
        yield Raised("payment-held", HELD, {"left": money(held)}, positions)
