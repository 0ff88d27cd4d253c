"""The report on earmarks: what each limits, what it has, whose money it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blendfund.application.earmarking import defined
from blendfund.application.frame import Asked, Frame, Report
from blendfund.domain.earmark import FREE, Earmark
from blendfund.projections import earmarks as pots
from blendfund.projections.earmarks import UNEARMARKED, EarmarkTotal, Pot
from blendfund.storage.totals import names

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import date

    from blendfund.application.reading import Reading
    from blendfund.storage.totals import Moment

_HEAD: Final = (
    "SELECT c.earmark, c.account, c.movement, sum(d.amount) FROM class c"
    " CROSS JOIN daily d ON d.class = c.id AND d.operation_date <= :as_of"
    " WHERE c.fund = :fund AND c.carrier = '' GROUP BY c.earmark, c.account, c.movement"
)
_THEN: Final = (
    "SELECT c.earmark, c.account, c.movement, sum(d.amount) FROM posting d"
    " JOIN class c ON c.id = d.class WHERE d.position <= :position"
    " AND d.operation_date <= :as_of AND c.fund = :fund AND c.carrier = ''"
    " GROUP BY c.earmark, c.account, c.movement"
)
_FUNDERS: Final = (
    "SELECT DISTINCT earmark, party FROM agreement WHERE fund = ? AND side = 'C'"
    " AND earmark <> '' AND withdrawn = 0 AND id <= ? ORDER BY id"
)


def earmarks_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """What earmarked money may be used for, and what is left of it. Raises FundNotFound."""
    frame = Frame(reading, asked, "earmarks")
    found = pots_of(frame.books, frame.at)
    limits = defined(frame.books, frame.at.fund, frame.at.position)
    funders = _funders(reading, frame)
    total = pots.total(found.values())
    body = {
        "rows": [
            {
                "key": name or UNEARMARKED,
                "earmarked": name != FREE,
                **_money(found.get(name, Pot()), frame),
                **_limits(limits.get(name) or Earmark(name), frame.day),
                "funders": funders.get(name, []),
            }
            for name in sorted({*found, *limits})
        ],
        "total": {"key": "total", **_money(total, frame)},
        "formula": pots.FORMULA,
        "source": pots.SOURCE,
    }
    return frame.report(frame.totals(), say, body)


def pots_of(books: sqlite3.Connection, at: Moment) -> dict[str, Pot]:
    """Give a fund's money, earmark by earmark, as of a day and as known at a position."""
    rows = books.execute(_HEAD if at.head else _THEN, at._asdict())
    return pots.earmarks(EarmarkTotal(*row) for row in rows)


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
        "repayments": earmark.repayments,
    }


def _funders(reading: Reading, frame: Frame) -> dict[str, list[str]]:
    rows = frame.books.execute(_FUNDERS, (frame.at.fund, frame.at.position)).fetchall()
    if not rows:
        return {}
    known = names(frame.books, reading.vault, "party")
    found: dict[str, list[str]] = {}
    for earmark, party in rows:
        found.setdefault(earmark, []).append(known.get(str(party), str(party)))
    return found
