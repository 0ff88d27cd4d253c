"""What is said of one contract with a project: rescheduled, in default, valued, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from msgspec import structs

from blendfund.application.planning import aided
from blendfund.application.reading import facts as log
from blendfund.application.reading.dated import check_contract
from blendfund.application.reading.names import near
from blendfund.application.writing.command import body_of
from blendfund.domain.checks import check_date
from blendfund.domain.errors import (
    AgreementNotFound,
    AmbiguousReference,
    ContractClosed,
    DateBeforeChange,
)
from blendfund.domain.vocabulary import Instrument
from blendfund.journal.rules import RULES
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from datetime import date

    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.event import Event
    from blendfund.domain.financing import Financing
    from blendfund.domain.fund import Fund
    from blendfund.domain.schedule import Schedule
    from blendfund.domain.typed import Typed
    from blendfund.storage.log.recorder import Writing

_FOUND: Final = (
    "SELECT a.id, a.stream_id, a.reference, f.reference FROM agreement a"
    " JOIN fund f ON f.id = a.fund WHERE (a.name = ?1 OR a.reference = ?1)"
    " AND a.side = 'F' AND a.withdrawn = 0 AND (?2 = '' OR f.reference = ?2) ORDER BY a.id"
)


class Contract(NamedTuple):
    """A contract with a project, loaded whole, under the ledger's lock."""

    number: int
    stream: UUID
    version: int
    state: Financing
    fund: Fund
    books: sqlite3.Connection


def contract_of(
    ledger: Ledger, tx: Writing, books: sqlite3.Connection, name: str, fund: str
) -> Contract:
    """Load a contract by its name or reference.

    Raises:
        AgreementNotFound, AmbiguousReference.
    """
    found = books.execute(_FOUND, (name, fund)).fetchall()
    if not found:
        raise AgreementNotFound(name, near(books, "agreement", name))
    if len(found) > 1:
        known = ", ".join(f"{row[2]} ({row[3]})" for row in found)
        raise AmbiguousReference(name, known)
    number, stream, _, of_fund = found[0]
    past, uuid = ledger.past(books), UUID(bytes=stream)
    state = ledger.fund(tx, of_fund)[2]
    return Contract(number, uuid, past.version(uuid), past.load(uuid), state, books)


def say(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    body: tuple[str, tuple[object, ...]],
    on: date | None,
    decide: Callable[[Contract, date, dict[str, Any]], Iterable[Event]],
) -> Outcome:
    """Record what is said of a contract.

    Args:
        ledger: Where.
        command: Who says it.
        named: The contract's name or reference, and its fund where it is ambiguous.
        body: What the command says, for its fingerprint.
        on: The operation date, None for today.
        decide: Gives the facts, from the contract, the day and what every fact carries.

    Raises:
        AgreementNotFound, AmbiguousReference, ContractClosed, DateInTheFuture,
        DateBeforeFund, BeforeItsGround, and what ``decide`` raises.
    """
    day = on or command.day()

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        contract = contract_of(ledger, tx, books, *named)
        check_date(day, contract.fund.opened_on, command.day())
        if contract.state.closes > 0:
            raise ContractClosed(contract.state.label)
        check_contract(books, contract.stream, day)
        stamp = ledger.stamp(tx, command)
        events = decide(contract, day, stamp)
        places = enumerate(events, contract.version + 1)
        return [Recorded(contract.stream, version, event) for version, event in places]

    verb, said = body
    return ledger.write(command, body_of(verb, (*named, *said, on)), plan)


def reschedule(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    terms: Schedule,
    *,
    kept: tuple[str, ...] = (),
    order: tuple[str, ...] = (),
    on: date | None = None,
    reason: str = "",
) -> Outcome:
    """Let what is outstanding fall due otherwise.

    ``kept`` names the terms that stay as they are in the schedule in force.

    Raises:
        NotRepayable, NothingOutstanding, BadSchedule, BadAllocation, DateBeforeChange: the
            contract moved after that day.
        AidUnverifiable, AidExceeded: it runs for longer, which is more aid.
    """

    def decide(contract: Contract, day: date, stamp: dict[str, Any]) -> Iterable[Event]:
        # What is outstanding is known as of the last movement, not before it.
        moved = _moved(contract)
        if moved is not None and day < moved:
            raise DateBeforeChange(contract.state.label, day, moved)
        told = {"order": order} if order else {}
        before = contract.state.schedules[-1:]
        same = {name: getattr(one, name) for one in before for name in kept}
        agreed = structs.replace(terms, **same)
        state = contract.state
        event = state.reschedule(day, agreed, reason=reason, **told, **stamp)
        yield aided.rescheduled(contract.books, contract.stream, state, event)

    body = ("financing-reschedule", (repr(terms), kept, order, reason))
    return say(ledger, command, named, body, on, decide)


def _moved(contract: Contract) -> date | None:
    """Give the last day on which anything that stands moved on a contract."""
    days = (one.event.on for one in log.standing(contract.books, contract.stream, *RULES))
    return max(days, default=None)


def default(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    trigger: str,
    on: date | None = None,
) -> Outcome:
    """Say that a loan is in default, and what made it so."""

    def decide(contract: Contract, day: date, stamp: dict[str, Any]) -> Iterable[Event]:
        yield contract.state.default(day, trigger, **stamp)

    return say(ledger, command, named, ("financing-default", (trigger,)), on, decide)


def value(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    amount: Typed,
    on: date | None = None,
) -> Outcome:
    """Say what a holding is worth. Raises WrongInstrument, NotPositive."""

    def decide(contract: Contract, day: date, stamp: dict[str, Any]) -> Iterable[Event]:
        minor = amount.minor(contract.state.currency)
        yield contract.state.value(day, minor, **stamp)

    return say(ledger, command, named, ("financing-value", (amount,)), on, decide)


def close(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    on: date | None = None,
    reason: str = "",
) -> Outcome:
    """Close a contract of which nothing is left. Raises StillOutstanding.

    What it promised and did not pay is given up first.
    """

    def decide(contract: Contract, day: date, stamp: dict[str, Any]) -> Iterable[Event]:
        state = contract.state
        closed = state.close(day, reason=reason, **stamp)
        if state.open_minor > 0 and state.instrument is not Instrument.GUARANTEE:
            yield state.give_up(day, state.open_minor, reason=reason, **stamp)
        yield closed

    return say(ledger, command, named, ("financing-close", (reason,)), on, decide)
