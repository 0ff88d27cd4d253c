"""Making a ledger on a PostgreSQL server: its tables, its guards, its roles.

Only ``init``, ``restore`` and ``migrate`` come here, one at a time in a database: tables
made at every start fail when two start at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from blendfund.domain.errors import LedgerExists, NotALedger, ServerUnfit
from blendfund.storage.log import schema
from blendfund.storage.log.ids import now
from blendfund.storage.log.versions import SCHEMA_VERSION
from blendfund.storage.server.connection import NAME, TAG, Server, tagged

if TYPE_CHECKING:
    import sqlalchemy as sa

OLDEST: Final = 150_000
_TURN: Final = 0x626C6664  # of whoever makes tables in this database

# Files that facts name stand here for everybody.
_VOUCHERS: Final = """CREATE TABLE {home}.voucher (ledger_id bigint, sha256 bytea,
    content bytea NOT NULL, PRIMARY KEY (ledger_id, sha256))"""
# Persons' keys stand apart, so that a dump of the log can leave them out.
_KEYS: Final = (
    "CREATE SCHEMA {keys}",
    """CREATE TABLE {keys}.master (ledger_id bigint PRIMARY KEY,
    wrapping bytea NOT NULL, blinding bytea NOT NULL)""",
    """CREATE TABLE {keys}.person (ledger_id bigint, stream_id bytea,
    wrapped bytea NOT NULL, CONSTRAINT person_pkey PRIMARY KEY (ledger_id, stream_id))""",
)
# Owned by the owner and run with the owner's rights: the only place where the head's
# position moves, so that nobody adds a fact anywhere but after the last one.
_GUARDS: Final = (
    """CREATE FUNCTION {home}.blendfund_never() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'a fact is never edited, nor taken away'
    USING ERRCODE = 'insufficient_privilege'; END $$""",
    """CREATE FUNCTION {home}.blendfund_append() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = {home}, pg_temp AS $$
    DECLARE given record; stands bigint;
    BEGIN
        FOR given IN SELECT a.ledger_id, min(a.position) AS first, max(a.position) AS last,
            count(*) AS times FROM added a GROUP BY a.ledger_id
        LOOP
            SELECT h.position INTO stands FROM head h
                WHERE h.ledger_id = given.ledger_id FOR UPDATE;
            IF stands IS NULL OR given.first <> stands + 1
                OR given.last <> stands + given.times THEN
                RAISE EXCEPTION 'positions have no gaps'
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
            UPDATE head SET position = given.last WHERE ledger_id = given.ledger_id;
        END LOOP;
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER event_gapless AFTER INSERT ON {home}.event
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT
    EXECUTE FUNCTION {home}.blendfund_append()""",
    "ALTER TABLE {home}.event ENABLE ALWAYS TRIGGER event_gapless",
)
_NEVER: Final = (
    """CREATE TRIGGER {table}_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE
    ON {home}.{table} FOR EACH STATEMENT EXECUTE FUNCTION {home}.blendfund_never()""",
    "ALTER TABLE {home}.{table} ENABLE ALWAYS TRIGGER {table}_never_changed",
)


def create(place: str, *, roles: bool = False) -> str:
    """Make a new ledger on a server and give its UUID.

    Raises LedgerExists, NotALedger, ServerUnfit and what the server refuses.
    """
    server = Server(place)
    uuid = str(uuid4())
    try:
        with server.connected(writes=True) as connection:
            add(server, connection, uuid, roles=roles)
            connection.commit()
    finally:
        server.close()
    return uuid


def add(server: Server, connection: sa.Connection, uuid: str, *, roles: bool) -> int:
    """Add an empty ledger, with the tables where they are missing; give its id."""
    run = connection.exec_driver_sql
    run("SET LOCAL lock_timeout = '30s'")
    run("SELECT pg_advisory_xact_lock(%s)", (_TURN,))
    _check(server, connection)
    ours = tagged(connection)
    if ours is False:
        raise NotALedger(str(server))
    if ours is None:
        _make(connection)
    name = server.address.ledger or NAME
    if run("SELECT count(*) FROM ledger WHERE name = %s", (name,)).scalar_one():
        raise LedgerExists(str(server.address))
    number = run("SELECT 1 + coalesce(max(id), 0) FROM ledger").scalar_one()
    given = (number, name, uuid, now(), SCHEMA_VERSION)
    run("INSERT INTO ledger VALUES (%s, %s, %s, %s, %s)", given)
    run("INSERT INTO head VALUES (%s, 0, '', '')", (number,))
    if roles:
        from blendfund.storage.server.roles import grant

        grant(connection, *homes(connection))
    return int(number)


def homes(connection: sa.Connection) -> tuple[str, str]:
    """Give the schemas of the log and of the keys, quoted."""
    sql = (
        "SELECT quote_ident(s), quote_ident(CASE s WHEN 'public' THEN 'blendfund_keys'"
        " ELSE s || '_keys' END) FROM current_schema() s"
    )
    home, keys = connection.exec_driver_sql(sql).one()
    return home, keys


def _check(server: Server, connection: sa.Connection) -> None:
    named = ("server_version_num", "server_version", "server_encoding")
    settings = ", ".join(f"current_setting('{name}')" for name in named)
    sql = f"SELECT {settings}, current_schema()"
    number, version, encoding, home = connection.exec_driver_sql(sql).one()
    if int(number) < OLDEST:
        raise ServerUnfit(str(server), f"PostgreSQL {version}")
    if encoding != "UTF8":
        raise ServerUnfit(str(server), encoding)
    if home is None:
        raise ServerUnfit(str(server), "search_path")


def _make(connection: sa.Connection) -> None:
    home, keys = homes(connection)
    # What names a changed fact is the mirror's: a server's writer could rewrite it.
    kept = [table for table in schema.log.sorted_tables if table.name != "fingerprint"]
    schema.log.create_all(connection, tables=kept)
    told = {"home": home, "keys": keys}
    # A copy of a ledger may stand beside it, under another name.
    connection.exec_driver_sql(
        f"ALTER TABLE {home}.event DROP CONSTRAINT event_stream_id_version_key,"
        " ADD CONSTRAINT event_stream UNIQUE (ledger_id, stream_id, version)"
    )
    for sql in (_VOUCHERS, *_GUARDS, *_KEYS):
        connection.exec_driver_sql(sql.format(**told))
    for table in ("event", "frontier", "checkpoint", "voucher"):
        for sql in _NEVER:
            connection.exec_driver_sql(sql.format(table=table, **told))
    connection.exec_driver_sql(f"COMMENT ON TABLE {home}.ledger IS '{TAG}'")
