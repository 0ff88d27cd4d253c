"""Fingerprints of the facts, kept beside them: they prove nothing, they name what changed.

A root says that some fact before it is another one than was recorded; the first eight bytes
of every leaf's hash say which. They stand in blocks of 256, a row each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.storage.proof.merkle import leaf_hash

if TYPE_CHECKING:
    import sqlite3

    from blendfund.storage.log.reader import Log

PRINT_BYTES: Final = 8
BLOCK: Final = 256
_FEED: Final = 5_000
_KEEP: Final = (
    "INSERT INTO fingerprint VALUES (?, ?, ?)"
    " ON CONFLICT (ledger_id, block) DO UPDATE SET leaves = excluded.leaves"
)
_EVENTS: Final = (
    "SELECT position, stream_id, version, topic, state FROM event"
    " WHERE ledger_id = 1 ORDER BY position"
)


def keep(
    raw: sqlite3.Connection, ledger_id: int, before: int, prints: bytes | bytearray
) -> None:
    """Add the fingerprints of the facts after position ``before``."""
    block, taken = divmod(before, BLOCK)
    start = b""
    if taken:
        sql = "SELECT leaves FROM fingerprint WHERE ledger_id = ? AND block = ?"
        found = raw.execute(sql, (ledger_id, block)).fetchone()
        # What is missing stays wrong, for ``verify`` to say; the others keep their places.
        start = bytes(found[0] if found else b"").ljust(taken * PRINT_BYTES, b"\0")
    whole = start[: taken * PRINT_BYTES] + prints
    size = BLOCK * PRINT_BYTES
    parts = range(0, len(whole), size)
    rows = [
        (ledger_id, block + number, whole[at : at + size])
        for number, at in enumerate(parts)
    ]
    raw.executemany(_KEEP, rows)


def first_difference(log: Log, before: int, prints: bytes | bytearray) -> int:
    """Give the first position after ``before`` whose fingerprint differs, 0 for none.

    What was not kept cannot differ: an older ledger has none.
    """
    at = before
    while at < before + len(prints) // PRINT_BYTES:
        block, taken = divmod(at, BLOCK)
        held = log.fingerprints(block)
        if held is None:
            return 0
        start = (at - before) * PRINT_BYTES
        count = min(BLOCK - taken, len(prints) // PRINT_BYTES - (at - before))
        computed = prints[start : start + count * PRINT_BYTES]
        stored = held[taken * PRINT_BYTES : (taken + count) * PRINT_BYTES]
        if computed != stored:
            return at + 1 + _unequal(computed, stored)
        at += count
    return 0


def _unequal(computed: bytes | bytearray, stored: bytes) -> int:
    parts = range(0, len(computed), PRINT_BYTES)
    for number, at in enumerate(parts):
        if computed[at : at + PRINT_BYTES] != stored[at : at + PRINT_BYTES]:
            return number
    return 0


def fill(raw: sqlite3.Connection) -> None:
    """Make the fingerprints of a ledger anew, from its facts."""
    raw.execute("DELETE FROM fingerprint")
    before, reader = 0, raw.execute(_EVENTS)
    while rows := reader.fetchmany(_FEED):
        prints = b"".join(leaf_hash(*row)[:PRINT_BYTES] for row in rows)
        keep(raw, 1, before, prints)
        before += len(rows)
