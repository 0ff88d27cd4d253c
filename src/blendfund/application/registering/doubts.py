"""What a careful colleague would point at in a file: never an error, always a warning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from blendfund.application.planning.verbs import party_kind
from blendfund.application.registering.resembling import organisations_like
from blendfund.domain.party import bones, fold
from blendfund.domain.vocabulary import PartyKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from blendfund.application.writing.ledger import Ledger
    from blendfund.exchange.row import Row

NEAR: Final = "Two names look like one party: “{one}” and “{other}”; use one spelling."
PERSONAL: Final = (
    "{count} labels seem to hold an e-mail address, an IBAN or a phone number: labels are"
    " never erased, keep personal data out of them."
)
SHOWN_MAX: Final = 20
_EMAIL: Final = re.compile(r"[\w.+-]@[\w-]+\.\w")
_IBAN: Final = re.compile(r"FR[0-9]{2}(?: ?[0-9A-Z]{4}){5}")
_PHONE: Final = re.compile(r"(?:\b0|\+33 ?)[1-9](?:[ .]?[0-9]{2}){4}\b")


def near_duplicates(
    ledger: Ledger, rows: Sequence[Row]
) -> list[tuple[str, dict[str, Any]]]:
    """Point at organisations whose names differ by nothing that matters."""
    said = {(row.party, party_kind(row)) for row in rows}
    given = {
        fold(name): name
        for name, kind in sorted(said)
        if name.strip() and kind is PartyKind.ORGANISATION
    }
    found: dict[tuple[str, str], None] = {}
    in_file: dict[str, str] = {}
    for folded, name in sorted(given.items()):
        same = bones(folded)
        for other in (*organisations_like(ledger, same), in_file.get(same, name)):
            if fold(other) != folded:
                found[min(name, other), max(name, other)] = None
        in_file.setdefault(same, name)
    return [(NEAR, {"one": one, "other": other}) for one, other in found][:SHOWN_MAX]


def personal_labels(rows: Sequence[Row]) -> list[tuple[str, dict[str, Any]]]:
    """Count the labels that look like they hold personal data."""
    count = sum(1 for row in rows if row.label and _personal(row.label))
    return [(PERSONAL, {"count": count})] if count else []


def _personal(label: str) -> bool:
    return bool(
        ("@" in label and _EMAIL.search(label))
        or ("FR" in label and _IBAN.search(label))
        or (("0" in label or "+33" in label) and _PHONE.search(label))
    )
