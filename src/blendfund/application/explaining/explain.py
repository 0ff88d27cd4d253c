"""From a figure to the facts that make it, and from facts to the figures they feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from blendfund.application.explaining import addresses
from blendfund.application.explaining.figures import Fund, Sight, moment
from blendfund.application.explaining.parts import parts_of
from blendfund.application.reading.telling import tell
from blendfund.domain.errors import InvariantBroken
from blendfund.domain.money import plain
from blendfund.projections.cells import ROWS
from blendfund.reports.meanings import meaning
from blendfund.storage.query.backing import backed, backing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from blendfund.application.explaining.addresses import Address
    from blendfund.application.explaining.parts import Part
    from blendfund.application.reading.reader import Reading
    from blendfund.domain.typed import Typed
    from blendfund.projections.cells import Cell, Figure

Told = dict[str, Any]
SHOWN: Final = 50


class Wanted(NamedTuple):
    """What is to be explained: in which fund, at which moment, with how many facts.

    ``amount`` is the loss, or the amount to distribute, that a report supposes.
    """

    what: str
    fund: str = ""
    as_of: date | None = None
    known_at: str | None = None
    limit: int = SHOWN
    amount: Typed | None = None


def fund_of(reading: Reading, reference: str) -> Fund:
    """Give a fund of the ledger. Raises FundNotFound."""
    number, currency, _ = reading.fund(reference)
    return Fund(number, reference, currency)


def explain_figure(reading: Reading, wanted: Wanted, say: Callable[[str], str]) -> Told:
    """Explain a figure of a report by the facts that make it.

    Raises:
        FundNotFound, UnknownPosition, UnknownCell, UnfinishedCell; InvariantBroken where
        the facts do not add up to the figure.
    """
    if addresses.report_of(wanted.what, say) in addresses.DERIVED:
        # Imported here: most figures are plain sums of facts.
        from blendfund.application.explaining.deriving import explain_derived

        told = explain_derived(reading, wanted, say)
        if told is not None:
            return told
    address = addresses.read(wanted.what, say)
    fund = fund_of(reading, wanted.fund)
    at = moment(reading, fund, wanted.as_of, wanted.known_at)
    sight = Sight(reading, fund, address.view, at)
    cell = addresses.found(address.text, address.parts, addresses.grid_of(sight), say)
    # A row of returns says why it has no rate; its multiples only lack a divisor.
    rated = address.view.report != "returns" or cell.column == "irr"
    reason = sight.figures.get(cell._replace(column="reason")) if rated else None
    figure = sight.figure(cell)
    return {
        "explains": "figure",
        "figure": _written(sight, cell),
        **_place(sight, cell, address),
        "value": _shown(figure, fund.currency),
        "reason": say(str(reason)) if reason and figure is None else None,
        "meaning": say(meaning(address.view.report, *cell)),
        "parts": [_part(sight, part, wanted.limit) for part in parts_of(sight, cell)],
    }


def _place(sight: Sight, cell: Cell, address: Address) -> Told:
    at = sight.at
    return {
        "report": address.view.report,
        "by": address.view.by,
        "table": cell.table,
        "row": sight.labels.get(cell.row, cell.row) if cell.table == ROWS else cell.row,
        "column": cell.column,
        "fund": sight.fund.reference,
        "currency": sight.fund.currency,
        "as_of": at.as_of,
        "position": at.position,
        "root": sight.reading.log.root(at.position),
    }


def _written(sight: Sight, cell: Cell) -> str:
    label = sight.labels.get(cell.row, "") if cell.table == ROWS else ""
    return addresses.written(sight.view, cell, label)


def _part(sight: Sight, part: Part, limit: int) -> Told:
    form = sight.form(sight.row(part.of.table, part.of.row), part.columns)
    made = backing(sight.books, sight.at, form)
    expected, currency = sight.sum(part.of, part.columns), sight.fund.currency
    if made.amount != expected:
        raise InvariantBroken(f"{part.of}: the facts make {made.amount}, not {expected}")
    shown = backed(sight.books, sight.at, form, limit)
    told = tell(sight.reading, [one.position for one in shown], sight.at.position)
    rest = made.amount - sum(one.amount for one in shown)
    return {
        "part": part.name,
        "amount": plain(made.amount, currency),
        "count": made.facts,
        "facts": [
            {**fact, "adds": plain(one.amount, currency)}
            for one, fact in zip(shown, told, strict=True)
        ],
        "rest": {"count": made.facts - len(shown), "amount": plain(rest, currency)},
    }


def _shown(figure: Figure, currency: str) -> str | None:
    return plain(figure, currency) if isinstance(figure, int) else figure
