"""Refusals of an audit: what was made once does not come out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blendfund.domain.errors.root import BlendfundError

if TYPE_CHECKING:
    from collections.abc import Sequence


class BadPublicKey(BlendfundError):
    """A text is no public key that blendfund can check."""

    code = "bad-public-key"
    sentence = "This is not an Ed25519 public key: give the .pub file that `ssh-keygen -t ed25519` made, or its line `ssh-ed25519 AAAA...`."
    exit_code = 2


class OtherKeyKind(BlendfundError):
    """A public key is of a kind that proves no command."""

    code = "key-kind"
    sentence = "This is a key of the kind {kind}, and only Ed25519 keys prove what is written: make one with `ssh-keygen -t ed25519`, and give its .pub file."
    exit_code = 2
    kind: str


class PrivateKeyGiven(BlendfundError):
    """A private key stands where its public half is asked for."""

    code = "private-key-given"
    sentence = "This is a private key, which only its owner may hold: give the public one beside it, the file that ends in .pub (`ssh-keygen -y -f FILE` makes it again); nothing was written."
    exit_code = 2


class BadSigningKey(BlendfundError):
    """A file holds no private key that blendfund can sign with."""

    code = "bad-signing-key"
    sentence = "{path} holds no Ed25519 private key that can be read: make one with `ssh-keygen -t ed25519`; nothing was written."
    exit_code = 2
    path: str


class LockedSigningKey(BlendfundError):
    """A private key needs its passphrase, and nobody gave it, or another one was given."""

    code = "locked-signing-key"
    sentence = "{path} is locked by a passphrase that was not given, or is another one: run the command on a terminal and type it; nothing was written."
    exit_code = 2
    path: str


class UnknownSigner(BlendfundError):
    """A command is signed by a key that is not its actor's."""

    code = "unknown-signer"
    sentence = "The key {key} is not registered for {who}: register it with `blendfund signer add`, or sign with another; nothing was written."
    key: str
    who: str


class SignatureNeeded(BlendfundError):
    """Whoever has a key decides on their next one."""

    code = "signature-needed"
    sentence = "{who} already has a key: sign with it to register another (--sign-with), or revoke it first."
    who: str


class SignerExists(BlendfundError):
    """The key is registered already."""

    code = "signer-exists"
    sentence = "The key {key} is already registered, for {who}."
    key: str
    who: str


class RevokedKey(BlendfundError):
    """A key that was revoked, lost or stolen, is registered anew."""

    code = "revoked-key"
    sentence = "The key {key} was revoked at position {position}, and what it signed since may be anybody's: make a new one with `ssh-keygen -t ed25519`."
    key: str
    position: int


class RevokedForGood(BlendfundError):
    """The latest write revoked a key."""

    code = "revoked-for-good"
    sentence = "The latest write (position {position}) revoked a key, and no undo brings it back into force: register a new key with `blendfund signer add`, correct or undo other writes by their own reference."
    position: int


class SignerNotFound(BlendfundError):
    """No key in force goes by this name."""

    code = "signer-not-found"
    sentence = "No key in force is {key}; in force are: {known}."
    exit_code = 4
    key: str
    known: str


class OtherHistory(BlendfundError):
    """A report names facts that this ledger does not have."""

    code = "other-history"
    sentence = "{path} was made from {position} facts (root {root}) that this ledger of {head} facts does not have: name the ledger it was made from, or verify this one with `blendfund audit verify`."
    exit_code = 6
    path: str
    position: int
    root: str
    head: int


class NotReproduced(BlendfundError):
    """A report does not say what its facts say."""

    code = "not-reproduced"
    sentence = "{path} does not say what the ledger said at position {position} ({count} differences, listed above): it was changed after it was made, or made by another version."
    exit_code = 6
    path: str
    position: int
    count: int
    differences: Sequence[tuple[str, str, str]]
