"""Why a report differs between two days, or between two positions: its causes."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from blendfund.application.explaining import addresses
from blendfund.application.explaining.explain import fund_of
from blendfund.application.explaining.figures import Sight, moment
from blendfund.application.explaining.links import links_of
from blendfund.application.explaining.parts import BORNE, bears, parts_of
from blendfund.application.reading.kinds import KINDS
from blendfund.domain.errors import InvariantBroken, NotTwoMoments
from blendfund.domain.money import plain
from blendfund.journal.rules import RULES
from blendfund.projections.causes import CAUSES, Change, Compared, Since, differences
from blendfund.projections.cells import CURVE, ROWS, Cell
from blendfund.projections.forms import Scope
from blendfund.storage.query import backing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from blendfund.application.explaining.figures import Fund
    from blendfund.application.reading.reader import Reading
    from blendfund.projections.causes import Differences, Links
    from blendfund.storage.query.totals import Moment

Told = dict[str, Any]
SHOWN: Final = 5
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_POSITION: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_ORDER: Final = {name: number for number, name in enumerate(RULES)}


class Between(NamedTuple):
    """Which report is compared, between which two moments; ``shown`` facts a cause."""

    one: str
    other: str
    fund: str = ""
    report: str = "composition"
    by: str = ""
    as_of: date | None = None
    known_at: str | None = None
    shown: int = SHOWN


def why(reading: Reading, asked: Between, say: Callable[[str], str]) -> Told:
    """Explain the difference of a report between two moments, the earlier one first.

    Raises:
        NotTwoMoments, UnknownPosition, FundNotFound, UnknownCell; InvariantBroken where
        the causes do not add up to a difference.
    """
    address = f"{asked.report}/{asked.by}" if asked.by else asked.report
    view = addresses.read(address, say).view
    fund = fund_of(reading, asked.fund)
    moments = _moments(reading, fund, asked)
    before, after = (Sight(reading, fund, view, at) for at in moments)
    links, reasons = links_of(reading, before.at, after.at)
    found = _differences(before, after, links)
    place = _Place(before, after, {**before.labels, **after.labels})
    return {
        "explains": "difference",
        "report": view.report,
        "by": view.by,
        "fund": fund.reference,
        "currency": fund.currency,
        "between": [
            {
                "as_of": at.as_of,
                "position": at.position,
                "root": reading.log.root(at.position),
            }
            for at in moments
        ],
        "rows": [
            place.told(cell)
            | _amounts(place, cell)
            | {"causes": _causes(place, found.get(cell, {}), reasons, asked.shown)}
            for cell in place.changed(found)
        ],
        "ratios": list(_ratios(place)),
    }


def _moments(reading: Reading, fund: Fund, asked: Between) -> list[Moment]:
    one, other = asked.one.strip(), asked.other.strip()
    pair = [one, other]
    head = reading.log.head().position
    if all(map(_POSITION.fullmatch, pair)):
        pair = sorted(pair, key=int)
        return [moment(reading, fund, asked.as_of, one) for one in pair]
    days = list(map(_day, pair))
    if None in days:
        raise NotTwoMoments(one, other, head)
    return [
        moment(reading, fund, day, asked.known_at) for day in sorted(filter(None, days))
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _differences(before: Sight, after: Sight, links: Links) -> Differences:
    log, at = before.reading.log, before.at
    recorded = log.recorded_at(at.position)[: len(at.as_of)] if at.position else ""
    # A year that has begun since was, before, as far as the years had come.
    context = before.context._replace(year=after.context.year)
    since = Since(at.as_of, at.position, recorded, context)
    movements = {
        one.id: one.movement for one in backing.classes(after.books, after.fund.id)
    }
    classes = {one.id: (movements[one.id], one) for one in after.weighed}
    postings = backing.changed(after.books, at, after.at, _otherwise(before, after))
    view = after.view
    compared = Compared(view.shape, view.by, classes, since, after.context)
    return differences(compared, postings, links)


def _otherwise(before: Sight, after: Sight) -> Iterator[Scope]:
    """Give the postings that count otherwise since, by what it is that changed.

    Projects that the fund had no contract with; loans with a provision that is too large;
    merged parties, and agreements that changed tranches.
    """
    yield Scope("project", before.contracted ^ after.contracted)
    yield Scope("agreement", before.over ^ after.over)
    split = after.view.shape.split.get(after.view.by)
    if split:
        changed = {one for one, _ in before.merged.items() ^ after.merged.items()}
        yield Scope(split, frozenset(changed))


class _Place(NamedTuple):
    """The two sights of one report, and what its rows are called."""

    before: Sight
    after: Sight
    labels: Mapping[str, str]

    def changed(self, found: Differences) -> list[Cell]:
        """Give the amounts that differ, in the report's order. Raises InvariantBroken."""
        view = self.after.view
        cells = {**self.before.figures, **self.after.figures}
        amounts = [
            cell
            for cell in cells
            if cell.column in view.columns(cell.table)
            and cell.column not in view.shape.ratios
            and not self.lossy(cell)
        ]
        for cell in {*amounts, *(one for one in found if not self.lossy(one))}:
            made, difference = sum(found.get(cell, {}).values()), self.difference(cell)
            if made != difference:
                raise InvariantBroken(f"{cell}: causes make {made}, not {difference}")
        return [cell for cell in self.ordered(amounts) if self.difference(cell)]

    def lossy(self, cell: Cell) -> bool:
        """Tell whether a figure hangs on losses that its row bears: no sum of its facts."""
        sights = (self.before, self.after)
        return cell.column in BORNE and any(bears(sight, cell) for sight in sights)

    def ordered(self, cells: list[Cell]) -> list[Cell]:
        """Order cells as the report does."""
        return sorted(cells, key=self.after.view.shape.place)

    def difference(self, cell: Cell) -> int:
        """Give how much more an amount is at the later moment (minor units)."""
        return self.amount(self.after, cell) - self.amount(self.before, cell)

    def amount(self, sight: Sight, cell: Cell) -> int:
        """Give an amount at one of the moments; one that is in no row is zero."""
        if cell.table == CURVE and cell.column == "cumulative":
            return _cumulative(sight, cell)
        figure = sight.figures.get(cell, 0)
        return figure if isinstance(figure, int) else 0

    def told(self, cell: Cell) -> Told:
        """Say which figure it is."""
        label = self.labels.get(cell.row, cell.row) if cell.table == ROWS else ""
        view = self.after.view
        return {
            "figure": addresses.written(view, cell, label),
            "report": view.report,
            "by": view.by,
            "table": cell.table,
            "row": label or cell.row,
            "column": cell.column,
        }


def _cumulative(sight: Sight, cell: Cell) -> int:
    """Give the curve's last figure up to a year: it goes on past its last year."""
    years = [
        (one.row, figure)
        for one, figure in sight.figures.items()
        if one.table == CURVE and one.column == cell.column and one.row <= cell.row
    ]
    figure = max(years)[1] if years else 0
    return figure if isinstance(figure, int) else 0


def _amounts(place: _Place, cell: Cell) -> Told:
    currency = place.after.fund.currency
    return {
        "before": plain(place.amount(place.before, cell), currency),
        "after": plain(place.amount(place.after, cell), currency),
        "difference": plain(place.difference(cell), currency),
    }


def _causes(
    place: _Place, changes: Mapping[Change, int], reasons: Mapping[int, str], shown: int
) -> list[Told]:
    currency = place.after.fund.currency
    grouped: dict[tuple[str, str], list[Change]] = {}
    for change in sorted(changes, key=_in_order):
        grouped.setdefault((change.cause, change.movement), []).append(change)
    return [
        {
            "cause": cause,
            "kind": KINDS.get(movement, movement),
            "count": len(group),
            "amount": plain(sum(changes[one] for one in group), currency),
            "facts": [
                {
                    "position": one.position,
                    "last": one.last,
                    "adds": plain(changes[one], currency),
                }
                for one in (group[:shown] if shown else group)
            ],
            "reasons": _reasons(group, reasons),
        }
        for (cause, movement), group in grouped.items()
    ]


def _in_order(change: Change) -> tuple[int, int, int]:
    return CAUSES.index(change.cause), _ORDER[change.movement], change.position


def _reasons(group: list[Change], reasons: Mapping[int, str]) -> list[str]:
    said = (reasons.get(one.last, "") for one in group)
    return [one for one in dict.fromkeys(said) if one]


def _ratios(place: _Place) -> Iterator[Told]:
    """Give the ratios that differ, with the sums they are made of."""
    view, currency = place.after.view, place.after.fund.currency
    cells = {
        Cell(cell.table, cell.row, column)
        for sight in (place.before, place.after)
        for cell in sight.figures
        for column in (*view.shape.ratios, *BORNE)
        if column in view.columns(cell.table)
        if column not in BORNE or place.lossy(cell._replace(column=column))
    }
    for cell in place.ordered(list(cells)):
        values = place.before.figure(cell), place.after.figure(cell)
        if values[0] == values[1]:
            continue
        lossy = place.after if bears(place.after, cell) else place.before
        before, after = (
            plain(one, currency) if isinstance(one, int) else one for one in values
        )
        yield place.told(cell) | {
            "before": before,
            "after": after,
            "parts": [
                {
                    "part": part.name,
                    "before": plain(place.before.sum(part.of, part.columns), currency),
                    "after": plain(place.after.sum(part.of, part.columns), currency),
                }
                for part in parts_of(lossy, cell)
            ],
        }
