"""Reading totals and flows from the books, as of a day and as known at a position."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.projections.facts import Cofinancing, Coverage, Flow, Total

if TYPE_CHECKING:
    import sqlite3

    from blendfund.storage.keys import Vault


class Moment(NamedTuple):
    """Which fund, as of which day (inclusive), as known at which position.

    ``head`` tells that nothing is known later, so that the daily totals can be used.
    """

    fund: int
    as_of: str
    position: int
    head: bool


CLASS: Final = (
    "c.movement, c.account, c.compartment, c.sector, c.origin, c.terms, c.instrument,"
    " c.carrier"
)
_DAILY: Final = "daily d ON d.class = c.id AND d.operation_date <= :as_of"
# The condition under which the fact at ``d.position`` is neither taken back nor a reversal.
STANDS: Final = (
    "d.position NOT IN (SELECT position FROM reversal WHERE position <= :position)"
    " AND d.position NOT IN (SELECT base FROM reversal WHERE position <= :position"
    " GROUP BY base HAVING sum(sign) < 0)"
)
# The condition under which a register's row was known, and held, at a position.
KNOWN: Final = "id <= :position AND (withdrawn = 0 OR withdrawn > :position)"
_KEYS: Final = {
    "": "''",
    "year": "substr(d.operation_date, 1, 4)",
    "month": "substr(d.operation_date, 1, 7)",
    "party": "CAST(d.party AS TEXT)",
}
_FLOW_KEYS: Final = {
    "fund": "''",
    "agreement": "d.agreement",
    "project": "d.project",
    "party": "d.party",
}


def totals(books: sqlite3.Connection, at: Moment, split: str = "") -> list[Total]:
    """Give the totals of a fund's own postings, split by year, month or party."""
    key = _KEYS[split]
    if at.head and split != "party":
        # One range of the clustered key a class; the planner must not start from days.
        sql = (  # our own column names only
            f"SELECT {CLASS}, {key} AS k, sum(d.amount), c.earmark"
            f" FROM class c CROSS JOIN {_DAILY}"
            " WHERE c.fund = :fund AND c.carrier = '' GROUP BY c.id, k"
        )
    else:
        sql = (  # our own column names only
            f"SELECT {CLASS}, {key} AS k, sum(d.amount), c.earmark FROM posting d"
            " JOIN class c ON c.id = d.class WHERE d.position <= :position"
            " AND d.operation_date <= :as_of AND c.fund = :fund AND c.carrier = ''"
            " GROUP BY c.id, k"
        )
    found = [Total(*row) for row in books.execute(sql, at._asdict())]
    if split == "party":
        merged = merges(books, at.position)
        found = [one._replace(key=merged.get(one.key, one.key)) for one in found]
    return found


def flows(books: sqlite3.Connection, at: Moment, by: str) -> list[Flow]:
    """Give the dated flows of a fund, keyed by agreement, project, party or not at all."""
    key = _FLOW_KEYS[by]
    what = (
        f"{key} AS k, c.movement, c.account, c.instrument, d.operation_date, sum(d.amount)"
    )
    if at.head and by == "fund":
        sql = (  # our own column names only
            f"SELECT {what} FROM class c CROSS JOIN {_DAILY} WHERE c.fund = :fund"
            " AND c.carrier = '' GROUP BY c.id, d.operation_date"
            " HAVING sum(d.amount) <> 0"
        )
    else:
        sql = (  # our own column names only
            f"SELECT {what} FROM posting d JOIN class c ON c.id = d.class"
            " WHERE d.position <= :position AND d.operation_date <= :as_of"
            " AND c.fund = :fund AND c.carrier = '' GROUP BY k, c.id, d.operation_date"
            " HAVING sum(d.amount) <> 0"
        )
    merged = merges(books, at.position) if by == "party" else {}
    days: dict[str, date] = {}
    found = []
    for k, movement, account, instrument, on, amount in books.execute(sql, at._asdict()):
        day = days.get(on) or days.setdefault(on, date.fromisoformat(on))
        party = merged.get(str(k), str(k))
        found.append(Flow(party, movement, account, instrument, day, amount))
    return found


def contracted(books: sqlite3.Connection, at: Moment) -> frozenset[int]:
    """Give the ids of the projects in which the fund has a contract."""
    # Who counts contracts cannot tell that all of one was given up: their sums can.
    reduced = "SELECT 1 FROM class WHERE fund = ? AND movement = 'contract-reduced'"
    if at.head and books.execute(reduced, (at.fund,)).fetchone() is None:
        sql = (
            "SELECT project FROM financed WHERE fund = :fund AND operation_date <= :as_of"
            " GROUP BY project HAVING sum(times) > 0"
        )
    else:
        sql = (
            "SELECT d.project FROM posting d JOIN class c ON c.id = d.class"
            " WHERE d.position <= :position AND d.operation_date <= :as_of"
            " AND c.fund = :fund AND c.carrier = '' AND c.account IN ('bank',"
            " 'commitment_given',"
            " 'guarantee_given', 'opening_balance') AND c.movement IN"
            " ('disbursement-paid', 'financing-contracted', 'financing-taken-over',"
            " 'contract-reduced', 'guarantee-granted')"
            " GROUP BY d.project HAVING sum(d.amount) <> 0"
        )
    return frozenset(row[0] for row in books.execute(sql, at._asdict()))


def cofinancings(
    books: sqlite3.Connection, at: Moment
) -> tuple[list[Cofinancing], Coverage]:
    """Give others' money in the fund's contracted projects, and how many declare any."""
    if at.head:
        money = (
            "SELECT d.project, c.sector, c.terms, d.amount FROM cofinanced d"
            " JOIN class c ON c.id = d.class WHERE d.operation_date <= :as_of"
        )
    else:
        money = (
            "SELECT d.project, c.sector, c.terms, d.amount FROM posting d"
            " JOIN class c ON c.id = d.class WHERE d.position <= :position"
            " AND d.operation_date <= :as_of AND c.account = 'cofinancing'"
        )
    projects = contracted(books, at)
    sql = f"{money} AND c.fund = :fund"
    found = [row for row in books.execute(sql, at._asdict()) if row[0] in projects]
    declared: Counter[int] = Counter()
    for row in found:
        declared[row[0]] += row[3]
    count = sum(1 for amount in declared.values() if amount)
    return [Cofinancing(*row[1:]) for row in found], Coverage(count, len(projects))


def merges(books: sqlite3.Connection, position: int) -> dict[str, str]:
    """Give, for each party that was merged by then, the party it is now (ids as text)."""
    sql = f"SELECT party, into_party FROM merge WHERE {KNOWN} ORDER BY id"
    known = books.execute(sql, {"position": position})
    into = {str(party): str(other) for party, other in known}
    for party, other in into.items():
        seen = {party}
        while other in into and other not in seen:
            seen.add(other)
            other = into[other]  # noqa: PLW2901 -- followed to its end
        into[party] = other
    return into


def names(books: sqlite3.Connection, vault: Vault, by: str) -> dict[str, str]:
    """Give the names behind the register's ids; a person's is decrypted as it is read."""
    if by == "party":
        return _party_names(books, vault)
    if by == "project":
        sql = "SELECT id, name FROM project"
    else:
        sql = "SELECT id, CASE name WHEN '' THEN reference ELSE name END FROM agreement"
    return {str(row[0]): row[1] for row in books.execute(sql)}


def _party_names(books: sqlite3.Connection, vault: Vault) -> dict[str, str]:
    names = {}
    sql = "SELECT id, stream_id, name, sealed FROM party"
    for number, stream, name, sealed in books.execute(sql):
        if sealed:
            clear = vault.open(stream, 1, "party-registered/1", "person", sealed)
            names[str(number)] = f"({number})" if clear is None else clear
        else:
            names[str(number)] = name
    return names
