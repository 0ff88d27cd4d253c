"""Registers: who and what the postings speak of, looked up while facts are folded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.domain.errors import Corrupt
from blendfund.domain.party import fold, organisation
from blendfund.domain.project import COFINANCING
from blendfund.journal.said import SAID
from blendfund.storage.books.about import About, Dimensions, Plan
from blendfund.storage.books.classes import Classes
from blendfund.storage.books.opened import Opened, dimensions_of, raw, read_opened
from blendfund.storage.books.rows import (
    LIVE,
    REGISTERED,
    REGISTERS,
    attachment_row,
    earmark_row,
    fund_row,
    party_row,
    project_row,
    schedule_row,
    tranche_row,
)
from blendfund.storage.books.standing import Standing
from blendfund.storage.books.statements import ERASE, ERASE_FILES, REVOKE

if TYPE_CHECKING:
    import sqlite3

    from blendfund.storage.books.fold import Row
    from blendfund.storage.keys import Vault

# Enough for any batch; emptied when full so that memory stays flat over a rebuild.
REMEMBERED_MAX: Final = 20_000
# Movements that are a stream of their own: cash of no agreement.
ALONE: Final = frozenset(
    {
        "treasury-interest-earned",
        "expense-paid",
        "transfer-made",
        "cash-taken-over",
        "income-taken-over",
        "expenses-taken-over",
    }
)


class Registers:
    """The registers as far as they have been folded, with what is about to be written."""

    def __init__(self, target: sqlite3.Connection, vault: Vault | None) -> None:
        self.target = target
        self.vault = vault
        self.rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in REGISTERS}
        self.counters: dict[str, int] = {}
        self.ids: dict[bytes, int] = {}
        self.abouts: dict[bytes, About] = {}
        self.plans: dict[tuple[int, Dimensions, str], dict[tuple[str, str, str], Plan]] = {}
        self.classes = Classes(target)

    def take(self, row: Row, movement: str) -> None:
        """Register what a silent fact made known."""
        fact = read_opened(row[4])
        match movement:
            case "fund-opened":
                self.ids[row[1]] = row[0]
                self.classes.currencies[row[0]] = fact.currency
                self.rows["fund"].append(fund_row(row[0], row[1], fact))
            case "party-registered":
                self._party(row, fact)
            case "project-registered":
                self._project(row, fact)
            case "contribution-opened" | "financing-opened":
                self._agreement(row, fact, movement)
            case "fact-withdrawn":
                self._withdraw(fact, row[0])
            case "party-merged" | "party-erased":
                self._same_or_nobody(row, fact)
            case _:
                self._said(row, fact, movement)

    def _said(self, row: Row, fact: Opened, movement: str) -> None:
        """Register what was decided, limited, attached or scheduled."""
        match movement:
            case "fund-rules-adopted":
                fund = self._id("fund", row[1], row[0])
                rules = (fact.overcommitment, fact.draw_order)
                self.rows["rule"].append((row[0], fund, *rules, LIVE))
            case "earmark-defined":
                fund = self._id("fund", raw(fact.fund), row[0])
                self.rows["earmark"].append(earmark_row(row[0], row[1], fund, fact))
            case "evidence-attached":
                self.rows["attachment"].append(attachment_row(row[0], row[1], fact))
            case "financing-scheduled" | "financing-rescheduled":
                agreement = self.agreement(row[1])
                self.rows["schedule"].append(schedule_row(row[0], agreement, fact))
            case "tranche-defined":
                fund = self._id("fund", raw(fact.fund), row[0])
                self.rows["tranche"].append(tranche_row(row[0], row[1], fund, fact))
            case _ if movement in SAID:
                self.rows["dossier"].append(self._said_of(row, fact, movement))
            case "signer-registered":
                signer = (row[0], row[1], fact.who, fact.public_key)
                self.rows["signer"].append((*signer, LIVE, LIVE))
            case "signer-revoked":
                self._write("signer")
                self.target.execute(REVOKE, (row[0], fact.registered))

    def _said_of(self, row: Row, fact: Opened, movement: str) -> tuple[Any, ...]:
        """Keep a fact as it was said, with what it is said of."""
        agreement = self.agreement(row[1])
        if agreement:
            about = self.about(row, movement)
            of = (about.fund, about.project, agreement)
        elif fact.fund:
            fund = self._id("fund", raw(fact.fund), row[0])
            of = (fund, self._id("project", row[1], row[0]), 0)
        else:
            of = (self._id("fund", row[1], row[0]), 0, 0)
        return (row[0], *of, movement, fact.on, row[4].decode(), LIVE)

    def _withdraw(self, fact: Opened, position: int) -> None:
        table = REGISTERED.get(fact.what)
        if table is not None:
            self._write(table)
            sql = f"UPDATE {table} SET withdrawn = ? WHERE id = ?"
            self.target.execute(sql, (position, fact.fact))

    def _same_or_nobody(self, row: Row, fact: Opened) -> None:
        if not fact.into:
            for table, sql in (("party", ERASE), ("attachment", ERASE_FILES)):
                self._write(table)
                self.target.execute(sql, (row[1],))
            return
        party = self._id("party", row[1], row[0])
        into = self._id("party", raw(fact.into), row[0])
        self.rows["merge"].append((row[0], party, into, LIVE))

    def _party(self, row: Row, fact: Opened) -> None:
        self._remember(row)
        sealed, identity = "", organisation(fact.identifier, fold(fact.name))
        if fact.person is not None:
            sealed = fact.person.sealed
            identity = self._blinded(row, sealed)
        self.rows["party"].append(party_row(row[0], row[1], sealed, identity, fact))

    def _blinded(self, row: Row, sealed: str) -> Any:
        if self.vault is None:
            return None
        return self.vault.print_of(row[1], row[3], sealed)

    def _project(self, row: Row, fact: Opened) -> None:
        self._remember(row)
        party = None if fact.party is None else self._id("party", raw(fact.party), row[0])
        parent = self._id("project", raw(fact.parent), row[0]) if fact.parent else None
        self.rows["project"].append(project_row(row[0], row[1], party, parent, fact))
        self.count(fact.reference)

    def _agreement(self, row: Row, fact: Opened, movement: str) -> None:
        fund = self._id("fund", raw(fact.fund), row[0])
        party = self._id("party", raw(fact.party), row[0]) if fact.party else 0
        project = self._id("project", raw(fact.project), row[0]) if fact.project else 0
        dimensions = dimensions_of(fact)
        side = "C" if movement == "contribution-opened" else "F"
        self.rows["agreement"].append(
            (
                row[0],
                row[1],
                side,
                fact.reference,
                fact.name,
                fund,
                party,
                project,
                *dimensions,
                fact.earmark,
                fact.rate,
                *Standing().row(),
                LIVE,
            )
        )
        self.count(fact.reference)
        self._keep(row[1], fund, party, project, row[0], dimensions, fact.earmark)

    def about(self, row: Row, movement: str) -> About:
        """Give what a movement concerns."""
        found = self.abouts.get(row[1])
        if found is not None:
            return found
        if movement in ALONE:
            return self._alone(row)
        if movement in COFINANCING:
            return self._cofinanced(row)
        self._write("agreement")
        known = self.target.execute(
            "SELECT * FROM agreement WHERE stream_id = ?", (row[1],)
        ).fetchone()
        if known is None:
            raise Corrupt(row[0], "a movement of an agreement that was never opened")
        fund, party, project = known[5:8]
        dimensions = Dimensions(*known[8:14])
        return self._keep(row[1], fund, party, project, known[0], dimensions, known[14])

    def _alone(self, row: Row) -> About:
        fact = read_opened(row[4])
        dimensions = Dimensions(compartment=fact.compartment, carrier=fact.carrier)
        fund = self._id("fund", raw(fact.fund), row[0])
        return About(fund, 0, 0, 0, dimensions, self._plans(fund, dimensions))

    def _cofinanced(self, row: Row) -> About:
        fact = read_opened(row[4])
        dimensions = dimensions_of(fact)
        fund = self._id("fund", raw(fact.fund), row[0])
        party = self._id("party", raw(fact.party or ""), row[0])
        project = self._id("project", row[1], row[0])
        return About(fund, party, project, 0, dimensions, self._plans(fund, dimensions))

    def _keep(
        self,
        stream: bytes,
        fund: int,
        party: int,
        project: int,
        agreement: int,
        dimensions: Dimensions,
        earmark: str,
    ) -> About:
        if len(self.abouts) >= REMEMBERED_MAX:
            self.abouts.clear()
        plans = self._plans(fund, dimensions, earmark)
        kept = About(fund, party, project, agreement, dimensions, plans, earmark)
        self.abouts[stream] = kept
        return kept

    def _plans(
        self, fund: int, dimensions: Dimensions, earmark: str = ""
    ) -> dict[tuple[str, str, str], Plan]:
        return self.plans.setdefault((fund, dimensions, earmark), {})

    def _remember(self, row: Row) -> None:
        if len(self.ids) >= REMEMBERED_MAX:
            self.flush()
            self.ids.clear()
        self.ids[row[1]] = row[0]

    def _id(self, table: str, stream: bytes, position: int) -> int:
        known = self.ids.get(stream)
        if known is not None:
            return known
        self._write(table)
        sql = f"SELECT id FROM {table} WHERE stream_id = ?"
        found = self.target.execute(sql, (stream,)).fetchone()
        if found is None:
            raise Corrupt(position, f"it names a {table} that was never registered")
        self.ids[stream] = found[0]
        return int(found[0])

    def party(self, stream: str, position: int) -> int:
        """Give the id of a party that a movement names. Raises Corrupt."""
        return self._id("party", raw(stream), position)

    def agreement(self, stream: bytes) -> int:
        """Give the id of the agreement of a stream, 0 where the stream is none."""
        known = self.abouts.get(stream)
        if known is not None:
            return known.agreement
        self._write("agreement")
        sql = "SELECT id FROM agreement WHERE stream_id = ?"
        found = self.target.execute(sql, (stream,)).fetchone()
        return int(found[0]) if found else 0

    def count(self, reference: str) -> None:
        """Note that a reference such as C-2026-0012 is taken."""
        prefix, _, number = reference.rpartition("-")
        if prefix and number.isdigit():
            self.counters[prefix] = max(self.counters.get(prefix, 0), int(number))

    def _write(self, table: str) -> None:
        rows = self.rows[table]
        if rows:
            marks = ",".join("?" * len(rows[0]))
            self.target.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
            self.rows[table] = []

    def flush(self) -> None:
        """Write what was registered since the last flush."""
        for table in self.rows:
            self._write(table)
        self.classes.flush()
        self.target.executemany(
            "INSERT INTO counter VALUES (?,?) ON CONFLICT (prefix)"
            " DO UPDATE SET last = max(last, excluded.last)",
            self.counters.items(),
        )
        self.counters = {}
