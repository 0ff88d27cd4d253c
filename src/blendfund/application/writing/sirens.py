"""The number of a French legal person, checked as its register gives it."""

from __future__ import annotations

from blendfund.domain.errors import BadSiren


def check_siren(siren: str) -> None:
    """Refuse a SIREN that fails its check digit; none is fine. Raises BadSiren."""
    if siren:
        from stdnum.fr import siren as number

        if not siren.isascii() or not siren.isdigit() or not number.is_valid(siren):
            raise BadSiren(siren)
