"""Refusals about the published terms of a kind of contract."""

from __future__ import annotations

from blendfund.domain.errors.root import BlendfundError


class ProductTermsBroken(BlendfundError):
    """A contract departs from the terms of its product, and the charter asks for them."""

    code = "product-terms"
    sentence = "{agreement} departs from the published terms of an {product}: {term}. Change the contract, or the charter that asks for these terms."
    agreement: str
    product: str
    term: str


class ProductUnverifiable(BlendfundError):
    """Nobody can tell whether a contract keeps to its product's terms."""

    code = "product-unverifiable"
    sentence = "Whether {agreement} keeps to the published terms of an {product} cannot be verified: {term}. State its schedule, and what each resource of the project's plan is (project apply, --resource LABEL=AMOUNT:NATURE)."
    agreement: str
    product: str
    term: str
