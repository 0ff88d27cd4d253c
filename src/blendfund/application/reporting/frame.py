"""What every report begins with: the fund, the two times, the root, the flags."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from blendfund.application.reporting.flags import flags
from blendfund.domain.money import plain
from blendfund.domain.typed import Typed
from blendfund.storage.query.totals import Moment, totals

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from blendfund.application.reading.reader import Reading
    from blendfund.projections.facts import Total

Report = dict[str, Any]


class Asked(Struct, frozen=True):
    """Which report is asked for: the fund, the day, the position, how it is cut.

    ``expected`` are the totals that the report on differences compares with, ``agreement``
    the one that the report on a schedule is about, ``loss`` what tranches are to bear, or
    what is to be distributed; ``party`` the funder that a report is for, ``months`` how far
    a forecast goes, ``past`` how far back its months begin,
    ``discount`` the market rate that a loan is compared with.
    """

    fund: str
    as_of: date | None = None
    known_at: str | None = None
    by: str = ""
    french: bool = False
    expected: Any = None
    agreement: str = ""
    loss: Typed | None = None
    party: str = ""
    months: int = 0
    past: int = 12
    discount: str = ""


def _actors(reading: Reading, position: int) -> str:
    """Tell whether those who wrote by then are declared, proven by signatures, or both."""
    sql = "SELECT 1 FROM write WHERE first <= ? AND proven = {} LIMIT 1"
    unsigned, signed = (
        reading.books.execute(sql.format(one), (position,)).fetchone() for one in (0, 1)
    )
    if not signed:
        return "declared"
    return "mixed" if unsigned else "proven"


class Frame:
    """A report's header and the moment its figures are taken at."""

    def __init__(self, reading: Reading, asked: Asked, name: str) -> None:
        fund_id, self.currency, _ = reading.fund(asked.fund)
        head = reading.log.head().position
        position = reading.log.position_at(asked.known_at)
        self.day = asked.as_of or datetime.now(UTC).astimezone().date()
        self.at = Moment(fund_id, self.day.isoformat(), position, position == head)
        self.books = reading.books
        self.french = asked.french
        self.head: Report = {
            "report": name,
            "fund": asked.fund,
            "currency": self.currency,
            "as_of": self.day.isoformat(),
            "position": position,
            "root": reading.log.root(position),
            "actors": _actors(reading, position),
        }

    def money(self, minor: int | None) -> str | None:
        """Write minor units as text."""
        return None if minor is None else plain(minor, self.currency)

    def totals(self) -> list[Total]:
        """Give the fund's totals, split by nothing."""
        return totals(self.books, self.at)

    def flags(
        self, found: Sequence[Total], say: Callable[[str], str]
    ) -> list[dict[str, Any]]:
        """Give the fund's flags; ``found`` are its totals, however split."""
        return flags(self.books, self.at, found, self.currency, french=self.french, say=say)

    def report(
        self, found: Sequence[Total], say: Callable[[str], str], body: dict[str, Any]
    ) -> Report:
        """Put header, flags and body together; ``found`` as for ``flags``."""
        return self.head | {"flags": self.flags(found, say)} | body
