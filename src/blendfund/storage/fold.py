"""Folding facts into the books: registers, postings, daily totals."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import msgspec

from blendfund.domain.errors import Corrupt
from blendfund.domain.event import Batch
from blendfund.journal.rules import CASH, RULES, SILENT, lines
from blendfund.storage.registers import Registers
from blendfund.storage.standing import Standing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from blendfund.storage.keys import Vault

Row = tuple[int, bytes, int, str, bytes]  # position, stream, version, topic, state

_INSERT: Final = {
    "posting": "INSERT INTO posting VALUES (?,?,?,?,?,?,?,?,?)",
    "line": "INSERT OR IGNORE INTO line VALUES (?,?,?)",
    "batch": "INSERT INTO batch VALUES (?,?,?,?,?,?)",
}
_ADD: Final = {
    "daily": "INSERT INTO daily VALUES (?,?,?) ON CONFLICT (class, operation_date)"
    " DO UPDATE SET amount = amount + excluded.amount",
    "cash": "INSERT INTO cash VALUES (?,?,?) ON CONFLICT (fund, operation_date)"
    " DO UPDATE SET amount = amount + excluded.amount",
    "cofinanced": "INSERT INTO cofinanced VALUES (?,?,?,?)"
    " ON CONFLICT (project, class, operation_date)"
    " DO UPDATE SET amount = amount + excluded.amount",
}
_STANDING: Final = (
    "UPDATE agreement SET open = open + ?, promised = max(promised, ?), held = held + ?,"
    " lost = lost + ?, moved = max(moved, ?) WHERE id = ?"
)
_FINANCED: Final = (
    "INSERT INTO financed VALUES (?,?,?) ON CONFLICT (fund, project)"
    " DO UPDATE SET since = min(since, excluded.since)"
)


class Slim(msgspec.Struct):
    """What the books need of a movement: eight fields of its twenty."""

    on: str
    amount_minor: int
    drawn_minor: int = 0
    bank_account: str = ""
    earmark: str = ""
    reference: str = ""
    digest: str = ""
    twin: int = 0
    batch: Batch | None = None
    events: int = 0


class _First(msgspec.Struct):
    """What the books need of a silent fact, beside its register's fields."""

    batch: Batch | None = None
    events: int = 0


_slim = msgspec.json.Decoder(Slim).decode
_first = msgspec.json.Decoder(_First).decode


class Fold:
    """Turns facts, in position order, into rows of the books on one connection."""

    def __init__(self, target: sqlite3.Connection, vault: Vault | None) -> None:
        self.target = target
        self.registers = Registers(target, vault)
        self.postings: list[tuple[Any, ...]] = []
        self.lines: list[tuple[str, str, int]] = []
        self.batches: list[tuple[Any, ...]] = []
        self.daily: defaultdict[tuple[int, str], int] = defaultdict(int)
        self.cash: defaultdict[tuple[int, str], int] = defaultdict(int)
        self.cofinanced: defaultdict[tuple[int, int, str], int] = defaultdict(int)
        self.financed: dict[tuple[int, int], str] = {}
        self.standing: dict[int, Standing] = {}

    def take(self, rows: Iterable[Row]) -> int:
        """Fold ``rows`` and write what follows; give the last position folded."""
        position = 0
        for row in rows:
            position = row[0]
            topic = row[3]
            movement = topic[: topic.rindex("/")]
            if movement in RULES:
                self._movement(row, movement)
            elif movement in SILENT:
                self._silent(row, movement)
            else:
                raise Corrupt(position, f"unknown topic {topic}")
        self._flush()
        return position

    def _silent(self, row: Row, movement: str) -> None:
        self.registers.take(row, movement)
        if b'"batch"' in row[4]:
            first = _first(row[4])
            if first.batch is not None:
                self._batch(row[0], first.batch, first.events)

    def _batch(self, position: int, batch: Batch, events: int) -> None:
        last = position + events - 1
        self.batches.append(
            (batch.reference, batch.file, batch.sha256, batch.format, position, last)
        )
        self.registers.count(batch.reference)

    def _movement(self, row: Row, movement: str) -> None:
        position = row[0]
        fact = _slim(row[4])
        on, amount = fact.on, fact.amount_minor
        about = self.registers.about(row, movement)
        plan = about.plan(movement, fact.bank_account, fact.earmark)
        if plan is None:
            plan = self._plan(about, movement, fact)
        ordinal = 0
        for klass, sign, drawn, is_cash in plan:
            value = sign * (fact.drawn_minor if drawn else amount)
            if not value:
                continue
            self.postings.append(
                (
                    position,
                    ordinal,
                    klass,
                    about.party,
                    about.project,
                    about.agreement,
                    on,
                    on,
                    value,
                )
            )
            ordinal += 1
            self.daily[klass, on] += value
            if is_cash:
                self.cash[about.fund, on] += value
        if about.agreement:
            standing = self.standing.get(about.agreement)
            if standing is None:
                standing = self.standing[about.agreement] = Standing()
            standing.move(movement, on, amount, fact.drawn_minor)
        self._note(row, movement, fact, about)

    def _plan(self, about: Any, movement: str, fact: Slim) -> Any:
        plan = [
            (
                self.registers.klass(about.fund, movement, line.account, about, fact),
                line.sign,
                line.of == "drawn",
                line.account == CASH and not about.dimensions.carrier,
            )
            for line in lines(movement, about.dimensions.instrument)
        ]
        about.remember(movement, fact.bank_account, fact.earmark, plan)
        return plan

    def _note(self, row: Row, movement: str, fact: Slim, about: Any) -> None:
        if fact.reference:
            self.lines.append((f"r:{fact.reference}", fact.digest, row[0]))
        elif fact.digest:
            self.lines.append((f"d:{fact.digest}:{fact.twin}", fact.digest, row[0]))
        if movement in {"disbursement-paid", "financing-contracted"}:
            key = (about.fund, about.project)
            since = self.financed.get(key)
            if since is None or fact.on < since:
                self.financed[key] = fact.on
        elif movement == "cofinancing-declared":
            plan = about.plan(movement, fact.bank_account, fact.earmark)
            self.cofinanced[about.project, plan[0][0], fact.on] += fact.amount_minor
        if fact.batch is not None:
            self._batch(row[0], fact.batch, fact.events)

    def _flush(self) -> None:
        write = self.target.executemany
        self.registers.flush()
        write(_INSERT["posting"], self.postings)
        write(_INSERT["line"], self.lines)
        write(_INSERT["batch"], self.batches)
        write(_FINANCED, [(*key, since) for key, since in self.financed.items()])
        for name, totals in (
            ("daily", self.daily),
            ("cash", self.cash),
            ("cofinanced", self.cofinanced),
        ):
            rows = [(*key, amount) for key, amount in totals.items()]
            write(_ADD[name], rows)
            totals.clear()
        rows = [(*one.row(), number) for number, one in self.standing.items()]
        write(_STANDING, rows)
        self.standing = {}
        self.postings, self.lines, self.batches = [], [], []
        self.financed = {}
