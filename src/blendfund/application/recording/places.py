"""Where a decision is recorded: a fund, or a project in a fund, and what facts carry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from msgspec import Struct

from blendfund.application.reading.names import near
from blendfund.application.writing.command import body_of
from blendfund.domain.checks import check_date
from blendfund.domain.errors import (
    ProjectNotFound,
)
from blendfund.domain.fund import Fund
from blendfund.domain.party import fold
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.event import Event
    from blendfund.storage.log.recorder import Writing

_PROJECT: Final = (
    "SELECT id, stream_id FROM project WHERE (folded = ?1 OR reference = ?2)"
    " AND withdrawn = 0 ORDER BY id LIMIT 1"
)


class Place(Struct, frozen=True):
    """Where a fund's decision is recorded: the books, the fund, and what facts carry."""

    books: Any
    number: int
    stream: UUID
    fund: Fund
    stamp: dict[str, Any]
    day: date


def of_fund(
    ledger: Ledger,
    command: Command,
    fund: str,
    body: tuple[str, tuple[object, ...]],
    on: date | None,
    decide: Callable[[Place], Event],
) -> Outcome:
    """Record what is said of a fund. Raises FundNotFound, DateInTheFuture, its own."""

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        place = _place(ledger, command, tx, books, fund, on)
        version = ledger.past(books).version(place.stream)
        return [Recorded(place.stream, version + 1, decide(place))]

    verb, said = body
    return ledger.write(command, body_of(verb, (fund, *said, on)), plan)


def of_project(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    body: tuple[str, tuple[object, ...]],
    on: date | None,
    decide: Callable[[Place, int], Event],
) -> Outcome:
    """Record what is said of a project in a fund: ``named`` is the two.

    Raises:
        FundNotFound, ProjectNotFound, DateInTheFuture, DateBeforeFund, its own.
    """
    project, fund = named

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        place = _place(ledger, command, tx, books, fund, on)
        found = books.execute(_PROJECT, (fold(project), project)).fetchone()
        if found is None:
            raise ProjectNotFound(project, near(books, "project", project))
        stream = UUID(bytes=found[1])
        event = decide(place, found[0])
        return [Recorded(stream, ledger.past(books).version(stream) + 1, event)]

    verb, said = body
    return ledger.write(command, body_of(verb, (*named, *said, on)), plan)


def _place(
    ledger: Ledger,
    command: Command,
    tx: Writing,
    books: sqlite3.Connection,
    fund: str,
    on: date | None,
) -> Place:
    number, stream, state = ledger.fund(tx, fund)
    day = on or command.day()
    check_date(day, state.opened_on, command.day())
    return Place(books, number, stream, state, ledger.stamp(tx, command), day)
