"""Parties: organisations by name, natural persons by a sealed name."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from uuid import UUID

from blendfund.domain.event import Event, Personal
from blendfund.domain.vocabulary import PartyKind


class PartyRegistered(Event, frozen=True, kw_only=True):
    """A funder, co-financer or beneficiary became known to the ledger.

    An organisation has a ``name`` and may have an ``iban``; a person's stand in ``person``
    and ``person_iban``, sealed under their key. ``identifier`` is the SIREN or SIRET as
    given, ``rna`` the association's number.
    """

    kind: PartyKind
    name: str = ""
    person: Personal | None = None
    identifier: str = ""
    rna: str = ""
    iban: str = ""
    person_iban: Personal | None = None


class PartyMerged(Event, frozen=True, kw_only=True):
    """The party turned out to be another one: from now on it is ``into``."""

    into: UUID


class PartyErased(Event, frozen=True, kw_only=True):
    """A person's name was made unreadable for good: its key is destroyed.

    ``retained_until`` is the last day on which accounting evidence about the person has to
    be kept, none where no movement concerns them. ``legal_basis`` says, in the words of who
    erases, why it was done; "" where nothing but the end of that time was needed.
    """

    legal_basis: str = ""
    retained_until: date | None = None


def fold(name: str) -> str:
    """Give what two spellings of one name have in common: case, accents, spacing apart."""
    if name.isascii():
        return " ".join(name.casefold().split())
    spread = unicodedata.normalize("NFKD", name)
    bare = "".join(c for c in spread if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def organisation(identity: str, folded: str) -> str:
    """Give the register's key of an organisation: its number, else its folded name."""
    return f"id:{identity}" if identity else f"name:{folded}"


# What two names of one organisation often differ by.
_EMPTY_WORDS = {
    "association",
    "asso",
    "de",
    "du",
    "des",
    "d",
    "l",
    "la",
    "le",
    "les",
    "et",
    "sa",
    "sarl",
    "sas",
    "scic",
    "scop",
}


def bones(folded: str) -> str:
    """Give what is left of a folded name without punctuation and empty words."""
    bare = re.sub(r"[^\w]+", " ", folded).split()
    return " ".join([word for word in bare if word not in _EMPTY_WORDS] or bare)
