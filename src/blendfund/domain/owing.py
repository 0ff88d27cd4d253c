"""What a contract's schedule still asks for, as the contract stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blendfund.domain.allocation import NOTHING, Share, allocate, arrears, begun
from blendfund.domain.allocation import asked as asked_of
from blendfund.domain.checks import check_amount
from blendfund.domain.errors import AboveDue, AboveOutstanding
from blendfund.domain.money import Money

if TYPE_CHECKING:
    from datetime import date

    from blendfund.domain.instalments import Line
    from blendfund.domain.level import Level
    from blendfund.domain.payback import Payback


class Owing:
    """What a contract is owed line by line, since when, and what a payment pays of it."""

    __slots__ = ()
    if TYPE_CHECKING:
        label: str
        currency: str
        open_minor: int
        outstanding: Level
        lost: Level
        back: Payback

        @property
        def base_minor(self) -> int:
            """Give what the first schedule is about."""

    def due(self, on: date) -> list[tuple[Line, Share]]:
        """Give the lines whose period has begun by a day, with what each still asks for."""
        left = self.asked()
        if not left:
            return []
        start = self.back.versions[-1].schedule.start
        return left[: begun([line for line, _ in left], start, on)]

    def asked(self) -> list[tuple[Line, Share]]:
        """Give the lines of the schedule in force, with what each still asks for."""
        if not self.back.versions:
            return []
        latest = self.back.versions[-1]
        made = self.back.lines(self.base_minor)
        principal = max(0, self.outstanding.now) + max(0, self.open_minor)
        running = begun(made, latest.schedule.start, self.outstanding.moved)
        if not principal and self.lost.touched:
            return [(line, NOTHING) for line in made]  # a recovery would be a surprise
        left = asked_of(made, self.back.paid, principal, running)
        return list(zip(made, left, strict=True))

    def share(self, on: date, minor: int, *, hold: bool = False) -> Share:
        """Share a payment between charges, interest and principal.

        Without a schedule what no charge takes is principal. With ``hold``, what is more
        than all that can be paid is held. What a bank took back of held money that had
        been given back is made up first.

        Raises NotPositive, AboveDue.
        """
        check_amount(minor, self.currency)
        back = self.back
        outstanding = max(0, self.outstanding.free(on))
        charged = Share(
            fee=max(0, back.fees.free(on)), penalty=max(0, back.penalties.free(on))
        )
        due = [left for _, left in self.due(on)]
        missing = min(minor, max(0, -back.held_minor))
        share = allocate(minor - missing, due, outstanding, charged, back.order)
        share = share._replace(held=missing)
        rest, paid = minor - share.total, Money(minor, self.currency)
        if rest and hold:
            return share._replace(held=missing + rest)
        if rest and not (back.versions or charged.total or missing):
            raise AboveOutstanding(paid, Money(outstanding, self.currency), self.label)
        if rest:
            raise AboveDue(paid, Money(share.total, self.currency), self.label)
        return share

    def late(self, on: date) -> int:
        """Count the days since the oldest line that is due and not paid in full."""
        out = max(0, self.outstanding.now)
        if not (self.back.versions and out):
            return 0
        late, lines = 0, self.asked()
        for line, left in lines:
            if left.interest or min(left.principal, out):
                late = max(0, (on - line.due).days)
                break
            out -= left.principal
        latest = self.back.versions[-1]
        if arrears(self.back.paid).total:
            late = max(late, (on - latest.schedule.start).days)
        if latest.days_late and lines[0][1].total:
            late = max(late, latest.days_late + (on - latest.schedule.start).days)
        return late
