"""The rule book: each topic's balanced lines on logical accounts.

A rule is data: signed accounts (debit +1, credit -1) for the whole amount or for the part
drawn on an earlier promise. It balances for every amount when its signs add up to zero for
each of the two.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from blendfund.domain.vocabulary import Instrument
from blendfund.journal.guarantee_rules import GUARANTEE_RULES, recovered
from blendfund.journal.line import BANK, Line, Lines, entry
from blendfund.journal.said import SAID

if TYPE_CHECKING:
    from collections.abc import Callable


# What the fund owes, or has earned, when money of this instrument comes in.
FUNDING: Final = {
    Instrument.GRANT: "grant_income",
    Instrument.DONATION: "donation_income",
    Instrument.REPAYABLE_ADVANCE: "repayable_advances",
    Instrument.LOAN: "borrowings",
    Instrument.ZERO_LOAN: "borrowings",
    Instrument.PARTICIPATING_LOAN: "participating_borrowings",
    Instrument.QUASI_EQUITY: "quasi_equity_received",
    Instrument.EQUITY: "equity_received",
    Instrument.RETURNABLE_CONTRIBUTION: "returnable_contributions",
    Instrument.PERMANENT_CONTRIBUTION: "permanent_contributions",
    Instrument.ASSOCIATIVE_NOTE: "associative_notes",
    Instrument.GUARANTEE_DEPOSIT: "deposits_received",
}
# What the fund holds, or has spent, when it pays under this instrument.
ASSETS: Final = {
    Instrument.GRANT: "grants_paid",
    Instrument.DONATION: "grants_paid",
    Instrument.PERMANENT_CONTRIBUTION: "grants_paid",
    Instrument.REPAYABLE_ADVANCE: "advance_receivable",
    Instrument.LOAN: "loan_receivable",
    Instrument.ZERO_LOAN: "loan_receivable",
    Instrument.PARTICIPATING_LOAN: "participating_loan_receivable",
    Instrument.QUASI_EQUITY: "quasi_equity_held",
    Instrument.EQUITY: "equity_held",
    Instrument.RETURNABLE_CONTRIBUTION: "returnable_contributions_paid",
    Instrument.ASSOCIATIVE_NOTE: "associative_notes_held",
    Instrument.GUARANTEE_DEPOSIT: "deposits_paid",
}
CASH: Final = BANK
PRINCIPAL: Final = frozenset(ASSETS.values()) - {"grants_paid"}
OPENING: Final = "opening_balance"  # what opening figures are balanced against
# What is promised and not paid: it stands under the earmark of its agreement.
PROMISES: Final = frozenset(
    {
        "pledge_receivable",
        "pledge_contra",
        "commitment_receivable",
        "commitment_received_contra",
        "commitment_given",
        "commitment_given_contra",
    }
)


def _committed(instrument: str) -> Lines:
    pledged = entry("pledge_contra", "pledge_receivable", "drawn")
    if instrument == Instrument.GUARANTEE:
        return entry("guarantee_received", "guarantee_received_contra") + pledged
    return entry("commitment_receivable", "commitment_received_contra") + pledged


def _given_up(instrument: str) -> Lines:
    if instrument == Instrument.GUARANTEE:
        return entry("guarantee_received_contra", "guarantee_received")
    return entry("commitment_received_contra", "commitment_receivable")


def _received(instrument: str) -> Lines:
    drawn = entry("commitment_received_contra", "commitment_receivable", "drawn")
    return entry(CASH, FUNDING[Instrument(instrument)]) + drawn


def _contracted(instrument: str) -> Lines:
    if instrument == Instrument.GUARANTEE:
        return entry("guarantee_given_contra", "guarantee_given")
    return entry("commitment_given_contra", "commitment_given")


def _decommitted(_instrument: str) -> Lines:
    return entry("commitment_given", "commitment_given_contra")


def _disbursed(instrument: str) -> Lines:
    drawn = entry("commitment_given", "commitment_given_contra", "drawn")
    return entry(ASSETS[Instrument(instrument)], CASH) + drawn


def _returned(instrument: str) -> Lines:
    drawn = entry("commitment_given_contra", "commitment_given", "drawn")
    return entry(CASH, ASSETS[Instrument(instrument)]) + drawn


def _charged(_instrument: str) -> Lines:
    return entry("charges_due", "charges_due_contra")


def _waived(_instrument: str) -> Lines:
    return entry("charges_due_contra", "charges_due")


def _charge_paid(_instrument: str) -> Lines:
    return entry(CASH, "fee_income") + entry("charges_due_contra", "charges_due")


def _charge_bounced(_instrument: str) -> Lines:
    return entry("fee_income", CASH) + entry("charges_due", "charges_due_contra")


def _declared(_instrument: str) -> Lines:
    planned = entry("cofinancing_planned_contra", "cofinancing_planned", "drawn")
    return entry("cofinancing", "cofinancing_contra") + planned


def _withdrawn(_instrument: str) -> Lines:
    # The drawn part was only planned: it never was in the firm account.
    back = entry("cofinancing", "cofinancing_contra", "drawn")
    planned = entry("cofinancing_planned_contra", "cofinancing_planned", "drawn")
    return entry("cofinancing_contra", "cofinancing") + back + planned


def _transferred(_instrument: str) -> Lines:
    return Line(CASH, 1, "amount", "to"), Line(CASH, -1)


RULES: Final[dict[str, Callable[[str], Lines]]] = {
    "contribution-committed": _committed,
    "contribution-received": _received,
    "contribution-refunded": lambda i: entry(FUNDING[Instrument(i)], CASH),
    "contribution-reimbursed": lambda i: entry(FUNDING[Instrument(i)], CASH),
    "funding-interest-paid": lambda _: entry("funding_interest", CASH),
    "in-kind-received": lambda _: entry("in_kind_used", "in_kind_received"),
    "financing-contracted": _contracted,
    "contract-reduced": _decommitted,
    "disbursement-paid": _disbursed,
    "repayment-received": lambda i: entry(CASH, ASSETS[Instrument(i)]),
    "interest-received": lambda _: entry(CASH, "interest_income"),
    "financing-written-off": lambda i: entry("write_off_loss", ASSETS[Instrument(i)]),
    "recovery-received": recovered,
    "cofinancing-declared": _declared,
    "treasury-interest-earned": lambda _: entry(CASH, "treasury_income"),
    "expense-paid": lambda _: entry("expenses", CASH),
    "contribution-pledged": lambda _: entry("pledge_receivable", "pledge_contra"),
    "commitment-reduced": _given_up,
    "commitment-cancelled": _given_up,
    "capital-called": lambda _: (),
    "cofinancing-planned": lambda _: entry(
        "cofinancing_planned", "cofinancing_planned_contra"
    ),
    "cofinancing-paid": lambda _: (),
    "cofinancing-withdrawn": _withdrawn,
    "transfer-made": _transferred,
    "cash-taken-over": lambda _: entry(CASH, OPENING),
    "contribution-taken-over": lambda i: entry(OPENING, FUNDING[Instrument(i)]),
    "reimbursement-taken-over": lambda i: entry(FUNDING[Instrument(i)], OPENING),
    "financing-taken-over": lambda i: entry(ASSETS[Instrument(i)], OPENING),
    "income-taken-over": lambda _: entry(OPENING, "income_taken_over"),
    "disbursement-returned": _returned,
    "fee-charged": _charged,
    "penalty-charged": _charged,
    "fee-waived": _waived,
    "penalty-waived": _waived,
    "fee-received": _charge_paid,
    "penalty-received": _charge_paid,
    "fee-bounced": _charge_bounced,
    "penalty-bounced": _charge_bounced,
    "interest-waived": lambda _: entry("interest_waived", "interest_waived_contra"),
    "interest-bounced": lambda _: entry("interest_income", CASH),
    "repayment-bounced": lambda i: entry(ASSETS[Instrument(i)], CASH),
    "payment-held": lambda _: entry(CASH, "payments_held"),
    "held-payment-applied": lambda _: entry("payments_held", CASH),
    "held-payment-returned": lambda _: entry("payments_held", CASH),
    "provision-made": lambda _: entry("provision_expense", "loan_provisions"),
    "provision-released": lambda _: entry("loan_provisions", "provision_income"),
    "clawback-claimed": lambda _: entry("clawback_receivable", "clawback_income"),
    "clawback-received": lambda _: entry(CASH, "clawback_receivable"),
    "gain-received": lambda _: entry(CASH, "gain_income"),
    "expenses-taken-over": lambda _: entry("expenses_taken_over", OPENING),
    **GUARANTEE_RULES,
}
# A fact that takes a movement back posts the exact opposite of what the movement posted.
REVERSAL: Final = "movement-reversed"

# Facts that move no amount: they feed registers only.
SILENT: Final = frozenset(
    {
        "fund-opened",
        "compartment-opened",
        "party-registered",
        "project-registered",
        "contribution-opened",
        "financing-opened",
        "fact-withdrawn",
        "fund-rules-adopted",
        "party-merged",
        "party-erased",
        "earmark-defined",
        "evidence-attached",
        "financing-scheduled",
        "financing-rescheduled",
        "tranche-defined",
        "signer-registered",
        "signer-revoked",
        *SAID,
    }
)


@cache
def lines(movement: str, instrument: str) -> Lines:
    """Give the lines of a movement under an instrument."""
    return RULES[movement](instrument)
