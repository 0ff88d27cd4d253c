"""Copies of a sealed ledger: signatures checked, verifier keys along, no private one."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from blendfund.storage.proof import signing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli


@dataclass(frozen=True)
class Away:
    """A copy, what goes with it, and another machine to bring it back to."""

    home: Cli
    copy: Path
    note: Path
    key: str
    there: Cli

    def restore(self, *words: object) -> object:
        return self.there.done("restore", self.copy, *words)

    def refused(self, *words: object) -> tuple[int, bool]:
        """Tell how a restore was refused, and whether it left nothing."""
        answer = self.there("restore", self.copy, *words)
        left = [one for one in self.there.ledger.parent.iterdir() if one.suffix != ".lock"]
        return answer.exit_code, not left


def seal(cli: Cli, out: Path, *words: object) -> str:
    answer = cli("audit", "seal", "--out", out, *words)
    assert answer.exit_code == 0, answer.stderr
    return answer.stdout.strip()


def beside(path: Path, end: str) -> Path:
    return path.with_name(f"{path.name}.{end}")


@pytest.fixture
def away(fund: Cli, tmp_path: Path) -> Away:
    """A sealed ledger, two facts later, and its copy on another machine."""
    note, machine = tmp_path / "mars.checkpoint", tmp_path / "machine"
    key = seal(fund, note)
    fund.done("party", "add", "Mairie", "--kind", "organisation")
    machine.mkdir()
    done = fund.done("backup", tmp_path / "copie.db")
    assert done["verifier_keys"] == 1
    there = replace(fund, ledger=machine / "registre.db")
    return Away(fund, tmp_path / "copie.db", note, key, there)


def change(away: Away, sql: str, given: tuple[object, ...] = ()) -> None:
    with closing(sqlite3.connect(away.copy)) as database, database:
        assert database.execute(sql, given).rowcount == 1


def test_verifier_keys_go_along_and_the_signing_key_does_not(away: Away) -> None:
    names = sorted(one.name for one in away.copy.parent.glob("copie.db*"))
    assert names == ["copie.db", "copie.db.verifier-keys"]
    assert beside(away.copy, "verifier-keys").read_text("utf-8") == f"{away.key}\n"
    private = (
        beside(away.home.ledger, "signing-key").read_bytes().split(b"+", 4)[-1].strip()
    )
    assert len(private) > 40
    for one in away.copy.parent.glob("copie.db*"):
        assert private not in one.read_bytes()
    said = away.home("backup", away.copy.with_name("autre.db")).stderr
    assert str(beside(away.home.ledger, "signing-key")) in said


def test_what_was_restored_elsewhere_verifies_with_the_keys_that_came_along(
    away: Away,
) -> None:
    done = away.there.done("restore", away.copy)
    assert (done["verifier_keys"], done["checkpoints"]) == (1, {"proven": 1, "unknown": 0})
    keys = beside(away.there.ledger, "verifier-keys")
    assert keys.read_text("utf-8") == f"{away.key}\n"
    words = ("audit", "verify", "--checkpoint", away.note, "--verifier-key", keys)
    assert away.there.done(*words)["own_checkpoints"] == 1
    assert not beside(away.there.ledger, "signing-key").exists()
    assert {one["state"] for one in away.there.done("doctor")["checks"]} == {"ok"}


def test_sealing_goes_on_with_the_key_that_was_kept_apart(
    away: Away, tmp_path: Path
) -> None:
    away.restore()
    kept = shutil.copy(beside(away.home.ledger, "signing-key"), tmp_path / "coffre")
    assert seal(away.there, tmp_path / "avril", "--signing-key", kept) == away.key
    assert away.there.done("audit", "verify")["own_checkpoints"] == 2


def test_sealing_goes_on_with_a_new_key_where_the_old_one_is_lost(
    away: Away, tmp_path: Path
) -> None:
    away.restore()
    answer = away.there("audit", "seal", "--out", tmp_path / "avril")
    key = answer.stdout.strip()
    assert key != away.key
    assert "une autre clé" in answer.stderr
    keys = beside(away.there.ledger, "verifier-keys")
    assert keys.read_text("utf-8").split() == [away.key, key]
    words = ("audit", "verify", "--verifier-key", keys)
    notes = ("--checkpoint", away.note, "--checkpoint", tmp_path / "avril")
    assert len(away.there.done(*words, *notes)["checkpoints"]) == 2


def test_a_signature_that_a_known_key_did_not_make_is_refused(away: Away) -> None:
    """The checkpoint says what is true of the facts, under a signature of another text."""
    with closing(sqlite3.connect(away.copy)) as database:
        ((position, note),) = database.execute("SELECT position, note FROM checkpoint")
    head, _, line = note.partition("\n\n")
    name, value = line.split(" ")[1:]
    other = signing.read_key(beside(away.home.ledger, "signing-key"), name).sign("autre")
    forged = f"{head}\n\n{other.line()}"
    assert value not in forged
    change(away, "UPDATE checkpoint SET note = ? WHERE position = ?", (forged, position))
    assert away.refused() == (6, True)
    answer = away.there("restore", away.copy)
    assert "[not-signed]" in answer.stderr


def test_a_copy_sealed_by_somebody_else_is_told_or_refused(
    away: Away, tmp_path: Path
) -> None:
    """Somebody made the copy's checkpoints anew with a key of their own."""
    seal(away.home, tmp_path / "note", "--rotate")
    copy = replace(away, copy=tmp_path / "autre.db")
    away.home.done("backup", copy.copy)
    stranger = signing.make_key(tmp_path / "cle", away.key.split("+", maxsplit=1)[0])
    with closing(sqlite3.connect(copy.copy)) as database, database:
        for position, note in database.execute("SELECT position, note FROM checkpoint"):
            text = note.partition("\n\n")[0] + "\n"
            forged = f"{text}\n{stranger.sign(text).line()}"
            sql = "UPDATE checkpoint SET note = ? WHERE position = ?"
            database.execute(sql, (forged, position))
    assert copy.refused("--verifier-key", away.key) == (6, True)
    answer = copy.there("restore", copy.copy)
    assert answer.exit_code == 0
    assert "--verifier-key" in answer.stderr
    done = copy.there.done("restore", copy.copy, "--replace")
    assert done["checkpoints"] == {"proven": 0, "unknown": 2}


def test_a_kept_note_must_be_signed_by_a_known_key(away: Away, tmp_path: Path) -> None:
    given = ("--checkpoint", away.note)
    stranger = signing.make_key(tmp_path / "cle", away.key.split("+", maxsplit=1)[0])
    assert away.refused(*given, "--verifier-key", stranger.verifier) == (6, True)
    text = away.note.read_text("utf-8")
    forged = tmp_path / "faux.checkpoint"
    said = text.partition("\n\n")[0] + "\n"
    forged.write_text(f"{said}\n{stranger.sign(said).line()}", "utf-8")
    assert away.refused("--checkpoint", forged) == (6, True)
    forged.write_text(text.replace("\n\n— ", "\n\n- "), "utf-8")
    assert away.refused("--checkpoint", forged)[1]
    beside(away.copy, "verifier-keys").unlink()
    assert away.refused(*given) == (2, True)  # no key at all is known
    assert away.there.done("restore", away.copy, *given, "--verifier-key", away.key)


def test_the_keys_in_place_stand_for_the_copy_too(away: Away) -> None:
    beside(away.copy, "verifier-keys").unlink()
    shutil.copy(
        beside(away.home.ledger, "verifier-keys"),
        beside(away.there.ledger, "verifier-keys"),
    )
    done = away.there.done("restore", away.copy, "--checkpoint", away.note)
    assert (done["verifier_keys"], done["checkpoints"]["proven"]) == (0, 1)


def test_a_copy_of_checkpoints_whose_keys_are_not_here_says_so(away: Away) -> None:
    beside(away.home.ledger, "verifier-keys").unlink()
    answer = away.home("backup", away.copy.with_name("sans.db"))
    assert answer.exit_code == 0
    assert "n’est pas ici : 1" in answer.stderr.replace("\xa0", " ")
    assert not away.copy.with_name("sans.db.verifier-keys").exists()


def test_keys_of_another_ledger_are_left_behind(away: Away, tmp_path: Path) -> None:
    keys = beside(away.copy, "verifier-keys")
    other = signing.make_key(tmp_path / "cle", "blendfund/autre").verifier
    keys.write_text(f"{other}\n{away.key}\n", "utf-8")
    assert away.there.done("restore", away.copy)["verifier_keys"] == 1
    assert beside(away.there.ledger, "verifier-keys").read_text("utf-8") == f"{away.key}\n"
    keys.write_text("ni fait ni à faire\n", "utf-8")
    assert away.there("restore", away.copy, "--replace").exit_code == 2


def test_a_ledger_whose_own_seal_is_belied_is_not_copied(away: Away) -> None:
    with closing(sqlite3.connect(away.home.ledger)) as database, database:
        sql = "UPDATE checkpoint SET note = replace(note, ' ', '  ')"
        database.execute(sql)
    answer = away.home("backup", away.copy.with_name("autre.db"))
    assert answer.exit_code == 6
    assert not away.copy.with_name("autre.db").exists()
