"""The report on how the fund's tranches would bear a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.application.reading.borne import position
from blendfund.application.reporting.bearers import bearers_of, funders_named, overfilled
from blendfund.application.reporting.flags import UNALLOCATED
from blendfund.application.reporting.frame import Asked, Frame, Report
from blendfund.domain import bearing
from blendfund.domain.tranche import FORMULA, SOURCE, bear
from blendfund.projections.losses import lost, provided
from blendfund.reports.words import amount
from blendfund.storage.query.provisions import excess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from blendfund.application.reading.borne import Layer
    from blendfund.application.reading.reader import Reading


def waterfall_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """How the fund's tranches would bear a loss; without one, what it has lost so far.

    What no tranche can take is flagged. Raises FundNotFound.
    """
    frame = Frame(reading, asked, "waterfall")
    totals = frame.totals()
    so_far = max(0, lost(totals))
    expected = provided(totals) - excess(frame.books, frame.at, "fund").total()
    loss = so_far if asked.loss is None else asked.loss.minor(frame.currency)
    found = position(frame.books, frame.at, loss)
    to_date, _ = bear(so_far, [one.tranche for one in found.layers])
    parties = funders_named(reading)
    body: dict[str, Any] = {
        "loss": frame.money(loss),
        "lost": frame.money(so_far),
        "provisions": frame.money(expected),
        "rows": [
            _row(one, frame, parties) | {"borne_to_date": frame.money(before.borne_minor)}
            for one, before in zip(found.layers, to_date, strict=True)
        ],
        "unallocated": frame.money(found.unallocated_minor),
        "formula": f"{FORMULA}; {bearing.FORMULA}",
        "source": f"{SOURCE}; {bearing.SOURCE}",
    }
    report = frame.report(totals, say, body)
    report["flags"] += [
        *overfilled(found, frame, say),
        *_unallocated(found.unallocated_minor, frame, say),
    ]
    return report


def _unallocated(
    left: int, frame: Frame, say: Callable[[str], str]
) -> Iterator[dict[str, Any]]:
    if left:
        shown = amount(left, frame.currency, french=frame.french)
        text = say(UNALLOCATED).format(left=shown)
        yield {"code": "loss-unallocated", "text": text, "positions": []}


def _row(layer: Layer, frame: Frame, parties: dict[str, str]) -> dict[str, Any]:
    return {
        "tranche": layer.tranche.name,
        "rank": layer.tranche.rank,
        "size": frame.money(layer.tranche.size_minor),
        "borne": frame.money(layer.borne_minor),
        "left": frame.money(layer.left_minor),
        "contributions": bearers_of(layer, frame, parties),
        "unfilled": frame.money(layer.unfilled_minor),
    }
