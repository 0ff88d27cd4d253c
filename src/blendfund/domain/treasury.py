"""Cash that comes from no funder and goes to no project."""

from __future__ import annotations

from uuid import UUID

from blendfund.domain.event import Movement


class TreasuryInterestEarned(Movement, frozen=True, kw_only=True):
    """The fund's deposits earned interest."""

    fund: UUID
    compartment: str = ""
    carrier: str = ""


class ExpensePaid(Movement, frozen=True, kw_only=True):
    """The fund paid a running or support cost."""

    fund: UUID
    compartment: str = ""
    carrier: str = ""
