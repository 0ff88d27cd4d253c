"""A fund at a moment, as those see it who work out where a figure comes from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from blendfund.application.explaining.addresses import Place, chosen, slug
from blendfund.application.reporting.loan_reports import NOTHING_TO_DIVIDE
from blendfund.projections.derived import Counted, Kind, Node, Said
from blendfund.projections.forms import Term
from blendfund.storage.query.backing import backed, classes
from blendfund.storage.query.totals import KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from fractions import Fraction

    from blendfund.application.explaining.addresses import Grid
    from blendfund.application.explaining.explain import Wanted
    from blendfund.application.explaining.figures import Fund
    from blendfund.application.reading.reader import Reading
    from blendfund.projections.cells import Cell
    from blendfund.projections.forms import Scope
    from blendfund.projections.views import Klass
    from blendfund.storage.query.totals import Moment

_AGREEMENTS: Final = (
    "SELECT id, reference, CASE name WHEN '' THEN reference ELSE name END FROM agreement"  # noqa: S608 -- own words
    f" WHERE fund = :fund AND {KNOWN} ORDER BY id"
)


class Seen:
    """A fund at a moment: its facts, its agreements as they are typed."""

    def __init__(
        self,
        reading: Reading,
        fund: Fund,
        at: Moment,
        wanted: Wanted,
        say: Callable[[str], str],
    ) -> None:
        self.reading = reading
        self.books = reading.books
        self.fund = fund
        self.at = at
        self.wanted = wanted
        self.say = say
        self.day = date.fromisoformat(at.as_of)

    @cached_property
    def _classes(self) -> list[Klass]:
        return classes(self.books, self.fund.id)

    def facts(self, weigh: Callable[[Klass], int], *scopes: Scope) -> tuple[Said, ...]:
        """Give the facts with postings that count, each with what it adds.

        Args:
            weigh: How often a unit of a class of postings counts, 0 for never.
            scopes: Limits on the postings.
        """
        weights = {one.id: weight for one in self._classes if (weight := weigh(one))}
        form = (Term(weights, scopes),) if weights else ()
        return tuple(Said(*one) for one in backed(self.books, self.at, form))

    def dated(self, positions: Iterable[int]) -> dict[int, date]:
        """Give the operation dates of facts with postings, by their positions."""
        listed = ", ".join(map(str, positions))
        sql = (
            "SELECT position, min(operation_date) FROM posting"  # noqa: S608 -- numbers only
            f" WHERE position IN ({listed}) GROUP BY position"
        )
        rows = self.books.execute(sql)
        return {position: date.fromisoformat(on) for position, on in rows}

    @cached_property
    def agreements(self) -> dict[int, tuple[str, str]]:
        """Give every agreement by its id: how it is typed, and its name."""
        rows = self.books.execute(_AGREEMENTS, self.at._asdict()).fetchall()
        times: dict[str, int] = {}
        for _, _, name in rows:
            times[slug(name)] = times.get(slug(name), 0) + 1
        return {
            number: (slug(name) if times[slug(name)] == 1 and slug(name) else ref, name)
            for number, ref, name in rows
        }


class Source(ABC):
    """Where the figures of one report come from.

    ``of`` names the agreement or party that the report is on, "" for the fund's own;
    ``by`` says how it is cut, where it is.
    """

    report = ""
    of = ""
    by = ""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen

    @property
    @abstractmethod
    def grid(self) -> Grid:
        """Give where the figures stand."""

    def cell(self, found: Cell) -> Cell:
        """Give the cell that is meant by one that was found."""
        return found

    def plain(self, cell: Cell) -> bool:
        """Tell whether a figure is a plain sum of facts, explained as such."""
        del cell
        return False

    def reason(self, cell: Cell) -> str:
        """Say why a figure has no value."""
        del cell
        return self.seen.say(NOTHING_TO_DIVIDE)

    @abstractmethod
    def node(self, cell: Cell) -> Node:
        """Work out where a figure comes from."""

    def address(self, cell: Cell) -> str:
        """Write a figure's address."""
        return self.grid.written(cell, self.grid.rows(cell.table).get(cell.row, ""))

    def other(
        self, name: str, cell: Cell, value: int | Fraction, kind: Kind = Kind.AMOUNT
    ) -> Node:
        """Give another figure of the report as a node."""
        return Node(name, value, kind, figures=(Counted(self.address(cell), value),))

    def total(self, name: str, *figures: tuple[Cell, int | Fraction]) -> Node:
        """Give the sum of other figures of the report (minor units, or numbers)."""
        counted = tuple(Counted(self.address(cell), adds) for cell, adds in figures)
        return Node(name, sum(adds for _, adds in figures), figures=counted)


def named(seen: Seen, start: str, parts: list[str], choices: dict[str, str]) -> str:
    """Take what a report is on off an address. Raises UnknownCell, UnfinishedCell."""
    typed = parts.pop(0) if parts else ""
    rest = "".join(f":{one}" for one in parts)
    return chosen(Place(seen.wanted.what, start, rest), typed, choices, seen.say)
