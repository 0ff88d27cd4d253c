"""Signing at the command line: whose key, which is locked, what reports say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from tests.cli.test_asking import talk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli, Refusals


def made(folder: Path, name: str, secret: str = "") -> Path:
    """Make a key as ssh-keygen does, beside its public half."""
    key = Ed25519PrivateKey.generate()
    locked = BestAvailableEncryption(secret.encode()) if secret else NoEncryption()
    path = folder / name
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, locked))
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    path.with_suffix(".pub").write_bytes(public)
    return path


@pytest.fixture
def key(fund: Cli, tmp_path: Path) -> Path:
    path = made(tmp_path, "camille")
    fund.done("signer", "add", "camille", path.with_suffix(".pub"))
    return path


def test_what_is_signed_is_said_to_be(fund: Cli, key: Path) -> None:
    answer = fund("party", "add", "Mairie", **{"sign-with": str(key)})
    assert answer.exit_code == 0, answer.stderr
    told = fund.done("history", "Mairie")
    assert [one["proven"] for one in told["facts"]] == [True]
    assert "par camille, signé" in fund("history", "Mairie").stdout
    assert fund.report("balance")["actors"] == "mixed"
    shown = fund("report", "balance", "--fund", "ALSACE").stdout
    assert "les autres seulement déclarées" in shown


def test_the_environment_names_the_key(
    fund: Cli, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLENDFUND_SIGNING_KEY", str(key))
    fund.done("party", "add", "Mairie")
    assert fund.done("history", "Mairie")["facts"][0]["proven"]
    refused = fund("party", "add", "Commune", actor="paul")
    assert (refused.exit_code, "[unknown-signer]" in refused.stderr) == (1, True)


@pytest.mark.parametrize(("phrase", "exit_code"), [("sésame", 0), ("autre", 2)])
def test_a_locked_key_asks_for_its_phrase_on_a_terminal(
    fund: Cli, tmp_path: Path, phrase: str, exit_code: int
) -> None:
    path = made(tmp_path, "camille", "sésame")
    fund.done("signer", "add", "camille", path.with_suffix(".pub"))
    words = ("party", "add", "Mairie")
    refused = fund(*words, **{"sign-with": str(path)})
    assert (refused.exit_code, "[locked-signing-key]" in refused.stderr) == (2, True)
    done = talk(fund, words, f"{phrase}\n", BLENDFUND_SIGNING_KEY=str(path))
    assert done.exit_code == exit_code, done.shown
    assert "sésame" not in done.shown


WRONG = {
    "private": ("camille", 2, "private-key-given", "finit par .pub", "ends in .pub"),
    "rsa": ("rsa.pub", 2, "key-kind", "ssh-keygen -t ed25519", "ssh-keygen -t ed25519"),
    "text": ("notes.txt", 2, "bad-public-key", "le fichier .pub", "the .pub file"),
    "binary": ("image.png", 2, "bad-public-key", "le fichier .pub", "the .pub file"),
    "absent": ("absente.pub", 3, "file-unreadable", "n’existe pas", "no such file"),
    "folder": ("dossier", 3, "file-unreadable", "c’est un dossier", "this is a folder"),
    "long": ("x" * 300, 3, "file-unreadable", "nom de fichier", "File name"),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_what_holds_no_public_key_is_one_sentence_with_the_way_out(
    fund: Cli, tmp_path: Path, case: tuple[str, int, str, str, str]
) -> None:
    made(tmp_path, "camille")
    rsa = generate_private_key(65537, 2048).public_key()
    written = {
        "rsa.pub": rsa.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        "notes.txt": "Clé à demander à Camille\n".encode("cp1252"),
        "image.png": b"\x89PNG\r\n\0\xff",
    }
    for name, content in written.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "dossier").mkdir()
    name, exit_code, code, *said = case
    for lang, words in zip(("fr", "en"), said, strict=True):
        answer = fund("signer", "add", "camille", tmp_path / name, lang=lang)
        (line,) = answer.stderr.splitlines()
        assert (answer.exit_code, line.endswith(f" [{code}]")) == (exit_code, True), line
        assert words in line
    assert len(fund.events()) == 1


def test_a_line_longer_than_a_file_name_is_a_key(refuses: Refusals) -> None:
    line = f"ssh-rsa {'A' * 400} camille"
    refuses(2, "signer", "add", "camille", line, code="key-kind", says="ssh-rsa")


@pytest.mark.parametrize("who", ["camille", "paul"])
def test_a_revoked_key_is_never_registered_again(
    fund: Cli, key: Path, refuses: Refusals, who: str
) -> None:
    (signer,) = fund.done("signer", "list")
    refuses(2, "signer", "revoke", signer["key"], "--reason", " ", code="reason-missing")
    fund.done("signer", "revoke", signer["key"], "--reason", "volée")
    again = ("signer", "add", who, key.with_suffix(".pub"))
    refuses(1, *again, code="revoked-key")


def test_verify_counts_approvals_that_a_key_should_have_signed(
    fund: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    charter = tmp_path / "reglement.toml"
    charter.write_text("guarantee_above = 1\n", encoding="utf-8")
    public = made(tmp_path, "paul").with_suffix(".pub")
    day = ("--on", "2024-02-02")
    there = ("--fund", "ALSACE", *day)
    decided = ("--session", "S1", "--result", "agreed", "--amount", "90")
    for words in (
        ("fund", "charter", "ALSACE", charter, *day),
        ("committee", "appoint", "paul", *there),
        ("committee", "hold", "S1", "--present", "paul", *there),
        ("project", "add", "Recyclerie", *day),
        ("committee", "decide", "Recyclerie", "--fund", "ALSACE", *decided),
        ("signer", "add", "paul", public),
    ):
        fund.done(*words)
    granted = ("--project", "Recyclerie", "--lender", "Banque", "--loan", "20", *there)
    until = ("--quota", "50%", "--expires", "2027-01-01", "--create")
    held = "blendfund.application.recording.approving.holds_key"
    for count, said in ((1, "1 approbation n’est pas signée"), (2, "2 approbations ne")):
        fund("guarantee", "grant", f"GAR-{count}", *granted, *until)
        approve = ("approve", fund.done("audit", "verify")["events"], *day)
        refused = fund(*approve, actor="paul")
        assert (refused.exit_code, "[approval-unsigned]" in refused.stderr) == (1, True)
        with monkeypatch.context() as patch:
            patch.setattr(held, lambda *_: False)  # as versions before this rule did
            answer = fund(*approve, actor="paul")
            assert answer.exit_code == 0, answer.stderr
        assert said in fund("audit", "verify").stdout.replace("\xa0", " ")
        assert fund.done("audit", "verify")["unsigned_approvals"] == count
    assert "Approuvé sans la signature" in fund("status").stdout
