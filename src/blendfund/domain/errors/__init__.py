"""Every refusal, with a stable code, the sentence it says and the command's exit status.

The sentence is an English gettext message with named fields; the fields are the typed
attributes of the class, so that a translation can be rendered from the same values.
"""

from __future__ import annotations

from blendfund.domain.errors.agreement import (
    AboveCommitment,
    AboveContract,
    AboveOutstanding,
    AboveReceived,
    AboveWrittenOff,
    NotCashInstrument,
    NotPositive,
    NotRepayable,
    OtherOwner,
    OtherTerms,
)
from blendfund.domain.errors.file import FileRejected, LineRefused, Problem, ReferenceReused
from blendfund.domain.errors.fund import (
    BadCurrency,
    BadReference,
    BadSiren,
    DateBeforeFund,
    DateInTheFuture,
    EmptyText,
    FundExists,
    FundNotFound,
    NotEnoughCash,
    OtherCurrency,
)
from blendfund.domain.errors.ledger import (
    Corrupt,
    InvariantBroken,
    KeyReused,
    LedgerBusy,
    LedgerExists,
    LedgerNotFound,
    NewerSchema,
    NotALedger,
    StorageRefused,
    UnknownPosition,
    UnknownStore,
)
from blendfund.domain.errors.query import (
    UnknownFilter,
    UnknownWord,
    UnreadableFilter,
    UnreadableQuery,
)
from blendfund.domain.errors.root import BlendfundError

__all__ = [
    "AboveCommitment",
    "AboveContract",
    "AboveOutstanding",
    "AboveReceived",
    "AboveWrittenOff",
    "BadCurrency",
    "BadReference",
    "BadSiren",
    "BlendfundError",
    "Corrupt",
    "DateBeforeFund",
    "DateInTheFuture",
    "EmptyText",
    "FileRejected",
    "FundExists",
    "FundNotFound",
    "InvariantBroken",
    "KeyReused",
    "LedgerBusy",
    "LedgerExists",
    "LedgerNotFound",
    "LineRefused",
    "NewerSchema",
    "NotALedger",
    "NotCashInstrument",
    "NotEnoughCash",
    "NotPositive",
    "NotRepayable",
    "OtherCurrency",
    "OtherOwner",
    "OtherTerms",
    "Problem",
    "ReferenceReused",
    "StorageRefused",
    "UnknownFilter",
    "UnknownPosition",
    "UnknownStore",
    "UnknownWord",
    "UnreadableFilter",
    "UnreadableQuery",
]
