"""Several at once, and connections that break: nothing is lost, nothing is half done."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from tests.postgres.conftest import Database, Served
from tests.postgres.test_ledger import OPENING

from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import ServerAway
from blendfund.storage.log import engine as engines
from blendfund.storage.server import recorder as server_recorder
from blendfund.storage.server import remote
from blendfund.storage.server.connection import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRITERS = 3
ADDED = 3


@pytest.fixture
def fund(cli: Served) -> Served:
    """A ledger of a server with the fund ALSACE."""
    assert cli("init").exit_code == 0
    cli.done(*OPENING)
    return cli


@contextmanager
def held(database: Database, name: str) -> Iterator[psycopg.Connection[Any]]:
    """Keep a ledger's head, as somebody does who writes for long."""
    with psycopg.connect(database.dsn) as connection:
        sql = (
            "SELECT h.position FROM head h JOIN ledger l ON l.id = h.ledger_id"
            " WHERE l.name = %s FOR UPDATE OF h"
        )
        connection.execute(sql, (name,))
        yield connection
        connection.rollback()


def name_of(cli: Served) -> str:
    return cli.url.rpartition("=")[2]


def test_who_waits_too_long_is_told_in_words(
    fund: Served, shared: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "PATIENCE_SECONDS", 0.2)
    with held(shared, name_of(fund)):
        answer = fund("party", "add", "Mairie")
        assert (answer.exit_code, "[ledger-busy]" in answer.stderr) == (5, True)
        assert fund("status").exit_code == 0  # reading waits for nobody
    assert len(fund.events()) == 1
    fund.done("party", "add", "Mairie")


def test_who_waits_has_its_turn(fund: Served, shared: Database) -> None:
    with held(shared, name_of(fund)) as connection:
        timer = threading.Timer(0.5, connection.rollback)
        timer.start()
        fund.done("party", "add", "Mairie")
        timer.join()
    assert len(fund.events()) == 2


def test_writers_on_machines_of_their_own_never_lose_a_fact(
    fund: Served, tmp_path: Path
) -> None:
    def write(writer: int) -> list[int]:
        env = {**fund.env, "BLENDFUND_CACHE": str(tmp_path / f"poste-{writer}")}
        mine = Served(fund.ledger, f"p{writer}", env, fund.url)
        codes = []
        for number in range(ADDED):
            process = mine.start("party", "add", f"Mairie {writer}-{number}")
            _, said = process.communicate(timeout=120)
            assert not said or "Traceback" not in said
            codes.append(process.returncode)
        return codes

    with ThreadPoolExecutor(WRITERS) as pool:
        done = [code for codes in pool.map(write, range(WRITERS)) for code in codes]
    assert done == [0] * WRITERS * ADDED
    facts = fund.events()
    assert [one["position"] for one in facts] == list(range(1, 2 + WRITERS * ADDED))
    assert fund("audit", "verify").exit_code == fund("audit", "replay").exit_code == 0


def broken_at_commit(patch: pytest.MonkeyPatch, *, after: bool) -> None:
    """Break the connection at the next commit: after the server had it, or before."""
    commit = psycopg.Connection.commit

    def breaks(connection: psycopg.Connection[Any]) -> None:
        if after:
            commit(connection)
        patch.setattr(psycopg.Connection, "commit", commit)
        connection.close()
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    patch.setattr(psycopg.Connection, "commit", breaks)


def test_a_commit_whose_answer_was_lost_is_asked_about(
    fund: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_at_commit(monkeypatch, after=True)
    done = fund.done("party", "add", "Mairie")
    assert (done["position"], done["already"]) == (2, False)
    assert len(fund.events()) == 2
    assert fund("audit", "replay").exit_code == 0


def test_a_commit_that_did_not_come_through_is_said(
    fund: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_at_commit(monkeypatch, after=False)
    answer = fund("party", "add", "Mairie")
    assert (answer.exit_code, "[server-away]" in answer.stderr) == (74, True)
    assert "resume" not in answer.stderr  # the server has said so
    assert len(fund.events()) == 1
    fund.done("party", "add", "Mairie")


def test_a_commit_is_not_taken_for_somebody_elses(
    fund: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Both receive under one agreement: same position, same stream, same version."""
    fund.done(
        *("contribution", "commit", "CONV", "--fund", "ALSACE", "--party", "Région"),
        *("--sector", "public", "--instrument", "grant", "--terms", "concessional"),
        *("--amount", "1000", "--on", "2024-02-01", "--create"),
    )
    receive = ("contribution", "receive", "CONV", "--amount", "1", "--on", "2024-02-02")
    cache = {**fund.env, "BLENDFUND_CACHE": str(tmp_path / "poste")}
    other = Served(fund.ledger, "paul", cache, fund.url)
    arrived = server_recorder.ServerRecorder._arrived  # noqa: SLF001 -- between both

    def overtaken(self: server_recorder.ServerRecorder) -> bool:
        _, said = other.start(*receive).communicate(timeout=60)
        assert not said or "Traceback" not in said
        return arrived(self)

    monkeypatch.setattr(server_recorder.ServerRecorder, "_arrived", overtaken)
    broken_at_commit(monkeypatch, after=False)
    answer = fund(*receive)
    assert (answer.exit_code, "[server-away]" in answer.stderr) == (74, True)
    assert fund.report("composition")["total"]["received"] == "1.00"


def test_a_commit_nobody_can_tell_of_is_left_to_resume(
    fund: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(server: Server, _: object = None) -> Any:
        raise ServerAway(str(server), "no answer")

    monkeypatch.setattr(engines, "PATIENCE_SECONDS", 0.2)
    with pytest.MonkeyPatch.context() as patch:
        broken_at_commit(patch, after=True)
        commit = psycopg.Connection.commit

        def lost(connection: psycopg.Connection[Any]) -> None:
            patch.setattr(Server, "opened", away)
            commit(connection)

        patch.setattr(psycopg.Connection, "commit", lost)
        answer = fund("party", "add", "Mairie")
    assert answer.exit_code == 74
    assert "blendfund resume" in answer.stderr
    (told,) = fund.done("resume")["entries"]
    assert (told["state"], told["reference"], told["position"]) == ("recorded", "Mairie", 2)
    assert fund.done("resume")["entries"] == []


def test_a_connection_that_breaks_before_the_commit_leaves_nothing(
    fund: Served, shared: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = remote.Remote.append

    def breaks(self: remote.Remote, rows: Any) -> None:
        append(self, rows)
        shared.sql("SELECT pg_terminate_backend(%s)", (self.raw.info.backend_pid,))

    monkeypatch.setattr(remote.Remote, "append", breaks)
    answer = fund("party", "add", "Mairie")
    assert (answer.exit_code, "[server-away]" in answer.stderr) == (74, True)
    monkeypatch.undo()
    assert len(fund.events()) == 1


def test_a_mirror_that_cannot_commit_stays_behind(
    fund: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        """A mirror whose disk is full when it comes to the commit."""

        def __init__(self, raw: sqlite3.Connection) -> None:
            self.raw = raw

        def execute(self, _: str) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        def rollback(self) -> None:
            self.raw.rollback()

    settle = server_recorder.ServerRecorder._settle  # noqa: SLF001 -- where it would fail
    monkeypatch.setattr(
        server_recorder.ServerRecorder,
        "_settle",
        lambda self, raw: settle(self, Full(raw)),
    )
    assert fund.done("party", "add", "Mairie")["position"] == 2
    monkeypatch.undo()
    assert len(fund.events()) == 2
    assert fund("audit", "replay").exit_code == 0


def test_a_mirror_that_is_damaged_is_made_again(fund: Served, mirrors: Path) -> None:
    (mirror,) = mirrors.glob("*.db")
    for content in (b"", b"rien de tout cela" * 1000):
        mirror.write_bytes(content)
        assert len(fund.events()) == 1
        assert fund("status").exit_code == 0


def test_where_no_mirror_can_be_kept_it_says_so(
    fund: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fichier").touch()
    monkeypatch.setenv("BLENDFUND_CACHE", str(tmp_path / "fichier" / "miroirs"))
    answer = fund("status")
    assert (answer.exit_code, "[storage-refused]" in answer.stderr) == (74, True)


def test_a_ledger_that_is_closed_leaves_no_connection(
    fund: Served, shared: Database
) -> None:
    with Ledger(fund.url) as ledger:
        assert ledger.currency("ALSACE") == "EUR"
    sql = (
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'blendfund'"
        " AND datname = current_database() AND state <> 'idle'"
    )
    assert shared.sql(sql) == [(0,)]
