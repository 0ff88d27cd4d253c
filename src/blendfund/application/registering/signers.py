"""The keys by which people prove that a command is theirs: register, revoke, list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.application.reading import facts as log
from blendfund.application.writing.command import body_of
from blendfund.domain.errors import (
    NameMissing,
    ReasonMissing,
    RevokedKey,
    SignatureNeeded,
    SignerExists,
    SignerNotFound,
)
from blendfund.domain.signer import SignerRegistered, SignerRevoked
from blendfund.storage.log.ids import uuid7
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3

    from blendfund.application.reading.reader import Reading
    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.storage.log.recorder import Writing

_IN_FORCE = (
    "SELECT id, stream_id, who, public_key FROM signer WHERE withdrawn = 0"
    " AND revoked = 0 ORDER BY id"
)
_REVOKED = (
    "SELECT revoked FROM signer WHERE withdrawn = 0 AND revoked > 0 AND public_key = ?"
)


def register_signer(ledger: Ledger, command: Command, who: str, public_key: str) -> Outcome:
    """Register a person's key. Whoever has one signs with it to add another.

    Raises:
        BadPublicKey, OtherKeyKind, PrivateKeyGiven, NameMissing, SignerExists,
        RevokedKey, SignatureNeeded.
    """
    from blendfund.storage.proof.sshsig import fingerprint, public_key_of

    key = public_key_of(public_key)
    if not who.strip():
        raise NameMissing

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        held = {row[3]: row[2] for row in books.execute(_IN_FORCE)}
        if key in held:
            raise SignerExists(fingerprint(key), held[key])
        gone = books.execute(_REVOKED, (key,)).fetchone()
        if gone is not None:
            raise RevokedKey(fingerprint(key), gone[0])
        own = {one for one, name in held.items() if name == who}
        by = ledger.signer
        if own and (by is None or by.public_key not in own):
            raise SignatureNeeded(who)
        told = {"who": who, "public_key": key, **ledger.stamp(tx, command)}
        return [Recorded(uuid7(), 1, SignerRegistered(on=command.day(), **told))]

    return ledger.write(command, body_of("signer-add", (who, key)), plan)


def revoke_signer(ledger: Ledger, command: Command, key: str, reason: str) -> Outcome:
    """Revoke a key, by its fingerprint: from here on it proves nothing.

    Anybody may: a key that was lost or stolen signs nothing any more.

    Raises:
        SignerNotFound, ReasonMissing.
    """
    from blendfund.storage.proof.sshsig import fingerprint

    if not reason.strip():
        raise ReasonMissing

    def plan(tx: Writing, books: sqlite3.Connection) -> list[Recorded]:
        from uuid import UUID

        held = {fingerprint(row[3]): row for row in books.execute(_IN_FORCE)}
        if key not in held:
            raise SignerNotFound(key, ", ".join(held) or "-")
        number, stream = held[key][:2]
        version = max(one.version for one in log.of_stream(books, UUID(bytes=stream)))
        told = {"registered": number, "reason": reason, **ledger.stamp(tx, command)}
        event = SignerRevoked(on=command.day(), **told)
        return [Recorded(UUID(bytes=stream), version + 1, event)]

    return ledger.write(command, body_of("signer-revoke", (key, reason)), plan)


def signers(reading: Reading) -> list[dict[str, Any]]:
    """Give every key that was registered, and whether it is in force."""
    from blendfund.storage.proof.sshsig import fingerprint

    sql = "SELECT id, who, public_key, revoked FROM signer WHERE withdrawn = 0 ORDER BY id"
    return [
        {
            "position": number,
            "who": who,
            "key": fingerprint(public_key),
            "public_key": public_key,
            "revoked_at": revoked or None,
        }
        for number, who, public_key, revoked in reading.books.execute(sql)
    ]
