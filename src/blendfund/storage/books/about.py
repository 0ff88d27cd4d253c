"""Who and what a movement concerns, while facts are folded."""

from __future__ import annotations

from typing import NamedTuple

# Class, sign, whether of the drawn part, whether own cash, whether earmarked principal.
Plan = list[tuple[int, int, bool, bool, bool]]


class Dimensions(NamedTuple):
    """What every posting of an agreement has in common."""

    sector: str = ""
    origin: str = ""
    terms: str = ""
    instrument: str = ""
    compartment: str = ""
    carrier: str = ""


class About:
    """Who and what a movement concerns: registers' ids, dimensions, plans of classes.

    ``earmark`` is the agreement's own: its promises stand under it, whichever money pays.
    """

    __slots__ = (
        "agreement",
        "dimensions",
        "earmark",
        "fund",
        "party",
        "plans",
        "project",
    )

    def __init__(
        self,
        fund: int,
        party: int,
        project: int,
        agreement: int,
        dimensions: Dimensions,
        plans: dict[tuple[str, str, str], Plan],
        earmark: str = "",
    ) -> None:
        self.fund = fund
        self.party = party
        self.project = project
        self.agreement = agreement
        self.dimensions = dimensions
        self.plans = plans
        self.earmark = earmark

    def of(self, party: int) -> About:
        """Give the same, concerning another party than the agreement's own."""
        return About(
            self.fund,
            party,
            self.project,
            self.agreement,
            self.dimensions,
            self.plans,
            self.earmark,
        )

    def plan(self, movement: str, bank_account: str, earmark: str) -> Plan | None:
        """Give the classes a movement posts to, if one like it was seen before."""
        return self.plans.get((movement, bank_account, earmark))

    def remember(self, movement: str, bank_account: str, earmark: str, plan: Plan) -> None:
        """Keep the classes of a movement for the next one like it."""
        self.plans[movement, bank_account, earmark] = plan
