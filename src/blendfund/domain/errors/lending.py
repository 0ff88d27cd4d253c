"""Refusals about schedules, guarantees and tranches."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- fields are read at run time

from blendfund.domain.errors.root import BlendfundError, Bound, Word, Words
from blendfund.domain.money import Money  # noqa: TC001 -- fields are read at run time


class AboveDue(BlendfundError):
    """A payment exceeds the interest due and the principal outstanding of a loan."""

    code = "above-due"
    sentence = "{asked} exceeds what {agreement} still owes on that day, interest included ({left}): check the amount."
    asked: Money
    left: Money
    agreement: str


class BadSchedule(BlendfundError):
    """Terms of which no schedule can be made."""

    code = "bad-schedule"
    sentence = "No schedule can be made of these terms: {field} must lie within {bounds}."
    field: str
    bounds: str


class AlreadyContracted(BlendfundError):
    """A schedule or a guarantee covers one contract: nothing is added to it."""

    code = "already-contracted"
    sentence = "{agreement} is contracted already: name another agreement, or take the contract back with undo."
    agreement: str


class NotScheduled(BlendfundError):
    """A schedule is asked for where no contract stated one."""

    code = "not-scheduled"
    sentence = "{agreement} has no schedule on that day: give --start, --periods and --every when it is contracted."
    agreement: str


class BadGuarantee(BlendfundError):
    """Terms that guarantee nothing."""

    code = "bad-guarantee"
    sentence = "Nothing can be guaranteed on these terms: {field} must be {bounds}."
    field: str
    bounds: Word | Bound


class NotGranted(BlendfundError):
    """A claim is made under what was never granted as a guarantee."""

    code = "not-granted"
    sentence = "{agreement} is not a guarantee with terms of its own: grant it with guarantee grant."
    agreement: str


class GuaranteeExpired(BlendfundError):
    """A default after the last day that is covered."""

    code = "guarantee-expired"
    sentence = "{agreement} covers defaults until {expires}, not on {on}: check the day of the default."
    agreement: str
    expires: date
    on: date


class AboveGuarantee(BlendfundError):
    """More is called than the guarantee bears of the loan, or more given up than is left."""

    code = "above-guarantee"
    sentence = "{asked} exceeds what the lender can still {verb} of {agreement} ({left}): check the amount, the quota and what the lender reported."
    asked: Money
    left: Money
    agreement: str
    verb: Word


class AboveClaim(BlendfundError):
    """More is paid or rejected than was claimed."""

    code = "above-claim"
    sentence = "{asked} exceeds what is claimed of {agreement} and not yet settled ({left}): record the lender's call first."
    asked: Money
    left: Money
    agreement: str


class AboveRecourse(BlendfundError):
    """More is recovered or given up than the project owes for calls that were paid."""

    code = "above-recourse"
    sentence = "{asked} exceeds what the project still owes for the calls paid under {agreement} ({left}): check the amount and the day."
    asked: Money
    left: Money
    agreement: str


class CounterGuaranteeLate(BlendfundError):
    """A counter-guarantee would begin before a call was paid, of which it bears nothing."""

    code = "counter-guarantee-late"
    sentence = "A call of {agreement} was paid on {paid}, and a counter-guarantee from {day} would bear nothing of it: take it from a later day, or undo back to the payment and record it again after."
    agreement: str
    paid: date
    day: date


class CounterGuaranteed(BlendfundError):
    """A party counter-guarantees a guarantee once."""

    code = "counter-guaranteed"
    sentence = "{party} counter-guarantees {agreement} already: take that back with undo, or name another party."
    agreement: str
    party: str


class LenderBears(BlendfundError):
    """A lender that bears a part of its own guarantee is guaranteed that much less."""

    code = "lender-bears"
    sentence = "{party} is the lender that {agreement} guarantees: name another party, or grant a smaller quota."
    agreement: str
    party: str


class AboveWhole(BlendfundError):
    """Counter-guarantors would bear more than the whole of a payment."""

    code = "above-whole"
    sentence = "A quota of {asked}% is more than what is left of {agreement} to be counter-guaranteed ({left}%): check the quotas."
    agreement: str
    asked: str
    left: str


class NotCounterGuarantor(BlendfundError):
    """A party is named that does not counter-guarantee this guarantee."""

    code = "not-counter-guarantor"
    sentence = "{party} does not counter-guarantee {agreement}: name one who does, as report guarantees shows them."
    agreement: str
    party: str


class AboveCovered(BlendfundError):
    """A covered loan is never above what was guaranteed of it."""

    code = "above-covered"
    sentence = "The loan covered by {agreement} is of at most {left}: it cannot be reported at {asked}; check the amount."
    asked: Money
    left: Money
    agreement: str


class CoveredUnchanged(BlendfundError):
    """A report says something new."""

    code = "covered-unchanged"
    sentence = "The loan covered by {agreement} stands at {asked} already: there is nothing to record; attach the lender's report to the fact that says so (attach)."
    agreement: str
    asked: Money


class TrancheExists(BlendfundError):
    """A tranche of this name, or of this rank, is defined already."""

    code = "tranche-exists"
    sentence = "The fund has the tranche {name} of rank {rank} already: take another name and another rank."
    name: str
    rank: int


class TrancheNotFound(BlendfundError):
    """The fund has no tranche of this name on that day."""

    code = "tranche-not-found"
    exit_code = 4
    sentence = "The fund {fund} has no tranche called {name} on that day (it has: {known}): define it with tranche define."
    fund: str
    name: str
    known: str


class AboveTranche(BlendfundError):
    """Agreements would bring more into a tranche than it can bear."""

    code = "above-tranche"
    sentence = "{agreement} would bring {asked} into the tranche {tranche}, where {left} are left: assign it to another tranche, enlarge this one with tranche resize, or define a further one."
    agreement: str
    asked: Money
    tranche: str
    left: Money


class AssignedAlready(BlendfundError):
    """An agreement stands where it is to be put."""

    code = "assigned-already"
    sentence = "{agreement} stands in {tranche} already on that day: nothing was written."
    agreement: str
    tranche: str


class EntersNoTranche(BlendfundError):
    """Only what a funder promises or pays enters a tranche."""

    code = "enters-no-tranche"
    sentence = (
        "{kind} enters no tranche: name the tranche where a funder promises or pays money."
    )
    kind: str


class BadAllocation(BlendfundError):
    """An order of payment that leaves something out, or comes between line and line."""

    code = "bad-allocation"
    sentence = "{order} is no order of payment: name each of {words} once, interest and principal one after the other."
    order: Words
    words: Words


class AboveOwed(BlendfundError):
    """More is paid, waived, applied or released than there is of it."""

    code = "above-owed"
    sentence = "{asked} exceeds {what} under {agreement} ({left}): check the amount."
    asked: Money
    left: Money
    what: str
    agreement: str


class WrongInstrument(BlendfundError):
    """What is asked for has no meaning under this instrument."""

    code = "wrong-instrument"
    sentence = "{agreement} is a {instrument}: this cannot be recorded under it."
    agreement: str
    instrument: str


class NothingOutstanding(BlendfundError):
    """A loan that owes nothing is neither rescheduled nor in default."""

    code = "nothing-outstanding"
    sentence = (
        "{agreement} owes no principal: there is nothing to reschedule, nor to default on."
    )
    agreement: str


class StillOutstanding(BlendfundError):
    """A contract is closed once nothing is left of it."""

    code = "still-outstanding"
    sentence = "{left} are still owed, held or claimed under {agreement}: settle or write them off before it is closed."
    agreement: str
    left: Money


class ContractClosed(BlendfundError):
    """A closed contract takes no further movement, but recoveries."""

    code = "contract-closed"
    sentence = "{agreement} is closed: only what comes in on a loss can still be recorded under it."
    agreement: str


class DateBeforeChange(BlendfundError):
    """What hangs on where a contract stands cannot be dated before its last movement."""

    code = "before-change"
    sentence = "{agreement} moved on {moved}: {on} is before that, and this can only be dated that day or later."
    agreement: str
    on: date
    moved: date


class ProvisionUnchanged(BlendfundError):
    """The provision stands at this amount already."""

    code = "provision-unchanged"
    sentence = "The provision on {agreement} is {amount} already: nothing was written."
    agreement: str
    amount: Money


class NotAReceipt(BlendfundError):
    """Only money that came in, and stands, can bounce."""

    code = "not-a-receipt"
    sentence = "Position {position} is no payment of a project that came in and still stands: name it by its position, as history shows it."
    position: int
