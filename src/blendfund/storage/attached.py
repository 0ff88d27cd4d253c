"""Names of attached files, sealed for every natural person whom a file concerns.

A name is sealed under the key of one person, then what comes out under the next one's:
once any of them is erased, nobody reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.domain.event import Personal
from blendfund.storage.keys import Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from blendfund.storage.keys import Vault

# Each layer is a third longer than what it holds.
PERSONS_MAX: Final = 8
_TOPIC: Final = "evidence-attached/1"


def seal_name(vault: Vault, stream: UUID, persons: Sequence[UUID], name: str) -> Personal:
    """Seal a file's name, to be read while every one of these persons has a key."""
    place = _place(stream.bytes)
    for person in persons:
        name = vault.seal(person.bytes, place, name).sealed
    return Personal(name)


def open_name(
    vault: Vault, stream: bytes, persons: Sequence[bytes], sealed: str
) -> str | None:
    """Read the name of a file; None when the key of one of the persons is gone."""
    name: str | None = sealed
    for person in reversed(persons):
        name = None if name is None else vault.unseal(person, _place(stream), name)
    return name


def _place(stream: bytes) -> Place:
    return Place(stream, 1, _TOPIC, "sealed")
