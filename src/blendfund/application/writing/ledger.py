"""Recording: every write goes through one transaction of the ledger."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from eventsourcing.application import Application
from msgspec import structs

from blendfund.application.reading import facts
from blendfund.application.reading.past import Past
from blendfund.application.writing.authorship import check_signer, proven
from blendfund.application.writing.command import (
    Command,
    Outcome,
    body_of,
    is_own,
    moved,
    stamp_first,
)
from blendfund.application.writing.effect import changes, measured
from blendfund.application.writing.leftovers import finish_erasures
from blendfund.application.writing.outcomes import reference_of
from blendfund.application.writing.sirens import check_siren
from blendfund.domain import fund as funds
from blendfund.domain.checks import check_date
from blendfund.domain.errors import (
    FundExists,
    FundNotFound,
    InvariantBroken,
    KeyReused,
)
from blendfund.domain.reversal import FactWithdrawn
from blendfund.domain.vocabulary import LegalForm
from blendfund.storage.books import readmodel
from blendfund.storage.log.decoding import decode
from blendfund.storage.log.engine import driver, translated
from blendfund.storage.log.factory import LedgerFactory
from blendfund.storage.log.ids import uuid7
from blendfund.storage.log.mapper import Recorded
from blendfund.storage.store import store_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from typing import Self

    from blendfund.storage.log.recorder import Writing
    from blendfund.storage.proof.sshsig import Signer


# Facts mapped and inserted at a time, so that memory does not follow the file's size.
CHUNK = 5_000


class _Undone(Exception):
    """Rolls a dry run back."""


class Ledger(Application[UUID]):
    """The ledger of one file, opened to write."""

    env: ClassVar[dict[str, str]] = {
        "PERSISTENCE_MODULE": "blendfund.storage.log.factory:LedgerFactory",
    }

    def __init__(self, place: str) -> None:
        self.store = store_of(place, writes=True)
        self.path = self.store.path
        self.engine = self.store.engine
        try:
            with self.engine.connect() as connection:
                ledger_id, self.uuid = self.store.check(connection)
        except sa.exc.DBAPIError as refused:
            raise translated(refused, self.path) from refused
        self.vault = self.store.vault
        # What the latest dry run would change of the funds, told by `effect.changes`.
        self.effect: list[dict[str, Any]] = []
        # Who signs what is written, where somebody does.
        self.signer: Signer | None = None
        recorder = self.store.recorder(ledger_id)
        LedgerFactory.waiting[self.uuid] = recorder
        super().__init__({LedgerFactory.LEDGER: self.uuid})
        self.writer = recorder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        super().close()
        self.vault.close()
        self.store.close()

    @contextmanager
    def transaction(self, command: Command) -> Iterator[Writing]:
        """Write under the lock with read models at the head; a dry run undoes itself.

        Raises LedgerBusy, StorageRefused.
        """
        try:
            with self.writer.writing() as tx:
                readmodel.catch_up(tx.connection, tx.position, self.vault)
                finish_erasures(driver(tx.connection), self.vault)
                yield tx
                if command.dry_run:
                    raise _Undone  # noqa: TRY301 -- the writer rolls back on it
        except _Undone:
            pass
        finally:
            self.vault.forget_fresh()

    def append(self, tx: Writing, command: Command, planned: Sequence[Recorded]) -> None:
        """Append facts and fold them into the read models, in the open transaction."""
        if not command.dry_run:
            self.vault.commit()
        # The figures cost a report a fund: they are computed for who asks to see them.
        books = driver(tx.connection)
        before = measured(books, command.day()) if command.dry_run else None
        tx.key = command.key
        to_stored = self.events.mapper.to_stored_event
        if self.signer is not None:
            check_signer(books, self.signer, command.actor, planned)
            planned = proven(self.signer, self.uuid, tx.position, planned, to_stored)
        for start in range(0, len(planned), CHUNK):
            # The library's put() makes a notification of every fact, which nobody reads.
            some = planned[start : start + CHUNK]
            self.writer.insert_events([to_stored(one) for one in some])
            command.far("written", start)
        folded = partial(command.far, "folded")
        readmodel.catch_up(tx.connection, tx.position, self.vault, folded)
        if readmodel.progress(tx.connection)[1] != tx.position:
            raise InvariantBroken("the read models do not reach the head")
        if before is not None:
            self.effect = changes(before, measured(books, command.day()))

    def write(
        self,
        command: Command,
        body: str,
        plan: Callable[[Writing, sqlite3.Connection], list[Recorded] | Outcome],
    ) -> Outcome:
        """Do one write: what ``plan`` gives under the lock. Raises what it raises.

        A plan that finds its fact recorded already gives the outcome it had.
        """
        with self.transaction(command) as tx:
            known = self.already(tx, command.key, body)
            if known is not None:
                return known
            planned = plan(tx, driver(tx.connection))
            if isinstance(planned, Outcome):
                return planned
            return self.keep(tx, command, planned, body)
        raise InvariantBroken("a transaction ended twice")

    def keep(
        self, tx: Writing, command: Command, planned: list[Recorded], body: str
    ) -> Outcome:
        """Append a command's facts, the first one stamped, and name what they made."""
        first, start = planned[0], tx.position + 1
        body = self.vault.veil(body) if is_own(command.key) else body
        event = stamp_first(first.event, command, tx.recorded_at, body, len(planned))
        stamped = Recorded(first.originator_id, first.originator_version, event)
        self.append(tx, command, [stamped, *planned[1:]])
        reference = self.reference_of(tx, start, tx.position)
        sums = (moved(one.event) for one in reversed(planned))
        amount = next((one for one in sums if one is not None), None)
        return Outcome(tx.position, reference, len(planned), amount=amount)

    def stamp(self, tx: Writing, command: Command) -> dict[str, Any]:
        """Give what every fact of a command carries."""
        return {"recorded_at": tx.recorded_at, "actor": command.actor}

    def already(self, tx: Writing, key: str | None, body: str) -> Outcome | None:
        """Give what a command recorded under this key. Raises KeyReused."""
        if key is None:
            return None
        found = tx.connection.exec_driver_sql(
            "SELECT position, topic, state FROM event WHERE ledger_id = ? AND key = ?",
            (self.writer.ledger_id, key),
        ).one_or_none()
        if found is None:
            return None
        first = decode(found.topic, found.state, found.position)
        if first.body not in {None, body, self.vault.veil(body)}:
            raise KeyReused(key)
        last = found.position + first.events - 1
        spans = "SELECT first, last FROM write WHERE first = ?"
        begun = first.undoes or found.position
        span = tx.connection.exec_driver_sql(spans, (begun,)).one()
        reference = self.reference_of(tx, span.first, span.last)
        return Outcome(last, reference, first.events, already=True)

    def reference_of(self, tx: Writing, first: int, last: int) -> str:
        """Give the name of what a write made."""
        return reference_of(driver(tx.connection), first, last)

    def open_fund(
        self,
        command: Command,
        reference: str,
        name: str,
        territories: Sequence[str],
        currency: str,
        on: date,
        *,
        siren: str = "",
        legal_form: LegalForm = LegalForm.ASSOCIATION,
    ) -> Outcome:
        """Open a fund: exactly one fact. Raises FundExists and refusals of the domain."""
        fact = funds.open_fund(
            reference, name, territories, currency, on, siren=siren, legal_form=legal_form
        )
        check_siren(siren)
        body = body_of("fund-open", [structs.astuple(fact)])
        with self.transaction(command) as tx:
            known = self.already(tx, command.key, body)
            if known is not None:
                return known
            if self._fund_row(tx, reference) is not None:
                raise FundExists(reference)
            stamped = stamp_first(fact, command, tx.recorded_at, body, 1)
            self.append(tx, command, [Recorded(uuid7(), 1, stamped)])
            return Outcome(tx.position, reference, 1)
        raise InvariantBroken("a transaction ended twice")

    def open_compartment(
        self, command: Command, reference: str, name: str, purpose: str, on: date | None
    ) -> Outcome:
        """Open a compartment of a fund: exactly one fact."""
        body = body_of("compartment-open", (reference, name, purpose, on))
        with self.transaction(command) as tx:
            known = self.already(tx, command.key, body)
            if known is not None:
                return known
            _, stream, fund = self.fund(tx, reference)
            day = on or command.day()
            check_date(day, fund.opened_on, command.day())
            fact = fund.open_compartment(name, purpose, day)
            stamped = stamp_first(fact, command, tx.recorded_at, body, 1)
            version = self.past(driver(tx.connection)).version(stream) + 1
            self.append(tx, command, [Recorded(stream, version, stamped)])
            return Outcome(tx.position, name, 1)
        raise InvariantBroken("a transaction ended twice")

    def currency(self, fund: str) -> str:
        """Give a fund's currency. Raises FundNotFound."""
        return str(self._register(fund).currency)

    def siren(self, fund: str) -> str:
        """Give the SIREN of a fund's legal person, empty when none was given."""
        return str(self._register(fund).siren)

    def _register(self, reference: str) -> Any:
        sql = "SELECT currency, siren FROM fund WHERE reference = ? AND withdrawn = 0"
        with self.transaction(Command(actor="")) as tx:
            row = tx.connection.exec_driver_sql(sql, (reference,)).one_or_none()
            if row is None:
                self.fund(tx, reference)
            return row

    def fund(self, tx: Writing, reference: str) -> tuple[int, UUID, funds.Fund]:
        """Load a fund. Raises FundNotFound."""
        row = self._fund_row(tx, reference)
        if row is None:
            sql = "SELECT reference FROM fund WHERE withdrawn = 0 ORDER BY id"
            known = tx.connection.exec_driver_sql(sql).scalars()
            raise FundNotFound(reference, ", ".join(known) or "-")
        stream = UUID(bytes=row[1])
        fund = None
        found = list(facts.of_stream(driver(tx.connection), stream))
        gone = {one.event.fact for one in found if isinstance(one.event, FactWithdrawn)}
        for one in found:
            if one.position not in gone:
                fund = funds.evolve(fund, one.event)
        if fund is None:
            raise InvariantBroken("a registered fund has no history")
        return row[0], stream, fund

    def _fund_row(self, tx: Writing, reference: str) -> Any:
        sql = "SELECT id, stream_id FROM fund WHERE reference = ? AND withdrawn = 0"
        return tx.connection.exec_driver_sql(sql, (reference,)).one_or_none()

    def past(self, connection: sqlite3.Connection) -> Past:
        """Give what the log holds, as plans ask for it."""
        return Past(self.repository, connection)
