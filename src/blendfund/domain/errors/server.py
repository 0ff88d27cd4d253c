"""Refusals about a ledger whose log a PostgreSQL server keeps."""

from __future__ import annotations

from blendfund.domain.errors.root import BlendfundError


class DriverMissing(BlendfundError):
    """The library that speaks to PostgreSQL is not installed."""

    code = "driver-missing"
    sentence = "Speaking to PostgreSQL needs psycopg, which is not installed: pip install 'blendfund[postgres]'."
    exit_code = 2


class BadAddress(BlendfundError):
    """The address of a database cannot be read."""

    code = "bad-address"
    sentence = "This is no address of a database: write postgresql+psycopg://USER@HOST:PORT/DATABASE?ledger=NAME."
    exit_code = 2


class SeveralLedgers(BlendfundError):
    """The database holds several ledgers and none was named."""

    code = "several-ledgers"
    sentence = "{server} holds several ledgers ({known}): end the address with ?ledger= and the name of one."
    exit_code = 2
    server: str
    known: str


class ServerAway(BlendfundError):
    """The server does not answer, or lets nobody in."""

    code = "server-away"
    sentence = "The PostgreSQL server at {server} does not answer or refuses the connection ({why}): nothing was half written; check the address and that it runs, then try again."
    exit_code = 74
    server: str
    why: str


class ServerBusy(BlendfundError):
    """The server is there and takes no connection for now."""

    code = "server-busy"
    sentence = "The PostgreSQL server at {server} takes no connection for now ({why}): nothing was written, try again."
    exit_code = 5
    server: str
    why: str


class ServerUnfit(BlendfundError):
    """The server cannot keep a ledger as it has to be kept."""

    code = "server-unfit"
    sentence = "{server} cannot keep a ledger ({why}): PostgreSQL 15 or newer and a database in UTF-8 are needed."
    exit_code = 74
    server: str
    why: str


class RightMissing(BlendfundError):
    """The role may not do what the command needs."""

    code = "right-missing"
    sentence = "Your role on {server} may not do this ({why}): nothing was written; ask for the role that may, or use its account."
    exit_code = 74
    server: str
    why: str


class OnlyReads(BlendfundError):
    """The server takes no writes: it follows another one."""

    code = "only-reads"
    sentence = "{server} only reads, as a replica does: nothing was written; give the address of the server that is written to."
    exit_code = 74
    server: str
