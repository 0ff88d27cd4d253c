"""What every fact carries, whatever it says."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class Batch(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The file that a run of consecutive events was imported from."""

    reference: str
    file: str
    sha256: str
    format: str
    lines: int


class Proof(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """An SSH signature over all that a command wrote: who acted is proven, not declared.

    ``key`` is the fingerprint (``SHA256:...``) of a key registered for the actor,
    ``signature`` the base64 of 64 bytes (Ed25519).
    """

    key: str
    signature: str


class Event(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    gc=False,  # facts hold no cycles; the collector need not look at 100,000 of them
):
    """Something that happened; it is never edited.

    ``on`` is the operation date, true for ever. ``recorded_at`` (RFC 3339, UTC) and
    ``actor`` are stamped under the ledger's lock. ``key``, ``body`` (SHA-256 of the
    command), ``events`` (how many the command wrote) and ``batch`` stand in a command's
    first event only, and so do ``undoes``, the first position of the write
    that the command takes back, and ``proof``, where the command was signed.
    """

    on: date
    recorded_at: str = ""
    actor: str = ""
    key: str | None = None
    body: str | None = None
    events: int = 0
    batch: Batch | None = None
    reason: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()
    undoes: int = 0
    proof: Proof | None = None


class Draw(Struct, frozen=True, forbid_unknown_fields=True):
    """How much of a payment is taken from, or given back to, one earmark ("" is free)."""

    earmark: str
    amount_minor: int


class Movement(Event, frozen=True, kw_only=True):
    """A fact with an amount, in minor units of ``currency``.

    ``line`` is its line in the imported file; ``reference`` (or ``digest`` and ``twin``,
    its ordinal among equal lines) is the identity that keeps it from being taken twice.
    ``replaces`` is the position of the fact that it corrects. ``draws`` says, where it is
    more than one, which earmarks the amount is taken from or returns to.
    """

    amount_minor: int
    currency: str
    label: str = ""
    bank_account: str = ""
    earmark: str = ""
    line: int = 0
    reference: str = ""
    digest: str = ""
    twin: int = 0
    replaces: int = 0
    draws: tuple[Draw, ...] = ()


class Personal(Struct, frozen=True, forbid_unknown_fields=True):
    """A natural person's datum as it stands in a fact: base64 ciphertext, never clear."""

    sealed: str
