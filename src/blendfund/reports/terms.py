"""What the figures of reports that are worked out mean, and what their terms are called.

Every constant here is a message: English, translated when it is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.projections.cells import ROWS
from blendfund.reports.meanings import (
    FUNDER,
    GUARANTEES,
    PORTFOLIO,
    SCHEDULE,
    SCHEDULE_TOTAL,
    WATERFALL,
    WATERFALL_LOSS,
    WATERFALL_UNALLOCATED,
    headings,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.reports.columns import Language

# Headings of figures that no table of a report shows.
HEADINGS: Final = {
    "left": "Still to pay",
    "dropped": "No longer owed",
    "arrears": "Owed from before",
    "balance": "Principal due before the line",
    "factor": "Discount factor",
    "overdue": "Overdue",
    "outstanding": "Outstanding",
    "accrued": "Interest accrued",
    "amount": "Amount",
    "owed_principal": "Principal owed",
    "owed_preferred": "Preferred return owed",
    "whole": "Shared by the tier",
    "net": "Net",
    "share": "Share",
}
_OUTLINE: Final = {("distribution", ROWS): "shares"}

CASH: Final = {
    "received": "Cash that came in during the month.",
    "paid": "Cash that went out during the month.",
    "net": "What came in during the month, less what went out.",
    "cash": "What the fund held in the bank at the end of the month.",
}
CASH_FORECAST: Final = {
    "received": "To come in: by its day, at once where it is late or has none.",
    "paid": "To go out: what waits to be paid goes out at once.",
    "net": "What is to come in during the month, less what is to go out.",
    "cash": "What the fund would hold in the bank at the end of the month.",
}
DISTRIBUTION: Final = {
    "principal": "The agreement's share of what is returned of the capital.",
    "profit": "The agreement's share of what later tiers pay to funders.",
    "owed_principal": "Its money in the fund, less what it bears of losses and provisions.",
    "owed_preferred": "What that money has earned at the preferred rate, less interest.",
}
DISTRIBUTION_TIERS: Final = {
    "investors": "What the tier pays to funders, within what earlier tiers have left.",
    "manager": "What the tier pays to the manager.",
    "whole": "What the tier shares between funders and manager.",
}
DISTRIBUTION_AMOUNT: Final = {"amount": "Supposed; else all of the cash."}
DISTRIBUTION_LEFT: Final = {"amount": "What no tier takes of the amount."}
FUNDER_SHARE: Final = {
    "share": "What the funder gave and kept in the fund, of what all funders did."
}
MORE_PORTFOLIO: Final = {
    **PORTFOLIO,
    "loans": "The contracts of the row under which anything moved.",
    "unscheduled": "Those with money out that nobody knows when to expect.",
    "overdue": "What is still to pay of the lines that are late, loan by loan.",
    "late_1_30": "Whole balances of the loans late by 1 to 30 days.",
    "late_31_60": "Whole balances of the loans late by 31 to 60 days.",
    "late_61_90": "Whole balances of the loans late by 61 to 90 days.",
    "late_91": "Whole balances of the loans late by more than 90 days.",
    "provision_required": "What the charter asks to provide for, by how late loans are.",
    "defaults": "The contracts that were said to be in default.",
    "defaulted": "What was disbursed under the contracts in default.",
    "days_late": "For how long the latest of them is late.",
}
RISKS: Final = {
    "amount": "Whole balances of the loans that count in the measure.",
    "ratio": "These balances, of the balances that the measure is taken of.",
}
PARTS_OF: Final = {
    "value": "The part that its formula says; none where it divides nothing."
}
_MEANINGS: Final = {
    "guarantees": GUARANTEES,
    "portfolio": MORE_PORTFOLIO,
    "portfolio risk": RISKS,
    "portfolio rates": PARTS_OF,
    "schedule": SCHEDULE,
    "schedule total": SCHEDULE_TOTAL,
    "cash": CASH,
    "cash forecast": CASH_FORECAST,
    "waterfall": WATERFALL,
    "waterfall loss": WATERFALL_LOSS,
    "waterfall unallocated": WATERFALL_UNALLOCATED,
    "distribution": DISTRIBUTION,
    "distribution tiers": DISTRIBUTION_TIERS,
    "distribution amount": DISTRIBUTION_AMOUNT,
    "distribution left": DISTRIBUTION_LEFT,
    "funder": FUNDER,
    "funder share": FUNDER_SHARE,
}

# What the terms of formulas are called.
TERMS: Final = {
    "accrued": "interest accrued",
    "amount": "amount to distribute",
    "anniversary": "last anniversary",
    "as_of": "day of the report",
    "asked": "what the line asks for",
    "asked_amount": "amount that is supposed",
    "asked_loss": "loss that is supposed",
    "balance": "capital due",
    "balances": "balances that count",
    "base": "capital",
    "before": "what there was before",
    "borne": "what tranches bear",
    "called": "called already",
    "cap": "the cap",
    "claimed": "called, not settled",
    "counter_called": "owed by counter-guarantors",
    "counter_due": "due to counter-guarantors",
    "counter_guaranteed": "borne by counter-guarantors",
    "counter_owed": "still owed by counter-guarantors",
    "counter_received": "paid by counter-guarantors",
    "counter_repaid": "given back to counter-guarantors",
    "counter_shared": "their part of recoveries",
    "cover": "borne by one of them",
    "covered": "loan as reported",
    "exposure": "the exposure",
    "calls": "capital called",
    "carried": "overdue interest carried over",
    "cash": "cash held",
    "claims": "claims of lenders",
    "commitments": "promised and not called",
    "committed": "what was promised",
    "counter_guarantor_receivable": "owed by counter-guarantors",
    "due_to_counter_guarantors": "due to counter-guarantors",
    "contracts": "contracted, not paid, in no drawdown",
    "drawdowns": "drawdowns to be paid",
    "undisbursed": "contracted and not paid",
    "days": "days counted",
    "days_late": "days late",
    "defaulted": "disbursed, in default",
    "defaults": "contracts in default",
    "disbursed": "disbursed so far",
    "due": "due date",
    "earlier": "what comes before",
    "earned": "interest and fees of the year",
    "earned_before": "return earned before",
    "fees": "guarantee fees owed",
    "factor": "discount factor",
    "factors": "sum of the discount factors",
    "fee": "fees of the line",
    "fee_received": "fee received",
    "fee_left": "fee to come",
    "guaranteed": "guaranteed at most",
    "given": "given and not refunded",
    "grace": "lines of grace",
    "instalments": "instalments to come",
    "interest": "interest of the line",
    "interest_paid": "interest paid so far",
    "investors": "paid to funders",
    "kept": "in the fund",
    "last": "factor of the line before",
    "late": "days late at the rescheduling",
    "left": "what is left",
    "loan": "face of the loan",
    "loans": "number of contracts",
    "loss": "the loss",
    "loss_taken": "borne by the money of the tranche",
    "losses": "losses of the fund",
    "lost": "lost so far",
    "manager": "paid to the manager",
    "months": "months of a period",
    "moved": "paid in and not paid back",
    "n": "number of the line",
    "net": "net amount",
    "net_exposure": "net exposure",
    "net_loss": "net loss",
    "outstanding_before": "outstanding a year before",
    "oldest": "days late of the oldest line",
    "on": "to the day",
    "open": "promised, to come",
    "outstanding": "principal outstanding",
    "overdue": "what is overdue",
    "owed": "owed to all",
    "owed_preferred": "preferred return owed",
    "owed_principal": "principal owed",
    "own": "owed to this one",
    "paid": "what was paid",
    "part": "manager's part",
    "passed": "days passed of the period",
    "payment": "level payment",
    "period": "days of the period",
    "period_rate": "rate of a period",
    "periods": "number of payments",
    "preferred_return": "its preferred return",
    "catch_up": "its catch-up",
    "split": "its split",
    "principal": "principal of the line",
    "profit": "preferred return paid",
    "promised": "promised so far",
    "provision": "provisions made",
    "provisions": "expected to be lost",
    "ran": "interest of the lines due",
    "quota": "the quota",
    "rate": "yearly rate",
    "realised": "lost so far",
    "received": "what came in",
    "recourse": "owed by the project",
    "recovered": "recovered so far",
    "refunded": "what was refunded",
    "reimbursed": "what was reimbursed",
    "resources": "given by all and not refunded",
    "rest": "unit of the largest remainders",
    "share": "its share",
    "shared": "shared",
    "senior": "owed to those paid before",
    "since": "from the day",
    "size": "size of the tranche",
    "smaller": "sizes of the tranches before",
    "stage": "part provided for, by the charter",
    "stake": "its money in the fund",
    "stakes": "the tranche's money in the fund",
    "start": "start of the schedule",
    "taken": "taken by the tiers",
    "to_call": "to call for losses",
    "together": "together",
    "unallocated": "borne by no tranche",
    "unscheduled": "contracts without a schedule",
    "until": "part that ends the catch-up",
    "waived": "given up",
    "whole": "shared by the tier",
    "whole_balances": "balances in all",
    "whole_years": "whole years",
    "written_off": "written off so far",
    "years": "part of a year",
    "falling": "principal of the line, unpaid",
    "unpaid": "principal of all lines, unpaid",
    "later": "principal of later lines, unpaid",
    "contracted": "contracted so far",
    "drawn": "paid out of the contract",
    "dropped": "no longer owed",
    "arrears": "taken back by the bank, from before the schedule",
    "interest_dropped": "interest that no longer runs",
    "interest_left": "interest of these lines, unpaid",
    "lines": "asked by the lines that are late",
}
# What the functions of formulas are called.
FUNCTIONS: Final = {
    "round": "rounded",
    "floor": "rounded down",
    "min": "least of",
    "max": "largest of",
    "months_after": "months after",
    "days_360": "days 30E/360",
}


def meaning(report: str, table: str, column: str) -> str:
    """Give what a figure that is worked out means, as a message."""
    own = _MEANINGS.get(f"{report} {table}", {})
    return own.get(column) or _MEANINGS[report][column]


def columns(report: str, table: str, names: Iterable[str]) -> dict[str, str]:
    """Give the headings of a table's columns, as messages by their keys."""
    said = headings(report, _OUTLINE.get((report, table), table))
    return {one: said.get(one) or HEADINGS.get(one, one) for one in names}


def term(name: str, language: Language) -> str:
    """Say what a term of a formula is called; one of several by its number too."""
    message, _, number = name.rpartition("_")
    if number.isdigit():
        return f"{language.say(TERMS[message])} {number}"
    return language.say(TERMS[name])
