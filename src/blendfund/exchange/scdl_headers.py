"""The columns of SCDL grants under the names of each generation of the format."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from blendfund.exchange import scdl_sentences as say
from blendfund.exchange.scdl_values import UnreadableValue, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

# The first name is the official one (SCDL 2.x), the others are older generations.
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "giver_name": ("nomAttribuant", "COLL_NOM"),
    "giver_id": ("idAttribuant", "COLL_SIRET"),
    "on": ("dateConvention", "ACTE_DATE"),
    "reference": ("referenceDecision", "ACTE_REF"),
    "beneficiary_name": ("nomBeneficiaire", "ATTRIB_NOM"),
    "beneficiary_id": ("idBeneficiaire", "ATTRIB_SIRET"),
    "beneficiary_rna": ("rnaBeneficiaire",),
    "label": ("objet", "SUB_OBJ"),
    "amount_minor": ("montant", "SUB_MONTANT"),
    "nature": ("nature",),
    "conditions": ("conditionsVersement",),
}
NEEDED: Final = ("giver_name", "giver_id", "on", "beneficiary_name", "amount_minor")


def folded(text: str) -> str:
    """Fold case and accents, and keep letters and digits only."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum())


_FIELD_OF: Final = {folded(name): field for field, names in NAMES.items() for name in names}


def known_columns(header: Sequence[str]) -> int:
    """Count the cells of a header that name a column of the format."""
    return sum(folded(cell) in _FIELD_OF for cell in header)


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Find where each field stands in a header.

    Raises:
        UnreadableValue: a needed column is missing, or one stands there twice.
    """
    found: dict[str, int] = {}
    for index, cell in enumerate(header):
        field = _FIELD_OF.get(folded(cell))
        if field in found:
            raise UnreadableValue(say.COLUMN_TWICE, {"column": shown(cell)})
        if field is not None:
            found[field] = index
    missing = [NAMES[field][0] for field in NEEDED if field not in found]
    if missing:
        raise UnreadableValue(say.UNKNOWN_HEADER, {"columns": ", ".join(missing)})
    return found
