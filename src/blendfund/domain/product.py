"""Published terms of a kind of contract, and whether a contract keeps to them.

Such terms are a scheme's, not the law's: a contract that departs from them is found to,
and is refused only where the fund's charter asks for them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from blendfund.domain.errors import ProductTermsBroken, ProductUnverifiable, Word
from blendfund.domain.vocabulary import Every, Instrument, Method

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.domain.dossier import PlanLine
    from blendfund.domain.schedule import Schedule

State = Literal["kept", "broken", "unverifiable"]
CURRENCY: Final = "EUR"
# What a resource of a financing plan is, where somebody says it.
NATURES: Final = ("equity", "quasi-equity", "bank", "grant", "this-fund", "other")
BESIDE: Final = frozenset({"equity", "quasi-equity", "bank"})


class Product(NamedTuple):
    """What a scheme publishes of a kind of contract, from a day on (euro cents, months).

    Principal comes back at the end, or once a year from ``first_months`` on; no interest is
    due; as much comes from equity, quasi-equity or banks.
    """

    since: date
    least_minor: int
    most_minor: int
    least_months: int
    most_months: int
    first_months: int
    source: str


# Dated parameters: those in force on the day of the contract apply. The page that states
# them has no date: they hold for any day, until a later line of this table says otherwise.
PRODUCTS: Final[dict[str, tuple[Product, ...]]] = {
    Instrument.RETURNABLE_CONTRIBUTION: (
        Product(
            date.min,
            5_000_00,
            30_000_00,
            24,
            60,
            24,
            "Fonds régional d'apports associatifs (contrat d'apport associatif),"
            " info-entrepriseslr.fr, without a date",
        ),
    ),
}
# How people say each term, and each product.
TERMS: Final = {
    "amount": Word("its amount"),
    "duration": Word("its duration"),
    "rate": Word("its rate"),
    "repayment": Word("how it comes back"),
    "parity": Word("parity with equity, quasi-equity and banks"),
}
NAMES: Final = {Instrument.RETURNABLE_CONTRIBUTION: Word("association contribution")}


class Contract(NamedTuple):
    """What of a contract a product speaks of (minor units; ``rate`` yearly, as typed).

    ``alike_minor`` is what else the project was promised under the same instrument.
    """

    on: date
    instrument: str
    minor: int
    currency: str
    rate: str = ""
    schedule: Schedule | None = None
    alike_minor: int = 0


class Finding(NamedTuple):
    """Whether a contract keeps to one term: what was found, within which bounds.

    In minor units of the contract's currency, or months for the duration; None where there
    is nothing to count, or no bound.
    """

    term: str
    state: State
    found: int | None = None
    least: int | None = None
    most: int | None = None


def product(instrument: str, on: date) -> Product | None:
    """Give the terms published for an instrument on a day, None where there are none."""
    known = [one for one in PRODUCTS.get(instrument, ()) if one.since <= on]
    return known[-1] if known else None


def hold(contract: Contract, plan: Iterable[PlanLine] | None) -> list[Finding]:
    """Hold a contract against the terms of its product.

    Args:
        contract: The contract.
        plan: The resources of the project's financing plan, None where nobody gave one.

    Returns:
        A finding a term; none where the instrument has no product. What is not known is
        unverifiable: it is never taken for kept.

    Source:
        ``Product.source``.
    """
    terms = product(contract.instrument, contract.on)
    if terms is None:
        return []
    return [
        _amount(contract, terms),
        _duration(contract, terms),
        _rate(contract),
        _repayment(contract, terms),
        _parity(contract, plan),
    ]


def _state(*, kept: bool) -> State:
    return "kept" if kept else "broken"


def _amount(contract: Contract, terms: Product) -> Finding:
    bounds = (terms.least_minor, terms.most_minor)
    if contract.currency != CURRENCY:
        return Finding("amount", "unverifiable", contract.minor)
    kept = bounds[0] <= contract.minor <= bounds[1]
    return Finding("amount", _state(kept=kept), contract.minor, *bounds)


def _duration(contract: Contract, terms: Product) -> Finding:
    bounds = (terms.least_months, terms.most_months)
    if contract.schedule is None:
        return Finding("duration", "unverifiable", None, *bounds)
    months = contract.schedule.count * contract.schedule.every.months
    kept = bounds[0] <= months <= bounds[1]
    return Finding("duration", _state(kept=kept), months, *bounds)


def _rate(contract: Contract) -> Finding:
    # Such an instrument is free of interest by its nature: it need not say so.
    said = contract.schedule.rate if contract.schedule else contract.rate
    return Finding("rate", _state(kept=not said.strip("0.")))


def _repayment(contract: Contract, terms: Product) -> Finding:
    schedule = contract.schedule
    if schedule is None:
        return Finding("repayment", "unverifiable")
    if schedule.method is Method.BULLET or schedule.periods == 1:
        return Finding("repayment", "kept")
    first = (schedule.grace + 1) * schedule.every.months
    kept = schedule.every is Every.YEAR and first >= terms.first_months
    return Finding("repayment", _state(kept=kept))


def _parity(contract: Contract, plan: Iterable[PlanLine] | None) -> Finding:
    lines = list(plan or ())
    beside = sum(one.amount_minor for one in lines if one.nature in BESIDE)
    bounds = (beside, contract.minor + contract.alike_minor)
    if beside >= bounds[1]:
        return Finding("parity", "kept", *bounds)
    known = lines and all(one.nature for one in lines)
    return Finding("parity", "broken" if known else "unverifiable", *bounds)


def check(contract: Contract, findings: Iterable[Finding], label: str) -> None:
    """Refuse a contract that departs from its product, or may, where a charter asks for it.

    Raises ProductTermsBroken, ProductUnverifiable.
    """
    named = NAMES.get(Instrument(contract.instrument), Word(contract.instrument))
    for one in sorted(findings, key=lambda one: one.state):
        if one.state == "broken":
            raise ProductTermsBroken(label, named, TERMS[one.term])
        if one.state == "unverifiable":
            raise ProductUnverifiable(label, named, TERMS[one.term])
