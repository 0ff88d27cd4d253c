"""Movements that were found, and the names of what they concern."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.storage.log.condition import among
from blendfund.storage.query import naming
from blendfund.storage.query.totals import merges

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from blendfund.storage.keys import Vault
    from blendfund.storage.log.condition import Where

_TAKEN_BACK: Final = (
    "SELECT base FROM reversal WHERE position <= ? GROUP BY base HAVING sum(sign) < 0"
)


class Hit(NamedTuple):
    """What the index tells of one movement that was found (minor units)."""

    position: int
    on: str
    amount: int
    shape: int
    party: int
    project: int
    agreement: int


class Movements:
    """The index of movements of one ledger, as known at a position."""

    def __init__(self, books: sqlite3.Connection, vault: Vault, position: int) -> None:
        self.books = books
        self.vault = vault
        self.position = position

    def hits(self, where: Where) -> list[Hit]:
        """Give the movements under a condition, the newest operation date last."""
        sql = (  # a condition of our own
            "SELECT position, operation_date, amount, shape, party, project, agreement"
            f" FROM movement m WHERE {where.sql} ORDER BY operation_date, position"
        )
        return [Hit(*row) for row in self.books.execute(sql, where.given)]

    @cached_property
    def merged(self) -> dict[int, int]:
        """Give, for each party that was merged by then, the party it is now."""
        found = merges(self.books, self.position)
        return {int(party): int(into) for party, into in found.items()}

    @cached_property
    def taken_back(self) -> set[int]:
        """Give the positions of the movements that do not stand any more."""
        return {row[0] for row in self.books.execute(_TAKEN_BACK, (self.position,))}

    def parties(self, ids: Iterable[int]) -> dict[int, str]:
        """Give parties' names; a person's is decrypted as it is read."""
        now = {one: self.merged.get(one, one) for one in ids}
        names = naming.parties(self.books, self.vault, set(now.values()))
        return {one: names[into] for one, into in now.items() if into}

    def projects(self, ids: Iterable[int]) -> dict[int, str]:
        """Give projects' names."""
        return naming.projects(self.books, ids)

    def agreements(self, ids: Iterable[int]) -> dict[int, str]:
        """Give agreements' names, the reference of one that has none."""
        return naming.agreements(self.books, ids)

    def takers(self, ids: Iterable[int]) -> dict[int, int]:
        """Give, for movements that were taken back, the facts that took them back."""
        among_them = among("base", ids)
        sql = f"SELECT base, max(position) FROM reversal WHERE {among_them.sql}"
        given = (*among_them.given, self.position)
        return dict(self.books.execute(f"{sql} AND position <= ? GROUP BY base", given))

    def funds(self) -> dict[int, str]:
        """Give the references of the funds."""
        return dict(self.books.execute("SELECT id, reference FROM fund"))
