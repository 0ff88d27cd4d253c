"""Who bears what, as reports tell it: tranche by tranche, agreement by agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.application.reporting.flags import OVERFILLED
from blendfund.reports.words import amount
from blendfund.storage.query.totals import names

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.reading.borne import Layer, Position
    from blendfund.application.reading.reader import Reading
    from blendfund.application.reporting.frame import Frame


def bearers_of(layer: Layer, frame: Frame, parties: dict[str, str]) -> list[dict[str, Any]]:
    """Tell what each agreement of a tranche has in the fund, and what it bears."""
    return [
        {
            "key": one.of.name,
            "party": parties.get(str(one.of.party), str(one.of.party)),
            "instrument": one.of.instrument,
            "committed": frame.money(one.of.paid + one.of.open),
            "paid_in": frame.money(one.of.paid),
            "in_fund": frame.money(one.of.held),
            "open": frame.money(one.of.open),
            "borne": frame.money(one.bearing.borne_minor),
            "to_call": frame.money(one.bearing.to_call_minor),
        }
        for one in layer.bearers
    ]


def funders_named(reading: Reading) -> dict[str, str]:
    """Give the names of funders by their ids."""
    return names(reading.books, reading.vault, "party")


def overfilled(
    position: Position, frame: Frame, say: Callable[[str], str]
) -> list[dict[str, Any]]:
    """Flag the tranches whose agreements bring more than the tranche can bear."""
    found = []
    for layer in position.layers:
        over = layer.brought_minor - layer.tranche.size_minor
        if over > 0:
            shown = amount(over, frame.currency, french=frame.french)
            text = say(OVERFILLED).format(tranche=layer.tranche.name, over=shown)
            found.append({"code": "tranche-overfilled", "text": text, "positions": []})
    return found
