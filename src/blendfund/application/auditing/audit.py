"""An audit: the whole log, against every checkpoint that is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from blendfund.application.auditing.timestamping import kept
from blendfund.application.writing.authorship import Proofs, check_proofs
from blendfund.storage.log import checkpoints
from blendfund.storage.proof import signing
from blendfund.storage.proof.notes import (
    Checkpoint,
    check_signed,
    read_checkpoint,
    signers,
    verifier_key,
)
from blendfund.storage.proof.signing import VERIFIERS
from blendfund.storage.proof.timestamps import Stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from blendfund.application.reading.reader import Reading
    from blendfund.storage.proof.notes import VerifierKey


class Audited(Struct, frozen=True):
    """What an audit went through.

    Args:
        events: How many facts there are.
        root: The base64 root of their tree.
        given: The checkpoints that were handed in; each is signed, and of these facts.
        own: How many checkpoints the ledger keeps itself.
        since: From which position on the facts were read.
        authors: How many commands are proven by a signature, how many declared; None when
            only a part was read.
        stamps: When checkpoints of these facts existed, by the word of an authority.
    """

    events: int
    root: str
    given: tuple[Checkpoint, ...]
    own: int
    since: int
    authors: Proofs | None = None
    stamps: tuple[Stamp, ...] = ()


def audit(
    reading: Reading,
    given: Sequence[Path] = (),
    keys: Sequence[VerifierKey] = (),
    *,
    incremental: bool = False,
    tell: Callable[[int], None] | None = None,
) -> Audited:
    """Verify the log against the ledger's own checkpoints, and those that are given.

    Args:
        reading: The ledger.
        given: Checkpoints that somebody kept; each must be signed by one of the keys.
        keys: The verifier keys that the auditor was given.
        incremental: Read only the facts after the latest checkpoint, which stands for those
            before it.
        tell: Called with how far the pass has come.

    Raises:
        Corrupt, CheckpointDiffers, CheckpointAhead, NotSigned, OtherLog, NoVerifierKey,
        NotACheckpoint.
    """
    origin = checkpoints.origin_of(reading.uuid)
    read = tuple(_signed(path, keys, origin) for path in given)
    with reading.snapshot():
        own = checkpoints.issued(reading.log, origin)
        _check_own(own, [*keys, *_listed(reading)])
        stamps = tuple(kept(reading, origin))
        held = [*own, *read, *(one.checkpoint for one in stamps)]
        since = max((one.events for one in held), default=0) if incremental else 0
        found = reading.log.verify(tell, [one.known() for one in held], since)
        authors = None if since else check_proofs(reading.log, reading.uuid)
    return Audited(found.events, found.root, read, len(own), since, authors, stamps)


def _signed(path: Path, keys: Sequence[VerifierKey], origin: str) -> Checkpoint:
    """Read a checkpoint and make sure that one of the keys signed it."""
    found = read_checkpoint(path)
    check_signed(found, keys, origin)
    return found


def _check_own(own: list[Checkpoint], keys: list[VerifierKey]) -> None:
    for one in own:
        signers(one, keys)  # by keys that are known; the others may have been lost


def _listed(reading: Reading) -> list[VerifierKey]:
    listed = signing.verifiers(reading.store.beside(VERIFIERS))
    return [verifier_key(text) for text in listed]
