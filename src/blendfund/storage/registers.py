"""Registers: who and what the postings speak of, looked up while facts are folded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from blendfund.domain.errors import Corrupt
from blendfund.domain.event import Personal
from blendfund.domain.party import bones, fold, organisation
from blendfund.domain.project import COFINANCING
from blendfund.storage.about import About, Dimensions, Plan
from blendfund.storage.standing import Standing

if TYPE_CHECKING:
    import sqlite3

    from blendfund.storage.fold import Row
    from blendfund.storage.keys import Vault

# Enough for any batch; emptied when full so that memory stays flat over a rebuild.
REMEMBERED_MAX: Final = 20_000


REGISTERS: Final = (
    "fund",
    "party",
    "project",
    "agreement",
    "class",
    "merge",
    "rule",
    "earmark",
    "attachment",
)
# Where a fact that is withdrawn is registered; a compartment is in no register.
REGISTERED: Final = {
    "fund-opened": "fund",
    "party-registered": "party",
    "project-registered": "project",
    "contribution-opened": "agreement",
    "financing-opened": "agreement",
    "party-merged": "merge",
    "fund-rules-adopted": "rule",
    "earmark-defined": "earmark",
    "evidence-attached": "attachment",
}
LIVE: Final = 0  # the mark of a register's row that nobody withdrew


class Kind(NamedTuple):
    """What a posting class says of its postings, where a fold must know it."""

    fund: int
    account: str
    carrier: str
    earmark: str


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
    to_compartment: str = ""
    to_bank_account: str = ""
    to_earmark: str = ""
    earmark: str = ""
    rate: str = ""
    fact: int = 0
    what: str = ""
    into: str = ""
    overcommitment: str = "refused"
    draw_order: str = "free-first"
    purpose: str = ""
    publics: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    territory: str = ""
    valid_from: str | None = None
    valid_until: str | None = None
    highest_rate: str = ""
    repayments: str = "earmark"
    size: int = 0
    facts: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()


_opened = msgspec.json.Decoder(_Opened).decode


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


def _kind(key: tuple[Any, ...]) -> Kind:
    return Kind(key[0], key[2], key[9], key[10])


def _raw(uuid: str) -> bytes:
    return bytes.fromhex(uuid.replace("-", ""))


class Registers:
    """The registers as far as they have been folded, with what is about to be written."""

    def __init__(self, target: sqlite3.Connection, vault: Vault | None) -> None:
        self.target = target
        self.vault = vault
        self.rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in REGISTERS}
        self.counters: dict[str, int] = {}
        self.ids: dict[bytes, int] = {}
        self.abouts: dict[bytes, About] = {}
        self.plans: dict[tuple[int, Dimensions], dict[tuple[str, str, str], Plan]] = {}
        self.currencies: dict[int, str] = {}
        self.classes: dict[tuple[Any, ...], int] = {
            row[1:]: row[0] for row in target.execute("SELECT * FROM class")
        }
        self.kinds: dict[int, Kind] = {
            number: _kind(key) for key, number in self.classes.items()
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
            case "fact-withdrawn":
                self._withdraw(fact)
            case "party-merged":
                party = self._id("party", row[1], row[0])
                into = self._id("party", _raw(fact.into), row[0])
                self.rows["merge"].append((row[0], party, into, LIVE))
            case "fund-rules-adopted":
                fund = self._id("fund", row[1], row[0])
                rules = (fact.overcommitment, fact.draw_order)
                self.rows["rule"].append((row[0], fund, *rules, LIVE))
            case "earmark-defined":
                self._earmark(row, fact)
            case "evidence-attached":
                facts = " ".join(map(str, fact.facts))
                said = (fact.name, fact.evidence[0], fact.size, facts)
                self.rows["attachment"].append((row[0], *said, LIVE))

    def _withdraw(self, fact: _Opened) -> None:
        table = REGISTERED.get(fact.what)
        if table is not None:
            self._write(table)
            sql = f"UPDATE {table} SET withdrawn = 1 WHERE id = ?"
            self.target.execute(sql, (fact.fact,))

    def _earmark(self, row: Row, fact: _Opened) -> None:
        self.rows["earmark"].append(
            (
                row[0],
                row[1],
                self._id("fund", _raw(fact.fund), row[0]),
                fact.name,
                fact.purpose,
                "\n".join(fact.territories),
                "\n".join(fact.publics),
                fact.valid_from or "",
                fact.valid_until or "",
                fact.highest_rate,
                fact.repayments,
                LIVE,
            )
        )

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
                LIVE,
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
                LIVE,
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
            (
                row[0],
                row[1],
                fact.reference,
                fact.name,
                fold(fact.name),
                party,
                fact.territory,
                "\n".join(fact.publics),
                "\n".join(fact.purposes),
                LIVE,
            )
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
                fact.earmark,
                fact.rate,
                *Standing().row(),
                LIVE,
            )
        )
        self.count(fact.reference)
        self._keep(row[1], fund, party, project, row[0], dimensions)

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

    def destination(self, row: Row) -> tuple[Dimensions, str, str]:
        """Give where a transfer goes: dimensions, bank account, earmark."""
        fact = _opened(row[4])
        dimensions = Dimensions(compartment=fact.to_compartment, carrier=fact.carrier)
        return dimensions, fact.to_bank_account, fact.to_earmark

    def agreement(self, stream: bytes) -> int:
        """Give the id of the agreement of a stream, 0 where the stream is none."""
        known = self.abouts.get(stream)
        if known is not None:
            return known.agreement
        self._write("agreement")
        sql = "SELECT id FROM agreement WHERE stream_id = ?"
        found = self.target.execute(sql, (stream,)).fetchone()
        return int(found[0]) if found else 0

    def klass(
        self,
        fund: int,
        movement: str,
        account: str,
        given: Dimensions,
        bank_account: str,
        earmark: str,
    ) -> int:
        """Give the id of a posting class, numbered by first appearance."""
        key = (
            fund,
            movement,
            account,
            given.compartment,
            bank_account,
            given.sector,
            given.origin,
            given.terms,
            given.instrument,
            given.carrier,
            earmark,
            self._currency(fund),
        )
        known = self.classes.get(key)
        if known is None:
            known = self.classes[key] = len(self.classes) + 1
            self.kinds[known] = _kind(key)
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
