"""What a fund has lost, what it expects to lose, what it is worth, and what is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.domain.vocabulary import repayable
from blendfund.journal.accounts import ACCOUNTS, Nature
from blendfund.journal.rules import FUNDING
from blendfund.projections.loans import PROVISIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.projections.facts import Total

# What counter-guarantors bear of a paid call is theirs.
LOSSES: Final = frozenset(
    {
        "write_off_loss",
        "recovery_income",
        "guarantee_calls_paid",
        "counter_guarantee_income",
    }
)
FUNDERS: Final = "funders"  # the key of all funders together
UNTRANCHED: Final = "untranched"  # the key of the money that stands in no tranche
PROMISED: Final = "commitment_receivable"
HELD: Final = "payments_held"
_DUE: Final = frozenset(
    account for instrument, account in FUNDING.items() if repayable(instrument)
)
_OWN: Final = frozenset(
    account
    for account, nature in ACCOUNTS.items()
    if nature in {Nature.EQUITY, Nature.INCOME, Nature.EXPENSE} and account not in _DUE
)


def promised(one: Total) -> bool:
    """Tell whether a total is what funders of repayable money have still to pay."""
    return one.account == PROMISED and repayable(one.instrument)


def lost(totals: Iterable[Total]) -> int:
    """Give what was written off and paid on calls, less what was recovered (minor)."""
    return sum(one.amount for one in totals if one.account in LOSSES)


def provided(totals: Iterable[Total]) -> int:
    """Give what is expected to be lost: the provisions that stand (minor units)."""
    return -sum(one.amount for one in totals if one.account == PROVISIONS)


def net_assets(totals: Iterable[Total]) -> int:
    """Give the fund's net asset value: what it has less what it holds for payers (minor).

    Cash, principal and clawbacks due, less provisions and payments held.

    Source:
        Residual value (NAV) as in eVestment, Investment Statistics Guide, money multiples.
    """
    return sum(
        one.amount
        for one in totals
        if one.account == HELD or ACCOUNTS[one.account] is Nature.ASSET
    )


def own_funds(totals: Iterable[Total]) -> int:
    """Give what belongs to no funder (minor units): grants and income, less all costs.

    Law: with the principal due to funders it makes ``net_assets``, entries being balanced.
    """
    return -sum(one.amount for one in totals if one.account in _OWN)
