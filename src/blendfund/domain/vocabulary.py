"""The closed lists of words a fact may use; their values are what files and JSON carry."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Sector(StrEnum):
    """Who gave the money."""

    PUBLIC = "public"
    SOLIDARITY = "solidarity"
    CROWDFUNDING = "crowdfunding"
    PHILANTHROPY = "philanthropy"
    CORPORATE = "corporate"
    BANK = "bank"
    INDIVIDUAL = "individual"
    OWN_RESOURCES = "own-resources"


class Terms(StrEnum):
    """On what terms: below the market's, or at them."""

    CONCESSIONAL = "concessional"
    MARKET = "market"


class Instrument(StrEnum):
    """Under what kind of contract money comes in or goes out."""

    GRANT = "grant"
    DONATION = "donation"
    REPAYABLE_ADVANCE = "repayable-advance"
    LOAN = "loan"
    ZERO_LOAN = "zero-loan"
    PARTICIPATING_LOAN = "participating-loan"
    QUASI_EQUITY = "quasi-equity"
    EQUITY = "equity"
    RETURNABLE_CONTRIBUTION = "returnable-contribution"
    PERMANENT_CONTRIBUTION = "permanent-contribution"
    ASSOCIATIVE_NOTE = "associative-note"
    GUARANTEE_DEPOSIT = "guarantee-deposit"
    GUARANTEE = "guarantee"
    IN_KIND = "in-kind"


class LegalForm(StrEnum):
    """What kind of legal person runs the fund."""

    ASSOCIATION = "association"
    COOPERATIVE = "cooperative"
    COMPANY = "company"
    PUBLIC = "public"
    OTHER = "other"


class PartyKind(StrEnum):
    """A natural person's name is protected; an organisation's is public."""

    ORGANISATION = "organisation"
    PERSON = "person"


# Lent without interest by their very nature: they need not say a rate.
FREE_OF_INTEREST: Final = frozenset(
    {
        Instrument.ZERO_LOAN,
        Instrument.REPAYABLE_ADVANCE,
        Instrument.RETURNABLE_CONTRIBUTION,
    }
)


class Every(StrEnum):
    """How often a loan falls due."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Give how many months a period has."""
        return {"month": 1, "quarter": 3, "year": 12}[self.value]


class Method(StrEnum):
    """How principal comes back: in level payments, in equal parts, or all at the end."""

    EQUAL_INSTALMENTS = "equal-instalments"
    EQUAL_PRINCIPAL = "equal-principal"
    BULLET = "bullet"


class DayCount(StrEnum):
    """Which part of a year's interest a period bears."""

    PERIODIC = "periodic"
    ACT_365F = "act/365f"
    ACT_360 = "act/360"
    EURO_30_360 = "30e/360"


class CapMode(StrEnum):
    """What a guarantee's cap does: bound what is paid, or lower the quota."""

    CEILING = "ceiling"
    REDUCES_QUOTA = "reduces-quota"


class Kind(StrEnum):
    """What one movement says, in a line of the native file or in a command."""

    COMMITMENT = "commitment"
    CONTRIBUTION = "contribution"
    CONTRIBUTION_REFUND = "contribution-refund"
    REIMBURSEMENT = "reimbursement"
    FUNDING_INTEREST = "funding-interest"
    IN_KIND = "in-kind"
    CONTRACT = "contract"
    DISBURSEMENT = "disbursement"
    REPAYMENT = "repayment"
    INTEREST = "interest"
    WRITE_OFF = "write-off"
    RECOVERY = "recovery"
    COFINANCING = "cofinancing"
    TREASURY_INTEREST = "treasury-interest"
    EXPENSE = "expense"
    PLEDGE = "pledge"
    AMENDMENT = "amendment"
    CANCELLATION = "cancellation"
    CALL = "call"
    OPENING_CASH = "opening-cash"
    OPENING_CONTRIBUTION = "opening-contribution"
    OPENING_REIMBURSEMENT = "opening-reimbursement"
    OPENING_FINANCING = "opening-financing"
    OPENING_INCOME = "opening-income"
    OPENING_EXPENSE = "opening-expense"
    FEE_CHARGE = "fee-charge"
    PENALTY_CHARGE = "penalty-charge"
    FEE = "fee"
    PENALTY = "penalty"
    FEE_WAIVER = "fee-waiver"
    PENALTY_WAIVER = "penalty-waiver"
    INTEREST_WAIVER = "interest-waiver"
    DISBURSEMENT_RETURN = "disbursement-return"
    HELD_PAYMENT = "held-payment"
    HELD_PAYMENT_RETURN = "held-payment-return"
    PROVISION = "provision"
    PROVISION_RELEASE = "provision-release"
    CLAWBACK = "clawback"
    CLAWBACK_RECEIPT = "clawback-receipt"
    GAIN = "gain"
    CONTRACT_REDUCTION = "contract-reduction"


# Money that is never due back. A permanent contribution (sans droit de reprise) belongs
# here by its very name, beside the two that the file format lists.
NOT_REPAYABLE = frozenset(
    {
        Instrument.GRANT,
        Instrument.DONATION,
        Instrument.PERMANENT_CONTRIBUTION,
        Instrument.GUARANTEE,
        Instrument.IN_KIND,
    }
)


def repayable(instrument: str) -> bool:
    """Tell whether principal under this instrument is due back."""
    return instrument not in NOT_REPAYABLE
