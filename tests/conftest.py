"""Fixtures shared by all tests: the command in process, a fund, and movement files."""

from __future__ import annotations

import csv
import itertools
import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import settings

from blendfund_cli.main import main

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
HEADER = (
    "date,kind,party,sector,instrument,terms,project,agreement,"
    "amount,currency,reference,label"
)
OPTIONAL = (
    "party_kind,origin,compartment,earmark,bank_account,carrier,evidence,rate,due,late,"
    "late_since,start,periods,every,grace,method,day_count,"
    "tranche"
)
WORDS = {
    "sector": "public solidarity crowdfunding philanthropy corporate bank individual "
    "own-resources",
    "terms": "concessional market",
    "instrument": "grant donation repayable-advance loan zero-loan participating-loan "
    "quasi-equity equity returnable-contribution permanent-contribution "
    "associative-note guarantee-deposit guarantee in-kind",
}
STATES = itertools.count()
COLUMN_OF = {word: column for column, words in WORDS.items() for word in words.split()}


@dataclass(frozen=True)
class Answer:
    """What one command gave back."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """Read standard output as one JSON value."""
        return json.loads(self.stdout)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Read standard output as one JSON object a line."""
        return [json.loads(line) for line in self.stdout.splitlines()]


@dataclass(frozen=True)
class Cli:
    """Runs ``blendfund`` on one ledger, in process or as a process of its own."""

    ledger: Path
    actor: str = "camille"
    env: Mapping[str, str] = field(
        default_factory=lambda: {"BLENDFUND_LANG": "fr", "NO_COLOR": "1"}
    )

    @property
    def place(self) -> str:
        """Give the ledger's place as ``--ledger`` takes it."""
        return str(self.ledger)

    def arguments(self, *words: object, **options: str) -> list[str]:
        """Put the global options before the command's words."""
        settings = {"ledger": self.place, "actor": self.actor, **options}
        pairs = [(f"--{name}", value) for name, value in settings.items()]
        return [text for pair in pairs for text in pair] + [str(word) for word in words]

    def __call__(self, *words: object, **options: str) -> Answer:
        """Run a command in process; an exception that escapes fails the test."""
        result = CliRunner().invoke(
            main,
            self.arguments(*words, **options),
            env=dict(self.env),
            prog_name="blendfund",
            catch_exceptions=False,
        )
        return Answer(result.exit_code, result.stdout, result.stderr)

    def start(self, *words: object) -> subprocess.Popen[str]:
        """Start a command as a process of its own, as the installed one starts."""
        program = "import sys; sys.argv[0] = 'blendfund'"
        return subprocess.Popen(  # noqa: S603 -- our own command
            [
                sys.executable,
                "-c",
                f"{program}; from blendfund_cli.entry import run; run()",
                *self.arguments(*words),
            ],
            env={**os.environ, **self.env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def done(self, *words: object) -> Any:
        """Run a command that must succeed and give its JSON."""
        answer = self(*words, "--json")
        assert answer.exit_code == 0, answer.stderr
        return answer.json

    def take(self, file: Path, *words: object) -> Any:
        """Import a movement file that must be accepted."""
        return self.done("import", "movements", file, "--fund", "ALSACE", *words)

    def report(self, name: str, *words: object) -> Any:
        """Give a report of the fund as JSON."""
        return self.done("report", name, "--fund", "ALSACE", *words)

    def events(self) -> list[dict[str, Any]]:
        """Give the whole history."""
        answer = self("events", "--json")
        assert answer.exit_code == 0, answer.stderr
        return answer.lines


@dataclass(frozen=True)
class Movements:
    """Writes movement files from compact rows.

    A row is ``date kind amount`` followed by words: a sector, an instrument and terms are
    recognised by themselves, anything else is ``column=value``.
    """

    folder: Path

    def __call__(self, text: str, name: str = "mouvements.csv") -> Path:
        """Write one file with the contract's header."""
        rows = [self.row(line) for line in text.strip().splitlines() if line.strip()]
        columns = HEADER.split(",")
        if any(key not in columns for row in rows for key in row):
            columns += OPTIONAL.split(",")
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return path

    @staticmethod
    def row(line: str) -> dict[str, str]:
        """Read one compact row."""
        on, kind, amount, *words = shlex.split(line)
        row = {"date": on, "kind": kind, "amount": amount, "currency": "EUR"}
        for word in words:
            column, found, value = word.partition("=")
            row[column if found else COLUMN_OF[word]] = value if found else word
        return row

    def raw(self, content: bytes | str, name: str = "mouvements.csv") -> Path:
        """Write a file as it is given."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


@dataclass(frozen=True)
class Refusals:
    """Runs commands that must be refused, and checks that nothing was written."""

    cli: Cli

    def __call__(
        self, exit_code: int, *words: object, code: str = "", says: str = ""
    ) -> Answer:
        """Expect ``exit_code``, one clear line, and an unchanged history."""
        before = self.cli("events", "--json").stdout
        answer = self.cli(*words)
        assert answer.exit_code == exit_code, (answer.stdout, answer.stderr)
        assert answer.stderr.strip(), "a refusal says why"
        assert "Traceback" not in answer.stdout + answer.stderr
        if code:
            assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
            assert re.search(rf"\S.* \[{code}\]\n?$", answer.stderr), answer.stderr
        assert re.search(says, answer.stderr), answer.stderr
        assert self.cli("events", "--json").stdout == before
        return answer

    def file(self, path: Path, where: str, exit_code: int = 3) -> Answer:
        """Expect a movement file to be rejected at ``where`` (``line: column``)."""
        return self(
            exit_code,
            *("import", "movements", path, "--fund", "ALSACE"),
            says=rf"{re.escape(path.name)}:{where}: \S",
        )


@pytest.fixture(autouse=True)
def state(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A folder for commands without an answer: nobody's own."""
    place = tmp_path_factory.getbasetemp() / f"etat-{next(STATES)}"
    place.mkdir()
    monkeypatch.setenv("BLENDFUND_STATE", str(place))
    return place


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path / "registre.db")


@pytest.fixture
def fund(cli: Cli) -> Cli:
    """A ledger with the fund ALSACE, open since 1 January 2020 and kept in euros."""
    assert cli("init").exit_code == 0
    cli.done(
        *("fund", "open", "ALSACE", "--name", "Fonds Alsace", "--territory", "FR-67"),
        *("--currency", "EUR", "--opened-on", "2020-01-01", "--siren", "218601946"),
    )
    return cli


@pytest.fixture
def movements(tmp_path: Path) -> Movements:
    return Movements(tmp_path)


@pytest.fixture
def refuses(fund: Cli) -> Refusals:
    return Refusals(fund)
