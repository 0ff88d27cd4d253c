"""What loans that are late put at risk in the portfolio, and what all loans add up to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.domain.charter import stage_of
from blendfund.domain.money import half_up
from blendfund.domain.vocabulary import Instrument
from blendfund.projections.composition import UNSPECIFIED
from blendfund.projections.loans import Due, Loan, due_lines
from blendfund.projections.ratio import ratio

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from blendfund.domain.charter import Stage

BY: Final = ("project", "agreement", "instrument", "vintage", "officer")
# What falls due by its nature: without a schedule nobody can tell whether it is late.
LENT: Final = frozenset(
    {
        Instrument.REPAYABLE_ADVANCE,
        Instrument.LOAN,
        Instrument.ZERO_LOAN,
        Instrument.PARTICIPATING_LOAN,
        Instrument.RETURNABLE_CONTRIBUTION,
    }
)
BUCKETS: Final = ((0, "late_1_30"), (30, "late_31_60"), (60, "late_61_90"), (90, "late_91"))
DAYS: Final = (30, 60, 90)
FORMULA: Final = (
    "par_n = principal outstanding of the loans with a line more than n days late /"
    " principal outstanding of the loans with a schedule"
)
SOURCE: Final = (
    "portfolio at risk as micro-credit publishes it (CGAP consensus guidelines): whole"
    " balances, written-off loans left out"
)


class Risk(NamedTuple):
    """Balances at risk, and the balances they are part of (minor units).

    Without a schedule for ``unscheduled`` loans that are outstanding, nobody can tell.
    """

    amount: int | None
    whole: int
    unscheduled: int = 0

    @property
    def ratio(self) -> str | None:
        """Give the part at risk."""
        return None if self.amount is None else ratio(self.amount, self.whole)


@dataclass(slots=True)
class Sums:
    """What some loans add up to (minor units, and counts); buckets are whole balances."""

    loans: int = 0
    unscheduled: int = 0
    contracted: int = 0
    disbursed: int = 0
    repaid: int = 0
    interest: int = 0
    written_off: int = 0
    recovered: int = 0
    outstanding: int = 0
    overdue: int = 0
    late_1_30: int = 0
    late_31_60: int = 0
    late_61_90: int = 0
    late_91: int = 0
    charges_due: int = 0
    held: int = 0
    provision: int = 0
    provision_required: int = 0
    fees: int = 0
    gains: int = 0
    defaults: int = 0
    defaulted: int = 0
    days_late: int = 0

    def add(self, one: Standing, stages: Sequence[Stage] = ()) -> None:
        """Add a loan; ``stages`` say what its being late asks a provision of."""
        self.loans += 1
        self.unscheduled += one.unscheduled
        for name in AMOUNTS:
            setattr(self, name, getattr(self, name) + getattr(one.loan, name))
        self.provision -= one.loan.over_provision
        self.overdue += one.overdue
        self.provision_required += required(one, stages)
        if one.loan.defaulted:
            self.defaults += 1
            self.defaulted += one.loan.disbursed
        self.days_late = max(self.days_late, one.days)
        for above, name in reversed(BUCKETS):
            if one.days > above:
                setattr(self, name, getattr(self, name) + one.loan.outstanding)
                break

    def any(self) -> bool:
        """Tell whether any amount is not zero."""
        return any(getattr(self, name) for name in AMOUNTS)


AMOUNTS: Final = (
    "contracted",
    "disbursed",
    "repaid",
    "interest",
    "written_off",
    "recovered",
    "outstanding",
    "charges_due",
    "held",
    "provision",
    "fees",
    "gains",
)


class Standing(NamedTuple):
    """A loan on a day: how much of it is late (minor units), and for how long."""

    loan: Loan
    overdue: int
    days: int

    @property
    def unscheduled(self) -> bool:
        """Tell whether money is out that nobody knows when to expect."""
        lent = self.loan.instrument in LENT and self.loan.outstanding > 0
        return lent and not self.loan.versions


def required(one: Standing, stages: Sequence[Stage]) -> int:
    """Give the provision that a loan's being late asks for (minor units, half up).

    Args:
        one: The loan as it stands.
        stages: Of the fund's charter; none ask for nothing.
    """
    return half_up(one.loan.outstanding * Fraction(stage_of(stages, one.days)))


def standing(loan: Loan, as_of: date) -> Standing:
    """Tell how late a loan is on a day; one that owes nothing more is not late."""
    dues = due_lines(loan, as_of)
    late = [one for one in dues if one.days_late]
    overdue = sum(one.overdue for one in late)
    days = max((one.days_late for one in late), default=0)
    return Standing(loan, overdue, max(days, _since_before(loan, dues, as_of)))


def _since_before(loan: Loan, dues: list[Due], as_of: date) -> int:
    """Count the days a loan is late that was late when it was rescheduled, 0 for others.

    It stays so until the first line of its new schedule is paid.
    """
    latest = loan.versions[-1] if dues else None
    if latest is None or not latest.days_late or dues[0].left <= 0 or not loan.outstanding:
        return 0
    return latest.days_late + max(0, (as_of - latest.schedule.start).days)


def key_of(loan: Loan, by: str) -> str:
    """Give the key of the row a loan belongs to."""
    keys = {
        "project": loan.project,
        "agreement": loan.id,
        "instrument": loan.instrument,
        "vintage": loan.vintage,
        "officer": loan.officer or UNSPECIFIED,
    }
    return str(keys[by])


def portfolio(
    stood: Iterable[Standing], by: str, stages: Sequence[Stage] = ()
) -> dict[str, Sums]:
    """Sum loans key by key, in key order; keys without any amount are left out."""
    found: defaultdict[str, Sums] = defaultdict(Sums)
    for one in stood:
        found[key_of(one.loan, by)].add(one, stages)
    return {key: sums for key, sums in sorted(found.items()) if sums.any()}


def at_risk(stood: Iterable[Standing], days: int, *, restructured: bool = False) -> Risk:
    """Compute the portfolio at risk.

    Args:
        stood: Every loan, as it stands on the day.
        days: A balance is at risk when one of its lines is more than so many days late.
        restructured: Whether balances of loans that were rescheduled are at risk too.

    Returns:
        The balances at risk, of those of the loans that have a schedule; no amount where
        money is out without one.

    Source:
        ``SOURCE``.
    """
    kept = list(stood)
    scheduled = [one for one in kept if one.loan.versions]
    whole = sum(one.loan.outstanding for one in scheduled)
    unscheduled = sum(1 for one in kept if one.unscheduled)
    if unscheduled:
        return Risk(None, whole, unscheduled)
    amount = sum(
        one.loan.outstanding
        for one in scheduled
        if one.days > days or (restructured and len(one.loan.versions) > 1)
    )
    return Risk(amount, whole)
