"""The vouchers of facts: which files are attached, and whether they are still there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

    from blendfund.storage.vouchers import Vouchers


def attached_to(
    books: sqlite3.Connection, vouchers: Vouchers, positions: set[int]
) -> list[dict[str, Any]]:
    """Give the files attached to facts, the oldest first, and whether they are there."""
    sql = "SELECT id, name, sha256, size, facts FROM attachment WHERE withdrawn = 0"
    found = []
    for number, name, digest, size, facts in books.execute(f"{sql} ORDER BY id"):
        of = [int(one) for one in facts.split()]
        if positions & set(of):
            found.append(
                {
                    "position": number,
                    "name": name,
                    "sha256": digest,
                    "size": size,
                    "facts": of,
                    "file": str(vouchers.place(digest)),
                    "present": vouchers.content(digest) is not None,
                }
            )
    return found
