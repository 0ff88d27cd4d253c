"""Opening a ledger to read it: no eventsourcing, no validation library is loaded."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import cached_property
from sqlite3 import DatabaseError as DriverError
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from blendfund.domain.errors import Corrupt, FundNotFound, LedgerBusy, StorageRefused
from blendfund.storage.books import index, readmodel
from blendfund.storage.log import checkpoints
from blendfund.storage.log.engine import driver, queue, translated
from blendfund.storage.log.versions import BOOKS_VERSION
from blendfund.storage.store import store_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from typing import Self

    from blendfund.storage.log.reader import Log
    from blendfund.storage.proof.notes import Checkpoint

TRIES = 20


class Reading:
    """An open ledger that is only read; its read models are brought up to date first."""

    def __init__(self, place: str) -> None:
        self.store = store_of(place)
        self.path = self.store.path
        self.engine = self.store.engine
        try:
            self.connection = self.engine.connect()
        except sa.exc.DBAPIError as refused:
            raise translated(refused, self.path) from refused
        self.ledger_id, self.uuid = self.store.check(self.connection)
        self.store.refresh(self.connection)
        self.vault = self.store.vault

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        self.vault.close()
        self.connection.close()
        self.store.close()

    @cached_property
    def log(self) -> Log:
        """Give the log of facts."""
        return self.store.log(self.connection)

    @cached_property
    def books(self) -> sqlite3.Connection:
        """Give the read models at the head: the stored ones, else folded in memory."""
        head = self.log.head().position
        if readmodel.progress(self.connection) == (BOOKS_VERSION, head):
            return driver(self.connection)
        try:
            with self._writing() as connection:
                readmodel.catch_up(connection, head, self.vault)
        except StorageRefused:
            # Somebody who may only read folds for themselves.
            raw = driver(self.connection)
            books = driver(readmodel.replayed(raw, self.vault, head))
            readmodel.with_facts(books, raw, head)
            return books
        return driver(self.connection)

    @contextmanager
    def still(self) -> Iterator[None]:
        """Hold one state of the ledger, its books at its head, whatever others write.

        Raises LedgerBusy when others never stop writing.
        """
        raw = driver(self.connection)
        for _ in range(TRIES):
            books = self.books
            raw.execute("BEGIN")
            try:
                if readmodel.stands_at(books) == self.log.head().position:
                    yield
                    return
            finally:
                raw.execute("ROLLBACK")
            del self.books  # somebody wrote since they were brought up to date
        raise LedgerBusy

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Hold one state of the log, whatever others write."""
        raw = driver(self.connection)
        raw.execute("BEGIN")
        try:
            yield
        finally:
            raw.execute("ROLLBACK")

    def keep_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint that is issued. Raises LedgerBusy, StorageRefused."""
        row = (checkpoint.events, checkpoint.note())
        if self.store.keep_checkpoint(*row):
            self.store.refresh(self.connection)
            return
        with self._writing() as connection:
            checkpoints.keep(connection, self.ledger_id, *row)

    @cached_property
    def movements(self) -> sqlite3.Connection:
        """Give the books with the index of movements at the head, made now if need be."""
        books, source = self.books, driver(self.connection)
        head = self.log.head().position
        if index.progress(books) == (index.VERSION, head):
            return books
        if books is source:
            try:
                with self._writing() as connection:
                    head = self.log.head().position
                    readmodel.catch_up(connection, head, self.vault)
                    index.catch_up(source, books, head)
            except (StorageRefused, LedgerBusy):
                index.beside(source, books, head)
        else:
            index.beside(source, books, head)
        return books

    def fund(self, reference: str) -> tuple[int, str, str]:
        """Give a fund's id, currency and opening day. Raises FundNotFound."""
        found = self.books.execute(
            "SELECT id, currency, opened_on FROM fund WHERE reference = ?"
            " AND withdrawn = 0",
            (reference,),
        ).fetchone()
        if found is None:
            sql = "SELECT reference FROM fund WHERE withdrawn = 0 ORDER BY id"
            known = self.books.execute(sql).fetchall()
            raise FundNotFound(reference, ", ".join(row[0] for row in known) or "-")
        return found[0], found[1], found[2]

    def funds(self) -> list[dict[str, Any]]:
        """Give the funds of the ledger, in the order in which they were opened."""
        columns = ("reference", "name", "currency", "opened_on", "territories", "siren")
        sql = f"SELECT {', '.join(columns)} FROM fund WHERE withdrawn = 0 ORDER BY id"  # noqa: S608
        rows = self.books.execute(sql).fetchall()
        found: list[dict[str, Any]] = [dict(zip(columns, row, strict=True)) for row in rows]
        for one in found:
            one["territories"] = one["territories"].split()
        return found

    def replay(self, to: int | None) -> int:
        """Fold the facts again in memory; give how many. Raises Corrupt.

        Up to the head, the stored read models must say the same; up to an earlier
        position, folding is the check.
        """
        head = self.log.head().position
        last = head if to is None else min(to, head)
        source = driver(self.connection)
        again = readmodel.replayed(source, self.vault, last)
        if last == head:
            stored = self.books
            wrong = readmodel.differences(stored, driver(again))
            if wrong:
                raise Corrupt(
                    head, f"read models differ from the facts: {', '.join(wrong)}"
                )
        again.close()
        return last

    def rebuild(self, tell: Callable[[int], None] | None = None) -> int:
        """Make every read model anew; give how many facts were folded."""
        with self._writing() as connection:
            head = self.log.head().position
            readmodel.rebuild(connection, head, self.vault, tell)
        return head

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        try:
            with queue(self.path):
                raw = driver(self.connection)
                raw.execute("BEGIN IMMEDIATE")
                try:
                    yield self.connection
                    raw.execute("COMMIT")
                except BaseException:
                    with suppress(DriverError):
                        raw.rollback()
                    raise
        except (sa.exc.DBAPIError, DriverError, OSError) as refused:
            raise translated(refused) from refused
