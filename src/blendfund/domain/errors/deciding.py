"""Refusals about what is decided: charter, committee, plans, state aid."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- fields are read at run time

from blendfund.domain.errors.root import BlendfundError, Bound, Word
from blendfund.domain.money import Money  # noqa: TC001 -- fields are read at run time


class BadCharter(BlendfundError):
    """A charter that contradicts itself, or cannot be read."""

    code = "bad-charter"
    sentence = "The charter cannot be adopted: {field} must be {bounds}."
    field: str
    bounds: Word | Bound


class NotAMember(BlendfundError):
    """Somebody sits, or approves, without a mandate."""

    code = "not-a-member"
    sentence = "{who} has no mandate on {on}: appoint them with committee appoint (in mandate: {members})."
    who: str
    on: date
    members: str


class NoQuorum(BlendfundError):
    """Too few members sit who have no conflict of interest."""

    code = "no-quorum"
    sentence = "Too few sit without a conflict of interest, {there} where the charter asks for {quorum}: nothing can be decided."
    there: int
    quorum: int


class NotAVoter(BlendfundError):
    """Somebody votes who may not."""

    code = "not-a-voter"
    sentence = "{who} cannot vote in this session ({why}): check the names."
    who: str
    why: str


class NotCarried(BlendfundError):
    """It is agreed without a majority."""

    code = "not-carried"
    sentence = "{votes_for} votes for and {votes_against} against: nothing is agreed; give the result that the votes had."
    votes_for: int
    votes_against: int


class BadDecision(BlendfundError):
    """What is said of a decision does not go with its result."""

    code = "bad-decision"
    sentence = "{field} does not go with this result ({result}): an agreement has an amount, and conditions where it is agreed under conditions."
    field: str
    result: str


class SessionNotFound(BlendfundError):
    """No session of the committee bears this reference."""

    code = "session-not-found"
    exit_code = 4
    sentence = "The committee has no session {reference} in this fund: record it with committee hold (known: {known})."
    reference: str
    known: str


class SessionExists(BlendfundError):
    """A session of this reference was held already."""

    code = "session-exists"
    sentence = "The session {reference} is recorded already: take another reference."
    reference: str


class UnbalancedPlan(BlendfundError):
    """A financing plan whose uses and resources differ."""

    code = "unbalanced-plan"
    sentence = "The plan does not balance: uses of {uses}, resources of {resources}."
    uses: Money
    resources: Money


class PlanShare(BlendfundError):
    """A financing plan that has another part of this fund than what is asked of it."""

    code = "plan-share"
    sentence = "The plan has {share} of this fund, and {asked} is asked of it: give the same amount in both."
    share: Money
    asked: Money


class ApplicationMissing(BlendfundError):
    """What is asked for needs an application first."""

    code = "application-missing"
    sentence = "{project} has not applied to this fund: record it with project apply."
    project: str


class CharterMissing(BlendfundError):
    """What is asked for needs a charter first."""

    code = "charter-missing"
    sentence = "The fund {fund} has no charter: adopt one with fund charter."
    fund: str


class NotEligible(BlendfundError):
    """The fund's charter leaves this project out."""

    code = "not-eligible"
    sentence = "{project} is not eligible under the fund's charter ({broken}): nothing can be contracted with it."
    project: str
    broken: str


class TicketOutside(BlendfundError):
    """A contract is smaller or larger than the charter allows."""

    code = "ticket-outside"
    sentence = "{asked} is outside what the fund's charter allows for one contract ({least} to {most})."
    asked: Money
    least: Money
    most: Money


class DecisionMissing(BlendfundError):
    """A fund with a charter contracts without a decision that holds."""

    code = "decision-missing"
    sentence = "No decision of the committee in force on {on} covers this for {project}: record one with committee decide."
    project: str
    on: date


class DecisionExceeded(BlendfundError):
    """More is contracted than the committee agreed to."""

    code = "decision-exceeded"
    sentence = "{asked} exceeds what the committee agreed to for {project} and is not contracted yet ({left})."
    asked: Money
    project: str
    left: Money


class ConditionsOpen(BlendfundError):
    """Money would leave before every condition precedent is met."""

    code = "conditions-open"
    sentence = "Conditions of the committee are not met yet for {project}: {conditions}; record them with committee fulfil."
    project: str
    conditions: str


class ConditionUnknown(BlendfundError):
    """A decision has no condition of this number."""

    code = "condition-unknown"
    sentence = "The decision has {count} conditions: there is no condition {number}."
    number: int
    count: int


class AboveMultiplier(BlendfundError):
    """The fund would guarantee more than its charter allows."""

    code = "above-multiplier"
    sentence = "Guaranteeing {asked} more would exceed the charter: {given} are guaranteed, and {most} may be with a multiplier of {multiplier}."
    asked: Money
    given: Money
    most: Money
    multiplier: str


class UnknownRegime(BlendfundError):
    """A regime of state aid that blendfund does not know on that day."""

    code = "unknown-regime"
    sentence = "“{regime}” is no regime of state aid known on that day: {known}."
    regime: str
    known: str


class AidUnverifiable(BlendfundError):
    """Nobody attested what others granted: the ceiling cannot be checked."""

    code = "aid-unverifiable"
    sentence = "What others granted to {project} under {regime} is not attested: it cannot be verified; record it with project aid, 0 included."
    project: str
    regime: str


class AidExceeded(BlendfundError):
    """The ceiling of the regime would be exceeded over three years."""

    code = "aid-exceeded"
    sentence = "{project} would exceed its ceiling of state aid: {asked} now and {before} in the three years to {until}, for {most}. At most {left} can still be granted."
    project: str
    asked: Money
    before: Money
    most: Money
    until: date
    left: Money


class BadTiers(BlendfundError):
    """Tiers that make no waterfall."""

    code = "bad-tiers"
    sentence = "These tiers make no waterfall: each of {kinds} at most once, in that order, with its parts between 0 and 1."
    kinds: str


class NothingToCall(BlendfundError):
    """More is called than funders have still to pay."""

    code = "nothing-to-call"
    sentence = "Calling {asked} exceeds what funders have promised and was neither called nor paid ({left})."
    asked: Money
    left: Money


class NothingToDistribute(BlendfundError):
    """More is distributed than is due to anybody."""

    code = "nothing-to-distribute"
    sentence = "Distributing {asked} exceeds what the tiers of {fund} can pay ({left}): lower it, or add a tier that splits the rest."
    asked: Money
    fund: str
    left: Money


class SupportMissing(BlendfundError):
    """No support of this reference was opened for the project."""

    code = "support-missing"
    exit_code = 4
    sentence = "The project has no support {reference} (known: {known}): open it with support open."
    reference: str
    known: str


class SupportExists(BlendfundError):
    """A support of this reference was opened already."""

    code = "support-exists"
    sentence = "The support {reference} is open already: take another reference."
    reference: str


class SupportClosed(BlendfundError):
    """A support that ended takes nothing more."""

    code = "support-closed"
    sentence = "The support {reference} has ended: open another one."
    reference: str
