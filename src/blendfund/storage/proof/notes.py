"""Checkpoints: signed notes (C2SP signed-note and tlog-checkpoint, Ed25519).

A checkpoint is three lines (the ledger's origin, how many facts, the root of their tree),
an empty line, and a line for each signature. A signature names its key and four bytes of a
hash of it: who does not know the key passes over it.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.domain.errors import (
    NotACheckpoint,
    NotAVerifierKey,
    NotSigned,
    NoVerifierKey,
    OtherLog,
)
from blendfund.storage.proof.merkle import Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

ED25519: Final = b"\x01"
PUBLIC_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
NOTE_BYTES_MAX: Final = 1 << 16
_NOTE: Final = re.compile(
    r"(?P<text>(?P<origin>[^\s+]+)\n(?P<size>0|[1-9][0-9]{0,18})\n"
    r"(?P<root>[A-Za-z0-9+/]{43}=)\n)\n(?P<signatures>(?:— [^\s+]+ [A-Za-z0-9+/]+=*\n)+)"
)
_KEY: Final = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)")


class VerifierKey(NamedTuple):
    """What verifies the signatures of one key: its name and its public half."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """Give the four bytes by which a signature names its key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        """Write the key as one line, without spaces."""
        public = b64encode(ED25519 + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{public}"


class Signature(NamedTuple):
    """One signature line: who signed, and with what."""

    name: str
    key_id: bytes
    value: bytes

    def line(self) -> str:
        """Write the line as it stands under the text."""
        return f"— {self.name} {b64encode(self.key_id + self.value).decode()}\n"


class Checkpoint(NamedTuple):
    """A checkpoint as it was read: nobody has verified its signatures yet."""

    origin: str
    events: int
    root: str
    text: str
    signatures: tuple[Signature, ...]
    place: str

    def known(self) -> Known:
        """Give what it says of the log."""
        return Known(self.events, self.root, self.place)

    def note(self) -> str:
        """Write the note as it stands in a file."""
        return f"{self.text}\n{''.join(one.line() for one in self.signatures)}"


def text_of(origin: str, events: int, root: str) -> str:
    """Write the lines that are signed."""
    return f"{origin}\n{events}\n{root}\n"


def checkpoint_of(note: str, place: str) -> Checkpoint:
    """Read a note. Raises NotACheckpoint."""
    found = _NOTE.fullmatch(note)
    if found is None or not canonical(found["root"]):
        raise NotACheckpoint(place)
    signatures = []
    for line in found["signatures"].splitlines():
        _, name, encoded = line.split(" ")
        raw = canonical(encoded)
        if len(raw) <= len("uint"):
            raise NotACheckpoint(place)
        signatures.append(Signature(name, raw[:4], raw[4:]))
    size = int(found["size"])
    read = (found["origin"], size, found["root"], found["text"], tuple(signatures))
    return Checkpoint(*read, place)


def canonical(encoded: str) -> bytes:
    """Decode base64 that could not have been written otherwise; else give no bytes."""
    try:
        raw = b64decode(encoded, validate=True)
    except NotBase64:
        return b""
    return raw if b64encode(raw).decode() == encoded else b""


def read_checkpoint(path: Path) -> Checkpoint:
    """Read a checkpoint's file. Raises NotACheckpoint, OSError."""
    with path.open("rb") as file:
        content = file.read(NOTE_BYTES_MAX + 1)
    try:
        note = content.decode()
    except UnicodeDecodeError as wrong:
        raise NotACheckpoint(str(path)) from wrong
    if len(content) > NOTE_BYTES_MAX:
        raise NotACheckpoint(str(path))
    return checkpoint_of(note, str(path))


def verifier_key(text: str) -> VerifierKey:
    """Read a verifier key. Raises NotAVerifierKey."""
    found = _KEY.fullmatch(text)
    raw = canonical(found[3]) if found else b""
    if found is None or len(raw) != 1 + PUBLIC_BYTES or raw[:1] != ED25519:
        raise NotAVerifierKey(text)
    key = VerifierKey(found[1], raw[1:])
    if key.id.hex() != found[2]:
        raise NotAVerifierKey(text)
    return key


def verifier_keys(text: str) -> list[VerifierKey]:
    """Read verifier keys, one a line. Raises NotAVerifierKey."""
    keys = [verifier_key(line.strip()) for line in text.splitlines() if line.strip()]
    if not keys:
        raise NotAVerifierKey("")
    return keys


def signers(checkpoint: Checkpoint, keys: Iterable[VerifierKey]) -> list[VerifierKey]:
    """Give which of these keys signed a checkpoint.

    Raises NotSigned where a signature is not what its key would have made.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    known = {(key.name, key.id): key for key in keys}
    found = []
    for one in checkpoint.signatures:
        key = known.get((one.name, one.key_id))
        if key is None:
            continue
        try:
            public = Ed25519PublicKey.from_public_bytes(key.public)
            public.verify(one.value, checkpoint.text.encode())
        except (InvalidSignature, ValueError) as wrong:
            raise NotSigned(checkpoint.place, str(key)) from wrong
        found.append(key)
    return found


def check_signed(checkpoint: Checkpoint, keys: Sequence[VerifierKey], origin: str) -> None:
    """Make sure that one of these keys signed a checkpoint, and for this ledger.

    Raises NoVerifierKey, NotSigned, OtherLog.
    """
    if not keys:
        raise NoVerifierKey
    if not signers(checkpoint, keys):
        raise NotSigned(checkpoint.place, str(keys[-1]))
    if checkpoint.origin != origin:
        raise OtherLog(checkpoint.place, checkpoint.origin, origin)
