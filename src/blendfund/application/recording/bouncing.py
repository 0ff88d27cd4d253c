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
    p.HeldPaymentApplied: p.PaymentHeld,
}
# What each changes of the money that is held.
_HELD: Final[dict[type, int]] = {
    p.PaymentHeld: 1,
    p.HeldPaymentApplied: -1,
    p.HeldPaymentReturned: -1,
}


def bounce(
    ledger: Ledger, command: Command, position: int, on: date | None, reason: str
) -> Outcome:
    """Record that a bank took a payment back: every part of it that one write recorded.

    Never refused for cash: it is what the bank did. Where a part was held and has paid
    something since, that is owed again too: the latest applications are taken back until
    no more was applied than is held.

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
        standing = _standing(books, position)
        parts = _parts(standing, position, log.written_with(books, position))
        received = parts[0].event.on
        if day < received:
            raise DateBeforeChange(str(position), day, received)
        check_date(day, received, command.day())
        stamp = {**ledger.stamp(tx, command), "reason": reason}
        applied = _unpaid(books, standing, parts)
        return list(_planned(books, [*parts, *applied], day, stamp))

    body = body_of("financing-bounce", (position, on, reason))
    return ledger.write(command, body, plan)


def _standing(books: sqlite3.Connection, position: int) -> list[Fact]:
    """Give the facts of a payment's contract that stand, and that no bank took back.

    Raises NotAReceipt.
    """
    fact = log.at(books, position)
    if fact is None or type(fact.event) not in _BOUNCED:
        raise NotAReceipt(position)
    history = [
        one for one in log.of_stream(books, fact.stream) if log.stands(books, one.position)
    ]
    gone = {getattr(one.event, "bounces", 0) for one in history}
    return [one for one in history if one.position not in gone]


def _parts(standing: list[Fact], position: int, written: range) -> list[Fact]:
    """Give the receipts of the payment, none of them paid from held money.

    Raises NotAReceipt.
    """
    parts = _together(standing, position, written)
    applied = any(type(one.event) is p.HeldPaymentApplied for one in parts)
    if not parts or applied or any(getattr(one.event, "bounces", 0) for one in parts):
        raise NotAReceipt(position)
    return parts


def _together(standing: list[Fact], position: int, written: range) -> list[Fact]:
    """Give a payment's parts; of an imported file, only those of the line it stands in."""
    here = [one for one in standing if one.position == position]
    return [
        one
        for one in standing
        if here
        and one.position in written
        and type(one.event) in _BOUNCED
        and one.event.on == here[0].event.on
        and getattr(one.event, "line", 0) == getattr(here[0].event, "line", 0)
    ]


def _unpaid(
    books: sqlite3.Connection, standing: list[Fact], parts: list[Fact]
) -> Iterator[Fact]:
    """Give what held money had paid that a bounce leaves without any, the latest first."""
    held = sum(map(_change, standing)) - sum(map(_change, parts))
    for one in reversed(standing):
        if held >= 0:
            return
        if type(one.event) is p.HeldPaymentApplied:
            held -= _change(one)
            yield from _together(
                standing, one.position, log.written_with(books, one.position)
            )


def _change(fact: Fact) -> int:
    """Give what a fact adds to what is held; a bounce and what it took back are no more."""
    event: Any = fact.event
    if getattr(event, "bounces", 0):
        return 0
    return _HELD.get(type(event), 0) * getattr(event, "amount_minor", 0)


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
                on=max(day, event.on),
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
            on=max(day, event.on),
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
