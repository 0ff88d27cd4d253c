"""What each kind of movement needs, of the columns of the native file."""

from __future__ import annotations

from typing import Final

from blendfund.domain.vocabulary import Kind

_FUNDER = ("party", "sector", "instrument", "terms")
NEEDS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.COMMITMENT: _FUNDER,
    Kind.CONTRIBUTION: _FUNDER,
    Kind.CONTRIBUTION_REFUND: ("party|agreement",),
    Kind.REIMBURSEMENT: ("party|agreement",),
    Kind.FUNDING_INTEREST: ("party|agreement",),
    Kind.IN_KIND: ("party", "sector"),
    Kind.CONTRACT: ("project", "instrument"),
    Kind.DISBURSEMENT: ("project", "instrument"),
    Kind.REPAYMENT: ("project|agreement",),
    Kind.INTEREST: ("project|agreement",),
    Kind.WRITE_OFF: ("project|agreement",),
    Kind.RECOVERY: ("project|agreement",),
    Kind.COFINANCING: ("party", "sector", "terms", "project"),
    Kind.TREASURY_INTEREST: ("label",),
    Kind.EXPENSE: ("label",),
    Kind.PLEDGE: _FUNDER,
    Kind.AMENDMENT: ("party|agreement",),
    Kind.CALL: ("party|agreement",),
    Kind.OPENING_CASH: ("label",),
    Kind.OPENING_CONTRIBUTION: _FUNDER,
    Kind.OPENING_REIMBURSEMENT: ("party|agreement",),
    Kind.OPENING_FINANCING: ("project", "instrument"),
    Kind.OPENING_INCOME: ("label",),
    Kind.OPENING_EXPENSE: ("label",),
    Kind.FEE_CHARGE: ("project|agreement",),
    Kind.PENALTY_CHARGE: ("project|agreement",),
    Kind.FEE: ("project|agreement",),
    Kind.PENALTY: ("project|agreement",),
    Kind.FEE_WAIVER: ("project|agreement",),
    Kind.PENALTY_WAIVER: ("project|agreement",),
    Kind.INTEREST_WAIVER: ("project|agreement",),
    Kind.DISBURSEMENT_RETURN: ("project|agreement",),
    Kind.HELD_PAYMENT: ("project|agreement",),
    Kind.HELD_PAYMENT_RETURN: ("project|agreement",),
    Kind.PROVISION: ("project|agreement",),
    Kind.PROVISION_RELEASE: ("project|agreement",),
    Kind.CLAWBACK: ("project|agreement",),
    Kind.CLAWBACK_RECEIPT: ("project|agreement",),
    Kind.GAIN: ("project|agreement",),
    Kind.CONTRACT_REDUCTION: ("project|agreement",),
}
