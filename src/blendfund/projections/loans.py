"""What each loan owes and since when, and what that puts at risk in the portfolio."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.domain.allocation import Share, spread
from blendfund.domain.instalments import half_up
from blendfund.domain.payback import Version, carried
from blendfund.journal.rules import CASH, OPENING, PRINCIPAL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from blendfund.domain.instalments import Line

PROVISIONS: Final = "loan_provisions"
# Which column a movement on an account adds to, and how.
_COLUMNS: Final = {
    ("financing-contracted", "commitment_given"): ("contracted", -1),
    ("disbursement-paid", CASH): ("disbursed", -1),
    ("financing-taken-over", OPENING): ("disbursed", -1),
    ("repayment-received", CASH): ("repaid", 1),
    ("interest-received", CASH): ("interest", 1),
    ("financing-written-off", "write_off_loss"): ("written_off", 1),
    ("recovery-received", CASH): ("recovered", 1),
    ("disbursement-returned", CASH): ("disbursed", -1),
    ("repayment-bounced", CASH): ("repaid", 1),
    ("interest-bounced", CASH): ("interest", 1),
    ("interest-waived", "interest_waived"): ("waived", 1),
    ("fee-received", CASH): ("fees", 1),
    ("fee-bounced", CASH): ("fees", 1),
    ("penalty-received", CASH): ("fees", 1),
    ("penalty-bounced", CASH): ("fees", 1),
    ("gain-received", CASH): ("gains", 1),
}
# Which column an account adds to, whatever moved it.
_BALANCES: Final = {
    "charges_due": ("charges_due", 1),
    "payments_held": ("held", -1),
    PROVISIONS: ("provision", -1),
}


def column_of(movement: str, account: str) -> tuple[str, int]:
    """Give the column of a loan that a posting adds to, and its sign; "" for none.

    Principal counts as outstanding, whatever moved it.
    """
    if account in PRINCIPAL:
        return "outstanding", 1
    found = _BALANCES.get(account)
    return found or _COLUMNS.get((movement, account), ("", 0))


def came_in(sums: Mapping[str, int]) -> tuple[int, int]:
    """Give interest (waived included) and principal that came in, from sums by movement."""
    interest = ("interest-received", "interest-bounced", "interest-waived")
    principal = ("repayment-received", "repayment-bounced")
    return (
        sum(sums.get(one, 0) for one in interest),
        sum(sums.get(one, 0) for one in principal),
    )


class Loan(NamedTuple):
    """A contract under a repayable instrument, as of a day (minor units).

    ``versions`` are the schedules it has had, the one in force last; ``vintage`` is the
    year of its first movement; ``value`` what a holding was last said to be worth;
    ``officer`` who studied its project.
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
    waived: int = 0
    fees: int = 0
    charges_due: int = 0
    held: int = 0
    provision: int = 0
    gains: int = 0
    versions: tuple[Version, ...] = ()
    defaulted: bool = False
    value: int | None = None
    officer: str = ""

    @property
    def over_provision(self) -> int:
        """Give how much the provision is above what is outstanding (minor units).

        It covers nothing, and is to be taken back.
        """
        return max(0, self.provision - self.outstanding) if self.outstanding >= 0 else 0

    @property
    def lines(self) -> list[Line]:
        """Give the lines of the schedule in force, none without one."""
        if not self.versions or self.contracted <= 0:
            return []
        latest = self.versions[-1]
        base = latest.base_minor or self.contracted
        return carried(base, latest.schedule, latest.carried_minor)

    @property
    def paid(self) -> Share:
        """Give what came in since the schedule in force began."""
        latest = self.versions[-1]
        interest = self.interest + self.waived - latest.interest_minor
        return Share(interest, self.repaid - latest.repaid_minor)


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
    if not asked:
        return []
    had = spread(asked, loan.paid)
    found = []
    for line, received in zip(asked, had, strict=True):
        days = (as_of - line.due).days if received.total < line.total else 0
        found.append(Due(line, received.total, max(0, days)))
    return found


def accrued(loan: Loan, as_of: date) -> int:
    """Give the interest that has run by a day and was not paid (minor units).

    Of the period that runs on that day, the part of its days that have passed, rounded
    half up; of those before, all that is unpaid.
    """
    dues = due_lines(loan, as_of)
    if not dues:
        return 0
    schedule = loan.versions[-1].schedule
    ran, start = 0, schedule.start
    for one in dues:
        if one.line.due <= as_of:
            ran += one.line.interest
        elif start < as_of:
            days = (as_of - start).days
            ran += half_up(Fraction(one.line.interest * days, (one.line.due - start).days))
        start = one.line.due
    return max(0, ran - loan.paid.interest)
