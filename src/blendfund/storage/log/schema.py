"""Tables of the ledger: the log that is kept for ever."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # STRICT tables know no BIGINT
log = sa.MetaData()
beside = sa.MetaData()  # kept with the log in a file; a server's is kept in the mirror

ledger = sa.Table(
    "ledger",
    log,
    sa.Column("id", BIG, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("uuid", sa.Text, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("schema_version", BIG, nullable=False),
    sqlite_strict=True,
)
event = sa.Table(
    "event",
    log,
    sa.Column("ledger_id", BIG, nullable=False),
    sa.Column("position", BIG, nullable=False),
    sa.Column("stream_id", sa.LargeBinary, nullable=False),
    sa.Column("version", BIG, nullable=False),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("state", sa.LargeBinary, nullable=False),
    sa.Column("recorded_at", sa.Text, nullable=False),
    sa.Column("key", sa.Text),
    sa.PrimaryKeyConstraint("ledger_id", "position"),
    sa.UniqueConstraint("stream_id", "version"),
    sa.Index(
        "event_key",
        "ledger_id",
        "key",
        unique=True,
        sqlite_where=sa.text("key IS NOT NULL"),
        postgresql_where=sa.text("key IS NOT NULL"),
    ),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
head = sa.Table(
    "head",
    log,
    sa.Column("ledger_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("position", BIG, nullable=False),
    sa.Column("frontier", sa.LargeBinary, nullable=False),
    sa.Column("recorded_at", sa.Text, nullable=False),
    sqlite_strict=True,
)
frontier = sa.Table(
    "frontier",
    log,
    sa.Column("ledger_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("position", BIG, primary_key=True, autoincrement=False),
    sa.Column("frontier", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
)
fingerprint = sa.Table(
    "fingerprint",
    beside,
    sa.Column("ledger_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("block", BIG, primary_key=True, autoincrement=False),
    sa.Column("leaves", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
)
checkpoint = sa.Table(
    "checkpoint",
    log,
    sa.Column("ledger_id", BIG, primary_key=True, autoincrement=False),
    sa.Column("position", BIG, primary_key=True, autoincrement=False),
    sa.Column("note", sa.Text, nullable=False),
    sqlite_strict=True,
)

# A fact can neither be changed nor taken away, and the next one takes the next position.
GUARDS: Final = (
    """CREATE TRIGGER event_never_updated BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'a fact is never edited'); END""",
    """CREATE TRIGGER event_never_deleted BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'a fact is never deleted'); END""",
    """CREATE TRIGGER event_gapless BEFORE INSERT ON event
    WHEN NEW.position IS NOT 1 + coalesce(
        (SELECT max(position) FROM event WHERE ledger_id = NEW.ledger_id), 0)
    BEGIN SELECT RAISE(ABORT, 'positions have no gaps'); END""",
)
