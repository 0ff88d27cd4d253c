"""Signatures of commands: Ed25519 over an SSH signature's text, checked by ssh-keygen too.

Source: OpenSSH, PROTOCOL.sshsig; the namespace is ``blendfund``, the hash SHA-512.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from hashlib import sha256, sha512
from struct import pack
from typing import TYPE_CHECKING, Final

from blendfund.domain.errors import (
    BadPublicKey,
    BadSigningKey,
    LockedSigningKey,
    OtherKeyKind,
    PrivateKeyGiven,
)
from blendfund.domain.event import Proof

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAMESPACE: Final = b"blendfund"
_KIND: Final = b"ssh-ed25519"
_PREFIX: Final = b"blendfund-command-v1\n"
_PUBLIC: Final = re.compile(r"ssh-ed25519 ([A-Za-z0-9+/]+=*)(?: [^\n]*)?", re.ASCII)
_OTHER: Final = re.compile(r"(ssh-(?!ed25519)|ecdsa-|sk-)[a-z0-9@.-]+(?= |$)", re.ASCII)
# As OpenSSH and PEM, then PuTTY, begin what they keep for its owner alone.
_PRIVATE: Final = re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----|PuTTY-User-Key-File-")
_PROOF: Final = re.compile(rb',"proof":\{"key":"[^"\\]*","signature":"[^"\\]*"\}')
SIZE_MAX: Final = 1 << 16


def message_of(uuid: str, first: int, leaves: Iterable[bytes]) -> bytes:
    """Give what a command's signature is over.

    Args:
        uuid: The ledger's, so that no signature holds in another one.
        first: The position of the command's first fact.
        leaves: The leaf hashes of its facts, the first one's as it is without its proof.
    """
    digest, count = sha256(), 0
    for leaf in leaves:
        digest.update(leaf)
        count += 1
    return _PREFIX + uuid.encode() + b"\n" + pack(">QQ", first, count) + digest.digest()


def unproven(state: bytes) -> bytes:
    """Give a stored fact as it was before its proof was put in."""
    return _PROOF.sub(b"", state, count=1)


def public_key_of(text: str) -> str:
    """Read an Ed25519 public key as OpenSSH writes it; its comment goes.

    Raises:
        BadPublicKey, OtherKeyKind, PrivateKeyGiven.
    """
    said = text.strip()
    found = _PUBLIC.fullmatch(said)
    if found is None:
        if _PRIVATE.match(said):
            raise PrivateKeyGiven
        if other := _OTHER.match(said):
            raise OtherKeyKind(other[0])
        raise BadPublicKey
    try:
        raw = b64decode(found[1], validate=True)
    except ValueError as wrong:
        raise BadPublicKey from wrong
    head = _string(_KIND) + pack(">I", 32)
    if not raw.startswith(head) or len(raw) != len(head) + 32:
        raise BadPublicKey
    return f"ssh-ed25519 {b64encode(raw).decode()}"


def fingerprint(public_key: str) -> str:
    """Give a public key's fingerprint, as ``ssh-keygen -l`` shows it."""
    digest = sha256(b64decode(public_key.split(" ")[1])).digest()
    return f"SHA256:{b64encode(digest).decode().rstrip('=')}"


def signed_text(message: bytes) -> bytes:
    """Give the text that an SSH signature of a message is over."""
    fields = (NAMESPACE, b"", b"sha512", sha512(message).digest())
    return b"SSHSIG" + b"".join(map(_string, fields))


def holds(public_key: str, signature: str, message: bytes) -> bool:
    """Tell whether a signature of a message is by a key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    raw = b64decode(public_key.split(" ")[1])[-32:]
    try:
        given = b64decode(signature, validate=True)
        Ed25519PublicKey.from_public_bytes(raw).verify(given, signed_text(message))
    except (InvalidSignature, ValueError):
        return False
    return True


class Signer:
    """A private key, and what it proves."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        self._key = key
        public = key.public_key()
        text = public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
        self.public_key = public_key_of(text)
        self.fingerprint = fingerprint(self.public_key)

    def prove(self, message: bytes) -> Proof:
        """Sign a command's message."""
        signature = self._key.sign(signed_text(message))
        return Proof(self.fingerprint, b64encode(signature).decode())


def signer_of(path: Path, password: bytes | None = None) -> Signer:
    """Read an Ed25519 private key, of OpenSSH or PEM.

    Raises:
        BadSigningKey: it is none, or cannot be read.
        LockedSigningKey: it needs another password.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        load_pem_private_key,
        load_ssh_private_key,
    )

    try:
        with path.open("rb") as file:
            raw = file.read(SIZE_MAX)
    except OSError as refused:
        raise BadSigningKey(str(path)) from refused
    load = load_ssh_private_key if b"OPENSSH" in raw[:64] else load_pem_private_key
    try:
        key = load(raw, password)
    except TypeError as locked:
        raise LockedSigningKey(str(path)) from locked
    except (ValueError, UnsupportedAlgorithm) as wrong:
        if password is not None:
            raise LockedSigningKey(str(path)) from wrong
        raise BadSigningKey(str(path)) from wrong
    if not isinstance(key, Ed25519PrivateKey):
        raise BadSigningKey(str(path))
    return Signer(key)


def _string(raw: bytes) -> bytes:
    return pack(">I", len(raw)) + raw
