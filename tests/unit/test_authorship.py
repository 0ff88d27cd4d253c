"""Proof of who: a signed command is proven, whatever is changed of it is found."""

from __future__ import annotations

import subprocess
from base64 import b64encode
from shutil import which
from struct import pack
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.conftest import BANK, REGION, Fund, row
from tests.unit.histories import LAWS, History, opened

from blendfund.application.importing.imports import Options, Source, import_rows
from blendfund.application.reading.reader import Reading
from blendfund.application.registering.signers import (
    register_signer,
    revoke_signer,
    signers,
)
from blendfund.application.writing.authorship import Proofs, check_proofs
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import (
    BadPublicKey,
    BadSigningKey,
    Corrupt,
    LockedSigningKey,
    NameMissing,
    OtherKeyKind,
    PrivateKeyGiven,
    RevokedForGood,
    SignatureNeeded,
    SignerExists,
    SignerNotFound,
    UnknownSigner,
)
from blendfund.storage.proof.sshsig import (
    Signer,
    fingerprint,
    holds,
    message_of,
    public_key_of,
    signed_text,
    signer_of,
    unproven,
)

if TYPE_CHECKING:
    from pathlib import Path

    from blendfund.application.writing.command import Outcome


def key(number: int) -> Signer:
    return Signer(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


CAMILLE, OTHER = key(1), key(2)


def register(fund: Fund, signer: Signer, who: str = "camille", **by: Any) -> Outcome:
    with Ledger(str(fund.path)) as ledger:
        ledger.signer = by.pop("by", None)
        return register_signer(ledger, fund.command(**by), who, signer.public_key)


def revoke(fund: Fund, signer: Signer, by: Signer | None = None) -> Outcome:
    with Ledger(str(fund.path)) as ledger:
        ledger.signer = by
        return revoke_signer(ledger, fund.command(), signer.fingerprint, "perdue")


def take(fund: Fund, signer: Signer | None, minor: int = 100, **said: Any) -> None:
    rows = [row("contribution", "2024-01-10", minor, **REGION)]
    rows += [row("contribution", "2024-01-11", minor, **BANK)]
    source = Source(f"{minor}.csv", f"{minor:064x}", "movements", 2)
    with Ledger(str(fund.path)) as ledger:
        ledger.signer = signer
        import_rows(ledger, fund.command(**said), "ALSACE", rows, source, Options())


def proofs(fund: Fund) -> Proofs:
    with Reading(str(fund.path)) as reading:
        return check_proofs(reading.log, reading.uuid)


def test_what_is_signed_is_proven_and_the_rest_declared(alsace: Fund) -> None:
    assert proofs(alsace) == Proofs(0, 1)
    assert alsace.report("balance")["actors"] == "declared"
    register(alsace, CAMILLE)
    take(alsace, CAMILLE)
    take(alsace, None, 200)
    assert proofs(alsace) == Proofs(1, 3)
    assert alsace.report("balance")["actors"] == "mixed"
    assert alsace.report("balance", known_at="2")["actors"] == "declared"
    with Reading(str(alsace.path)) as reading:
        reading.replay(None)


def test_a_ledger_signed_from_its_first_fact_is_proven(empty: Fund) -> None:
    register(empty, CAMILLE, by=CAMILLE)
    with Ledger(str(empty.path)) as ledger:
        ledger.signer = CAMILLE
        ledger.open_fund(
            empty.command(), "ALSACE", "Fonds", ["67"], "EUR", empty.command().day()
        )
    assert proofs(empty) == Proofs(2, 0)
    assert empty.report("balance")["actors"] == "proven"


@pytest.mark.parametrize("who", ["paul", "Camille", ""])
def test_nobody_signs_for_somebody_else(alsace: Fund, who: str) -> None:
    register(alsace, CAMILLE)
    before = alsace.verify()
    with pytest.raises(UnknownSigner):
        take(alsace, CAMILLE, actor=who)
    with pytest.raises(UnknownSigner):
        take(alsace, OTHER)
    assert alsace.verify() == before


def test_a_dry_run_signs_nothing(alsace: Fund) -> None:
    register(alsace, CAMILLE)
    take(alsace, CAMILLE, dry_run=True)
    assert proofs(alsace) == Proofs(0, 2)


def test_a_key_decides_on_the_next_one(alsace: Fund) -> None:
    register(alsace, CAMILLE)
    with pytest.raises(SignerExists):
        register(alsace, CAMILLE, "paul")
    with pytest.raises(SignatureNeeded):
        register(alsace, OTHER)
    register(alsace, OTHER, by=CAMILLE)
    take(alsace, OTHER)
    assert proofs(alsace) == Proofs(2, 2)
    with pytest.raises(NameMissing):
        register(alsace, key(3), " ")


def test_a_revoked_key_proves_nothing_more(alsace: Fund) -> None:
    register(alsace, CAMILLE)
    take(alsace, CAMILLE)
    place = revoke(alsace, CAMILLE, by=CAMILLE).position
    with pytest.raises(UnknownSigner):
        take(alsace, CAMILLE, 200)
    with pytest.raises(SignerNotFound):
        revoke(alsace, CAMILLE)
    with pytest.raises(RevokedForGood):
        alsace.undo()
    assert proofs(alsace) == Proofs(2, 2)
    with Reading(str(alsace.path)) as reading:
        (one,) = signers(reading)
    assert (one["key"], one["revoked_at"]) == (CAMILLE.fingerprint, place)
    register(alsace, OTHER)
    take(alsace, OTHER, 300)
    assert proofs(alsace) == Proofs(3, 3)


def test_an_undone_registration_proves_nothing_more(alsace: Fund) -> None:
    register(alsace, CAMILLE)
    alsace.undo()
    with pytest.raises(UnknownSigner):
        take(alsace, CAMILLE)
    with Reading(str(alsace.path)) as reading:
        assert signers(reading) == []
        reading.replay(None)
    assert proofs(alsace) == Proofs(0, 3)


def tampered(fund: Fund, old: str, new: str, position: int) -> None:
    state = f"CAST(replace(CAST(state AS TEXT), '{old}', '{new}') AS BLOB)"
    fund.tamper(f"UPDATE event SET state = {state} WHERE position = {position}")  # noqa: S608


@pytest.mark.parametrize(
    ("old", "new", "late"),
    [
        ('"amount_minor":100', '"amount_minor":900', 3),
        ("2024-01-11", "2024-01-12", 3),
        ('"actor":"camille"', '"actor":"paul"', 0),
        (CAMILLE.fingerprint, OTHER.fingerprint, 0),
        ('"signature":"', '"signature":"AAAA', 0),
        ('"events":6', '"events":5', 0),
    ],
)
def test_whatever_is_changed_of_a_signed_command_is_found(
    alsace: Fund, old: str, new: str, late: int
) -> None:
    place = register(alsace, CAMILLE).position + 1
    take(alsace, CAMILLE)
    states = alsace.sql("SELECT CAST(state AS TEXT) FROM event ORDER BY position")
    changed = next(
        n for n, (one,) in enumerate(states, 1) if n >= place + late and old in one
    )
    tampered(alsace, old, new, changed)
    with pytest.raises(Corrupt) as found:
        proofs(alsace)
    assert found.value.position == place


def test_a_signature_holds_in_no_other_ledger(alsace: Fund) -> None:
    register(alsace, CAMILLE)
    take(alsace, CAMILLE)
    with Reading(str(alsace.path)) as reading, pytest.raises(Corrupt):
        check_proofs(reading.log, "another")


@settings(LAWS, max_examples=8)
@given(st.data())
def test_any_signed_history_is_proven_whole(data: st.DataObject) -> None:
    with opened() as fund:
        register(fund, CAMILLE)
        declared = proofs(fund).declared
        history, plain = History(fund), Ledger.__init__

        def signing(self: Ledger, place: str) -> None:
            plain(self, place)
            self.signer = CAMILLE

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Ledger, "__init__", signing)
            for _ in range(data.draw(st.integers(1, 5))):
                history.step(data)
        sql = "SELECT count(*) FROM write"
        found = proofs(fund)
        assert found == Proofs(fund.sql(sql)[0][0] - declared, declared)


def test_ssh_keygen_takes_our_signatures(tmp_path: Path) -> None:
    """The reference implementation of SSH signatures is the judge, where it is there."""
    message = message_of("u", 3, [b"x" * 32])
    proof = CAMILLE.prove(message)
    assert holds(CAMILLE.public_key, proof.signature, message)
    assert not holds(OTHER.public_key, proof.signature, message)
    assert not holds(CAMILLE.public_key, "?", message)
    assert signed_text(message).startswith(b"SSHSIG\x00\x00\x00\x09blendfund")
    program = which("ssh-keygen")
    if program is None:
        return
    blob = _blob(proof.signature)
    text = b64encode(blob).decode()
    armour = f"-----BEGIN SSH SIGNATURE-----\n{text}\n-----END SSH SIGNATURE-----\n"
    (tmp_path / "sig").write_text(armour)
    (tmp_path / "who").write_text(f"camille {CAMILLE.public_key}\n")
    words = ("-Y", "verify", "-f", "who", "-I", "camille", "-n", "blendfund", "-s", "sig")
    done = subprocess.run(  # noqa: S603 -- the judge
        (program, *words), input=message, cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _blob(signature: str) -> bytes:
    from base64 import b64decode

    def string(raw: bytes) -> bytes:
        return pack(">I", len(raw)) + raw

    public = b64decode(CAMILLE.public_key.split(" ")[1])
    made = string(b"ssh-ed25519") + string(b64decode(signature))
    fields = (public, b"blendfund", b"", b"sha512", made)
    return b"SSHSIG" + pack(">I", 1) + b"".join(map(string, fields))


def test_a_proof_is_taken_out_of_the_text_it_is_in() -> None:
    state = (
        b'{"on":"2024-01-01","note":"\\"proof\\":{","proof":{"key":"K","signature":"S"}}'
    )
    assert unproven(state) == b'{"on":"2024-01-01","note":"\\"proof\\":{"}'
    assert unproven(b'{"on":"2024-01-01"}') == b'{"on":"2024-01-01"}'


@pytest.mark.parametrize(
    "text",
    [
        *("", "ssh rsa", "ssh-ed25519", "ssh-ed25519 AAAA", "ssh-ed25519 A*"),
        *("ssh-RSA AAAA", "clé de camille"),
        CAMILLE.public_key[:-8],
        CAMILLE.public_key + "\nssh-ed25519 AAAA",
    ],
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(BadPublicKey):
        public_key_of(text)


@pytest.mark.parametrize(
    "kind", ["ssh-rsa", "ecdsa-sha2-nistp256", "sk-ssh-ed25519@openssh.com"]
)
def test_a_key_of_another_kind_is_refused_by_its_kind(kind: str) -> None:
    for text in (kind, f"{kind} AAAA camille@poste\n"):
        with pytest.raises(OtherKeyKind) as refused:
            public_key_of(text)
        assert refused.value.kind == kind


@pytest.mark.parametrize("form", [PrivateFormat.OpenSSH, PrivateFormat.PKCS8])
def test_a_private_key_is_no_public_one(form: PrivateFormat) -> None:
    raw = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
    for locked in (NoEncryption(), BestAvailableEncryption(b"phrase")):
        with pytest.raises(PrivateKeyGiven):
            public_key_of(raw.private_bytes(Encoding.PEM, form, locked).decode())
    with pytest.raises(PrivateKeyGiven):
        public_key_of("PuTTY-User-Key-File-3: ssh-ed25519\n")


def test_a_comment_is_no_part_of_a_key() -> None:
    assert public_key_of(f" {CAMILLE.public_key} camille@poste \n") == CAMILLE.public_key
    assert fingerprint(CAMILLE.public_key).startswith("SHA256:")


def test_private_keys_are_read_as_they_are_kept(tmp_path: Path) -> None:
    raw = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
    path = tmp_path / "cle"
    for form in (PrivateFormat.OpenSSH, PrivateFormat.PKCS8):
        path.write_bytes(raw.private_bytes(Encoding.PEM, form, NoEncryption()))
        assert signer_of(path).public_key == CAMILLE.public_key
        locked = BestAvailableEncryption(b"phrase")
        path.write_bytes(raw.private_bytes(Encoding.PEM, form, locked))
        for password in (None, b"autre"):
            with pytest.raises(LockedSigningKey):
                signer_of(path, password)
        assert signer_of(path, b"phrase").public_key == CAMILLE.public_key


def test_other_keys_sign_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cle"
    rsa = generate_private_key(65537, 2048)
    form = (Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    for content in (
        b"",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\n",
        rsa.private_bytes(*form),
    ):
        path.write_bytes(content)
        with pytest.raises(BadSigningKey):
            signer_of(path)
    with pytest.raises(BadSigningKey):
        signer_of(tmp_path / "absente")
