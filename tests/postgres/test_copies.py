"""Copies of a ledger on a server: verified files, that come back to a file or a server."""

from __future__ import annotations

import shutil
import sqlite3
from base64 import b64decode, b64encode
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.conftest import Cli
from tests.postgres.conftest import Database, Served
from tests.postgres.test_ledger import lived, report, told

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def rich(cli: Served, tmp_path: Path) -> Served:
    """A ledger of a server with organisations, persons and a voucher."""
    lived(cli, tmp_path)
    cli.done("attach", tmp_path / "2021.csv", "RGE-2021")
    return cli


def test_a_copy_is_a_whole_ledger_file(rich: Served, tmp_path: Path) -> None:
    copy, keys = tmp_path / "copie.db", tmp_path / "copie.keys"
    done = rich.done("backup", copy, "--keys", keys)
    verified = rich.done("audit", "verify")
    assert (done["events"], done["root"]) == (verified["events"], verified["root"])
    assert (done["vouchers"], done["missing"]) == (1, 0)
    assert done["persons"] > 3
    assert copy.stat().st_mode & 0o077 == keys.stat().st_mode & 0o077 == 0
    file = Cli(copy)
    assert file.events() == rich.events()
    assert report(file, "returns") == report(rich, "returns")
    keys.rename(copy.with_name("copie.db.keys"))
    assert Cli(copy)("party", "list").stdout == rich("party", "list").stdout
    again = rich("backup", copy)
    assert (again.exit_code, "[file-kept]" in again.stderr) == (1, True)


def test_a_copy_comes_back_as_a_new_ledger(
    rich: Served, shared: Database, tmp_path: Path
) -> None:
    copy, keys = tmp_path / "copie.db", tmp_path / "copie.keys"
    rich.done("backup", copy, "--keys", keys)
    anew = replace(rich, url=f"{rich.url}-copie")
    done = anew.done("restore", copy, "--keys", keys)
    assert (done["replaced"], done["vouchers"]) == (False, 1)
    assert done["persons"] > 3
    assert anew.events() == rich.events()
    assert anew("party", "list").stdout == rich("party", "list").stdout
    assert anew("history", "RGE-2021").stdout == rich("history", "RGE-2021").stdout
    anew.done("party", "add", "Mairie")
    assert anew("audit", "verify").exit_code == 0
    assert len(shared.sql("SELECT 1 FROM ledger WHERE name LIKE '%%-copie'")) == 1


def test_a_ledger_moves_from_a_file_to_a_server_and_back(
    cli: Served, there: Cli, tmp_path: Path
) -> None:
    lived(there, tmp_path)
    copy = tmp_path / "copie.db"
    there.done("backup", copy, "--keys", tmp_path / "k1")
    cli.done("restore", copy, "--keys", tmp_path / "k1")
    assert cli.events() == there.events()
    assert report(cli, "composition", "--by", "party") == report(
        there, "composition", "--by", "party"
    )
    cli.done("party", "add", "Ida Roth", "--kind", "person")
    back = tmp_path / "retour.db"
    cli.done("backup", back, "--keys", tmp_path / "k2")
    file = Cli(tmp_path / "neuf.db")
    file.done("restore", back, "--keys", tmp_path / "k2")
    assert file.events() == cli.events()
    assert "Ida Roth" in file("party", "list").stdout


def test_facts_that_a_server_has_lost_come_back(database: Database, tmp_path: Path) -> None:
    cli = lived(Served(tmp_path / "x", url=database.ledger("est")), tmp_path)
    (head,) = database.sql("SELECT * FROM head")
    cli.done("party", "add", "Mairie")
    whole, copy = told(cli), tmp_path / "copie.db"
    cli.done("backup", copy)
    database.tamper(f"DELETE FROM event WHERE position > {head[1]}")  # noqa: S608
    database.sql("UPDATE head SET position=%s, frontier=%s, recorded_at=%s", head[1:])
    assert cli("restore", copy).exit_code == 1  # not without being told
    assert cli.done("restore", copy, "--replace")["replaced"]
    assert told(cli) == whole
    assert cli("audit", "verify").exit_code == cli("audit", "replay").exit_code == 0


def test_a_copy_that_is_less_or_another_is_refused(
    rich: Served, shared: Database, tmp_path: Path
) -> None:
    copy = tmp_path / "copie.db"
    rich.done("backup", copy)
    rich.done("party", "add", "Mairie")
    shorter = rich("restore", copy, "--replace")
    assert (shorter.exit_code, "[copy-shorter]" in shorter.stderr) == (6, True)
    Cli(copy).done("party", "add", "Commune")
    other = rich("restore", copy, "--replace")
    assert (other.exit_code, "[copy-differs]" in other.stderr) == (6, True)
    stranger = Cli(tmp_path / "autre.db")
    assert stranger("init").exit_code == 0
    refused = rich("restore", stranger.ledger, "--replace")
    assert "[other-ledger]" in refused.stderr
    before = shared.sql("SELECT sum(position) FROM head")
    assert rich("audit", "verify").exit_code == 0
    assert shared.sql("SELECT sum(position) FROM head") == before


def test_checkpoints_travel_with_a_copy(rich: Served, tmp_path: Path) -> None:
    copy, note = tmp_path / "copie.db", tmp_path / "note"
    key = rich("audit", "seal", "--out", note).stdout.strip()
    answer = rich("backup", copy)
    assert "signing-key" in answer.stderr
    keys = copy.with_name("copie.db.verifier-keys")
    assert keys.read_text("utf-8") == f"{key}\n"
    shutil.rmtree(tmp_path / "config")  # another machine
    anew = replace(rich, url=f"{rich.url}-scelle")
    done = anew.done("restore", copy, "--checkpoint", note)
    assert done["checkpoint"] == done["events"]
    assert (done["verifier_keys"], done["checkpoints"]["proven"]) == (1, 1)
    verified = ("audit", "verify", "--checkpoint", note, "--verifier-key", keys)
    assert anew.done(*verified)["own_checkpoints"] == 1
    again = anew.done("backup", tmp_path / "encore.db")
    assert (again["checkpoint"], again["verifier_keys"]) == (done["events"], 1)
    assert anew.done("restore", copy, "--replace")["replaced"]
    assert "une autre clé" in anew("audit", "seal", "--out", tmp_path / "autre").stderr


def test_a_copy_with_a_false_signature_comes_back_to_no_server(
    rich: Served, tmp_path: Path
) -> None:
    copy = tmp_path / "copie.db"
    rich("audit", "seal", "--out", tmp_path / "note")
    rich.done("backup", copy)
    with closing(sqlite3.connect(copy)) as raw, raw:
        ((note,),) = raw.execute("SELECT note FROM checkpoint")
        signed = bytearray(b64decode(note.split()[-1]))
        signed[-1] ^= 1
        forged = f"{note.rpartition(' ')[0]} {b64encode(signed).decode()}\n"
        raw.execute("UPDATE checkpoint SET note = ?", (forged,))
    anew = replace(rich, url=f"{rich.url}-faux")
    answer = anew("restore", copy)
    assert (answer.exit_code, "[not-signed]" in answer.stderr) == (6, True)
    assert anew("status").exit_code == 4


def test_who_only_looks_writes_nothing_at_home(rich: Served, tmp_path: Path) -> None:
    assert "signing-access" in rich("doctor", "--json").stdout
    for words in (("audit", "verify"), ("backup", tmp_path / "copie.db")):
        assert rich(*words).exit_code == 0
    assert not (tmp_path / "config").exists()


def test_nothing_is_migrated_that_is_of_today(cli: Served) -> None:
    assert cli("migrate").exit_code == 4
    cli("init")
    assert not cli.done("migrate")["migrated"]


def test_an_older_schema_is_copied_before_it_is_marked(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cli = lived(Served(tmp_path / "x", url=database.ledger("est")), tmp_path)
    database.sql("UPDATE ledger SET schema_version = 1")
    assert cli("status").exit_code == 0
    assert "[older-schema]" in cli("party", "add", "Mairie").stderr
    done = cli.done("migrate")
    assert (done["migrated"], done["from"]) == (True, 1)
    assert Cli(tmp_path / done["backup"]).events() == cli.events()
    cli.done("party", "add", "Mairie")
    database.sql("UPDATE ledger SET schema_version = 99")
    assert "[newer-schema]" in cli("status").stderr


def test_keys_of_nobody_cannot_be_copied(cli: Served, tmp_path: Path) -> None:
    cli("init")
    answer = cli("backup", tmp_path / "a.db", "--keys", tmp_path / "b.keys")
    assert "[no-keys]" in answer.stderr
    assert not (tmp_path / "a.db").exists()
    assert cli("backup", tmp_path / "a.db").exit_code == 0
    answer = cli("restore", tmp_path / "a.db", "--replace", "--keys", tmp_path / "c")
    assert "[no-keys]" in answer.stderr


def test_keys_of_another_ledger_are_refused(
    rich: Served, there: Cli, tmp_path: Path
) -> None:
    there("init")
    there.done("party", "add", "Ida Roth", "--kind", "person")
    there.done("backup", tmp_path / "a.db", "--keys", tmp_path / "a.keys")
    rich.done("backup", tmp_path / "b.db")
    words = ("restore", tmp_path / "b.db", "--replace", "--keys", tmp_path / "a.keys")
    answer = rich(*words)
    assert "[keys-differ]" in answer.stderr


def test_a_ledger_on_a_server_is_sealed_proved_and_handed_over(
    rich: Served, mirrors: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    note = tmp_path / "note"
    key = rich("audit", "seal", "--out", note).stdout.splitlines()[0]
    rich.done("party", "add", "Mairie")
    verified = ("audit", "verify", "--checkpoint", note, "--verifier-key", key)
    assert rich(*verified).exit_code == 0
    assert rich("audit", "prove", "3").exit_code == 0
    assert rich("audit", "export", tmp_path / "dossier").exit_code == 0
    assert rich("audit", "seal", "--out", note).exit_code == 0
    shutil.rmtree(mirrors)  # the key is no part of a mirror
    assert rich("audit", "seal", "--out", note).stdout.splitlines()[0] == key
