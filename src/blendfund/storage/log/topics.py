"""The closed table of topics: what is written on disk, for ever.

A name is never renamed or taken away. A changed shape gets ``/2`` and an upcaster from
``/1``; every version keeps a golden file in ``tests/golden/events``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.domain import aid as a
from blendfund.domain import approval as q
from blendfund.domain import committee as m
from blendfund.domain import contribution as c
from blendfund.domain import counter_guarantee as n
from blendfund.domain import dossier as d
from blendfund.domain import financing as f
from blendfund.domain import guarantee as g
from blendfund.domain import losing as k
from blendfund.domain import payback as b
from blendfund.domain import project as p
from blendfund.domain import support as s
from blendfund.domain import treasury as t
from blendfund.domain.charter import CharterAdopted
from blendfund.domain.distribution import TiersAdopted
from blendfund.domain.drawdown import DrawdownConditionFulfilled, DrawdownsAgreed
from blendfund.domain.earmark import EarmarkDefined
from blendfund.domain.ending import (
    ContractReduced,
    FinancingClosed,
    FinancingDefaulted,
    HoldingValued,
)
from blendfund.domain.evidence import EvidenceAttached
from blendfund.domain.fund import CompartmentOpened, FundOpened, FundRulesAdopted
from blendfund.domain.party import PartyErased, PartyMerged, PartyRegistered
from blendfund.domain.reversal import FactWithdrawn, MovementReversed
from blendfund.domain.schedule import FinancingRescheduled, FinancingScheduled
from blendfund.domain.signer import SignerRegistered, SignerRevoked
from blendfund.domain.tranche import ContributionAssigned, TrancheDefined, TrancheResized

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
    "project-registered/1": p.ProjectRegistered,
    "cofinancing-declared/1": p.CofinancingDeclared,
    "financing-opened/1": f.FinancingOpened,
    "financing-contracted/1": f.FinancingContracted,
    "disbursement-paid/1": f.DisbursementPaid,
    "repayment-received/1": f.RepaymentReceived,
    "interest-received/1": f.InterestReceived,
    "financing-written-off/1": f.FinancingWrittenOff,
    "recovery-received/1": k.RecoveryReceived,
    "treasury-interest-earned/1": t.TreasuryInterestEarned,
    "expense-paid/1": t.ExpensePaid,
    "movement-reversed/1": MovementReversed,
    "fact-withdrawn/1": FactWithdrawn,
    "fund-rules-adopted/1": FundRulesAdopted,
    "party-merged/1": PartyMerged,
    "contribution-pledged/1": c.ContributionPledged,
    "commitment-reduced/1": c.CommitmentReduced,
    "commitment-cancelled/1": c.CommitmentCancelled,
    "capital-called/1": c.CapitalCalled,
    "cofinancing-planned/1": p.CofinancingPlanned,
    "cofinancing-paid/1": p.CofinancingPaid,
    "cofinancing-withdrawn/1": p.CofinancingWithdrawn,
    "transfer-made/1": t.TransferMade,
    "earmark-defined/1": EarmarkDefined,
    "evidence-attached/1": EvidenceAttached,
    "cash-taken-over/1": t.CashTakenOver,
    "contribution-taken-over/1": c.ContributionTakenOver,
    "reimbursement-taken-over/1": c.ReimbursementTakenOver,
    "financing-taken-over/1": f.FinancingTakenOver,
    "income-taken-over/1": t.IncomeTakenOver,
    "expenses-taken-over/1": t.ExpensesTakenOver,
    "party-erased/1": PartyErased,
    "signer-registered/1": SignerRegistered,
    "signer-revoked/1": SignerRevoked,
    "financing-scheduled/1": FinancingScheduled,
    "guarantee-granted/1": g.GuaranteeGranted,
    "covered-loan-reported/1": g.CoveredLoanReported,
    "guarantee-called/1": g.GuaranteeCalled,
    "guarantee-call-rejected/1": g.GuaranteeCallRejected,
    "guarantee-paid/1": g.GuaranteePaid,
    "guarantee-released/1": g.GuaranteeReleased,
    "tranche-defined/1": TrancheDefined,
    "financing-rescheduled/1": FinancingRescheduled,
    "financing-defaulted/1": FinancingDefaulted,
    "financing-closed/1": FinancingClosed,
    "holding-valued/1": HoldingValued,
    "disbursement-returned/1": b.DisbursementReturned,
    "fee-charged/1": b.FeeCharged,
    "penalty-charged/1": b.PenaltyCharged,
    "fee-waived/1": b.FeeWaived,
    "penalty-waived/1": b.PenaltyWaived,
    "fee-received/1": b.FeeReceived,
    "penalty-received/1": b.PenaltyReceived,
    "fee-bounced/1": b.FeeBounced,
    "penalty-bounced/1": b.PenaltyBounced,
    "interest-waived/1": b.InterestWaived,
    "interest-bounced/1": b.InterestBounced,
    "repayment-bounced/1": b.RepaymentBounced,
    "payment-held/1": b.PaymentHeld,
    "held-payment-applied/1": b.HeldPaymentApplied,
    "held-payment-returned/1": b.HeldPaymentReturned,
    "provision-made/1": b.ProvisionMade,
    "provision-released/1": b.ProvisionReleased,
    "clawback-claimed/1": b.ClawbackClaimed,
    "clawback-received/1": b.ClawbackReceived,
    "gain-received/1": b.GainReceived,
    "charter-adopted/1": CharterAdopted,
    "member-appointed/1": m.MemberAppointed,
    "mandate-ended/1": m.MandateEnded,
    "committee-held/1": m.CommitteeHeld,
    "decision-taken/1": m.DecisionTaken,
    "application-submitted/1": d.ApplicationSubmitted,
    "eligibility-assessed/1": d.EligibilityAssessed,
    "appraisal-recorded/1": d.AppraisalRecorded,
    "condition-fulfilled/1": d.ConditionFulfilled,
    "decision-lapsed/1": d.DecisionLapsed,
    "payment-proposed/1": q.PaymentProposed,
    "payment-approved/1": q.PaymentApproved,
    "proposal-rejected/1": q.ProposalRejected,
    "aid-declared/1": a.AidDeclared,
    "undertaking-declared/1": a.UndertakingDeclared,
    "tiers-adopted/1": TiersAdopted,
    "support-opened/1": s.SupportOpened,
    "support-delivered/1": s.SupportDelivered,
    "support-ended/1": s.SupportEnded,
    "recourse-waived/1": k.RecourseWaived,
    "contribution-assigned/1": ContributionAssigned,
    "drawdowns-agreed/1": DrawdownsAgreed,
    "drawdown-condition-fulfilled/1": DrawdownConditionFulfilled,
    "counter-guarantee-taken/1": n.CounterGuaranteeTaken,
    "counter-guarantee-called/1": n.CounterGuaranteeCalled,
    "counter-guarantee-reduced/1": n.CounterGuaranteeReduced,
    "counter-guarantee-paid/1": n.CounterGuaranteePaid,
    "recovery-shared/1": n.RecoveryShared,
    "recovery-share-paid/1": n.RecoverySharePaid,
    "contract-reduced/1": ContractReduced,
    "tranche-resized/1": TrancheResized,
    "covered-loan-raised/1": g.CoveredLoanRaised,
}
TOPIC_OF: Final = {cls: topic for topic, cls in TOPICS.items()}

# From an old topic to the next one: its stored fields, as the next version has them.
UPCASTERS: Final[dict[str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]]] = {}
