"""What one movement was made of, once it is planned: said in the answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from blendfund.domain.allocation import Share
from blendfund.domain.counter_guarantee import (
    CounterGuaranteeCalled,
    CounterGuaranteeTaken,
    RecoveryShared,
)
from blendfund.domain.financing import InterestReceived, RepaymentReceived
from blendfund.domain.losing import RecoveryReceived
from blendfund.domain.payback import FeeReceived, PaymentHeld, PenaltyReceived
from blendfund.domain.vocabulary import Kind

if TYPE_CHECKING:
    from blendfund.application.planning.planner import Planner
    from blendfund.exchange.row import Row

_PARTS: Final[dict[type, str]] = {
    InterestReceived: "interest",
    RepaymentReceived: "principal",
    FeeReceived: "fee",
    PenaltyReceived: "penalty",
    PaymentHeld: "held",
    RecoveryReceived: "recovered",
}


_COUNTERED: Final = (CounterGuaranteeTaken, CounterGuaranteeCalled, RecoveryShared)


class Part(Struct, frozen=True):
    """The fund's part of what a lender recovered; what of it is held (minor units)."""

    minor: int
    held_minor: int = 0


def share_of(planner: Planner, row: Row) -> Share | None:
    """Give how a payment was shared, None where nothing shares it."""
    if not row.allocates or not planner.latest:
        return None
    sums = _sums(planner)
    if set(sums) == {"principal"} and not planner.latest.state.schedules:
        return None
    return Share(**sums)


def part_of(planner: Planner, row: Row) -> Part | None:
    """Give the fund's part of what a lender recovered, None of any other row."""
    if not (row.kind is Kind.RECOVERY and row.verb == "share"):
        return None
    sums = _sums(planner)
    return Part(sums["recovered"] + sums["held"], sums["held"])


def countered_of(planner: Planner) -> int:
    """Give what counter-guarantors bear at most, come to owe, or to be owed (minor units).

    One movement does one of the three.
    """
    facts: list[Any] = [fact.event for fact in planner.facts]
    return sum(one.amount_minor for one in facts if isinstance(one, _COUNTERED))


def _sums(planner: Planner) -> Counter[str]:
    sums: Counter[str] = Counter()
    for fact in planner.facts:
        part = _PARTS.get(type(fact.event))
        if part is not None:
            moved: Any = fact.event
            sums[part] += moved.amount_minor
    return sums
