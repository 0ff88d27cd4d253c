"""What a write changes of a fund: the figures just before and just after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from blendfund.domain.money import plain
from blendfund.projections.composition import composition
from blendfund.projections.leverage import leverage
from blendfund.projections.ratio import ratio
from blendfund.storage.totals import Moment, cofinancings, totals

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

SHOWN = ("cash", "available", "outstanding")


class Figures(Struct, frozen=True):
    """A fund at a moment: amounts (minor units), shares by sector, measures of leverage."""

    amounts: dict[str, int]
    shares: dict[str, str | None]
    measures: dict[str, str | None]


class Effect(Struct, frozen=True):
    """The figures before and after a write."""

    before: Figures
    after: Figures

    def changes(self, currency: str) -> list[dict[str, Any]]:
        """Give what changes: its group, its name, the value before and after, as text."""
        found = []
        for group in ("amounts", "shares", "measures"):
            before, after = getattr(self.before, group), getattr(self.after, group)
            for key in {**before, **after}:
                old, new = before.get(key), after.get(key)
                if old != new:
                    told = [_text(one, currency) for one in (old, new)]
                    found.append(
                        {"group": group, "key": key, "before": told[0], "after": told[1]}
                    )
        return found


def figures(books: sqlite3.Connection, fund: int, day: date) -> Figures:
    """Compute a fund's figures from the books as they stand in the open transaction."""
    at = Moment(fund, day.isoformat(), 2**62, head=True)
    found = totals(books, at)
    made = composition(found, "sector")
    amounts = {name: getattr(made.uses, name) for name in SHOWN}
    shares = {
        key: ratio(row.resources, made.total.resources) for key, row in made.rows.items()
    }
    others, _ = cofinancings(books, at)
    measures = {one.name: one.value for one in leverage(found, others)}
    return Figures(amounts, shares, measures)


def _text(value: int | str | None, currency: str) -> str | None:
    return plain(value, currency) if isinstance(value, int) else value
