"""The closed table of topics: what is written on disk, for ever.

A name is never renamed or taken away. A changed shape gets ``/2`` and an upcaster from
``/1``; every version keeps a golden file in ``tests/golden/events``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.domain import contribution as c
from blendfund.domain import financing as f
from blendfund.domain.fund import CompartmentOpened, FundOpened
from blendfund.domain.party import PartyRegistered
from blendfund.domain.project import CofinancingDeclared, ProjectRegistered
from blendfund.domain.treasury import ExpensePaid, TreasuryInterestEarned

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.domain.event import Event

TOPICS: Final[dict[str, type[Event]]] = {
    "fund-opened/1": FundOpened,
    "compartment-opened/1": CompartmentOpened,
    "party-registered/1": PartyRegistered,
    "contribution-opened/1": c.ContributionOpened,
    "contribution-committed/1": c.ContributionCommitted,
    "contribution-received/1": c.ContributionReceived,
    "contribution-refunded/1": c.ContributionRefunded,
    "contribution-reimbursed/1": c.ContributionReimbursed,
    "funding-interest-paid/1": c.FundingInterestPaid,
    "in-kind-received/1": c.InKindReceived,
    "project-registered/1": ProjectRegistered,
    "cofinancing-declared/1": CofinancingDeclared,
    "financing-opened/1": f.FinancingOpened,
    "financing-contracted/1": f.FinancingContracted,
    "disbursement-paid/1": f.DisbursementPaid,
    "repayment-received/1": f.RepaymentReceived,
    "interest-received/1": f.InterestReceived,
    "financing-written-off/1": f.FinancingWrittenOff,
    "recovery-received/1": f.RecoveryReceived,
    "treasury-interest-earned/1": TreasuryInterestEarned,
    "expense-paid/1": ExpensePaid,
}
TOPIC_OF: Final = {cls: topic for topic, cls in TOPICS.items()}

# From an old topic to the next one: its stored fields, as the next version has them.
UPCASTERS: Final[dict[str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]]] = {}
