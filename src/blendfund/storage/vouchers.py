"""Vouchers: files kept under their own content, beside the ledger that names them."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from blendfund.domain.errors import StorageRefused
from blendfund.storage.file.copying import flush

if TYPE_CHECKING:
    from pathlib import Path

_HEX: Final = re.compile(r"[0-9a-f]{64}")


def place_of(ledger: Path, digest: str) -> Path:
    """Give where a file of this content is kept, beside its ledger."""
    folder = ledger.with_name(f"{ledger.name}.attachments")
    return folder / digest[:2] / digest


class Vouchers:
    """The files that a ledger's facts name, kept in a folder beside it."""

    def __init__(self, ledger: Path) -> None:
        self.ledger = ledger

    def place(self, digest: str) -> Path:
        """Give where a file of this content is, or would be."""
        return place_of(self.ledger, digest)

    def keep(self, digest: str, content: bytes) -> None:
        """Keep a file once, whole, readable by its owner. Raises StorageRefused."""
        write(self.place(digest), content)

    def content(self, digest: str) -> bytes | None:
        """Give a file's content; None when it is gone, or is not what was kept."""
        place = self.place(digest)
        if not _HEX.fullmatch(digest) or not place.is_file():
            return None
        content = place.read_bytes()
        return content if sha256(content).hexdigest() == digest else None

    def holds(self, digest: str) -> bool:
        """Tell whether anything is kept under this content's name."""
        return self.place(digest).exists()

    def forget(self, digest: str) -> None:
        """Destroy a file, as far as one may. Raises StorageRefused."""
        place = self.place(digest)
        try:
            place.unlink(missing_ok=True)
            if place.parent.is_dir():
                flush(place.parent)
        except OSError as refused:
            raise StorageRefused(refused.strerror or str(refused)) from refused


def write(place: Path, content: bytes) -> None:
    """Write a file once, whole and durably. Raises StorageRefused."""
    if place.exists():
        return
    draft = place.with_name(f"{place.name}.new-{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
        # Its name too must outlast a power cut: the fact that names it will.
        for folder in (place.parent, place.parent.parent):
            flush(folder)
    except OSError as refused:
        raise StorageRefused(refused.strerror or str(refused)) from refused
    finally:
        draft.unlink(missing_ok=True)
