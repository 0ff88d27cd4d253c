from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.unit.conftest import OPENED, TODAY, Fund, row

from blendfund.application.reading.reader import Reading
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import (
    BadSiren,
    FundExists,
    FundNotFound,
    InvariantBroken,
    KeyReused,
    LedgerBusy,
    StorageRefused,
)
from blendfund.storage.books import readmodel
from blendfund.storage.log import engine as engines
from blendfund.storage.log.engine import queue

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534


@contextmanager
def somebody_else() -> Iterator[None]:
    """Run as a user who owns nothing."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if before == 0:
            os.seteuid(before)


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder outside of those that only their owner may enter."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def shelved(fund: Fund, shelf: Path, mode: int = 0o444, folder: int = 0o777) -> Fund:
    copy = Fund(shelf / "registre.db")
    with fund.raw() as database:
        database.execute("VACUUM INTO ?", (str(copy.path),))
    copy.tamper("PRAGMA journal_mode=WAL")
    copy.path.chmod(mode)
    shelf.chmod(folder)
    return copy


@pytest.mark.parametrize("folder", [0o777, 0o555])
def test_somebody_who_may_only_read_folds_for_themselves(
    rich: Fund, shelf: Path, folder: int
) -> None:
    expected = rich.report("composition")
    rich.empty_books()
    rich.tamper("UPDATE projection SET position = 0")
    copy = shelved(rich, shelf, folder=folder)
    with somebody_else():
        assert copy.report("composition") == expected
    assert copy.sql("SELECT position FROM projection") == [(0,)]


@pytest.mark.parametrize("folder", [0o777, 0o555])
def test_somebody_who_may_only_read_reads_the_stored_books(
    rich: Fund, shelf: Path, folder: int
) -> None:
    expected = rich.report("balance")
    copy = shelved(rich, shelf, folder=folder)
    with somebody_else():
        assert copy.report("balance") == expected


def test_somebody_who_may_only_read_writes_nothing(rich: Fund, shelf: Path) -> None:
    copy = shelved(rich, shelf)
    with somebody_else(), pytest.raises(StorageRefused):
        copy.open("B")


def test_somebody_who_may_not_read_is_told_so(rich: Fund, shelf: Path) -> None:
    copy = shelved(rich, shelf, 0o000)
    with somebody_else():
        with pytest.raises(StorageRefused):
            Reading(str(copy.path))
        with pytest.raises(StorageRefused):
            Ledger(str(copy.path))


def test_somebody_who_may_only_read_sees_what_is_not_yet_in_the_file(
    alsace: Fund, shelf: Path
) -> None:
    copy = shelved(alsace, shelf, 0o644)
    with Ledger(str(copy.path)) as ledger:
        ledger.open_fund(copy.command(), "B", "Fonds", ["FR-67"], "EUR", OPENED)
        for waiting in shelf.glob("registre.db-*"):
            waiting.chmod(0o644)
        shelf.chmod(0o555)
        with somebody_else(), Reading(str(copy.path)) as reading:
            assert [one["reference"] for one in reading.funds()] == ["ALSACE", "B"]


def test_funds_are_listed_in_the_order_in_which_they_were_opened(alsace: Fund) -> None:
    alsace.open("B")
    with Reading(str(alsace.path)) as reading:
        assert [one["reference"] for one in reading.funds()] == ["ALSACE", "B"]
        assert reading.fund("B")[1:] == ("EUR", "2020-01-01")
        with pytest.raises(FundNotFound, match="this ledger has: ALSACE, B"):
            reading.fund("C")


def test_a_fund_of_an_empty_ledger_is_not_found(empty: Fund) -> None:
    with Reading(str(empty.path)) as reading, pytest.raises(FundNotFound, match="has: -"):
        reading.fund("A")
    with pytest.raises(FundNotFound, match="has: -"):
        empty.take(row("expense", "2024-01-01", 1, label="x"))
    with Ledger(str(empty.path)) as ledger, pytest.raises(FundNotFound):
        ledger.currency("A")


def test_a_fund_is_opened_once_and_tells_what_it_is(alsace: Fund) -> None:
    with pytest.raises(FundExists):
        alsace.open()
    with Ledger(str(alsace.path)) as ledger:
        assert (ledger.currency("ALSACE"), ledger.siren("ALSACE")) == ("EUR", "")


def test_one_key_stands_for_one_command(empty: Fund) -> None:
    first = empty.open(key="k")
    again = empty.open(key="k")
    assert (first.already, again.already) == (False, True)
    assert (again.position, again.reference, again.events) == (1, "ALSACE", 1)
    with pytest.raises(KeyReused):
        empty.open("B", key="k")
    assert empty.verify().events == 1


def test_a_compartment_is_opened_once_under_its_key(alsace: Fund) -> None:
    with Ledger(str(alsace.path)) as ledger:
        command = alsace.command(key="k")
        first = ledger.open_compartment(command, "ALSACE", "guarantee", "", None)
        again = ledger.open_compartment(command, "ALSACE", "guarantee", "", None)
        assert (first.already, again.already, again.position) == (False, True, 2)
        with pytest.raises(FundExists):
            ledger.open_compartment(alsace.command(), "ALSACE", "guarantee", "", TODAY)


def test_a_dry_run_says_the_same_and_writes_nothing(empty: Fund) -> None:
    told = empty.open(dry_run=True)
    assert empty.verify().events == 0
    assert empty.open() == told


@pytest.mark.parametrize("siren", ["218601947", "21860194", "218 601 946", "abcdefghi"])
def test_a_siren_that_cannot_be_one_is_refused(empty: Fund, siren: str) -> None:
    with Ledger(str(empty.path)) as ledger, pytest.raises(BadSiren):
        ledger.open_fund(
            empty.command(), "A", "Fonds", ["FR-67"], "EUR", OPENED, siren=siren
        )


def test_a_valid_siren_is_kept(empty: Fund) -> None:
    with Ledger(str(empty.path)) as ledger:
        ledger.open_fund(
            empty.command(), "A", "Fonds", ["FR-67"], "EUR", OPENED, siren="218601946"
        )
        assert ledger.siren("A") == "218601946"


def test_reading_books_that_are_behind_waits_for_the_writer(
    rich: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    rich.tamper("UPDATE projection SET schema_version = 0")
    monkeypatch.setattr(engines, "PATIENCE_SECONDS", 0.05)
    with queue(rich.path), pytest.raises(LedgerBusy):
        rich.report("balance")


def test_today_is_the_day_it_is() -> None:
    fund = Fund(Path("unused"))
    assert fund.command(today=None).day() >= date(2026, 1, 1)
    assert fund.command().day() == TODAY


def test_books_that_do_not_reach_the_head_stop_the_write(
    alsace: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readmodel, "catch_up", lambda *_: None)
    with pytest.raises(InvariantBroken, match="do not reach the head") as broken:
        alsace.open("B")
    assert broken.value.exit_code == 70
    assert alsace.verify().events == 1


def test_a_fund_without_history_is_a_broken_invariant(alsace: Fund) -> None:
    alsace.tamper("UPDATE fund SET stream_id = zeroblob(16)")
    with pytest.raises(InvariantBroken, match="no history"):
        alsace.take(row("expense", "2024-01-01", 1, label="x"))
