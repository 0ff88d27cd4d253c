from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

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
from blendfund.domain import support as s
from blendfund.domain.charter import Charter, CharterAdopted, Stage
from blendfund.domain.distribution import Tier, TiersAdopted
from blendfund.domain.drawdown import (
    Drawdown,
    DrawdownConditionFulfilled,
    DrawdownsAgreed,
)
from blendfund.domain.earmark import EarmarkDefined
from blendfund.domain.ending import (
    ContractReduced,
    FinancingClosed,
    FinancingDefaulted,
    HoldingValued,
)
from blendfund.domain.errors import Corrupt
from blendfund.domain.event import Batch, Draw, Event, Movement, Personal, Proof
from blendfund.domain.evidence import EvidenceAttached
from blendfund.domain.fund import CompartmentOpened, FundOpened, FundRulesAdopted
from blendfund.domain.party import PartyErased, PartyMerged, PartyRegistered
from blendfund.domain.project import (
    CofinancingDeclared,
    CofinancingPaid,
    CofinancingPlanned,
    CofinancingWithdrawn,
    ProjectRegistered,
)
from blendfund.domain.reversal import FactWithdrawn, MovementReversed
from blendfund.domain.schedule import FinancingRescheduled, FinancingScheduled, Schedule
from blendfund.domain.signer import SignerRegistered, SignerRevoked
from blendfund.domain.tranche import ContributionAssigned, TrancheDefined, TrancheResized
from blendfund.domain.treasury import (
    CashTakenOver,
    ExpensePaid,
    ExpensesTakenOver,
    IncomeTakenOver,
    TransferMade,
    TreasuryInterestEarned,
)
from blendfund.domain.vocabulary import (
    CapMode,
    DayCount,
    Every,
    Instrument,
    LegalForm,
    Method,
    PartyKind,
    Sector,
    Terms,
)
from blendfund.storage.log.decoding import decode
from blendfund.storage.log.mapper import EventMapper, Recorded
from blendfund.storage.log.topics import TOPIC_OF, TOPICS

GOLDEN = Path(__file__).parents[1] / "golden" / "events"
FUND = UUID("01980000-0000-7000-8000-000000000001")
PARTY = UUID("01980000-0000-7000-8000-000000000002")
PROJECT = UUID("01980000-0000-7000-8000-000000000003")
STREAM = UUID("01980000-0000-7000-8000-000000000009")
ANY: dict[str, Any] = {
    "on": date(2026, 3, 1),
    "recorded_at": "2026-03-02T08:09:10.123456Z",
    "actor": "camille",
    "key": "k-1",
    "body": "ab" * 32,
    "events": 2,
    "batch": Batch("I-2026-0001", "mouvements.csv", "cd" * 32, "movements", 12),
    "reason": "saisie",
    "note": "vu avec le trésorier",
    "evidence": ("ef" * 32, "01" * 32),
    "undoes": 7,
    "proof": Proof("SHA256:abcd", "ZZ=="),
}
MOVED: dict[str, Any] = ANY | {
    "amount_minor": 123_450,
    "currency": "EUR",
    "label": "Virement « mars »",
    "bank_account": "512100",
    "earmark": "emploi",
    "line": 3,
    "reference": "VIR-7",
    "digest": "23" * 16,
    "twin": 1,
    "replaces": 5,
    "draws": (Draw("", 23_450), Draw("emploi", 100_000)),
}
WHERE: dict[str, Any] = {"compartment": "amorçage", "carrier": "FA Alsace"}
OPENING: dict[str, Any] = (
    ANY | WHERE | {"reference": "X-2026-0001", "fund": FUND, "name": "Convention"}
)
ELSEWHERE: dict[str, Any] = WHERE | {"fund": FUND, "instrument": "loan"}
WHO: dict[str, Any] = {
    "party": PARTY,
    "sector": Sector.PUBLIC,
    "terms": Terms.CONCESSIONAL,
    "origin": "FSE",
}
EXAMPLES: dict[str, Event] = {
    "fund-opened/1": FundOpened(
        **ANY,
        reference="ALSACE",
        name="Fonds Alsace",
        territories=("FR-67", "FR-68"),
        currency="EUR",
        siren="218601946",
        legal_form=LegalForm.COOPERATIVE,
    ),
    "compartment-opened/1": CompartmentOpened(**ANY, name="guarantee", purpose="Garanties"),
    "party-registered/1": PartyRegistered(
        **ANY,
        kind=PartyKind.PERSON,
        name="Mairie",
        person=Personal("bm9uY2U="),
        identifier="218601946",
        rna="W671000000",
        iban="FR7630006000011234567890189",
        person_iban=Personal("YWNjb3VudA=="),
    ),
    "contribution-opened/1": c.ContributionOpened(
        **OPENING, **WHO, instrument=Instrument.GRANT, currency="CHF", earmark="emploi"
    ),
    "contribution-pledged/1": c.ContributionPledged(**MOVED),
    "contribution-committed/1": c.ContributionCommitted(**MOVED, drawn_minor=100),
    "commitment-reduced/1": c.CommitmentReduced(**MOVED),
    "commitment-cancelled/1": c.CommitmentCancelled(**MOVED),
    "capital-called/1": c.CapitalCalled(**MOVED, due=date(2026, 4, 1)),
    "contribution-received/1": c.ContributionReceived(
        **MOVED, drawn_minor=100, called_minor=50
    ),
    "contribution-taken-over/1": c.ContributionTakenOver(**MOVED),
    "reimbursement-taken-over/1": c.ReimbursementTakenOver(**MOVED),
    "contribution-refunded/1": c.ContributionRefunded(**MOVED),
    "contribution-reimbursed/1": c.ContributionReimbursed(**MOVED),
    "funding-interest-paid/1": c.FundingInterestPaid(**MOVED),
    "in-kind-received/1": c.InKindReceived(**MOVED),
    "project-registered/1": ProjectRegistered(
        **ANY,
        reference="P-2026-0001",
        name="Boulangerie",
        party=PARTY,
        territory="67482",
        publics=("jeunes",),
        purposes=("emploi",),
        parent=STREAM,
    ),
    "cofinancing-planned/1": CofinancingPlanned(**MOVED, **WHO, **ELSEWHERE),
    "cofinancing-declared/1": CofinancingDeclared(
        **MOVED, **WHO, **ELSEWHERE, drawn_minor=100
    ),
    "cofinancing-paid/1": CofinancingPaid(**MOVED, **WHO, **ELSEWHERE),
    "cofinancing-withdrawn/1": CofinancingWithdrawn(
        **MOVED, **WHO, **ELSEWHERE, drawn_minor=100
    ),
    "financing-opened/1": f.FinancingOpened(
        **OPENING,
        project=PROJECT,
        instrument=Instrument.LOAN,
        terms=Terms.MARKET,
        currency="CHF",
        rate="0.02",
        earmark="emploi",
        party=PARTY,
        sector=Sector.BANK,
    ),
    "financing-contracted/1": f.FinancingContracted(
        **MOVED, regime="de-minimis", aid_minor=900
    ),
    "disbursement-paid/1": f.DisbursementPaid(**MOVED, drawn_minor=100, proposal=24),
    "repayment-received/1": f.RepaymentReceived(**MOVED),
    "interest-received/1": f.InterestReceived(**MOVED),
    "financing-written-off/1": f.FinancingWrittenOff(**MOVED),
    "recovery-received/1": k.RecoveryReceived(**MOVED),
    "financing-taken-over/1": f.FinancingTakenOver(
        **MOVED, late_minor=300, late_since=date(2025, 12, 1)
    ),
    "treasury-interest-earned/1": TreasuryInterestEarned(**MOVED, **WHERE, fund=FUND),
    "expense-paid/1": ExpensePaid(**MOVED, **WHERE, fund=FUND),
    "transfer-made/1": TransferMade(
        **MOVED,
        **WHERE,
        fund=FUND,
        to_compartment="garantie",
        to_bank_account="512200",
        to_earmark="garantie",
    ),
    "cash-taken-over/1": CashTakenOver(**MOVED, **WHERE, fund=FUND),
    "income-taken-over/1": IncomeTakenOver(**MOVED, **WHERE, fund=FUND),
    "expenses-taken-over/1": ExpensesTakenOver(**MOVED, **WHERE, fund=FUND),
    "movement-reversed/1": MovementReversed(
        **ANY,
        reverses=5,
        fact=4,
        movement="contribution-received",
        amount_minor=123_450,
        currency="EUR",
        drawn_minor=100,
        called_minor=50,
        restores=True,
        replaced_by=9,
        reference="VIR-7",
        digest="23" * 16,
        twin=1,
        party=PARTY,
    ),
    "fact-withdrawn/1": FactWithdrawn(**ANY, fact=4, what="party-registered"),
    "fund-rules-adopted/1": FundRulesAdopted(
        **ANY, overcommitment="allowed", draw_order="earmarked-first"
    ),
    "party-merged/1": PartyMerged(**ANY, into=FUND),
    "party-erased/1": PartyErased(
        **ANY, legal_basis="RGPD, art. 17(1)(d)", retained_until=date(2036, 12, 31)
    ),
    "signer-registered/1": SignerRegistered(
        **ANY,
        who="camille",
        public_key=f"ssh-ed25519 {'A' * 68}",
    ),
    "signer-revoked/1": SignerRevoked(**ANY, registered=7),
    "earmark-defined/1": EarmarkDefined(
        **ANY,
        fund=FUND,
        name="emploi",
        purpose="Emploi des jeunes",
        territories=("67", "68"),
        publics=("jeunes",),
        valid_from=date(2026, 1, 1),
        valid_until=date(2027, 12, 31),
        highest_rate="0.02",
        repayments="free",
    ),
    "evidence-attached/1": EvidenceAttached(
        **ANY,
        name="convention.pdf",
        size=1234,
        facts=(4, 5),
        persons=(PARTY,),
        sealed=Personal("bm9t"),
    ),
    "guarantee-granted/1": g.GuaranteeGranted(
        **MOVED,
        drawn_minor=200_000,
        quota="0.65",
        cap_minor=20_000_000,
        cap_mode=CapMode.REDUCES_QUOTA,
        fee_rate="0.025",
        fee_minor=3_086,
        expires=date(2031, 12, 31),
        proposal=24,
        regime="de-minimis",
        aid_minor=900,
    ),
    "covered-loan-reported/1": g.CoveredLoanReported(**MOVED),
    "covered-loan-raised/1": g.CoveredLoanRaised(**MOVED),
    "guarantee-called/1": g.GuaranteeCalled(**MOVED),
    "guarantee-call-rejected/1": g.GuaranteeCallRejected(**MOVED),
    "guarantee-paid/1": g.GuaranteePaid(**MOVED, drawn_minor=100, proposal=24),
    "guarantee-released/1": g.GuaranteeReleased(**MOVED, drawn_minor=100),
    "recourse-waived/1": k.RecourseWaived(**MOVED),
    "counter-guarantee-taken/1": n.CounterGuaranteeTaken(
        **MOVED,
        party=PARTY,
        quota="0.5",
        cap_minor=3_000_000,
        expires=date(2030, 12, 31),
    ),
    "counter-guarantee-called/1": n.CounterGuaranteeCalled(**MOVED, party=PARTY),
    "counter-guarantee-reduced/1": n.CounterGuaranteeReduced(**MOVED, party=PARTY),
    "counter-guarantee-paid/1": n.CounterGuaranteePaid(**MOVED, party=PARTY),
    "recovery-shared/1": n.RecoveryShared(**MOVED, party=PARTY),
    "recovery-share-paid/1": n.RecoverySharePaid(**MOVED, party=PARTY, proposal=24),
    "tranche-defined/1": TrancheDefined(
        **ANY,
        fund=FUND,
        name="Première perte",
        rank=1,
        size_minor=20_000_000,
        currency="EUR",
    ),
    "tranche-resized/1": TrancheResized(
        **ANY, tranche=PARTY, size_minor=250_000_00, currency="EUR"
    ),
    "contribution-assigned/1": ContributionAssigned(**ANY, fund=FUND, tranche=PARTY),
    "financing-scheduled/1": FinancingScheduled(
        **ANY,
        schedule=Schedule(
            "0.02",
            date(2026, 1, 31),
            16,
            Every.QUARTER,
            grace=4,
            method=Method.EQUAL_PRINCIPAL,
            day_count=DayCount.ACT_365F,
        ),
        order=("interest", "principal", "fee", "penalty"),
    ),
    "financing-rescheduled/1": FinancingRescheduled(
        **ANY,
        schedule=Schedule("0.02", date(2026, 6, 30), 36, Every.MONTH),
        principal_minor=1_200_000,
        overdue_minor=4_000,
        days_late=45,
        order=("penalty", "fee", "interest", "principal"),
        regime="de-minimis",
        aid_minor=900,
    ),
    "financing-defaulted/1": FinancingDefaulted(
        **ANY, trigger="Liquidation judiciaire", outstanding_minor=1_200_000
    ),
    "financing-closed/1": FinancingClosed(**ANY),
    "holding-valued/1": HoldingValued(**ANY, amount_minor=1_400_000, currency="EUR"),
    "drawdowns-agreed/1": DrawdownsAgreed(
        **ANY,
        currency="EUR",
        drawdowns=(
            Drawdown(500_000, date(2026, 3, 1)),
            Drawdown(1_000_000, date(2026, 9, 1), ("Bail signé", "Compte rendu")),
        ),
    ),
    "drawdown-condition-fulfilled/1": DrawdownConditionFulfilled(
        **ANY, agreed=12, drawdown=2, condition=1
    ),
    "contract-reduced/1": ContractReduced(**MOVED),
    "disbursement-returned/1": b.DisbursementReturned(**MOVED, drawn_minor=100),
    "fee-charged/1": b.FeeCharged(**MOVED),
    "penalty-charged/1": b.PenaltyCharged(**MOVED),
    "fee-waived/1": b.FeeWaived(**MOVED),
    "penalty-waived/1": b.PenaltyWaived(**MOVED),
    "fee-received/1": b.FeeReceived(**MOVED),
    "penalty-received/1": b.PenaltyReceived(**MOVED),
    "interest-waived/1": b.InterestWaived(**MOVED),
    "payment-held/1": b.PaymentHeld(**MOVED, bounces=3),
    "held-payment-applied/1": b.HeldPaymentApplied(**MOVED),
    "provision-made/1": b.ProvisionMade(**MOVED),
    "provision-released/1": b.ProvisionReleased(**MOVED),
    "clawback-claimed/1": b.ClawbackClaimed(**MOVED),
    "clawback-received/1": b.ClawbackReceived(**MOVED),
    "gain-received/1": b.GainReceived(**MOVED),
    "fee-bounced/1": b.FeeBounced(**MOVED, bounces=3),
    "penalty-bounced/1": b.PenaltyBounced(**MOVED, bounces=3),
    "interest-bounced/1": b.InterestBounced(**MOVED, bounces=3),
    "repayment-bounced/1": b.RepaymentBounced(**MOVED, bounces=3),
    "held-payment-returned/1": b.HeldPaymentReturned(**MOVED, bounces=3),
    "charter-adopted/1": CharterAdopted(
        **ANY,
        charter=Charter(
            quorum=3,
            ticket_min_minor=500_000,
            ticket_max_minor=50_000_000,
            validity_days=180,
            legal_forms=("association-1901", "scic"),
            esus_required=True,
            territories=("67", "68"),
            disbursement_above_minor=1_000_000,
            guarantee_above_minor=2_000_000,
            guarantee_multiplier="3",
            provisions=(Stage(30, "0.1"), Stage(90, "0.5")),
        ),
    ),
    "member-appointed/1": m.MemberAppointed(
        **ANY,
        who="camille",
        organisation="Région Grand Est",
        until=date(2027, 12, 31),
        approves_minor=5_000_000,
    ),
    "mandate-ended/1": m.MandateEnded(**ANY, who="camille", appointed=9),
    "committee-held/1": m.CommitteeHeld(
        **ANY, reference="2026-03", present=("camille", "paul")
    ),
    "decision-taken/1": m.DecisionTaken(
        **ANY,
        fund=FUND,
        session="2026-03",
        result="agreed-under-conditions",
        amount_minor=1_500_000,
        currency="EUR",
        instrument="loan",
        conditions=("Bail signé",),
        valid_until=date(2026, 9, 1),
        voted_for=("camille",),
        voted_against=("samia",),
        abstained=("jean",),
        conflicts=("paul",),
    ),
    "application-submitted/1": d.ApplicationSubmitted(
        **ANY,
        fund=FUND,
        amount_minor=1_500_000,
        currency="EUR",
        uses=(d.PlanLine("Travaux", 2_000_000),),
        resources=(d.PlanLine("Prêt", 1_500_000), d.PlanLine("Banque", 500_000)),
        legal_form="scic",
        esus_from=date(2025, 1, 1),
        esus_until=date(2029, 12, 31),
        territory="67482",
    ),
    "eligibility-assessed/1": d.EligibilityAssessed(
        **ANY, fund=FUND, eligible=False, broken=("legal form",)
    ),
    "appraisal-recorded/1": d.AppraisalRecorded(
        **ANY,
        fund=FUND,
        officer="samia",
        scores=(d.Score("Utilité", 4, 5),),
        opinion="Favorable",
    ),
    "condition-fulfilled/1": d.ConditionFulfilled(
        **ANY, fund=FUND, decision=20, condition=1
    ),
    "decision-lapsed/1": d.DecisionLapsed(**ANY, fund=FUND, decision=20),
    "payment-proposed/1": q.PaymentProposed(
        **ANY,
        what="disbursement",
        digest="45" * 16,
        amount_minor=1_500_000,
        currency="EUR",
        agreement="PRET-1",
        project="Recyclerie",
    ),
    "payment-approved/1": q.PaymentApproved(**ANY, proposal=24, leaf="ZZ=="),
    "proposal-rejected/1": q.ProposalRejected(**ANY, proposal=24),
    "aid-declared/1": a.AidDeclared(
        **ANY,
        fund=FUND,
        regime="de-minimis",
        giver="Région",
        amount_minor=2_000_000,
        currency="CHF",
        granted_on=date(2025, 5, 2),
    ),
    "undertaking-declared/1": a.UndertakingDeclared(
        **ANY, fund=FUND, sirens=("218601946",)
    ),
    "tiers-adopted/1": TiersAdopted(
        **ANY, tiers=(Tier("return-of-capital"), Tier("catch-up", "", "1", "0.2"))
    ),
    "support-opened/1": s.SupportOpened(
        **ANY,
        fund=FUND,
        reference="DLA-1",
        provider="Réseau",
        scheme="DLA",
        plan="Trésorerie",
        planned_minutes=1_200,
        payer="État",
    ),
    "support-delivered/1": s.SupportDelivered(
        **ANY,
        fund=FUND,
        reference="DLA-1",
        minutes=150,
        cost_minor=25_000,
        currency="EUR",
        payer="État",
    ),
    "support-ended/1": s.SupportEnded(
        **ANY, fund=FUND, reference="DLA-1", effect="Plan tenu"
    ),
}
FIRST = Path(__file__).parents[1] / "golden" / "events-first"
EVERY = pytest.mark.parametrize("topic", TOPICS)


def golden(topic: str) -> bytes:
    return (GOLDEN / f"{topic.replace('/', '-')}.json").read_bytes()


@EVERY
def test_what_was_ever_stored_is_read_for_ever(topic: str) -> None:
    assert decode(topic, golden(topic)) == EXAMPLES[topic]


@pytest.mark.parametrize("path", sorted(FIRST.iterdir()), ids=lambda path: path.stem)
def test_a_shape_that_grew_reads_what_was_stored_before(path: Path) -> None:
    topic = "/".join(path.stem.rsplit("-", 1))
    stored = msgspec.json.decode(path.read_bytes())
    read, now = decode(topic, path.read_bytes()), EXAMPLES[topic]
    for one in msgspec.structs.fields(type(now)):
        wanted = getattr(now, one.name) if one.name in stored else one.default
        assert getattr(read, one.name) == wanted, one.name
    assert EventMapper().to_stored_event(Recorded(STREAM, 1, read)).state == (
        path.read_bytes()
    )


@EVERY
def test_what_is_stored_never_changes_by_a_byte(topic: str) -> None:
    stored = EventMapper().to_stored_event(Recorded(STREAM, 4, EXAMPLES[topic]))
    assert (stored.topic, stored.state) == (topic, golden(topic))
    assert (stored.originator_id, stored.originator_version) == (STREAM, 4)
    assert EventMapper().to_domain_event(stored) == Recorded(STREAM, 4, EXAMPLES[topic])


@EVERY
def test_a_golden_example_leaves_no_field_at_its_default(topic: str) -> None:
    stored = msgspec.json.decode(golden(topic))
    assert set(stored) == {field.name for field in msgspec.structs.fields(TOPICS[topic])}


def test_every_golden_file_is_of_a_known_topic() -> None:
    names = {path.name for path in GOLDEN.iterdir()}
    assert names == {f"{topic.replace('/', '-')}.json" for topic in TOPICS}
    assert {TOPIC_OF[cls]: cls for cls in TOPIC_OF} == TOPICS


def test_no_fact_names_a_field_as_the_envelope_does() -> None:
    for topic, cls in TOPICS.items():
        own = {
            one
            for base in cls.__mro__
            if base in {Event, Movement}
            for one in base.__annotations__
        }
        assert not own & set(cls.__annotations__), topic


def test_a_fact_stores_nothing_that_was_not_said() -> None:
    fact = ExpensePaid(on=date(2026, 1, 2), amount_minor=5, currency="EUR", fund=FUND)
    stored = EventMapper().to_stored_event(Recorded(STREAM, 1, fact))
    assert stored.state == (
        b'{"on":"2026-01-02","amount_minor":5,"currency":"EUR","fund":"%b"}'
        % str(FUND).encode()
    )


def test_an_old_shape_is_lifted_step_by_step() -> None:
    lifts = {
        "expense-paid/0": ("expense-paid/0b", lambda old: old | {"currency": "EUR"}),
        "expense-paid/0b": (
            "expense-paid/1",
            lambda old: {
                **{name: old[name] for name in ("on", "currency", "fund")},
                "amount_minor": old["euros"] * 100,
            },
        ),
    }
    state = b'{"on":"2026-01-02","euros":3,"fund":"%b"}' % str(FUND).encode()
    lifted = decode("expense-paid/0", state, upcasters=lifts)
    assert lifted == ExpensePaid(
        on=date(2026, 1, 2), amount_minor=300, currency="EUR", fund=FUND
    )


def test_a_lift_that_gives_another_shape_is_refused() -> None:
    lifts = {"expense-paid/0": ("expense-paid/1", lambda old: old | {"surprise": 1})}
    with pytest.raises(Corrupt, match="position 7: expense-paid/1"):
        decode("expense-paid/0", b"{}", 7, upcasters=lifts)


@pytest.mark.parametrize("topic", ["expense-paid/2", "blendfund.domain:ExpensePaid", ""])
def test_an_unknown_topic_is_refused_and_never_imported(topic: str) -> None:
    with pytest.raises(Corrupt, match=f"position 7: unknown topic {topic}"):
        decode(topic, b"{}", 7)


@EVERY
def test_an_unknown_field_is_refused(topic: str) -> None:
    state = golden(topic)[:-1] + b',"surprise":1}'
    with pytest.raises(Corrupt, match="surprise"):
        decode(topic, state)


@pytest.mark.parametrize("state", [b"", b"{", b"[]", b"\xff", b'{"on":"2026-02-30"}'])
def test_what_is_not_the_text_of_a_fact_is_refused(state: bytes) -> None:
    with pytest.raises(Corrupt, match="project-registered/1: "):
        decode("project-registered/1", state)
