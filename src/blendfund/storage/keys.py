"""The keys database beside the ledger: one wrapped key per natural person.

A person's name stands in the log as ciphertext under that person's key; without the key it
is gone for good, while the log stays as it was. The database is committed before the event
that needs it. Whoever holds this file can read the names: it is created readable by its
owner only and must be kept, and backed up, apart from the ledger.
"""

from __future__ import annotations

import os
import sqlite3
from base64 import b64encode
from binascii import a2b_base64
from contextlib import contextmanager
from functools import cached_property
from hashlib import sha256
from hmac import digest as hmac_digest
from typing import TYPE_CHECKING, NamedTuple

from blendfund.domain.errors import InvariantBroken, KeysDiffer
from blendfund.domain.event import Personal
from blendfund.domain.party import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path
    from uuid import UUID

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_FEW = 100  # people whose keys are looked up one by one
_NAME = (1, "party-registered/1", "person")
_DDL = """
CREATE TABLE IF NOT EXISTS master (
    id INTEGER PRIMARY KEY CHECK (id = 1), wrapping BLOB NOT NULL, blinding BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS person (
    stream_id BLOB PRIMARY KEY, wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;
"""


class Place(NamedTuple):
    """Where a sealed datum stands: it opens nowhere else."""

    stream: bytes
    version: int
    topic: str
    field: str


class Vault:
    """Seals and opens what belongs to natural persons."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fresh: dict[bytes, bytes] = {}
        self._prints: dict[bytes, str] = {}
        self._expected: dict[bytes, bytes] = {}

    @cached_property
    def _db(self) -> sqlite3.Connection:
        """Open the database, or make it: only when a person is first spoken of."""
        if not self._path.exists():
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        database = sqlite3.connect(self._path, isolation_level=None)
        database.execute("PRAGMA secure_delete=ON")
        database.execute("PRAGMA synchronous=EXTRA")
        database.executescript(_DDL)
        database.execute(
            "INSERT OR IGNORE INTO master VALUES (1, ?, ?)",
            (os.urandom(32), os.urandom(32)),
        )
        return database

    @cached_property
    def _secrets(self) -> tuple[bytes, bytes]:
        sql = "SELECT wrapping, blinding FROM master"
        wrapping, blinding = self._db.execute(sql).fetchone()
        return wrapping, blinding

    @cached_property
    def _master(self) -> tuple[AESGCM, bytes]:
        # Imported here: most commands never meet a person.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        wrapping, blinding = self._secrets
        return AESGCM(wrapping), blinding

    @cached_property
    def _wrong(self) -> type[Exception]:
        """Give what decrypting raises when the key or the text is another one."""
        from cryptography.exceptions import InvalidTag

        return InvalidTag

    def exists(self) -> bool:
        """Tell whether any person was ever spoken of."""
        return self._path.exists()

    @property
    def place(self) -> str:
        """Say where the keys are."""
        return str(self._path)

    def seal_new(self, stream: UUID, topic: str, field: str, text: str) -> Personal:
        """Seal a new person's datum under a key of their own, kept until ``commit``."""
        wrapping = self._master[0]
        key = os.urandom(32)
        person = stream.bytes
        wrap_nonce = os.urandom(_NONCE)
        self._fresh[person] = wrap_nonce + wrapping.encrypt(wrap_nonce, key, person)
        self._prints[person] = self.blind(text)
        return self.seal(person, Place(person, 1, topic, field), text)

    def seal(self, person: bytes, place: Place, text: str) -> Personal:
        """Seal one more datum under the key that a person has."""
        wrapped = self._fresh.get(person) or self._wrapped(person)
        if wrapped is None:
            raise InvariantBroken("a person without a key")
        wrapping, nonce = self._master[0], os.urandom(_NONCE)
        cipher = type(wrapping)(self._unwrapped(wrapped, person))
        sealed = nonce + cipher.encrypt(nonce, text.encode(), _about(place))
        return Personal(b64encode(sealed).decode())

    def _unwrapped(self, wrapped: bytes, person: bytes) -> bytes:
        return self._master[0].decrypt(wrapped[:_NONCE], wrapped[_NONCE:], person)

    def commit(self) -> None:
        """Make the new keys durable: before the events that need them."""
        if not self._fresh:
            return
        self._add(self._fresh)
        self._fresh = {}

    def _add(self, wrapped: dict[bytes, bytes]) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT INTO person VALUES (?, ?)", wrapped.items())
        self._db.execute("COMMIT")

    def forget_fresh(self) -> None:
        """Drop the keys that were not committed."""
        self._fresh = {}

    def open(
        self, stream: bytes, version: int, topic: str, field: str, sealed: str
    ) -> str | None:
        """Read a person's datum that stands in their own stream, None as ``unseal``."""
        return self.unseal(stream, Place(stream, version, topic, field), sealed)

    def unseal(self, person: bytes, place: Place, sealed: str) -> str | None:
        """Read a sealed datum; None when its key is gone: the person was erased."""
        wrapped = self._fresh.get(person) or self._expected.get(person)
        wrapped = wrapped or self._wrapped(person)
        return None if wrapped is None else self._opened(wrapped, person, place, sealed)

    def _opened(
        self, wrapped: bytes, person: bytes, place: Place, sealed: str
    ) -> str | None:
        raw = a2b_base64(sealed)
        cipher = type(self._master[0])
        try:
            key = self._unwrapped(wrapped, person)
            return cipher(key).decrypt(raw[:_NONCE], raw[_NONCE:], _about(place)).decode()
        except self._wrong:
            return None

    def names(self, people: Iterable[tuple[bytes, str]]) -> list[str | None]:
        """Read the sealed names of many persons, given by stream and ciphertext."""
        wanted = list(people)
        if len(wanted) <= _FEW or not self.exists():
            return [self.open(stream, *_NAME, sealed) for stream, sealed in wanted]
        # One pass over the keys costs less than a look-up for each person.
        wrapped = self.every() | self._fresh
        keys = (wrapped.get(stream) for stream, _ in wanted)
        return [
            None
            if key is None
            else self._opened(key, stream, Place(stream, *_NAME), sealed)
            for key, (stream, sealed) in zip(keys, wanted, strict=True)
        ]

    @contextmanager
    def expecting(self, people: Sequence[bytes]) -> Iterator[None]:
        """Read many persons' keys at once: they are asked for inside."""
        some = (people[start : start + _FEW] for start in range(0, len(people), _FEW))
        if people and self.exists():
            self._expected = {stream: key for few in some for stream, key in self._of(few)}
        try:
            yield
        finally:
            self._expected = {}

    def _of(self, few: Sequence[bytes]) -> Iterable[tuple[bytes, bytes]]:
        marks = ",".join("?" * len(few))
        sql = f"SELECT stream_id, wrapped FROM person WHERE stream_id IN ({marks})"  # noqa: S608
        return self._db.execute(sql, tuple(few))

    def every(self) -> dict[bytes, bytes]:
        """Give every person's wrapped key."""
        if not self.exists():
            return {}
        return dict(self._db.execute("SELECT stream_id, wrapped FROM person"))

    def secrets(self) -> tuple[bytes, bytes]:
        """Give what wraps persons' keys, and what blinds their names."""
        return self._secrets

    def receive(
        self, secrets: tuple[bytes, bytes], persons: dict[bytes, bytes], source: str
    ) -> int:
        """Take keys from a copy; those in place stay. Give how many were new.

        Raises KeysDiffer.
        """
        if not self.exists():
            self._found(secrets)
        elif self._secrets != secrets:
            raise KeysDiffer(source, self.place)
        known = self.every().keys()
        new = {stream: key for stream, key in persons.items() if stream not in known}
        self._add(new)
        return len(new)

    def _found(self, secrets: tuple[bytes, bytes]) -> None:
        """Begin with the secrets of a copy."""
        self._db.execute("UPDATE master SET wrapping = ?, blinding = ?", secrets)

    def print_of(self, stream: bytes, topic: str, sealed: str) -> str | None:
        """Give the fingerprint of a sealed name; None when its key is gone."""
        known = self._prints.get(stream)
        if known is not None:
            return known
        name = self.open(stream, 1, topic, "person", sealed)
        return None if name is None else self.blind(name)

    def _wrapped(self, stream: bytes) -> bytes | None:
        if not self._path.exists():
            return None
        sql = "SELECT wrapped FROM person WHERE stream_id = ?"
        row = self._db.execute(sql, (stream,)).fetchone()
        return None if row is None else row[0]

    def blind(self, name: str) -> str:
        """Give a keyed fingerprint of a name, by which a person is found again."""
        mac = hmac_digest(self._master[1], fold(name).encode(), sha256)
        return f"person:{b64encode(mac[:18]).decode()}"

    def veil(self, body: str) -> str:
        """Key a command's fingerprint, once persons are spoken of.

        Without the keys nobody can then confirm a guess at a name that the command held.
        """
        if not self.exists():
            return body
        return hmac_digest(self._secrets[1], f"body:{body}".encode(), sha256).hex()

    def erase(self, people: Collection[bytes]) -> None:
        """Destroy persons' keys, and what the database's own files held of them."""
        if not self.exists():
            return
        self._destroy(people)
        for stream in people:
            self._prints.pop(stream, None)

    def _destroy(self, people: Collection[bytes]) -> None:
        marks = ",".join("?" * len(people))
        sql = f"SELECT count(*) FROM person WHERE stream_id IN ({marks})"  # noqa: S608
        if not self._db.execute(sql, tuple(people)).fetchone()[0]:
            return
        self._db.execute("PRAGMA journal_mode=DELETE")
        sql = f"DELETE FROM person WHERE stream_id IN ({marks})"  # noqa: S608
        self._db.execute(sql, tuple(people))
        self._db.execute("VACUUM")

    def close(self) -> None:
        """Close the database, if it was opened."""
        if "_db" in self.__dict__:
            self._db.close()


def keys_path(path: Path) -> Path:
    """Give the place of a ledger file's keys database."""
    return path.with_name(f"{path.name}.keys")


def _about(place: Place) -> bytes:
    """Bind a ciphertext to its place, so that it can be moved nowhere else."""
    stream, version, topic, field = place
    return b"\x00".join((stream, str(version).encode(), topic.encode(), field.encode()))
