"""Read models are pulled: catching up with the log, rebuilding, replaying in memory."""

from __future__ import annotations

import sqlite3
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from blendfund.storage.books.fold import Fold
from blendfund.storage.log.engine import address, driver
from blendfund.storage.log.versions import BOOKS_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from blendfund.storage.keys import Vault

NAME: Final = "books"
BATCH: Final = 5_000
_PERSON: Final = "party-registered/"  # perhaps a person's, whose name is to be read
_EVENTS: Final = (
    "SELECT position, stream_id, version, topic, state FROM event"
    " WHERE ledger_id = 1 AND position > ? AND position <= ? ORDER BY position"
)


def create(connection: sa.Connection, *, indexes: bool = True) -> None:
    """Make empty read models."""
    # The tables' description is loaded where tables are made, not where they are read.
    from blendfund.storage.books.tables import books

    books.create_all(connection)
    connection.exec_driver_sql(
        "INSERT INTO projection VALUES (?, ?, 0)", (NAME, BOOKS_VERSION)
    )
    if indexes:
        index(connection)


def index(connection: sa.Connection) -> None:
    """Make the indexes."""
    from blendfund.storage.books.tables import INDEXES

    for ddl in INDEXES:
        connection.exec_driver_sql(ddl)


def progress(connection: sa.Connection) -> tuple[int, int]:
    """Give the shape and the position the read models stand at."""
    found = connection.exec_driver_sql(
        "SELECT schema_version, position FROM projection WHERE name = ?", (NAME,)
    ).one()
    return found.schema_version, found.position


def stands_at(books: sqlite3.Connection) -> int:
    """Give the position the read models stand at, wherever they are."""
    sql = "SELECT position FROM projection WHERE name = ?"
    return int(books.execute(sql, (NAME,)).fetchone()[0])


def feed(
    source: sqlite3.Connection,
    target: sqlite3.Connection,
    vault: Vault | None,
    span: tuple[int, int],
    tell: Callable[[int], None] | None = None,
) -> None:
    """Fold the events after ``span[0]`` up to ``span[1]`` into ``target``."""
    fold = Fold(target, vault)
    reader = source.cursor()
    reader.execute(_EVENTS, span)
    while rows := reader.fetchmany(BATCH):
        with _meeting(vault, [row[1] for row in rows if row[3].startswith(_PERSON)]):
            position = fold.take(rows)
        target.execute(
            "UPDATE projection SET position = ? WHERE name = ?", (position, NAME)
        )
        if tell is not None:
            tell(position)


def _meeting(vault: Vault | None, people: Sequence[bytes]) -> AbstractContextManager[None]:
    """Have the keys at hand of those who are about to be registered."""
    return nullcontext() if vault is None else vault.expecting(people)


def catch_up(
    connection: sa.Connection,
    head: int,
    vault: Vault | None,
    tell: Callable[[int], None] | None = None,
) -> None:
    """Bring the read models to ``head`` inside an open writing transaction."""
    version, position = progress(connection)
    if version != BOOKS_VERSION:
        rebuild(connection, head, vault, tell)
    elif position < head:
        raw = driver(connection)
        feed(raw, raw, vault, (position, head), tell)


def rebuild(
    connection: sa.Connection,
    head: int,
    vault: Vault | None,
    tell: Callable[[int], None] | None = None,
) -> None:
    """Make every read model anew from the events, indexes last.

    Runs inside an open writing transaction: readers see the old ones until it commits.
    """
    from blendfund.storage.books.tables import TABLES

    for name in (*TABLES, "projection"):
        connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{name}"')
    create(connection, indexes=False)
    raw = driver(connection)
    feed(raw, raw, vault, (0, head), tell)
    index(connection)


def replayed(source: sqlite3.Connection, vault: Vault | None, to: int) -> sa.Connection:
    """Give read models in memory, folded from the events up to ``to``."""
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(":memory:", uri=True, isolation_level=None),
        poolclass=sa.pool.StaticPool,
    )
    connection = engine.connect()
    connection.exec_driver_sql("BEGIN")
    create(connection)
    feed(source, driver(connection), vault, (0, to))
    connection.exec_driver_sql("COMMIT")
    return connection


def with_facts(books: sqlite3.Connection, source: sqlite3.Connection, to: int) -> None:
    """Let read models in memory show the facts up to ``to``, as stored ones do."""
    file = next(
        row[2] for row in source.execute("PRAGMA database_list") if row[1] == "main"
    )
    books.execute("ATTACH DATABASE ? AS source", (address(Path(file)),))
    sql = f"SELECT * FROM source.event WHERE position <= {to:d}"
    books.execute(f"CREATE TEMP VIEW event AS {sql}")


def differences(one: sqlite3.Connection, other: sqlite3.Connection) -> list[str]:
    """Name the tables of the read models that are not equal, row by row."""
    from blendfund.storage.books.tables import TABLES, books

    wrong = []
    for name in TABLES:
        order = ", ".join(f'"{c.name}"' for c in books.tables[name].primary_key)
        sql = f'SELECT * FROM "{name}" ORDER BY {order}'
        left, right = one.execute(sql), other.execute(sql)
        while True:
            rows = left.fetchmany(BATCH)
            if rows != right.fetchmany(BATCH):
                wrong.append(name)
                break
            if not rows:
                break
    return wrong
