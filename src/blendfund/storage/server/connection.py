"""A log that a PostgreSQL server keeps: its address, its connections, what it refuses.

The log alone lives there. Everything that is folded from it stays with the client, in a
mirror (``storage.mirror``), so that reports ask one kind of database only.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import sqlalchemy as sa

from blendfund.domain.errors import (
    BadAddress,
    DriverMissing,
    LedgerNotFound,
    NewerSchema,
    NotALedger,
    OlderSchema,
    ServerBusy,
    SeveralLedgers,
    UnknownStore,
)
from blendfund.storage.log.engine import patience
from blendfund.storage.log.refused import refusal, why
from blendfund.storage.log.versions import SCHEMA_VERSION
from blendfund.storage.server.knocking import (
    FULL,
    OPEN,
    STARTING,
    state_at_the_door,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blendfund.storage.log.patience import Patience

DRIVERS: Final = frozenset({"", "psycopg"})
NAME: Final = "blendfund"  # what a ledger is called where nobody says
SECRETS: Final = frozenset({"password", "sslpassword", "passfile"})
TAG: Final = "blendfund"  # the comment by which our tables are known
OPENED_MAX: Final = 3  # tries at a door that opens and closes again
_STILL: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
# Whatever the server's default: who waited for the head has to see where it was left.
_LATEST: Final = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED"
_CONNECT: Final = {
    "connect_timeout": "10",
    "application_name": "blendfund",
    # A client whose network is gone must not hold the head for hours.
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}


class Address(NamedTuple):
    """Where a ledger is: the database, and its name there, empty where none was given."""

    url: sa.URL
    ledger: str

    def __str__(self) -> str:
        """Write the address without anything secret."""
        url = self.url._replace(password=None).difference_update_query(SECRETS)
        named = url.update_query_dict({"ledger": self.ledger}) if self.ledger else url
        return named.render_as_string()

    @property
    def server(self) -> str:
        """Write host, port and database, as refusals name them."""
        host = self.url.host or self.url.query.get("host") or "localhost"
        port = f":{self.url.port}" if self.url.port else ""
        return f"{host}{port}/{self.url.database or ''}"


def address_of(place: str) -> Address:
    """Read an address. Raises BadAddress, UnknownStore."""
    try:
        url = sa.make_url(place)
    except (sa.exc.ArgumentError, ValueError):
        # The cause would carry the whole address, and its password.
        raise BadAddress from None
    _, _, driver = url.drivername.partition("+")
    if driver not in DRIVERS:
        raise UnknownStore(url.drivername)
    name = url.query.get("ledger", "")
    if not isinstance(name, str) or not url.database:
        raise BadAddress
    bare = url.difference_update_query(["ledger"])
    return Address(bare.set(drivername="postgresql+psycopg"), name)


class Row(NamedTuple):
    """A ledger among those of a database."""

    id: int
    name: str
    uuid: str
    schema_version: int


class Server:
    """The server of one ledger; it is spoken to only when something is asked."""

    def __init__(self, place: str) -> None:
        _check_driver()
        self.address = address_of(place)
        self.engine = sa.create_engine(
            self.address.url,
            poolclass=sa.pool.NullPool,
            connect_args=_arguments(self.address.url),
            use_native_hstore=False,
            hide_parameters=True,
        )
        self._connection: sa.Connection | None = None
        self._answered = False

    def __str__(self) -> str:
        return self.address.server

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Turn what the driver raises into a refusal."""
        from psycopg import Error

        try:
            yield
        except (sa.exc.DBAPIError, Error) as error:
            raise refusal(error, str(self)) from error

    def opened(self, wait: Patience | None = None) -> sa.Connection:
        """Open a connection; a server that is full or starting is asked again for a while.

        So is one that answered before and is gone: it may be starting again. Nothing was
        asked of it yet, so that nothing can be done twice. Raises ServerBusy.
        """
        wait = wait or patience()
        doors: list[str] = []
        while True:
            try:
                found = self.engine.connect()
            except sa.exc.OperationalError as refused:
                closed: Any = getattr(refused.orig, "pgconn", None)
                doors.append(state_at_the_door(closed))
                if self._will_pass(doors, closed) and wait.back_off():
                    continue
                if doors[-1] in {STARTING, FULL}:
                    raise ServerBusy(str(self), why(refused)) from refused
                raise
            self._answered = True
            return found

    def _will_pass(self, doors: list[str], closed: Any) -> bool:
        """Tell whether it is of use to ask again, from what was met at the door.

        Who was let in before has the right name and password: what is in the way is new.
        """
        if self._answered or doors[-1] != OPEN:
            return self._answered or doors[-1] in {STARTING, FULL}
        # It may just have been full. A password that is wrong is not tried twice.
        return doors.count(OPEN) < OPENED_MAX and not closed.used_password

    def _begun(self, level: str, wait: Patience | None) -> sa.Connection:
        """Begin a transaction, on the connection that was kept where it still stands."""
        kept, self._connection = self._connection, None
        if kept is not None:
            try:
                kept.exec_driver_sql(level)
            except sa.exc.DBAPIError:
                kept.invalidate()
                kept.close()
            else:
                return kept
        fresh = self.opened(wait)
        try:
            fresh.exec_driver_sql(level)
        except BaseException:
            fresh.close()
            raise
        return fresh

    @contextmanager
    def connected(
        self, *, writes: bool = False, wait: Patience | None = None
    ) -> Iterator[sa.Connection]:
        """Give the connection, in a transaction that is rolled back unless committed.

        One that only reads sees one state of the log, whatever others write.
        """
        with self.refusing():
            connection = self._begun(_LATEST if writes else _STILL, wait)
            try:
                yield connection
                connection.rollback()
            except BaseException:
                # Whatever it was in the middle of, the server ends it with its connection.
                connection.invalidate()
                connection.close()
                raise
            self._connection = connection

    def find(self, connection: sa.Connection, *, writes: bool = False) -> Row:
        """Give the ledger that the address means.

        Raises LedgerNotFound, SeveralLedgers, NotALedger, NewerSchema, OlderSchema.
        """
        there = tagged(connection)
        if there is None:
            raise LedgerNotFound(str(self.address))
        if not there:
            raise NotALedger(str(self))
        sql = "SELECT id, name, uuid, schema_version FROM ledger ORDER BY id"
        rows = [Row(*one) for one in connection.exec_driver_sql(sql)]
        name = self.address.ledger
        found = [one for one in rows if name in {"", one.name}]
        if not found:
            raise LedgerNotFound(str(self.address))
        if len(found) > 1:
            raise SeveralLedgers(str(self), ", ".join(one.name for one in found))
        (row,) = found
        if row.schema_version > SCHEMA_VERSION:
            raise NewerSchema(str(self), row.schema_version, SCHEMA_VERSION)
        if writes and row.schema_version < SCHEMA_VERSION:
            raise OlderSchema(str(self), row.schema_version, SCHEMA_VERSION)
        return row

    def close(self) -> None:
        """Close what is open."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self.engine.dispose()


def tagged(connection: sa.Connection) -> bool | None:
    """Tell whether the table ``ledger`` is ours, another's, or not there (None)."""
    sql = (
        "SELECT obj_description(c.oid, 'pg_class') FROM pg_class c"
        " WHERE c.oid = to_regclass('ledger')"
    )
    found = connection.exec_driver_sql(sql).one_or_none()
    return None if found is None else found[0] == TAG


def _check_driver() -> None:
    try:
        import psycopg  # noqa: F401 -- only whether it is there
    except ImportError as missing:
        raise DriverMissing from missing


def _arguments(url: sa.URL) -> dict[str, Any]:
    """Give what the address itself does not settle."""
    return {name: value for name, value in _CONNECT.items() if name not in url.query}
