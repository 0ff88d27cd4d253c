"""What a fund decided, asked before a contract or a payment is recorded.

A fund that decided nothing pays nothing for it: what its charter asks is loaded only where
there is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from blendfund.application.planning.chartered import Chartered
    from blendfund.application.planning.planner import Planner
    from blendfund.domain.approval import PaymentProposed
    from blendfund.exchange.row import Row

_DECIDED: Final = "SELECT 1 FROM dossier WHERE fund = ? LIMIT 1"


class Second(NamedTuple):
    """What one person may pay of a contract, and paid already (minor units)."""

    before_minor: int
    above_minor: int


class Decided:
    """What a fund's charter says of one row; nothing where it has none."""

    def __init__(self, books: sqlite3.Connection, fund: Any, on: date) -> None:
        self.books = books
        self.fund = fund
        self.said = books.execute(_DECIDED, (fund[0],)).fetchone() is not None
        self.chartered: Chartered | None = None
        if self.said:
            from blendfund.application.planning.chartered import chartered

            self.chartered = chartered(books, fund, on)

    def resting(self, row: Row) -> Row:
        """Give the row with the approval it rests on, where it has one.

        Raises BeforeItsGround: the payment is dated before its approval.
        """
        if self.chartered is None:
            return row
        from blendfund.application.planning import seconded

        return seconded.resting(self.chartered, row)

    def check(self, planner: Planner, row: Row) -> None:
        """Hold a planned row against the charter. Raises its refusals."""
        if not self.said:
            return
        from blendfund.application.planning import aided, drawn

        if self.chartered is not None:
            from blendfund.application.planning import chartered as rules

            rules.check(self.chartered, planner, row)
        aided.check(self.books, self.fund, planner, row)
        drawn.check(self.books, planner, row)

    def asks_second(self, planner: Planner, row: Row) -> Second | None:
        """Give why a second person must approve a planned row first, if one must."""
        if self.chartered is None or row.proposal:
            return None
        from blendfund.application.planning import seconded

        return seconded.needs_second(self.chartered, planner, row)

    def proposed(
        self, planner: Planner, row: Row, stamp: dict[str, Any]
    ) -> tuple[int, PaymentProposed]:
        """Give the proposal of a row, and where the same one waits already (0: nowhere)."""
        from blendfund.application.planning import seconded

        assert self.chartered is not None
        event = seconded.proposed(self.chartered, planner, row, stamp)
        return seconded.waiting(self.chartered, row), event
