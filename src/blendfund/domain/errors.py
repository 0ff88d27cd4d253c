"""Every refusal, with a stable code, the sentence it says and the command's exit status.

The sentence is an English gettext message with named fields; the fields are the typed
attributes of the class, so that a translation can be rendered from the same values.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar

from blendfund.domain.money import Money  # noqa: TC001 -- read at run time by dataclass


@dataclass(eq=False)
class BlendfundError(Exception):
    """Root of everything blendfund refuses to do."""

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = "Refused."
    exit_code: ClassVar[int] = 1

    def values(self) -> dict[str, object]:
        """Give the fields of the sentence."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        return self.sentence.format(**self.values())


@dataclass(eq=False)
class LedgerExists(BlendfundError):
    """``init`` was asked for where a file already is."""

    code = "ledger-exists"
    sentence = "{path} already exists: choose another name, or open it as it is."
    path: str


@dataclass(eq=False)
class LedgerNotFound(BlendfundError):
    """There is no ledger at this place."""

    code = "ledger-not-found"
    sentence = "There is no ledger at {path}: create it with `blendfund init`, or name another with --ledger."
    exit_code = 4
    path: str


@dataclass(eq=False)
class NotALedger(BlendfundError):
    """The file is something else."""

    code = "not-a-ledger"
    sentence = "{path} is not a blendfund ledger; nothing was changed in it."
    exit_code = 4
    path: str


@dataclass(eq=False)
class UnknownStore(BlendfundError):
    """The URL names a database this blendfund does not write to."""

    code = "unknown-store"
    sentence = "Ledgers are not kept in {scheme}: give a file's path or a sqlite:/// URL."
    exit_code = 2
    scheme: str


@dataclass(eq=False)
class NewerSchema(BlendfundError):
    """A more recent blendfund wrote this ledger."""

    code = "newer-schema"
    sentence = "{path} was written by a newer blendfund (schema {found}, this one knows {known}): update blendfund."
    exit_code = 4
    path: str
    found: int
    known: int


@dataclass(eq=False)
class FundNotFound(BlendfundError):
    """No fund has this reference."""

    code = "fund-not-found"
    sentence = "No fund has the reference {reference}; this ledger has: {known}."
    exit_code = 4
    reference: str
    known: str


@dataclass(eq=False)
class FundExists(BlendfundError):
    """The reference is taken."""

    code = "fund-exists"
    sentence = (
        "A fund with the reference {reference} is already open: choose another reference."
    )
    reference: str


@dataclass(eq=False)
class BadReference(BlendfundError):
    """A fund's reference must be short and typeable."""

    code = "bad-reference"
    sentence = "{reference} cannot be a fund's reference: use 1 to 40 letters, digits, dots, dashes or underscores."
    exit_code = 2
    reference: str


@dataclass(eq=False)
class BadCurrency(BlendfundError):
    """The currency is not one the ledger knows the decimals of."""

    code = "unknown-currency"
    sentence = "{currency} is not a currency this ledger knows; known: {known}."
    exit_code = 2
    currency: str
    known: str


@dataclass(eq=False)
class BadSiren(BlendfundError):
    """The check digit of the SIREN is wrong."""

    code = "bad-siren"
    sentence = "{siren} is not a valid SIREN: nine digits, the last one a check digit."
    exit_code = 2
    siren: str


@dataclass(eq=False)
class EmptyText(BlendfundError):
    """A name or a territory was left blank."""

    code = "empty-text"
    sentence = "The fund needs a name and at least one territory code."
    exit_code = 2


@dataclass(eq=False)
class NotPositive(BlendfundError):
    """An amount that must move money moves none, or moves it backwards."""

    code = "not-positive"
    sentence = "The amount must be above zero and at most 10^15 minor units, not {amount}."
    amount: Money


@dataclass(eq=False)
class OtherCurrency(BlendfundError):
    """A fund holds one currency."""

    code = "other-currency"
    sentence = (
        "The amount is in {given} but the fund is kept in {currency}: convert it first."
    )
    given: str
    currency: str


@dataclass(eq=False)
class DateInTheFuture(BlendfundError):
    """A fact cannot be dated after today."""

    code = "future-date"
    sentence = "The date {on} is after today ({today}): record it when it has happened."
    on: str
    today: str


@dataclass(eq=False)
class DateBeforeFund(BlendfundError):
    """A fact of the fund cannot precede the fund."""

    code = "before-fund"
    sentence = (
        "The date {on} is before the fund opened ({opened}): check the date, or the fund."
    )
    on: str
    opened: str


@dataclass(eq=False)
class NotEnoughCash(BlendfundError):
    """The fund would hold less than nothing at the end of a day."""

    code = "not-enough-cash"
    sentence = "Paying {asked} on {on} would leave the fund's cash at {left} at the end of {day}: record the missing receipts first, or --allow-overdraft if the bank has proven it."
    asked: Money
    on: str
    left: Money
    day: str


@dataclass(eq=False)
class AboveCommitment(BlendfundError):
    """A receipt exceeds what its commitment leaves."""

    code = "above-commitment"
    sentence = "Receiving {asked} exceeds what the commitment of {agreement} leaves ({left}): record a further commitment first."
    asked: Money
    left: Money
    agreement: str


@dataclass(eq=False)
class AboveContract(BlendfundError):
    """A disbursement exceeds what its contract leaves."""

    code = "above-contract"
    sentence = "Disbursing {asked} exceeds what the contract {agreement} leaves ({left}): record a further contract first."
    asked: Money
    left: Money
    agreement: str


@dataclass(eq=False)
class AboveReceived(BlendfundError):
    """More would go back to a funder than it still has in the fund."""

    code = "above-received"
    sentence = "Returning {asked} exceeds what {agreement} still holds ({left}): check the amount and the agreement."
    asked: Money
    left: Money
    agreement: str


@dataclass(eq=False)
class AboveOutstanding(BlendfundError):
    """A repayment or write-off exceeds the principal outstanding."""

    code = "above-outstanding"
    sentence = "{asked} exceeds the principal outstanding of {agreement} ({left}): record the surplus as interest, or check the amount."
    asked: Money
    left: Money
    agreement: str


@dataclass(eq=False)
class AboveWrittenOff(BlendfundError):
    """A recovery exceeds what was written off and not yet recovered."""

    code = "above-written-off"
    sentence = "Recovering {asked} exceeds what was written off of {agreement} ({left}): record it as a repayment, or the write-off first."
    asked: Money
    left: Money
    agreement: str


@dataclass(eq=False)
class NotRepayable(BlendfundError):
    """A grant or a donation has no principal to give back."""

    code = "not-repayable"
    sentence = "{agreement} is a {instrument}: it has no principal to repay or write off."
    agreement: str
    instrument: str


@dataclass(eq=False)
class NotCashInstrument(BlendfundError):
    """A guarantee or support in kind is never a cash movement."""

    code = "not-cash"
    sentence = "{instrument} is never cash: {kind} cannot be recorded under it."
    instrument: str
    kind: str


@dataclass(eq=False)
class OtherTerms(BlendfundError):
    """The agreement named is somebody else's."""

    code = "other-agreement"
    sentence = "The agreement {agreement} was made otherwise ({field}: {known}, not {given}): name another agreement."
    agreement: str
    field: str
    known: str
    given: str


@dataclass(eq=False)
class OtherOwner(BlendfundError):
    """The agreement named belongs to another party or project."""

    code = "other-owner"
    sentence = "The agreement {agreement} is not one of {given}: name another agreement, or leave it empty."
    agreement: str
    given: str


@dataclass(eq=False)
class KeyReused(BlendfundError):
    """The idempotency key already stands for another command."""

    code = "key-conflict"
    sentence = "The key {key} was already used for another command: choose a new key."
    exit_code = 5
    key: str


@dataclass(eq=False)
class ReferenceReused(BlendfundError):
    """The same reference comes back with other content."""

    code = "reference-conflict"
    sentence = "{where}: the reference {reference} was already recorded with other content: give it another reference."
    exit_code = 5
    where: str
    reference: str


@dataclass(eq=False)
class LedgerBusy(BlendfundError):
    """Somebody else kept the ledger's lock for too long."""

    code = "ledger-busy"
    sentence = "Somebody else is writing to the ledger: nothing was written, try again."
    exit_code = 5


@dataclass(eq=False)
class StorageRefused(BlendfundError):
    """The disk or the database said no."""

    code = "storage-refused"
    sentence = "The disk or the database refused ({why}): nothing was half written; check free space and permissions, then try again."
    exit_code = 74
    why: str


@dataclass(eq=False)
class Corrupt(BlendfundError):
    """What is stored cannot be what blendfund wrote."""

    code = "integrity"
    sentence = "The ledger does not verify at position {position}: {what}. Keep this file, and restore a verified copy."
    exit_code = 6
    position: int
    what: str


@dataclass(eq=False)
class InvariantBroken(BlendfundError):
    """blendfund itself is wrong; nothing is written any more."""

    code = "invariant"
    sentence = "An invariant of blendfund failed ({what}): nothing was written; reading still works. Please report it."
    exit_code = 70
    what: str


@dataclass(eq=False)
class UnknownPosition(BlendfundError):
    """The position or the time asked for is not in the log."""

    code = "unknown-position"
    sentence = (
        "{asked} is not a position of this ledger (1 to {head}) nor a time (RFC 3339)."
    )
    exit_code = 2
    asked: str
    head: int


@dataclass(eq=False)
class FileRejected(BlendfundError):
    """A file holds lines that cannot be read; nothing of it was taken."""

    code = "file-rejected"
    sentence = "{path} was rejected ({count} problems); nothing was written."
    exit_code = 3
    path: str
    count: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Problem:
    """Why one line of a file cannot be read; ``why`` is a message with named fields."""

    line: int
    column: str
    why: str
    given: dict[str, str]


@dataclass(eq=False)
class LineRefused(BlendfundError):
    """A readable line of a file breaks a rule of the domain."""

    code = "line-refused"
    sentence = "{where}: {refusal}"
    where: str
    refusal: BlendfundError

    @property
    def inner_code(self) -> str:
        """Give the code of the rule that was broken."""
        return self.refusal.code
