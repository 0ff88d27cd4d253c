from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest
from tests.unit.conftest import Fund

from blendfund.application.reading.reader import Reading
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import (
    BlendfundError,
    Corrupt,
    LedgerBusy,
    LedgerExists,
    LedgerNotFound,
    NewerSchema,
    NotALedger,
    StorageRefused,
    UnknownStore,
)
from blendfund.storage.log.engine import existing, place_of, translated
from blendfund.storage.log.versions import APPLICATION_ID, SCHEMA_VERSION
from blendfund.storage.store import create_ledger

BOTH = pytest.mark.parametrize("opened", [Ledger, Reading])


def test_a_new_ledger_is_empty_private_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "registre n° 1 #é?.db"
    uuid = create_ledger(str(path))
    with Reading(str(path)) as reading:
        assert (reading.uuid, reading.log.head().position) == (uuid, 0)
        assert reading.funds() == []
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir() if "new" in one.name] == []


def test_a_ledger_is_never_created_over_a_file(empty: Fund) -> None:
    before = empty.path.read_bytes()
    with pytest.raises(LedgerExists):
        create_ledger(str(empty.path))
    assert empty.path.read_bytes() == before


def test_of_two_who_create_at_once_one_is_refused(
    empty: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = empty.path.read_bytes()
    monkeypatch.setattr(Path, "exists", lambda _: False)
    with pytest.raises(LedgerExists):
        create_ledger(str(empty.path))
    monkeypatch.undo()
    assert empty.path.read_bytes() == before
    assert not list(empty.path.parent.glob("*.new-*"))


def test_a_ledger_is_not_created_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StorageRefused, match="No such file"):
        create_ledger(str(tmp_path / "absent" / "registre.db"))
    assert not list(tmp_path.iterdir())


@BOTH
def test_what_is_not_there_is_not_opened(opened: type[Reading], tmp_path: Path) -> None:
    with pytest.raises(LedgerNotFound):
        opened(str(tmp_path / "absent.db"))
    with pytest.raises(NotALedger):
        opened(str(tmp_path))
    assert existing(__file__) == Path(__file__)


@BOTH
@pytest.mark.parametrize("content", [b"Bonjour\n" * 900, b"", b"SQLite format 3\0" * 99])
def test_another_file_is_not_opened_nor_changed(
    opened: type[Reading], tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(content)
    with pytest.raises(NotALedger):
        opened(str(path))
    assert path.read_bytes() == content


@BOTH
@pytest.mark.parametrize("tag", [0, APPLICATION_ID])
def test_another_database_is_not_opened(
    opened: type[Reading], tmp_path: Path, tag: int
) -> None:
    other = Fund(tmp_path / "other.db")
    other.tamper(f"PRAGMA application_id={tag}", "CREATE TABLE notes (text TEXT)")
    with pytest.raises(BlendfundError) as refused:
        opened(str(other.path))
    assert refused.value.code == "not-a-ledger"


@BOTH
def test_a_ledger_without_its_line_is_none(opened: type[Reading], empty: Fund) -> None:
    empty.tamper("DELETE FROM ledger")
    with pytest.raises(NotALedger):
        opened(str(empty.path))


@BOTH
def test_a_ledger_of_a_newer_blendfund_is_left_alone(
    opened: type[Reading], empty: Fund
) -> None:
    empty.tamper("UPDATE ledger SET schema_version = 99")
    with pytest.raises(NewerSchema) as refused:
        opened(str(empty.path))
    assert (refused.value.found, refused.value.known) == (99, SCHEMA_VERSION)


def test_a_ledger_is_named_by_a_path_or_a_url(empty: Fund) -> None:
    assert place_of("registre.db") == Path("registre.db")
    assert place_of(f"sqlite:///{empty.path}") == empty.path
    assert existing(f"sqlite:///{empty.path}") == empty.path
    with pytest.raises(UnknownStore):
        place_of("postgresql+psycopg://localhost/registre")


def test_a_damaged_ledger_is_said_to_be_damaged(alsace: Fund) -> None:
    refused = translated(sqlite3.DatabaseError("database disk image is malformed"))
    assert isinstance(refused, Corrupt)
    with alsace.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (alsace.path.stat().st_size - 4096))
    with pytest.raises(Corrupt):
        alsace.verify()


def test_what_the_database_says_is_translated() -> None:
    assert isinstance(
        translated(sqlite3.OperationalError("database is locked")), LedgerBusy
    )
    refused = translated(OSError("disk I/O error"))
    assert isinstance(refused, StorageRefused)
    assert refused.exit_code == 74
