"""The doctor: what each check says when all is well, and when it is not."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from tests.unit.conftest import BANK, REGION, Fund, row

from blendfund.application.auditing.sealing import seal
from blendfund.application.importing.imports import Options
from blendfund.application.reading.reader import Reading
from blendfund.application.recording.attachments import attach
from blendfund.application.upkeep import doctor, place
from blendfund.application.upkeep.health import _some
from blendfund.application.writing.ledger import Ledger
from blendfund.reports.words import size
from blendfund.storage.keys import keys_path
from blendfund.storage.vouchers import place_of

if TYPE_CHECKING:
    from pathlib import Path

    from blendfund.application.upkeep.checkup import Check

PERSON = {
    "party": "Noémie Wurtz",
    "sector": "individual",
    "instrument": "donation",
    "terms": "concessional",
}


def examined(fund: Fund) -> dict[str, Check]:
    with Reading(str(fund.path)) as reading:
        checks = doctor.examine(reading, str, french=False)
    assert [one.check for one in checks] == list(doctor.CHECKS)
    assert all(bool(one.todo) == (one.state != "ok") for one in checks)
    return {one.check: one for one in checks}


def amiss(fund: Fund) -> dict[str, str]:
    """Give the checks that found something, and what."""
    found = examined(fund).values()
    return {one.check: one.state for one in found if one.state != "ok"}


def status(fund: Fund) -> int:
    return doctor.exit_status(list(examined(fund).values()))


@pytest.fixture
def sound(rich: Fund) -> Fund:
    rich.take(row("contribution", "2026-01-02", 2_500, label="Don", **PERSON))
    rich.report("composition")
    return rich


def test_all_is_well_in_a_ledger_that_was_just_written(sound: Fund) -> None:
    assert amiss(sound) == {}
    assert status(sound) == 0
    found = examined(sound)
    assert found["keys"].text == "Persons, each with the key of their name: 1."
    assert "SQLite" in found["versions"].text


def test_an_empty_ledger_is_well(empty: Fund) -> None:
    assert amiss(empty) == {}
    assert status(empty) == 0


def test_a_checkup_writes_nothing(sound: Fund) -> None:
    sound.tamper("DELETE FROM projection")
    folder = sound.path.parent
    before = {path: path.read_bytes() for path in folder.iterdir()}
    examined(sound)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_read_models_that_are_behind_are_a_note(sound: Fund) -> None:
    sound.tamper("UPDATE projection SET position = 3 WHERE name = 'books'")
    assert amiss(sound) == {"read-models": "note"}
    sound.tamper("UPDATE projection SET schema_version = 0 WHERE name = 'books'")
    assert amiss(sound) == {"read-models": "note"}
    sound.tamper("DROP TABLE projection")
    assert amiss(sound) == {"read-models": "note"}


def test_a_changed_fact_puts_integrity_in_doubt(sound: Fund) -> None:
    sound.tamper(
        "UPDATE event SET state ="
        " CAST(replace(CAST(state AS TEXT), '2500', '9500') AS BLOB)"
    )
    assert amiss(sound) == {"log": "problem"}
    assert status(sound) == 6


def test_a_missing_fact_and_a_wrong_head_put_integrity_in_doubt(sound: Fund) -> None:
    sound.tamper("DELETE FROM event WHERE position = 4")
    assert amiss(sound)["log"] == "problem"
    sound.tamper("DELETE FROM event WHERE position > 3")
    assert amiss(sound)["log"] == "problem"
    sound.tamper("UPDATE head SET frontier = x'00'")
    found = amiss(sound)
    assert found["log"] == found["ledger"] == "problem"
    assert status(sound) == 6


def test_the_end_of_a_long_log_starts_from_its_last_mark(alsace: Fund) -> None:
    rows = [row("contribution", "2024-01-01", i, **REGION) for i in range(1, 1_100)]
    alsace.take(*rows)
    alsace.report("composition")
    assert "since position 1024" in examined(alsace)["log"].text
    assert amiss(alsace) == {}
    alsace.tamper("UPDATE frontier SET frontier = x'00' WHERE position = 1024")
    assert amiss(alsace) == {"log": "problem"}
    alsace.tamper("UPDATE frontier SET frontier = zeroblob(32) WHERE position = 1024")
    assert amiss(alsace) == {"log": "problem"}


def test_postings_that_do_not_balance_put_integrity_in_doubt(sound: Fund) -> None:
    sound.tamper("UPDATE posting SET amount = 7 WHERE position = 4 AND ordinal = 0")
    assert amiss(sound) == {"accounts": "problem"}
    assert status(sound) == 6


def test_files_that_others_can_read_are_told(sound: Fund) -> None:
    sound.path.chmod(0o644)
    assert amiss(sound) == {"access": "note"}
    assert status(sound) == 0
    keys_path(sound.path).chmod(0o640)
    assert amiss(sound) == {"access": "note", "keys-access": "problem"}
    assert status(sound) == 1


def test_signing_keys_that_others_can_read_are_told(sound: Fund, tmp_path: Path) -> None:
    seal(str(sound.path), tmp_path / "note")
    key = sound.path.with_name(f"{sound.path.name}.signing-key")
    assert amiss(sound) == {}
    assert "1" in examined(sound)["signing-access"].text
    left = key.with_name(f"{key.name}.retired")
    left.touch(0o600)
    for one, mode in ((key, 0o640), (left, 0o604)):
        one.chmod(mode)
        found = examined(sound)["signing-access"]
        assert (found.state, status(sound)) == ("problem", 1)
        assert f"{one} (mode {mode:03o})" in found.text
        assert f"chmod 600 {one}" in str(found.todo)
        one.chmod(0o600)
    assert amiss(sound) == {}


def test_the_readers_own_key_is_looked_at_too(sound: Fund, tmp_path: Path) -> None:
    own = tmp_path / "ma clé"
    with Reading(str(sound.path)) as reading:

        def looked() -> Check:
            found = doctor.examine(reading, str, french=False, own_key=own)
            (one,) = [each for each in found if each.check == "signing-access"]
            return one

        assert looked().state == "ok"  # there is none there
        own.touch(0o600)
        assert (looked().state, "1" in looked().text) == ("ok", True)
        own.chmod(0o644)
        assert looked().state == "problem"
        assert f"chmod 600 '{own}'" in str(looked().todo)


def test_keys_that_are_lost_are_told(sound: Fund) -> None:
    keys = keys_path(sound.path)
    with sqlite3.connect(keys) as file:
        file.execute("DELETE FROM person")
    file.close()
    assert amiss(sound) == {"keys": "note"}
    keys.unlink()
    found = examined(sound)
    assert found["keys"].state == "problem"
    assert str(keys) in str(found["keys"].todo)
    keys.write_bytes(b"no database at all")
    assert examined(sound)["keys"].state == "problem"


def test_a_lock_that_is_held_is_told(sound: Fund) -> None:
    with sound.path.with_name(f"{sound.path.name}.lock").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert amiss(sound) == {"lock": "note"}
    assert amiss(sound) == {}
    os.unlink(f"{sound.path}.lock")  # noqa: PTH108 -- a name beside the path
    assert amiss(sound) == {}


def test_another_journal_and_an_older_schema_are_told(sound: Fund) -> None:
    sound.tamper("PRAGMA journal_mode=DELETE")
    assert amiss(sound) == {"durability": "problem"}
    sound.tamper("PRAGMA journal_mode=WAL", "UPDATE ledger SET schema_version = 0")
    assert amiss(sound) == {"versions": "note"}


@pytest.mark.parametrize(
    ("free", "state"), [(1 << 40, None), (1 << 29, "note"), (1 << 20, "problem")]
)
def test_a_disk_that_fills_up_is_told(
    sound: Fund, monkeypatch: pytest.MonkeyPatch, free: int, state: str | None
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert amiss(sound).get("space") == state


def test_a_write_ahead_log_that_never_ends_is_told(
    sound: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "MIB", 0)
    sound.path.with_name(f"{sound.path.name}-wal").write_bytes(b"\0" * 10)
    assert amiss(sound)["wal"] == "note"


def test_a_clock_that_went_back_is_told(sound: Fund) -> None:
    sound.tamper("UPDATE head SET recorded_at = '2999-01-01T00:00:00.000000Z'")
    found = examined(sound)["clock"]
    assert (found.state, "1 January 2999 at 00:00:00" in found.text) == ("problem", True)
    assert status(sound) == 1


def test_parties_that_look_alike_are_told(sound: Fund) -> None:
    alike = {**REGION, "party": "REGION du Grand-Est"}
    sound.take(row("contribution", "2026-01-03", 5, **alike))
    found = examined(sound)["parties"]
    assert found.text == "Parties that look alike: Région Grand Est / REGION du Grand-Est."


def test_what_stands_below_zero_is_told(alsace: Fund) -> None:
    alsace.take(row("contribution", "2024-01-10", 1_000, **BANK))
    alsace.take(row("contribution", "2024-01-11", 2_000, **{**BANK, "party": "Autre"}))
    alsace.take(row("reimbursement", "2024-02-01", 900, **BANK), file="rendu.csv")
    alsace.take(row("expense", "2024-03-01", 2_500), options=Options(allow_overdraft=True))
    assert amiss(alsace)["cash"] == "note"
    alsace.tamper("UPDATE agreement SET held = -5")
    found = examined(alsace)["agreements"]
    assert found.text == "Agreements that stand below zero: C-2024-0001, C-2024-0002."
    assert "history C-2024-0001" in str(found.todo)


def test_attached_files_that_are_gone_are_told(sound: Fund) -> None:
    file = sound.path.with_name("recu.pdf")
    file.write_bytes(b"12 EUR")
    with Ledger(str(sound.path)) as ledger:
        done = attach(ledger, sound.command(), file, ["4"], "")
    sound.report("composition")
    assert amiss(sound) == {}
    assert examined(sound)["files"].text == "Attached files, each there and unchanged: 1."
    place_of(sound.path, done.sha256).write_bytes(b"autre chose")
    assert examined(sound)["files"].text == (
        "Attached files that are missing or changed: recu.pdf."
    )
    assert status(sound) == 1


def test_only_a_few_names_are_shown() -> None:
    assert _some(["a", "b", "c"]) == "a, b, c"
    assert _some(["a", "b", "c", "d"]) == "a, b, c, ..."


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "0 bytes", "0 octets"),
        (1023, "1,023 bytes", "1 023 octets"),
        (1024, "1.0 KiB", "1,0 Kio"),
        (1_572_864, "1.5 MiB", "1,5 Mio"),
        (3 << 40, "3.0 TiB", "3,0 Tio"),
        (1 << 60, "1,048,576.0 TiB", "1 048 576,0 Tio"),
    ],
)
def test_sizes_are_written_as_people_read_them(
    count: int, english: str, french: str
) -> None:
    assert size(count, french=False) == english
    assert size(count, french=True).replace("\u00a0", " ").replace("\u202f", " ") == french
