"""Tranches: defined by the partners, and how they would bear a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, structs

from blendfund.application.writing.command import body_of
from blendfund.domain.checks import check_amount, check_date
from blendfund.domain.errors import NameMissing, TrancheExists
from blendfund.domain.tranche import TrancheDefined
from blendfund.domain.typed import Typed
from blendfund.storage.log.ids import uuid7
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.storage.log.recorder import Writing


class TrancheForm(Struct, frozen=True):
    """What a person types to define a tranche."""

    name: str
    rank: int
    size: Typed


def define_tranche(
    ledger: Ledger, command: Command, fund: str, form: TrancheForm, on: date | None
) -> Outcome:
    """Define a tranche.

    Raises:
        NameMissing, NotPositive, TrancheExists, FundNotFound.
    """
    name = form.name.strip()
    if not name:
        raise NameMissing
    day = on or command.day()

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        number, stream, state = ledger.fund(tx, fund)
        check_date(day, state.opened_on, command.day())
        size = form.size.minor(state.currency)
        check_amount(size, state.currency)
        sql = (
            "SELECT name, rank FROM tranche WHERE fund = ? AND (name = ? OR rank = ?)"
            " AND withdrawn = 0"
        )
        found = books.execute(sql, (number, name, form.rank)).fetchone()
        if found is not None:
            raise TrancheExists(*found)
        event = TrancheDefined(
            on=day,
            fund=stream,
            name=name,
            rank=form.rank,
            size_minor=size,
            currency=state.currency,
            **ledger.stamp(tx, command),
        )
        return [Recorded(uuid7(), 1, event)]

    body = body_of("tranche-define", (fund, *structs.astuple(form), on))
    return ledger.write(command, body, plan)
