"""The list of a fund's tranches: who stands in each, what they promised and paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reading.borne import Bearer, Layer, standing
from blendfund.application.reporting.bearers import bearers_of, funders_named, overfilled
from blendfund.application.reporting.frame import Asked, Frame, Report
from blendfund.domain.tranche import Tranche
from blendfund.domain.vocabulary import Instrument
from blendfund.projections.losses import UNTRANCHED

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.reading.reader import Reading

NO_TRANCHE: Final = "money that stands in no tranche"


def tranches_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """Who stands in which tranche of a fund, and who in none. Raises FundNotFound."""
    frame = Frame(reading, asked, "tranches")
    totals = frame.totals()
    found = standing(frame.books, frame.at, totals)
    parties = funders_named(reading)
    rows = [_row(one, frame, parties) for one in found.layers]
    outside = [
        Bearer(one)
        for one in found.outside
        if one.instrument != Instrument.IN_KIND and (one.paid or one.open)
    ]
    if outside:
        none = Layer(Tranche(UNTRANCHED, 0, 0), 0, outside, 0)
        row = _row(none, frame, parties)
        why = {"rank": None, "size": None, "room": None, "reason": say(NO_TRANCHE)}
        rows.append({**row, **why})
    report = frame.report(totals, say, {"rows": rows})
    report["flags"] += overfilled(found, frame, say)
    return report


def _row(layer: Layer, frame: Frame, parties: dict[str, str]) -> dict[str, Any]:
    members = [one.of for one in layer.bearers]
    return {
        "tranche": layer.tranche.name,
        "rank": layer.tranche.rank,
        "size": frame.money(layer.tranche.size_minor),
        "committed": frame.money(sum(one.paid + one.open for one in members)),
        "paid_in": frame.money(sum(one.paid for one in members)),
        "in_fund": frame.money(sum(one.held for one in members)),
        "room": frame.money(max(0, layer.tranche.size_minor - layer.brought_minor)),
        "borne": frame.money(layer.borne_minor),
        "contributions": bearers_of(layer, frame, parties),
    }
