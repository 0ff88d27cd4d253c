"""A server that is full, restarts or ends whom it likes: who waits is served, or told."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from tests.postgres.conftest import Database, Served, made
from tests.postgres.server import Postgres
from tests.postgres.test_ledger import OPENING
from tests.postgres.test_together import held, name_of

from blendfund.application.writing.command import Command
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import ServerAway
from blendfund.storage.log import engine as engines
from blendfund.storage.server.connection import Server
from blendfund.storage.server.keys import ServerVault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SMALL = 8  # connections that the server takes


@pytest.fixture
def fund(cli: Served) -> Served:
    """A ledger of a server with the fund ALSACE."""
    assert cli("init").exit_code == 0
    cli.done(*OPENING)
    return cli


@contextmanager
def running(reserved: int) -> Iterator[Postgres]:
    """Run a small server that keeps some places for those who administer it."""
    postgres = Postgres().make()
    places = f"max_connections = {SMALL}\nsuperuser_reserved_connections = {reserved}\n"
    postgres.set(f"{places}fsync = off\nmax_wal_senders = 0\n")
    try:
        yield postgres.start()
    finally:
        postgres.drop()


@pytest.fixture(scope="module")
def small() -> Iterator[Postgres]:
    """A server that is soon full, and may be restarted."""
    with running(reserved=0) as postgres:
        yield postgres


@pytest.fixture
def there(small: Postgres, mirrors: Path, tmp_path: Path) -> Served:  # noqa: ARG001 -- none is shared
    base = made(small.url("postgres"))
    served = Served(tmp_path / "registre.db", url=base.ledger())
    assert served("init").exit_code == 0
    served.done(*OPENING)
    return served


def fill(small: Postgres, stack: ExitStack) -> list[psycopg.Connection[Any]]:
    """Take every connection that the server has."""
    taken: list[psycopg.Connection[Any]] = []
    end = time.monotonic() + 20
    while len(taken) < SMALL and time.monotonic() < end:
        try:
            one = psycopg.connect(small.dsn("postgres"))
        except psycopg.OperationalError:
            time.sleep(0.05)  # one that was closed is still being put away
            continue
        taken.append(stack.enter_context(closing(one)))
    assert len(taken) == SMALL
    return taken


def test_a_full_server_is_waited_for(small: Postgres, there: Served) -> None:
    with ExitStack() as stack:
        taken = fill(small, stack)

        def leave() -> None:
            for one in taken:
                one.close()

        timer = threading.Timer(0.6, leave)
        timer.start()
        there.done("party", "add", "Mairie")
        timer.join()
    assert len(there.events()) == 2


def test_a_server_that_stays_full_is_said_in_words(
    small: Postgres, there: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "PATIENCE_SECONDS", 0.3)
    with ExitStack() as stack:
        fill(small, stack)
        for words in (("party", "add", "Mairie"), ("fund", "list")):
            answer = there(*words)
            assert (answer.exit_code, "[server-busy]" in answer.stderr) == (5, True)
    monkeypatch.undo()
    there.done("party", "add", "Mairie")


@pytest.fixture(scope="module")
def reserved() -> Iterator[Postgres]:
    """A server as it comes: its last places are kept for those who administer it."""
    with running(reserved=2) as postgres:
        yield postgres


@pytest.mark.parametrize(
    "limit", ["NOSUPERUSER", "NOSUPERUSER CONNECTION LIMIT 0"], ids=["reserved", "limit"]
)
def test_the_places_of_others_are_waited_for_like_any(
    reserved: Postgres,
    mirrors: Path,  # noqa: ARG001 -- none is shared
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
) -> None:
    base = made(reserved.url("postgres"))
    boss = Served(tmp_path / "registre.db", url=base.ledger())
    assert boss("init", "--roles").exit_code == 0
    boss.done(*OPENING)
    base.sql("DROP ROLE IF EXISTS ecrit")
    base.sql(f"CREATE ROLE ecrit LOGIN {limit} IN ROLE blendfund_append")
    served = Served(tmp_path / "autre.db", url=base.ledger(user="ecrit"))
    monkeypatch.setattr(engines, "PATIENCE_SECONDS", 0.3)
    with ExitStack() as stack:
        for _ in range(SMALL - 2):
            stack.enter_context(closing(psycopg.connect(reserved.dsn("postgres"))))
        answer = served("party", "add", "Mairie")
    assert (answer.exit_code, "[server-busy]" in answer.stderr) == (5, True)


def test_a_server_that_restarts_is_waited_for(small: Postgres, there: Served) -> None:
    with Ledger(there.url) as ledger:
        small.stop()
        restart = threading.Thread(target=small.start)
        restart.start()
        with ledger.transaction(Command(actor="camille")) as tx:
            assert tx.position == 1
        restart.join()


def test_a_server_that_does_not_come_back_is_said_once_the_patience_is_over(
    small: Postgres, there: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "PATIENCE_SECONDS", 0.4)
    with Ledger(there.url) as ledger:
        small.stop()
        start = time.monotonic()
        try:
            with pytest.raises(ServerAway):
                ledger.currency("ALSACE")
        finally:
            small.start()
        assert time.monotonic() - start >= 0.4


def test_whoever_is_ended_while_waiting_waits_again(fund: Served, shared: Database) -> None:
    ended: list[int] = []
    waiting = (
        "SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with held(shared, name_of(fund)) as connection:

        def end_them() -> None:
            limit = time.monotonic() + 10
            while len(ended) < 2 and time.monotonic() < limit:
                ended.extend(row[0] for row in shared.sql(waiting))
                time.sleep(0.02)
            connection.rollback()

        ending = threading.Thread(target=end_them)
        ending.start()
        fund.done("party", "add", "Mairie")
        ending.join()
    assert len(set(ended)) >= 2
    assert len(fund.events()) == 2


def test_a_connection_that_was_ended_meanwhile_is_opened_again(
    fund: Served, shared: Database
) -> None:
    with closing(Server(fund.url)) as server:
        for writes in (False, True):
            with server.connected() as connection:
                pid = connection.connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
            shared.sql("SELECT pg_terminate_backend(%s, 5000)", (pid,))
            with server.connected(writes=writes) as connection:
                assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1


def test_a_vault_whose_connection_was_ended_opens_another(
    fund: Served, shared: Database
) -> None:
    fund.done("party", "add", "Ida Roth", "--kind", "person")
    with Ledger(fund.url) as ledger:
        vault = ledger.vault
        assert isinstance(vault, ServerVault)
        assert len(vault.every()) == 1
        shared.sql(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND application_name = 'blendfund'"
        )
        with pytest.raises(ServerAway):
            vault.every()
        assert len(vault.every()) == 1


def test_the_servers_own_isolation_does_not_matter(
    fund: Served, shared: Database, tmp_path: Path
) -> None:
    shared.sql(
        f"ALTER DATABASE {shared.url.rpartition('/')[2]}"
        " SET default_transaction_isolation = 'serializable'"
    )
    try:
        with held(shared, name_of(fund)) as connection:
            env = {**fund.env, "BLENDFUND_CACHE": str(tmp_path / "poste")}
            other = Served(fund.ledger, "paul", env, fund.url)
            both = [
                one.start("party", "add", name) for one, name in ((fund, "A"), (other, "B"))
            ]
            time.sleep(1)
            connection.rollback()
            assert [one.communicate(timeout=60) and one.returncode for one in both] == [
                0,
                0,
            ]
    finally:
        shared.sql(
            f"ALTER DATABASE {shared.url.rpartition('/')[2]}"
            " RESET default_transaction_isolation"
        )
    assert [one["position"] for one in fund.events()] == [1, 2, 3]
