"""Cash that comes from no funder and goes to no project, and cash that only moves."""

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


class TransferMade(Movement, frozen=True, kw_only=True):
    """Cash moved within the fund, between compartments, bank accounts or earmarks.

    ``compartment``, ``bank_account`` and ``earmark`` say where it came from.
    """

    fund: UUID
    compartment: str = ""
    carrier: str = ""
    to_compartment: str = ""
    to_bank_account: str = ""
    to_earmark: str = ""


class CashTakenOver(Movement, frozen=True, kw_only=True):
    """Cash that was there when the ledger began: an opening figure."""

    fund: UUID
    compartment: str = ""
    carrier: str = ""


class IncomeTakenOver(Movement, frozen=True, kw_only=True):
    """Income of the time before the ledger: an opening figure."""

    fund: UUID
    compartment: str = ""
    carrier: str = ""


class ExpensesTakenOver(Movement, frozen=True, kw_only=True):
    """Costs, losses and interest of the time before the ledger: an opening figure."""

    fund: UUID
    compartment: str = ""
    carrier: str = ""
