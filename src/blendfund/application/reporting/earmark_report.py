"""The report on earmarks: what each limits, what it has, whose money it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.planning.earmarking import defined
from blendfund.application.reporting.frame import Asked, Frame, Report
from blendfund.domain.earmark import FREE, Earmark
from blendfund.projections import earmarks as pots
from blendfund.projections.earmarks import UNEARMARKED, Pot
from blendfund.storage.query.totals import KNOWN, merges, names

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from blendfund.application.reading.reader import Reading

_FUNDERS: Final = (
    "SELECT DISTINCT earmark, party FROM agreement WHERE fund = :fund AND side = 'C'"  # noqa: S608 -- own words
    " AND carrier = ''"
    f" AND earmark <> '' AND {KNOWN} ORDER BY id"
)


def earmarks_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """What earmarked money may be used for, and what is left of it. Raises FundNotFound."""
    frame = Frame(reading, asked, "earmarks")
    totals = frame.totals()
    found = pots.earmarks(totals)
    limits = defined(frame.books, frame.at.fund, frame.at.position)
    funders = _funders(reading, frame)
    total = Pot()
    for pot in found.values():
        total.add(pot)
    body = {
        "by": "earmark",
        "rows": [
            {
                "key": name or UNEARMARKED,
                "earmarked": name != FREE,
                **_money(pot, frame),
                "below_zero": pot.cash < 0,
                **_limits(limits.get(name) or Earmark(name), frame.day),
                "funders": funders.get(name, []),
            }
            for name, pot in found.items()
        ],
        "total": {"key": "total", **_money(total, frame)},
        "formula": pots.FORMULA,
        "source": pots.SOURCE,
    }
    return frame.report(totals, say, body)


def _money(pot: Pot, frame: Frame) -> dict[str, Any]:
    return {name: frame.money(getattr(pot, name)) for name in Pot.__slots__}


def _limits(earmark: Earmark, today: date) -> dict[str, Any]:
    until = earmark.valid_until
    return {
        "purpose": earmark.purpose or None,
        "territories": list(earmark.territories),
        "publics": list(earmark.publics),
        "valid_from": earmark.valid_from and earmark.valid_from.isoformat(),
        "valid_until": until and until.isoformat(),
        "days_left": None if until is None else (until - today).days,
        "highest_rate": earmark.highest_rate or None,
        "repayments": earmark.repayments if earmark.name else None,
    }


def _funders(reading: Reading, frame: Frame) -> dict[str, list[str]]:
    """Give the names of those who earmarked money, by earmark, the first one first."""
    rows = frame.books.execute(_FUNDERS, frame.at._asdict()).fetchall()
    if not rows:
        return {}
    merged = merges(frame.books, frame.at.position)
    known = names(frame.books, reading.vault, "party")
    found: dict[str, dict[str, None]] = {}
    for earmark, number in rows:
        party = merged.get(str(number), str(number))
        found.setdefault(earmark, {})[known.get(party, party)] = None
    return {earmark: list(parties) for earmark, parties in found.items()}
