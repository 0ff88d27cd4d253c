"""Vouchers: a file, known by its content, that shows that facts are true."""

from __future__ import annotations

from uuid import UUID

from blendfund.domain.event import Event, Personal


class EvidenceAttached(Event, frozen=True, kw_only=True):
    """A file was attached to facts; ``evidence`` holds its SHA-256.

    ``facts`` are positions, ``name`` the file's name as given, ``size`` its bytes. Where
    it concerns natural persons, ``persons`` are their streams and the name stands in
    ``sealed``, under the key of each of them in turn.
    """

    name: str = ""
    size: int
    facts: tuple[int, ...]
    persons: tuple[UUID, ...] = ()
    sealed: Personal | None = None
