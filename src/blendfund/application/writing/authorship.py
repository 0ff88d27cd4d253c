"""Proof of who: commands that are signed, and the check of every signature in a log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import structs

from blendfund.domain.approval import PaymentApproved
from blendfund.domain.errors import Corrupt, UnknownSigner
from blendfund.domain.reversal import FactWithdrawn
from blendfund.domain.signer import SignerRegistered, SignerRevoked
from blendfund.storage.log.decoding import decode
from blendfund.storage.log.mapper import Recorded
from blendfund.storage.proof.merkle import leaf_hash

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from eventsourcing.persistence import StoredEvent

    from blendfund.domain.event import Event
    from blendfund.storage.log.reader import Log
    from blendfund.storage.proof.sshsig import Signer

NO_KEY: Final = "it is signed by a key that was not its actor's then"
NOT_SIGNED: Final = "its signature is not of what stands there"


def check_signer(
    books: sqlite3.Connection, signer: Signer, actor: str, planned: Sequence[Recorded]
) -> None:
    """Refuse to sign with a key that nobody registered for the actor.

    A command that registers a key may be signed by it. Raises UnknownSigner.
    """
    sql = "SELECT who, public_key FROM signer WHERE withdrawn = 0 AND revoked = 0"
    known = set(books.execute(sql))
    first = planned[0].event
    if isinstance(first, SignerRegistered):
        known.add((first.who, first.public_key))
    if (actor, signer.public_key) not in known:
        raise UnknownSigner(signer.fingerprint, actor)


def holds_key(books: sqlite3.Connection, who: str) -> bool:
    """Tell whether an actor has a key in force."""
    sql = "SELECT 1 FROM signer WHERE withdrawn = 0 AND revoked = 0 AND who = ?"
    return books.execute(sql, (who,)).fetchone() is not None


def proven(
    signer: Signer,
    uuid: str,
    head: int,
    planned: Sequence[Recorded],
    to_stored: Callable[[Recorded], StoredEvent],
) -> list[Recorded]:
    """Give a command's facts with the proof of who it is by in the first of them."""
    from blendfund.storage.proof.sshsig import message_of

    def leaves() -> Iterator[bytes]:
        for position, one in enumerate(planned, head + 1):
            raw = to_stored(one)
            stream = one.originator_id.bytes
            yield leaf_hash(position, stream, one.originator_version, raw.topic, raw.state)

    proof = signer.prove(message_of(uuid, head + 1, leaves()))
    first = planned[0]
    event = structs.replace(first.event, proof=proof)
    return [
        Recorded(first.originator_id, first.originator_version, event),
        *planned[1:],
    ]


class Proofs(NamedTuple):
    """How many commands are proven by a signature, and how many are declared only.

    ``unsigned_approvals`` are those, among the declared, of somebody who had a key.
    """

    proven: int
    declared: int
    unsigned_approvals: int = 0


class _Key(NamedTuple):
    who: str
    public_key: str


_FIRST: Final = re.compile(rb'"events":[1-9]')
_SIGNERS: Final = ("signer-registered/", "signer-revoked/")


def check_proofs(log: Log, uuid: str) -> Proofs:
    """Check every signature of a log against the keys in force where it stands.

    Raises:
        Corrupt: naming the position of a signature that proves nothing.
    """
    from blendfund.storage.proof.sshsig import message_of, unproven

    if not log.signed():
        return Proofs(0, log.commands())
    keys: dict[int, _Key] = {}  # those in force, by the position that registered each
    done = declared = approvals = 0
    rows = log.rows()
    for row in rows:
        position, _, _, topic, state = row
        changes = topic.startswith(_SIGNERS) or b'"signer-registered"' in state
        if not changes and not _FIRST.search(state):
            continue
        first = decode(topic, state, position)
        if isinstance(first, SignerRegistered):
            keys[position] = _Key(first.who, first.public_key)
        if first.events and first.proof is None:
            declared += 1
            approvals += _unsigned(first, keys)
        elif first.events:
            leaves = [leaf_hash(*row[:4], unproven(state))]
            while len(leaves) < first.events and (after := next(rows, None)):
                leaves.append(leaf_hash(*after))
            _check(position, first, keys, message_of(uuid, position, leaves))
            done += 1
        if isinstance(first, SignerRevoked):
            keys.pop(first.registered, None)
        elif isinstance(first, FactWithdrawn):
            keys.pop(first.fact, None)
    return Proofs(done, declared, approvals)


def _unsigned(first: Event, keys: dict[int, _Key]) -> bool:
    """Tell whether a fact is an approval of somebody who had a key and did not use it."""
    holders = (one.who for one in keys.values())
    return isinstance(first, PaymentApproved) and first.actor in holders


def _check(position: int, first: Event, keys: dict[int, _Key], message: bytes) -> None:
    """Check one signature against the keys in force. Raises Corrupt."""
    from blendfund.storage.proof.sshsig import fingerprint, holds

    proof = first.proof
    assert proof is not None
    for one in keys.values():
        if one.who == first.actor and fingerprint(one.public_key) == proof.key:
            if holds(one.public_key, proof.signature, message):
                return
            raise Corrupt(position, NOT_SIGNED)
    raise Corrupt(position, NO_KEY)
