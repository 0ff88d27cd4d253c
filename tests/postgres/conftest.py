"""A real server a session, a database of its own a test, and the command on it."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from tests.conftest import Cli
from tests.postgres.server import Postgres

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SERVER = "BLENDFUND_TEST_POSTGRES"
NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Database:
    """One database of a server: how blendfund and how the driver reach it."""

    url: str

    def ledger(self, name: str = "", user: str = "") -> str:
        """Give the address of one of its ledgers, as an account of it."""
        whole = self.url
        if user:
            scheme, _, rest = whole.partition("://")
            whole = f"{scheme}://{user}@{rest.rpartition('@')[2]}"
        return f"{whole}?ledger={name}" if name else whole

    @property
    def dsn(self) -> str:
        return self.url.replace("+psycopg", "")

    def connect(self, user: str = "") -> psycopg.Connection[Any]:
        dsn = self.ledger(user=user).replace("+psycopg", "")
        return psycopg.connect(dsn, autocommit=True)

    def sql(self, sql: str, given: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Ask behind the application's back, as the superuser."""
        with self.connect() as connection:
            found = connection.execute(sql, given)
            return found.fetchall() if found.description else []

    def tamper(self, *statements: str) -> None:
        """Do what somebody who owns the server would do."""
        guards = ("event_never_changed", "event_gapless")
        with self.connect() as connection:
            for guard in guards:
                connection.execute(f"ALTER TABLE event DISABLE TRIGGER {guard}")
            for statement in statements:
                connection.execute(statement)
            for guard in guards:
                connection.execute(f"ALTER TABLE event ENABLE ALWAYS TRIGGER {guard}")


@dataclass(frozen=True)
class Served(Cli):
    """Runs ``blendfund`` on a ledger of a server."""

    url: str = ""

    @property
    def place(self) -> str:
        return self.url


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server's own database: one given, or one started here."""
    given = os.environ.get(SERVER)
    if given:
        yield given
        return
    # Nothing here outlives the session, so nothing has to outlive a power cut.
    postgres = Postgres().make()
    postgres.set("fsync = off\n")
    try:
        yield postgres.start().url("postgres")
    finally:
        postgres.drop()


@pytest.fixture
def mirrors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of mirrors that is the test's own, and one of keys."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("BLENDFUND_CACHE", str(tmp_path / "mirrors"))
    return tmp_path / "mirrors"


@pytest.fixture(scope="session")
def shared(server: str) -> Database:
    """A database in which tests keep ledgers side by side."""
    return made(server)


@pytest.fixture
def database(server: str, mirrors: Path) -> Database:  # noqa: ARG001 -- none is shared
    """A database of the test's own."""
    return made(server)


def made(server: str) -> Database:
    name = f"blendfund_{os.getpid()}_{next(NUMBERS)}"
    with Database(server).connect() as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return Database(f"{server.rpartition('/')[0]}/{name}")


@pytest.fixture
def cli(shared: Database, mirrors: Path, tmp_path: Path) -> Served:  # noqa: ARG001 -- none is shared
    return Served(tmp_path / "registre.db", url=shared.ledger(f"alsace{next(NUMBERS)}"))


@pytest.fixture
def there(cli: Served, tmp_path: Path) -> Cli:
    """The same command on a file."""
    return replace(Cli(tmp_path / "registre.db"), actor=cli.actor)
