"""Timestamping a checkpoint: a request to carry to an authority, and its answer back.

Nothing here reaches for the network: whoever seals sends the request as they like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from blendfund.application.reading.reader import Reading
from blendfund.domain.errors import NeverSealed, OtherLog, TimestampWrong
from blendfund.storage.log import checkpoints
from blendfund.storage.proof import timestamps
from blendfund.storage.proof.notes import Checkpoint, read_checkpoint

if TYPE_CHECKING:
    from pathlib import Path

    from blendfund.storage.proof.timestamps import Stamp


def request(place: str, checkpoint: Path | None = None) -> tuple[Checkpoint, bytes]:
    """Make a request (RFC 3161, SHA-256) for a checkpoint, the newest one if none is given.

    Raises NeverSealed, NotACheckpoint, OtherLog.
    """
    with Reading(place) as reading:
        origin = checkpoints.origin_of(reading.uuid)
        if checkpoint is not None:
            one = read_checkpoint(checkpoint)
        else:
            issued = checkpoints.issued(reading.log, origin)
            if not issued:
                raise NeverSealed
            one = issued[-1]
        if one.origin != origin:
            raise OtherLog(one.place, one.origin, origin)
        return one, timestamps.request(reading.store.beside(timestamps.FOLDER), one)


def accept(place: str, response: Path, certificates: list[Path]) -> Stamp:
    """Check the answer to a request against trusted certificates, and keep both.

    Raises TimestampWrong, OSError.
    """
    content = response.read_bytes()
    trusted = b"".join(path.read_bytes() for path in certificates)
    with Reading(place) as reading:
        folder = reading.store.beside(timestamps.FOLDER)
        return timestamps.accept(folder, str(response), content, trusted)


def kept(reading: Reading, origin: str) -> list[Stamp]:
    """Give the timestamps kept beside a ledger, each checked. Raises TimestampWrong."""
    folder = reading.store.beside(timestamps.FOLDER)
    if not folder.is_dir():
        return []
    found = timestamps.kept(folder)
    for one in found:
        if one.checkpoint.origin != origin:
            raise TimestampWrong(one.checkpoint.place, timestamps.UNASKED)
    return found
