"""How much other money each public or concessional euro brings: several published ratios.

There is no "the leverage": every row is named by its definition and carries its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.journal.rules import CASH, OPENING
from blendfund.projections.ratio import ratio

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from blendfund.projections.facts import Cofinancing, Total

CONVERGENCE: Final = (
    "Convergence, Blended Finance and Leveraging Concessionality (market-rate capital of"
    " any sector over concessional capital)"
)
OWN: Final = "blendfund, from the reporting of France Active territorial funds"
OECD: Final = (
    "by analogy with the OECD method (DAC methodologies on mobilised private finance,"
    " guarantees: face value of the covered instrument)"
)
GUARANTEE: Final = "guarantee"  # the compartment whose resources are the guarantee fund
RESOURCES: Final = frozenset(
    {"contribution-received", "contribution-refunded", "contribution-taken-over"}
)
PAID: Final = frozenset(
    {"disbursement-paid", "disbursement-returned", "financing-taken-over"}
)
MULTIPLIER: Final = "guarantee-fund practice (coefficient multiplicateur)"


# Why it can be undefined, its formula, its source.
BLENDING: Final = {
    "private_per_public": (
        "no public resources",
        "resources of non-public sectors / resources of the public sector",
        OWN,
    ),
    "convergence_total": (
        "no concessional money",
        (
            "(market-terms resources + market-terms co-financing) /"
            " (concessional resources + concessional co-financing)"
        ),
        CONVERGENCE,
    ),
    "convergence_private": (
        "no concessional money",
        (
            "(market-terms resources + market-terms co-financing, non-public sectors) /"
            " (concessional resources + concessional co-financing)"
        ),
        CONVERGENCE,
    ),
    "cofinancing": (
        "nothing contracted",
        "co-financing / the fund's own contracted money, guarantees left out",
        "co-financing ratio: (total - own commitment) / own commitment",
    ),
    "total_per_public": (
        "no public money",
        "(resources + co-financing) / public money in both",
        "EU funds: total finance reaching recipients / public contribution",
    ),
}


class Measure(NamedTuple):
    """One ratio with its two terms (minor units); ``reason`` says why it is undefined."""

    name: str
    numerator: int | None
    denominator: int | None
    value: str | None
    reason: str | None
    formula: str
    source: str


@dataclass(slots=True)
class _Sums:
    """What the measures are made of (minor units)."""

    public: int = 0
    private: int = 0
    market: int = 0
    market_private: int = 0
    concessional: int = 0
    guarantee_fund: int = 0
    exposure: int = 0
    uncovered: int = 0  # the part of the exposure whose loans are not recorded
    covered: int = 0
    face: int = 0
    contracted: int = 0
    cofinancing: int = 0
    cofinancing_public: int = 0
    cofinancing_market: int = 0
    cofinancing_market_private: int = 0


def leverage(
    totals: Iterable[Total], cofinancings: Sequence[Cofinancing]
) -> tuple[Measure, ...]:
    """Compute every measure of leverage.

    Args:
        totals: The postings of one fund, as of a day and as known at a position.
        cofinancings: Others' money in the projects in which the fund has a contract.

    Returns:
        One row a measure; resources are received - refunded, in minor units.

    Source:
        Each measure's ``source``.
    """
    sums = _Sums()
    for total in totals:
        _add_resource(sums, total)
        _add_contract(sums, total)
    for other in cofinancings:
        _add_cofinancing(sums, other)
    return (*_blending(sums), *_guarantees(sums))


def _add_resource(sums: _Sums, total: Total) -> None:
    if total.account == CASH and total.movement == "transfer-made":
        # Money that was moved into the compartment belongs to the guarantee fund.
        sums.guarantee_fund += total.amount if total.compartment == GUARANTEE else 0
    if total.account not in {CASH, OPENING} or total.movement not in RESOURCES:
        return
    public = total.sector == "public"
    if public:
        sums.public += total.amount
    else:
        sums.private += total.amount
    if total.terms == "market":
        sums.market += total.amount
        sums.market_private += 0 if public else total.amount
    else:
        sums.concessional += total.amount
    if total.compartment == GUARANTEE:
        sums.guarantee_fund += total.amount


def _add_contract(sums: _Sums, total: Total) -> None:
    if total.account == "commitment_given" or (
        total.account in {CASH, OPENING} and total.movement in PAID
    ):
        sums.contracted -= total.amount
    elif total.account == "guarantee_given":
        sums.exposure -= total.amount
        if total.movement == "financing-contracted":
            sums.uncovered -= total.amount
    elif total.account == "covered_outstanding":
        sums.covered += total.amount
    elif total.account == "loans_covered" and total.sector != "public":
        sums.face += total.amount


def _add_cofinancing(sums: _Sums, other: Cofinancing) -> None:
    public = other.sector == "public"
    sums.cofinancing += other.amount
    sums.cofinancing_public += other.amount if public else 0
    if other.terms == "market":
        sums.cofinancing_market += other.amount
        sums.cofinancing_market_private += 0 if public else other.amount


def _blending(sums: _Sums) -> tuple[Measure, ...]:
    soft = sums.concessional + sums.cofinancing - sums.cofinancing_market
    market = sums.market + sums.cofinancing_market
    market_private = sums.market_private + sums.cofinancing_market_private
    everything = sums.public + sums.private + sums.cofinancing
    public = sums.public + sums.cofinancing_public
    terms = {
        "private_per_public": (sums.private, sums.public),
        "convergence_total": (market, soft),
        "convergence_private": (market_private, soft),
        "cofinancing": (sums.cofinancing, sums.contracted),
        "total_per_public": (everything, public),
    }
    return tuple(_measure(name, *terms[name], *BLENDING[name]) for name in BLENDING)


def _guarantees(sums: _Sums) -> tuple[Measure, ...]:
    no_fund = "no resources in a compartment named guarantee"
    unknown = "the covered loans are not recorded"
    covered = None if sums.uncovered else sums.covered
    face = None if sums.uncovered else sums.face
    multiplier = _measure(
        "guarantee_multiplier",
        covered,
        sums.guarantee_fund or None,
        unknown if sums.guarantee_fund else no_fund,
        "outstanding of the covered loans / guarantee fund",
        MULTIPLIER,
    )
    exposure = _measure(
        "guarantee_exposure",
        sums.exposure,
        sums.guarantee_fund or None,
        no_fund,
        "own exposure, as the terms leave it / guarantee fund",
        MULTIPLIER,
    )
    reason = "an amount, not a ratio" if covered is not None else unknown
    mobilised = Measure(
        "oecd_mobilised",
        face,
        None,
        None,
        reason,
        "face value of private loans covered by guarantees",
        OECD,
    )
    return multiplier, exposure, mobilised


def _measure(
    name: str,
    numerator: int | None,
    denominator: int | None,
    without: str,
    formula: str,
    source: str,
) -> Measure:
    value = None
    if numerator is not None and denominator is not None:
        value = ratio(numerator, denominator)
    reason = without if value is None else None
    return Measure(name, numerator, denominator, value, reason, formula, source)
