"""By which keys the checkpoints of a copy are checked, and what becomes of those keys.

Verifier keys are public: they go with every copy, so that what was sealed before stays
verifiable wherever the copy comes back. The key that signs goes with none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from blendfund.domain.errors import NotSigned
from blendfund.storage.log.checkpoints import origin_of
from blendfund.storage.proof import signing
from blendfund.storage.proof.merkle import Known
from blendfund.storage.proof.notes import (
    Checkpoint,
    VerifierKey,
    check_signed,
    signers,
    verifier_key,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from blendfund.storage.file.copying import Copy


class Asked(Struct, frozen=True):
    """What whoever brings a copy back holds against it.

    Args:
        notes: Checkpoints that were kept elsewhere.
        keys: The verifier keys that were given; none means those that are listed beside
            the ledger in place, and beside the copy.
    """

    notes: tuple[Checkpoint, ...] = ()
    keys: tuple[VerifierKey, ...] = ()


class Trust(Struct, frozen=True):
    """What the keys said of a copy.

    Args:
        known: What the checkpoints that were kept elsewhere say of the log.
        listed: The verifier keys that were found beside the copy.
        proven: How many of the copy's checkpoints a known key signed.
        unknown: How many of them are signed by keys that nobody knows here.
    """

    known: tuple[Known, ...] = ()
    listed: tuple[str, ...] = ()
    proven: int = 0
    unknown: int = 0


def listed(path: Path, uuid: str) -> list[VerifierKey]:
    """Give the keys of a ledger that a file lists. Raises NotAVerifierKey."""
    keys = map(verifier_key, signing.verifiers(path))
    return [one for one in keys if one.name == origin_of(uuid)]


def check(copy: Copy, lists: Sequence[Path], asked: Asked) -> Trust:
    """Verify the signatures of a copy's checkpoints, and of those that were kept.

    Args:
        copy: A copy whose tree was verified.
        lists: Where verifier keys are listed: beside the copy, then in place.
        asked: What is held against it.

    Raises NoVerifierKey, NotSigned, OtherLog, NotAVerifierKey.
    """
    origin = origin_of(copy.uuid)
    found = [listed(path, copy.uuid) for path in lists]
    known = [*(key for keys in found for key in keys), *asked.keys]
    for one in asked.notes:
        check_signed(one, asked.keys or known, origin)
    unknown = [one for one in copy.checkpoints if not signers(one, known)]
    if unknown and asked.keys:
        # Whoever gives keys says that these seal the ledger.
        raise NotSigned(unknown[-1].place, str(asked.keys[-1]))
    return Trust(
        known=tuple(one.known() for one in asked.notes),
        listed=tuple(str(key) for keys in found[:1] for key in keys),
        proven=len(copy.checkpoints) - len(unknown),
        unknown=len(unknown),
    )


def take_along(copy: Copy, source: Path, target: Path) -> Trust:
    """Put a ledger's verifier keys beside its copy, where no checkpoint belies them.

    Raises NotSigned, NotAVerifierKey.
    """
    trust = check(copy, [source], Asked())
    signing.add_earlier(target, trust.listed)
    return trust
