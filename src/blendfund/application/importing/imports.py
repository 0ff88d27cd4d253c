"""Importing files: all of a file in one transaction, each line once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from blendfund.application.planning.agreements import AmbiguousAgreement
from blendfund.application.planning.identity import (
    Identified,
    Written,
    fresh_lines,
    identify,
)
from blendfund.application.planning.overdraft import overdrawn
from blendfund.application.planning.planner import Planner
from blendfund.application.writing.command import Command, Outcome, body_of, stamp_first
from blendfund.domain.errors import (
    BlendfundError,
    FileRejected,
    InvariantBroken,
    LineRefused,
    Problem,
)
from blendfund.domain.event import Batch
from blendfund.storage.log.engine import driver
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.fund import Fund
    from blendfund.exchange.row import Row
    from blendfund.storage.log.recorder import Writing

AMBIGUOUS = "several open agreements fit, name one: {names}"
CHUNK = 500


class Source(Struct, frozen=True):
    """The file that is imported: shown name, SHA-256, format, and how many data lines."""

    name: str
    sha256: str
    format: str
    lines: int


class Options(Struct, frozen=True):
    """How strict an import is."""

    allow_overdraft: bool = False
    quarantine: bool = False
    opening: bool = False


class Imported(Struct, frozen=True):
    """What an import did; ``refused`` says why lines were left out, by line."""

    outcome: Outcome
    recorded: int
    known: int
    refused: dict[int, BlendfundError | Problem]

    def also(self, unreadable: dict[int, Problem]) -> Imported:
        """Give the same with lines that were never rows among those left out."""
        return structs.replace(self, refused={**self.refused, **unreadable})


def unheard(_: object) -> None:
    """Stand where nobody listens."""


def import_rows(
    ledger: Ledger,
    command: Command,
    fund_reference: str,
    rows: Sequence[Row],
    source: Source,
    options: Options,
    aside: Callable[[dict[int, BlendfundError | Problem]], None] = unheard,
    after: Callable[[Written], None] = unheard,
) -> Imported:
    """Record rows that are not known yet, in date order, all or none.

    ``aside`` hears which lines are left out before anything is written; ``after`` may look
    at the books as they would be, before the transaction ends.

    Raises LineRefused, ReferenceReused, FileRejected, FundNotFound, KeyReused.
    """
    said = (fund_reference, source.sha256, source.format, options.allow_overdraft)
    body = body_of("import", said)
    identified = identify(rows, fund_reference)
    with ledger.transaction(command) as tx:
        fund_id, stream, fund = ledger.fund(tx, fund_reference)
        books = driver(tx.connection)
        earlier = ledger.already(tx, command.key, body)
        if earlier is not None:
            after(Written(books, fund_id, tx.position, {}))
            return Imported(earlier, 0, len(rows), {})
        fresh = fresh_lines(books, identified, source.name)
        run = _Run(ledger, command, books, tx, (fund_id, stream, fund), source, options)
        planner, refused = run.plan(fresh)
        aside(refused)
        outcome = run.write(planner.facts, body)
        after(Written(books, fund_id, tx.position, refused))
        known = len(rows) - len(fresh)
        outcome = structs.replace(outcome, already=known > 0 and not planner.facts)
        recorded = sum(one.row.line not in refused for one in fresh)
        return Imported(outcome, recorded, known, refused)
    raise InvariantBroken("a transaction ended twice")


class _Run:
    """One import under the lock: planning until it holds, then writing."""

    def __init__(
        self,
        ledger: Ledger,
        command: Command,
        books: sqlite3.Connection,
        tx: Writing,
        fund: tuple[int, UUID, Fund],
        source: Source,
        options: Options,
    ) -> None:
        self.ledger = ledger
        self.command = command
        self.books = books
        self.tx = tx
        self.fund_id, self.stream, self.fund = fund
        self.source = source
        self.options = options

    def plan(
        self, fresh: Sequence[Identified]
    ) -> tuple[Planner, dict[int, BlendfundError | Problem]]:
        """Plan every line; with a quarantine, plan again without those that cannot stay."""
        out: dict[int, BlendfundError | Problem] = {}
        while True:
            kept = [one for one in fresh if one.row.line not in out]
            planner, refused = self._pass(kept)
            if not refused:
                return planner, out
            if not self.options.quarantine:
                raise self._rejected(refused)
            out |= refused
            self.ledger.vault.forget_fresh()

    def _pass(
        self, kept: Sequence[Identified]
    ) -> tuple[Planner, dict[int, BlendfundError | Problem]]:
        planner = Planner(
            self.books,
            self.ledger.vault,
            self.fund_id,
            self.stream,
            self.fund,
            past=self.ledger.past(self.books),
            stamp={"recorded_at": self.tx.recorded_at, "actor": self.command.actor},
            today=self.command.day(),
            empty=self.books.execute("SELECT 1 FROM agreement LIMIT 1").fetchone() is None,
        )
        refused: dict[int, BlendfundError | Problem] = {}
        for index, one in enumerate(kept):
            row = one.row
            if not index % CHUNK:
                self.command.far("checked", index)
            try:
                planner.take(row, one.twin, one.digest)
            except BlendfundError as refusal:
                refused[row.line] = refusal
            except AmbiguousAgreement as question:
                given = {"names": question.names}
                refused[row.line] = Problem(row.line, "agreement", AMBIGUOUS, given)
        if not self.options.allow_overdraft and not refused:
            refused |= overdrawn(self.books, self.fund_id, kept, planner)
        return planner, refused

    def _rejected(self, refused: dict[int, BlendfundError | Problem]) -> BlendfundError:
        problems = tuple(one for one in refused.values() if isinstance(one, Problem))
        if problems:
            return FileRejected(self.source.name, len(problems), problems)
        line, refusal = next(iter(refused.items()))
        assert isinstance(refusal, BlendfundError)
        return LineRefused(f"{self.source.name}:{line}", refusal)

    def write(self, facts: list[Recorded], body: str) -> Outcome:
        """Append the plan; its first fact names the file and the command."""
        if not facts:
            return Outcome(self.tx.position, self._earlier() or "", 0)
        reference = self._reference()
        first = facts[0]
        event = stamp_first(
            first.event, self.command, self.tx.recorded_at, body, len(facts)
        )
        batch = Batch(
            reference,
            self.source.name,
            self.source.sha256,
            self.source.format,
            self.source.lines,
        )
        event = structs.replace(event, batch=batch)
        facts[0] = Recorded(first.originator_id, first.originator_version, event)
        self.ledger.append(self.tx, self.command, facts)
        return Outcome(self.tx.position, reference, len(facts))

    def _reference(self) -> str:
        prefix = f"I-{self.tx.recorded_at[:4]}"
        return f"{prefix}-{self.ledger.past(self.books).last(prefix) + 1:04d}"

    def _earlier(self) -> Any:
        sql = (
            "SELECT b.reference FROM batch b JOIN write w ON w.first = b.first"
            " WHERE b.sha256 = ? AND w.undone = 0 ORDER BY b.first LIMIT 1"
        )
        found = self.books.execute(sql, (self.source.sha256,)).fetchone()
        return found[0] if found else None
