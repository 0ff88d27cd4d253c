"""Runs the console blocks of a document, and compares or rewrites what they print.

A block starts with three backquotes and ``console``. Its lines ``$ command`` are run in
order, in one folder a document; the lines below a command are what it must print, where
``...`` stands for anything, as in doctest. Known commands: ``blendfund`` (its standard
output may go to ``> FILE``), ``cat``, ``echo $?``, ``export NAME=VALUE``, ``python3 FILE``,
``node FILE``, ``sqlite3 FILE SQL``, ``ssh-keygen`` and the referees of exports.
"""

from __future__ import annotations

import re
import shlex
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from tests.referees import PROGRAMS, accepted
from tests.verifiers import NODE, PYTHON, runner

from blendfund.reports.words import day
from blendfund_cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ANY = "..."
BROKEN = 70  # an invariant failed: never something to write into a document
# What changes with the machine, the run or the day.
VOLATILE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44})?"
    r"|\b[A-Za-z0-9+/]{91}=|[A-Za-z0-9+/]{43}=|\b[0-9a-f]{64}\b"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z|(?<=\bI-)[0-9]{4}(?=-[0-9]{4}\b)"
    r"|(?<=\.new-)[0-9]+"
)
HEREDOC = re.compile(r"(cat) > (\S+) <<'?(\w+)'?")


@dataclass(frozen=True)
class Step:
    """A command of a document, and the lines where it and its output stand."""

    command: str
    line: int
    body: tuple[str, ...]
    start: int
    expected: tuple[str, ...]


@dataclass
class Shell:
    """A folder in which the commands of one document are run."""

    folder: Path
    env: dict[str, str] = field(
        default_factory=lambda: {
            "BLENDFUND_LANG": "fr",
            "BLENDFUND_ACTOR": "camille",
            "NO_COLOR": "1",
        }
    )
    status: int = 0
    told: bool = True

    def run(self, step: Step) -> str:
        """Run one command in the folder, which is the current one; give its output."""
        if step.body or HEREDOC.fullmatch(step.command):
            return self._write(step)
        words = shlex.split(step.command)
        verbs: dict[str, Callable[[list[str]], str]] = {
            "blendfund": self._blendfund,
            "cat": self._cat,
            "echo": self._echo,
            "export": self._export,
            "python3": partial(self._program, PYTHON),
            "node": partial(self._program, NODE),
            "sqlite3": self._sqlite3,
            "ssh-keygen": self._keygen,
            **{name: partial(_referee, name) for name in PROGRAMS},
        }
        assert words[0] in verbs, f"line {step.line}: {words[0]} is not a command here"
        assert self.told or words[0] == "echo", (
            f"line {step.line}: the exit status {self.status} above is not shown (echo $?)"
        )
        return verbs[words[0]](words[1:])

    def _blendfund(self, words: list[str]) -> str:
        file = self.folder / words.pop() if ">" in words[-2:-1] else None
        words = words[:-1] if file else words
        result = CliRunner().invoke(main, words, env=self.env, prog_name="blendfund")
        self._ended(result.exit_code, result.output)
        if file is None:
            return result.output
        file.write_text(result.stdout, encoding="utf-8")
        return result.stderr

    def _program(self, verifier: str, words: list[str]) -> str:
        done = subprocess.run(  # noqa: S603 -- the documents' own commands
            [*runner(verifier), *words],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self._ended(done.returncode, done.stdout)
        return done.stdout

    def _ended(self, status: int, output: str) -> None:
        self.status = status
        self.told = self.status == 0
        assert "Traceback" not in output
        assert self.status != BROKEN, output

    def _write(self, step: Step) -> str:
        found = HEREDOC.fullmatch(step.command)
        assert found is not None, f"line {step.line}: {step.command}"
        text = "".join(f"{line}\n" for line in step.body)
        (self.folder / found[2]).write_text(text, encoding="utf-8")
        return ""

    def _cat(self, words: list[str]) -> str:
        return "".join((self.folder / word).read_text(encoding="utf-8") for word in words)

    def _echo(self, words: list[str]) -> str:
        assert words == ["$?"]
        self.told = True
        return f"{self.status}\n"

    def _export(self, words: list[str]) -> str:
        name, _, value = words[0].partition("=")
        self.env[name] = value
        return ""

    def _sqlite3(self, words: list[str]) -> str:
        with closing(sqlite3.connect(self.folder / words[0])) as database:
            database.executescript(words[1])
        return ""

    def _keygen(self, words: list[str]) -> str:
        """Make the key that ssh-keygen would, the same one for a name every time."""
        assert words[:4] == ["-q", "-t", "ed25519", "-N"], words
        secret, (flag, name) = words[4], words[5:]
        assert flag == "-f"
        key = Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())
        locked = BestAvailableEncryption(secret.encode()) if secret else NoEncryption()
        private = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, locked)
        (self.folder / name).write_bytes(private)
        public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        (self.folder / f"{name}.pub").write_bytes(public + b"\n")
        return ""


def _referee(name: str, words: list[str]) -> str:
    return accepted(name, *words)


def steps(text: str) -> Iterator[Step]:
    """Give the commands of a document's console blocks."""
    lines = text.splitlines()
    at = 0
    inside = False
    while at < len(lines):
        line = lines[at]
        if not inside or not line.startswith("$ "):
            inside = line == "```console" or (inside and line != "```")
            at += 1
            continue
        first = at
        command, at = _command(lines, at)
        body, at = _body(command, lines, at)
        start = at
        while lines[at] != "```" and not lines[at].startswith("$ "):
            at += 1
        yield Step(command, first + 1, body, start, tuple(lines[start:at]))


def _command(lines: list[str], at: int) -> tuple[str, int]:
    command = lines[at][2:]
    while command.endswith("\\"):
        at += 1
        command = command[:-1] + lines[at].removeprefix("> ").strip()
    return command, at + 1


def _body(command: str, lines: list[str], at: int) -> tuple[tuple[str, ...], int]:
    found = HEREDOC.fullmatch(command)
    if found is None:
        return (), at
    end = lines.index(found[3], at)
    return tuple(lines[at:end]), end + 1


def masked(output: str) -> list[str]:
    """Give the lines of an output with ``...`` where the next run would differ."""
    today = datetime.now(UTC).astimezone().date()
    text = VOLATILE.sub(ANY, output)
    for shown in (today.isoformat(), day(today, french=True), day(today, french=False)):
        text = text.replace(shown, ANY)
    return [line.rstrip() for line in text.rstrip("\n").split("\n")] if text else []


def matches(expected: str, got: str) -> bool:
    """Tell whether an output is what was expected, ``...`` standing for anything."""
    pattern = ".*?".join(re.escape(part) for part in expected.split(ANY))
    return re.fullmatch(pattern, got, re.DOTALL) is not None


def replay(text: str, shell: Shell) -> Iterator[tuple[Step, list[str]]]:
    """Run every command of a document; give each with the lines it printed."""
    for step in steps(text):
        output = shell.run(step).rstrip("\n")
        yield step, [line.rstrip() for line in output.split("\n")] if output else []


def rewritten(text: str, shell: Shell) -> str:
    """Give the document with the outputs that no longer hold replaced."""
    lines = text.splitlines()
    for step, got in reversed(list(replay(text, shell))):
        if not matches("\n".join(step.expected), "\n".join(got)):
            end = step.start + len(step.expected)
            lines[step.start : end] = masked("\n".join(got))
    return "".join(f"{line}\n" for line in lines)
