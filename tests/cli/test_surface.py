"""Every command explains itself, and nothing that goes wrong shows a traceback."""

from __future__ import annotations

import json
import os
import pwd
import signal
import sqlite3
import sys
import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import click
import pytest
from click.testing import CliRunner

from blendfund.application.reading.reader import Reading
from blendfund_cli.answering import output
from blendfund_cli.interrupt import patient
from blendfund_cli.main import main
from blendfund_cli.text import use

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Cli, Movements

    from blendfund.application.writing.ledger import Ledger

READ = ("report", "composition", "--fund", "ALSACE")


def reachable(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    yield " ".join(path), command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from reachable(found, (*path, name))


COMMANDS = dict(reachable(main))
EVERY = pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path or "blendfund")


@EVERY
def test_every_command_has_help_and_an_example_of_itself(path: str) -> None:
    command = COMMANDS[path]
    assert (command.help or "").strip().endswith((".", "!"))
    example = getattr(command, "example", "")
    assert example.startswith("blendfund ")
    words = [word for word in example.split() if not word.startswith("-")]
    assert isinstance(command, click.Group) or set(path.split()) <= set(words)


@EVERY
def test_every_option_has_help(path: str) -> None:
    for option in COMMANDS[path].params:
        if isinstance(option, click.Option):
            assert (option.help or "").strip(), option.name


@EVERY
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_help_is_shown_in_both_languages(cli: Cli, path: str, language: str) -> None:
    answer = cli(*path.split(), "--help", lang=language)
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert ("Exemple" if language == "fr" else "Example") in answer.stdout
    english = " ".join((COMMANDS[path].help or "").split())
    flat = " ".join(answer.stdout.split())
    assert (english in flat) == (language == "en")


def test_an_unknown_command_is_a_usage_error(cli: Cli) -> None:
    for words in (("rapport",), ("report", "bilan"), ("--inconnu",)):
        answer = cli(*words)
        assert answer.exit_code == 2
        assert answer.stderr


def corrupt(ledger: Path) -> None:
    database = sqlite3.connect(ledger)
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    for (name,) in database.execute(query).fetchall():
        database.execute(f'DROP TRIGGER "{name}"')
    changed = "CAST(replace(CAST(state AS TEXT), 'Alsace', 'Elsass') AS BLOB)"
    database.execute(f"UPDATE event SET state = {changed}")  # noqa: S608 -- fixed text
    database.commit()
    database.close()


def test_a_changed_fact_is_said_in_json_too(fund: Cli) -> None:
    corrupt(fund.ledger)
    answer = fund("audit", "verify", "--json")
    assert answer.exit_code == 6
    assert answer.json["ok"] is False
    assert answer.json["position"] == 1
    assert answer.json["what"]
    assert answer.stderr.strip().endswith("]")


def test_a_changed_fact_is_said_in_words(fund: Cli) -> None:
    corrupt(fund.ledger)
    answer = fund("audit", "verify")
    assert (answer.exit_code, answer.stdout) == (6, "")


@pytest.mark.parametrize("words", [("--json",), ()])
def test_read_models_are_made_anew(fund: Cli, words: tuple[str, ...]) -> None:
    answer = fund("projection", "rebuild", *words)
    assert answer.exit_code == 0, answer.stderr
    assert (answer.json == {"events": 1}) if words else "1" in answer.stderr
    assert fund("audit", "replay").exit_code == 0


def test_a_replay_may_stop_early(fund: Cli) -> None:
    assert fund.done("audit", "replay", "--to", 1)["events"] == 1


def test_a_fund_opened_twice_under_a_key_is_said_to_be_known(cli: Cli) -> None:
    assert cli("init", "--json").json["uuid"]
    words = ["fund", "open", "A", "--name", "A", "--territory", "67", "--key", "K"]
    words += ["--opened-on", "2020-01-01"]
    first, second = cli(*words), cli(*words)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout != second.stdout
    assert cli.done(*words)["already"] is True


def test_a_compartment_is_opened(fund: Cli) -> None:
    words = ("fund", "compartment", "ALSACE")
    assert "guarantee" in fund(*words, "guarantee", "--on", "2020-01-02").stdout
    assert (
        fund.done(*words, "autre", "--on", "2020-01-02", "--purpose", "Rien")["events"] == 1
    )
    assert [row["reference"] for row in fund.done("fund", "list")] == ["ALSACE"]


class Unforeseen(Exception):
    pass


@pytest.mark.parametrize(
    ("error", "exit_code", "code"),
    [
        (Unforeseen("oups"), 70, "[invariant]"),
        (KeyError("x"), 70, "[invariant]"),
        (RecursionError(), 70, "[invariant]"),
        (MemoryError(), 70, "[invariant]"),
        (OSError(28, "No space left on device"), 74, "[storage-refused]"),
        (OSError("sans numéro"), 74, "[storage-refused]"),
        (sqlite3.OperationalError("disk I/O error"), 74, "[storage-refused]"),
        (sqlite3.OperationalError("database is locked"), 5, "[ledger-busy]"),
        (sqlite3.DatabaseError("database disk image is malformed"), 6, "[integrity]"),
        (sqlite3.DatabaseError("file is not a database"), 4, "[not-a-ledger]"),
        (KeyboardInterrupt(), 130, ""),
    ],
    ids=repr,
)
def test_whatever_goes_wrong_is_one_sentence(
    fund: Cli,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    exit_code: int,
    code: str,
) -> None:
    def fails(_place: object, *_rest: object) -> None:
        raise error

    monkeypatch.setattr(Reading, "__init__", fails)
    answer = fund(*READ)
    assert answer.exit_code == exit_code
    assert "Traceback" not in answer.stdout + answer.stderr
    assert answer.stdout == ""
    said = answer.stderr.strip().splitlines()
    assert len(said) == 1
    assert said[0].endswith(code)


def test_a_reader_that_has_gone_is_told_nothing(
    fund: Cli, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(_place: object, *_rest: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(Reading, "__init__", gone)
    with monkeypatch.context() as there:
        there.setattr(sys, "stdout", sys.stdout)
        assert main.main(fund.arguments(*READ), standalone_mode=False) == 0
    assert capsys.readouterr() == ("", "")


def test_a_developer_may_see_the_traceback(
    fund: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_place: object, *_rest: object) -> None:
        raise Unforeseen

    monkeypatch.setattr(Reading, "__init__", fails)
    with pytest.raises(Unforeseen):
        replace(fund, env={**fund.env, "BLENDFUND_DEBUG": "1"})(*READ)


def test_the_reader_may_leave_before_the_end(fund: Cli, movements: Movements) -> None:
    row = "2020-02-01 contribution 1 party=D{} public grant concessional"
    fund.take(movements("\n".join(row.format(i) for i in range(900))))
    with fund.start("events", "--json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("{")
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode in {0, -signal.SIGPIPE}


def test_the_actor_is_the_system_user_where_nobody_is_named(cli: Cli) -> None:
    assert cli("init").exit_code == 0
    fund = "fund open {} --name A --territory 67 --opened-on 2020-01-01"
    given = {"LOGNAME": "", "USER": "éva\x1b", "USERNAME": "x"}
    for reference, env in (("A", given), ("B", dict.fromkeys(given, ""))):
        words = ["--ledger", str(cli.ledger), *fund.format(reference).split()]
        assert CliRunner().invoke(main, words, env=env).exit_code == 0
    actors = [json.loads(event["state"])["actor"] for event in cli.events()]
    assert actors == ["éva\\u001b", pwd.getpwuid(os.getuid()).pw_name]


def test_only_two_hundred_bad_lines_are_shown(fund: Cli, movements: Movements) -> None:
    file = movements("\n".join("2020-02-30 expense 1 label=x" for _ in range(250)))
    answer = fund("import", "movements", file, "--fund", "ALSACE")
    assert answer.exit_code == 3
    lines = answer.stderr.strip().splitlines()
    assert len(lines) == 202
    assert "50" in lines[200]
    assert "250" in lines[201]


def test_a_quarantine_that_cannot_be_written_stops_the_import(
    fund: Cli, movements: Movements, tmp_path: Path
) -> None:
    file = movements("2020-02-30 expense 1 label=x\n2020-02-01 in-kind 1 party=A bank")
    words = ("import", "movements", file, "--fund", "ALSACE", "--quarantine")
    answer = fund(*words, tmp_path / "absent" / "ecart.csv")
    assert answer.exit_code == 74
    assert len(fund.events()) == 1


@pytest.fixture
def context() -> Iterator[click.Context]:
    before = signal.getsignal(signal.SIGINT)
    use("fr")
    with click.Context(main) as context:
        yield context
    assert signal.getsignal(signal.SIGINT) is before


def being_written(*, committing: bool) -> Ledger:
    writer = SimpleNamespace(committing=committing)
    return cast("Ledger", SimpleNamespace(writer=writer))


@pytest.mark.usefixtures("context")
def test_an_interrupt_stops_a_command_until_it_commits() -> None:
    patient(being_written(committing=False))
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    patient(being_written(committing=True))
    signal.raise_signal(signal.SIGINT)


def test_a_thread_leaves_interrupts_alone() -> None:
    before = signal.getsignal(signal.SIGINT)
    ledger, found = being_written(committing=False), []
    thread = threading.Thread(target=lambda: found.append(patient(ledger)))
    thread.start()
    thread.join()
    assert found == [ledger]
    assert signal.getsignal(signal.SIGINT) is before


def test_progress_is_told_once_a_second_and_only_to_a_person(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([0.0, 0.5, 1.5, 1.6, 3.0, 0.0, 9.0])
    monkeypatch.setattr(output, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with output.Progress({"read": "{done}..."}) as shown:
        for done in (1, 2, 3, 40):
            shown("read", done)
    assert capsys.readouterr().err == "\r2...\r40...\r     \r"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    with output.Progress({"read": "{done}..."}) as silent:
        silent("read", 5)
    assert capsys.readouterr().err == ""
