"""What comes back of a contract and what it still asks for, beside its principal.

Fees and penalties are charged, paid, waived; payments are held, bounced, allocated; a
provision is made for what may not come back. The principal itself is in ``financing``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct, structs

from blendfund.domain.allocation import ORDER, Share
from blendfund.domain.effects import moved_by
from blendfund.domain.event import Event, Movement
from blendfund.domain.level import Level
from blendfund.domain.schedule import FinancingRescheduled, FinancingScheduled, Schedule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from blendfund.domain.instalments import Line


class FeeCharged(Movement, frozen=True, kw_only=True):
    """The project owes a fee from that day on; no cash moved."""


class PenaltyCharged(Movement, frozen=True, kw_only=True):
    """The project owes a penalty from that day on; no cash moved."""


class FeeReceived(Movement, frozen=True, kw_only=True):
    """A fee that had been charged came in."""


class PenaltyReceived(Movement, frozen=True, kw_only=True):
    """A penalty that had been charged came in."""


class FeeWaived(Movement, frozen=True, kw_only=True):
    """The fund gave up a fee that had been charged; no cash moved."""


class PenaltyWaived(Movement, frozen=True, kw_only=True):
    """The fund gave up a penalty that had been charged; no cash moved."""


class InterestWaived(Movement, frozen=True, kw_only=True):
    """The fund gave up interest that its schedule asks for; no cash moved."""


class RepaymentBounced(Movement, frozen=True, kw_only=True):
    """A bank took back principal that had come in: it is owed again.

    ``bounces`` is the position of the receipt.
    """

    bounces: int = 0


class InterestBounced(Movement, frozen=True, kw_only=True):
    """A bank took back interest that had come in (``bounces``, its position)."""

    bounces: int = 0


class FeeBounced(Movement, frozen=True, kw_only=True):
    """A bank took back a fee that had come in (``bounces``, its position)."""

    bounces: int = 0


class PenaltyBounced(Movement, frozen=True, kw_only=True):
    """A bank took back a penalty that had come in (``bounces``, its position)."""

    bounces: int = 0


class PaymentHeld(Movement, frozen=True, kw_only=True):
    """More came in than was owed: the rest is the payer's, and waits.

    ``bounces`` is the position of an application that is taken back, where one is: what
    had paid it was taken back by the bank.
    """

    bounces: int = 0


class HeldPaymentApplied(Movement, frozen=True, kw_only=True):
    """Held money pays what is owed: it leaves the payer's money, and comes in as that."""


class HeldPaymentReturned(Movement, frozen=True, kw_only=True):
    """Held money, which was the payer's, went back; where a bank took it, ``bounces``."""

    bounces: int = 0


class ProvisionMade(Movement, frozen=True, kw_only=True):
    """The fund expects to lose so much more of the principal; no cash moved."""


class ProvisionReleased(Movement, frozen=True, kw_only=True):
    """The fund expects to lose so much less of the principal; no cash moved."""


class ClawbackClaimed(Movement, frozen=True, kw_only=True):
    """The fund asks a part of a grant back; no cash moved."""


class ClawbackReceived(Movement, frozen=True, kw_only=True):
    """A part of a grant that was asked back came in."""


class GainReceived(Movement, frozen=True, kw_only=True):
    """A holding was sold for more than it had cost: what came in above its cost."""


class DisbursementReturned(Movement, frozen=True, kw_only=True):
    """What had been paid to the project came back unused: it can be paid again.

    ``drawn_minor`` of it stands under the contract once more.
    """

    drawn_minor: int = 0


class Version(Struct, frozen=True):
    """A schedule that holds, or held, and what there was when it began (minor units).

    ``base_minor`` is the principal it is about, 0 for all that is contracted;
    ``carried_minor`` the interest that was overdue. ``interest_minor`` and
    ``repaid_minor`` had come in by then.
    """

    schedule: Schedule
    order: tuple[str, ...] = ORDER
    base_minor: int = 0
    carried_minor: int = 0
    days_late: int = 0
    interest_minor: int = 0
    repaid_minor: int = 0


class Payback(Struct, frozen=True):
    """What came in on a contract, and what it owes beside its principal (minor units).

    ``interest_minor`` and ``repaid_minor`` came in since the contract began, waived
    interest counted as if it had; fees and penalties are those still owed. Of a grant,
    ``clawed_minor`` was asked back, and ``reclaimed_minor`` of it is still to come.
    """

    versions: tuple[Version, ...] = ()
    interest_minor: int = 0
    repaid_minor: int = 0
    fees: Level = Level()
    penalties: Level = Level()
    held_minor: int = 0
    provision_minor: int = 0
    clawed_minor: int = 0
    reclaimed_minor: int = 0

    @property
    def order(self) -> tuple[str, ...]:
        """Give in which order a payment pays what is owed."""
        return self.versions[-1].order if self.versions else ORDER

    @property
    def paid(self) -> Share:
        """Give what came in since the schedule in force began."""
        latest = self.versions[-1]
        return Share(
            self.interest_minor - latest.interest_minor,
            self.repaid_minor - latest.repaid_minor,
        )

    def lines(self, contracted_minor: int) -> list[Line]:
        """Give the lines of the schedule in force, none without one."""
        if not self.versions:
            return []
        latest = self.versions[-1]
        base = latest.base_minor or contracted_minor
        return carried(base, latest.schedule, latest.carried_minor)


def carried(base_minor: int, schedule: Schedule, overdue_minor: int) -> list[Line]:
    """Make the lines of a schedule, the first with interest that was overdue before."""
    # Imported here: lines are made where a schedule is used, and nowhere else.
    from blendfund.domain.instalments import lines

    made = lines(base_minor, schedule)
    if overdue_minor:
        made[0] = made[0]._replace(interest=made[0].interest + overdue_minor)
    return made


class _Change(NamedTuple):
    interest: int = 0
    repaid: int = 0
    fees: int = 0
    penalties: int = 0
    held: int = 0
    provision: int = 0
    clawed: int = 0
    reclaimed: int = 0


# What a unit of each movement adds.
_CHANGES: Final[Mapping[str, _Change]] = {
    "interest-received": _Change(interest=1),
    "interest-waived": _Change(interest=1),
    "interest-bounced": _Change(interest=-1),
    "repayment-received": _Change(repaid=1),
    "repayment-bounced": _Change(repaid=-1),
    "fee-charged": _Change(fees=1),
    "fee-received": _Change(fees=-1),
    "fee-waived": _Change(fees=-1),
    "fee-bounced": _Change(fees=1),
    "penalty-charged": _Change(penalties=1),
    "penalty-received": _Change(penalties=-1),
    "penalty-waived": _Change(penalties=-1),
    "penalty-bounced": _Change(penalties=1),
    "payment-held": _Change(held=1),
    "held-payment-applied": _Change(held=-1),
    "held-payment-returned": _Change(held=-1),
    "provision-made": _Change(provision=1),
    "provision-released": _Change(provision=-1),
    "clawback-claimed": _Change(clawed=1, reclaimed=1),
    "clawback-received": _Change(reclaimed=-1),
}
SCHEDULES: Final = frozenset({"financing-scheduled", "financing-rescheduled"})


def scheduled(state: Payback, event: FinancingScheduled | FinancingRescheduled) -> Payback:
    """Give what comes back once a schedule holds, or another one."""
    base = late = overdue = 0
    if isinstance(event, FinancingRescheduled):
        base, overdue = event.principal_minor, event.overdue_minor
        late = event.days_late
    version = Version(
        event.schedule,
        tuple(event.order) or state.order,
        base,
        overdue,
        late,
        state.interest_minor,
        state.repaid_minor,
    )
    return structs.replace(state, versions=(*state.versions, version))


def evolve(state: Payback, event: Event) -> Payback:
    """Give what comes back after ``event``. Holds no rule: a fact is never refused."""
    movement, minor = moved_by(event)
    change = _CHANGES.get(movement)
    if change is None:
        return state
    return Payback(
        state.versions,
        state.interest_minor + change.interest * minor,
        state.repaid_minor + change.repaid * minor,
        _level(state.fees, event, change.fees * minor),
        _level(state.penalties, event, change.penalties * minor),
        state.held_minor + change.held * minor,
        state.provision_minor + change.provision * minor,
        state.clawed_minor + change.clawed * minor,
        state.reclaimed_minor + change.reclaimed * minor,
    )


def _level(level: Level, event: Event, change: int) -> Level:
    return level.add(event.on, change) if change else level
