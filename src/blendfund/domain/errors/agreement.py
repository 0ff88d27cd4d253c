"""Refusals about an agreement: what it promises, holds and allows."""

from __future__ import annotations

from blendfund.domain.errors.root import BlendfundError
from blendfund.domain.money import Money  # noqa: TC001 -- fields are read at run time


class NotPositive(BlendfundError):
    """An amount that must move money moves none, or moves it backwards."""

    code = "not-positive"
    sentence = "The amount must be above zero and at most 10^15 minor units, not {amount}."
    amount: Money


class AboveCommitment(BlendfundError):
    """A receipt exceeds what its commitment leaves."""

    code = "above-commitment"
    sentence = "Receiving {asked} exceeds what the commitment of {agreement} leaves ({left}): record a further commitment first."
    asked: Money
    left: Money
    agreement: str


class AboveContract(BlendfundError):
    """A disbursement exceeds what its contract leaves."""

    code = "above-contract"
    sentence = "Disbursing {asked} exceeds what the contract {agreement} leaves ({left}): record a further contract first."
    asked: Money
    left: Money
    agreement: str


class AboveReceived(BlendfundError):
    """More would go back to a funder than it still has in the fund."""

    code = "above-received"
    sentence = "Returning {asked} exceeds what {agreement} still holds ({left}): check the amount and the agreement."
    asked: Money
    left: Money
    agreement: str


class AboveOutstanding(BlendfundError):
    """A repayment or write-off exceeds the principal outstanding."""

    code = "above-outstanding"
    sentence = "{asked} exceeds the principal outstanding of {agreement} ({left}): record the surplus as interest, or check the amount."
    asked: Money
    left: Money
    agreement: str


class AboveWrittenOff(BlendfundError):
    """A recovery exceeds what was written off and not yet recovered."""

    code = "above-written-off"
    sentence = "Recovering {asked} exceeds what was written off of {agreement} ({left}): record it as a repayment, or the write-off first."
    asked: Money
    left: Money
    agreement: str


class NotRepayable(BlendfundError):
    """A grant or a donation has no principal to give back."""

    code = "not-repayable"
    sentence = "{agreement} is a {instrument}: it has no principal to repay or write off."
    agreement: str
    instrument: str


class NotCashInstrument(BlendfundError):
    """A guarantee or support in kind is never a cash movement."""

    code = "not-cash"
    sentence = "{instrument} is never cash: {kind} cannot be recorded under it."
    instrument: str
    kind: str


class OtherTerms(BlendfundError):
    """The agreement named is somebody else's."""

    code = "other-agreement"
    sentence = "The agreement {agreement} was made otherwise ({field}: {known}, not {given}): name another agreement."
    agreement: str
    field: str
    known: str
    given: str


class OtherOwner(BlendfundError):
    """The agreement named belongs to another party or project."""

    code = "other-owner"
    sentence = "The agreement {agreement} is not one of {given}: name another agreement, or leave it empty."
    agreement: str
    given: str


class AboveOpen(BlendfundError):
    """A reduction or a call exceeds what the commitment still leaves."""

    code = "above-open"
    sentence = "{asked} exceeds what is still to come under {agreement} ({left}): check the amount, or record a further commitment first."
    asked: Money
    left: Money
    agreement: str


class AgreementClosed(BlendfundError):
    """A cancelled agreement takes no further money."""

    code = "agreement-closed"
    sentence = "{agreement} was cancelled and takes no further money: name another agreement, or take the cancellation back with undo."
    agreement: str


class SameAmount(BlendfundError):
    """An amendment that changes nothing."""

    code = "same-amount"
    sentence = "{agreement} already stands at {amount}: there is nothing to change."
    agreement: str
    amount: Money


class TooManyDecimals(BlendfundError):
    """An amount is finer than its currency."""

    code = "too-many-decimals"
    sentence = "{amount} has more decimals than {currency} has ({digits}): round it first."
    exit_code = 2
    amount: str
    currency: str
    digits: int


class AmountTooLarge(BlendfundError):
    """An amount is beyond what any of a ledger can be."""

    code = "amount-too-large"
    sentence = "{amount} is more than an amount can be here: at most {most}."
    exit_code = 2
    amount: str
    most: Money
