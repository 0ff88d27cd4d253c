"""When a checkpoint existed, by the word of an authority: asked, answered, checked."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from shutil import rmtree
from typing import TYPE_CHECKING, Any

import pytest
from asn1crypto import tsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from tests.authority import ABOUT, DAY, Authority
from tests.cli.test_sealing import seal, tamper

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli

STAMP = ("audit", "timestamp")
TIME = "2026-03-01T09:12:30Z"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def sealed(fund: Cli, tmp_path: Path) -> Cli:
    seal(fund, tmp_path / "note.txt")
    return fund


def asked(cli: Cli, *more: object) -> bytes:
    """Give a request's bytes."""
    out = cli.ledger.with_name("demande.tsq")
    cli.done(*STAMP, "--request", out, *more)
    return out.read_bytes()


def words(cli: Cli, response: bytes, trusted: bytes) -> tuple[object, ...]:
    """Give the words by which an answer is handed in."""
    answer, root = cli.ledger.with_name("reponse.tsr"), cli.ledger.with_name("racine.pem")
    answer.write_bytes(response)
    root.write_bytes(trusted)
    return (*STAMP, "--response", answer, "--certificate", root)


def test_a_request_holds_a_digest_alone(sealed: Cli, tmp_path: Path) -> None:
    before = sealed.events()
    first = tsp.TimeStampReq.load(asked(sealed))
    second = tsp.TimeStampReq.load(asked(sealed, "--checkpoint", tmp_path / "note.txt"))
    imprint = first["message_imprint"]
    assert imprint["hash_algorithm"]["algorithm"].native == "sha256"
    assert imprint.native == second["message_imprint"].native
    assert first["nonce"].native != second["nonce"].native
    assert first["cert_req"].native is True
    assert sealed.events() == before


def test_an_answer_is_kept_and_found_by_who_verifies(
    sealed: Cli, authority: Authority, tmp_path: Path
) -> None:
    answer = authority.answer(asked(sealed))
    done = sealed.done(*words(sealed, answer, authority.trusted()))
    assert (done["events"], done["time"]) == (1, TIME)
    assert ABOUT in done["authority"]
    sealed.done("party", "add", "Ville", "--kind", "organisation")
    verified = sealed.done("audit", "verify")
    assert verified["timestamps"] == [done]
    assert f"Horodaté le {TIME}" in sealed("audit", "verify").stdout
    sealed.done("audit", "export", tmp_path / "dossier")
    kept = sorted((tmp_path / "dossier" / "timestamps").iterdir())
    assert [one.suffix for one in kept] == [".pem", ".tsr", ".txt"]
    assert kept[0].read_bytes() == authority.trusted()
    assert kept[1].read_bytes() == answer
    assert kept[2].read_bytes() == (tmp_path / "note.txt").read_bytes()


def test_a_copy_takes_timestamps_and_what_waits_for_an_answer(
    sealed: Cli, authority: Authority, tmp_path: Path
) -> None:
    done = sealed.done(*words(sealed, authority.answer(asked(sealed)), authority.trusted()))
    waiting = asked(sealed)
    copy, place = tmp_path / "copie.db", tmp_path / "ailleurs" / "registre.db"
    sealed.done("backup", copy)
    place.parent.mkdir()
    elsewhere = replace(sealed, ledger=place)
    elsewhere.done("restore", copy)
    for one in (replace(sealed, ledger=copy), elsewhere):
        assert one.done("audit", "verify")["timestamps"] == [done]
    # An answer that comes later is taken there, and never writes over what is kept.
    again = elsewhere.done(
        *words(elsewhere, authority.answer(waiting), authority.trusted())
    )
    assert again == done
    kept = place.with_name("registre.db.timestamps")
    before = {one.name: one.read_bytes() for one in kept.iterdir()}
    elsewhere.done("restore", copy, "--replace")
    assert {one.name: one.read_bytes() for one in kept.iterdir()} == before


def test_either_answer_to_two_requests_is_taken(sealed: Cli, authority: Authority) -> None:
    first, second = asked(sealed), asked(sealed)
    for one in (first, second):
        answer = authority.answer(one)
        told = sealed(*words(sealed, answer, authority.trusted()))
        assert (told.exit_code, TIME in told.stdout) == (0, True)
        assert ".txt" in told.stderr


WRONG: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": 5},
    "no nonce": {"nonce": None},
    "another digest": {
        "message_imprint": {
            "hash_algorithm": {"algorithm": "sha256"},
            "hashed_message": bytes(32),
        }
    },
}


@pytest.mark.parametrize("what", WRONG)
def test_an_answer_to_something_else_is_refused(
    sealed: Cli, authority: Authority, what: str
) -> None:
    answer = authority.answer(asked(sealed), **WRONG[what])
    told = sealed(*words(sealed, answer, authority.trusted()))
    assert (told.exit_code, "n’a pas été demandé ici" in told.stderr) == (6, True)
    assert sealed.done("audit", "verify")["timestamps"] == []


def test_an_answer_by_somebody_else_is_refused(sealed: Cli, authority: Authority) -> None:
    request = asked(sealed)
    other = Authority(ExtendedKeyUsageOID.CODE_SIGNING)
    for answer, trusted in (
        (authority.answer(request), other.trusted()),
        (other.answer(request), other.trusted()),  # a key that may sign no time
        (authority.answer(request, DAY.replace(year=2020)), authority.trusted()),
        (_retouched(authority.answer(request)), authority.trusted()),
    ):
        told = sealed(*words(sealed, answer, trusted))
        assert (told.exit_code, "[timestamp-wrong]" in told.stderr) == (6, True)
        assert "ne mène pas aux certificats" in told.stderr
    assert sealed.done("audit", "verify")["timestamps"] == []


def _retouched(answer: bytes) -> bytes:
    """Change the minute that is said, and sign nothing anew."""
    assert b"20260301091230Z" in answer
    return answer.replace(b"20260301091230Z", b"20260301091130Z")


def test_what_is_no_answer_is_said_to_be_none(sealed: Cli, authority: Authority) -> None:
    answer = authority.answer(asked(sealed))
    random = Random(7)  # noqa: S311 -- chance for tests
    broken = [b"", b"\n", answer[:-1], answer + b"x", b"\x30\x80", authority.refusal()]
    for _ in range(60):
        bent = bytearray(answer)
        bent[random.randrange(len(bent))] ^= 1 << random.randrange(8)
        broken.append(bytes(bent))
    for one in broken:
        told = sealed(*words(sealed, one, authority.trusted()))
        assert told.exit_code in {0, 6}, one
        assert (told.exit_code == 6) == ("[timestamp-wrong]" in told.stderr), told.stderr
    for trusted in (b"", b"-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n"):
        told = sealed(*words(sealed, answer, trusted))
        assert (told.exit_code, "aucun certificat" in told.stderr) == (6, True)


def test_a_refusal_of_the_authority_is_said(sealed: Cli, authority: Authority) -> None:
    asked(sealed)
    told = sealed(*words(sealed, authority.refusal(), authority.trusted()))
    assert (told.exit_code, "n’a rien accordé" in told.stderr) == (6, True)


@pytest.mark.parametrize("end", [".txt", ".tsr", ".pem"])
def test_a_timestamp_that_was_changed_since_is_found(
    sealed: Cli, authority: Authority, end: str
) -> None:
    sealed.done(*words(sealed, authority.answer(asked(sealed)), authority.trusted()))
    folder = sealed.ledger.with_name(f"{sealed.ledger.name}.timestamps")
    (kept,) = folder.glob(f"*{end}")
    kept.write_bytes(Authority().trusted() if end == ".pem" else kept.read_bytes()[:-9])
    answer = sealed("audit", "verify", "--json")
    assert (answer.exit_code, answer.json["code"]) == (6, "timestamp-wrong")
    kept.unlink()
    assert sealed("audit", "verify").exit_code == (0 if end == ".tsr" else 6)


def test_a_history_told_anew_differs_from_what_was_timestamped(
    sealed: Cli, authority: Authority
) -> None:
    """The note that was timestamped is held against the facts, whoever sealed since."""
    sealed.done(*words(sealed, authority.answer(asked(sealed)), authority.trusted()))
    tamper(
        sealed,
        "UPDATE event SET state = CAST(replace(state, 'Fonds', 'Autre') AS BLOB)",
        "DELETE FROM checkpoint",
    )
    answer = sealed("audit", "verify", "--json")
    assert (answer.exit_code, answer.json["ok"]) == (6, False)


def test_a_timestamp_of_another_ledger_is_refused(
    sealed: Cli, authority: Authority, tmp_path: Path
) -> None:
    sealed.done(*words(sealed, authority.answer(asked(sealed)), authority.trusted()))
    other = replace(sealed, ledger=tmp_path / "autre.db")
    other("init")
    refused = other(
        *STAMP, "--request", tmp_path / "x", "--checkpoint", tmp_path / "note.txt"
    )
    assert (refused.exit_code, "[other-log]" in refused.stderr) == (6, True)
    assert other(*STAMP, "--request", tmp_path / "x").exit_code == 4  # never sealed
    folder = sealed.ledger.with_name(f"{sealed.ledger.name}.timestamps")
    folder.rename(other.ledger.with_name(f"{other.ledger.name}.timestamps"))
    assert other("audit", "verify").exit_code == 6
    rmtree(other.ledger.with_name(f"{other.ledger.name}.timestamps"))
    assert other("audit", "verify").exit_code == 0


def test_one_thing_is_asked_at_a_time(sealed: Cli, tmp_path: Path) -> None:
    file = tmp_path / "x"
    for more in (
        (),
        ("--request", file, "--response", file),
        ("--response", file),
        ("--request", file, "--certificate", file),
    ):
        assert sealed(*STAMP, *more).exit_code == 2
    absent = (*STAMP, "--response", file, "--certificate", file)
    assert sealed(*absent).exit_code == 74
    assert sealed(*STAMP, "--request", sealed.ledger).exit_code == 2
    assert "application/timestamp-query" in sealed(*STAMP, "--request", file).stderr
