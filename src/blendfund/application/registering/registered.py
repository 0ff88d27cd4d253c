"""Which registrations nothing needs any more: agreements, projects, parties."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from blendfund.application.reading import facts as log
from blendfund.journal.rules import RULES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from uuid import UUID

    from blendfund.application.reading.facts import Fact

_USES = {
    "project-registered": (("agreement", "project"),),
    "party-registered": (("agreement", "party"), ("project", "party")),
}
_ORDER = {"party-registered": 2, "project-registered": 1}


class Registered:
    """Tells which registrations can be withdrawn when movements are taken back."""

    def __init__(
        self,
        books: sqlite3.Connection,
        stands: Callable[[int], bool],
        planned: set[UUID],
    ) -> None:
        self.books = books
        self.stands = stands
        self.planned = planned  # streams in which the plan records movements again
        self.leaving: dict[str, set[int]] = {"agreement": set(), "project": set()}
        self.leaving["party"] = set()

    def unused(self, shells: Iterable[Fact], touched: Iterable[UUID]) -> Iterator[Fact]:
        """Give the registrations that nothing standing needs: agreements come first.

        Args:
            shells: What the write that is taken back had registered.
            touched: Streams that lose a movement; what an earlier undone write had
                registered of them may be needed no more.
        """
        found = {fact.position: fact for fact in (*shells, *self._left_behind(touched))}
        for fact in sorted(found.values(), key=lambda f: (_ORDER.get(f.what, 0), f[0])):
            if self._needed(fact):
                continue
            if fact.what in {"contribution-opened", "financing-opened"}:
                self.leaving["agreement"].add(fact.position)
            elif fact.what == "project-registered":
                self.leaving["project"].add(fact.position)
            elif fact.what == "party-registered":
                self.leaving["party"].add(fact.position)
            yield fact

    def _needed(self, fact: Fact) -> bool:
        if fact.stream in self.planned:
            return True
        of_stream = log.of_stream(self.books, fact.stream)
        if any(one.what in RULES and self.stands(one.position) for one in of_stream):
            return True
        for table, column in _USES.get(fact.what, ()):
            sql = f"SELECT id FROM {table} WHERE {column} = ? AND withdrawn = 0"  # noqa: S608 -- own names
            users = {row[0] for row in self.books.execute(sql, (fact.position,))}
            if users - self.leaving[table]:
                return True
        if fact.what != "party-registered":
            return False
        return fact.position in self._cofinancers or self._merged_into(fact.position)

    def _merged_into(self, party: int) -> bool:
        """Tell whether a party stands for others that were merged into it."""
        sql = (
            "SELECT m.party FROM merge m JOIN party p ON p.id = m.party"
            " WHERE m.into_party = ? AND m.withdrawn = 0 AND p.withdrawn = 0"
        )
        merged = {row[0] for row in self.books.execute(sql, (party,))}
        return bool(merged - self.leaving["party"])

    @cached_property
    def _cofinancers(self) -> set[int]:
        """Give the parties with a movement of no agreement that stands: one scan."""
        sql = "SELECT DISTINCT party, position FROM posting WHERE agreement = 0 AND party"
        rows = self.books.execute(sql).fetchall()
        return {
            party
            for party, position in rows
            if not self._reversal(position) and self.stands(position)
        }

    def _reversal(self, position: int) -> bool:
        sql = "SELECT 1 FROM reversal WHERE position = ?"
        return self.books.execute(sql, (position,)).fetchone() is not None

    def _left_behind(self, streams: Iterable[UUID]) -> Iterator[Fact]:
        """Give registrations of undone writes that were kept because they were needed."""
        for stream in streams:
            sql = (
                "SELECT id, party, project FROM agreement WHERE stream_id = ?"
                " AND withdrawn = 0"
            )
            row = self.books.execute(sql, (stream.bytes,)).fetchone()
            for number in row or ():
                if number and self._of_undone_write(number):
                    fact = log.at(self.books, number)
                    assert fact is not None
                    yield fact

    def _of_undone_write(self, position: int) -> bool:
        sql = "SELECT undone FROM write WHERE first <= ? ORDER BY first DESC LIMIT 1"
        found = self.books.execute(sql, (position,)).fetchone()
        return bool(found and found[0])
