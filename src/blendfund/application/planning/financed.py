"""Rows of the projects' side: what a contract makes of each, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from blendfund.application.planning import guaranteed
from blendfund.application.planning.verbs import OF_HISTORY, OF_PROJECTS, parts_of
from blendfund.domain import financing
from blendfund.domain.allocation import check_order
from blendfund.domain.errors import ContractClosed, ProvisionUnchanged
from blendfund.domain.money import Money
from blendfund.domain.vocabulary import Kind
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.planning.agreements import Agreement
    from blendfund.application.planning.planner import Planner
    from blendfund.exchange.row import Row

# What still comes in on a contract that is closed.
AFTER_ALL = frozenset({Kind.RECOVERY, Kind.CLAWBACK_RECEIPT})


def take_financed(planner: Planner, row: Row, told: dict[str, Any]) -> None:
    """Plan a row of the projects' side. Raises the refusals of its contract."""
    if row.guarantee is not None:
        guaranteed.grant(planner, row, row.guarantee, told)
        return
    agreement = planner.financing(row)
    if row.kind in OF_HISTORY or row.verb or row.holds or row.schedule is not None:
        _know_whole(planner, agreement)
    if agreement.closed and row.kind not in AFTER_ALL:
        raise ContractClosed(agreement.name or agreement.reference)
    special = VERBS.get(row.verb)
    if special is not None:
        special(planner, agreement, row, told)
    elif row.verb or (row.kind is Kind.RECOVERY and agreement.state.guarantee):
        guaranteed.take(planner, agreement, row, told)
    else:
        _paid(planner, agreement, row, told)


def _applied(
    planner: Planner, agreement: Agreement, row: Row, told: dict[str, Any]
) -> None:
    """Plan held money that pays what is owed: it leaves, and comes in as that."""
    decide = agreement.state.apply_held
    out = structs.replace(row, kind=Kind.HELD_PAYMENT_RETURN)
    planner.settle(agreement, decide, financing.evolve, out, dict(told))
    _paid(planner, agreement, row, told)


def _provided(
    planner: Planner, agreement: Agreement, row: Row, told: dict[str, Any]
) -> None:
    """Plan the provision that brings it to the row's amount. Raises ProvisionUnchanged."""
    state = agreement.state
    more = row.amount_minor - state.back.provision_minor
    if not more:
        asked = Money(row.amount_minor, row.currency)
        raise ProvisionUnchanged(state.label, asked)
    kind = Kind.PROVISION if more > 0 else Kind.PROVISION_RELEASE
    part = structs.replace(row, kind=kind, amount_minor=abs(more))
    planner.decide(agreement, OF_PROJECTS[kind], financing.evolve, part, told)


def _sold(planner: Planner, agreement: Agreement, row: Row, told: dict[str, Any]) -> None:
    """Plan the sale of a whole holding: its cost comes back, with a gain or a loss."""
    state = agreement.state
    state.check_owned()
    cost, price = max(0, state.outstanding.free(row.on)), row.amount_minor
    for kind, minor in (
        (Kind.REPAYMENT, min(cost, price)),
        (Kind.GAIN, max(0, price - cost)),
        (Kind.WRITE_OFF, max(0, cost - price)),
    ):
        if minor:
            part = structs.replace(row, kind=kind, amount_minor=minor)
            planner.decide(agreement, OF_PROJECTS[kind], financing.evolve, part, dict(told))


VERBS: Final[dict[str, Callable[[Planner, Agreement, Row, dict[str, Any]], None]]] = {
    "apply": _applied,
    "provide": _provided,
    "sell": _sold,
}


def _paid(planner: Planner, agreement: Agreement, row: Row, told: dict[str, Any]) -> None:
    """Plan a movement, or the parts of a payment, and the schedule of a contract."""
    terms = None
    if row.schedule is not None:
        if row.order:
            check_order(row.order)
        said = {"order": row.order, **planner.stamp} if row.order else planner.stamp
        terms = agreement.state.schedule(row.on, row.schedule, **said)
    for part in parts_of(row, agreement.state):
        verb = OF_PROJECTS[part.kind]
        planner.decide(agreement, verb, financing.evolve, part, dict(told))
    if terms is not None:
        agreement.version += 1
        agreement.state = financing.evolve(agreement.state, terms)
        planner.append(agreement.stream, agreement.version, terms)


def _know_whole(planner: Planner, agreement: Agreement) -> None:
    """Load a contract with all its history, what is planned of it included."""
    if agreement.whole:
        return
    state = planner.past.load(agreement.stream)
    for fact in planner.facts:
        if isinstance(fact, Recorded) and fact.originator_id == agreement.stream:
            state = financing.evolve(state, fact.event)
    agreement.state, agreement.whole = state, True
