"""The facts that make an agreement known, from the row that opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.application.planning.verbs import instrument_of
from blendfund.domain.contribution import ContributionOpened
from blendfund.domain.financing import FinancingOpened
from blendfund.domain.vocabulary import Terms

if TYPE_CHECKING:
    from uuid import UUID

    from blendfund.exchange.row import Row


def contribution_opened(
    row: Row, fund: UUID, reference: str, party: UUID, stamp: dict[str, Any]
) -> ContributionOpened:
    """Open an agreement with a funder."""
    assert row.sector is not None
    return ContributionOpened(
        on=row.on,
        reference=reference,
        fund=fund,
        party=party,
        sector=row.sector,
        instrument=instrument_of(row),
        terms=row.terms or Terms.CONCESSIONAL,
        name=row.agreement,
        currency=row.currency,
        origin=row.origin,
        compartment=row.compartment,
        carrier=row.carrier,
        earmark=row.earmark,
        **stamp,
    )


def financing_opened(
    row: Row,
    fund: UUID,
    reference: str,
    owners: tuple[UUID, UUID | None],
    stamp: dict[str, Any],
) -> FinancingOpened:
    """Open a contract with a project; a guarantee is also one with a lender."""
    assert row.instrument is not None
    project, lender = owners
    return FinancingOpened(
        on=row.on,
        reference=reference,
        fund=fund,
        project=project,
        instrument=row.instrument,
        terms=row.terms,
        name=row.agreement,
        currency=row.currency,
        compartment=row.compartment,
        carrier=row.carrier,
        rate=row.rate,
        earmark=row.earmark,
        party=lender,
        sector=row.sector if lender else None,
        **stamp,
    )
