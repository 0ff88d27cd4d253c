"""A project's file with a fund: its application, its appraisal, and what was decided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from msgspec import Struct, structs

from blendfund.domain.checks import check_ground
from blendfund.domain.committee import AGREED, DecisionTaken
from blendfund.domain.decision import Decision
from blendfund.domain.errors import (
    ConditionsOpen,
    ConditionUnknown,
    DecisionExceeded,
    DecisionMissing,
    NotEligible,
    PlanShare,
    UnbalancedPlan,
    Word,
)
from blendfund.domain.event import Event
from blendfund.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class PlanLine(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A line of a financing plan: what it is for, or where it comes from (minor units).

    ``nature`` says what a resource is (``product.NATURES``), where somebody told.
    """

    label: str
    amount_minor: int
    nature: str = ""


class ApplicationSubmitted(Event, frozen=True, kw_only=True):
    """A project asked a fund for money, with a financing plan that balances.

    Amounts in minor units of ``currency``. ESUS is the State's approval as an enterprise
    of social utility (code du travail, art. L3332-17-1), with its dates.
    """

    fund: UUID
    amount_minor: int
    currency: str
    uses: tuple[PlanLine, ...]
    resources: tuple[PlanLine, ...]
    legal_form: str = ""
    esus_from: date | None = None
    esus_until: date | None = None
    territory: str = ""


class EligibilityAssessed(Event, frozen=True, kw_only=True):
    """The application was held against the charter; ``broken`` says what it breaks."""

    fund: UUID
    eligible: bool
    broken: tuple[str, ...] = ()


class Score(Struct, frozen=True, forbid_unknown_fields=True):
    """A criterion of the appraisal: so many points of so many."""

    criterion: str
    points: int
    of: int


class AppraisalRecorded(Event, frozen=True, kw_only=True):
    """Somebody studied the file: scores by criterion, and an opinion."""

    fund: UUID
    officer: str
    scores: tuple[Score, ...]
    opinion: str = ""


class ConditionFulfilled(Event, frozen=True, kw_only=True):
    """A condition precedent is met: that one, from 1, of the decision at that position."""

    fund: UUID
    decision: int
    condition: int


class DecisionLapsed(Event, frozen=True, kw_only=True):
    """A decision holds no more; ``decision`` is its position."""

    fund: UUID
    decision: int


class Dossier(Struct, frozen=True):
    """A project's file with one fund, as it stands."""

    project: str
    application: ApplicationSubmitted | None = None
    eligibility: EligibilityAssessed | None = None
    appraisal: AppraisalRecorded | None = None
    decisions: tuple[Decision, ...] = ()

    def in_force(self, on: date, instrument: str) -> Decision:
        """Give the latest decision that holds on a day for an instrument.

        One on another instrument takes nothing from it. Raises DecisionMissing.
        """
        for one in reversed(self.decisions):
            if one.holds(on) and one.said.instrument in {"", None, instrument}:
                return one
        raise DecisionMissing(self.project, on)

    def check_contract(
        self, on: date, minor: int, currency: str, instrument: str, taken_minor: int
    ) -> Decision:
        """Refuse a contract that no decision covers.

        Args:
            on: The contract's day.
            minor: Its amount (minor units).
            currency: The fund's.
            instrument: Its instrument.
            taken_minor: What was contracted under the decision before.

        Raises:
            NotEligible, DecisionMissing, DecisionExceeded.
        """
        if self.eligibility is not None and not self.eligibility.eligible:
            broken = ", ".join(self.eligibility.broken)
            raise NotEligible(self.project, broken)
        decision = self.in_force(on, instrument)
        said = decision.said
        left = said.amount_minor - taken_minor
        if minor > left:
            raise DecisionExceeded(
                Money(minor, currency), self.project, Money(max(0, left), currency)
            )
        return decision

    def check_conditions(self, on: date, resting: Collection[int]) -> None:
        """Refuse a payment before every condition of its contract's decisions is met.

        Args:
            on: The day of the payment.
            resting: The decisions that the contract rests on, by their positions; where it
                rests on none, the latest one that holds counts.

        Raises:
            ConditionsOpen.
        """
        agreed = [
            one for one in self.decisions if one.said.result in AGREED and one.said.on <= on
        ]
        of = [one for one in agreed if one.position in resting]
        of = of or [one for one in agreed if not one.lapsed][-1:]
        waiting = [text for one in of for text in one.waiting(on)]
        if waiting:
            raise ConditionsOpen(self.project, "; ".join(waiting))

    def conflicts(self, resting: Collection[int]) -> dict[str, str]:
        """Give who declared a conflict of interest, each with the session's reference.

        Args:
            resting: The decisions that a contract rests on, by their positions; where it
                rests on none, every decision that still holds counts.
        """
        of = [one for one in self.decisions if one.position in resting]
        of = of or [one for one in self.decisions if not one.lapsed]
        return {who: one.said.session for one in of for who in one.said.conflicts}


def apply(on: date, fund: UUID, plan: dict[str, Any], **told: Any) -> ApplicationSubmitted:
    """Ask a fund for money.

    Raises:
        UnbalancedPlan: uses and resources differ.
        PlanShare: what the plan has of this fund is not what is asked of it.
        BeforeItsGround: the ESUS approval ends before it starts.
    """
    uses, resources = (
        sum(line.amount_minor for line in plan[side]) for side in ("uses", "resources")
    )
    if uses != resources or not uses:
        currency = plan["currency"]
        raise UnbalancedPlan(Money(uses, currency), Money(resources, currency))
    own = [one.amount_minor for one in plan["resources"] if one.nature == "this-fund"]
    if own and sum(own) != plan["amount_minor"]:
        asked = Money(plan["amount_minor"], plan["currency"])
        raise PlanShare(Money(sum(own), plan["currency"]), asked)
    since, until = told.get("esus_from"), told.get("esus_until")
    if since is not None and until is not None:
        check_ground(until, Word("the start of the ESUS approval"), since)
    return ApplicationSubmitted(on=on, fund=fund, **plan, **told)


def valid_until(on: date, days: int) -> date | None:
    """Give the last day of a decision's validity, None where it has none."""
    return on + timedelta(days) if days else None


def fulfil(
    on: date, decision: Decision, condition: int, fund: UUID, **told: Any
) -> ConditionFulfilled:
    """Say that a condition is met. Raises ConditionUnknown, BeforeItsGround."""
    check_ground(on, Word("the decision"), decision.said.on)
    if not 0 < condition <= len(decision.said.conditions):
        raise ConditionUnknown(condition, len(decision.said.conditions))
    return ConditionFulfilled(
        on=on, fund=fund, decision=decision.position, condition=condition, **told
    )


def evolve(state: Dossier, position: int, event: Event) -> Dossier:
    """Give the file after ``event``. Holds no rule: a fact is never refused."""
    match event:
        case ApplicationSubmitted():
            return structs.replace(state, application=event, eligibility=None)
        case EligibilityAssessed():
            return structs.replace(state, eligibility=event)
        case AppraisalRecorded():
            return structs.replace(state, appraisal=event)
        case DecisionTaken():
            taken = (*state.decisions, Decision(position, event))
            return structs.replace(state, decisions=taken)
        case ConditionFulfilled() | DecisionLapsed():
            changed = tuple(_after(one, event) for one in state.decisions)
            return structs.replace(state, decisions=changed)
    return state


def _after(one: Decision, event: ConditionFulfilled | DecisionLapsed) -> Decision:
    if event.decision != one.position:
        return one
    if isinstance(event, DecisionLapsed):
        return structs.replace(one, lapsed_on=event.on)
    return structs.replace(one, fulfilled={**one.fulfilled, event.condition: event.on})


def fold(project: str, fund: UUID, facts: Iterable[tuple[int, Event]]) -> Dossier:
    """Give a project's file with one fund from the facts of its stream that stand."""
    state = Dossier(project)
    for position, event in facts:
        if getattr(event, "fund", None) == fund:
            state = evolve(state, position, event)
    return state
