"""The roles of a database of ledgers: who owns the log, who adds to it, who reads it.

They are groups nobody logs in as: an account is made a member of one. The grants stand in
``docs/guides/postgresql.md``, and a test compares both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlalchemy as sa

OWNER: Final = "blendfund_owner"
APPEND: Final = "blendfund_append"
AUDIT: Final = "blendfund_audit"
LOG: Final = ("ledger", "event", "head", "frontier", "checkpoint", "voucher")
KEYS: Final = ("master", "person")
_FUNCTIONS: Final = ("blendfund_never", "blendfund_append")

# Role, right, and on what: the whole of what is granted.
GRANTS: Final = (
    (APPEND, "USAGE", "SCHEMA {home}"),
    (APPEND, "SELECT", "{home}.ledger"),
    (APPEND, "SELECT, INSERT", "{home}.event"),
    (APPEND, "SELECT, UPDATE (frontier, recorded_at)", "{home}.head"),
    (APPEND, "SELECT, INSERT", "{home}.frontier"),
    (APPEND, "SELECT, INSERT", "{home}.checkpoint"),
    (APPEND, "SELECT, INSERT", "{home}.voucher"),
    (APPEND, "USAGE", "SCHEMA {keys}"),
    (APPEND, "SELECT, INSERT", "{keys}.master"),
    (APPEND, "SELECT, INSERT, DELETE", "{keys}.person"),
    (AUDIT, "USAGE", "SCHEMA {home}"),
    (AUDIT, "SELECT", "{home}.ledger"),
    (AUDIT, "SELECT", "{home}.event"),
    (AUDIT, "SELECT", "{home}.head"),
    (AUDIT, "SELECT", "{home}.frontier"),
    (AUDIT, "SELECT", "{home}.checkpoint"),
    (AUDIT, "SELECT", "{home}.voucher"),
    (AUDIT, "USAGE", "SCHEMA {keys}"),
    (AUDIT, "SELECT", "{keys}.master"),
    (AUDIT, "SELECT", "{keys}.person"),
)


def grant(connection: sa.Connection, home: str, keys: str) -> None:
    """Make the roles where they are missing, and give each what it needs.

    Whoever runs this may create roles, and becomes a member of the owner.
    """
    run = connection.exec_driver_sql
    for role in (OWNER, APPEND, AUDIT):
        sql = "SELECT count(*) FROM pg_roles WHERE rolname = %s"
        if not run(sql, (role,)).scalar_one():
            run(f"CREATE ROLE {role} NOLOGIN")
    run(f"GRANT {OWNER} TO CURRENT_USER")
    run(f"GRANT USAGE, CREATE ON SCHEMA {home}, {keys} TO {OWNER}")
    for right, place in _tables(home, keys):
        run(f"ALTER TABLE {right}.{place} OWNER TO {OWNER}")
    for name in _FUNCTIONS:
        run(f"REVOKE ALL ON FUNCTION {home}.{name}() FROM PUBLIC")
        run(f"ALTER FUNCTION {home}.{name}() OWNER TO {OWNER}")
    run(f"ALTER SCHEMA {keys} OWNER TO {OWNER}")
    for role, rights, place in GRANTS:
        run(f"GRANT {rights} ON {place.format(home=home, keys=keys)} TO {role}")


def _tables(home: str, keys: str) -> list[tuple[str, str]]:
    return [(home, name) for name in LOG] + [(keys, name) for name in KEYS]
