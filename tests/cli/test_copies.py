"""Copies: whole and verified, or not there; brought back without losing a fact."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from blendfund.application.registering import personal
from blendfund.application.upkeep import copies
from blendfund.domain.errors import LedgerBusy
from blendfund.storage.file import copying, migrations
from blendfund.storage.log import engine
from blendfund.storage.proof.notes import text_of
from blendfund.storage.proof.signing import SigningKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Cli, Movements


@pytest.fixture
def rich(fund: Cli, movements: Movements) -> Cli:
    """A ledger with an organisation, a person and a voucher."""
    file = movements(
        "2020-02-01 contribution 100 party=Région public grant concessional reference=R1\n"
        "2020-02-02 contribution 5 party='Lin Weber' individual donation concessional"
    )
    fund.take(file)
    fund.done("attach", file, "R1")
    return fund


def sealed(ledger: Path, position: int, root: str) -> str:
    """Put a checkpoint into a ledger, as sealing does but for the key nobody knows."""
    with closing(sqlite3.connect(ledger)) as database, database:
        (uuid,) = database.execute("SELECT uuid FROM ledger").fetchone()
        note = note_of(f"blendfund/{uuid}", position, root)
        given = (1, position, note)
        database.execute("INSERT INTO checkpoint VALUES (?, ?, ?)", given)
    return note


def note_of(origin: str, position: int, root: str) -> str:
    key = SigningKey(Ed25519PrivateKey.generate(), origin)
    text = text_of(origin, position, root)
    return f"{text}\n{key.sign(text).line()}"


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_is_a_whole_ledger_that_nobody_else_can_read(
    rich: Cli, tmp_path: Path
) -> None:
    copy = replace(rich, ledger=tmp_path / "ailleurs" / "copie.db")
    copy.ledger.parent.mkdir()
    before = rich.events()
    done = rich.done("backup", copy.ledger)
    verified = rich.done("audit", "verify")
    assert (done["events"], done["root"]) == (verified["events"], verified["root"])
    assert (done["vouchers"], done["missing"], done["persons"]) == (1, 0, 0)
    assert rich.events() == before
    assert copy.ledger.stat().st_mode & 0o777 == 0o600
    assert files(copy.ledger.parent) == ["copie.db", "copie.db.attachments"]
    assert copy.events() == before
    assert copy.report("composition")["total"] == rich.report("composition")["total"]


def test_a_copy_tells_the_last_checkpoint_it_holds(rich: Cli, tmp_path: Path) -> None:
    root = rich.done("audit", "verify")["root"]
    sealed(rich.ledger, len(rich.events()), root)
    done = rich.done("backup", tmp_path / "copie.db")
    assert done["checkpoint"] == len(rich.events())


def test_a_ledger_that_does_not_verify_is_not_copied(rich: Cli, tmp_path: Path) -> None:
    sealed(rich.ledger, 2, "A" * 43 + "=")
    answer = rich("backup", tmp_path / "copie.db")
    assert answer.exit_code == 6
    assert not [name for name in files(tmp_path) if "copie" in name]


def test_a_missing_voucher_is_said(rich: Cli, tmp_path: Path) -> None:
    store = rich.ledger.with_name(f"{rich.ledger.name}.attachments")
    (voucher,) = [path for path in store.rglob("*") if path.is_file()]
    voucher.write_bytes(b"autre chose")
    assert "1" in rich("backup", tmp_path / "copie.db").stderr
    voucher.unlink()
    assert rich.done("backup", tmp_path / "autre.db")["missing"] == 1
    done = rich.done("backup", tmp_path / "sans.db", "--no-vouchers")
    assert (done["vouchers"], done["missing"]) == (0, 0)


def test_a_copy_can_be_made_where_the_ledger_cannot_be_locked(
    rich: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sealed_folder(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(copies, "queue", sealed_folder)
    assert rich.done("backup", tmp_path / "copie.db")["events"] == len(rich.events())

    def broken(_path: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(copies, "queue", broken)
    assert rich("backup", tmp_path / "autre.db").exit_code == 74


def test_a_ledger_that_others_keep_is_busy(
    rich: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PATIENCE_SECONDS", 0.0)
    with engine.queue(rich.ledger):
        assert rich("backup", tmp_path / "copie.db").exit_code == 5


def test_a_copy_comes_back_with_vouchers_and_keys(rich: Cli, tmp_path: Path) -> None:
    copy, keys = tmp_path / "copie.db", tmp_path / "copie.keys"
    assert rich.done("backup", copy, "--keys", keys)["persons"] == 1
    assert keys.stat().st_mode & 0o777 == 0o600
    anew = replace(rich, ledger=tmp_path / "nouveau.db")
    done = anew.done("restore", copy, "--keys", keys)
    assert (done["replaced"], done["vouchers"], done["persons"]) == (False, 1, 1)
    assert anew.done("party", "list") == rich.done("party", "list")
    assert {one["state"] for one in anew.done("doctor")["checks"]} == {"ok"}


def test_keys_that_are_gone_come_back_and_the_others_stay(
    rich: Cli, tmp_path: Path
) -> None:
    copy, keys = tmp_path / "copie.db", tmp_path / "copie.keys"
    rich.done("backup", copy, "--keys", keys)
    with closing(sqlite3.connect(f"{rich.ledger}.keys")) as database, database:
        database.execute("DELETE FROM person")
    words = ("restore", copy, "--replace")
    assert rich.done(*words)["persons"] == 0
    assert rich.done(*words, "--keys", keys)["persons"] == 1
    assert "effacez-la de nouveau" in rich(*words, "--keys", keys).stderr
    assert rich(*words, "--keys", tmp_path / "absent.keys").exit_code == 4


def test_a_copy_that_is_longer_takes_the_place_and_keeps_what_was_sealed(
    rich: Cli, tmp_path: Path
) -> None:
    early, late = tmp_path / "tot.db", tmp_path / "tard.db"
    rich.done("backup", early)
    rich.done("party", "add", "Mairie", "--kind", "organisation")
    rich.done("backup", late)
    older = replace(rich, ledger=tmp_path / "ancien.db")
    older.done("restore", early)
    found = older.done("audit", "verify")
    note = sealed(older.ledger, found["events"], found["root"])
    done = older.done("restore", late, "--replace")
    assert (done["replaced"], done["events"]) == (True, len(rich.events()))
    assert older.events() == rich.events()
    with closing(sqlite3.connect(older.ledger)) as database:
        assert database.execute("SELECT note FROM checkpoint").fetchall() == [(note,)]
    assert older("audit", "replay").exit_code == 0


def test_a_copy_that_a_kept_checkpoint_is_not_of_is_refused(
    rich: Cli, tmp_path: Path
) -> None:
    copy, note = tmp_path / "copie.db", tmp_path / "note"
    rich.done("backup", copy)
    anew = replace(rich, ledger=tmp_path / "nouveau.db")
    count, root = len(rich.events()), rich.done("audit", "verify")["root"]
    origin = f"blendfund/{rich.done('backup', tmp_path / 'a.db')['uuid']}"
    key = SigningKey(Ed25519PrivateKey.generate(), origin)

    def kept(events: int, root: str) -> None:
        text = text_of(origin, events, root)
        note.write_text(f"{text}\n{key.sign(text).line()}", encoding="utf-8")

    given = ("--checkpoint", note, "--verifier-key", key.verifier)
    for events, other, code in (
        (count + 1, root, "copy-shorter"),
        (count, "A" * 43 + "=", "copy-differs"),
    ):
        kept(events, other)
        answer = anew("restore", copy, *given)
        assert (answer.exit_code, code in answer.stderr) == (6, True)
        assert not anew.ledger.exists()
    kept(count, root)
    assert anew.done("restore", copy, *given)["events"] == count
    assert anew("restore", copy, "--checkpoint", tmp_path / "absente").exit_code == 74


def test_what_was_sealed_in_place_must_be_in_the_copy(rich: Cli, tmp_path: Path) -> None:
    copy = tmp_path / "copie.db"
    rich.done("backup", copy)
    sealed(rich.ledger, 2, "A" * 43 + "=")
    answer = rich("restore", copy, "--replace")
    assert (answer.exit_code, "copy-differs" in answer.stderr) == (6, True)


@pytest.mark.parametrize("damage", ["flip", "cut"])
def test_a_damaged_copy_is_not_brought_back(rich: Cli, tmp_path: Path, damage: str) -> None:
    copy = tmp_path / "copie.db"
    rich.done("backup", copy)
    content = copy.read_bytes()
    if damage == "flip":
        at = content.index(b'"amount_minor":10000')
        copy.write_bytes(content[:at] + b'"amount_minor":90000' + content[at + 20 :])
    else:
        copy.write_bytes(content[: len(content) // 2])
    anew = replace(rich, ledger=tmp_path / "nouveau.db")
    answer = anew("restore", copy)
    assert answer.exit_code == 6, answer.stderr
    assert not anew.ledger.exists()
    assert not [name for name in files(tmp_path) if name.endswith(".part")]


def test_a_copy_with_facts_still_beside_it_is_read_whole(rich: Cli, tmp_path: Path) -> None:
    with closing(sqlite3.connect(rich.ledger)) as held:
        held.execute("SELECT count(*) FROM event").fetchone()
        held.execute("BEGIN")
        held.execute("SELECT count(*) FROM event").fetchone()
        rich.done("party", "add", "Mairie", "--kind", "organisation")
        beside = tmp_path / "beside.db"
        for end in ("", "-wal"):
            shutil.copy(f"{rich.ledger}{end}", f"{beside}{end}")
    anew = replace(rich, ledger=tmp_path / "nouveau.db")
    assert anew.done("restore", beside)["events"] == len(rich.events())


def test_what_a_lost_ledger_left_beside_it_is_not_taken_for_the_copys(
    rich: Cli, tmp_path: Path
) -> None:
    copy, lost = tmp_path / "copie.db", tmp_path / "perdu"
    rich.done("backup", copy)
    with closing(sqlite3.connect(rich.ledger)) as held:
        held.execute("BEGIN")
        held.execute("SELECT count(*) FROM event").fetchone()
        rich.done("party", "add", "Mairie", "--kind", "organisation")
        left = rich.ledger.with_name(f"{rich.ledger.name}-wal").read_bytes()
    assert left
    for words in (("restore", copy), ("init",)):
        anew = replace(rich, ledger=lost.with_name(f"{words[0]}.db"))
        beside = anew.ledger.with_name(f"{anew.ledger.name}-wal")
        beside.write_bytes(left)
        anew.done(*words)
        assert anew.done("audit", "verify")["ok"] is True
        assert beside.with_name(f"{beside.name}.orphan").read_bytes() == left


def test_nothing_is_brought_back_over_something_else(rich: Cli, tmp_path: Path) -> None:
    copy, other = tmp_path / "copie.db", tmp_path / "autre.txt"
    rich.done("backup", copy)
    other.write_bytes(b"pas un registre")
    answer = replace(rich, ledger=other)("restore", copy, "--replace")
    assert (answer.exit_code, other.read_bytes()) == (4, b"pas un registre")
    answer = rich("restore", other, "--replace")
    assert answer.exit_code == 4
    assert "autre.txt" in answer.stderr


def outdated(cli: Cli) -> None:
    """Make a ledger as one from before schemas were numbered."""
    with closing(sqlite3.connect(cli.ledger)) as database, database:
        database.execute("UPDATE ledger SET schema_version = 0")
        database.execute("DROP TRIGGER event_gapless")
        database.execute("DROP TABLE fingerprint")


def test_an_older_ledger_is_copied_then_brought_up_to_date(rich: Cli) -> None:
    before = rich.events()
    root = rich.done("audit", "verify")["root"]
    outdated(rich)
    assert rich.done("audit", "verify")["root"] == root
    assert rich("party", "add", "Mairie").exit_code == 4
    notes = {one["check"]: one for one in rich.done("doctor")["checks"]}
    assert "blendfund migrate" in notes["versions"]["todo"]
    done = rich.done("migrate")
    assert (done["migrated"], done["from"], done["to"]) == (True, 0, 2)
    assert rich.events() == before
    assert rich.done("audit", "verify")["root"] == root
    copy = replace(rich, ledger=Path(done["backup"]))
    assert copy.events() == before
    assert {one["state"] for one in rich.done("doctor")["checks"]} == {"ok"}
    gap = (
        "INSERT INTO event SELECT ledger_id, position + 50, randomblob(16), version,"
        " topic, state, recorded_at, NULL FROM event WHERE position = 1"
    )
    with (
        closing(sqlite3.connect(rich.ledger)) as database,
        pytest.raises(sqlite3.IntegrityError, match="no gaps"),
    ):
        database.execute(gap)
    assert rich.done("migrate")["migrated"] is False


def test_a_migration_goes_where_it_is_told_and_says_so(rich: Cli, tmp_path: Path) -> None:
    target = tmp_path / "avant.db"
    outdated(rich)
    assert "avant.db" in rich("migrate", "--backup", target).stdout
    assert target.exists()


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(
    rich: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_connection: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    outdated(rich)
    monkeypatch.setitem(migrations.STEPS, 0, fails)
    assert rich("migrate").exit_code == 74
    with closing(sqlite3.connect(rich.ledger)) as database:
        assert database.execute("SELECT schema_version FROM ledger").fetchone() == (0,)


def test_two_migrations_do_not_meet(rich: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    outdated(rich)
    seen: Iterator[tuple[int, int]] = iter([(0, 7), (1, 7)])
    monkeypatch.setattr(copies, "schema_of", lambda *_: next(seen))
    with pytest.raises(LedgerBusy):
        copies.migrate(str(rich.ledger))


def test_a_newer_ledger_is_left_alone(rich: Cli) -> None:
    with closing(sqlite3.connect(rich.ledger)) as database, database:
        database.execute("UPDATE ledger SET schema_version = 99")
    assert rich("migrate").exit_code == 4
    assert rich("backup", rich.ledger.with_name("copie.db")).exit_code == 4


def test_a_draft_that_a_killed_copy_left_is_taken_over(rich: Cli, tmp_path: Path) -> None:
    (tmp_path / ".copie.db.part").write_bytes(b"reste")
    rich.done("backup", tmp_path / "copie.db")
    assert not (tmp_path / ".copie.db.part").exists()


def test_keys_are_copied_where_there_are_any(rich: Cli, tmp_path: Path) -> None:
    keys = tmp_path / "a.keys"
    assert personal.copy_keys(rich.ledger.with_name(f"{rich.ledger.name}.keys"), keys) == 1
    assert copying.verified(rich.ledger).events == len(rich.events())
