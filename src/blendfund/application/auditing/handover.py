"""Handing a ledger over to an auditor: a folder that can be verified without blendfund."""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from blendfund.application.auditing.audit import audit
from blendfund.application.reading.reader import Reading
from blendfund.domain.errors import FileKept
from blendfund.storage.file.copying import flush
from blendfund.storage.log import checkpoints
from blendfund.storage.log.condition import Where
from blendfund.storage.proof import signing, timestamps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

EVENTS: Final = "events.jsonl"
KEYS: Final = "verifier-keys.txt"
VERIFIERS: Final = ("verify.py", "verify.mjs")
MANIFEST: Final = "manifest.json"
NOTES: Final = "checkpoints"


class Handed(msgspec.Struct, frozen=True):
    """What was handed over: how many facts, their root, and the last checkpoint's facts."""

    folder: Path
    events: int
    root: str
    checkpoints: int
    sealed: int


def verifier(name: str) -> bytes:
    """Give a verifier that goes along: a file that an auditor reads and runs."""
    return (files("blendfund") / "audit" / name).read_bytes()


def hand_over(
    place: str, folder: Path, tell: Callable[[int], None] | None = None
) -> Handed:
    """Verify every fact, then write the folder, whole or not at all.

    Raises FileKept, Corrupt, CheckpointDiffers, CheckpointAhead, OSError.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileKept(str(folder))
    draft = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    with Reading(place) as reading:
        found = audit(reading, tell=tell)
        reading.store.refresh(reading.connection)  # at least as far as was verified
        try:
            draft.mkdir(mode=0o700)
            notes = _write(reading, draft, found.events, found.root)
            flush(draft)
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    flush(folder.parent)
    sealed = max(notes, default=0)
    return Handed(folder, found.events, found.root, len(notes), sealed)


def _write(reading: Reading, draft: Path, events: int, root: str) -> list[int]:
    """Write every file, the list of them last; give what was sealed (numbers of facts)."""
    origin = checkpoints.origin_of(reading.uuid)
    issued = [
        one for one in checkpoints.issued(reading.log, origin) if one.events <= events
    ]
    keys = signing.verifiers(reading.store.beside(signing.VERIFIERS))
    (draft / NOTES).mkdir()
    lines = reading.log.lines(Where("position <= ?", (events,)))
    written = [
        _file(draft, EVENTS, (line + b"\n" for line in lines)),
        _file(draft, KEYS, (f"{key}\n".encode() for key in keys)),
        *(_file(draft, name, [verifier(name)]) for name in VERIFIERS),
    ]
    for one in issued:
        name = f"{NOTES}/{one.events:012d}.txt"
        written.append(_file(draft, name, [one.note().encode()]))
    stamps = list(timestamps.files(reading.store.beside(timestamps.FOLDER)))
    if stamps:
        (draft / timestamps.FOLDER).mkdir()
    written += [
        _file(draft, f"{timestamps.FOLDER}/{one.name}", [one.read_bytes()])
        for one in stamps
    ]
    told = {
        "ledger": reading.uuid,
        "origin": origin,
        "events": events,
        "root": root,
        "made_by": f"blendfund {version('blendfund')}",
        "files": written,
    }
    said = msgspec.json.format(msgspec.json.encode(told), indent=2)
    _file(draft, MANIFEST, [said, b"\n"])
    flush(draft / NOTES)
    return [one.events for one in issued]


def _file(draft: Path, name: str, parts: Iterable[bytes]) -> dict[str, object]:
    """Write a file, durable on return; give its name, size and SHA-256."""
    digest, size = sha256(), 0
    with (draft / name).open("xb") as file:
        for part in parts:
            file.write(part)
            digest.update(part)
            size += len(part)
        file.flush()
        os.fsync(file.fileno())
    return {"name": name, "bytes": size, "sha256": digest.hexdigest()}
