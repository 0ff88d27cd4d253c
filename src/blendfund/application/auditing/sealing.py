"""Sealing: a signed note says how many facts there are and the root of their tree.

Whoever keeps the note can show later that no fact before it was changed, without trusting
those who keep the ledger. Sealing writes no fact.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from blendfund.application.reading.reader import Reading
from blendfund.domain.errors import FileKept, NotACheckpoint
from blendfund.storage.log import checkpoints
from blendfund.storage.proof import signing
from blendfund.storage.proof.notes import Checkpoint, read_checkpoint, text_of
from blendfund.storage.proof.signing import SIGNER, VERIFIERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.storage.log.verifying import Verified
    from blendfund.storage.proof.signing import SigningKey


class Sealed(Struct, frozen=True):
    """A checkpoint that was issued, and what verifies it.

    ``made`` is the file of a key that was made for it; ``rotated`` tells that the key
    before it signed too, and was destroyed; ``another`` that keys signed before which are
    not here.
    """

    checkpoint: Checkpoint
    verifier: str
    made: Path | None
    rotated: bool
    another: bool


class _Keys(NamedTuple):
    """Who signs: the key in use, and the one it takes the place of."""

    key: SigningKey
    made: Path | None
    retired: SigningKey | None
    retired_path: Path


def seal(
    place: str,
    out: Path | None = None,
    *,
    signing_key: Path | None = None,
    rotate: bool = False,
    tell: Callable[[int], None] | None = None,
) -> Sealed:
    """Verify every fact, then sign for them.

    What is at ``out`` already must be an earlier checkpoint of the same facts.

    Raises Corrupt, CheckpointDiffers, CheckpointAhead, FileKept, NotASigningKey.
    """
    with Reading(place) as reading:
        origin = checkpoints.origin_of(reading.uuid)
        with reading.snapshot():
            earlier = checkpoints.issued(reading.log, origin)
            held = [*earlier, *_superseded(out, origin)]
            found = reading.log.verify(tell, [one.known() for one in held])
        keys = _keys(signing_key or reading.store.beside(SIGNER), origin, rotate=rotate)
        listed = reading.store.beside(VERIFIERS)
        another = bool(keys.made and not keys.retired and signing.verifiers(listed))
        for key in filter(None, (keys.retired, keys.key)):
            signing.add_verifier(listed, key.verifier)
        note = _signed(origin, found, keys, earlier)
        reading.keep_checkpoint(note)
        if keys.retired:
            keys.retired_path.unlink()
        rotated = keys.retired is not None
        return Sealed(note, str(keys.key.verifier), keys.made, rotated, another)


def _superseded(out: Path | None, origin: str) -> list[Checkpoint]:
    """Give the checkpoint that the new one takes the place of. Raises FileKept."""
    if out is None or not out.is_file():
        return []
    try:
        one = read_checkpoint(out)
    except NotACheckpoint as other:
        raise FileKept(str(out)) from other
    if one.origin != origin:
        raise FileKept(str(out))
    return [one]


def _keys(path: Path, origin: str, *, rotate: bool) -> _Keys:
    """Give the keys to sign with; the first one is made, or the next one.

    A key that is given up stays beside the new one until both have signed.
    """
    retired_path = signing.retired(path)
    if rotate and path.exists() and not retired_path.exists():
        signing.read_key(path, origin)
        path.rename(retired_path)
    made = None
    if not path.exists():
        try:
            signing.make_key(path, origin)
            made = path
        except FileExistsError:  # somebody else seals for the first time too
            made = None
    retired = signing.read_key(retired_path, origin) if retired_path.exists() else None
    return _Keys(signing.read_key(path, origin), made, retired, retired_path)


def _signed(
    origin: str, found: Verified, keys: _Keys, earlier: list[Checkpoint]
) -> Checkpoint:
    """Sign; what was signed for the same facts before stays under the same note."""
    text = text_of(origin, found.events, found.root)
    new = [key.sign(text) for key in (keys.retired, keys.key) if key]
    names = {(one.name, one.key_id) for one in new}
    before = [one for note in earlier if note.text == text for one in note.signatures]
    kept = [one for one in before if (one.name, one.key_id) not in names]
    signatures = (*kept, *new)
    return Checkpoint(origin, found.events, found.root, text, signatures, checkpoints.OWN)
