"""The fund: who it is, on which territories, in which currency, since when."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, structs

from blendfund.domain.earmark import Order
from blendfund.domain.errors import (
    BadCurrency,
    BadReference,
    EmptyText,
    FundExists,
    UnknownCompartment,
)
from blendfund.domain.event import Event
from blendfund.domain.money import EXPONENT
from blendfund.domain.vocabulary import LegalForm

if TYPE_CHECKING:
    from collections.abc import Sequence

Overcommitment = Literal["refused", "allowed"]
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)


class FundOpened(Event, frozen=True, kw_only=True):
    """The partners opened the fund."""

    reference: str
    name: str
    territories: tuple[str, ...]
    currency: str
    siren: str = ""
    legal_form: LegalForm = LegalForm.ASSOCIATION


class CompartmentOpened(Event, frozen=True, kw_only=True):
    """A ring-fenced part of the fund was set up."""

    name: str
    purpose: str = ""


class FundRulesAdopted(Event, frozen=True, kw_only=True):
    """The partners decided what the fund allows.

    ``overcommitment`` says whether contracts may exceed what is available to commit,
    ``draw_order`` which money a payment takes first.
    """

    overcommitment: Overcommitment = "refused"
    draw_order: Order = "free-first"


class Fund(Struct, frozen=True):
    """What later decisions need to know of a fund."""

    reference: str
    currency: str
    opened_on: date
    compartments: frozenset[str] = frozenset()
    overcommitment: Overcommitment = "refused"
    draw_order: Order = "free-first"

    def open_compartment(self, name: str, purpose: str, on: date) -> CompartmentOpened:
        """Set up a compartment. Raises BadReference, FundExists."""
        if not _REFERENCE.fullmatch(name):
            raise BadReference(name)
        if name in self.compartments:
            raise FundExists(name)
        return CompartmentOpened(on=on, name=name, purpose=purpose)

    def check_compartment(self, name: str) -> None:
        """Refuse a compartment that was never opened. Raises UnknownCompartment."""
        if name and name not in self.compartments:
            known = ", ".join(sorted(self.compartments)) or "-"
            raise UnknownCompartment(name, self.reference, known)

    def adopt(
        self,
        on: date,
        *,
        overcommitment: Overcommitment | None = None,
        draw_order: Order | None = None,
    ) -> FundRulesAdopted:
        """Adopt rules; those left out stay as they are."""
        return FundRulesAdopted(
            on=on,
            overcommitment=overcommitment or self.overcommitment,
            draw_order=draw_order or self.draw_order,
        )


def open_fund(
    reference: str,
    name: str,
    territories: Sequence[str],
    currency: str,
    on: date,
    *,
    siren: str = "",
    legal_form: LegalForm = LegalForm.ASSOCIATION,
) -> FundOpened:
    """Open a fund. Raises BadReference, BadCurrency, EmptyText."""
    if not _REFERENCE.fullmatch(reference):
        raise BadReference(reference)
    if currency not in EXPONENT:
        raise BadCurrency(currency, ", ".join(sorted(EXPONENT)))
    if not name.strip() or not territories or not all(t.strip() for t in territories):
        raise EmptyText
    return FundOpened(
        on=on,
        reference=reference,
        name=name.strip(),
        territories=tuple(t.strip() for t in territories),
        currency=currency,
        siren=siren,
        legal_form=legal_form,
    )


def evolve(fund: Fund | None, event: Event) -> Fund | None:
    """Give the fund after ``event``. Holds no rule: a fact is never refused."""
    match event:
        case FundOpened():
            return Fund(event.reference, event.currency, event.on)
        case CompartmentOpened() if fund is not None:
            return structs.replace(fund, compartments=fund.compartments | {event.name})
        case FundRulesAdopted() if fund is not None:
            return structs.replace(
                fund, overcommitment=event.overcommitment, draw_order=event.draw_order
            )
    return fund
