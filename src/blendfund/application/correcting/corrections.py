"""Corrections: undo a write, undo an import, correct one movement; always with a reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from blendfund.application.correcting.correctable import WHOLE, correctable, of_held
from blendfund.application.correcting.guaranteed import OF_GUARANTEES, decided_again
from blendfund.application.correcting.redated import check_day
from blendfund.application.correcting.redraw import begun
from blendfund.application.correcting.reported import follow, moved
from blendfund.application.correcting.takeback import TakeBack
from blendfund.application.planning import aided
from blendfund.application.planning.verbs import BOUNDED
from blendfund.application.reading import facts as log
from blendfund.application.writing.command import Command, Outcome, body_of, is_own
from blendfund.domain.checks import check_amount, check_date
from blendfund.domain.errors import (
    AlreadyUndone,
    AmountFollows,
    BatchNotFound,
    ErasedForGood,
    InvariantBroken,
    NothingChanged,
    NothingToUndo,
    ReasonMissing,
    RestedOn,
    RevokedForGood,
)
from blendfund.domain.event import Draw, Movement
from blendfund.domain.guaranteed import REPORTS
from blendfund.domain.money import share_out
from blendfund.domain.project import CofinancingPaid, CofinancingWithdrawn
from blendfund.domain.typed import Typed
from blendfund.storage.log.engine import driver

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from blendfund.application.reading.facts import Fact
    from blendfund.application.writing.ledger import Ledger
    from blendfund.storage.log.recorder import Writing

KNOWN_MAX = 5
# Writes that no undo takes back: a destroyed key, a key that somebody may have stolen.
FOR_GOOD = {"party-erased": ErasedForGood, "signer-revoked": RevokedForGood}


class Corrected(Struct, frozen=True):
    """What to change of a movement; None leaves it as it is."""

    amount: Typed | None = None
    on: date | None = None
    label: str | None = None


class Undone(Struct, frozen=True):
    """What an undo did, and the positions of the write that it took back."""

    outcome: Outcome
    first: int
    last: int


def undo(ledger: Ledger, command: Command, reason: str) -> Undone:
    """Take back the latest write that still stands.

    Raises:
        ReasonMissing, NothingToUndo, ErasedForGood, KeyReused.
    """
    body = body_of("undo", (reason,))

    def latest(books: sqlite3.Connection) -> Iterator[tuple[int, int]]:
        sql = (
            "SELECT first, last FROM write WHERE undone = 0 AND undoes = 0"
            " ORDER BY first DESC"
        )
        # A correction of what was since undone with its import holds nothing any more.
        yield from books.execute(sql)
        raise NothingToUndo

    return _undo(ledger, command, reason, body, latest)


def undo_import(ledger: Ledger, command: Command, batch: str, reason: str) -> Undone:
    """Take back a whole import; its file and lines can be imported again.

    Raises:
        ReasonMissing, BatchNotFound, AlreadyUndone, KeyReused.
    """
    body = body_of("import-undo", (batch, reason))

    def named(books: sqlite3.Connection) -> Iterator[tuple[int, int]]:
        sql = (
            "SELECT b.first, b.last, w.undone FROM batch b JOIN write w"
            " ON w.first = b.first WHERE b.reference = ?"
        )
        found = books.execute(sql, (batch,)).fetchone()
        if found is None:
            raise BatchNotFound(batch, _batches(books))
        if found[2]:
            raise AlreadyUndone(batch)
        yield found[0], found[1]
        raise AlreadyUndone(batch)

    return _undo(ledger, command, reason, body, named)


def _batches(books: sqlite3.Connection) -> str:
    sql = (
        "SELECT b.reference FROM batch b JOIN write w ON w.first = b.first"
        " WHERE w.undone = 0 ORDER BY b.first DESC LIMIT ?"
    )
    return ", ".join(row[0] for row in books.execute(sql, (KNOWN_MAX,))) or "-"


def _undo(
    ledger: Ledger,
    command: Command,
    reason: str,
    body: str,
    choose: Callable[[sqlite3.Connection], Iterator[tuple[int, int]]],
) -> Undone:
    _check_reason(reason)
    with ledger.transaction(command) as tx:
        known = ledger.already(tx, command.key, body)
        books = driver(tx.connection)
        if known is not None:
            event = log.at(books, known.position - known.events + 1)
            first = event.event.undoes if event else 0
            return Undone(known, first, first)
        for first, last in choose(books):
            plan = _plan(books, tx, command, reason)
            facts = list(log.between(books, first, last))
            if facts and facts[0].what in FOR_GOOD:
                raise FOR_GOOD[facts[0].what](facts[0].position)
            plan.write(facts)
            if plan.facts:
                reference = ledger.reference_of(tx, first, last)
                outcome = _record(ledger, command, tx, plan, body, reference, undoes=first)
                return Undone(outcome, first, last)
    raise InvariantBroken("a transaction ended twice")


def correct(
    ledger: Ledger, command: Command, position: int, changed: Corrected, reason: str
) -> Outcome:
    """Take a movement back and record it as it should have been, in one transaction.

    Never refused for cash: what a bank has proven stands, and reports flag the breach.

    Raises:
        ReasonMissing, UnknownPosition, NotCorrectable, AmountFollows, SharedFact,
        RestedOn, AlreadyUndone, NothingChanged, DateInTheFuture, DateBeforeFund,
        AidExceeded, BeforeItsGround, the refusals of the movement itself.
    """
    _check_reason(reason)
    body = body_of("correct", (position, *structs.astuple(changed), reason))
    with ledger.transaction(command) as tx:
        known = ledger.already(tx, command.key, body)
        if known is not None:
            return known
        books = driver(tx.connection)
        fact = correctable(books, position, tx.position)
        moves = changed.amount is not None or changed.on is not None
        if moves and of_held(books, fact):
            raise AmountFollows(position)
        plan = _plan(books, tx, command, reason)
        minor = _amount(books, plan, fact, changed)
        new = aided.corrected(books, fact, _changed(fact, changed, minor))
        new = _check(books, plan, fact, new, command.day())
        check_day(books, fact, new)
        plan.correct(fact, new)
        if fact.what in REPORTS:
            follow(books, plan, fact, new)
        reference = ledger.reference_of(tx, position, position)
        return _record(ledger, command, tx, plan, body, reference)
    raise InvariantBroken("a transaction ended twice")


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing


def _plan(
    books: sqlite3.Connection, tx: Writing, command: Command, reason: str
) -> TakeBack:
    stamp = {"recorded_at": tx.recorded_at, "actor": command.actor}
    return TakeBack(books, tx.position, stamp, reason.strip(), command.day())


def _record(
    ledger: Ledger,
    command: Command,
    tx: Writing,
    plan: TakeBack,
    body: str,
    reference: str,
    *,
    undoes: int = 0,
) -> Outcome:
    count = len(plan.facts)
    keyed = body if is_own(command.key) else None
    plan.first(key=command.key, body=keyed, events=count, undoes=undoes)
    ledger.append(tx, command, plan.facts)
    return Outcome(tx.position, reference, count)


def _amount(
    books: sqlite3.Connection, plan: TakeBack, fact: Fact, changed: Corrected
) -> int | None:
    """Give the right amount of a movement (minor units), None where it stays."""
    event: Any = fact.event
    if changed.amount is None:
        return None
    minor = changed.amount.minor(event.currency)
    return moved(books, plan, fact, minor) if fact.what in REPORTS else minor


def _changed(fact: Fact, changed: Corrected, minor: int | None) -> Movement:
    event = fact.event
    assert isinstance(event, Movement)
    said: dict[str, Any] = {"on": changed.on, "label": changed.label}
    said["amount_minor"] = minor
    told = {
        name: value
        for name, value in said.items()
        if value is not None and getattr(event, name) != value
    }
    if "amount_minor" in told and fact.what in WHOLE:
        raise AmountFollows(fact.position)
    if not told:
        raise NothingChanged(fact.position)
    if event.draws and "amount_minor" in told:
        parts = share_out(told["amount_minor"], [one.amount_minor for one in event.draws])
        pairs = zip(event.draws, parts, strict=True)
        told["draws"] = tuple(Draw(draw.earmark, part) for draw, part in pairs if part)
    return structs.replace(event, **told)


def _check(
    books: sqlite3.Connection, plan: TakeBack, fact: Fact, new: Movement, today: date
) -> Movement:
    """Refuse a correction that the movement's own rules would have refused.

    Gives the movement with what follows from its new amount.
    """
    check_amount(new.amount_minor, new.currency)
    check_date(new.on, _opened_on(books, fact) or new.on, today)
    verb = BOUNDED.get(fact.what)
    if verb is None and fact.what not in OF_GUARANTEES:
        return new
    state, evolve = begun(next(log.of_stream(books, fact.stream)).event)
    for other in plan.history(fact.stream):
        # A cancellation gives up what is left, whatever came before it.
        if other.position != fact.position and other.what != "commitment-cancelled":
            state = evolve(state, other.event)
    if verb is None:
        return decided_again(books, state, fact, new)
    asked, told = _asked(books, new)
    getattr(state, verb)(*asked, **told)
    if fact.what == "payment-held" and evolve(state, new).back.held_minor < 0:
        raise RestedOn(fact.position, state.label)
    return new


def _asked(books: sqlite3.Connection, new: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Give how a movement's own decision is asked for it again."""
    if not isinstance(new, CofinancingPaid | CofinancingWithdrawn):
        return (new.on, new.amount_minor), {}
    sql = "SELECT name FROM party WHERE stream_id = ?"
    row = books.execute(sql, (new.party.bytes,)).fetchone()
    told = {name: getattr(new, name) for name in ("fund", "party", "sector", "terms")}
    return (new.on, new.amount_minor, new.currency), {**told, "shown": row[0]}


def _opened_on(books: sqlite3.Connection, fact: Fact) -> date | None:
    """Give the day the fact's fund opened; others' money may be older than the fund."""
    if fact.what.startswith("cofinancing"):
        return None
    sql = (
        "SELECT f.opened_on FROM posting p JOIN class c ON c.id = p.class"
        " JOIN fund f ON f.id = c.fund WHERE p.position = ? LIMIT 1"
    )
    found = books.execute(sql, (fact.position,)).fetchone()
    return date.fromisoformat(found[0]) if found else None
