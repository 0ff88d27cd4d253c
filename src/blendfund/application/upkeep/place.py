"""Checks of the place: the files, who may read them, the disk, the clock."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from importlib.metadata import version
from shlex import join
from typing import TYPE_CHECKING, Final

from blendfund.application.writing import unanswered
from blendfund.reports import words
from blendfund.storage.keys import keys_path
from blendfund.storage.log.versions import SCHEMA_VERSION
from blendfund.storage.proof.signing import SIGNER, retired

if TYPE_CHECKING:
    from pathlib import Path

    from blendfund.application.upkeep.checkup import Check, Checkup

MIB: Final = 1 << 20
GIB: Final = 1 << 30
_OTHERS: Final = 0o077

LEDGER: Final = "The ledger {path} holds {size}; its facts: {facts}."
VERSIONS: Final = "blendfund {version}, ledger schema {schema}, SQLite {sqlite}."
OLDER: Final = "The ledger has the schema {schema}; this blendfund writes schema {known}."
TO_MIGRATE: Final = "Bring it up to date: blendfund migrate"
DURABLE: Final = "Every write is durable: journal {journal}, synchronous FULL."
NOT_WAL: Final = (
    "The journal is {journal}, not wal: readers and writers wait for each other."
)
TO_WAL: Final = "Close every blendfund, then: sqlite3 {path} 'PRAGMA journal_mode=WAL'"
PRIVATE: Final = "Only its owner can read the ledger."
OPEN: Final = "Others can read the ledger (mode {mode}): amounts and labels are in clear."
TO_CLOSE: Final = "Unless they should: chmod 600 {path}"
KEYS_PRIVATE: Final = "Only its owner can read the keys of persons' names."
KEYS_OPEN: Final = "Others can read the keys of persons' names (mode {mode})."
TO_SEAL: Final = "Run chmod 600 {path}; if others read it already, tell who keeps the data."
NO_KEYS: Final = "There is no keys file, and no need of one yet."
SIGNERS_PRIVATE: Final = "Signing keys, each readable by its owner only: {count}."
SIGNERS_OPEN: Final = "Others can read a key that signs: {names}."
TO_SEAL_SIGNERS: Final = (
    "Run chmod 600 {paths}; if others may have read it, sign with another key from now on"
    " (blendfund audit seal --rotate, blendfund signer revoke)."
)
FREE_TO_WRITE: Final = "Nobody is writing."
BUSY: Final = "Somebody is writing to the ledger right now."
TO_WAIT: Final = "Wait; if it lasts, look for a blendfund that hangs."
WAL_SMALL: Final = "The write-ahead log is short ({size})."
WAL_LARGE: Final = "The write-ahead log has grown to {size}: a reader keeps it from ending."
TO_END: Final = "Close what reads the ledger without end."
SPACE: Final = "Free on the disk: {size}."
SPACE_SHORT: Final = "Only {size} are free on the disk."
TO_FREE: Final = "Make room before the next import: a full disk refuses every write."
CLOCK: Final = "The clock is not behind the last fact."
CLOCK_BEHIND: Final = "The last fact was recorded on {day} at {time} (UTC), later than now."
ANSWERED: Final = "Every command of yours on this ledger was answered."
UNANSWERED: Final = "Commands that were interrupted before their answer: {count}."
TO_RESUME: Final = "Ask what became of them: blendfund resume"
UNKEPT: Final = "Commands are not written down before they are submitted."
TO_KEEP_STATE: Final = "Unset BLENDFUND_STATE, or name a folder with it."
TO_SET: Final = "Set the clock of this machine before you record anything."


def ledger(seen: Checkup) -> Check:
    """Say where the ledger is and how much it holds."""
    facts = words.count(seen.reading.log.head().position, french=seen.french)
    size = seen.size(seen.path.stat().st_size)
    return seen.ok("ledger", LEDGER, path=seen.path, size=size, facts=facts)


def versions(seen: Checkup) -> Check:
    """Say which versions meet here."""
    (schema,) = seen.raw.execute("SELECT schema_version FROM ledger").fetchone()
    if schema < SCHEMA_VERSION:
        return seen.note("versions", OLDER, TO_MIGRATE, schema=schema, known=SCHEMA_VERSION)
    told = {"version": version("blendfund"), "sqlite": sqlite3.sqlite_version}
    return seen.ok("versions", VERSIONS, schema=schema, **told)


def durability(seen: Checkup) -> Check:
    """Look at the journal; every connection asserts the rest when it opens."""
    (journal,) = seen.raw.execute("PRAGMA journal_mode").fetchone()
    if journal != "wal":
        return seen.problem("durability", NOT_WAL, TO_WAL, journal=journal, path=seen.path)
    return seen.ok("durability", DURABLE, journal=journal)


def ledger_access(seen: Checkup) -> Check:
    """Look at who may read the ledger."""
    mode = _mode(seen.path)
    if mode & _OTHERS:
        return seen.note("access", OPEN, TO_CLOSE, mode=f"{mode:03o}", path=seen.path)
    return seen.ok("access", PRIVATE)


def keys_access(seen: Checkup) -> Check:
    """Look at who may read the keys of persons' names."""
    keys = keys_path(seen.path)
    if not keys.exists():
        return seen.ok("keys-access", NO_KEYS)
    mode = _mode(keys)
    if mode & _OTHERS:
        told = {"mode": f"{mode:03o}", "path": keys}
        return seen.problem("keys-access", KEYS_OPEN, TO_SEAL, **told)
    return seen.ok("keys-access", KEYS_PRIVATE)


def signing_access(seen: Checkup) -> Check:
    """Look at who may read the private keys: the ledger's own, and the reader's."""
    own = seen.reading.store.beside(SIGNER)
    asked = (own, retired(own), seen.own_key)
    there = [one for one in asked if one is not None and one.exists()]
    modes = {one: _mode(one) for one in there if _mode(one) & _OTHERS}
    if modes:
        names = ", ".join(f"{one} (mode {mode:03o})" for one, mode in modes.items())
        told = {"names": names, "paths": join(map(str, modes))}
        return seen.problem("signing-access", SIGNERS_OPEN, TO_SEAL_SIGNERS, **told)
    return seen.ok("signing-access", SIGNERS_PRIVATE, count=len(there))


def lock(seen: Checkup) -> Check:
    """Look whether somebody holds the lock; it is let go at once."""
    try:
        descriptor = os.open(f"{seen.path}.lock", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # nobody ever wrote here, or it is not ours to see
        return seen.ok("lock", FREE_TO_WRITE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return seen.note("lock", BUSY, TO_WAIT)
    finally:
        os.close(descriptor)
    return seen.ok("lock", FREE_TO_WRITE)


def wal(seen: Checkup) -> Check:
    """Look at how long the write-ahead log is."""
    waiting = seen.path.with_name(f"{seen.path.name}-wal")
    size = waiting.stat().st_size if waiting.exists() else 0
    if size > 64 * MIB:
        return seen.note("wal", WAL_LARGE, TO_END, size=seen.size(size))
    return seen.ok("wal", WAL_SMALL, size=seen.size(size))


def space(seen: Checkup) -> Check:
    """Look at the room on the disk, beside what the ledger holds already."""
    free = shutil.disk_usage(seen.path.resolve().parent).free
    size = seen.size(free)
    if free < 100 * MIB:
        return seen.problem("space", SPACE_SHORT, TO_FREE, size=size)
    if free < max(GIB, seen.path.stat().st_size):
        return seen.note("space", SPACE_SHORT, TO_FREE, size=size)
    return seen.ok("space", SPACE, size=size)


def clock(seen: Checkup) -> Check:
    """Compare the clock with the last fact: times must never go back."""
    stamp = seen.reading.log.head().recorded_at
    if stamp and (last := datetime.fromisoformat(stamp)) > seen.now:
        day = words.day(last.date(), french=seen.french)
        time = f"{last:%H:%M:%S}"
        return seen.problem("clock", CLOCK_BEHIND, TO_SET, day=day, time=time)
    return seen.ok("clock", CLOCK)


def interrupted(seen: Checkup) -> Check:
    """Look for commands whose answer this user never got."""
    if unanswered.folder() is None:
        return seen.note("interrupted", UNKEPT, TO_KEEP_STATE)
    try:
        found = unanswered.entries(unanswered.place_of(seen.reading.store.place))
    except OSError:  # not ours to see: nothing of ours was written there either
        return seen.note("interrupted", UNKEPT, TO_KEEP_STATE)
    count = sum(not one.running for one in found)
    if count:
        return seen.note("interrupted", UNANSWERED, TO_RESUME, count=count)
    return seen.ok("interrupted", ANSWERED)


def persons_with_a_key(keys: Path) -> set[bytes]:
    """Give the persons whose name can still be read."""
    with closing(sqlite3.connect(f"{keys.resolve().as_uri()}?mode=ro", uri=True)) as file:
        return {row[0] for row in file.execute("SELECT stream_id FROM person")}


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777
