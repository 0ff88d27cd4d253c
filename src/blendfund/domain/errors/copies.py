"""Refusals about copies of a ledger: what they would lose, overwrite or revive."""

from __future__ import annotations

from blendfund.domain.errors.root import BlendfundError


class FileKept(BlendfundError):
    """A copy was to be written where something is."""

    code = "file-kept"
    sentence = "{path} already exists and is left as it is: give another name."
    path: str


class NotReplaced(BlendfundError):
    """A copy was to be brought back where a ledger is, without saying so."""

    code = "not-replaced"
    sentence = "There is a ledger at {path}, whose facts the copy all holds: give --replace to put the copy in its place."
    path: str


class OtherLedger(BlendfundError):
    """The copy is of another ledger than the one in its place."""

    code = "other-ledger"
    sentence = (
        "{copy} is a copy of another ledger than {path}: restore it under another name."
    )
    path: str
    copy: str


class CopyShorter(BlendfundError):
    """The copy lacks facts that are known."""

    code = "copy-shorter"
    sentence = "{copy} holds {events} facts and {place} {known}; facts that would be lost: {missing}. Look for a later copy; nothing was changed."
    exit_code = 6
    copy: str
    events: int
    place: str
    known: int
    missing: int


class CopyDiffers(BlendfundError):
    """The copy tells another history than the one that is known."""

    code = "copy-differs"
    sentence = "{copy} does not tell the same history as {place} up to position {position}: keep both and have them audited; nothing was changed."
    exit_code = 6
    copy: str
    place: str
    position: int


class NotACheckpoint(BlendfundError):
    """What was given as a checkpoint is none."""

    code = "not-a-checkpoint"
    sentence = "{path} is not a checkpoint, whose first three lines are an origin, a number of facts and their root."
    exit_code = 6
    path: str


class NoKeys(BlendfundError):
    """There is no keys database where one was named."""

    code = "no-keys"
    sentence = (
        "There are no keys of persons at {path}: leave --keys out, or name the right file."
    )
    exit_code = 4
    path: str


class KeysDiffer(BlendfundError):
    """The keys are another ledger's."""

    code = "keys-differ"
    sentence = (
        "{copy} holds the keys of another ledger than {path}: nothing was changed in it."
    )
    copy: str
    path: str


class OlderSchema(BlendfundError):
    """An older blendfund made this ledger, and it was not brought up to date."""

    code = "older-schema"
    sentence = "{path} has an older schema ({found}, this blendfund writes {known}): run `blendfund migrate`, which copies it first."
    exit_code = 4
    path: str
    found: int
    known: int
