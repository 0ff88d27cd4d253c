"""The short words of movements, as files and commands write them."""

from __future__ import annotations

from typing import Final

# The short word of each movement that a line of a file or a command stands for.
KINDS: Final = {
    "contribution-committed": "commitment",
    "contribution-received": "contribution",
    "contribution-refunded": "contribution-refund",
    "contribution-reimbursed": "reimbursement",
    "funding-interest-paid": "funding-interest",
    "in-kind-received": "in-kind",
    "financing-contracted": "contract",
    "disbursement-paid": "disbursement",
    "repayment-received": "repayment",
    "interest-received": "interest",
    "financing-written-off": "write-off",
    "recovery-received": "recovery",
    "cofinancing-declared": "cofinancing",
    "treasury-interest-earned": "treasury-interest",
    "expense-paid": "expense",
    "contribution-pledged": "pledge",
    "commitment-reduced": "amendment",
    "commitment-cancelled": "cancellation",
    "capital-called": "call",
    "cash-taken-over": "opening-cash",
    "contribution-taken-over": "opening-contribution",
    "reimbursement-taken-over": "opening-reimbursement",
    "financing-taken-over": "opening-financing",
    "income-taken-over": "opening-income",
    "expenses-taken-over": "opening-expense",
    "fee-charged": "fee-charge",
    "penalty-charged": "penalty-charge",
    "fee-received": "fee",
    "penalty-received": "penalty",
    "fee-waived": "fee-waiver",
    "penalty-waived": "penalty-waiver",
    "interest-waived": "interest-waiver",
    "disbursement-returned": "disbursement-return",
    "payment-held": "held-payment",
    "held-payment-returned": "held-payment-return",
    "provision-made": "provision",
    "provision-released": "provision-release",
    "clawback-claimed": "clawback",
    "clawback-received": "clawback-receipt",
    "gain-received": "gain",
}
