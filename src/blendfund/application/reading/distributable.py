"""What is owed to each funder on a day, and how a distribution would be shared."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from blendfund.application.reading.decided import said
from blendfund.domain.distribution import TERRITORIAL, Owed, preferred
from blendfund.domain.money import share_out
from blendfund.domain.vocabulary import NOT_REPAYABLE
from blendfund.journal.rules import CASH, OPENING
from blendfund.storage.query.totals import KNOWN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from blendfund.domain.distribution import Paid, Tier

LAST: Final = 2**62
INTEREST: Final = "funding-interest-paid"
# What moves what a funder's money stands at, and the accounts that it moves.
MOVEMENTS: Final = (
    "contribution-received",
    "contribution-refunded",
    "contribution-reimbursed",
    "contribution-taken-over",
    "reimbursement-taken-over",
    INTEREST,
)
ACCOUNTS: Final = (CASH, OPENING)
_FLOWS: Final = (
    "SELECT d.agreement, c.movement, d.operation_date, sum(d.amount) FROM posting d"  # noqa: S608 -- own words
    " JOIN class c ON c.id = d.class WHERE c.fund = :fund AND c.carrier = ''"
    f" AND c.account IN {ACCOUNTS} AND d.position <= :position"
    f" AND d.operation_date <= :as_of AND c.movement IN {MOVEMENTS}"
    " GROUP BY d.agreement, c.movement, d.operation_date ORDER BY d.operation_date"
)
_AGREEMENTS: Final = (
    "SELECT id, CASE name WHEN '' THEN reference ELSE name END, instrument, party"  # noqa: S608 -- own words
    f" FROM agreement WHERE fund = :fund AND side = 'C' AND carrier = '' AND {KNOWN}"
    " ORDER BY id"
)


class Share(NamedTuple):
    """What a distribution pays under one agreement (minor units)."""

    agreement: str
    principal: int
    profit: int


def tiers_of(
    books: sqlite3.Connection, fund: int, on: date, position: int = LAST
) -> tuple[Tier, ...]:
    """Give the tiers in force; without any, capital alone is returned."""
    tiers: tuple[Tier, ...] = TERRITORIAL
    for _, event in said(books, fund, "tiers-adopted", on=on, position=position):
        tiers = event.tiers
    return tiers


def owed_to(
    books: sqlite3.Connection,
    fund: int,
    tiers: Sequence[Tier],
    on: date,
    position: int = LAST,
) -> list[Owed]:
    """Give what every agreement with repayable money is owed on a day, in their order.

    The preferred return runs on what was received, from the day it was, less what was paid
    back and what was paid as interest.
    """
    rate = next((one.rate for one in tiers if one.kind == "preferred-return"), "0")
    given = {"fund": fund, "as_of": on.isoformat(), "position": position}
    flows: dict[int, list[tuple[str, date, int]]] = {}
    for agreement, movement, day, amount in books.execute(_FLOWS, given):
        flows.setdefault(agreement, []).append((movement, date.fromisoformat(day), amount))
    found = []
    for number, name, instrument, _party in books.execute(_AGREEMENTS, given).fetchall():
        if instrument in NOT_REPAYABLE:
            continue
        principal, profit = _stands(flows.get(number, []), rate, on)
        if principal > 0 or profit > 0:
            found.append(Owed(name, principal, profit))
    return found


def _stands(flows: list[tuple[str, date, int]], rate: str, on: date) -> tuple[int, int]:
    """Give the principal in the fund, and the preferred return that is unpaid."""
    principal = profit = 0
    since: date | None = None
    for movement, day, amount in flows:
        if since is not None:
            profit += preferred(principal + profit, rate, since, day)
        since = day
        if movement == INTEREST:
            profit += amount
        else:
            principal += amount
    if since is not None:
        profit += preferred(principal + profit, rate, since, on)
    return max(0, principal), max(0, profit)


def shared_by(kind: str, owed: Sequence[Owed]) -> Literal["principal", "preferred"]:
    """Give what funders share a tier by: principal, or the return once it is all back."""
    back = kind == "preferred-return" or not any(each.principal for each in owed)
    return "preferred" if back else "principal"


def shares_of(paid: Sequence[Paid], owed: Sequence[Owed]) -> list[Share]:
    """Share what every tier pays to investors among them, by largest remainder.

    Law: shares add up to what the tiers pay to investors.
    """
    principal = [0] * len(owed)
    profit = [0] * len(owed)
    for one in paid:
        if not one.investors:
            continue
        of = shared_by(one.kind, owed)
        weights = [getattr(each, of) for each in owed]
        parts = share_out(one.investors, weights)
        into = principal if one.kind == "return-of-capital" else profit
        for place, part in enumerate(parts):
            into[place] += part
    sums: Any = zip(owed, principal, profit, strict=True)
    return [Share(each.key, one, other) for each, one, other in sums if one or other]
