"""What a write changes of a fund: the figures just before and just after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from blendfund.domain.money import plain
from blendfund.storage.query.totals import Moment, cofinancings, totals

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date

SHOWN = ("cash", "available", "outstanding")


class Figures(Struct, frozen=True):
    """A fund at a moment: amounts (minor units), shares by sector, measures of leverage."""

    amounts: dict[str, int]
    shares: dict[str, str | None]
    measures: dict[str, str | None]


Measured = dict[str, tuple[str, Figures]]


def measured(books: sqlite3.Connection, day: date) -> Measured:
    """Give every fund's currency and figures, as the open transaction has them."""
    sql = "SELECT reference, currency, id FROM fund WHERE withdrawn = 0 ORDER BY id"
    found = books.execute(sql).fetchall()
    return {one: (currency, figures(books, number, day)) for one, currency, number in found}


def changes(before: Measured, after: Measured) -> list[dict[str, Any]]:
    """Give what changes: the fund, its group and name, the value before and after, as text.

    A fund that opens or that is taken back has nothing to compare.
    """
    return [
        {"fund": fund, "currency": currency, **one}
        for fund, (currency, figures) in after.items()
        if fund in before
        for one in _changes(before[fund][1], figures, currency)
    ]


def _changes(old: Figures, new: Figures, currency: str) -> Iterator[dict[str, Any]]:
    for group in ("amounts", "shares", "measures"):
        before, after = getattr(old, group), getattr(new, group)
        for key in {**before, **after}:
            told = [before.get(key), after.get(key)]
            if told[0] != told[1]:
                first, last = (_text(one, currency) for one in told)
                yield {"group": group, "key": key, "before": first, "after": last}


def figures(books: sqlite3.Connection, fund: int, day: date) -> Figures:
    """Compute a fund's figures from the books as they stand in the open transaction."""
    # Imported here: only a dry run computes them.
    from blendfund.projections.composition import composition
    from blendfund.projections.leverage import leverage
    from blendfund.projections.ratio import ratio

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
