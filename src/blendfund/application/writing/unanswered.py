"""Commands whose answer has not come yet, written down before they are submitted.

A command that is killed leaves its user not knowing whether it was recorded. So its key is
put on disk first, in a file of its own, and the file goes away with the answer: what stays
is what nobody heard of. The file is locked as long as its process lives, and readable by
its owner only.
"""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE: Final = "BLENDFUND_STATE"
NOWHERE: Final = "none"
# Somebody who is interrupted this often and never asks loses the oldest answers first.
ENTRIES_MAX: Final = 1_000
BYTES_MAX: Final = 64 << 10
STALE_SECONDS: Final = 3_600
SECRETS: Final = frozenset({"password", "sslpassword", "passfile"})
_DRAFT: Final = "."


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A command as it was asked: its ledger, its key, its words, when (RFC 3339)."""

    ledger: str
    key: str
    words: tuple[str, ...]
    actor: str
    at: str
    hidden: bool = False


class Found(msgspec.Struct, frozen=True):
    """An entry on disk, and whether its process is still at it."""

    path: Path
    entry: Entry
    running: bool


class Kept:
    """An entry that was written down, until its answer is there."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self.descriptor = descriptor

    def answered(self) -> None:
        """Take the entry away, and what earlier tries under the same key left."""
        with suppress(OSError):
            self.path.unlink()
            twins = f"{_stem(self.path)}-"
            for path in _files(self.path.parent):
                if path.name.startswith(twins) and not _running(path):
                    path.unlink(missing_ok=True)
        self.let_go()

    def let_go(self) -> None:
        """Leave the entry for whoever asks what became of the command."""
        os.close(self.descriptor)


def folder() -> Path | None:
    """Give where this user's entries are kept, None where they are not to be."""
    given = os.environ.get(PLACE)
    if given is not None:
        return Path(given) if given not in {"", NOWHERE} else None
    state = os.environ.get("XDG_STATE_HOME", "")
    if not state.startswith("/"):
        home = os.path.expanduser("~")  # noqa: PTH111 -- an unknown home is no error here
        state = f"{home}/.local/state"
    return Path(state, "blendfund")


def keep(entry: Entry) -> Kept | None:
    """Write an entry down, durably. Raises OSError."""
    place = folder()
    content = msgspec.json.encode(entry)
    if place is None:
        return None
    if len(content) > BYTES_MAX:
        content = msgspec.json.encode(msgspec.structs.replace(entry, words=(), hidden=True))
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    _bound(place)
    name = f"{_name(entry.ledger, entry.key)}-{os.urandom(4).hex()}"
    draft, path = place / f"{_DRAFT}{name}", place / f"{name}.json"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    descriptor = os.open(draft, flags, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        _write_all(descriptor, content)
        os.fsync(descriptor)
        draft.rename(path)
        _sync(place)
    except BaseException:
        os.close(descriptor)
        draft.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        raise
    return Kept(path, descriptor)


def entries(ledger: str | None = None) -> list[Found]:
    """Give the entries of a ledger, or of all, the oldest first. Raises OSError."""
    place = folder()
    if place is None or not place.is_dir():
        return []
    found = []
    for path in _files(place):
        try:
            entry = msgspec.json.decode(path.read_bytes(), type=Entry)
        except (FileNotFoundError, msgspec.DecodeError):
            continue  # answered meanwhile, or written by nobody of ours
        if ledger in {None, entry.ledger}:
            found.append(Found(path, entry, _running(path)))
    return sorted(found, key=lambda one: (one.entry.at, one.path.name))


def place_of(ledger: str) -> str:
    """Give a ledger as entries name it: a whole path, or an address without password."""
    scheme, separator, rest = ledger.partition("://")
    if not separator or scheme.split("+")[0] == "sqlite":
        path = ledger if not separator else rest.removeprefix("/")
        return os.path.realpath(path)
    return shown(ledger)


def shown(ledger: str) -> str:
    """Give a ledger's place as it may be shown: an address without anything secret."""
    scheme, separator, rest = ledger.partition("://")
    if not separator:
        return ledger
    whole, asked, query = rest.partition("?")
    access, at, address = whole.rpartition("@")
    kept = [one for one in query.split("&") if one.partition("=")[0] not in SECRETS]
    said = f"{scheme}://{access.partition(':')[0]}{at}{address}"
    return f"{said}?{'&'.join(kept)}" if asked and any(kept) else said


def _name(ledger: str, key: str) -> str:
    return sha256(f"{ledger}\0{key}".encode()).hexdigest()[:32]


def _stem(path: Path) -> str:
    return path.name.partition("-")[0]


def _files(place: Path) -> Iterator[Path]:
    for path in sorted(place.iterdir()):
        if path.suffix == ".json" and not path.name.startswith(_DRAFT):
            yield path


def _running(path: Path) -> bool:
    """Tell whether the process that wrote an entry lives: it holds a lock on it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _bound(place: Path) -> None:
    """Drop the oldest entries that nobody asked about once there are very many."""
    there = list(place.iterdir())
    if len(there) < ENTRIES_MAX:
        return
    dated = []
    for path in there:
        with suppress(FileNotFoundError):
            dated.append((path.stat().st_mtime, path))
    dated.sort()
    young = time.time() - STALE_SECONDS
    drafts = [path for at, path in dated if path.name.startswith(_DRAFT) and at < young]
    whole = [path for _, path in dated if not path.name.startswith(_DRAFT)]
    for path in drafts + whole[: max(0, len(whole) - ENTRIES_MAX // 2)]:
        if not _running(path):
            path.unlink(missing_ok=True)


def _write_all(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def _sync(place: Path) -> None:
    """Make a new name durable: the file's own content is not enough."""
    descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
