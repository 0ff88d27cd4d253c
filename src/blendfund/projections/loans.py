"""What each loan owes and since when, and what that puts at risk in the portfolio."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.domain.allocation import Share, spread
from blendfund.domain.instalments import Line, lines
from blendfund.domain.vocabulary import Instrument
from blendfund.journal.rules import CASH, OPENING, PRINCIPAL
from blendfund.projections.ratio import ratio

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from blendfund.domain.schedule import Schedule

BY: Final = ("project", "agreement", "instrument", "vintage")
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


# Which column a movement on an account adds to, and how.
_COLUMNS: Final = {
    ("financing-contracted", "commitment_given"): ("contracted", -1),
    ("disbursement-paid", CASH): ("disbursed", -1),
    ("financing-taken-over", OPENING): ("disbursed", -1),
    ("repayment-received", CASH): ("repaid", 1),
    ("interest-received", CASH): ("interest", 1),
    ("financing-written-off", "write_off_loss"): ("written_off", 1),
    ("recovery-received", CASH): ("recovered", 1),
}


def column_of(movement: str, account: str) -> tuple[str, int]:
    """Give the column of a loan that a posting adds to, and its sign; "" for none.

    Principal counts as outstanding, whatever moved it.
    """
    if account in PRINCIPAL:
        return "outstanding", 1
    return _COLUMNS.get((movement, account), ("", 0))


class Loan(NamedTuple):
    """A contract under a repayable instrument, as of a day (minor units).

    ``schedules`` are all it has had, the one in force last; ``vintage`` is the year of its
    first movement.
    """

    id: int
    name: str
    project: int
    instrument: str
    vintage: int
    contracted: int = 0
    disbursed: int = 0
    repaid: int = 0
    interest: int = 0
    written_off: int = 0
    recovered: int = 0
    outstanding: int = 0
    schedules: tuple[Schedule, ...] = ()

    @property
    def lines(self) -> list[Line]:
        """Give the lines of the schedule in force, none without one."""
        if not self.schedules or self.contracted <= 0:
            return []
        return lines(self.contracted, self.schedules[-1])


class Due(NamedTuple):
    """A line with what was paid of it (minor units), and for how long it is late."""

    line: Line
    paid: int
    days_late: int

    @property
    def left(self) -> int:
        """Give what is still to be paid of the line (minor units)."""
        return self.line.total - self.paid


def due_lines(loan: Loan, as_of: date) -> list[Due]:
    """Give the lines of a loan as they stand on a day, the oldest first.

    What was received pays the oldest line first; a line is late from the day after its due
    date until it is paid in full.
    """
    asked = loan.lines
    had = spread(asked, Share(loan.interest, loan.repaid))
    found = []
    for line, received in zip(asked, had, strict=True):
        days = (as_of - line.due).days if received.total < line.total else 0
        found.append(Due(line, received.total, max(0, days)))
    return found


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
    days_late: int = 0

    def add(self, one: Standing) -> None:
        """Add a loan."""
        self.loans += 1
        self.unscheduled += one.unscheduled
        for name in AMOUNTS:
            setattr(self, name, getattr(self, name) + getattr(one.loan, name))
        self.overdue += one.overdue
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
        return lent and not self.loan.schedules


def standing(loan: Loan, as_of: date) -> Standing:
    """Tell how late a loan is on a day; one that owes nothing more is not late."""
    if not loan.outstanding:
        return Standing(loan, 0, 0)
    late = [one for one in due_lines(loan, as_of) if one.days_late]
    overdue = sum(one.left for one in late)
    return Standing(loan, overdue, max((one.days_late for one in late), default=0))


def key_of(loan: Loan, by: str) -> str:
    """Give the key of the row a loan belongs to."""
    keys = {
        "project": loan.project,
        "agreement": loan.id,
        "instrument": loan.instrument,
        "vintage": loan.vintage,
    }
    return str(keys[by])


def portfolio(stood: Iterable[Standing], by: str) -> dict[str, Sums]:
    """Sum loans key by key, in key order; keys without any amount are left out."""
    found: defaultdict[str, Sums] = defaultdict(Sums)
    for one in stood:
        found[key_of(one.loan, by)].add(one)
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
    scheduled = [one for one in kept if one.loan.schedules]
    whole = sum(one.loan.outstanding for one in scheduled)
    unscheduled = sum(1 for one in kept if one.unscheduled)
    if unscheduled:
        return Risk(None, whole, unscheduled)
    amount = sum(
        one.loan.outstanding
        for one in scheduled
        if one.days > days or (restructured and len(one.loan.schedules) > 1)
    )
    return Risk(amount, whole)
