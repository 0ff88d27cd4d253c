"""How a contract is paid out: drawdowns, each with its conditions precedent.

A contract may say that its money is paid in several drawdowns (tranches de versement), each
of an amount, planned for a day, once conditions are fulfilled. What is paid never exceeds
the drawdowns that are released: those without a condition that is still open.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from blendfund.domain.checks import check_amount
from blendfund.domain.errors import (
    BadDrawdowns,
    DrawdownsPaid,
    DrawdownUnknown,
    NotReleased,
)
from blendfund.domain.event import Event
from blendfund.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any


class Drawdown(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a contract: how much (minor units), for which day, on what conditions."""

    amount_minor: int
    planned: date | None = None
    conditions: tuple[str, ...] = ()


class DrawdownsAgreed(Event, frozen=True, kw_only=True):
    """A contract is paid out in these drawdowns: together they are what it promises.

    It replaces what was agreed before. Amounts in minor units of ``currency``.
    """

    currency: str
    drawdowns: tuple[Drawdown, ...]


class DrawdownConditionFulfilled(Event, frozen=True, kw_only=True):
    """A condition precedent is fulfilled: that one, from 1, of that drawdown, from 1.

    ``agreed`` is the position at which the drawdowns were agreed.
    """

    agreed: int
    drawdown: int
    condition: int


class Condition(Struct, frozen=True):
    """A condition of a drawdown, by their numbers, and since when it is fulfilled."""

    drawdown: int
    number: int
    text: str
    since: date | None = None

    def open(self, on: date) -> bool:
        """Tell whether it is not fulfilled yet on a day."""
        return self.since is None or self.since > on


class Plan(Struct, frozen=True):
    """The drawdowns of a contract as they stand, by the position they were agreed at."""

    position: int
    said: DrawdownsAgreed
    fulfilled: Mapping[tuple[int, int], date] = {}

    def conditions(self) -> Iterator[Condition]:
        """Give every condition, in order."""
        for drawdown, one in enumerate(self.said.drawdowns, start=1):
            for number, text in enumerate(one.conditions, start=1):
                since = self.fulfilled.get((drawdown, number))
                yield Condition(drawdown, number, text, since)

    def waiting(self, on: date) -> list[Condition]:
        """Give the conditions that are still open on a day."""
        return [one for one in self.conditions() if one.open(on)]

    def released(self, on: date) -> int:
        """Give what may be paid by a day, of all that is promised (minor units)."""
        held = {one.drawdown for one in self.waiting(on)}
        numbered = enumerate(self.said.drawdowns, start=1)
        return sum(one.amount_minor for number, one in numbered if number not in held)

    def left(self, paid_minor: int, open_minor: int) -> list[int]:
        """Give what is still to be paid of each drawdown (minor units).

        The first ones are paid first; of what the contract promised only ``open_minor``
        is still to be paid, and the last ones go without the rest.
        """
        found = []
        for one in self.said.drawdowns:
            part = min(one.amount_minor, max(0, paid_minor))
            paid_minor -= part
            left = min(one.amount_minor - part, max(0, open_minor))
            open_minor -= left
            found.append(left)
        return found

    def check(self, on: date, label: str, minor: int, paid_minor: int) -> None:
        """Refuse a payment beyond what is released.

        Args:
            on: The day of the payment.
            label: The contract's, for the refusal.
            minor: What is to be paid (minor units).
            paid_minor: What was paid of the contract already.

        Raises NotReleased.
        """
        left = self.released(on) - paid_minor
        if minor > left:
            open_ones = "; ".join(
                f"{one.drawdown}.{one.number} {one.text}" for one in self.waiting(on)
            )
            asked, free = (Money(one, self.said.currency) for one in (minor, max(0, left)))
            raise NotReleased(asked, label, free, open_ones or "-")


def agree(
    on: date,
    label: str,
    drawdowns: tuple[Drawdown, ...],
    contracted: Money,
    paid_minor: int,
    **told: Any,
) -> DrawdownsAgreed:
    """Agree on how a contract is paid out.

    Args:
        on: The day.
        label: The contract's, for refusals.
        drawdowns: All of them, in order.
        contracted: What the contract promises.
        paid_minor: What was paid of it already (minor units).
        told: What every fact carries.

    Raises:
        NotPositive; BadDrawdowns: they do not add up to what is promised; DrawdownsPaid:
            less is released by them than was paid.
    """
    for one in drawdowns:
        check_amount(one.amount_minor, contracted.currency)
    whole = sum(one.amount_minor for one in drawdowns)
    if whole != contracted.minor or not drawdowns:
        raise BadDrawdowns(label, Money(whole, contracted.currency), contracted)
    event = DrawdownsAgreed(
        on=on, currency=contracted.currency, drawdowns=drawdowns, **told
    )
    released = Plan(0, event).released(on)
    if released < paid_minor:
        amounts = (Money(one, contracted.currency) for one in (paid_minor, released))
        raise DrawdownsPaid(label, *amounts)
    return event


def fulfil(
    on: date, label: str, plan: Plan | None, which: tuple[int, int], **told: Any
) -> DrawdownConditionFulfilled:
    """Say that a condition is fulfilled: ``which`` drawdown's, and which of its own.

    Raises DrawdownUnknown.
    """
    known = {(one.drawdown, one.number) for one in plan.conditions()} if plan else set()
    if plan is None or which not in known:
        raise DrawdownUnknown(label, *which)
    number, condition = which
    return DrawdownConditionFulfilled(
        on=on, agreed=plan.position, drawdown=number, condition=condition, **told
    )


def evolve(plan: Plan | None, position: int, event: Event) -> Plan | None:
    """Give the drawdowns after ``event``. Holds no rule: a fact is never refused."""
    match event:
        case DrawdownsAgreed():
            return Plan(position, event)
        case DrawdownConditionFulfilled() if plan and event.agreed == plan.position:
            key = (event.drawdown, event.condition)
            since = min(event.on, plan.fulfilled.get(key, event.on))
            return structs.replace(plan, fulfilled={**plan.fulfilled, key: since})
    return plan


def fold(facts: Iterable[tuple[int, Event]]) -> Plan | None:
    """Give the drawdowns of a contract from the facts that stand, None without any."""
    plan = None
    for position, event in facts:
        plan = evolve(plan, position, event)
    return plan
