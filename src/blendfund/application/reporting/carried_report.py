"""The report on money that third parties carry: never a part of the fund's own figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reading.guarantees import guarantees
from blendfund.application.reporting.frame import Asked, Frame, Report
from blendfund.domain.party import fold
from blendfund.projections import carried as sums
from blendfund.projections.carried import AMOUNTS, Carried, carried
from blendfund.projections.ratio import ratio
from blendfund.storage.query.kept import kept
from blendfund.storage.query.totals import names

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.reading.reader import Reading

NO_BALANCE: Final = "the carrier keeps no balance"


def carried_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """What each carrier received, used, gave back and keeps, and what it backs.

    Raises FundNotFound.
    """
    frame = Frame(reading, asked, "carried")
    found = carried(kept(frame.books, frame.at))
    _reported(found, reading, frame)
    agreements = names(frame.books, reading.vault, "agreement")
    rows, parts = [], []
    for (carrier, number), one in sorted(found.items(), key=lambda pair: fold(pair[0][0])):
        if number:
            name = agreements.get(number, number)
            parts.append({"key": carrier, "agreement": name, **_said(one, frame, say)})
        else:
            rows.append({"key": carrier, **_said(one, frame, say)})
    total = Carried()
    for (_, number), one in found.items():
        if not number:
            for name in AMOUNTS:
                setattr(total, name, getattr(total, name) + getattr(one, name))
    body = {
        "rows": rows,
        "total": {name: frame.money(getattr(total, name)) for name in AMOUNTS},
        "agreements": sorted(parts, key=lambda one: (fold(one["key"]), one["agreement"])),
        "formula": sums.FORMULA,
        "source": sums.SOURCE,
    }
    return frame.report(frame.totals(), say, body)


def _reported(
    found: dict[tuple[str, str], Carried], reading: Reading, frame: Frame
) -> None:
    """Bring what guarantees expose down to what lenders last reported of their loans."""
    for one in guarantees(reading, frame.at, carried=True):
        sums = one.sums(frame.day)
        for agreement in ("", one.number):
            found[one.carrier, agreement].exposure -= sums.left - sums.exposure


def _said(one: Carried, frame: Frame, say: Callable[[str], str]) -> dict[str, Any]:
    said: dict[str, Any] = {name: frame.money(getattr(one, name)) for name in AMOUNTS}
    multiple = ratio(one.exposure, one.balance) if one.balance > 0 else None
    reason = say(NO_BALANCE) if multiple is None else None
    positions = sorted(one.positions)
    return {**said, "multiple": multiple, "reason": reason, "positions": positions}
