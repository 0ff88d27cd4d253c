"""Folding facts into the books: registers, postings, daily totals."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from blendfund.domain.errors import Corrupt
from blendfund.journal.rules import (
    CASH,
    PRINCIPAL,
    PROMISES,
    REVERSAL,
    RULES,
    SILENT,
    lines,
)
from blendfund.storage.books.opened import destination_of
from blendfund.storage.books.registers import Registers
from blendfund.storage.books.slim import (
    Reversed,
    Slim,
    read_first,
    read_reversed,
    read_slim,
)
from blendfund.storage.books.standing import Standing
from blendfund.storage.books.statements import (
    ADD,
    CLAIM,
    INSERT,
    RELEASE,
    SPAN,
    STANDING,
    UNDO,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from blendfund.storage.books.about import About, Dimensions, Plan
    from blendfund.storage.keys import Vault

Row = tuple[int, bytes, int, str, bytes]  # position, stream, version, topic, state

FINANCED: Final = frozenset(
    {
        "disbursement-paid",
        "financing-contracted",
        "financing-taken-over",
        "guarantee-granted",
    }
)
TAKEN_OVER: Final = frozenset(name for name in RULES if name.endswith("-taken-over"))
COFINANCING: Final = "cofinancing"


class Fold:
    """Turns facts, in position order, into rows of the books on one connection."""

    def __init__(self, target: sqlite3.Connection, vault: Vault | None) -> None:
        self.target = target
        self.registers = Registers(target, vault)
        self.rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in INSERT}
        self.claimed: dict[str, tuple[str, int]] = {}
        self.released: set[str] = set()
        self.undone: list[tuple[int, int]] = []
        self.sums: dict[str, defaultdict[tuple[Any, ...], int]] = {
            name: defaultdict(int) for name in ADD
        }
        self.spans: dict[tuple[int, str], tuple[int, int]] = {}
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
            elif movement == REVERSAL:
                self._reversal(row)
            elif movement in SILENT:
                self._silent(row, movement)
            else:
                raise Corrupt(position, f"unknown topic {topic}")
        self._flush()
        return position

    def _silent(self, row: Row, movement: str) -> None:
        self.registers.take(row, movement)
        if b'"events":' in row[4]:
            self._write(row[0], read_first(row[4]))

    def _write(self, position: int, first: Any) -> None:
        """Note what a command's first fact says of the command."""
        last = position + first.events - 1
        proven = int(first.proof is not None)
        self.rows["write"].append((position, last, first.undoes, proven))
        if first.undoes:
            self.undone.append((position, first.undoes))
        batch = first.batch
        if batch is not None:
            said = (batch.reference, batch.file, batch.sha256, batch.format)
            self.rows["batch"].append((*said, position, last))
            self.registers.count(batch.reference)

    def _movement(self, row: Row, movement: str) -> None:
        fact = read_slim(row[4])
        about = self.registers.about(row, movement)
        if fact.party and about.agreement:
            about = about.of(self.registers.party(fact.party, row[0]))
        if not fact.draws:
            plan = about.plan(movement, fact.bank_account, fact.earmark)
            if plan is None:
                plan = self._plan(row, about, movement, fact.bank_account, fact.earmark)
            self._post(row[0], about, plan, fact.on, fact.amount_minor, fact.drawn_minor)
        else:
            self._drawn(row, about, movement, fact)
        if about.agreement:
            self._stands(about.agreement).move(movement, fact.on, 1, fact)
        day = (about.fund, fact.on)
        self.spans[day] = (self.spans.get(day, row)[0], row[0])
        self._note(row, movement, fact, about)

    def _drawn(self, row: Row, about: About, movement: str, fact: Slim) -> None:
        """Post a payment earmark by earmark; what it draws on a promise, once."""
        drawn, ordinal = fact.drawn_minor, 0
        for draw in fact.draws:
            plan = about.plan(movement, fact.bank_account, draw.earmark)
            if plan is None:
                plan = self._plan(row, about, movement, fact.bank_account, draw.earmark)
            part = draw.amount_minor
            ordinal = self._post(row[0], about, plan, fact.on, part, drawn, ordinal)
            drawn = 0

    def _post(
        self,
        position: int,
        about: About,
        plan: Plan,
        on: str,
        amount: int,
        drawn: int,
        ordinal: int = 0,
    ) -> int:
        add = self.rows["posting"].append
        daily, party, project = self.sums["daily"], about.party, about.project
        agreement = about.agreement
        for klass, sign, of_drawn, is_cash, is_stake in plan:
            value = sign * (drawn if of_drawn else amount)
            if not value:
                continue
            add((position, ordinal, klass, party, project, agreement, on, on, value))
            ordinal += 1
            daily[klass, on] += value
            if is_cash:
                self.sums["cash"][about.fund, on] += value
            if is_stake:
                earmark = self.registers.classes.kinds[klass].earmark
                self.sums["stake"][agreement, earmark] += value
        return ordinal

    def _plan(
        self, row: Row, about: About, movement: str, bank_account: str, earmark: str
    ) -> Plan:
        plan: Plan = []
        given: tuple[Dimensions, str, str]
        here = (about.dimensions, bank_account, earmark)
        there = destination_of(row[4]) if movement == "transfer-made" else here
        promised = (about.dimensions, bank_account, about.earmark)
        for line in lines(movement, about.dimensions.instrument):
            given = there if line.side else here
            if line.account in PROMISES:
                given = promised
            klass = self.registers.classes.number(
                about.fund, movement, line.account, *given
            )
            own = not about.dimensions.carrier
            cash = line.account == CASH and own
            stake = line.account in PRINCIPAL and bool(earmark)
            plan.append((klass, line.sign, line.of == "drawn", cash, stake))
        if there is here:
            about.remember(movement, bank_account, earmark, plan)
        return plan

    def _note(self, row: Row, movement: str, fact: Slim, about: About) -> None:
        if fact.reference:
            self._claim(f"r:{fact.reference}", fact.digest, row[0])
        elif fact.digest:
            self._claim(f"d:{fact.digest}:{fact.twin}", fact.digest, row[0])
        if movement in FINANCED and not about.dimensions.carrier:
            self.sums["financed"][about.fund, about.project, fact.on] += 1
        elif movement.startswith(COFINANCING):
            self._cofinanced(row[0], about.project, fact.on)
        elif movement == "capital-called":
            self.rows["call"].append((row[0], about.agreement, fact.due))
        if movement in TAKEN_OVER and not about.dimensions.carrier:
            self.rows["opening"].append((row[0], about.fund, fact.on, fact.late_minor))
        if fact.proposal:
            self.registers.rows["approved"].append((row[0], fact.proposal))
        if fact.events:
            self._write(row[0], fact)

    def _cofinanced(self, position: int, project: int, on: str) -> None:
        """Add a fact's own postings on the co-financing account, just made."""
        for posting in reversed(self.rows["posting"]):
            if posting[0] != position:
                break
            if self.registers.classes.kinds[posting[2]].account == COFINANCING:
                self.sums["cofinanced"][project, posting[2], on] += posting[8]

    def _reversal(self, row: Row) -> None:
        """Post the exact opposite of a movement, or the movement once more."""
        fact = read_reversed(row[4])
        sign = 1 if fact.restores else -1
        pending = self.rows["posting"]
        if pending and pending[0][0] <= fact.fact:
            self._flush()
        sql = (
            "SELECT ordinal, class, party, project, agreement, operation_date,"
            " accounting_date, amount FROM posting WHERE position = ? ORDER BY ordinal"
        )
        about, own = (0, 0), True
        for posting in self.target.execute(sql, (fact.fact,)).fetchall():
            value = sign * posting[7]
            pending = self.rows["posting"]
            pending.append((row[0], *posting[:7], value))
            kind = self.registers.classes.kinds[posting[1]]
            about, own = (kind.fund, posting[3]), not kind.carrier
            self._undo_posting(posting, kind, value)
        if fact.movement in FINANCED and own:
            self.sums["financed"][(*about, fact.on)] += sign
        self.rows["reversal"].append((row[0], fact.fact, sign))
        self._reversed_line(fact, sign)
        agreement = self.registers.agreement(row[1])
        if agreement:
            self._stands(agreement).move(fact.movement, fact.on, sign, fact)
        if fact.events:
            self._write(row[0], fact)

    def _undo_posting(self, posting: tuple[Any, ...], kind: Any, value: int) -> None:
        klass, project, agreement, on = posting[1], posting[3], posting[4], posting[5]
        self.sums["daily"][klass, on] += value
        if kind.account == CASH and not kind.carrier:
            self.sums["cash"][kind.fund, on] += value
        elif kind.account in PRINCIPAL and kind.earmark:
            self.sums["stake"][agreement, kind.earmark] += value
        elif kind.account == COFINANCING:
            self.sums["cofinanced"][project, klass, on] += value

    def _reversed_line(self, fact: Reversed, sign: int) -> None:
        identity = f"r:{fact.reference}" if fact.reference else ""
        if not identity and fact.digest:
            identity = f"d:{fact.digest}:{fact.twin}"
        if identity and sign < 0:
            self.claimed.pop(identity, None)
            self.released.add(identity)
        elif identity:
            self._claim(identity, fact.digest, fact.fact)

    def _claim(self, identity: str, digest: str, position: int) -> None:
        self.claimed.setdefault(identity, (digest, position))

    def _stands(self, agreement: int) -> Standing:
        standing = self.standing.get(agreement)
        if standing is None:
            standing = self.standing[agreement] = Standing()
        return standing

    def _flush(self) -> None:
        write = self.target.executemany
        self.registers.flush()
        for name, rows in self.rows.items():
            if rows:
                write(INSERT[name], rows)
                self.rows[name] = []
        if self.released:
            write(RELEASE, [(one,) for one in sorted(self.released)])
            self.released = set()
        write(CLAIM, [(one, *said) for one, said in self.claimed.items()])
        self.claimed = {}
        if self.undone:
            write(UNDO, self.undone)
            self.undone = []
        for name, totals in self.sums.items():
            if totals:
                write(ADD[name], [(*key, amount) for key, amount in totals.items()])
                totals.clear()
        write(SPAN, [(*day, *span) for day, span in self.spans.items()])
        self.spans = {}
        rows = [(*one.row(), number) for number, one in self.standing.items()]
        write(STANDING, rows)
        self.standing = {}
