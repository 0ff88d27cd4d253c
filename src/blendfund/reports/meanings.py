"""What every figure of a report means, in one line for people.

Every constant here is a message: English, translated when it is shown.
"""

from __future__ import annotations

from typing import Final

from blendfund.reports.outlines import OUTLINES

CUTS: Final = {
    "sector": "Sector",
    "instrument": "Instrument",
    "terms": "Terms",
    "party": "Party",
    "origin": "Origin",
    "year": "Year",
    "fund": "Fund",
    "agreement": "Agreement",
    "project": "Project",
    "earmark": "Earmark",
    "tranche": "Tranche",
    "vintage": "Vintage",
    "officer": "Officer",
}
TABLES: Final = {
    "total": "Total",
    "uses": "Uses",
    "net": "Net",
    "curve": "J-curve",
    "losses": "Losses",
    "forecast": "Forecast",
    "loss": "Loss",
    "unallocated": "Borne by no tranche",
    "tiers": "Tiers",
    "amount": "Amount",
    "left": "Taken by no tier",
    "share": "Share",
    "risk": "At risk",
    "rates": "Rates",
}
COMPOSITION: Final = {
    "committed": "Promised: commitments, and money received without a commitment.",
    "received": "Money received from funders, in cash.",
    "refunded": "Money given back because it had not been due.",
    "reimbursed": "Principal given back to funders of repayable money.",
    "net": "Received, less refunded and reimbursed.",
    "share": "What the row received and kept, of what the fund received and kept.",
    "share_net": "The row's net, of the fund's net.",
}
USES: Final = {
    "contracted": "Promised to projects; paid without a contract, it counts as promised.",
    "disbursed": "Paid to projects, grants included.",
    "grants_paid": "Paid to projects with nothing expected back.",
    "repaid": "Principal that came back from projects.",
    "income": "Interest, dividends and fees; interest on deposits included.",
    "written_off": "Principal given up.",
    "recovered": "Cash received on what had been given up.",
    "outstanding": "Principal that projects still owe.",
    "expenses": "Running and support costs paid.",
    "funding_interest": "Interest paid to funders.",
    "cash": "What the fund holds in the bank.",
    "available": "Cash and open commitments, less what is contracted and not paid.",
    "in_kind": "Support in kind, valued; never cash.",
    "held": "Paid above what was owed: the payers' money, which waits.",
}
LEVERAGE: Final = {
    "private_per_public": "Money of other sectors for one public euro.",
    "convergence_total": "Market-terms money, public too, for one concessional euro.",
    "convergence_private": "Private market-terms money for one concessional euro.",
    "cofinancing": "Others' money in the projects for one euro contracted by the fund.",
    "total_per_public": "All money, public too, for one public euro.",
    "guarantee_multiplier": "Covered loans outstanding for one euro of the guarantee fund.",
    "guarantee_exposure": "The part of the guarantee fund that guarantees engage.",
    "oecd_mobilised": "The face value of private loans that guarantees cover.",
}
GUARANTEES: Final = {
    "loan": "The face of the loan that is covered.",
    "covered": "What the lender last reported of the loan.",
    "guaranteed": "What is guaranteed at most: the quota of the loan, within the cap.",
    "left": "What the terms still allow to be paid.",
    "exposure": "The quota of the loan as reported, less paid calls, within what is left.",
    "claimed": "Called by the lender, neither paid nor rejected.",
    "paid": "Paid to the lender on its calls.",
    "recovered": "The fund's part of what came back after it had paid.",
    "waived": "Given up of what the project owed for paid calls.",
    "recourse": "What the project still owes for paid calls.",
    "counter_guaranteed": "What counter-guarantors would bear of the exposure that day.",
    "net_exposure": "The exposure, less what counter-guarantors would bear of it.",
    "counter_called": "What counter-guarantors came to owe of paid calls.",
    "counter_received": "What counter-guarantors paid of it.",
    "counter_owed": "What counter-guarantors still owe of it.",
    "counter_shared": "The part of counter-guarantors in what came back.",
    "counter_repaid": "What was given back to counter-guarantors of it.",
    "counter_due": "What is still due to counter-guarantors of it.",
    "net_loss": "Paid, less what counter-guarantors and the project gave back to the fund.",
    "fee": "The fee that the project owes, what was given up of it left out.",
    "fee_received": "What came in of the fee.",
    "fee_left": "What is still to come of the fee.",
}
WATERFALL: Final = {
    "size": "The most that the tranche bears.",
    "borne": "What the tranches before have left of the loss, within the tranche's size.",
    "left": "What the tranche can still bear.",
}
WATERFALL_LOSS: Final = {
    "amount": "Supposed; else written off and paid on calls, less what was recovered.",
}
WATERFALL_UNALLOCATED: Final = {"amount": "What no tranche can take of the loss."}
FUNDER: Final = {
    "committed": "What the funder promised: received, and still to come.",
    "received": "Money received from the funder, in cash.",
    "refunded": "Money given back to the funder because it had not been due.",
    "reimbursed": "Principal given back to the funder.",
    "interest": "Interest paid to the funder.",
    "open": "Promised by the funder and not received yet.",
    "due": "Principal that is in the fund and is owed to the funder; nothing of a gift is.",
    "net": "Received, less refunded and reimbursed.",
    "pic": "What was paid in, for one euro committed.",
    "borne": "What it bears of the fund's losses and provisions, as its tranche does.",
    "to_call": "What losses ask of what it promised, once its money in the fund is lost.",
}
SCHEDULE: Final = {
    "due": "The first line falls due one period after the start, then one a period.",
    "principal": "The principal that the line asks for, by the method of the contract.",
    "interest": "What the principal due before the line bears in its period.",
    "fee": "The fees that the line asks for.",
    "paid": "Paid of it: the oldest line first, its interest before its principal.",
    "days_late": "Days since the line fell due, until it is paid in full.",
    "left": "What the line asks for, was not paid, and is still owed.",
    "balance": "The principal of the schedule, less that of the lines before.",
    "factor": "What one unit paid on the line is worth at the start.",
}
SCHEDULE_TOTAL: Final = {
    "principal": "The principal of all lines.",
    "interest": "The interest of all lines.",
    "fee": "The fees of all lines.",
    "paid": "What was paid of all lines.",
    "left": "What is still to pay of all lines.",
    "arrears": "What a bank took back of payments from before the schedule.",
    "dropped": "Written off, or not to be paid out: no line asks for it any more.",
    "overdue": "What is still to pay of the lines that are late, of money paid out.",
    "outstanding": "Principal that the project still owes.",
    "accrued": "The interest that has run by the day of the report, and was not paid.",
    "days_late": "Days since the oldest line that is not paid in full fell due.",
}
RETURNS: Final = {
    "paid_in": "What was lent or invested.",
    "distributed": "What came back: principal, income and recoveries.",
    "income": "The part of what came back that is not principal.",
    "written_off": "Principal given up.",
    "residual": "What is still due that day, less provisions or losses borne.",
    "irr": "The yearly rate at which dated flows and what is still due come to zero.",
    "moic": "What came back and is still due, for one euro paid in.",
    "dpi": "What came back, for one euro paid in.",
    "rvpi": "What is still due, for one euro paid in.",
    "tvpi": "What came back and is still due, for one euro paid in.",
    "committed": "What was paid in, and what is still to come.",
    "open": "What is promised and not paid yet.",
    "pic": "What was paid in, for one euro committed.",
    "due": "Principal still owed to the funder.",
    "borne": "What it bears of the fund's losses and provisions, as its tranche does.",
}
LOSSES: Final = {
    "realised": "Written off and paid on calls, less what was recovered.",
    "provisions": "Principal that is expected to be lost.",
}
CURVE: Final = {
    "net": "What came back less what went out in the year.",
    "cumulative": "What came back less what went out since the first year.",
}
EARMARKS: Final = {
    "received": "Money received under the earmark.",
    "returned": "What was given back of it to funders.",
    "disbursed": "Paid to projects with it.",
    "repaid": "Principal that came back to it.",
    "released": "What was moved to other uses, less what was moved to it.",
    "other": "Everything else that moved its cash.",
    "cash": "What it has in the bank.",
    "to_come": "Promised to it and not received yet.",
    "undisbursed": "Promised to projects with it and not paid yet.",
    "available": "Its cash and what is to come, less what it has promised.",
    "outstanding": "Principal that projects owe it.",
}
PORTFOLIO: Final = {
    "contracted": "Promised to projects under repayable contracts.",
    "disbursed": "Lent or invested.",
    "repaid": "Principal that came back from projects.",
    "interest": "Interest, dividends and fees received on it.",
    "written_off": "Principal given up.",
    "recovered": "Cash received on what had been given up.",
    "outstanding": "Principal that projects still owe.",
    "provision": "Principal that is expected to be lost.",
    "provision_required": "What the charter asks to provide for, by how late loans are.",
    "charges_due": "Fees and penalties charged and not paid.",
    "held": "Paid above what was owed: the payers' money, which waits.",
    "fees": "Fees and penalties received.",
    "gains": "Received above cost when holdings were sold.",
}
BALANCE: Final = {"balance": "The account's postings added up, debits positive."}


PARTS: Final = {
    "numerator": "Numerator",
    "denominator": "Denominator",
    "flows": "Dated flows",
    "residual": "Still due on the day of the report",
    "due": "Principal owed",
    "realised": "The fund's losses, shared among those who bear them",
    "provisions": "The fund's provisions, shared in the same way",
}
ABOVE: Final = {
    "private_per_public": "resources of the other sectors",
    "convergence_total": "market-terms resources and co-financing",
    "convergence_private": "private market-terms resources and co-financing",
    "cofinancing": "co-financing of the projects under contract",
    "total_per_public": "all resources and co-financing",
    "guarantee_multiplier": "outstanding of the covered loans",
    "guarantee_exposure": "guarantees given",
    "oecd_mobilised": "face value of the covered private loans",
}
BELOW: Final = {
    "private_per_public": "resources of the public sector",
    "convergence_total": "concessional resources and co-financing",
    "convergence_private": "concessional resources and co-financing",
    "cofinancing": "what the fund contracted, guarantees left out",
    "total_per_public": "public resources and co-financing",
    "guarantee_multiplier": "resources of the guarantee compartment",
    "guarantee_exposure": "resources of the guarantee compartment",
    "oecd_mobilised": "nothing: an amount, not a ratio",
}


_REPORTS: Final = {
    "composition": COMPOSITION,
    "returns": RETURNS,
    "earmarks": EARMARKS,
    "portfolio": PORTFOLIO,
    "balance": BALANCE,
}


def meaning(report: str, table: str, row: str, column: str) -> str:
    """Give what a figure means, as a message."""
    match report, table:
        case _, "uses":
            return USES[row]
        case _, "curve":
            return CURVE[column]
        case _, "losses":
            return LOSSES[row]
        case "leverage", _:
            return LEVERAGE[row]
    return _REPORTS[report][column]


def headings(report: str, table: str) -> dict[str, str]:
    """Give the headings of a table's columns, as messages by their keys."""
    outlines = OUTLINES[report]
    found = [one for one in outlines if one.name == table] or list(reversed(outlines))
    return {column.key: column.heading for one in found for column in one.columns}
