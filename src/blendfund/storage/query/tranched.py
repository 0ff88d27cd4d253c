"""Reading tranches, which agreements stand in them, and what each has in the fund."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from blendfund.storage.query.totals import KNOWN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from blendfund.storage.query.totals import Moment

_TRANCHES: Final = (
    f"SELECT id, stream_id, name, rank, size FROM tranche WHERE fund = :fund AND {KNOWN}"  # noqa: S608 -- own words
    " AND operation_date <= :as_of ORDER BY rank, id"
)
_RESIZED: Final = (
    "SELECT id, said FROM dossier WHERE topic = 'tranche-resized'"  # noqa: S608 -- own words
    f" AND fund = :fund AND {KNOWN} AND operation_date <= :as_of"
    " ORDER BY operation_date, id"
)
_ASSIGNED: Final = (
    "SELECT agreement, operation_date, said FROM dossier"  # noqa: S608 -- own words
    " WHERE topic = 'contribution-assigned'"
    f" AND fund = :fund AND {KNOWN} AND operation_date <= :as_of"
    " ORDER BY operation_date, id"
)
_AGREEMENTS: Final = (
    "SELECT id, CASE name WHEN '' THEN reference ELSE name END, party, instrument"  # noqa: S608 -- own words
    f" FROM agreement WHERE fund = :fund AND side = 'C' AND carrier = '' AND {KNOWN}"
    " ORDER BY id"
)
_SUMS: Final = (
    "SELECT d.agreement, c.account, c.movement, sum(d.amount) FROM posting d"
    " JOIN class c ON c.id = d.class WHERE c.fund = :fund AND c.carrier = ''"
    " AND c.account IN ('bank', 'opening_balance', 'commitment_receivable',"
    " 'guarantee_received') AND d.position <= :position"
    " AND d.operation_date <= :as_of AND d.agreement <> 0"
    " GROUP BY d.agreement, c.account, c.movement"
)
# What moves a funder's money in the fund, and of it what was only ever lent to it.
_PAID: Final = frozenset(
    {"contribution-received", "contribution-refunded", "contribution-taken-over"}
)
_HELD: Final = _PAID | {"contribution-reimbursed", "reimbursement-taken-over"}
_OPEN: Final = frozenset({"commitment_receivable", "guarantee_received"})


class TrancheRow(NamedTuple):
    """A tranche of the register on a day: its stream, name, rank and size (minor units).

    ``position`` is the fact that says its size: it defined the tranche, or resized it.
    """

    position: int
    stream: bytes
    name: str
    rank: int
    size: int


class Contributed(NamedTuple):
    """An agreement with a funder: who, under what, and where it stands (minor units).

    ``paid`` is received less refunded, ``held`` what of it was not reimbursed, ``open``
    what is still to come.
    """

    agreement: int
    name: str
    party: int
    instrument: str
    paid: int = 0
    held: int = 0
    open: int = 0


class _Said(msgspec.Struct):
    tranche: str = ""
    size_minor: int = 0


_said: Final = msgspec.json.Decoder(_Said).decode


def tranches(books: sqlite3.Connection, at: Moment) -> list[TrancheRow]:
    """Give the tranches of a fund as they stood, the first to bear first."""
    given = at._asdict()
    resized = {}
    for position, said in books.execute(_RESIZED, given).fetchall():
        new = _said(said)
        resized[bytes.fromhex(new.tranche.replace("-", ""))] = (position, new.size_minor)
    found = []
    for row in books.execute(_TRANCHES, given).fetchall():
        one = TrancheRow(*row)
        position, size = resized.get(one.stream, (one.position, one.size))
        found.append(one._replace(position=position, size=size))
    return found


class Assigned(NamedTuple):
    """From a day on (ISO) an agreement stands in a tranche, or in none (empty bytes)."""

    agreement: int
    on: str
    tranche: bytes


def assignments(books: sqlite3.Connection, at: Moment) -> Iterator[Assigned]:
    """Give which agreement came to stand in which tranche, in the order of days."""
    for agreement, on, said in books.execute(_ASSIGNED, at._asdict()).fetchall():
        tranche = _said(said).tranche.replace("-", "")
        yield Assigned(agreement, on, bytes.fromhex(tranche))


def assigned(books: sqlite3.Connection, at: Moment) -> dict[int, bytes]:
    """Give the stream of the tranche that each agreement stands in, by its id."""
    last = {one.agreement: one.tranche for one in assignments(books, at)}
    return {agreement: tranche for agreement, tranche in last.items() if tranche}


def contributed(books: sqlite3.Connection, at: Moment) -> list[Contributed]:
    """Give every agreement with a funder, the earliest first."""
    sums: dict[int, list[int]] = {}
    for agreement, account, movement, amount in books.execute(_SUMS, at._asdict()):
        one = sums.setdefault(agreement, [0, 0, 0])
        if account in _OPEN:
            one[2] += amount
            continue
        one[0] += amount if movement in _PAID else 0
        one[1] += amount if movement in _HELD else 0
    return [
        Contributed(*row, *sums.get(row[0], ()))
        for row in books.execute(_AGREEMENTS, at._asdict())
    ]
