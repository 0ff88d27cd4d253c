"""Posting classes: the dimensions that many postings share, numbered as they appear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    import sqlite3

    from blendfund.storage.books.about import Dimensions

Key = tuple[Any, ...]
_INSERT: Final = "INSERT INTO class VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"


class Kind(NamedTuple):
    """What a class says of its postings, where a fold must know it."""

    fund: int
    account: str
    carrier: str
    earmark: str


class Classes:
    """The classes known so far, and those about to be written."""

    def __init__(self, target: sqlite3.Connection) -> None:
        self.target = target
        self.currencies: dict[int, str] = {}
        self.fresh: list[Key] = []
        self.numbers: dict[Key, int] = {
            row[1:]: row[0] for row in target.execute("SELECT * FROM class")
        }
        self.kinds = {number: _kind(key) for key, number in self.numbers.items()}

    def number(
        self,
        fund: int,
        movement: str,
        account: str,
        given: Dimensions,
        bank_account: str,
        earmark: str,
    ) -> int:
        """Give the number of a class."""
        key = (
            fund,
            movement,
            account,
            given.compartment,
            bank_account,
            given.sector,
            given.origin,
            given.terms,
            given.instrument,
            given.carrier,
            earmark,
            self._currency(fund),
        )
        known = self.numbers.get(key)
        if known is None:
            known = self.numbers[key] = len(self.numbers) + 1
            self.kinds[known] = _kind(key)
            self.fresh.append((known, *key))
        return known

    def _currency(self, fund: int) -> str:
        known = self.currencies.get(fund)
        if known is None:
            sql = "SELECT currency FROM fund WHERE id = ?"
            known = str(self.target.execute(sql, (fund,)).fetchone()[0])
            self.currencies[fund] = known
        return known

    def flush(self) -> None:
        """Write the classes that were numbered since the last flush."""
        if self.fresh:
            self.target.executemany(_INSERT, self.fresh)
            self.fresh = []


def _kind(key: Key) -> Kind:
    return Kind(key[0], key[2], key[9], key[10])
