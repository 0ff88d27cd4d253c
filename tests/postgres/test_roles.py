"""Who owns, who adds, who reads: every right and every refusal, as each of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from tests.postgres.conftest import Database, Served
from tests.postgres.test_ledger import OPENING, lived, told

from blendfund.storage.server.roles import GRANTS

if TYPE_CHECKING:
    from collections.abc import Iterator

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "postgresql.md"
EVENT = (
    "INSERT INTO event (ledger_id, position, stream_id, version, topic, state, recorded_at)"
    " SELECT ledger_id, {position}, decode(md5(random()::text), 'hex'), 1, topic, state,"
    " recorded_at FROM event WHERE position = 1"
)
# What somebody with the writer's account, and no blendfund, would try.
NEVER = {
    "edit": "UPDATE event SET state = '' WHERE position = 2",
    "edit-by-key": "UPDATE event SET key = NULL",
    "delete": "DELETE FROM event WHERE position = 2",
    "empty": "TRUNCATE event",
    "behind": EVENT.format(position=1),
    "before": EVENT.format(position=0),
    "at-head": EVENT.format(position="(SELECT position FROM head)"),
    "gap": EVENT.format(position="(SELECT position + 2 FROM head)"),
    "two-and-a-gap": (
        "INSERT INTO event (ledger_id, position, stream_id, version, topic, state,"
        " recorded_at) SELECT ledger_id, h.position + n, decode(md5(n::text), 'hex'), 1,"
        " 'x/1', '', '' FROM head h, unnest(ARRAY[1, 3]) n"
    ),
    "no-ledger": EVENT.replace("SELECT ledger_id", "SELECT 9").format(position=1),
    "move-head": "UPDATE head SET position = 1",
    "no-head": "DELETE FROM head",
    "new-head": "INSERT INTO head VALUES (9, 0, '', '')",
    "roots": "UPDATE frontier SET frontier = ''",
    "notes": "DELETE FROM checkpoint",
    "vouchers": "DELETE FROM voucher",
    "rename": "UPDATE ledger SET name = 'autre'",
    "new-ledger": "INSERT INTO ledger VALUES (9, 'x', 'x', 'x', 1)",
    "drop": "DROP TABLE event",
    "unguard": "ALTER TABLE event DISABLE TRIGGER ALL",
    "unguard-one": "DROP TRIGGER event_gapless ON event",
    "reword-guard": (
        "CREATE OR REPLACE FUNCTION blendfund_append() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NULL; END $$"
    ),
    "as-replica": "SET session_replication_role = replica",
    "become-owner": "SET ROLE blendfund_owner",
    "promote": "GRANT blendfund_owner TO CURRENT_USER",
    "shadow": "CREATE TABLE head (ledger_id int, position int)",
    "master": "UPDATE blendfund_keys.master SET wrapping = ''",
    "swap-key": "UPDATE blendfund_keys.person SET wrapped = ''",
}
OF_READERS = {
    **NEVER,
    "add": EVENT.format(position="(SELECT position + 1 FROM head)"),
    "hold": "SELECT * FROM head FOR UPDATE",
    "reroot": "UPDATE head SET frontier = ''",
    "note": "INSERT INTO checkpoint VALUES (1, 1, '')",
    "new-key": "INSERT INTO blendfund_keys.person VALUES (1, 'x', 'y')",
    "lost-key": "DELETE FROM blendfund_keys.person",
}
READS: tuple[tuple[str, ...], ...] = (
    ("status",),
    *(("report", name, "--fund", "ALSACE") for name in ("composition", "leverage")),
    ("report", "composition", "--fund", "ALSACE", "--by", "party"),
    ("events", "--json"),
    ("search", "source:public"),
    ("history", "RGE-2021"),
    ("party", "list"),
    ("project", "list"),
    ("audit", "verify"),
    ("audit", "replay"),
    ("audit", "explain", "composition:public:received"),
    ("fund", "list"),
)


@pytest.fixture(scope="module")
def team(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """A database with roles, an account of each, and a ledger the writer has lived in."""
    folder = tmp_path_factory.mktemp("equipe")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BLENDFUND_CACHE", str(folder / "mirrors"))
        patch.setenv("BLENDFUND_STATE", "none")
        from tests.postgres.conftest import made

        yield Team(made(server), folder)


class Team:
    """One database, and the accounts that meet there."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.boss = self.served("postgres")
        assert self.boss("init", "--roles").exit_code == 0
        for name, role in (("ecrit", "append"), ("audite", "audit"), ("passe", "")):
            database.sql(f"DROP ROLE IF EXISTS {name}")
            within = f"IN ROLE blendfund_{role}" if role else ""
            database.sql(f"CREATE ROLE {name} LOGIN {within}")
        self.writer = self.served("ecrit")
        self.auditor = self.served("audite")
        self.stranger = self.served("passe")

    def served(self, user: str) -> Served:
        url = self.database.ledger(user=user)
        return Served(self.folder / "x.db", url=url, actor=user)

    def state(self) -> list[tuple[Any, ...]]:
        sql = (
            "SELECT h.position, h.frontier, (SELECT string_agg(md5(e::text), '' ORDER BY"
            " position) FROM event e), (SELECT count(*) FROM blendfund_keys.person)"
            " FROM head h"
        )
        return self.database.sql(sql)


@pytest.fixture(scope="module")
def alive(team: Team) -> Team:
    """The writer's account suffices for a whole fund's life."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BLENDFUND_CACHE", str(team.folder / "mirrors"))
        patch.setenv("BLENDFUND_STATE", "none")
        writer = replace(team.writer)
        lived(Once(writer), team.folder)
        writer.done("party", "erase", "Lin Weber", "--reason", "demande", *LAWFUL)
    return team


LAWFUL = ("--legal-basis", "RGPD art. 17")


class Once(Served):
    """A ledger that is there already: ``init`` is passed over."""

    def __init__(self, served: Served) -> None:
        super().__init__(served.ledger, served.actor, served.env, served.url)

    def __call__(self, *words: object, **options: str) -> Any:
        asked = words if words != ("init",) else ("fund", "list")
        return super().__call__(*asked, **options)


@pytest.fixture(autouse=True)
def _mirrors(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLENDFUND_CACHE", str(team.folder / "mirrors"))


def refused(team: Team, user: str, sql: str) -> None:
    before = team.state()
    with team.database.connect(user) as connection:
        with pytest.raises(psycopg.Error) as why:
            connection.execute(sql)
        assert why.value.sqlstate in {"42501", "23505", "42P07"}, why.value
    assert team.state() == before


@pytest.mark.parametrize("tried", NEVER)
def test_the_writer_can_only_add_after_the_last_fact(alive: Team, tried: str) -> None:
    refused(alive, "ecrit", NEVER[tried])


@pytest.mark.parametrize("tried", OF_READERS)
def test_the_auditor_can_only_read(alive: Team, tried: str) -> None:
    refused(alive, "audite", OF_READERS[tried])


@pytest.mark.parametrize("tried", ["edit", "delete", "empty", "behind", "gap", "notes"])
def test_the_owner_too_is_held_by_the_guards(alive: Team, tried: str) -> None:
    refused(alive, "postgres", NEVER[tried])


@pytest.mark.parametrize("words", READS, ids=" ".join)
def test_the_auditor_can_do_everything_that_reads(
    alive: Team, words: tuple[str, ...]
) -> None:
    mine = alive.auditor(*words)
    assert mine.exit_code == 0, mine.stderr
    assert mine.stdout == alive.writer(*words).stdout


def test_the_auditor_records_nothing(alive: Team) -> None:
    before = told(alive.auditor)
    for words in (
        ("party", "add", "Mairie"),
        ("undo", "--reason", "essai"),
        ("party", "add", "Ida Roth", "--kind", "person"),
        ("init",),
    ):
        answer = alive.auditor(*words)
        assert "Traceback" not in answer.stderr
        assert answer.exit_code in {1, 74}, answer.stderr
        assert answer.exit_code == 1 or "[right-missing]" in answer.stderr
    assert told(alive.auditor) == before


def test_who_was_given_no_role_sees_nothing(alive: Team) -> None:
    for words in (("fund", "list"), ("party", "add", "Mairie"), ("audit", "verify")):
        answer = alive.stranger(*words)
        assert (answer.exit_code, "[right-missing]" in answer.stderr) == (74, True)


def test_the_writer_makes_no_tables(alive: Team) -> None:
    other = replace(alive.writer, url=f"{alive.writer.url}?ledger=autre")
    answer = other("init", "--roles")
    assert (answer.exit_code, "[right-missing]" in answer.stderr) == (74, True)


def test_an_auditor_without_the_keys_reads_persons_by_number(
    alive: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive.writer.done("party", "add", "Nadia Klein", "--kind", "person")
    listed = ("party", "list")
    assert "Nadia Klein" in alive.auditor(*listed).stdout
    alive.database.sql("REVOKE USAGE ON SCHEMA blendfund_keys FROM blendfund_audit")
    try:
        monkeypatch.setenv("BLENDFUND_CACHE", str(tmp_path / "autre"))
        for words in READS:
            answer = alive.auditor(*words)
            assert answer.exit_code == 0, answer.stderr
            assert "Nadia Klein" not in answer.stdout
    finally:
        alive.database.sql("GRANT USAGE ON SCHEMA blendfund_keys TO blendfund_audit")


def test_a_fact_added_by_hand_is_found(server: str, tmp_path: Path) -> None:
    """The fence is the database's; the proof is the tree."""
    from tests.postgres.conftest import made

    database = made(server)
    boss = Served(tmp_path / "x", url=database.ledger())
    assert boss("init", "--roles").exit_code == 0
    boss.done(*OPENING)
    with database.connect("ecrit") as connection:
        sql = EVENT.format(position="(SELECT position + 1 FROM head)")
        connection.execute(sql)
    for words in (("audit", "verify"), ("party", "add", "Mairie"), ("status",)):
        answer = boss(*words)
        assert (answer.exit_code, "[integrity]" in answer.stderr) == (6, True), words


def test_the_guide_shows_what_is_granted() -> None:
    shown = GUIDE.read_text(encoding="utf-8")
    for role, rights, place in GRANTS:
        named = place.format(home="", keys="blendfund_keys").lstrip(".").strip()
        line = f"| `{role}` | {rights} | `{named}` |"
        assert line in shown, line
