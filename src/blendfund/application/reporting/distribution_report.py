"""The report on a distribution: who would have what of an amount. Nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.application.reading.distributable import owed_to, shares_of, tiers_of
from blendfund.application.reporting.frame import Asked, Frame, Report
from blendfund.domain import distribution as rules
from blendfund.domain.distribution import distribute
from blendfund.journal.rules import CASH

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.reading.reader import Reading


def distribution_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """How an amount would be distributed; without one, all of the cash.

    Raises FundNotFound.
    """
    frame = Frame(reading, asked, "distribution")
    at = frame.at
    tiers = tiers_of(frame.books, at.fund, frame.day, at.position)
    owed = owed_to(frame.books, at, tiers)
    totals = frame.totals()
    cash = sum(one.amount for one in totals if one.account == CASH)
    minor = max(0, cash) if asked.loss is None else asked.loss.minor(frame.currency)
    paid = distribute(minor, tiers, owed)
    taken = sum(one.investors + one.manager for one in paid)
    body: dict[str, Any] = {
        "amount": frame.money(minor),
        "tiers": [
            {
                "tier": one.kind,
                "investors": frame.money(one.investors),
                "manager": frame.money(one.manager),
            }
            for one in paid
        ],
        "rows": [
            {
                "key": one.agreement,
                "principal": frame.money(one.principal),
                "profit": frame.money(one.profit),
            }
            for one in shares_of(paid, owed)
        ],
        "left": frame.money(minor - taken),
        "formula": rules.FORMULA,
        "source": rules.SOURCE,
    }
    return frame.report(totals, say, body)
