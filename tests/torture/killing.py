"""A thousand kills of varied commands: every command ends up recorded exactly once."""

from __future__ import annotations

import os
import shlex
import signal
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from tests.torture.commands import Commands, opened
from tests.torture.harness import FUND, IMPORT

from blendfund.storage.file.copying import verified

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path
    from random import Random

    from tests.conftest import Cli, Movements
    from tests.torture.server import Ended, Server

KILLED = -signal.SIGKILL
CHECKED_EVERY = 100
AT_COMMIT = 0.4  # kills just after the ledger begins to be written
COLD = 0.05  # commands started as processes of their own, not in a warm one's child


@dataclass
class Tally:
    """What the kills met; every figure but the first three must stay what it is here."""

    kills: int = 0
    unheard: int = 0  # recorded, though nobody was told
    cold: int = 0  # kills of processes started as a person starts them
    resumed: int = 0  # found again without a key of one's own
    commands: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    half: int = 0
    twice: int = 0


@dataclass
class Torture:
    """One ledger, and the commands that are killed on it."""

    fund: Cli
    server: Server
    commands: Commands
    random: Random
    tally: Tally = field(default_factory=Tally)
    keys: list[str] = field(default_factory=list)  # acknowledged, each exactly once
    seconds: dict[str, float] = field(default_factory=dict)

    def prepare(self) -> None:
        """Give the fund an agreement to receive money under."""
        self.keep(
            *("contribution", "commit", "CONV", *FUND, "--party", "Région"),
            *("--sector", "public", "--instrument", "grant", "--terms", "concessional"),
            *("--amount", "900000000", "--on", "2020-01-02", "--create"),
        )
        for _ in range(3):
            self.keep(*self.commands.receive())

    def keep(self, *words: object) -> None:
        """Run a command that is not killed, under a key."""
        key = f"P-{len(self.keys)}"
        done = self.server.run(*words, "--key", key, "--json")
        assert done.code == 0, done.said
        self.keys.append(key)

    def database(self) -> sqlite3.Connection:
        return opened(self.fund.ledger)

    def kill_one(self) -> None:
        """Kill one command, ask what became of it, and do it again until it is heard."""
        kinds = ("receive", "take", "correct", "undo", "attach", "backup", "restore")
        weights = (8, 8, 4, 2, 4, 2, 1)
        (kind,) = self.random.choices(kinds, weights)
        if kind in {"backup", "restore"}:
            self.kill_backup() if kind == "backup" else self.kill_restore()
            return
        self.tally.commands[kind] = self.tally.commands.get(kind, 0) + 1
        words = getattr(self.commands, kind)()
        key = f"K-{len(self.keys)}" if self.random.random() < 0.5 else ""
        given = (*words, *(("--key", key) if key else ()), "--json")
        ended = self._killed(kind, *given)
        if ended.code != KILLED:
            assert ended.code == 0, (words, ended)
            key = key or self._key_at(ended.json)
        elif key:
            there = self._count(key)
            if ended.out.endswith("}\n"):  # it was acknowledged all the same
                assert there == 1, (words, ended)
            else:
                self.tally.unheard += there
            again = self.server.run(*given)
            assert again.code == 0, (words, again)
            self.server.run("resume")
        else:
            key = self._resumed(words)
        assert self._count(key) == 1, (words, key)
        self.keys.append(key)

    def _killed(self, kind: str, *words: object) -> Ended:
        if self.random.random() < COLD:
            return self._killed_cold(words)
        usual = self.seconds.get(kind, 0.05)
        # The end, where the commit is, is hit more often than the rest.
        first = self.random.choice((0, 0.6 * usual))
        after = self.random.uniform(first, 1.1 * usual)
        writing = self.random.random() < AT_COMMIT
        pid = self.server.start(*words)
        if writing:
            self._wait_for_writing(pid, 2 * usual)
            after = self.random.uniform(0, 0.02)
        time.sleep(after)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        ended = self.server.wait()
        if ended.code == KILLED:
            self.tally.kills += 1
        else:
            self.seconds[kind] = 0.7 * usual + 0.3 * self.server.seconds
        return ended

    def _wait_for_writing(self, pid: int, seconds: float) -> None:
        """Wait until the command writes to the ledger, or has had its time."""
        log = self.fund.ledger.with_name(f"{self.fund.ledger.name}-wal")
        end = time.monotonic() + seconds
        while time.monotonic() < end and alive(pid):
            with suppress(FileNotFoundError):
                if log.stat().st_size:
                    return
            time.sleep(0.0005)

    def _killed_cold(self, words: tuple[object, ...]) -> Ended:
        """Kill a command that was started as a process of its own."""
        process = self.server.cold(*words)
        time.sleep(self.random.uniform(0, 0.8))
        process.kill()
        ended = self.server.ended(process.wait())
        self.tally.kills += ended.code == KILLED
        self.tally.cold += ended.code == KILLED
        return ended

    def _resumed(self, words: tuple[object, ...]) -> str:
        """Find a command again through ``resume``, and do as it says."""
        told = self.server.run("resume", "--json")
        assert told.code == 0, told.said
        found = told.json["entries"]
        assert len(found) <= 1, found
        if not found:  # killed before it was written down, or after it was answered
            return self._anew(words)
        (one,) = found
        if one["state"] == "recorded":
            self.tally.unheard += 1
        else:
            assert one["state"] == "absent", one
            # A file that is attached may be named after a person: its name is not kept.
            assert one["incomplete"] == (words[0] == "attach"), one
            again = (
                str(words[1]) if word == "…" else word
                for word in shlex.split(one["repeat"])
            )
            done = self.server.run(*list(again)[1:], plain=True)
            assert done.code == 0, (one, done)
        self.tally.resumed += 1
        assert self.server.run("resume", "--json").json == {"entries": []}
        return str(one["key"])

    def _anew(self, words: tuple[object, ...]) -> str:
        """Do a command again of which no trace is left, unless it was answered."""
        with closing(self.database()) as database:
            sql = "SELECT key FROM event WHERE key IS NOT NULL ORDER BY position DESC"
            key = str(database.execute(f"{sql} LIMIT 1").fetchone()[0])
        if key not in self.keys:
            # Recorded and answered; the entry had just gone when the kill came.
            return key
        done = self.server.run(*words, "--json")
        assert done.code == 0, (words, done)
        return self._key_at(done.json)

    def _key_at(self, told: dict[str, Any]) -> str:
        first = told["position"] - told["events"] + 1
        with closing(self.database()) as database:
            sql = "SELECT key FROM event WHERE position = ?"
            return str(database.execute(sql, (first,)).fetchone()[0])

    def _count(self, key: str) -> int:
        with closing(self.database()) as database:
            sql = "SELECT count(*) FROM event WHERE key = ?"
            return int(database.execute(sql, (key,)).fetchone()[0])

    def kill_backup(self) -> None:
        """Kill a copy: its name is free, or holds a whole and verified ledger."""
        self.tally.commands["backup"] = self.tally.commands.get("backup", 0) + 1
        target = self.fund.ledger.parent / "copie.db"
        ended = self._killed("backup", "backup", target, "--json")
        if target.exists():
            assert verified(target).events == self.head()
        else:
            assert ended.code == KILLED, ended
            again = self.server.run("backup", target, "--json")
            assert again.code == 0, again.said
            assert again.json["events"] == self.head()
        target.unlink()

    def kill_restore(self) -> None:
        """Kill a copy as it is brought back: the ledger is whole before and after."""
        self.tally.commands["restore"] = self.tally.commands.get("restore", 0) + 1
        target, before = self.fund.ledger.parent / "copie.db", self.head()
        assert self.server.run("backup", target, "--no-vouchers").code == 0
        ended = self._killed("restore", "restore", target, "--replace", "--json")
        assert ended.code in {0, KILLED}, ended
        assert verified(self.fund.ledger).events == before
        target.unlink()

    def head(self) -> int:
        with closing(self.database()) as database:
            return int(database.execute("SELECT position FROM head").fetchone()[0])

    def check(self) -> None:
        """Count what was lost, recorded twice or left half; prove and replay the log."""
        with closing(self.database()) as database:
            sql = "SELECT position, state FROM event ORDER BY position"
            expected, keys = 1, []
            for position, state in database.execute(sql):
                fact = msgspec.json.decode(state)
                if not fact.get("events"):
                    continue
                self.tally.half += position != expected
                expected = position + fact["events"]
                keys.append(fact.get("key"))
            self.tally.half += expected != self.head() + 1
        self.tally.lost += len(set(self.keys) - set(keys))
        # One more than ours: the fund was opened before.
        self.tally.twice += len(keys) - len(set(self.keys)) - 1
        assert (self.tally.lost, self.tally.half, self.tally.twice) == (0, 0, 0)
        assert self.fund.done("audit", "verify")["ok"] is True
        assert self.fund("audit", "replay").exit_code == 0


def alive(pid: int) -> bool:
    """Tell whether a process has not ended yet."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def torture(
    fund: Cli, server: Server, movements: Movements, random: Random, kills: int
) -> Tally:
    """Kill commands until ``kills`` of them were hit; give what was met."""
    commands = Commands(fund, movements, random)
    run = Torture(fund, server, commands, random)
    run.prepare()
    checked = 0
    while run.tally.kills < kills:
        run.kill_one()
        if run.tally.kills >= checked + CHECKED_EVERY:
            checked = run.tally.kills
            run.check()
            print(run.tally)  # noqa: T201 -- how far it has come
    run.check()
    left = [path.name for path in run.fund.ledger.parent.rglob("*.new-*")]
    print(run.tally, "drafts left:", len(left))  # noqa: T201 -- the figures of the page
    return run.tally


def repeat_import(server: Server, file: Path, random: Random, whole: float) -> int:
    """Kill one import up to four times, then let it end; give how often it was killed."""
    kills = 0
    for _ in range(random.randint(1, 4)):
        pid = server.start(*IMPORT, file, *FUND, "--json")
        time.sleep(random.uniform(0, whole))
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        kills += server.wait().code == KILLED
    done = server.run(*IMPORT, file, *FUND, "--json")
    assert done.code == 0, done.said
    return kills
