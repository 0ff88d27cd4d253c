"""The bank account of a party: its ends for everybody, the whole of it on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blendfund.application.reading import facts
from blendfund.domain.party import PartyRegistered

if TYPE_CHECKING:
    from blendfund.application.reading.reader import Reading

_START, _END = 4, 4


def iban_of(reading: Reading, party: int, *, whole: bool) -> str | None:
    """Give a party's IBAN, by the party's number; none was given, or it was erased: None.

    A person's stands in their registration alone, so that it is read nowhere by accident.
    """
    fact = facts.at(reading.books, party)
    if fact is None or not isinstance(fact.event, PartyRegistered):
        return None
    iban: str | None = fact.event.iban
    if fact.event.person_iban is not None:
        iban = _opened(reading, party, fact.event.person_iban.sealed)
    return iban if whole or not iban else masked(iban)


def masked(iban: str) -> str:
    """Give an IBAN as it may be shown: ``FR76 **** **** 0185``."""
    return f"{iban[:_START]} **** **** {iban[-_END:]}"


def _opened(reading: Reading, party: int, sealed: str) -> str | None:
    sql = "SELECT stream_id FROM party WHERE id = ? AND sealed <> ''"
    known = reading.books.execute(sql, (party,)).fetchone()
    place = (1, "party-registered/1", "person_iban")
    return known and reading.vault.open(known[0], *place, sealed)
