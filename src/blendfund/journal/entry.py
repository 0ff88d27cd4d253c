"""What a fact means in double entry, once it is in the books: an entry of postings."""

from __future__ import annotations

from typing import NamedTuple


class Posting(NamedTuple):
    """One line of an entry (minor units, debit positive), with where the money stands."""

    ordinal: int
    account: str
    amount: int
    compartment: str = ""
    bank_account: str = ""
    earmark: str = ""


class Entry(NamedTuple):
    """The postings of one fact, and all that the fact says.

    They sum to zero. ``position`` is the fact's and ``event`` its stream and version.
    ``movement`` is what was done, or what was taken back when the fact ``reverses`` a
    position; ``replaces`` is the position of the fact that it corrects (0 where there is
    none). ``party`` stands by its number in the register, and by its name.
    """

    position: int
    event: str
    topic: str
    movement: str
    on: str
    accounted_on: str
    recorded_at: str
    actor: str
    currency: str
    party: str
    party_number: int
    sector: str
    origin: str
    terms: str
    instrument: str
    carrier: str
    project: str
    agreement: str
    agreement_name: str
    label: str
    reference: str
    reverses: int
    replaces: int
    reason: str
    evidence: tuple[str, ...]
    postings: tuple[Posting, ...]
