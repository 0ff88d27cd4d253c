"""Who signs: the public keys by which people prove that a command is theirs."""

from __future__ import annotations

from blendfund.domain.event import Event


class SignerRegistered(Event, frozen=True, kw_only=True):
    """An actor may prove commands by a key.

    ``who`` is the actor as commands name them, ``public_key`` an Ed25519 key as OpenSSH
    writes it (``ssh-ed25519 AAAA...``), without a comment.
    """

    who: str
    public_key: str


class SignerRevoked(Event, frozen=True, kw_only=True):
    """A key proves nothing from here on; what it signed before stays proven.

    ``registered`` is the position of the fact that registered it.
    """

    registered: int
