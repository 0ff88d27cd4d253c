"""Keys: every write has one, and an interrupted command can be asked after."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner
from tests.cli.test_surface import COMMANDS

from blendfund.application.registering.parties import PartyForm
from blendfund.application.writing import unanswered
from blendfund.application.writing.command import GENERATED, body_of
from blendfund.application.writing.ledger import Ledger
from blendfund.domain.errors import StorageRefused
from blendfund.domain.vocabulary import PartyKind
from blendfund.storage.keys import Vault
from blendfund_cli import early as start
from blendfund_cli.keeping import HIDDEN, words_of
from blendfund_cli.main import main
from blendfund_cli.text import _, speaking

if TYPE_CHECKING:
    from tests.conftest import Cli, Movements

# What writes no event: what only reads, and what looks after files and read models.
READING = {
    *("", "init", "demo", "status", "doctor", "search", "events", "history", "completion"),
    *("resume", "backup", "restore", "migrate", "projection rebuild"),
    *("audit verify", "audit replay", "audit explain"),
    *("committee members", "project file", "support list", "tranche list"),
    *("financing show", "guarantee show"),
    *("fund list", "fund show", "fund compartments", "earmark list"),
    *("party list", "party show", "project list", "project show", "signer list"),
}
READING_GROUPS = ("report", "export", "audit", "completion")
COMMIT = (
    *("contribution", "commit", "CONV", "--fund", "ALSACE", "--party", "Région"),
    *("--sector", "public", "--instrument", "grant", "--terms", "concessional"),
    *("--amount", "1 250,50", "--create"),
)


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path or "blendfund")
def test_every_command_that_writes_takes_a_key(path: str) -> None:
    command = COMMANDS[path]
    options = {param.name for param in command.params}
    reads = path in READING or path.split(" ", maxsplit=1)[0] in READING_GROUPS
    if not isinstance(command, click.Group):
        assert ({"key", "dry_run", "as_json"} <= options) == (not reads)


def entry(cli: Cli, key: str, *words: str, **said: Any) -> unanswered.Kept:
    """Write a command down as if it had just been submitted."""
    place = unanswered.place_of(str(cli.ledger))
    at = "2026-03-01T10:00:00.000Z"
    kept = unanswered.keep(
        unanswered.Entry(place, key, words or ("undo",), "camille", at, **said)
    )
    assert kept is not None
    return kept


def test_a_write_without_a_key_gets_one_and_leaves_nothing_behind(
    fund: Cli, state: Path
) -> None:
    fund.done(*COMMIT)
    keys = [json.loads(one["state"]).get("key") for one in fund.events()]
    given = [key for key in keys if key]
    assert len(given) == 2
    assert len(set(given)) == 2
    assert all(key.startswith(GENERATED) for key in given)
    assert not any("body" in json.loads(one["state"]) for one in fund.events())
    assert list(state.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((*COMMIT, "--dry-run"), 0),
        (("contribution", "receive", "ABSENT", "--amount", "3"), 4),
        (("undo", "--reason", " "), 2),
        (("import", "movements", "absent.csv", "--fund", "ALSACE"), 3),
        (("import", "mapped", "absent.csv"), 2),
    ],
)
def test_refusals_and_dry_runs_leave_nothing_behind(
    fund: Cli, state: Path, words: tuple[str, ...], code: int
) -> None:
    assert fund(*words).exit_code in {code, 74}
    assert list(state.iterdir()) == []


def test_a_command_is_on_disk_before_the_ledger_is_written(
    fund: Cli, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, Any]] = []
    opened = Ledger.__init__

    def looks(self: Ledger, place: str) -> None:
        (path,) = state.iterdir()
        assert path.stat().st_mode & 0o777 == 0o600
        seen.append(json.loads(path.read_bytes()))
        assert fund.done("resume")["entries"][0]["state"] == "running"
        opened(self, place)

    monkeypatch.setattr(Ledger, "__init__", looks)
    fund.done(*COMMIT, "--key", "K-1")
    (one,) = seen
    assert one["key"] == "K-1"
    assert one["words"][:2] == ["contribution", "commit"]
    assert "1250,50" in one["words"]
    assert "Région" in one["words"]
    assert "--on" in one["words"]  # the day that was meant


def test_a_recorded_command_is_told_once(fund: Cli) -> None:
    fund.done(*COMMIT, "--key", "K-1")
    entry(fund, "K-1", *COMMIT).let_go()
    assert "blendfund resume" in fund("doctor").stdout
    answer = fund("resume")
    assert "Enregistrée" in answer.stdout
    assert "CONV" in answer.stdout
    assert "position 4" in answer.stdout
    assert fund.done("resume") == {"entries": []}


def test_a_command_that_was_never_recorded_is_done_by_its_line(fund: Cli) -> None:
    entry(fund, "K-2", "party", "add", "--kind", "organisation", "--", "-Mairie").let_go()
    assert "Jamais enregistrée" in fund("resume").stdout
    (one,) = fund.done("resume")["entries"]
    assert (one["state"], one["position"], one["incomplete"]) == ("absent", None, False)
    before = len(fund.events())
    for _again in range(2):
        words = shlex.split(one["repeat"])[1:]
        assert CliRunner().invoke(main, words, prog_name="blendfund").exit_code == 0
    assert len(fund.events()) == before + 1
    assert fund.done("resume") == {"entries": []}  # answered under its key


def test_what_was_never_recorded_can_be_forgotten(fund: Cli) -> None:
    entry(fund, "K-3").let_go()
    assert "oublié" in fund("resume", "--forget").stderr
    assert fund.done("resume") == {"entries": []}


def test_an_import_is_asked_after_by_its_reference(fund: Cli, movements: Movements) -> None:
    file = movements("2020-02-01 contribution 100 party=Région public grant concessional")
    fund.take(file, "--key", "K-4")
    entry(fund, "K-4", "import", "movements").let_go()
    (one,) = fund.done("resume")["entries"]
    assert one["state"] == "recorded"
    assert one["reference"].startswith("I-")
    assert one["position"] == len(fund.events())


def test_commands_on_another_ledger_are_told_where_they_are_asked_for(fund: Cli) -> None:
    other = replace(fund, ledger=fund.ledger.with_name("autre.db"))
    entry(other, "K-5").let_go()
    assert fund.done("resume") == {"entries": []}
    (one,) = fund.done("resume", "--all")["entries"]
    assert one["state"] == "unreachable"
    assert str(other.ledger) in fund("resume", "--all").stdout
    assert fund.done("resume", "--all")["entries"] != []


def test_a_person_is_not_named_in_what_is_written_down(
    fund: Cli, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[bytes] = []
    opened = Ledger.__init__

    def looks(self: Ledger, place: str) -> None:
        kept.extend(path.read_bytes() for path in state.iterdir())
        opened(self, place)

    monkeypatch.setattr(Ledger, "__init__", looks)
    account = ("--iban", "FR7630006000011234567890189")
    person = ("--kind", "person", "--on", "2020-02-01", *account)
    fund.done("party", "add", "Lin Weber", *person)
    gift = ("--sector", "individual", "--instrument", "donation", "--amount", "5")
    terms = ("--terms", "concessional", "--party", "Lin Weber")
    fund.done("contribution", "commit", "DON", "--fund", "ALSACE", *gift, *terms)
    receipt = fund.ledger.with_name("recu-Weber.pdf")
    receipt.write_text("Reçu")
    fund.done("attach", receipt, "DON")
    assert len(kept) == 3
    assert not any(b"Weber" in one or b"FR76" in one for one in kept)
    assert all(HIDDEN.encode() in one for one in kept)


def test_what_is_kept_of_a_command_confirms_no_guess_at_a_name(fund: Cli) -> None:
    add = ("party", "add", "Lin Weber", "--kind", "person", "--on", "2020-02-01")
    fund.done(*add, "--key", "K-9")
    assert fund.done(*add, "--key", "K-9")["already"] is True
    assert fund("party", "add", "Ida Roth", "--key", "K-9").exit_code == 5
    (kept,) = [
        state["body"]
        for state in (json.loads(one["state"]) for one in fund.events())
        if state.get("key") == "K-9"
    ]
    form = PartyForm("Lin Weber", PartyKind.PERSON)
    guess = body_of("party-add", (*form.said(), date(2020, 2, 1)))
    with Ledger(str(fund.ledger)) as ledger:
        assert kept == ledger.vault.veil(guess)
        assert kept != guess
    with Ledger(str(fund.ledger)) as ledger:
        ledger.vault = Vault(fund.ledger.with_name("absent.keys"))
        assert ledger.vault.veil(guess) == guess


def test_a_hidden_name_is_to_be_filled_in(fund: Cli) -> None:
    entry(fund, "K-6", "party", "add", HIDDEN, hidden=True).let_go()
    assert "mettez-le à la place de …" in fund("resume").stdout


def test_a_folder_that_cannot_be_written_is_said_and_the_command_goes_on(
    fund: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "fichier"
    file.touch()
    monkeypatch.setenv("BLENDFUND_STATE", str(file))
    answer = fund(*COMMIT, "--json")
    assert answer.exit_code == 0
    assert answer.json["events"] == 3
    assert "blendfund resume" in answer.stderr.splitlines()[0]


@pytest.mark.parametrize("given", ["none", ""])
def test_a_person_may_do_without_notes(
    fund: Cli, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("BLENDFUND_STATE", given)
    answer = fund(*COMMIT, "--json")
    assert (answer.exit_code, answer.stderr) == (0, "")
    checks = {one["check"]: one["state"] for one in fund.done("doctor")["checks"]}
    assert checks["interrupted"] == "note"
    assert fund.done("resume") == {"entries": []}


def test_notes_that_are_not_ours_to_see_are_a_note_themselves(
    fund: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_ledger: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(unanswered, "entries", closed)
    checks = {one["check"]: one["state"] for one in fund.done("doctor")["checks"]}
    assert checks["interrupted"] == "note"
    assert fund("resume").exit_code == 74


def test_notes_go_where_the_system_keeps_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BLENDFUND_STATE")
    monkeypatch.setenv("XDG_STATE_HOME", "/etat")
    assert unanswered.folder() == Path("/etat/blendfund")
    monkeypatch.setenv("XDG_STATE_HOME", "relatif")
    monkeypatch.setenv("HOME", "/maison")
    assert unanswered.folder() == Path("/maison/.local/state/blendfund")


def test_a_password_is_not_written_down() -> None:
    place = unanswered.place_of("postgresql+psycopg://eva:secret@serveur/base?ledger=A")
    assert place == "postgresql+psycopg://eva@serveur/base?ledger=A"
    assert unanswered.place_of("sqlite:////tmp/a.db") == os.path.realpath("/tmp/a.db")  # noqa: S108


def test_notes_do_not_pile_up(fund: Cli, state: Path) -> None:
    for number in range(unanswered.ENTRIES_MAX):
        (state / f"{number:032x}-00000000.json").write_text("{}", encoding="utf-8")
    draft = state / ".reste"
    draft.touch()
    os.utime(draft, (0, 0))
    fund.done(*COMMIT)
    assert len(list(state.iterdir())) <= unanswered.ENTRIES_MAX // 2
    assert not draft.exists()
    assert fund.done("resume") == {"entries": []}


def test_a_very_long_command_is_kept_without_its_words(fund: Cli) -> None:
    entry(fund, "K-7", "undo", "--reason", "x" * 100_000).let_go()
    (one,) = fund.done("resume")["entries"]
    assert (one["state"], one["incomplete"]) == ("absent", True)


def test_a_note_that_fails_half_way_is_taken_away(
    fund: Cli, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="Input/output"):
        entry(fund, "K-8")
    assert list(state.iterdir()) == []


def test_a_failed_commit_is_kept_for_whoever_asks(
    fund: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Ledger.append

    def fails(self: Ledger, *given: Any) -> None:
        whole(self, *given)
        self.writer.asked = True
        raise StorageRefused("disk I/O error")

    monkeypatch.setattr(Ledger, "append", fails)
    answer = fund(*COMMIT)
    assert answer.exit_code == 74
    assert "blendfund resume" in answer.stderr
    (one,) = fund.done("resume")["entries"]
    assert one["state"] == "absent"


def test_an_interrupt_waits_until_a_module_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[float] = []
    monkeypatch.setattr(signal, "setitimer", lambda _which, after: calls.append(after))
    before = signal.getsignal(signal.SIGALRM)
    loading = compile("frame = sys._getframe()", "<frozen importlib._bootstrap>", "exec")
    found: dict[str, Any] = {"sys": sys}
    exec(loading, found)  # noqa: S102 -- a frame as Python's own importer has it
    try:
        start.later(signal.SIGINT, found["frame"])
        assert signal.getsignal(signal.SIGALRM) is start.later
    finally:
        signal.signal(signal.SIGALRM, before)
    start.too_late()
    start.too_late()  # nothing waits any more: no timer is touched
    assert calls == [start.MOMENT_SECONDS, 0]
    with pytest.raises(KeyboardInterrupt):
        start.later(signal.SIGINT, None)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_early_interrupt_says_what_a_later_one_does(language: str) -> None:
    with speaking(language):
        assert start.SAID[language] == f"{_('Interrupted: nothing was written.')}\n"


STRUCK = """
import os, signal, sys
from blendfund_cli import entry
struck = sys.argv.pop(1)
class Strikes:
    def find_spec(self, name, path=None, target=None):
        if name == struck:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Strikes())
entry.run()
"""


@pytest.mark.parametrize(
    ("module", "env", "said"),
    [
        ("blendfund_cli.main", {"BLENDFUND_LANG": "fr"}, "Interrompu"),
        ("click", {"BLENDFUND_LANG": "", "LC_ALL": "en_GB.UTF-8"}, "Interrupted"),
        ("blendfund.application.reading.reader", {"BLENDFUND_LANG": "fr"}, "Interrompu"),
    ],
)
def test_an_interrupt_while_the_command_starts_is_answered(
    fund: Cli, module: str, env: dict[str, str], said: str
) -> None:
    command = (sys.executable, "-c", STRUCK, module)
    given = replace(fund, env={})
    done = subprocess.run(  # noqa: S603 -- our own command
        [*command, *given.arguments("events")],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.startswith(said)
    assert len(done.stderr.splitlines()) == 1


def test_a_copy_of_words_is_what_was_meant(fund: Cli) -> None:
    with click.Context(main, info_name="blendfund") as root:
        root.obj = {"ledger": str(fund.ledger), "actor": "camille"}
        party = main.get_command(root, "party")
        assert isinstance(party, click.Group)
        above = click.Context(party, info_name="party", parent=root)
        add = party.get_command(above, "add")
        assert add is not None
        given = ["--kind", "organisation", "--on", "2020-02-01", "--", "-A"]
        with add.make_context("add", given, parent=above) as context:
            words, hidden = words_of(context)
    assert words[:2] == ("party", "add")
    assert words[-2:] == ("--", "-A")
    assert not hidden
