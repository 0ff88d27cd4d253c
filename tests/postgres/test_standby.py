"""A hot standby answers every report, and records nothing; a checkup of both."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.postgres.conftest import Database, Served
from tests.postgres.server import Postgres
from tests.postgres.test_ledger import OPENING, lived, report, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 30


@pytest.fixture
def pair(mirrors: Path) -> Iterator[tuple[Postgres, Postgres]]:  # noqa: ARG001 -- none is shared
    """A server, and another that follows it by streaming replication."""
    primary = Postgres().make("--data-checksums")
    replica = None
    try:
        primary.start()
        replica = primary.followed()
        yield primary, replica.start()
    finally:
        if replica is not None:
            replica.drop()
        primary.drop()


def caught_up(primary: Postgres, replica: Postgres) -> None:
    """Wait until the replica has played what the primary wrote."""
    (head,) = Database(primary.url("postgres")).sql("SELECT pg_current_wal_lsn()")[0]
    until = time.monotonic() + SECONDS
    sql = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
    while not Database(replica.url("postgres")).sql(sql, (head,))[0][0]:
        assert time.monotonic() < until, replica.said()
        time.sleep(0.05)


def test_a_replica_answers_reports_and_records_nothing(
    pair: tuple[Postgres, Postgres], tmp_path: Path
) -> None:
    primary, replica = pair
    writer = Served(tmp_path / "x", url=primary.url("postgres", ledger="alsace"))
    reader = replace(writer, url=replica.url("postgres", ledger="alsace"))
    lived(writer, tmp_path)
    writer.done("attach", tmp_path / "2021.csv", "RGE-2021")
    caught_up(primary, replica)
    assert told(reader) == told(writer)
    for name in ("composition", "leverage", "returns", "balance"):
        assert report(reader, name) == report(writer, name)
    by_party = ("composition", "--by", "party")
    assert report(reader, *by_party) == report(writer, *by_party)
    for words in (("audit", "verify"), ("audit", "replay"), ("search", "source:public")):
        assert reader(*words).stdout == writer(*words).stdout
    (shown,) = reader.done("history", "RGE-2021")["attachments"]
    assert shown["present"]
    copied = reader.done("backup", tmp_path / "copie.db", "--keys", tmp_path / "k")
    assert copied["events"] == len(told(writer))
    writes = (("party", "add", "Mairie"), ("init",), (*OPENING, "--key", "autre"))
    for write in writes:
        answer = reader(*write)
        assert answer.exit_code in {1, 74}, answer.stderr
        assert answer.exit_code == 1 or "[only-reads]" in answer.stderr
    writer.done("party", "add", "Mairie")
    caught_up(primary, replica)
    assert told(reader) == told(writer)
    checks(reader, writer)


def checks(reader: Served, writer: Served) -> None:
    """A checkup says which server it speaks to, and what it would lose."""
    found = {one["check"]: one for one in writer.done("doctor")["checks"]}
    amiss = {name: one["state"] for name, one in found.items() if one["state"] != "ok"}
    assert amiss == {"access": "note"}, found
    assert "PostgreSQL" in found["versions"]["text"]
    assert "wal" not in found
    found = {one["check"]: one for one in reader.done("doctor")["checks"]}
    assert found["replica"]["state"] == "note"


def test_a_replica_that_takes_over_goes_on(
    pair: tuple[Postgres, Postgres], tmp_path: Path
) -> None:
    primary, replica = pair
    writer = Served(tmp_path / "x", url=primary.url("postgres"))
    assert writer("init").exit_code == 0
    writer.done(*OPENING)
    caught_up(primary, replica)
    primary.kill()
    replica.promote()
    heir = replace(writer, url=replica.url("postgres"))
    heir.done("party", "add", "Mairie")
    assert len(heir.events()) == 2
    assert heir("audit", "verify").exit_code == 0


def test_a_checkup_names_what_a_server_lacks(cli: Served, database: Database) -> None:
    """The tests' own server forces nothing on the disk: it says so; others may."""
    cli("init")
    answer = cli("doctor", "--json")
    found = {one["check"]: one for one in json.loads(answer.stdout)["checks"]}
    lacks = database.sql("SHOW fsync") == [("off",)]
    assert (found["durability"]["state"] == "problem") == lacks
    assert ("fsync" in found["durability"]["text"]) == lacks
    assert answer.exit_code == int(lacks)
