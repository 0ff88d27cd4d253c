"""Signing keys, each in a file of its owner's, and the verifier keys of all that signed.

A signing key is written as the reference implementation of signed notes does
(``PRIVATE+KEY+name+hash+base64``); an unencrypted PEM or OpenSSH file of an Ed25519 key is
read too. Whatever name stands in the file, a key signs under the origin of the ledger: it
can sign for several, and each of its notes says for which.
"""

from __future__ import annotations

import os
from base64 import b64encode
from typing import TYPE_CHECKING, Final

from blendfund.domain.errors import NotASigningKey
from blendfund.storage.proof.notes import ED25519, Signature, VerifierKey, canonical

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNER: Final = "signing-key"
VERIFIERS: Final = "verifier-keys"
_BEGIN: Final = "PRIVATE+KEY+"
_FILE_BYTES_MAX: Final = 1 << 14
_SEED_BYTES: Final = 32


class SigningKey:
    """An Ed25519 key that signs under a ledger's origin."""

    def __init__(self, private: Ed25519PrivateKey, name: str) -> None:
        self._private = private
        self.verifier = VerifierKey(name, private.public_key().public_bytes_raw())

    def sign(self, text: str) -> Signature:
        """Sign the lines of a note."""
        value = self._private.sign(text.encode())
        return Signature(self.verifier.name, self.verifier.id, value)

    def file(self) -> str:
        """Write the key for its file."""
        seed = b64encode(ED25519 + self._private.private_bytes_raw()).decode()
        return f"{_BEGIN}{self.verifier.name}+{self.verifier.id.hex()}+{seed}\n"


def make_key(path: Path, name: str) -> SigningKey:
    """Make a key in a file that only its owner can read, durable on return.

    Raises FileExistsError.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = SigningKey(Ed25519PrivateKey.generate(), name)
    write_new(path, key.file(), 0o600)
    return key


def write_new(path: Path, text: str, mode: int) -> None:
    """Write a file that is not there yet, whole, durable on return."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        draft.unlink()
    _flush_folder(path)


def _flush_folder(path: Path) -> None:
    folder = os.open(path.resolve().parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_key(path: Path, name: str) -> SigningKey:
    """Read a key. Raises NotASigningKey, OSError."""
    with path.open("rb") as file:
        content = file.read(_FILE_BYTES_MAX)
    private = _own(content) if content.startswith(_BEGIN.encode()) else _foreign(content)
    if private is None:
        raise NotASigningKey(str(path))
    return SigningKey(private, name)


def _own(content: bytes) -> Ed25519PrivateKey | None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        text = content.decode().removeprefix(_BEGIN).strip()
        name, key_id, encoded = text.split("+", 2)
    except ValueError:
        return None
    raw = canonical(encoded)
    if len(raw) != 1 + _SEED_BYTES or raw[:1] != ED25519:
        return None
    private = Ed25519PrivateKey.from_private_bytes(raw[1:])
    said = VerifierKey(name, private.public_key().public_bytes_raw())
    return private if said.id.hex() == key_id else None


def _foreign(content: bytes) -> Ed25519PrivateKey | None:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    ssh = b"OPENSSH PRIVATE KEY" in content
    read = serialization.load_ssh_private_key if ssh else serialization.load_pem_private_key
    try:
        private = read(content, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return private if isinstance(private, Ed25519PrivateKey) else None


def retired(path: Path) -> Path:
    """Give where a key that is given up stays until its successor has signed too."""
    return path.with_name(f"{path.name}.retired")


def verifiers(path: Path) -> list[str]:
    """Give the verifier keys that a ledger's file of them lists, the latest last."""
    try:
        return path.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return []


def add_verifier(path: Path, key: VerifierKey) -> None:
    """Put a key at the end of the list, unless it stands there; durable on return."""
    known = verifiers(path)
    if str(key) in known[-1:]:
        return
    _list(path, [*(one for one in known if one != str(key)), str(key)])


def add_earlier(path: Path, keys: Sequence[str]) -> None:
    """Put keys before those on the list that are not there; durable on return."""
    known = verifiers(path)
    new = [one for one in keys if one not in known]
    if new:
        _list(path, [*new, *known])


def _list(path: Path, listed: Sequence[str]) -> None:
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    write_new(draft, "".join(f"{one}\n" for one in listed), 0o644)
    draft.replace(path)
    _flush_folder(path)
