"""Which lines of a schedule a payment pays: the oldest first, interest before principal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from blendfund.domain.instalments import Line


class Share(NamedTuple):
    """A payment, or a part of one (minor units)."""

    interest: int = 0
    principal: int = 0

    @property
    def total(self) -> int:
        """Give the whole payment."""
        return self.interest + self.principal


def spread(lines: Iterable[Line], paid: Share) -> Iterator[Share]:
    """Give what each line has received of all that was paid (minor units).

    Args:
        lines: The lines of a schedule, the oldest first.
        paid: Interest and fees, and principal, received since the loan began.

    Returns:
        A share a line; what no line asks for is left out.
    """
    for line in lines:
        interest = min(paid.interest, line.fee + line.interest)
        principal = min(paid.principal, line.principal)
        paid = Share(paid.interest - interest, paid.principal - principal)
        yield Share(interest, principal)


def begun(lines: Sequence[Line], start: date, on: date) -> int:
    """Count the lines that a payment may pay in full: their period has begun before it.

    On its due date a line is paid, and the next one's interest does not run yet.
    """
    starts = [start, *(line.due for line in lines[:-1])]
    return sum(1 for first in starts if first < on)


def allocate(
    minor: int, lines: Sequence[Line], paid: Share, count: int, outstanding: int
) -> Share:
    """Share a payment between interest and principal (minor units).

    Line by line, the oldest first, the fee and the interest, then the principal; what the
    lines that have begun leave over pays principal of later lines early.

    Args:
        minor: The payment, above zero.
        lines: The lines of the schedule, the oldest first.
        paid: What was paid before.
        count: How many lines have begun.
        outstanding: The principal that may still be paid back.

    Returns:
        Its shares. Law: they add up to the payment, or to all that can be paid that day
        where the payment is more.

    Source:
        Order by default of micro-credit and of Fineract's loan products: fees, interest,
        principal, by due date.
    """
    interest = principal = 0
    had = list(spread(lines, paid))
    for line, received in zip(lines[:count], had[:count], strict=True):
        due = line.fee + line.interest - received.interest
        taken = min(minor - interest - principal, due)
        interest += taken
        due = line.principal - received.principal
        principal += min(minor - interest - principal, due, outstanding - principal)
    principal += min(minor - interest - principal, outstanding - principal)
    return Share(interest, principal)
