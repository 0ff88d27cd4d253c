"""The fund: who it is, on which territories, in which currency, since when."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from blendfund.domain.errors import BadCurrency, BadReference, EmptyText, FundExists
from blendfund.domain.event import Event
from blendfund.domain.money import EXPONENT
from blendfund.domain.vocabulary import LegalForm

if TYPE_CHECKING:
    from collections.abc import Sequence

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


class Fund(Struct, frozen=True):
    """What later decisions need to know of a fund."""

    reference: str
    currency: str
    opened_on: date
    compartments: frozenset[str] = frozenset()

    def open_compartment(self, name: str, purpose: str, on: date) -> CompartmentOpened:
        """Set up a compartment. Raises BadReference, FundExists."""
        if not _REFERENCE.fullmatch(name):
            raise BadReference(name)
        if name in self.compartments:
            raise FundExists(name)
        return CompartmentOpened(on=on, name=name, purpose=purpose)


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
    return fund
