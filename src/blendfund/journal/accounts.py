"""The logical accounts: what each of them is, for whoever keeps the books elsewhere."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Nature(StrEnum):
    """Where an account stands in a set of books."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"
    OFF_BALANCE = "off-balance"  # promises, others' money and support in kind


_NATURES: Final = {
    Nature.ASSET: (
        "bank",
        "advance_receivable",
        "loan_receivable",
        "participating_loan_receivable",
        "quasi_equity_held",
        "equity_held",
        "returnable_contributions_paid",
        "associative_notes_held",
        "deposits_paid",
        "clawback_receivable",
        "recourse_receivable",
        "recourse_provisions",
        "counter_guarantor_receivable",
        "loan_provisions",
    ),
    Nature.LIABILITY: (
        "repayable_advances",
        "borrowings",
        "participating_borrowings",
        "quasi_equity_received",
        "associative_notes",
        "deposits_received",
        "payments_held",
        "due_to_counter_guarantors",
    ),
    Nature.EQUITY: (
        "equity_received",
        "returnable_contributions",
        "permanent_contributions",
        "opening_balance",
    ),
    Nature.INCOME: (
        "grant_income",
        "donation_income",
        "interest_income",
        "recovery_income",
        "counter_guarantee_income",
        "fee_income",
        "clawback_income",
        "gain_income",
        "provision_income",
        "treasury_income",
        "income_taken_over",
    ),
    Nature.EXPENSE: (
        "grants_paid",
        "funding_interest",
        "write_off_loss",
        "guarantee_calls_paid",
        "provision_expense",
        "expenses",
        "expenses_taken_over",
    ),
    Nature.OFF_BALANCE: (
        "pledge_receivable",
        "pledge_contra",
        "commitment_receivable",
        "commitment_received_contra",
        "guarantee_received",
        "guarantee_received_contra",
        "commitment_given",
        "commitment_given_contra",
        "counter_guarantee_received",
        "counter_guarantee_received_contra",
        "guarantee_given",
        "guarantee_given_contra",
        "loans_covered",
        "loans_covered_contra",
        "covered_outstanding",
        "covered_outstanding_contra",
        "charges_due",
        "charges_due_contra",
        "interest_waived",
        "interest_waived_contra",
        "cofinancing",
        "cofinancing_contra",
        "cofinancing_planned",
        "cofinancing_planned_contra",
        "in_kind_used",
        "in_kind_received",
    ),
}
ACCOUNTS: Final = {name: kind for kind, names in _NATURES.items() for name in names}
