"""What is said of a contract as a whole: in default, worth so much, given up, closed."""

from __future__ import annotations

from blendfund.domain.event import Event, Movement


class FinancingDefaulted(Event, frozen=True, kw_only=True):
    """The fund does not expect the loan to be paid as agreed any more.

    ``trigger`` is what made it so; ``outstanding_minor`` the principal owed then.
    """

    trigger: str
    outstanding_minor: int


class HoldingValued(Event, frozen=True, kw_only=True):
    """What the fund holds of a project was worth so much on that day (minor units)."""

    amount_minor: int
    currency: str


class ContractReduced(Movement, frozen=True, kw_only=True):
    """The fund will not pay out a part of what it had promised; no cash moved."""


class FinancingClosed(Event, frozen=True, kw_only=True):
    """Nothing more is expected of the contract: it takes no further movement."""
