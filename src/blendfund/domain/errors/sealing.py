"""Refusals about checkpoints and proofs: who signed what, and what was changed since."""

from __future__ import annotations

from blendfund.domain.errors.root import BlendfundError, Word


class NotASigningKey(BlendfundError):
    """A file that was to sign holds no key of ours to sign with."""

    code = "not-a-signing-key"
    sentence = "{path} is not an Ed25519 signing key without a password: name another file with --signing-key."
    exit_code = 2
    path: str


class NotAVerifierKey(BlendfundError):
    """What was given as a verifier key is none."""

    code = "not-a-verifier-key"
    sentence = "{text} is not a verifier key: give the line that `blendfund audit seal` printed (name+hash+key), or a file that holds it."
    exit_code = 2
    text: str


class NoVerifierKey(BlendfundError):
    """A checkpoint was given without a key to verify it with."""

    code = "no-verifier-key"
    sentence = "A checkpoint proves nothing without its verifier key: give --verifier-key, as you received it from whoever seals the ledger."
    exit_code = 2


class NotSigned(BlendfundError):
    """A checkpoint does not carry the signature that it should."""

    code = "not-signed"
    sentence = "{place} is not signed by the key {key}: it was changed, or signed by somebody else."
    exit_code = 6
    place: str
    key: str


class OtherLog(BlendfundError):
    """The checkpoint is of another ledger."""

    code = "other-log"
    sentence = "{place} is a checkpoint of another ledger ({origin}) than this one ({own})."
    exit_code = 6
    place: str
    origin: str
    own: str


class CheckpointAhead(BlendfundError):
    """Facts that were signed for are not there any more."""

    code = "checkpoint-ahead"
    sentence = "{place} was signed for {signed} facts and the ledger holds {events}: facts are missing from position {position} on. Keep this file, and look for a later copy."
    exit_code = 6
    place: str
    signed: int
    events: int
    position: int


class CheckpointDiffers(BlendfundError):
    """The facts are not those that were signed for."""

    code = "checkpoint-differs"
    sentence = "From position {position} on, the facts are not those that {place} was signed for (it counts {signed}). Keep this file, and have it audited."
    exit_code = 6
    place: str
    position: int
    signed: int


class NeverSealed(BlendfundError):
    """There is no checkpoint to prove anything against."""

    code = "never-sealed"
    sentence = (
        "The ledger has no checkpoint yet: make the first one with `blendfund audit seal`."
    )
    exit_code = 4


class NotSealedYet(BlendfundError):
    """The fact came after the last checkpoint."""

    code = "not-sealed-yet"
    sentence = "The fact at position {position} is later than the last checkpoint ({last}): seal the ledger first."
    position: int
    last: int


class NotAnExport(BlendfundError):
    """What was to be compared is no exported history."""

    code = "not-an-export"
    sentence = "{path} holds no exported history that can be read (line {line}: {why}): name a folder that `blendfund audit export` made, or its events.jsonl."
    exit_code = 3
    path: str
    line: int
    why: str


class TimestampWrong(BlendfundError):
    """An authority's answer does not say when a checkpoint of this ledger existed."""

    code = "timestamp-wrong"
    sentence = "{place} timestamps no checkpoint of this ledger: {why}. Ask again with `blendfund audit timestamp --request`, and give the certificate of the authority's root."
    exit_code = 6
    place: str
    why: Word
