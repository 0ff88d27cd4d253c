"""Kills of clients and of the server itself: what was acknowledged is there, once."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import msgspec
from tests.torture.commands import Commands
from tests.torture.harness import FUND, PATIENCE_SECONDS, environment
from tests.torture.killing import Torture, alive
from tests.torture.server import Server

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    import psycopg
    from tests.conftest import Movements
    from tests.postgres.conftest import Database, Served
    from tests.postgres.server import Postgres

KILLED: Final = -9
WRITING: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'blendfund'"
    " AND backend_xid IS NOT NULL AND datname = current_database()"
)
# A writer that tries again under its key until it is heard; it tells each key it was.
STUBBORN: Final = """
import json, os, sys, time
ledger, name, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
os.environ["BLENDFUND_CACHE"] += f"-{name}"
from blendfund_cli.main import main
from click.testing import CliRunner
end, codes, keys, number = time.monotonic() + seconds, {}, [], 0
while time.monotonic() < end:
    number += 1
    words = ["--ledger", ledger, "--actor", name, "contribution", "receive", "CONV",
             "--amount", "1", "--on", "2020-03-01", "--key", f"{name}-{number}", "--json"]
    for turn in range(400):
        answer = CliRunner().invoke(main, words, prog_name="blendfund")
        codes[answer.exit_code] = codes.get(answer.exit_code, 0) + 1
        assert "Traceback" not in answer.output, answer.output
        if not answer.exit_code:
            keys.append(f"{name}-{number}")
            break
        assert answer.exit_code in (5, 74), answer.output
        time.sleep(0.05)
print(json.dumps({"keys": keys, "codes": codes}))
"""


class Asked:
    """A server's database, asked as the torture of files asks SQLite."""

    def __init__(self, database: Database) -> None:
        self.connection = database.connect()

    def execute(self, sql: str, given: Sequence[object] = ()) -> psycopg.Cursor[Any]:
        return self.connection.execute(sql.replace("?", "%s"), given)

    def close(self) -> None:
        self.connection.close()


@dataclass
class ServedCommands(Commands):
    """Makes up commands on a ledger of a server."""

    database: Database | None = None

    def correct(self) -> tuple[object, ...]:
        assert self.database is not None
        self.count += 1
        sql = (
            "SELECT position FROM event e WHERE topic LIKE 'contribution-received/%' AND"
            " key IS NOT NULL AND NOT EXISTS (SELECT 1 FROM event r WHERE r.topic LIKE"
            " 'movement-reversed/%' AND (convert_from(r.state, 'UTF8')::jsonb ->> 'fact')"
            "::bigint = e.position) ORDER BY position"
        ).replace("%", "%%")
        found = [row[0] for row in self.database.sql(sql)]
        if not found:
            return self.receive()
        words = ("correct", self.random.choice(found), "--amount", 1000 + self.count)
        return (*words, "--reason", f"essai {self.count}")


@dataclass
class ServedTorture(Torture):
    """One ledger of a server, and the commands whose client is killed on it."""

    base: Database | None = None
    watch: Any = field(default=None)

    def database(self) -> Any:
        assert self.base is not None
        return Asked(self.base)

    def _wait_for_writing(self, pid: int, seconds: float) -> None:
        """Wait until the command has written on the server, or has had its time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and alive(pid):
            if self.watch.execute(WRITING).fetchone()[0]:
                return
            time.sleep(0.0005)

    def kill_restore(self) -> None:
        """Pass over what only a file does: others kill copies brought back."""
        self.kill_backup()


def kill_clients(
    fund: Served, base: Database, movements: Movements, random: Random, kills: int
) -> Torture:
    """Kill clients until ``kills`` of them were hit; nothing is lost, nothing is twice."""
    commands = ServedCommands(fund, movements, random, database=base)
    folder = fund.ledger.parent / "serveur"
    with Server(fund, folder) as server, closing(base.connect()) as watch:
        run = ServedTorture(fund, server, commands, random, base=base, watch=watch)
        run.prepare()
        while run.tally.kills < kills:
            run.kill_one()
        run.check()
        print(run.tally)  # noqa: T201 -- the figures of the page
        return run


def kill_server(
    fund: Served, postgres: Postgres, base: Database, random: Random, kills: int
) -> dict[str, int]:
    """Kill the server while three write; each writes again under its key until heard."""
    fund.done(
        *("contribution", "commit", "CONV", *FUND, "--party", "Région", "--create"),
        *("--sector", "public", "--instrument", "grant", "--terms", "concessional"),
        *("--amount", "900000000", "--on", "2020-01-02"),
    )
    writers = [
        subprocess.Popen(  # noqa: S603 -- our own command
            [sys.executable, "-c", STUBBORN, fund.place, f"p{number}", str(3 * kills + 4)],
            env=environment(fund),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    time.sleep(2)
    for _ in range(kills):
        time.sleep(random.uniform(0.3, 2.0))
        postgres.kill()
        postgres.start()
    keys: list[str] = []
    codes: dict[str, int] = {}
    for writer in writers:
        out, said = writer.communicate(timeout=PATIENCE_SECONDS)
        assert writer.returncode == 0, said
        told = json.loads(out)
        keys += told["keys"]
        for code, times in told["codes"].items():
            codes[code] = codes.get(code, 0) + times
    rows = base.sql("SELECT position, key, state FROM event ORDER BY position")
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    there = [row[1] for row in rows if row[1]]
    assert len(there) == len(set(there))
    assert not set(keys) - set(there)
    assert all(msgspec.json.decode(row[2])["actor"] for row in rows)
    assert fund.done("audit", "verify")["events"] == len(rows)
    assert fund("audit", "replay").exit_code == 0
    print(f"{kills} kills of the server, {len(keys)} acknowledged facts, exits {codes}")  # noqa: T201
    return codes
