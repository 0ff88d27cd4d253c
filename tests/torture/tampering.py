"""What somebody with the file in hand may do to a history, and how an auditor looks at it.

Every attack ends as a careful attacker would leave it: the head, the stored roots, the
fingerprints and the read models are made to fit, so that the ledger alone says nothing.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from tests.verifiers import NODE, verified

from blendfund.storage.file import copying
from blendfund.storage.log.fingerprints import BLOCK, PRINT_BYTES
from blendfund.storage.log.reader import Log
from blendfund.storage.log.versions import FRONTIER_EVERY
from blendfund.storage.proof.merkle import Frontier, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.conftest import Answer, Cli, Movements

    Row = tuple[Any, ...]
    Attack = Callable[["Attacked", Random], None]

VERIFIER: Final = Path(__file__).parents[2] / "src" / "blendfund" / "audit" / "verify.py"


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("verify", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_verifier = _load()


def verify_py(events: Path, key: str, *notes: Path) -> str:
    """Run the auditor's own file; give "" where all is well, else what it says."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        wrong = _verifier.main(str(events), key, *map(str, notes))
    assert bool(wrong) != said.getvalue().startswith("OK")
    return wrong or ""


@dataclass
class Attacked:
    """A ledger that was sealed, and that somebody now holds in their hands."""

    cli: Cli
    note: Path
    key: str
    sealed: int
    old: Path

    @property
    def path(self) -> Path:
        return self.cli.ledger

    def copy(self, name: str) -> Attacked:
        """Take a copy to attack, with the keys that lie beside it."""
        folder = self.path.parent / name
        folder.mkdir()
        for end in ("", ".signing-key", ".verifier-keys"):
            shutil.copy(f"{self.path}{end}", folder)
        return replace(self, cli=replace(self.cli, ledger=folder / self.path.name))

    def rows(self) -> list[Row]:
        with closing(sqlite3.connect(self.path)) as database:
            sql = "SELECT * FROM event ORDER BY position"
            return database.execute(sql).fetchall()

    def write(self, rows: list[Row]) -> None:
        """Put rows in the place of the history, and make all the rest fit them."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as database:
            sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for (name,) in database.execute(sql).fetchall():
                database.execute(f'DROP TRIGGER "{name}"')
            for table in ("event", "frontier", "fingerprint"):
                database.execute(f"DELETE FROM {table}")  # noqa: S608
            numbered = [(row[0], at, *row[2:]) for at, row in enumerate(rows, 1)]
            marks = "?, ?, ?, ?, ?, ?, ?, ?"
            database.executemany(f"INSERT INTO event VALUES ({marks})", numbered)  # noqa: S608
            database.execute("DELETE FROM checkpoint WHERE position > ?", (len(rows),))
            self._fit(database, numbered)

    def _fit(self, database: sqlite3.Connection, rows: list[Row]) -> None:
        tree, prints = Frontier(), b""
        for row in rows:
            leaf = leaf_hash(*row[1:6])
            tree.append(leaf)
            prints += leaf[:PRINT_BYTES]
            if not row[1] % FRONTIER_EVERY:
                mark = (1, row[1], tree.stored())
                database.execute("INSERT INTO frontier VALUES (?, ?, ?)", mark)
        size = BLOCK * PRINT_BYTES
        blocks = [
            (1, at // size, prints[at : at + size]) for at in range(0, len(prints), size)
        ]
        database.executemany("INSERT INTO fingerprint VALUES (?, ?, ?)", blocks)
        sql = "UPDATE head SET position = ?, frontier = ?, recorded_at = ?"
        database.execute(sql, (len(rows), tree.stored(), rows[-1][6] if rows else ""))
        database.execute("UPDATE projection SET schema_version = 0")

    def alone(self) -> Answer:
        """Verify the ledger by itself, without what somebody kept."""
        return self.cli("audit", "verify", "--json")

    def audited(self) -> Answer:
        """Verify the ledger with the checkpoint that was kept."""
        words = ("--checkpoint", self.note, "--verifier-key", self.key)
        return self.cli("audit", "verify", *words, "--json")

    def seen_outside(self) -> str:
        """Export the history as it is now and give it to the auditor's own file."""
        events = self.path.with_name("events.jsonl")
        with copying.opened(self.path) as (connection, ledger_id, _):
            lines = Log(connection, ledger_id).lines()
            events.write_bytes(b"".join(line + b"\n" for line in lines))
        said = verify_py(events, self.key, self.note)
        other = verified(NODE, events, self.key, self.note)
        assert (bool(other.code), other.stderr.rstrip("\n")) == (bool(said), said)
        return said


def grown(fund: Cli, movements: Movements, random: Random) -> Attacked:
    """Make a small ledger by chance: some facts, an old copy, a seal, some facts."""
    count = 0

    def more(lines: int) -> None:
        nonlocal count
        rows = []
        for _ in range(lines):
            count += 1
            amount, who = random.randint(1, 90_000), random.choice("ABCDEFG")
            kind = random.choice(["public grant", "bank loan", "public loan"])
            said = f"2020-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"
            rows.append(
                f"{said} contribution {amount}.{random.randint(10, 99)} party=Tiers-{who}-"
                f"{kind[:3]} {kind} concessional reference=R{count}"
            )
        fund.take(movements("\n".join(rows), f"f{count}.csv"))

    more(random.randint(1, 8))
    old = fund.ledger.with_name("ancien.db")
    fund.done("backup", old)
    more(random.randint(2, 12))
    note = fund.ledger.with_name("note.txt")
    done = fund.done("audit", "seal", "--out", note)
    if random.random() < 0.7:
        more(random.randint(1, 6))
    return Attacked(fund, note, done["verifier_key"], done["events"], old)


def with_state(row: Row, change: Callable[[dict[str, Any]], None]) -> Row:
    said = json.loads(row[5])
    change(said)
    state = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return (*row[:5], state, *row[6:])


def amount(at: Attacked, random: Random) -> None:
    """Change the amount of a movement by a cent or more."""
    rows = at.rows()
    money = [i for i, row in enumerate(rows[: at.sealed]) if b"amount_minor" in row[5]]
    which = random.choice(money)

    def change(said: dict[str, Any]) -> None:
        said["amount_minor"] += random.choice([1, -1, 100, 1_000_000])

    rows[which] = with_state(rows[which], change)
    at.write(rows)


def party(at: Attacked, random: Random) -> None:
    """Give a movement's money to somebody else: change a registered name."""
    rows = at.rows()
    named = [i for i, row in enumerate(rows[: at.sealed]) if "party-reg" in row[4]]
    which = random.choice(named)
    rows[which] = with_state(rows[which], lambda said: said.update(name="Autre"))
    at.write(rows)


def delete(at: Attacked, random: Random) -> None:
    """Take one fact out and close the gap."""
    rows = at.rows()
    del rows[random.randrange(at.sealed)]
    at.write(rows)


def insert(at: Attacked, random: Random) -> None:
    """Put a fact in that was never recorded."""
    rows = at.rows()
    where = random.randrange(at.sealed)
    stream = UUID(int=random.getrandbits(128)).bytes
    new = (rows[where][0], 0, stream, 1, *rows[where][4:7], None)
    rows.insert(where, with_state(new, lambda said: said.pop("key", None)))
    at.write(rows)


def reorder(at: Attacked, random: Random) -> None:
    """Exchange the positions of two facts."""
    rows = at.rows()
    one, other = random.sample(range(at.sealed), 2)
    rows[one], rows[other] = rows[other], rows[one]
    at.write(rows)


def swap_streams(at: Attacked, random: Random) -> None:
    """Exchange the streams of two facts: whose they are."""
    rows = at.rows()
    while True:
        one, other = random.sample(range(at.sealed), 2)
        a, b = rows[one], rows[other]
        if a[2] != b[2]:
            break
    rows[one] = (*a[:2], b[2], b[3], *a[4:])
    rows[other] = (*b[:2], a[2], a[3], *b[4:])
    at.write(rows)


def cut_tail(at: Attacked, random: Random) -> None:
    """Forget the last facts."""
    at.write(at.rows()[: random.randrange(at.sealed)])


def old_copy(at: Attacked, _random: Random) -> None:
    """Put an old copy in the place of the ledger."""
    at.path.with_name(f"{at.path.name}-wal").unlink(missing_ok=True)
    shutil.copy(at.old, at.path)


def rewrite(at: Attacked, random: Random) -> None:
    """Tell another history of the same length, and seal it with a key of one's own."""
    rows = at.rows()
    for which, row in enumerate(rows):
        if b"amount_minor" in row[5]:
            extra = random.randint(1, 1_000)

            def change(said: dict[str, Any], extra: int = extra) -> None:
                said["amount_minor"] += extra

            rows[which] = with_state(row, change)
    at.write(rows)
    with closing(sqlite3.connect(at.path)) as database, database:
        database.execute("DELETE FROM checkpoint")
    for end in ("signing-key", "verifier-keys"):
        at.path.with_name(f"{at.path.name}.{end}").unlink()
    at.cli.done("audit", "seal", "--out", at.path.with_name("faux.txt"))


def column(at: Attacked, random: Random) -> None:
    """Change a column that repeats what the fact says."""
    rows = at.rows()
    which = random.randrange(at.sealed)
    row = rows[which]
    rows[which] = random.choice(
        [(*row[:6], "2019-01-01T00:00:00.000000Z", row[7]), (*row[:7], f"k{which}")]
    )
    at.write(rows)


# A change of a column that repeats the fact is no change of the fact: only who reads the
# ledger itself can see it.
INSIDE: Final[dict[str, Attack]] = {"column": column}
OUTSIDE: Final[dict[str, Attack]] = {
    "amount": amount,
    "party": party,
    "delete": delete,
    "insert": insert,
    "reorder": reorder,
    "swap-streams": swap_streams,
    "cut-tail": cut_tail,
    "old-copy": old_copy,
    "rewrite": rewrite,
}


def found(attacked: Attacked, kind: str, random: Random) -> None:
    """Attack a copy; whoever kept the checkpoint must see it."""
    copy = attacked.copy(kind)
    {**INSIDE, **OUTSIDE}[kind](copy, random)
    answer = copy.audited()
    assert answer.exit_code == 6, (kind, answer.stdout, answer.stderr)
    assert answer.json["ok"] is False
    if kind in OUTSIDE:
        assert copy.seen_outside(), kind
    else:
        assert copy.alone().exit_code == 6
    shutil.rmtree(copy.path.parent)
