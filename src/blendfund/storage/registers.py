"""Registers: who and what the postings speak of, looked up while facts are folded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from blendfund.domain.errors import Corrupt
from blendfund.domain.event import Personal
from blendfund.domain.party import bones, fold, organisation
from blendfund.storage.about import About, Dimensions, Plan

if TYPE_CHECKING:
    import sqlite3

    from blendfund.storage.fold import Row, Slim
    from blendfund.storage.keys import Vault

# Enough for any batch; emptied when full so that memory stays flat over a rebuild.
REMEMBERED_MAX: Final = 20_000


class _Opened(msgspec.Struct):
    """The register's view of every silent fact; each uses some of these fields."""

    on: str
    reference: str = ""
    name: str = ""
    currency: str = ""
    siren: str = ""
    legal_form: str = "association"
    territories: tuple[str, ...] = ()
    kind: str = ""
    person: Personal | None = None
    identifier: str = ""
    fund: str = ""
    party: str | None = None
    project: str = ""
    sector: str = ""
    origin: str = ""
    terms: str | None = None
    instrument: str = ""
    compartment: str = ""
    carrier: str = ""


_opened = msgspec.json.Decoder(_Opened).decode


def _raw(uuid: str) -> bytes:
    return bytes.fromhex(uuid.replace("-", ""))


class Registers:
    """The registers as far as they have been folded, with what is about to be written."""

    def __init__(self, target: sqlite3.Connection, vault: Vault | None) -> None:
        self.target = target
        self.vault = vault
        self.rows: dict[str, list[tuple[Any, ...]]] = {
            name: [] for name in ("fund", "party", "project", "agreement", "class")
        }
        self.counters: dict[str, int] = {}
        self.ids: dict[bytes, int] = {}
        self.abouts: dict[bytes, About] = {}
        self.plans: dict[tuple[int, Dimensions], dict[tuple[str, str, str], Plan]] = {}
        self.currencies: dict[int, str] = {}
        self.classes: dict[tuple[Any, ...], int] = {
            row[1:]: row[0] for row in target.execute("SELECT * FROM class")
        }

    def take(self, row: Row, movement: str) -> None:
        """Register what a silent fact made known."""
        fact = _opened(row[4])
        match movement:
            case "fund-opened":
                self._fund(row, fact)
            case "party-registered":
                self._party(row, fact)
            case "project-registered":
                self._project(row, fact)
            case "contribution-opened" | "financing-opened":
                self._agreement(row, fact, movement)

    def _fund(self, row: Row, fact: _Opened) -> None:
        self.ids[row[1]] = row[0]
        self.currencies[row[0]] = fact.currency
        self.rows["fund"].append(
            (
                row[0],
                row[1],
                fact.reference,
                fact.name,
                fact.currency,
                fact.on,
                fact.siren,
                fact.legal_form,
                " ".join(fact.territories),
            )
        )

    def _party(self, row: Row, fact: _Opened) -> None:
        self._remember(row)
        folded = fold(fact.name)
        sealed, identity = "", organisation(fact.identifier, folded)
        if fact.person is not None:
            sealed = fact.person.sealed
            identity = self._blinded(row, sealed)
        self.rows["party"].append(
            (
                row[0],
                row[1],
                fact.kind,
                fact.name,
                sealed,
                fact.identifier,
                identity,
                bones(folded),
            )
        )

    def _blinded(self, row: Row, sealed: str) -> Any:
        if self.vault is None:
            return None
        return self.vault.print_of(row[1], row[3], sealed)

    def _project(self, row: Row, fact: _Opened) -> None:
        self._remember(row)
        party = None if fact.party is None else self._id("party", _raw(fact.party), row[0])
        self.rows["project"].append(
            (row[0], row[1], fact.reference, fact.name, fold(fact.name), party)
        )
        self.count(fact.reference)

    def _agreement(self, row: Row, fact: _Opened, movement: str) -> None:
        fund = self._id("fund", _raw(fact.fund), row[0])
        party = self._id("party", _raw(fact.party), row[0]) if fact.party else 0
        project = self._id("project", _raw(fact.project), row[0]) if fact.project else 0
        dimensions = Dimensions(
            fact.sector,
            fact.origin,
            fact.terms or "",
            fact.instrument,
            fact.compartment,
            fact.carrier,
        )
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
                *(0, 0, 0, 0, ""),
            )
        )
        self.count(fact.reference)
        self._keep(row[1], fund, party, project, row[0], dimensions)

    def about(self, row: Row, movement: str) -> About:
        """Give what a movement concerns."""
        found = self.abouts.get(row[1])
        if found is not None:
            return found
        if movement in {"treasury-interest-earned", "expense-paid"}:
            return self._alone(row)
        if movement == "cofinancing-declared":
            return self._cofinanced(row)
        self._write("agreement")
        known = self.target.execute(
            "SELECT * FROM agreement WHERE stream_id = ?", (row[1],)
        ).fetchone()
        if known is None:
            raise Corrupt(row[0], "a movement of an agreement that was never opened")
        fund, party, project = known[5:8]
        dimensions = Dimensions(*known[8:14])
        return self._keep(row[1], fund, party, project, known[0], dimensions)

    def _alone(self, row: Row) -> About:
        fact = _opened(row[4])
        dimensions = Dimensions(compartment=fact.compartment, carrier=fact.carrier)
        fund = self._id("fund", _raw(fact.fund), row[0])
        return About(fund, 0, 0, 0, dimensions, self._plans(fund, dimensions))

    def _cofinanced(self, row: Row) -> About:
        fact = _opened(row[4])
        dimensions = Dimensions(
            fact.sector,
            fact.origin,
            fact.terms or "",
            fact.instrument,
            fact.compartment,
            fact.carrier,
        )
        fund = self._id("fund", _raw(fact.fund), row[0])
        party = self._id("party", _raw(fact.party or ""), row[0])
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
    ) -> About:
        if len(self.abouts) >= REMEMBERED_MAX:
            self.abouts.clear()
        plans = self._plans(fund, dimensions)
        kept = About(fund, party, project, agreement, dimensions, plans)
        self.abouts[stream] = kept
        return kept

    def _plans(self, fund: int, dimensions: Dimensions) -> dict[tuple[str, str, str], Plan]:
        return self.plans.setdefault((fund, dimensions), {})

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
        found = self.target.execute(
            f"SELECT id FROM {table} WHERE stream_id = ?",
            (stream,),
        ).fetchone()
        if found is None:
            raise Corrupt(position, f"it names a {table} that was never registered")
        self.ids[stream] = found[0]
        return int(found[0])

    def klass(
        self, fund: int, movement: str, account: str, about: About, fact: Slim
    ) -> int:
        """Give the id of a posting class, numbered by first appearance."""
        given = about.dimensions
        key = (
            fund,
            movement,
            account,
            given.compartment,
            fact.bank_account,
            given.sector,
            given.origin,
            given.terms,
            given.instrument,
            given.carrier,
            fact.earmark,
            self._currency(fund),
        )
        known = self.classes.get(key)
        if known is None:
            known = self.classes[key] = len(self.classes) + 1
            self.rows["class"].append((known, *key))
        return known

    def _currency(self, fund: int) -> str:
        known = self.currencies.get(fund)
        if known is None:
            sql = "SELECT currency FROM fund WHERE id = ?"
            known = str(self.target.execute(sql, (fund,)).fetchone()[0])
            self.currencies[fund] = known
        return known

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
        self.target.executemany(
            "INSERT INTO counter VALUES (?,?) ON CONFLICT (prefix)"
            " DO UPDATE SET last = max(last, excluded.last)",
            self.counters.items(),
        )
        self.counters = {}
