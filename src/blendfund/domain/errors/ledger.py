"""Refusals about the ledger itself: its place, its lock, its disk, its integrity."""

from __future__ import annotations

from blendfund.domain.errors.root import BlendfundError


class LedgerExists(BlendfundError):
    """``init`` was asked for where a file already is."""

    code = "ledger-exists"
    sentence = "{path} already exists: choose another name, or open it as it is."
    path: str


class LedgerNotFound(BlendfundError):
    """There is no ledger at this place."""

    code = "ledger-not-found"
    sentence = "There is no ledger at {path}: create it with `blendfund init`, or name another with --ledger."
    exit_code = 4
    path: str


class NotALedger(BlendfundError):
    """The file is something else."""

    code = "not-a-ledger"
    sentence = "{path} is not a blendfund ledger; nothing was changed in it."
    exit_code = 4
    path: str


class UnknownStore(BlendfundError):
    """The URL names a database this blendfund does not write to."""

    code = "unknown-store"
    sentence = "Ledgers are not kept in {scheme}: give a file's path, or a sqlite:/// or postgresql+psycopg:// URL."
    exit_code = 2
    scheme: str


class NewerSchema(BlendfundError):
    """A more recent blendfund wrote this ledger."""

    code = "newer-schema"
    sentence = "{path} was written by a newer blendfund (schema {found}, this one knows {known}): update blendfund."
    exit_code = 4
    path: str
    found: int
    known: int


class KeyReused(BlendfundError):
    """The idempotency key already stands for another command."""

    code = "key-conflict"
    sentence = "The key {key} was already used for another command: choose a new key."
    exit_code = 5
    key: str


class LedgerBusy(BlendfundError):
    """Somebody else kept the ledger's lock for too long."""

    code = "ledger-busy"
    sentence = "Somebody else is writing to the ledger: nothing was written, try again."
    exit_code = 5


class StorageRefused(BlendfundError):
    """The disk or the database said no."""

    code = "storage-refused"
    sentence = "The disk or the database refused ({why}): nothing was half written; check free space and permissions, then try again."
    exit_code = 74
    why: str


class Corrupt(BlendfundError):
    """What is stored cannot be what blendfund wrote."""

    code = "integrity"
    sentence = "The ledger does not verify at position {position}: {what}. Keep this file, and restore a verified copy."
    exit_code = 6
    position: int
    what: str


class InvariantBroken(BlendfundError):
    """blendfund itself is wrong; nothing is written any more."""

    code = "invariant"
    sentence = "An invariant of blendfund failed ({what}): nothing was written; reading still works. Please report it."
    exit_code = 70
    what: str


class UnknownPosition(BlendfundError):
    """The position or the time asked for is not in the log."""

    code = "unknown-position"
    sentence = (
        "{asked} is not a position of this ledger (1 to {head}) nor a time (RFC 3339)."
    )
    exit_code = 2
    asked: str
    head: int
