"""Rows of counter-guarantors, and what follows for them from calls and recoveries."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from blendfund.domain import financing
from blendfund.domain.counter_guarantee import (
    CounterGuaranteeCalled,
    CounterGuaranteeReduced,
    RecoveryShared,
)
from blendfund.domain.errors import CounterGuaranteeLate, LenderBears

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.planning.agreements import Agreement
    from blendfund.application.planning.planner import Planner
    from blendfund.domain.counter_guarantee import OfCounterGuarantor, Parts
    from blendfund.domain.event import Event
    from blendfund.domain.guaranteed import Guarantee
    from blendfund.exchange.row import Row

# The first day, not before one, on which a payment of a guarantee stands.
_PAID: Final = (
    "SELECT d.operation_date FROM posting d JOIN class c ON c.id = d.class"
    " WHERE d.agreement = (SELECT id FROM agreement WHERE stream_id = ?)"
    " AND c.account = 'recourse_receivable' AND c.movement = 'guarantee-paid'"
    " AND d.operation_date >= ? GROUP BY d.operation_date HAVING sum(d.amount) > 0"
    " ORDER BY d.operation_date LIMIT 1"
)
_LENDER: Final = (
    "SELECT p.stream_id FROM agreement a JOIN party p ON p.id = a.party"
    " WHERE a.stream_id = ?"
)
VERBS: Final = frozenset({"counter_guarantee", "counter_receive", "counter_repay"})


def take(planner: Planner, agreement: Agreement, row: Row, told: dict[str, Any]) -> None:
    """Plan what a counter-guarantor promises, pays or is given back.

    Raises:
        LenderBears, CounterGuaranteed, CounterGuaranteeLate, AboveWhole, BadGuarantee,
        NotCounterGuarantor, AboveOwed.
    """
    granted = agreement.state.granted()
    party = _party(planner, granted, row)
    who = {"party": party, "shown": row.party}

    if row.counter is not None and party == _lender(planner, agreement):
        raise LenderBears(granted.label, row.party)

    def promise(on: date, _minor: int, **said: Any) -> Event:
        assert row.counter is not None
        _check_first(planner, agreement, on)
        event: Event = granted.counter_guarantee(on, row.counter, **who, **said)
        return event

    def move(on: date, minor: int, **said: Any) -> Event:
        event: Event = getattr(granted, row.verb)(on, minor, **who, **said)
        return event

    decide: Callable[..., Event] = move if row.counter is None else promise
    planner.settle(agreement, decide, financing.evolve, row, told)


def _check_first(planner: Planner, agreement: Agreement, on: date) -> None:
    """Refuse to begin before a payment that stands. Raises CounterGuaranteeLate."""
    found = planner.directory.books.execute(_PAID, (agreement.stream.bytes, on.isoformat()))
    (paid,) = found.fetchone() or (None,)
    if paid is not None:
        label = agreement.name or agreement.reference
        raise CounterGuaranteeLate(label, date.fromisoformat(paid), on)


def _party(planner: Planner, granted: Guarantee, row: Row) -> UUID:
    """Give who is meant: one who counter-guarantees already stays under its own stream."""
    party = planner.directory.party(row)
    for one in granted.counters:
        if planner.directory.same(one.party) == party:
            return one.party
    return party


def _lender(planner: Planner, agreement: Agreement) -> UUID | None:
    """Give the lender of a guarantee, as it is known under the parties merged since."""
    found = planner.directory.books.execute(_LENDER, (agreement.stream.bytes,)).fetchone()
    return planner.directory.same(UUID(bytes=found[0])) if found else None


def called(planner: Planner, agreement: Agreement, row: Row, parts: Parts) -> None:
    """Plan what counter-guarantors come to owe of a payment that is planned."""
    _follow(planner, agreement, row, CounterGuaranteeCalled, parts)
    over = agreement.state.granted().counter_ended(row.on, released=False)
    _follow(planner, agreement, row, CounterGuaranteeReduced, over)


def released(planner: Planner, agreement: Agreement, row: Row) -> None:
    """Plan what of counter-guarantees ends with a part of the guarantee."""
    over = agreement.state.granted().counter_ended(row.on, released=True)
    _follow(planner, agreement, row, CounterGuaranteeReduced, over)


def shared(planner: Planner, agreement: Agreement, row: Row, parts: Parts) -> None:
    """Plan what counter-guarantors are owed of a recovery that is planned."""
    _follow(planner, agreement, row, RecoveryShared, parts)


def _follow(
    planner: Planner,
    agreement: Agreement,
    row: Row,
    what: type[OfCounterGuarantor],
    parts: Parts,
) -> None:
    for party, minor in parts:
        event = what(
            on=row.on,
            amount_minor=minor,
            currency=row.currency,
            party=party,
            **planner.stamp,
        )
        agreement.version += 1
        agreement.state = financing.evolve(agreement.state, event)
        planner.append(agreement.stream, agreement.version, event)
