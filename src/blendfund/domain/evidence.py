"""Vouchers: a file, known by its content, that shows that facts are true."""

from __future__ import annotations

from blendfund.domain.event import Event


class EvidenceAttached(Event, frozen=True, kw_only=True):
    """A file was attached to facts; ``evidence`` holds its SHA-256.

    ``facts`` are positions, ``name`` the file's name as given, ``size`` its bytes.
    """

    name: str
    size: int
    facts: tuple[int, ...]
