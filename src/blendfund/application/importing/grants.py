"""French open grant data, seen from a fund: its own grants, its income, others' money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blendfund.domain.party import fold
from blendfund.domain.vocabulary import Instrument, Kind, PartyKind, Sector, Terms
from blendfund.exchange.row import Row
from blendfund.exchange.scdl_values import siren_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from blendfund.exchange.scdl import ScdlLine


def rows_of(lines: Sequence[ScdlLine], siren: str) -> tuple[list[Row], int]:
    """Give the movements that grants mean to the fund of this SIREN.

    Returns:
        A row a line, and how many parties other than the fund the lines name.
    """
    parties: set[str] = set()
    rows = []
    for line in lines:
        for name, number in (
            (line.giver_name, line.giver_id),
            (line.beneficiary_name, line.beneficiary_id),
        ):
            if not siren or siren_of(number) != siren:
                parties.add(number or fold(name))
        rows.append(_row(line, siren))
    return rows, len(parties)


def _row(line: ScdlLine, siren: str) -> Row:
    said = {
        "line": line.line,
        "on": line.on,
        "amount_minor": line.amount_minor,
        "currency": "EUR",
        "instrument": Instrument.GRANT,
        "label": line.label,
        "note": line.reference,
    }
    project = {
        "project": line.beneficiary_name,
        "beneficiary": line.beneficiary_name,
        "beneficiary_identifier": line.beneficiary_id,
        "beneficiary_rna": line.beneficiary_rna,
    }
    giver = {
        "party": line.giver_name,
        "party_identifier": line.giver_id,
        "party_kind": PartyKind.ORGANISATION,
        "sector": Sector.PUBLIC,
        "terms": Terms.CONCESSIONAL,
    }
    if siren and siren_of(line.giver_id) == siren:
        return Row(kind=Kind.CONTRACT, alone=True, **said, **project)  # type: ignore[arg-type]
    if siren and siren_of(line.beneficiary_id) == siren:
        return Row(kind=Kind.COMMITMENT, **said, **giver)  # type: ignore[arg-type]
    return Row(kind=Kind.COFINANCING, any_date=True, **said, **giver, **project)  # type: ignore[arg-type]
