"""What each loan owes and since when, and what that puts at risk in the portfolio."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.domain.allocation import NOTHING, Share, arrears, asked, begun, spread
from blendfund.domain.money import half_up
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
    ("contract-reduced", "commitment_given"): ("contracted", -1),
    ("contract-reduced", "commitment_given_contra"): ("given_up", -1),
    ("disbursement-paid", "commitment_given"): ("drawn", 1),
    ("disbursement-returned", "commitment_given"): ("drawn", 1),
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
    ``officer`` who studied its project. Of what is contracted ``drawn`` was paid out;
    ``given_up`` was contracted too, and never will be paid. ``moved`` is the last day its
    principal moved.
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
    drawn: int = 0
    given_up: int = 0
    moved: date | None = None
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
    def falling(self) -> int:
        """Give what is owed, or will be once all is paid out, of principal (minor)."""
        return max(0, self.outstanding) + max(0, self.contracted - self.drawn)

    @property
    def lines(self) -> list[Line]:
        """Give the lines of the schedule in force, none without one."""
        agreed = self.contracted + self.given_up
        if not self.versions or agreed <= 0:
            return []
        latest = self.versions[-1]
        base = latest.base_minor or agreed
        return carried(base, latest.schedule, latest.carried_minor)

    @property
    def paid(self) -> Share:
        """Give what came in since the schedule in force began."""
        latest = self.versions[-1]
        interest = self.interest + self.waived - latest.interest_minor
        return Share(interest, self.repaid - latest.repaid_minor)


class Due(NamedTuple):
    """A line with what was paid of it (minor units), and for how long it is late.

    It still asks for ``asked``, ``overdue`` of which is late; ``before`` of it is owed from
    before the schedule.
    """

    line: Line
    had: Share
    asked: Share
    overdue: int = 0
    days_late: int = 0
    before: Share = NOTHING

    @property
    def paid(self) -> int:
        """Give what was paid of the line (minor units)."""
        return self.had.total

    @property
    def left(self) -> int:
        """Give what is still to be paid of the line (minor units)."""
        return self.asked.total

    @property
    def dropped(self) -> Share:
        """Give what the line asked for that nobody owes any more (minor units)."""
        line, had, left, before = self.line, self.had, self.asked, self.before
        return Share(
            line.interest + line.fee + before.interest - had.interest - left.interest,
            line.principal + before.principal - had.principal - left.principal,
        )


def due_lines(loan: Loan, as_of: date) -> list[Due]:
    """Give the lines of a loan as they stand on a day, the oldest first.

    What was received pays the oldest line first; a line is late from the day after its due
    date until it is paid in full. Before anything is paid out nobody is late. Principal
    that was written off, or will not be paid out, is asked by no line; once none is left,
    nor is the interest of what comes after. What a bank took back of payments from before
    the schedule is late since it began.
    """
    lines = loan.lines
    if not lines:
        return []
    had = list(spread(lines, loan.paid))
    found, out = [], max(0, loan.outstanding)
    before, start = arrears(loan.paid), loan.versions[-1].schedule.start
    for line, received, left in zip(lines, had, _asked(loan, lines), strict=True):
        late = left.interest + min(left.principal, out)
        out -= min(left.principal, out)
        since = start if before.total else line.due
        if line.due >= as_of:
            late = min(late, before.total)
        if late and loan.disbursed > 0 and since < as_of:
            days = (as_of - since).days
            found.append(Due(line, received, left, late, days, before))
        else:
            found.append(Due(line, received, left, before=before))
        before = NOTHING
    return found


def _asked(loan: Loan, lines: list[Line]) -> list[Share]:
    """Give what each line still asks for (minor units)."""
    if loan.written_off and not loan.falling:
        # Nothing of it is expected back: a recovery would be a surprise.
        return [NOTHING] * len(lines)
    start = loan.versions[-1].schedule.start
    running = begun(lines, start, loan.moved or start)
    return list(asked(lines, loan.paid, loan.falling, running))


def accrued(loan: Loan, as_of: date) -> int:
    """Give the interest that has run by a day and was not paid (minor units).

    Of the period that runs on that day, the part of its days that have passed, rounded
    half up; of those before, all that is unpaid. None runs before anything is paid out,
    nor once no principal is left.
    """
    if loan.disbursed <= 0:
        return 0
    ran = 0
    for start, one in periods(loan, due_lines(loan, as_of)):
        if one.line.due <= as_of:
            ran += one.line.interest
        elif start < as_of:
            days = (as_of - start).days
            ran += half_up(Fraction(one.line.interest * days, (one.line.due - start).days))
    return max(0, ran - loan.paid.interest)


def periods(loan: Loan, dues: list[Due]) -> list[tuple[date, Due]]:
    """Give the lines whose interest runs, each with the day from which it does."""
    if not dues:
        return []
    starts = [loan.versions[-1].schedule.start, *(one.line.due for one in dues)]
    pairs = zip(starts, dues, strict=False)
    return [(start, one) for start, one in pairs if not one.dropped.interest]
