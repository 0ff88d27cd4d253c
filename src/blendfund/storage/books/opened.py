"""The books' view of facts that move no amount: some fields of each."""

from __future__ import annotations

import msgspec

from blendfund.domain.event import Personal
from blendfund.domain.schedule import Schedule
from blendfund.storage.books.about import Dimensions


class Opened(msgspec.Struct):
    """The register's view of every silent fact; each uses some of these fields."""

    on: str
    reference: str = ""
    name: str = ""
    currency: str = ""
    siren: str = ""
    legal_form: str = "association"
    territories: tuple[str, ...] = ()
    kind: str = ""
    person: Personal | None = None
    identifier: str = ""
    fund: str = ""
    party: str | None = None
    project: str = ""
    sector: str = ""
    origin: str = ""
    terms: str | None = None
    instrument: str = ""
    compartment: str = ""
    carrier: str = ""
    to_compartment: str = ""
    to_bank_account: str = ""
    to_earmark: str = ""
    earmark: str = ""
    rate: str = ""
    fact: int = 0
    what: str = ""
    into: str = ""
    overcommitment: str = "refused"
    draw_order: str = "free-first"
    purpose: str = ""
    publics: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    parent: str | None = None
    territory: str = ""
    valid_from: str | None = None
    valid_until: str | None = None
    highest_rate: str = ""
    repayments: str = "earmark"
    size: int = 0
    facts: tuple[int, ...] = ()
    persons: tuple[str, ...] = ()
    sealed: Personal | None = None
    evidence: tuple[str, ...] = ()
    schedule: Schedule | None = None
    rank: int = 0
    size_minor: int = 0
    who: str = ""
    public_key: str = ""
    registered: int = 0
    order: tuple[str, ...] = ()
    principal_minor: int = 0
    overdue_minor: int = 0
    days_late: int = 0


read_opened = msgspec.json.Decoder(Opened).decode


def dimensions_of(fact: Opened) -> Dimensions:
    """Give what every posting of an agreement, or of others' money, has in common."""
    return Dimensions(
        fact.sector,
        fact.origin,
        fact.terms or "",
        fact.instrument,
        fact.compartment,
        fact.carrier,
    )


def raw(uuid: str) -> bytes:
    """Give the bytes of a UUID as text."""
    return bytes.fromhex(uuid.replace("-", ""))


def destination_of(state: bytes) -> tuple[Dimensions, str, str]:
    """Give where a transfer goes: dimensions, bank account, earmark."""
    fact = read_opened(state)
    dimensions = Dimensions(compartment=fact.to_compartment, carrier=fact.carrier)
    return dimensions, fact.to_bank_account, fact.to_earmark
