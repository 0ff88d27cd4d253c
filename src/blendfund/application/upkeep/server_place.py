"""Checks of the place of a ledger that a server keeps: server, rights, keys, mirror."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, cast

from blendfund.reports import words
from blendfund.storage.log.versions import SCHEMA_VERSION
from blendfund.storage.store import ServerStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.upkeep.checkup import Check, Checkup
    from blendfund.storage.server.keys import ServerVault

NEWEST: Final = 180_000
LEDGER: Final = "The ledger {path} holds {size} with all others there; its facts: {facts}."
VERSIONS: Final = "blendfund {version}, ledger schema {schema}, PostgreSQL {server}."
UNTRIED: Final = "PostgreSQL {server} is newer than those blendfund was tried with."
TO_TRY: Final = "Nothing: verify the ledger and report what is strange."
DURABLE: Final = "Every write is durable: fsync and full_page_writes are on."
NOT_DURABLE: Final = "The server does not force its writes on the disk: {settings}."
TO_FORCE: Final = "Set {settings} to on in postgresql.conf and reload the server."
BARE: Final = "The server does not check its pages ({settings} is off)."
TO_CHECK_PAGES: Final = "Stop it once and run pg_checksums --enable."
RIGHTS: Final = "Your role {role} may {rights}."
ADDS: Final = "read and add facts, and change none"
READS: Final = "read, and record nothing"
TOO_STRONG: Final = "Your role {role} can take the guards of the log away."
TO_STEP_DOWN: Final = "Work with an account of blendfund_append or blendfund_audit."
KEYS_READ: Final = "Your role reads the keys of persons' names."
KEYS_APART: Final = "Your role does not read the keys: persons stand by number."
TO_ASK: Final = "Ask for them if your work needs names."
REPLICA: Final = "The server follows another one: it answers, and records nothing."
PRIMARY: Final = "The server takes writes."
TO_PRIMARY: Final = "Write through the address of the server it follows."
MIRROR: Final = "The mirror {path} has {size} and holds every fact."


def _asked(seen: Checkup, sql: str) -> Any:
    with _store(seen).server.connected() as connection:
        return connection.exec_driver_sql(sql).one()


def _store(seen: Checkup) -> ServerStore:
    store = seen.reading.store
    assert isinstance(store, ServerStore)
    return store


def ledger(seen: Checkup) -> Check:
    """Say where the ledger is and how much it holds."""
    facts = words.count(seen.reading.log.head().position, french=seen.french)
    (count,) = _asked(seen, "SELECT pg_total_relation_size('event')")
    told = {"path": _store(seen).server.address, "size": seen.size(count)}
    return seen.ok("ledger", LEDGER, facts=facts, **told)


def versions(seen: Checkup) -> Check:
    """Say which versions meet here."""
    sql = "SELECT current_setting('server_version_num'), current_setting('server_version')"
    number, server = _asked(seen, sql)
    if int(number) // 10_000 > NEWEST // 10_000:
        return seen.note("versions", UNTRIED, TO_TRY, server=server)
    told = {"version": version("blendfund"), "server": server}
    return seen.ok("versions", VERSIONS, schema=SCHEMA_VERSION, **told)


def durability(seen: Checkup) -> Check:
    """Look at what makes a commit outlast a power cut."""
    names = ("fsync", "full_page_writes", "data_checksums")
    asked = ", ".join(f"current_setting('{name}')" for name in names)
    on = dict(zip(names, _asked(seen, f"SELECT {asked}"), strict=True))
    off = ", ".join(name for name in names[:2] if on[name] != "on")
    if off:
        return seen.problem("durability", NOT_DURABLE, TO_FORCE, settings=off)
    if on["data_checksums"] != "on":
        return seen.note("durability", BARE, TO_CHECK_PAGES, settings="data_checksums")
    return seen.ok("durability", DURABLE)


def access(seen: Checkup) -> Check:
    """Look at what the role may do to the log."""
    sql = (
        "SELECT current_user, has_table_privilege('event', 'INSERT'), rolsuper"
        " OR pg_has_role((SELECT relowner FROM pg_class WHERE oid = 'event'::regclass),"
        " 'MEMBER') FROM pg_roles WHERE rolname = current_user"
    )
    role, adds, owns = _asked(seen, sql)
    if owns:
        return seen.note("access", TOO_STRONG, TO_STEP_DOWN, role=role)
    return seen.ok("access", RIGHTS, role=role, rights=seen.say(ADDS if adds else READS))


def keys_access(seen: Checkup) -> Check:
    """Look whether the role reads the keys of persons' names."""
    if cast("ServerVault", _store(seen).vault).readable():
        return seen.ok("keys-access", KEYS_READ)
    return seen.note("keys-access", KEYS_APART, TO_ASK)


def role_of_server(seen: Checkup) -> Check:
    """Look whether the server takes writes."""
    (follows,) = _asked(seen, "SELECT pg_is_in_recovery()")
    if follows:
        return seen.note("replica", REPLICA, TO_PRIMARY)
    return seen.ok("replica", PRIMARY)


def mirror(seen: Checkup) -> Check:
    """Say where the mirror is."""
    size = seen.size(seen.path.stat().st_size)
    return seen.ok("mirror", MIRROR, path=seen.path, size=size)


CHECKS: Final[dict[str, Callable[[Checkup], Check]]] = {
    "ledger": ledger,
    "versions": versions,
    "durability": durability,
    "access": access,
    "keys-access": keys_access,
    "replica": role_of_server,
    "mirror": mirror,
}
