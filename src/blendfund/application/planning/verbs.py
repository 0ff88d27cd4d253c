"""What each kind of line asks for: a decision of an agreement, a change of cash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import structs

from blendfund.domain.treasury import (
    CashTakenOver,
    ExpensePaid,
    ExpensesTakenOver,
    IncomeTakenOver,
    TreasuryInterestEarned,
)
from blendfund.domain.vocabulary import Instrument, Kind, PartyKind, Sector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blendfund.domain.financing import Financing
    from blendfund.exchange.row import Row

OF_FUNDERS = {
    Kind.COMMITMENT: "commit",
    Kind.CONTRIBUTION: "receive",
    Kind.IN_KIND: "value_in_kind",
    Kind.CONTRIBUTION_REFUND: "refund",
    Kind.REIMBURSEMENT: "reimburse",
    Kind.FUNDING_INTEREST: "pay_interest",
    Kind.PLEDGE: "pledge",
    Kind.AMENDMENT: "amend",
    Kind.CANCELLATION: "cancel",
    Kind.CALL: "call",
    Kind.OPENING_CONTRIBUTION: "take_over",
    Kind.OPENING_REIMBURSEMENT: "take_over_reimbursement",
}
OF_PROJECTS = {
    Kind.CONTRACT: "contract",
    Kind.DISBURSEMENT: "disburse",
    Kind.REPAYMENT: "repay",
    Kind.INTEREST: "earn_interest",
    Kind.WRITE_OFF: "write_off",
    Kind.RECOVERY: "recover",
    Kind.OPENING_FINANCING: "take_over",
    Kind.FEE_CHARGE: "charge_fee",
    Kind.PENALTY_CHARGE: "charge_penalty",
    Kind.FEE: "take_fee",
    Kind.PENALTY: "take_penalty",
    Kind.FEE_WAIVER: "waive_fee",
    Kind.PENALTY_WAIVER: "waive_penalty",
    Kind.INTEREST_WAIVER: "waive_interest",
    Kind.DISBURSEMENT_RETURN: "return_disbursement",
    Kind.HELD_PAYMENT: "hold",
    Kind.HELD_PAYMENT_RETURN: "return_held",
    Kind.PROVISION: "provide",
    Kind.PROVISION_RELEASE: "release",
    Kind.CLAWBACK: "claw_back",
    Kind.CLAWBACK_RECEIPT: "take_clawback",
    Kind.GAIN: "gain",
    Kind.CONTRACT_REDUCTION: "give_up",
}
# What a contract decides from its whole history.
OF_HISTORY = frozenset(OF_PROJECTS) - {
    Kind.CONTRACT,
    Kind.DISBURSEMENT,
    Kind.REPAYMENT,
    Kind.INTEREST,
    Kind.WRITE_OFF,
    Kind.RECOVERY,
    Kind.OPENING_FINANCING,
}
# What a correction checks again: the bounds of the movement itself.
BOUNDED = {
    "commitment-reduced": "reduce",
    "capital-called": "call",
    "cofinancing-paid": "pay_cofinancing",
    "cofinancing-withdrawn": "withdraw_cofinancing",
    "contribution-received": "receive",
    "contribution-refunded": "refund",
    "contribution-reimbursed": "reimburse",
    "reimbursement-taken-over": "take_over_reimbursement",
    "disbursement-paid": "disburse",
    "repayment-received": "repay",
    "financing-written-off": "write_off",
    "recovery-received": "recover",
    "recourse-waived": "waive_recourse",
    "fee-charged": "charge_fee",
    "penalty-charged": "charge_penalty",
    "fee-received": "take_fee",
    "penalty-received": "take_penalty",
    "fee-waived": "waive_fee",
    "penalty-waived": "waive_penalty",
    "interest-waived": "waive_interest",
    "disbursement-returned": "return_disbursement",
    "payment-held": "hold",
    "held-payment-returned": "return_held",
    "provision-made": "provide",
    "provision-released": "release",
    "clawback-claimed": "claw_back",
    "clawback-received": "take_clawback",
    "gain-received": "gain",
    "contract-reduced": "give_up",
}
OPENING = {
    Kind.COMMITMENT,
    Kind.CONTRIBUTION,
    Kind.IN_KIND,
    Kind.CONTRACT,
    Kind.DISBURSEMENT,
    Kind.PLEDGE,
    Kind.OPENING_CONTRIBUTION,
    Kind.OPENING_FINANCING,
}
# Movements of principal: without an instrument they can only mean repayable money.
DUE_BACK = {
    Kind.REIMBURSEMENT,
    Kind.FUNDING_INTEREST,
    Kind.REPAYMENT,
    Kind.WRITE_OFF,
    Kind.RECOVERY,
    Kind.OPENING_REIMBURSEMENT,
    Kind.INTEREST_WAIVER,
    Kind.HELD_PAYMENT,
    Kind.HELD_PAYMENT_RETURN,
    Kind.PROVISION,
    Kind.PROVISION_RELEASE,
}
TREASURY = {
    Kind.TREASURY_INTEREST: TreasuryInterestEarned,
    Kind.EXPENSE: ExpensePaid,
    Kind.OPENING_CASH: CashTakenOver,
    Kind.OPENING_INCOME: IncomeTakenOver,
    Kind.OPENING_EXPENSE: ExpensesTakenOver,
}
# What a movement does to the fund's cash at the end of its day.
CASH_SIGN = {
    Kind.CONTRIBUTION: 1,
    Kind.CONTRIBUTION_REFUND: -1,
    Kind.REIMBURSEMENT: -1,
    Kind.FUNDING_INTEREST: -1,
    Kind.DISBURSEMENT: -1,
    Kind.REPAYMENT: 1,
    Kind.INTEREST: 1,
    Kind.RECOVERY: 1,
    Kind.TREASURY_INTEREST: 1,
    Kind.EXPENSE: -1,
    Kind.OPENING_CASH: 1,
    Kind.FEE: 1,
    Kind.PENALTY: 1,
    Kind.DISBURSEMENT_RETURN: 1,
    Kind.HELD_PAYMENT: 1,
    Kind.HELD_PAYMENT_RETURN: -1,
    Kind.CLAWBACK_RECEIPT: 1,
    Kind.GAIN: 1,
}


# What a movement does to the principal that stands under an earmark.
STAKES = {
    Kind.DISBURSEMENT: 1,
    Kind.OPENING_FINANCING: 1,
    Kind.REPAYMENT: -1,
    Kind.WRITE_OFF: -1,
    Kind.DISBURSEMENT_RETURN: -1,
}


# What a movement repeats of its row, as the row says it.
SAID = (
    *("label", "reference", "bank_account", "earmark", "note", "reason", "proposal"),
    "due",
)


def instrument_of(row: Row) -> Instrument:
    """Give the instrument a row opens an agreement under."""
    if row.kind is Kind.IN_KIND or row.instrument is None:
        return Instrument.IN_KIND
    return row.instrument


def parts_of(row: Row, state: Financing) -> Iterator[Row]:
    """Give a row, or the parts of a payment that its contract shares.

    Raises AboveDue, AboveOutstanding.
    """
    back = state.back
    if not row.allocates or not (
        back.versions or back.fees.now or back.penalties.now or back.held_minor or row.holds
    ):
        yield row
        return
    share = state.share(row.on, row.amount_minor, hold=row.holds)
    for kind, minor in (
        (Kind.FEE, share.fee),
        (Kind.PENALTY, share.penalty),
        (Kind.INTEREST, share.interest),
        (Kind.REPAYMENT, share.principal),
        (Kind.HELD_PAYMENT, share.held),
    ):
        if minor:
            yield structs.replace(row, kind=kind, amount_minor=minor)


def told_of(row: Row, twin: int, digest: str, stamp: dict[str, Any]) -> dict[str, Any]:
    """Give the fields that every movement of a row carries, empty ones left out."""
    told = {**stamp, "line": row.line, "digest": digest, "twin": twin}
    told |= {name: said for name in SAID if (said := getattr(row, name))}
    if row.evidence:
        told["evidence"] = (row.evidence,)
    if row.late_minor:
        told |= {"late_minor": row.late_minor, "late_since": row.late_since}
    return told


def party_kind(row: Row) -> PartyKind:
    """Give whether a row's party is a person, as it says or as such money implies."""
    if row.party_kind is not None:
        return row.party_kind
    if row.sector is Sector.INDIVIDUAL or (
        row.sector is Sector.CROWDFUNDING and row.instrument is Instrument.DONATION
    ):
        return PartyKind.PERSON
    return PartyKind.ORGANISATION
