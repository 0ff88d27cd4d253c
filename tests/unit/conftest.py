"""A ledger of one fund, written to through the application and read back."""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from blendfund.application.correcting import corrections
from blendfund.application.importing.imports import Imported, Options, Source, import_rows
from blendfund.application.reading.reader import Reading
from blendfund.application.registering.registering import EarmarkForm, define_earmark
from blendfund.application.reporting.frame import Asked
from blendfund.application.reporting.reports import REPORTS
from blendfund.application.writing.command import Command, Outcome
from blendfund.application.writing.ledger import Ledger
from blendfund.exchange.row import Row
from blendfund.storage.books.tables import TABLES
from blendfund.storage.log.verifying import verify
from blendfund.storage.store import create_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from blendfund.application.correcting.corrections import Corrected, Undone
    from blendfund.storage.log.reader import Log
    from blendfund.storage.log.verifying import Verified

TODAY = date(2026, 7, 1)
OPENED = date(2020, 1, 1)
REGION = {
    "party": "Région Grand Est",
    "sector": "public",
    "instrument": "grant",
    "terms": "concessional",
}
BANK = {
    "party": "Crédit coopératif",
    "sector": "bank",
    "instrument": "loan",
    "terms": "market",
}
BAKERY = {"project": "Boulangerie solidaire", "instrument": "loan"}
GARDEN = {"project": "Jardin partagé", "instrument": "grant"}
# What a fund brings along: 500 + 300 + 40 = 900 - 100 + 60 - 20, in hundreds.
OPENING: tuple[tuple[str, int, dict[str, Any]], ...] = (
    ("opening-cash", 50_000, {"label": "Compte"}),
    ("opening-contribution", 60_000, REGION),
    ("opening-contribution", 30_000, BANK),
    ("opening-reimbursement", 10_000, BANK),
    ("opening-financing", 30_000, BAKERY),
    ("opening-financing", 4_000, GARDEN),
    ("opening-income", 6_000, {"label": "Produits"}),
    ("opening-expense", 2_000, {"label": "Charges"}),
)


def row(kind: str, day: str, minor: int, **said: Any) -> Row:
    """Make one movement from words."""
    fields = {"line": 0, "kind": kind, "on": day, "amount_minor": minor, "currency": "EUR"}
    return msgspec.convert({**fields, **said}, Row)


def opening(day: str = "2020-01-01") -> list[Row]:
    """Make the opening figures of a fund, taken over on a day; they add up."""
    return [row(kind, day, minor, **said) for kind, minor, said in OPENING]


@dataclass
class Fund:
    """One ledger file with the fund ALSACE in it."""

    path: Path
    files: Iterator[int] = field(default_factory=itertools.count)

    def command(self, **said: Any) -> Command:
        return Command(**{"actor": "camille", "today": TODAY, **said})

    def open(self, reference: str = "ALSACE", **said: Any) -> Outcome:
        with Ledger(str(self.path)) as ledger:
            return ledger.open_fund(
                self.command(**said), reference, "Fonds", ["FR-67"], "EUR", OPENED
            )

    def take(
        self,
        *rows: Row,
        options: Options = Options(),  # noqa: B008
        file: str = "",
        **said: Any,
    ) -> Imported:
        """Import rows as the lines 2, 3... of a file of their own."""
        name = file or f"f{next(self.files)}.csv"
        source = Source(name, sha256(name.encode()).hexdigest(), "movements", len(rows))
        lines = [msgspec.structs.replace(r, line=i) for i, r in enumerate(rows, 2)]
        with Ledger(str(self.path)) as ledger:
            command = self.command(**said)
            return import_rows(ledger, command, "ALSACE", lines, source, options)

    def earmark(self, name: str, **limits: Any) -> Outcome:
        """Define an earmark's limits since the fund was opened."""
        with Ledger(str(self.path)) as ledger:
            form = EarmarkForm(name, **limits)
            return define_earmark(ledger, self.command(), "ALSACE", form, OPENED)

    def undo(self, reason: str = "essai", **said: Any) -> Undone:
        with Ledger(str(self.path)) as ledger:
            return corrections.undo(ledger, self.command(**said), reason)

    def undo_import(self, batch: str, reason: str = "essai", **said: Any) -> Undone:
        with Ledger(str(self.path)) as ledger:
            return corrections.undo_import(ledger, self.command(**said), batch, reason)

    def correct(
        self, position: int, changed: Corrected, reason: str = "erreur", **said: Any
    ) -> Outcome:
        with Ledger(str(self.path)) as ledger:
            command = self.command(**said)
            return corrections.correct(ledger, command, position, changed, reason)

    def report(self, name: str, **asked: Any) -> dict[str, Any]:
        with Reading(str(self.path)) as reading:
            return REPORTS[name](reading, Asked("ALSACE", **{"as_of": TODAY, **asked}))

    def rows(self, name: str, **asked: Any) -> dict[str, dict[str, Any]]:
        """Give a report's rows by their first field."""
        found = self.report(name, **asked)["rows"]
        return {next(iter(one.values())): one for one in found}

    def uses(self, **asked: Any) -> dict[str, str]:
        uses: dict[str, str] = self.report("composition", **asked)["uses"]
        return uses

    def verify(self) -> Verified:
        with Reading(str(self.path)) as reading:
            return verify(reading.log)

    def sql(self, sql: str, given: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self.raw() as database:
            return database.execute(sql, given).fetchall()

    @contextmanager
    def raw(self) -> Iterator[sqlite3.Connection]:
        """Open the file behind the application's back."""
        database = sqlite3.connect(self.path, isolation_level=None)
        try:
            yield database
        finally:
            database.close()

    def tamper(self, *statements: str) -> None:
        """Do what an attacker with the file in hand would do."""
        with self.raw() as database:
            for name in ("event_never_updated", "event_never_deleted", "event_gapless"):
                database.execute(f"DROP TRIGGER IF EXISTS {name}")
            for statement in statements:
                database.execute(statement)

    def empty_books(self) -> None:
        """Forget every row of the read models."""
        self.tamper(*(f"DELETE FROM {name}" for name in TABLES))  # noqa: S608

    @contextmanager
    def log(self) -> Iterator[Log]:
        with Reading(str(self.path)) as reading:
            yield reading.log


@pytest.fixture
def empty(tmp_path: Path) -> Fund:
    """A ledger without any fact."""
    create_ledger(str(tmp_path / "registre.db"))
    return Fund(tmp_path / "registre.db")


@pytest.fixture
def alsace(empty: Fund) -> Fund:
    """A ledger in which the fund ALSACE has been open since 2020."""
    empty.open()
    return empty


@pytest.fixture
def rich(alsace: Fund) -> Fund:
    """The fund ALSACE with money from two funders, a loan and a grant."""
    alsace.take(
        row("contribution", "2024-01-10", 100_000, **REGION),
        row("contribution", "2024-02-10", 50_000, **BANK),
        row("contract", "2024-03-01", 60_000, **BAKERY),
        row("disbursement", "2024-03-10", 40_000, **BAKERY),
        row("disbursement", "2024-04-10", 10_000, **GARDEN),
        row("repayment", "2025-03-10", 15_000, **BAKERY),
        row("interest", "2025-03-10", 1_000, **BAKERY),
        row("write-off", "2025-06-01", 5_000, **BAKERY),
        row("recovery", "2025-09-01", 2_000, **BAKERY),
        row("reimbursement", "2025-10-01", 20_000, **BANK),
        row("funding-interest", "2025-10-01", 500, **BANK),
        row("contribution-refund", "2025-11-01", 3_000, **REGION),
        row("expense", "2025-12-01", 700, label="Frais"),
        row("treasury-interest", "2025-12-31", 90, label="Livret"),
        row("in-kind", "2025-12-31", 4_000, party="Mairie", sector="public"),
        row(
            "cofinancing",
            "2024-03-05",
            80_000,
            project=BAKERY["project"],
            party="Banque locale",
            sector="bank",
            terms="market",
        ),
    )
    return alsace
