"""The vouchers of facts: which files are attached, and whether they are still there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.storage.query.files import files

if TYPE_CHECKING:
    from blendfund.application.reading.reader import Reading


def attached_to(reading: Reading, positions: set[int]) -> list[dict[str, Any]]:
    """Give the files attached to facts, the oldest first, and whether they are there.

    ``erased`` tells that a person was erased whom the file concerns: its name is gone.
    """
    vouchers = reading.store.vouchers
    return [
        {
            "position": one.position,
            "name": one.name,
            "sha256": one.sha256,
            "size": one.size,
            "facts": list(one.facts),
            "file": str(vouchers.place(one.sha256)),
            "present": vouchers.content(one.sha256) is not None,
            "erased": one.erased,
        }
        for one in files(reading.books, reading.vault)
        if positions & set(one.facts)
    ]
