"""A payment that came in and that the bank took back: all of what it had paid is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from blendfund.application.reading import facts as log
from blendfund.application.writing.command import body_of
from blendfund.domain import payback as p
from blendfund.domain.checks import check_date
from blendfund.domain.errors import DateBeforeChange, NotAReceipt
from blendfund.domain.event import Draw
from blendfund.domain.financing import InterestReceived, RepaymentReceived
from blendfund.domain.treasury import TransferMade
from blendfund.storage.log.ids import uuid7
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date

    from blendfund.application.reading.facts import Fact
    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.storage.log.recorder import Writing

_BOUNCED: Final[dict[type, Any]] = {
    RepaymentReceived: p.RepaymentBounced,
    InterestReceived: p.InterestBounced,
    p.FeeReceived: p.FeeBounced,
    p.PenaltyReceived: p.PenaltyBounced,
    p.PaymentHeld: p.HeldPaymentReturned,
}
_WRITE: Final = "SELECT first, last FROM write WHERE ? BETWEEN first AND last"


def bounce(
    ledger: Ledger, command: Command, position: int, on: date | None, reason: str
) -> Outcome:
    """Record that a bank took a payment back: every part of it that one write recorded.

    Never refused for cash: it is what the bank did.

    Args:
        ledger: Where.
        command: Who says it.
        position: Any part of the payment.
        on: The day of the bounce, None for today.
        reason: Why, in words.

    Raises:
        NotAReceipt, DateBeforeChange, DateInTheFuture.
    """
    day = on or command.day()

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        parts = _parts(books, position)
        received = parts[0].event.on
        if day < received:
            raise DateBeforeChange(str(position), day, received)
        check_date(day, received, command.day())
        stamp = {**ledger.stamp(tx, command), "reason": reason}
        return list(_planned(books, parts, day, stamp))

    body = body_of("financing-bounce", (position, on, reason))
    return ledger.write(command, body, plan)


def _parts(books: sqlite3.Connection, position: int) -> list[Fact]:
    """Give the receipts of the payment. Raises NotAReceipt."""
    span = books.execute(_WRITE, (position,)).fetchone()
    fact = log.at(books, position)
    if span is None or fact is None or type(fact.event) not in _BOUNCED:
        raise NotAReceipt(position)
    history = list(log.of_stream(books, fact.stream))
    gone = {
        getattr(one.event, "bounces", 0)
        for one in history
        if log.stands(books, one.position)
    }
    parts = [
        one
        for one in history
        if span[0] <= one.position <= span[1]
        and type(one.event) in _BOUNCED
        and one.event.on == fact.event.on
        and log.stands(books, one.position)
        and one.position not in gone
        # Of an imported file, only the line that is named.
        and getattr(one.event, "line", 0) == getattr(fact.event, "line", 0)
    ]
    if position not in {one.position for one in parts}:
        raise NotAReceipt(position)
    return parts


def _planned(
    books: sqlite3.Connection, parts: list[Fact], day: date, stamp: dict[str, Any]
) -> Iterator[Recorded]:
    sql = "SELECT max(version) FROM event WHERE stream_id = ?"
    version = int(books.execute(sql, (parts[0].stream.bytes,)).fetchone()[0])
    for one in parts:
        event: Any = one.event
        for freed in _freed(books, one):
            back = structs.replace(
                freed,
                on=day,
                earmark=freed.to_earmark,
                to_earmark=freed.earmark,
                key=None,
                body=None,
                events=0,
                **stamp,
            )
            yield Recorded(uuid7(), 1, back)
        version += 1
        made = _BOUNCED[type(event)](
            on=day,
            amount_minor=event.amount_minor,
            currency=event.currency,
            bank_account=event.bank_account,
            earmark=event.earmark,
            draws=tuple(Draw(draw.earmark, draw.amount_minor) for draw in event.draws),
            bounces=one.position,
            **stamp,
        )
        yield Recorded(one.stream, version, made)


def _freed(books: sqlite3.Connection, fact: Fact) -> Iterator[TransferMade]:
    """Give the transfers by which a repayment had set its earmark's money free."""
    place = fact.position + 1
    found = log.at(books, place)
    while found is not None and isinstance(found.event, TransferMade):
        if found.event.events or not found.event.earmark:
            return  # a command of its own
        if log.stands(books, place):
            yield found.event
        place += 1
        found = log.at(books, place)
