"""What a payment pays: charges first, then the oldest lines, interest before principal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.domain.errors import BadAllocation, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from blendfund.domain.instalments import Line


# What a payment pays first, where the contract says nothing else.
ORDER: Final = ("fee", "penalty", "interest", "principal")


class Share(NamedTuple):
    """A payment, or a part of one (minor units); ``held`` of it pays nothing yet."""

    interest: int = 0
    principal: int = 0
    fee: int = 0
    penalty: int = 0
    held: int = 0

    @property
    def total(self) -> int:
        """Give the whole payment."""
        return sum(self)


NOTHING: Final = Share()


def check_order(order: Sequence[str]) -> None:
    """Refuse what is no order of payment. Raises BadAllocation."""
    places = [order.index(one) if one in order else -9 for one in ("interest", "principal")]
    # Lines are paid one by one: nothing comes between their interest and principal.
    if sorted(order) != sorted(ORDER) or abs(places[0] - places[1]) != 1:
        raise BadAllocation(Words(", ".join(order) or "-"), Words(", ".join(ORDER)))


def spread(lines: Iterable[Line], paid: Share) -> Iterator[Share]:
    """Give what each line has received of all that was paid (minor units).

    Args:
        lines: The lines of a schedule, the oldest first.
        paid: Interest and fees, and principal, received since the loan began.

    Returns:
        A share a line; what no line asks for is left out, and so is what a bank took back
        of earlier payments: it is in ``arrears``.
    """
    paid = Share(max(0, paid.interest), max(0, paid.principal))
    for line in lines:
        interest = min(paid.interest, line.fee + line.interest)
        principal = min(paid.principal, line.principal)
        paid = Share(paid.interest - interest, paid.principal - principal)
        yield Share(interest, principal)


def arrears(paid: Share) -> Share:
    """Give what is owed from before a schedule: a bank took back more than came in since.

    ``paid`` is what came in since it began; below zero where that happened (minor units).
    """
    return Share(max(0, -paid.interest), max(0, -paid.principal))


def asked(
    lines: Sequence[Line], paid: Share, principal: int, running: int
) -> Iterator[Share]:
    """Give what each line still asks for (minor units): interest and fees, and principal.

    Args:
        lines: The lines of a schedule, the oldest first.
        paid: Interest and fees, and principal, received since the loan began.
        principal: What the project owes, or will owe once all is paid out.
        running: How many lines had begun when principal last moved.

    Returns:
        A share a line. Law: their principal adds up to ``principal``, or to all that the
        lines ask and have not received. What was written off, or will not be paid out, is
        missing from the last lines: the lateness of the others stays as it is. A line that
        begins when no principal is left asks for no interest. Arrears are asked for with
        the first line.
    """
    left, found, before = max(0, principal), [], arrears(paid)
    for line, had in zip(lines, spread(lines, paid), strict=True):
        falling = min(line.principal - had.principal + before.principal, left)
        left -= falling
        bearing = line.fee + line.interest - had.interest + before.interest
        found.append(Share(bearing, falling))
        before = NOTHING
    last = max((n for n, one in enumerate(found) if one.principal), default=-1)
    for number, one in enumerate(found):
        yield one if number <= last or number < running else NOTHING


def begun(lines: Sequence[Line], start: date, on: date) -> int:
    """Count the lines that a payment may pay in full: their period has begun before it.

    On its due date a line is paid, and the next one's interest does not run yet.
    """
    starts = [start, *(line.due for line in lines[:-1])]
    return sum(1 for first in starts if first < on)


def allocate(
    minor: int,
    due: Sequence[Share],
    outstanding: int,
    charged: Share = NOTHING,
    order: Sequence[str] = ORDER,
) -> Share:
    """Share a payment between charges, interest and principal (minor units).

    Args:
        minor: The payment, above zero.
        due: What the lines that have begun still ask for, the oldest first.
        outstanding: Principal that may be paid back.
        charged: Fees and penalties that are owed.
        order: What is paid first; ``check_order`` must have passed.

    Returns:
        Its shares. Law: they add up to the payment, or to all that can be paid that day.

    Source:
        Default order of Fineract's loan products: charges, interest, principal, by date.
    """
    share = Share()
    for kind in order:
        left = minor - share.total
        if kind == "fee":
            share = share._replace(fee=min(left, charged.fee))
        elif kind == "penalty":
            share = share._replace(penalty=min(left, charged.penalty))
        elif not (share.interest or share.principal):
            paying = _due(left, due, outstanding, principal_first=kind == "principal")
            share = share._replace(interest=paying[0], principal=paying[1])
    early = min(minor - share.total, outstanding - share.principal)
    return share._replace(principal=share.principal + early)


def _due(
    minor: int,
    due: Sequence[Share],
    outstanding: int,
    *,
    principal_first: bool,
) -> tuple[int, int]:
    """Pay the lines that have begun, one after the other: interest, principal."""
    interest = principal = 0
    for one in due:
        bearing, falling = one.interest, min(one.principal, outstanding - principal)
        left = minor - interest - principal
        if principal_first:
            part = min(left, falling)
            principal += part
            interest += min(left - part, bearing)
        else:
            part = min(left, bearing)
            interest += part
            principal += min(left - part, falling)
    return interest, principal
