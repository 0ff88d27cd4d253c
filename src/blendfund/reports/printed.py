"""Tables as people read them on a screen: every value written out in their language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from blendfund.reports import words
from blendfund.reports.columns import Kind
from blendfund.reports.outline import label, named
from blendfund.reports.tables import foot_notes, tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.reports.columns import Column, Language, Row
    from blendfund.reports.outline import Report
    from blendfund.reports.tables import Table


class Printed(NamedTuple):
    """A table of texts: which columns are figures, how many last rows are totals."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    figures: tuple[bool, ...] = ()
    feet: int = 0
    picture: tuple[str, ...] = ()

    def figure(self, index: int) -> bool:
        """Tell whether a column stands to the right; all but the first, unless said."""
        return self.figures[index] if self.figures else index > 0


def report_printed(
    report: Report,
    language: Language,
    change: Callable[[str], str] = str,
    draw: Callable[[Table], tuple[str, ...]] | None = None,
) -> list[Printed]:
    """Write out a report's tables, its flags and what it was made from below the last."""
    shown = []
    for table in tables(report, language):
        changed = table.mapped(change)
        picture = draw(changed) if draw else ()
        shown.append(printed(changed, language)._replace(picture=picture))
    flags, known = foot_notes(report, language)
    notes = (*map(change, flags), *shown[-1].notes, known)
    return [*shown[:-1], shown[-1]._replace(notes=notes)]


def printed(table: Table, language: Language) -> Printed:
    """Write a table's values out."""
    shown = [column for column in table.columns if not column.files_only]

    def texts(row: Row, columns: list[Column]) -> tuple[str, ...]:
        return tuple(text(row, column, table.currency, language) for column in columns)

    last = [column for column in table.footed if not column.files_only]
    return Printed(
        table.title,
        tuple(column.heading for column in shown),
        tuple(texts(row, shown) for row in table.rows)
        + tuple(texts(row, last) for row in table.foot),
        table.notes,
        tuple(column.kind.figure for column in shown),
        len(table.foot),
    )


def text(row: Row, column: Column, currency: str, language: Language) -> str:
    """Write one value."""
    value = row[column.key]
    if value is None:
        return column.empty
    said, kind = str(value), column.kind
    if kind is Kind.WORD:
        return label(said, language)
    if kind is Kind.NAME:
        return named(said, language)
    if kind is Kind.MONEY:
        return words.money(said, currency, french=language.french)
    write = _WRITERS.get(kind)
    return write(said, french=language.french) if write else said


def _day(iso: str, *, french: bool) -> str:
    return words.day(date.fromisoformat(iso), french=french)


def _count(whole: str, *, french: bool) -> str:
    return words.count(int(whole), french=french)


_WRITERS: Final = {
    Kind.SHARE: words.share,
    Kind.RATE: words.rate,
    Kind.MULTIPLE: words.multiple,
    Kind.DATE: _day,
    Kind.COUNT: _count,
}
