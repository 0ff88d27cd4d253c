"""A ledger on a server: the same commands, the same facts, the same figures."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.postgres.conftest import Database, Served

from blendfund.application.writing.unanswered import place_of
from blendfund.demo import YEARS, content
from blendfund.domain.errors import BadAddress, UnknownStore
from blendfund.storage.server.connection import address_of

if TYPE_CHECKING:
    from tests.conftest import Cli

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
VARY = re.compile(r'\\?"(recorded_at|sealed|body)\\?":\\?"[^"]*"')
OPENING = (
    *("fund", "open", "ALSACE", "--name", "Fonds Alsace", "--territory", "67"),
    *("--currency", "EUR", "--opened-on", "2021-01-01"),
)
REPORTS = ("composition", "leverage", "returns", "balance", "earmarks")


def lived(cli: Cli, folder: Path) -> Cli:
    """Live a whole fund's life through the real commands."""
    assert cli("init").exit_code == 0
    cli.done(*OPENING, "--key", "ouverture")
    cli.done("fund", "compartment", "ALSACE", "guarantee", "--on", "2021-01-01")
    for name in YEARS:
        file = folder / name
        file.write_bytes(content(name))
        cli.take(file, "--key", name)
    cli.done(
        *("contribution", "commit", "CONV-9", "--fund", "ALSACE", "--party", "Lin Weber"),
        *("--sector", "individual", "--instrument", "donation", "--terms", "concessional"),
        *("--amount", "1 250,50", "--on", "2025-06-01", "--create", "--key", "don"),
    )
    cli.done(
        *("contribution", "receive", "CONV-9", "--amount", "500", "--on", "2025-06-02"),
        *("--key", "versement"),
    )
    cli.done("undo", "--reason", "essai", "--key", "retour")
    return cli


def told(cli: Cli) -> list[str]:
    """Give the history without what no two histories share."""
    seen: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        return seen.setdefault(found[0], f"<{len(seen)}>")

    text = cli("events", "--json").stdout
    return UUID.sub(name, VARY.sub("", text)).splitlines()


def report(cli: Cli, *words: str) -> Any:
    found = cli.report(*words, "--as-of", "2026-06-30")
    assert found.pop("root")
    return found


def test_both_stores_give_the_same_facts_and_the_same_figures(
    cli: Served, there: Cli, tmp_path: Path
) -> None:
    for one in (cli, there):
        lived(one, tmp_path)
    assert told(cli) == told(there)
    assert len(told(cli)) > 200
    for name in REPORTS:
        assert report(cli, name) == report(there, name)
    by_party = ("composition", "--by", "party")
    assert report(cli, *by_party) == report(there, *by_party)
    for words in (("audit", "verify"), ("audit", "replay"), ("status",)):
        assert cli(*words).exit_code == there(*words).exit_code == 0
    searched = ("search", "source:public", "--json")
    found = [VARY.sub("", one(*searched).stdout) for one in (cli, there)]
    assert found[0] == found[1]


def test_another_client_sees_the_same_ledger(
    cli: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived(cli, tmp_path)
    mine = report(cli, "composition", "--by", "party")
    monkeypatch.setenv("BLENDFUND_CACHE", str(tmp_path / "autre"))
    assert report(cli, "composition", "--by", "party") == mine
    assert "Lin Weber" in {row["key"] for row in mine["rows"]}


def test_a_key_answers_on_a_server_as_in_a_file(cli: Served) -> None:
    cli("init")
    first = cli.done(*OPENING, "--key", "ouverture")
    again = cli.done(*OPENING, "--key", "ouverture")
    assert again == first | {"already": True}
    other = cli(*OPENING[:2], "AUTRE", *OPENING[3:], "--key", "ouverture")
    assert (other.exit_code, "[key-conflict]" in other.stderr) == (5, True)
    dry = cli.done(*OPENING[:2], "LORRAINE", *OPENING[3:], "--dry-run")
    assert (dry["position"], len(cli.events())) == (2, 1)


def test_ledgers_stand_side_by_side_in_one_database(
    database: Database, tmp_path: Path
) -> None:
    one, two = (Served(tmp_path / "x", url=database.ledger(n)) for n in ("est", "ouest"))
    nameless = replace(one, url=database.ledger())
    assert nameless("fund", "list").exit_code == 4
    assert one("init").exit_code == 0
    one.done(*OPENING)
    assert nameless.done("fund", "list") == one.done("fund", "list")
    assert two("fund", "list").exit_code == 4
    assert two("init").exit_code == 0
    assert two.events() == []
    refused = nameless("fund", "list")
    assert (refused.exit_code, "est, ouest" in refused.stderr) == (2, True)
    assert one("init").exit_code == 1
    two.done(*OPENING[:2], "OUEST", *OPENING[3:])
    assert [len(each.events()) for each in (one, two)] == [1, 1]
    assert one("audit", "verify").exit_code == two("audit", "verify").exit_code == 0


def test_of_eight_who_create_at_once_one_does(database: Database, tmp_path: Path) -> None:
    cli = Served(tmp_path / "x", url=database.ledger("est"))
    with ThreadPoolExecutor(8) as pool:
        started = [pool.submit(cli.start, "init") for _ in range(8)]
        ended = [one.result() for one in started]
    codes = []
    for process in ended:
        _, said = process.communicate()
        assert "Traceback" not in said
        codes.append(process.returncode)
    assert sorted(codes) == [0] + [1] * 7


def test_tables_of_somebody_else_are_left_alone(database: Database, tmp_path: Path) -> None:
    cli = Served(tmp_path / "x", url=database.ledger("est"))
    database.sql("CREATE TABLE ledger (id int)")
    for words in (("init",), ("fund", "list")):
        answer = cli(*words)
        assert (answer.exit_code, "[not-a-ledger]" in answer.stderr) == (4, True)
    assert database.sql("SELECT count(*) FROM ledger") == [(0,)]


def test_a_database_that_is_not_in_utf8_is_refused(
    database: Database, tmp_path: Path
) -> None:
    database.sql("DROP DATABASE IF EXISTS ancien")
    database.sql("CREATE DATABASE ancien ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    url = f"{database.url.rpartition('/')[0]}/ancien"
    answer = Served(tmp_path / "x", url=url)("init")
    assert (answer.exit_code, "[server-unfit]" in answer.stderr) == (74, True)
    assert "LATIN1" in answer.stderr


def test_a_password_is_never_shown(cli: Served, tmp_path: Path) -> None:
    secret = (
        cli.url.replace("postgres@", "postgres:motdepasse@") + "&sslpassword=motdepasse"
    )
    spoken = replace(cli, url=secret)
    wrong = secret.replace("127.0.0.1:", "127.0.0.1:1")
    broken = replace(cli, url="postgresql+psycopg://a:motdepasse@[::1/b")
    for one, words in (
        (spoken, ("init",)),
        (spoken, ("init", "--json")),
        (spoken, OPENING),
        (spoken, ("fund", "list", "--json")),
        (spoken, ("doctor",)),
        (spoken, ("resume", "--json")),
        (replace(cli, url=wrong), ("fund", "list")),
        (broken, ("fund", "list")),
    ):
        answer = one(*words)
        assert "motdepasse" not in answer.stdout + answer.stderr, words
    assert place_of(secret) == cli.url
    for file in tmp_path.parent.rglob("*"):
        assert not file.is_file() or b"motdepasse" not in file.read_bytes(), file


def test_without_the_driver_it_says_how_to_get_it(
    cli: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    answer = cli("fund", "list")
    assert (answer.exit_code, "[driver-missing]" in answer.stderr) == (2, True)
    assert "blendfund[postgres]" in answer.stderr


def test_a_server_that_is_away_is_said_in_words(cli: Served) -> None:
    away = replace(cli, url="postgresql+psycopg://x@127.0.0.1:1/y")
    for words in (("init",), ("fund", "list"), OPENING):
        answer = away(*words)
        assert (answer.exit_code, "[server-away]" in answer.stderr) == (74, True)
        assert "127.0.0.1:1/y" in answer.stderr
    none = replace(cli, url=cli.url.replace("/blendfund_", "/absente_"))
    answer = none("fund", "list")
    assert (answer.exit_code, "[server-away]" in answer.stderr) == (74, True)


@pytest.mark.parametrize(
    ("place", "refusal"),
    [
        ("postgresql+psycopg://x@y", BadAddress),
        ("postgresql+psycopg://x@y/z?ledger=a&ledger=b", BadAddress),
        ("postgresql+psycopg://x@y:port/z", BadAddress),
        ("postgresql+asyncpg://x@y/z", UnknownStore),
    ],
)
def test_an_address_that_cannot_be_read(place: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        address_of(place)


def test_a_mirror_is_made_again_from_the_server(
    cli: Served, mirrors: Path, tmp_path: Path
) -> None:
    lived(cli, tmp_path)
    before = report(cli, "composition"), told(cli)
    for file in mirrors.iterdir():
        file.unlink()
    assert (report(cli, "composition"), told(cli)) == before
    (mirror,) = mirrors.glob("*.db")
    assert mirror.stat().st_mode & 0o077 == 0
    assert mirrors.stat().st_mode & 0o077 == 0


def test_a_mirror_of_another_past_is_thrown_away(
    database: Database, tmp_path: Path
) -> None:
    """A server that was restored to an earlier state has lost what a mirror knows."""
    cli = lived(Served(tmp_path / "x", url=database.ledger()), tmp_path)
    before, (head,) = told(cli), database.sql("SELECT * FROM head")
    cli.done("party", "add", "Mairie")
    database.tamper(f"DELETE FROM event WHERE position > {head[1]}")  # noqa: S608
    sql = "UPDATE head SET position = %s, frontier = %s, recorded_at = %s"
    database.sql(sql, head[1:])
    assert told(cli) == before
    assert cli("audit", "replay").exit_code == 0
    cli.done("party", "add", "Commune")
    assert cli("audit", "verify").exit_code == 0


def test_what_was_changed_on_the_server_is_named(
    database: Database, mirrors: Path, tmp_path: Path
) -> None:
    cli = lived(Served(tmp_path / "x", url=database.ledger()), tmp_path)
    said = "replace(convert_from(state, 'UTF8'), '\"on\":\"2021', '\"on\":\"2022')"
    swap = f"convert_to({said}, 'UTF8')"
    database.tamper(f"UPDATE event SET state = {swap} WHERE position = 40")  # noqa: S608
    answer = cli("audit", "verify", "--json")
    assert answer.exit_code == 6, answer.stdout
    for file in mirrors.iterdir():
        file.unlink()
    fresh = cli("report", "composition", "--fund", "ALSACE")
    assert (fresh.exit_code, "[integrity]" in fresh.stderr) == (6, True)
    database.tamper("DELETE FROM event WHERE position = 41")
    answer = cli("audit", "verify")
    assert answer.exit_code == 6
    assert re.search(r"\b41\b", answer.stderr), answer.stderr


def test_one_command_is_one_process_without_a_trace(cli: Served) -> None:
    process = cli.start("init", "--json")
    out, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
    assert json.loads(out)["ledger"] == cli.url
    assert isinstance(process, subprocess.Popen)


def test_the_demo_plays_on_a_server(cli: Served, tmp_path: Path) -> None:
    secret = cli.url.replace("postgres@", "postgres:motdepasse@")
    answer = cli("demo", "--dir", tmp_path / "demo", "--server", secret)
    assert answer.exit_code == 0, answer.stdout
    assert f"blendfund -l '{cli.url}' report balance" in answer.stdout
    assert "motdepasse" not in answer.stdout
    assert cli("audit", "verify").exit_code == 0
    again = cli("demo", "--dir", tmp_path / "encore", "--server", secret)
    assert "[ledger-exists]" in again.stdout


def test_run_shows_the_demo_on_a_server_of_its_own(tmp_path: Path) -> None:
    script = Path(__file__).with_name("demo.py")
    done = subprocess.run(  # noqa: S603 -- our own script
        [sys.executable, str(script), "--dir", str(tmp_path / "demo")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "audit replay" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
