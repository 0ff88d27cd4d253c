"""Signed notes as C2SP and the reference implementation publish them."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from blendfund.domain.errors import (
    NotACheckpoint,
    NotASigningKey,
    NotAVerifierKey,
    NotSigned,
)
from blendfund.storage.proof import signing
from blendfund.storage.proof.notes import (
    Checkpoint,
    Signature,
    checkpoint_of,
    read_checkpoint,
    signers,
    text_of,
    verifier_key,
    verifier_keys,
)

if TYPE_CHECKING:
    from pathlib import Path

# The example of the reference implementation (golang.org/x/mod/sumdb/note).
VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SIGNING = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n"
SAID = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvq"
    "fqdngotpRZb6KE6RyyBwJnAM=\n"
)
# The example checkpoint of C2SP tlog-checkpoint.
CHECKPOINT = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5"
    "/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
ROOT = b64encode(bytes(32)).decode()


def key_file(folder: Path, content: bytes | str) -> Path:
    path = folder / "cle"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_the_published_key_makes_the_published_signature(tmp_path: Path) -> None:
    key = signing.read_key(key_file(tmp_path, SIGNING), "PeterNeumann")
    assert str(key.verifier) == VERIFIER
    assert key.sign(SAID).line() == LINE
    assert key.file() == SIGNING


def test_the_published_signature_verifies_and_a_changed_text_does_not() -> None:
    key = verifier_key(VERIFIER)
    assert (key.name, key.id.hex(), str(key)) == ("PeterNeumann", "c74f20a3", VERIFIER)
    found = checkpoint_of(f"o\n0\n{ROOT}\n\n{LINE}", "note").signatures
    note = Checkpoint("o", 0, ROOT, SAID, found, "note")
    assert signers(note, [key]) == [key]
    with pytest.raises(NotSigned):
        signers(note._replace(text=SAID.replace("think", "thing")), [key])
    short = (Signature(key.name, key.id, b"short"),)
    with pytest.raises(NotSigned):
        signers(note._replace(signatures=short), [key])
    assert signers(note, []) == []


def test_the_published_checkpoint_is_read_and_written_back() -> None:
    found = checkpoint_of(CHECKPOINT, "note")
    assert (found.origin, found.events) == ("example.com/behind-the-sofa", 20852163)
    assert found.root == "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    assert found.note() == CHECKPOINT
    (one,) = found.signatures
    assert (one.name, one.key_id.hex()) == (found.origin, "033de0ae")


def test_others_may_sign_beside_it() -> None:
    found = checkpoint_of(f"{CHECKPOINT}{LINE}", "note")
    assert [one.name for one in found.signatures] == [found.origin, "PeterNeumann"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("example.com/behind-the-sofa\n", "\n"),
        ("example.com/behind-the-sofa\n", "behind the sofa\n"),
        ("20852163", "020852163"),
        ("20852163", "-1"),
        ("20852163", "\u0661"),
        ("20852163", "2" * 30),
        ("q2I=\n\n", "q2J=\n\n"),
        ("q2I=\n\n", "q2I\n\n"),
        ("q2I=\n\n", "q2I=\nmore\n\n"),
        ("q2I=\n\n", "q2I=\n"),
        ("q2I=\n\n", "q2I=\r\n\r\n"),
        ("—", "-"),
        ("YQ8=\n", "YQ8="),
        ("YQ8=\n", "YQ9=\n"),
        ("YQ8=\n", "YQ8=\n\n"),
        ("YQ8=\n", "YQ8=\nsomething\n"),
        ("Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5", "Az3g"),
    ],
)
def test_what_has_another_shape_is_no_checkpoint(old: str, new: str) -> None:
    assert old in CHECKPOINT
    note = CHECKPOINT.replace(old, new, 1)
    if "Az3g" in new:
        note = note.split("/Zhcyv2q")[0] + "\n"
    with pytest.raises(NotACheckpoint):
        checkpoint_of(note, "note")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a" * 70_000])
def test_a_file_of_something_else_is_no_checkpoint(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NotACheckpoint):
        read_checkpoint(key_file(tmp_path, content))


@pytest.mark.parametrize("cut", range(1, len(VERIFIER), 3))
def test_a_mangled_verifier_key_is_refused(cut: int) -> None:
    for text in (VERIFIER[:cut], VERIFIER[cut:], f"{VERIFIER[:cut]} {VERIFIER[cut:]}"):
        with pytest.raises(NotAVerifierKey):
            verifier_key(text)
    changed = VERIFIER[:cut] + chr(ord(VERIFIER[cut]) + 1) + VERIFIER[cut + 1 :]
    with pytest.raises(NotAVerifierKey):
        verifier_key(changed)


def test_verifier_keys_stand_one_a_line() -> None:
    assert [str(one) for one in verifier_keys(f"{VERIFIER}\n\n {VERIFIER}\n")] == [
        VERIFIER,
        VERIFIER,
    ]
    with pytest.raises(NotAVerifierKey):
        verifier_keys("\n")


def test_keys_made_elsewhere_sign_under_the_ledgers_name(tmp_path: Path) -> None:
    private = Ed25519PrivateKey.generate()
    shapes = (PrivateFormat.PKCS8, PrivateFormat.OpenSSH)
    for shape in shapes:
        content = private.private_bytes(Encoding.PEM, shape, NoEncryption())
        key = signing.read_key(key_file(tmp_path, content), "blendfund/un")
        note = text_of("blendfund/un", 0, ROOT)
        made = Checkpoint("blendfund/un", 0, ROOT, note, (key.sign(note),), "note")
        assert signers(made, [key.verifier]) == [key.verifier]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "PRIVATE+KEY+",
        SIGNING.replace("c74f20a3", "c74f20a4"),
        SIGNING.replace("AYEK", "AZEK"),
        SIGNING.replace("HKDFz", "HKDF"),
        "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
        b"PRIVATE+KEY+\xff",
    ],
)
def test_what_is_no_signing_key_is_refused(tmp_path: Path, content: str | bytes) -> None:
    with pytest.raises(NotASigningKey):
        signing.read_key(key_file(tmp_path, content), "un")


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    rsa = generate_private_key(65537, 2048)
    content = rsa.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(NotASigningKey):
        signing.read_key(key_file(tmp_path, content), "un")


def test_a_new_key_is_its_owners_alone_and_never_takes_a_place(tmp_path: Path) -> None:
    path = tmp_path / "cle"
    made = signing.make_key(path, "blendfund/un")
    assert path.stat().st_mode & 0o777 == 0o600
    assert signing.read_key(path, "blendfund/un").verifier == made.verifier
    with pytest.raises(FileExistsError):
        signing.make_key(path, "blendfund/un")
    assert [one.name for one in tmp_path.iterdir()] == ["cle"]


def test_the_list_of_verifier_keys_has_the_latest_last_and_each_once(
    tmp_path: Path,
) -> None:
    listed, first = tmp_path / "liste", signing.make_key(tmp_path / "1", "un").verifier
    second = signing.make_key(tmp_path / "2", "un").verifier
    assert signing.verifiers(listed) == []
    for key in (first, first, second, first):
        signing.add_verifier(listed, key)
    assert signing.verifiers(listed) == [str(second), str(first)]
