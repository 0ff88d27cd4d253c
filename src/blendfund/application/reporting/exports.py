"""A fund's books for other programs: what is asked for, and what the file is made of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from blendfund.exchange.plaintext import Books
from blendfund.projections.balance import month_ends
from blendfund.storage.query.entries import Entries, carried
from blendfund.storage.query.totals import Moment, totals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blendfund.application.reading.reader import Reading
    from blendfund.journal.entry import Entry


class Sought(Struct, frozen=True):
    """Which books are asked for: the fund, the day, the position, and of whose money.

    Money that others carry is the fund's story but not its money: it is in the file only
    where ``carried`` asks for it. Without ``people`` natural persons stand by a number.
    """

    fund: str
    as_of: date | None = None
    known_at: str | None = None
    carried: bool = False
    people: bool = True


class Export:
    """The books of one fund at a moment, counted as they are read.

    They are read while they are written: inside ``Reading.still``.
    """

    def __init__(self, reading: Reading, sought: Sought) -> None:
        fund, self.currency, _ = reading.fund(sought.fund)
        self.reading = reading
        self.sought = sought
        head = reading.log.head().position
        self.position = reading.log.position_at(sought.known_at)
        self.day = sought.as_of or datetime.now(UTC).astimezone().date()
        self.at = Moment(fund, self.day.isoformat(), self.position, self.position == head)
        self.root = reading.log.root(self.position)
        self.entries = self.rows = 0

    def read(self, order: str) -> Iterator[Entry]:
        """Give the entries by "position" or by "date", a few at a time."""
        reading, sought = self.reading, self.sought
        source = Entries(reading.books, reading.log, reading.vault, people=sought.people)
        for entry in source.read(self.at, order, carried=sought.carried):
            self.entries += 1
            self.rows += len(entry.postings)
            yield entry

    def books(self) -> Books:
        """Give the entries by date, with the month-end balances that our reports say."""
        name = self.reading.books.execute(
            "SELECT name FROM fund WHERE id = ?", (self.at.fund,)
        ).fetchone()[0]
        found = totals(self.reading.books, self.at, "month")
        return Books(
            fund=self.sought.fund,
            name=name,
            currency=self.currency,
            as_of=self.day,
            position=self.position,
            root=self.root,
            entries=self.read("date"),
            month_ends=list(month_ends(found, self.day)),
        )

    def told(self) -> dict[str, Any]:
        """Tell what was read, once it was."""
        left_out = 0 if self.sought.carried else carried(self.reading.books, self.at)
        return {
            "fund": self.sought.fund,
            "currency": self.currency,
            "as_of": self.day.isoformat(),
            "entries": self.entries,
            "rows": self.rows,
            "left_out": left_out,
            "position": self.position,
            "root": self.root,
        }
