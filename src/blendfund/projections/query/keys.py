"""By what movements can be searched: each key's names in both languages, and its sort."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from blendfund.domain.party import fold

Sort = Literal["word", "text", "amount", "day", "position", "choice"]


class Key(Struct, frozen=True):
    """One key: its English name, its French one, others it answers to, what follows it."""

    english: str
    french: str
    sort: Sort
    others: tuple[str, ...] = ()

    def shown(self, *, french: bool) -> str:
        """Give the key's name in one language."""
        return self.french if french else self.english


KEYS: Final = (
    Key("sector", "source", "word", ("secteur",)),
    Key("instrument", "instrument", "word"),
    Key("terms", "conditions", "word"),
    Key("kind", "sorte", "word", ("type",)),
    Key("amount", "montant", "amount"),
    Key("date", "date", "day", ("le", "on")),
    Key("recorded", "enregistré", "day"),
    Key("party", "tiers", "text", ("apporteur", "funder")),
    Key("project", "projet", "text"),
    Key("agreement", "convention", "text", ("contrat", "contract")),
    Key("fund", "fonds", "text"),
    Key("compartment", "compartiment", "text"),
    Key("earmark", "affectation", "text"),
    Key("origin", "origine", "text"),
    Key("territory", "territoire", "text"),
    Key("label", "libellé", "text"),
    Key("reference", "référence", "text", ("ref",)),
    Key("reason", "motif", "text"),
    Key("evidence", "pièce", "text"),
    Key("actor", "acteur", "text"),
    Key("batch", "lot", "text"),
    Key("position", "position", "position"),
    Key("reversed", "annulé", "choice"),
)
NAMED: Final = {
    fold(name): key for key in KEYS for name in (key.english, key.french, *key.others)
}
# What can be written after a key of each sort.
FORMS: Final = {
    "amount": '>10000, <=500, 10000..20000, "10 000,50"',
    "day": "2026, 2026-03, 2026-T1, 2026-S1, 2026-03-01, 2026-01..2026-03, >=2026-03-01",
    "position": "12, 10..20, >10",
    "choice": "oui, non, yes, no",
    "word": "public, public,banque",
    "text": 'mot, "plusieurs mots", ""',
}
