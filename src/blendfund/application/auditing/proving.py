"""Proving one fact to somebody who holds a checkpoint, without showing any other fact."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

import msgspec

from blendfund.domain.errors import (
    CheckpointAhead,
    CheckpointDiffers,
    NeverSealed,
    NotSealedYet,
    UnknownPosition,
)
from blendfund.storage.log import checkpoints
from blendfund.storage.log.condition import Where
from blendfund.storage.proof import proofs
from blendfund.storage.proof.proofs import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blendfund.application.reading.reader import Reading
    from blendfund.storage.proof.notes import Checkpoint


def prove(reading: Reading, position: int, since: int | None = None) -> dict[str, Any]:
    """Prove a fact against the last checkpoint, and that this one only adds to an earlier.

    Args:
        reading: The ledger.
        position: The fact that is proved.
        since: How many facts the earlier tree has (default: the checkpoint before the
            last); 0 leaves that proof out.

    Returns:
        What `audit prove` prints, hashes in base64, as RFC 9162 names and orders them.

    Raises:
        NeverSealed, NotSealedYet, UnknownPosition, CheckpointAhead, CheckpointDiffers.
    """
    with reading.snapshot():
        issued = checkpoints.issued(reading.log, checkpoints.origin_of(reading.uuid))
        if not issued:
            raise NeverSealed
        last = issued[-1]
        if position > last.events:
            raise NotSealedYet(position, last.events)
        first = _first(issued) if since is None else since
        if first > last.events:
            raise UnknownPosition(str(first), last.events)
        return _proved(reading, position, first, last)


def _first(issued: list[Checkpoint]) -> int:
    return issued[-2].events if len(issued) > 1 else 0


def _proved(
    reading: Reading, position: int, first: int, last: Checkpoint
) -> dict[str, Any]:
    size, index = last.events, position - 1
    path = proofs.inclusion(index, size)
    growth = proofs.consistency(first, size)
    leaf, whole, old = Span(index, position), Span(0, size), Span(0, first)
    asked = list(dict.fromkeys([*path, *growth, leaf, whole, old]))
    found = proofs.roots(_leaves(reading, size), asked)
    if b64encode(found[whole]).decode() != last.root:
        raise CheckpointDiffers(last.place, 1, size)
    hashes = [found[span] for span in path]
    grown = [found[span] for span in growth]
    assert proofs.included(found[leaf], index, size, hashes, b64decode(last.root))
    assert not first or proofs.consistent(first, size, grown, found[old], found[whole])
    (line,) = reading.log.lines(Where("position = ?", (position,)))
    return {
        "position": position,
        "event": msgspec.json.decode(line),
        "leaf_hash": _text(found[leaf]),
        "checkpoint": last.note(),
        "inclusion": {
            "leaf_index": index,
            "tree_size": size,
            "root_hash": last.root,
            "inclusion_path": [_text(one) for one in hashes],
        },
        "consistency": {
            "tree_size_1": first,
            "root_hash_1": _text(found[old]),
            "tree_size_2": size,
            "root_hash_2": last.root,
            "consistency_path": [_text(one) for one in grown],
        }
        if first
        else None,
    }


def _leaves(reading: Reading, size: int) -> Iterator[bytes]:
    count = 0
    for count, leaf in enumerate(reading.log.leaves(size), 1):  # noqa: B007
        yield leaf
    if count < size:
        raise CheckpointAhead(checkpoints.OWN, size, count, count + 1)


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()
