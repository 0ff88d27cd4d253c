"""Rows of guarantees: granted, called, paid, recovered, given up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from blendfund.application.planning import countered
from blendfund.application.planning.verbs import OF_PROJECTS
from blendfund.domain import financing
from blendfund.domain.errors import ReasonMissing
from blendfund.domain.vocabulary import Kind

if TYPE_CHECKING:
    from datetime import date

    from blendfund.application.planning.agreements import Agreement
    from blendfund.application.planning.planner import Planner
    from blendfund.domain.event import Event
    from blendfund.domain.guarantee import GuaranteeTerms
    from blendfund.exchange.row import Row


# What is done against somebody, or for nothing: with a reason.
REASONED: Final = frozenset({"waive_recourse", "reject"})


def grant(planner: Planner, row: Row, terms: GuaranteeTerms, told: dict[str, Any]) -> None:
    """Plan a guarantee: its lender is made known first, its fee is owed from that day."""
    lender = planner.directory.party(row)
    agreement = planner.financing(row, lender)

    def decide(on: date, _minor: int, **said: Any) -> Event:
        event: Event = agreement.state.grant(on, terms, **said)
        return event

    planner.settle(agreement, decide, financing.evolve, row, told)
    if terms.fee_minor:
        event = agreement.state.charge_fee(row.on, terms.fee_minor, **planner.stamp)
        agreement.version += 1
        agreement.state = financing.evolve(agreement.state, event)
        planner.append(agreement.stream, agreement.version, event)


def take(planner: Planner, agreement: Agreement, row: Row, told: dict[str, Any]) -> None:
    """Plan what becomes of a guarantee. Raises NotGranted and its refusals."""
    granted = agreement.state.granted()
    if row.verb in countered.VERBS:
        countered.take(planner, agreement, row, told)
    elif row.kind is Kind.RECOVERY:
        _recovered(planner, agreement, row, told)
    elif row.verb in REASONED and not row.reason.strip():
        raise ReasonMissing
    elif row.verb == "waive_recourse":
        waive = agreement.state.waive_recourse
        planner.settle(agreement, waive, financing.evolve, row, told)
    else:
        decide = getattr(granted, row.verb)
        planner.settle(agreement, decide, financing.evolve, row, told)
        if row.verb == "pay":
            parts = granted.counter_called(row.on, row.amount_minor)
            countered.called(planner, agreement, row, parts)
        elif row.verb == "release":
            countered.released(planner, agreement, row)


def _recovered(
    planner: Planner, agreement: Agreement, row: Row, told: dict[str, Any]
) -> None:
    """Plan what was recovered: of what the lender shares, the quota; of a file, all.

    What is more than the project owes is held where the row holds, else refused.
    """
    granted = agreement.state.granted()
    share = granted.recovered(row.amount_minor) if row.verb else row.amount_minor
    left = max(0, agreement.state.lost.free(row.on))
    held = max(0, share - left) if row.holds else 0
    parts = [(Kind.RECOVERY, share - held), (Kind.HELD_PAYMENT, held)]
    # A share of nothing is asked too: the contract itself refuses it.
    for kind, minor in [one for one in parts if one[1]] or parts[:1]:
        part = structs.replace(row, kind=kind, amount_minor=minor, verb="")
        planner.decide(agreement, OF_PROJECTS[kind], financing.evolve, part, dict(told))
    countered.shared(planner, agreement, row, granted.counter_shared(share - held))
