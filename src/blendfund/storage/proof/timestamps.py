"""RFC 3161 timestamps of checkpoints: when a note existed, by the word of an authority.

They lie in a folder beside the ledger, named after the note: the note itself (``.txt``),
the numbers that requests bore (``.nonce``), the authority's answer (``.tsr``) and the
certificates that it was checked with (``.pem``).
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from blendfund.domain.errors import TimestampWrong, Word
from blendfund.storage.proof.notes import Checkpoint, read_checkpoint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER: Final = "timestamps"
KEPT: Final = (".txt", ".tsr", ".pem")
UNREADABLE: Final = Word("it cannot be read")
REFUSED: Final = Word("the authority granted nothing")
UNASKED: Final = Word("it is of nothing that was asked for here")
UNTRUSTED: Final = Word("its signature does not lead to the certificates given")
NO_CERTIFICATE: Final = Word("no certificate was given that can be read")
_BYTES_MAX: Final = 1 << 20


class Stamp(NamedTuple):
    """A checkpoint, when it existed at the latest, and who says so."""

    checkpoint: Checkpoint
    time: datetime
    authority: str

    def moment(self) -> str:
        """Give the time in UTC (RFC 3339)."""
        return self.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def request(folder: Path, checkpoint: Checkpoint) -> bytes:
    """Make a request for a checkpoint's note, and keep what its answer is checked with."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    note = checkpoint.note().encode()
    made = TimestampRequestBuilder(note, HashAlgorithm.SHA256).build()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stem = folder / f"{checkpoint.events:012d}-{sha256(note).hexdigest()[:16]}"
    stem.with_suffix(".txt").write_bytes(note)
    with stem.with_suffix(".nonce").open("a", encoding="ascii") as file:
        file.write(f"{made.nonce}\n")
    return made.as_bytes()


def accept(folder: Path, place: str, response: bytes, certificates: bytes) -> Stamp:
    """Check an authority's answer to a request, then keep it. Raises TimestampWrong."""
    answer = _read(place, response)
    imprint = answer.tst_info.message_imprint.message
    for note in folder.glob("*.txt"):
        nonces = note.with_suffix(".nonce").read_text("ascii").split()
        if sha256(note.read_bytes()).digest() == imprint:
            if str(answer.tst_info.nonce) not in nonces:
                break
            found = _stamp(place, note, answer, certificates)
            for end, content in ((".pem", certificates), (".tsr", response)):
                draft = note.with_suffix(f"{end}.part")
                draft.write_bytes(content)
                draft.replace(note.with_suffix(end))
            return found
    raise TimestampWrong(place, UNASKED)


def kept(folder: Path) -> list[Stamp]:
    """Give the timestamps that are kept, each checked again. Raises TimestampWrong."""
    return [_again(path) for path in sorted(folder.glob("*.tsr"))]


def _again(path: Path) -> Stamp:
    note, place = path.with_suffix(".txt"), str(path)
    try:
        response, said = path.read_bytes(), note.read_bytes()
        certificates = path.with_suffix(".pem").read_bytes()
    except OSError as gone:
        raise TimestampWrong(place, UNREADABLE) from gone
    answer = _read(place, response)
    if sha256(said).digest() != answer.tst_info.message_imprint.message:
        raise TimestampWrong(place, UNASKED)
    return _stamp(place, note, answer, certificates)


def files(folder: Path) -> Iterator[Path]:
    """Give the files of the timestamps that are kept: notes, answers, certificates."""
    for path in sorted(folder.glob("*.tsr")):
        yield from (path.with_suffix(end) for end in KEPT)


def bring(source: Path, target: Path) -> None:
    """Copy timestamps, and what pending requests wait for, into a copy's folder.

    What is there already stays: a timestamp is never written over.
    """
    for path in sorted(source.glob("*")) if source.is_dir() else ():
        kept = target / path.name
        if path.suffix in {*KEPT, ".nonce"} and not kept.exists():
            target.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = kept.with_name(f"{kept.name}.part")
            draft.write_bytes(path.read_bytes())
            draft.replace(kept)


def _read(place: str, response: bytes) -> Any:
    from rfc3161_client import PKIStatus, decode_timestamp_response

    try:
        answer = decode_timestamp_response(response[:_BYTES_MAX])
        status = answer.status
        if status == PKIStatus.GRANTED:
            _ = answer.tst_info.message_imprint.message, answer.tst_info.gen_time
    except ValueError as wrong:
        raise TimestampWrong(place, UNREADABLE) from wrong
    if status != PKIStatus.GRANTED:
        raise TimestampWrong(place, REFUSED)
    return answer


def _stamp(place: str, note: Path, answer: Any, certificates: bytes) -> Stamp:
    from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificates
    from rfc3161_client import VerificationError, VerifierBuilder

    try:
        given = load_pem_x509_certificates(certificates)
    except ValueError as wrong:
        raise TimestampWrong(place, NO_CERTIFICATE) from wrong
    try:
        # Whatever is given is trusted: a root, or the authority's own certificate.
        verifier = VerifierBuilder(roots=given, nonce=answer.tst_info.nonce).build()
        verifier.verify_message(answer, note.read_bytes())
        (signer,) = answer.signed_data.signer_infos
        sent = map(load_der_x509_certificate, answer.signed_data.certificates)
        named = [one for one in sent if one.serial_number == signer.serial_number]
        authority = named[0].subject.rfc4514_string() if named else ""
    except (ValueError, VerificationError) as wrong:
        raise TimestampWrong(place, UNTRUSTED) from wrong
    return Stamp(read_checkpoint(note), answer.tst_info.gen_time, authority)
