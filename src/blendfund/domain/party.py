"""Parties: organisations by name, natural persons by a sealed name."""

from __future__ import annotations

import unicodedata

from blendfund.domain.event import Event, Personal
from blendfund.domain.vocabulary import PartyKind


class PartyRegistered(Event, frozen=True, kw_only=True):
    """A funder, co-financer or beneficiary became known to the ledger.

    An organisation has a ``name``; a person has a ``person``, sealed under their key.
    ``identifier`` is the SIREN or SIRET as given, ``rna`` the association's number.
    """

    kind: PartyKind
    name: str = ""
    person: Personal | None = None
    identifier: str = ""
    rna: str = ""


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
