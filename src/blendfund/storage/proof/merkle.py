"""The Merkle tree over the stored bytes (RFC 6962, RFC 9162), kept as its frontier.

The frontier is the list of roots of the complete subtrees, largest first: at most 64 hashes
whatever the length of the log, enough to append and to give the root.
"""

from __future__ import annotations

from hashlib import sha256
from struct import pack
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

_PREFIX = b"\x00blendfund-event-v1\n"
_TOPICS: dict[str, bytes] = {}
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(
    position: int, stream_id: bytes, version: int, topic: str, state: bytes
) -> bytes:
    """Hash one event as the contract of the log lays it out (32 bytes)."""
    named = _TOPICS.get(topic)
    if named is None:
        raw = topic.encode()
        named = _TOPICS[topic] = pack(">I", len(raw)) + raw
    head = pack(">Q16sQ", position, stream_id, version)
    return sha256(_PREFIX + head + named + pack(">Q", len(state)) + state).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two children into their parent (32 bytes)."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """A growing tree of ``size`` leaves, of which only the subtree roots are kept."""

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, stored: bytes = b"") -> None:
        self.size = size
        self.hashes = [stored[i : i + 32] for i in range(0, len(stored), 32)]
        if len(self.hashes) != size.bit_count():
            message = f"a frontier of {size} leaves has {size.bit_count()} hashes"
            raise ValueError(message)

    def append(self, leaf: bytes) -> None:
        """Add one leaf."""
        hashes, size = self.hashes, self.size
        while size & 1:
            leaf = sha256(b"\x01" + hashes.pop() + leaf).digest()
            size >>= 1
        hashes.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaves in order."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """Give the root of the tree as it stands (32 bytes)."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root

    def stored(self) -> bytes:
        """Give the bytes that ``Frontier(size, stored)`` reads back."""
        return b"".join(self.hashes)


class Known(Struct, frozen=True):
    """A root that somebody holds: of how many facts, and where it is written."""

    events: int
    root: str
    place: str
