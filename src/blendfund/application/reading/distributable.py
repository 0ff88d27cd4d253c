"""What is owed to each funder on a day, and how a distribution would be shared."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from blendfund.application.reading.borne import standing
from blendfund.application.reading.decided import said
from blendfund.domain.bearing import Bearing
from blendfund.domain.distribution import TERRITORIAL, Owed, preferred
from blendfund.domain.money import share_out
from blendfund.domain.vocabulary import NOT_REPAYABLE
from blendfund.journal.rules import CASH, OPENING
from blendfund.storage.query.totals import KNOWN, totals

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from blendfund.domain.distribution import Paid, Tier
    from blendfund.storage.query.totals import Moment

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
RANKED: Final = frozenset({"return-of-capital", "preferred-return"})
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


def owed_to(books: sqlite3.Connection, at: Moment, tiers: Sequence[Tier]) -> list[Owed]:
    """Give what every agreement with repayable money is owed on a day, in their order.

    Of its money in the fund, what its tranche makes it bear of losses and provisions is
    owed no more; what stands in no tranche bears none, and ranks with the last one. The
    preferred return runs on what was received, from the day it was, less what was paid
    back and what was paid as interest.
    """
    stands = standing(books, at, totals(books, at))
    bears, ranks = stands.bearings(), stands.ranks()
    last = max((one.tranche.rank for one in stands.layers), default=0)
    on = date.fromisoformat(at.as_of)
    rate = next((one.rate for one in tiers if one.kind == "preferred-return"), "0")
    given = at._asdict()
    flows: dict[int, list[tuple[str, date, int]]] = {}
    for agreement, movement, day, amount in books.execute(_FLOWS, given):
        flows.setdefault(agreement, []).append((movement, date.fromisoformat(day), amount))
    found = []
    for number, name, instrument, _party in books.execute(_AGREEMENTS, given).fetchall():
        if instrument in NOT_REPAYABLE:
            continue
        kept, profit = _stands(flows.get(number, []), rate, on)
        principal = kept - bears.get(number, Bearing()).borne_minor
        if principal > 0 or profit > 0:
            found.append(Owed(name, principal, profit, ranks.get(number, last)))
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


def by_rank(minor: int, weights: Sequence[int], ranks: Sequence[int]) -> list[int]:
    """Share an amount, the highest rank first: within it pro rata, at most its weights.

    Args:
        minor: What is shared (minor units); alone in its rank it is all shared.
        weights: What each is owed, zero or more.
        ranks: The rank of each.

    Returns:
        The part of each. Law: no rank has anything before those above it have all.
    """
    parts = [0] * len(weights)
    for rank in sorted(set(ranks), reverse=True):
        places = [place for place, one in enumerate(ranks) if one == rank]
        own = [weights[place] for place in places]
        taken = min(minor, sum(own)) if len(set(ranks)) > 1 else minor
        if taken:
            for place, part in zip(places, share_out(taken, own), strict=True):
                parts[place] = part
            minor -= taken
    return parts


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
        ranks = [each.rank if one.kind in RANKED else 0 for each in owed]
        parts = by_rank(one.investors, weights, ranks)
        into = principal if one.kind == "return-of-capital" else profit
        for place, part in enumerate(parts):
            into[place] += part
    sums: Any = zip(owed, principal, profit, strict=True)
    return [Share(each.key, one, other) for each, one, other in sums if one or other]
