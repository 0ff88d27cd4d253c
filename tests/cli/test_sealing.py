"""Sealing and verifying: what was signed for cannot be changed unseen."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from blendfund.storage.proof import signing

if TYPE_CHECKING:
    from tests.conftest import Answer, Cli, Movements

VERIFY = Path(__file__).parents[2] / "docs" / "audit" / "verify.py"


@dataclass(frozen=True)
class Sealed:
    """A ledger and the checkpoint that somebody keeps of it."""

    cli: Cli
    note: Path
    key: str
    events: int

    def verify(self, *more: object) -> Answer:
        words = ("--checkpoint", self.note, "--verifier-key", self.key, *more)
        return self.cli("audit", "verify", *words, "--json")

    def outside(self, *notes: Path, key: str = "") -> tuple[int, str]:
        """Export the facts and verify them with verify.py alone."""
        exported = self.note.with_name("faits.jsonl")
        exported.write_text(self.cli("events", "--json").stdout, encoding="utf-8")
        return outside(exported, key or self.key, *(notes or (self.note,)))


def outside(events: Path, key: str, *notes: Path) -> tuple[int, str]:
    done = subprocess.run(  # noqa: S603 -- our own file
        [sys.executable, "-I", VERIFY, events, key, *notes],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def seal(cli: Cli, note: Path, *more: object) -> str:
    """Seal a ledger; give the line that was printed."""
    answer = cli("audit", "seal", "--out", note, *more)
    assert answer.exit_code == 0, answer.stderr
    (line,) = answer.stdout.splitlines()
    return line


def tamper(cli: Cli, *statements: str) -> None:
    with closing(sqlite3.connect(cli.ledger, isolation_level=None)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in names.fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            database.execute(statement)


@pytest.fixture
def sealed(fund: Cli, movements: Movements, tmp_path: Path) -> Sealed:
    file = movements(
        "2020-02-01 contribution 100 party=Région public grant concessional reference=R1\n"
        "2020-02-02 contribution 7 party=Mairie public grant concessional reference=R2"
    )
    fund.take(file)
    note = tmp_path / "note.txt"
    key = seal(fund, note)
    events = len(fund.events())
    fund.done("party", "add", "Ville", "--kind", "organisation")
    return Sealed(fund, note, key, events)


def test_a_seal_is_three_lines_and_a_signature_that_anybody_can_verify(
    sealed: Sealed,
) -> None:
    origin, size, root, blank, signature = sealed.note.read_text("utf-8").split("\n")[:5]
    known = sealed.cli.report("composition", "--known-at", sealed.events)
    assert (int(size), root, blank) == (sealed.events, known["root"], "")
    uuid = sealed.cli("init").stderr  # refused: the ledger is there
    assert "ledger-exists" in uuid
    assert sealed.key.startswith(f"{origin}+")
    assert signature.startswith(f"— {origin} ")
    code, said = sealed.outside()
    assert code == 0
    assert f"OK : {sealed.events} événements scellés, 1 depuis." in said
    assert f"OK: {sealed.events} events sealed, 1 since." in said


def test_sealing_writes_no_fact_and_its_key_is_the_owners(
    sealed: Sealed, tmp_path: Path
) -> None:
    before = sealed.cli.events()
    done = sealed.cli.done("audit", "seal", "--out", tmp_path / "autre")
    assert sealed.cli.events() == before
    key = sealed.cli.ledger.with_name(f"{sealed.cli.ledger.name}.signing-key")
    assert key.stat().st_mode & 0o777 == 0o600
    assert done["verifier_key"] == sealed.key
    assert (done["events"], done["made"], done["rotated"]) == (len(before), None, False)
    assert done["root"] == sealed.cli.done("audit", "verify")["root"]


def test_an_empty_ledger_can_be_sealed(cli: Cli, tmp_path: Path) -> None:
    cli("init")
    empty = Sealed(cli, tmp_path / "note", seal(cli, tmp_path / "note"), 0)
    assert empty.verify().json["ok"] is True
    assert empty.outside()[0] == 0
    cli.done("party", "add", "Ville", "--kind", "organisation")
    assert empty.outside()[0] == empty.verify().exit_code == 0


def test_verifying_says_what_was_sealed_and_what_came_since(sealed: Sealed) -> None:
    found = sealed.verify().json
    told = {"file": str(sealed.note), "events": sealed.events, "since": 1}
    assert (found["ok"], found["own_checkpoints"], found["checkpoints"]) == (
        True,
        1,
        [told],
    )
    words = ("audit", "verify", "--checkpoint", sealed.note, "--verifier-key", sealed.key)
    said = sealed.cli(*words).stdout
    assert "note.txt" in said
    file = sealed.note.with_name("cle.txt")
    file.write_text(f"{sealed.key}\n", encoding="utf-8")
    assert sealed.cli(*words[:-1], file).stdout == said
    assert sealed.outside(key=str(file))[0] == 0


def test_only_what_came_since_may_be_read_again(sealed: Sealed) -> None:
    assert sealed.cli.done("audit", "verify", "--incremental")["since"] == sealed.events
    assert sealed.verify("--incremental").json["since"] == sealed.events
    assert "position" in sealed.cli("audit", "verify", "--incremental").stderr
    tamper(sealed.cli, "UPDATE event SET topic = 'a/1' WHERE position > 3")
    assert sealed.verify("--incremental").exit_code == 6


ALTER = (
    "UPDATE event SET state = CAST(replace(state, '\"amount_minor\":700',"
    " '\"amount_minor\":900') AS BLOB)"
)


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        (ALTER, 0),
        ("DELETE FROM event WHERE position = 3", 3),
        ("UPDATE event SET topic = 'expense-paid/1' WHERE position = 2", 2),
    ],
)
def test_a_changed_fact_is_named_and_is_never_sealed(
    sealed: Sealed, tmp_path: Path, statement: str, position: int
) -> None:
    tamper(sealed.cli, statement)
    answer = sealed.verify()
    assert answer.exit_code == 6
    assert answer.json["ok"] is False
    assert answer.json["position"] == (position or sealed.events)
    assert sealed.outside()[0] == 1
    out = tmp_path / "autre"
    refused = sealed.cli("audit", "seal", "--out", out)
    assert (refused.exit_code, refused.stdout, out.exists()) == (6, "", False)


def rewritten(sealed: Sealed, folder: Path) -> Cli:
    """Make a ledger that verifies by itself and tells another history."""
    folder.mkdir()
    other = replace(sealed.cli, ledger=folder / "registre.db")
    other("init")
    other.done("party", "add", "Autre", "--kind", "organisation")
    uuid = sealed.note.read_text("utf-8").split("\n")[0].removeprefix("blendfund/")
    tamper(other, f"UPDATE ledger SET uuid = '{uuid}'")  # noqa: S608
    for name in ("signing-key", "verifier-keys"):
        shutil.copy(f"{sealed.cli.ledger}.{name}", f"{other.ledger}.{name}")
    return other


def test_a_history_told_anew_under_the_same_key_is_found(
    sealed: Sealed, tmp_path: Path
) -> None:
    other = rewritten(sealed, tmp_path / "autre")
    assert other.done("audit", "verify")["ok"] is True
    forged = replace(sealed, cli=other)
    answer = forged.verify()
    assert (answer.exit_code, answer.json["code"]) == (6, "checkpoint-ahead")
    assert answer.json["position"] == 2
    assert forged.outside()[0] == 1
    for name in ("Deux", "Trois", "Quatre", "Cinq", "Six", "Sept"):
        other.done("party", "add", name, "--kind", "organisation")
    answer = forged.verify()
    assert (answer.exit_code, answer.json["code"]) == (6, "checkpoint-differs")
    assert forged.outside()[0] == 1
    refused = other("audit", "seal", "--out", sealed.note)
    assert refused.exit_code == 6
    assert sealed.verify().exit_code == 0


def test_a_cut_tail_and_an_old_copy_are_found(sealed: Sealed, tmp_path: Path) -> None:
    copy = tmp_path / "copie.db"
    sealed.cli.done("backup", copy)
    later = tmp_path / "plus-tard"
    key = seal(sealed.cli, later)
    old = replace(sealed.cli, ledger=copy)
    assert old.done("audit", "verify")["ok"] is True
    assert replace(sealed, cli=old).verify().exit_code == 0
    seen = replace(sealed, note=later, key=key)
    sealed.cli.done("party", "add", "Comté", "--kind", "organisation")
    last = tmp_path / "dernier"
    seal(sealed.cli, last)
    stale = replace(seen, cli=old, note=last)
    answer = stale.verify()
    assert (answer.exit_code, answer.json["code"]) == (6, "checkpoint-ahead")
    assert stale.outside()[0] == 1


def test_a_checkpoint_by_somebody_else_is_no_proof(sealed: Sealed, tmp_path: Path) -> None:
    stranger = str(signing.make_key(tmp_path / "cle", "blendfund/autre").verifier)
    answer = replace(sealed, key=stranger).verify()
    assert (answer.exit_code, answer.json["code"]) == (6, "not-signed")
    assert replace(sealed, key=stranger).outside()[0] == 1
    sealed.note.write_text(
        sealed.note.read_text("utf-8").replace(f"\n{sealed.events}\n", "\n2\n"), "utf-8"
    )
    assert sealed.verify().json["code"] == "not-signed"
    assert sealed.outside()[0] == 1


def test_a_checkpoint_of_another_ledger_is_told_apart(
    sealed: Sealed, tmp_path: Path
) -> None:
    other = replace(sealed.cli, ledger=tmp_path / "autre.db")
    other("init")
    key = sealed.cli.ledger.with_name(f"{sealed.cli.ledger.name}.signing-key")
    note = tmp_path / "autre-note"
    theirs = seal(other, note, "--signing-key", key)
    assert theirs.split("+")[2] == sealed.key.split("+")[2]  # one key, two ledgers
    answer = replace(sealed, note=note, key=theirs).verify()
    assert (answer.exit_code, answer.json["code"]) == (6, "other-log")
    assert sealed.cli("audit", "seal", "--out", note).exit_code == 1


def test_a_checkpoint_without_its_key_proves_nothing(sealed: Sealed) -> None:
    answer = sealed.cli("audit", "verify", "--checkpoint", sealed.note)
    assert (answer.exit_code, "no-verifier-key" in answer.stderr) == (2, True)
    words = ("audit", "verify", "--checkpoint", sealed.note, "--verifier-key")
    assert sealed.cli(*words, "a+b+c").exit_code == 2
    assert sealed.cli(*words, sealed.note).exit_code == 2
    assert sealed.cli(*words, "absente").exit_code == 2  # neither a key nor a file


def test_a_key_that_is_given_up_signs_once_more_beside_the_new_one(
    sealed: Sealed, tmp_path: Path
) -> None:
    note = tmp_path / "deux"
    key = seal(sealed.cli, note, "--rotate")
    assert key != sealed.key
    for one in (sealed.key, key):
        assert replace(sealed, note=note, key=one).verify().exit_code == 0
        assert replace(sealed, note=note, key=one).outside()[0] == 0
    sealed.cli.done("party", "add", "Comté", "--kind", "organisation")
    third = tmp_path / "trois"
    assert seal(sealed.cli, third) == key
    assert replace(sealed, note=third, key=sealed.key).verify().exit_code == 6
    assert replace(sealed, note=third, key=key).verify().exit_code == 0
    assert sealed.verify().exit_code == 0  # earlier notes stay verifiable
    listed = sealed.cli.ledger.with_name(f"{sealed.cli.ledger.name}.verifier-keys")
    assert listed.read_text("utf-8").split() == [sealed.key, key]
    assert sealed.outside(sealed.note, note, third, key=str(listed))[0] == 0
    assert not list(tmp_path.glob("*.retired"))


def test_a_rotation_that_was_cut_short_is_ended(
    sealed: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    note = tmp_path / "deux"
    with monkeypatch.context() as patch:
        patch.setattr(signing, "make_key", killed)
        assert sealed.cli("audit", "seal", "--out", note, "--rotate").exit_code == 130
    key = seal(sealed.cli, note, "--rotate")
    assert key != sealed.key
    assert replace(sealed, note=note, key=sealed.key).verify().exit_code == 0
    assert not list(tmp_path.glob("*.retired"))


def test_two_that_seal_for_the_first_time_share_the_key(
    fund: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = signing.make_key

    def raced(path: Path, name: str) -> signing.SigningKey:
        make(path, name)
        return make(path, name)

    monkeypatch.setattr(signing, "make_key", raced)
    key = seal(fund, tmp_path / "un")
    assert seal(fund, tmp_path / "deux") == key


def test_two_keys_for_the_same_facts_stand_under_one_note(
    sealed: Sealed, tmp_path: Path
) -> None:
    note, other = tmp_path / "deux", tmp_path / "autre-cle"
    mine = seal(sealed.cli, note)
    theirs = seal(sealed.cli, note, "--signing-key", other)
    assert other.stat().st_mode & 0o777 == 0o600
    for key in (mine, theirs):
        assert replace(sealed, note=note, key=key).verify().exit_code == 0
    assert note.read_text("utf-8").count("—") == 2


def test_a_seal_takes_the_place_of_an_earlier_one_alone(
    sealed: Sealed, tmp_path: Path
) -> None:
    seal(sealed.cli, sealed.note)
    assert sealed.verify().json["checkpoints"][0]["since"] == 0
    other = tmp_path / "lettre.txt"
    other.write_text("Bonjour\n", encoding="utf-8")
    answer = sealed.cli("audit", "seal", "--out", other)
    assert (answer.exit_code, other.read_text("utf-8")) == (1, "Bonjour\n")
    for end in ("", ".signing-key", ".keys"):
        beside = sealed.cli.ledger.with_name(f"{sealed.cli.ledger.name}{end}")
        assert sealed.cli("audit", "seal", "--out", beside).exit_code == 2
    bad = ("--signing-key", other)
    assert sealed.cli("audit", "seal", "--out", tmp_path / "x", *bad).exit_code == 2


def test_what_the_ledger_keeps_itself_is_verified_too(sealed: Sealed) -> None:
    root = "A" * 43 + "="
    for change in (
        f"substr(note, 1, instr(note, char(10)) + 2) || '{root}' || substr(note, 92)",
        "'rien'",
        "replace(note, 'blendfund/', 'autre/')",
    ):
        copy = replace(sealed.cli, ledger=sealed.note.with_name("copie.db"))
        for end in ("", ".verifier-keys"):
            shutil.copy(f"{sealed.cli.ledger}{end}", f"{copy.ledger}{end}")
        tamper(copy, f"UPDATE checkpoint SET note = {change}")  # noqa: S608
        answer = copy("audit", "verify", "--json")
        assert answer.exit_code == 6, change
        assert answer.json["ok"] is False


def test_a_ledger_that_cannot_be_written_is_not_sealed(
    sealed: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = tmp_path / "absent" / "note"
    assert sealed.cli("audit", "seal", "--out", absent).exit_code == 74

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(signing, "add_verifier", full)
    answer = sealed.cli("audit", "seal", "--out", tmp_path / "x")
    assert answer.exit_code == 74
    assert json.dumps(answer.stdout) == '""'
