"""Reports as tables of typed values, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from blendfund.reports import words
from blendfund.reports.columns import Kind
from blendfund.reports.outlines import OUTLINES

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.reports.columns import Column, Language, Row
    from blendfund.reports.outline import Outline, Report

# A message shown below every table: English here, translated when the table is made.
KNOWN: Final = "As known at position {position}, log root {root}."
# Who wrote is declared by themselves, unless it is said to be signed.
ALL_SIGNED: Final = "Every write is signed by who made it."
SOME_SIGNED: Final = "Some writes are signed by who made them, the others only declared."
SIGNED: Final = {"proven": ALL_SIGNED, "mixed": SOME_SIGNED}
# Cut by one of these, the keys of a report are names that are not ours to translate.
NAMED: Final = frozenset(
    {"party", "origin", "agreement", "project", "fund", "earmark", "vintage", "tranche"}
)


@dataclass(frozen=True, slots=True)
class Table:
    """A title, columns, rows of values by the columns' keys, last rows, notes below.

    Title, headings and notes are in the reader's language; the values are the report's.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    foot: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    currency: str = "EUR"
    sheet: str = ""

    @property
    def footed(self) -> tuple[Column, ...]:
        """Give the columns as last rows have them: each is named by a word of ours."""
        return (replace(self.columns[0], kind=Kind.WORD), *self.columns[1:])

    def mapped(self, change: Callable[[str], str]) -> Table:
        """Give the same table with every text of a person changed."""
        return replace(
            self,
            title=change(self.title),
            rows=tuple(_mapped(row, change) for row in self.rows),
            foot=tuple(_mapped(row, change) for row in self.foot),
            notes=tuple(map(change, self.notes)),
        )


def _mapped(row: Row, change: Callable[[str], str]) -> Row:
    return {
        key: change(value) if isinstance(value, str) else value
        for key, value in row.items()
    }


def tables(report: Report, language: Language) -> list[Table]:
    """Give a report's tables in the reader's language."""
    outlines = OUTLINES[report["report"]]
    made = [(table_of(report, one, language), one.optional) for one in outlines]
    return [table for table, optional in made if table.rows or not optional]


def foot_notes(report: Report, language: Language) -> tuple[tuple[str, ...], str]:
    """Give a report's flags, and what it was made from, as stands below its last table."""
    known = language.say(KNOWN).format(position=report["position"], root=report["root"])
    signed = SIGNED.get(report.get("actors", ""))
    if signed is not None:
        known = f"{known} {language.say(signed)}"
    return tuple(f"! {flag['text']}" for flag in report["flags"]), known


def table_of(report: Report, outline: Outline, language: Language) -> Table:
    """Give one table of a report."""
    on = words.day(date.fromisoformat(report["as_of"]), french=language.french)
    about = ("fund", "agreement", "party")
    named = {name: report.get(name, "") for name in about}
    return Table(
        outline.name,
        language.say(outline.title).format(**named, day=on),
        tuple(_column(report, column, language) for column in outline.columns),
        tuple(outline.rows(report)),
        tuple(outline.foot(report)),
        tuple(outline.notes(report, language)),
        report["currency"],
        language.say(outline.sheet or outline.name),
    )


def _column(report: Report, column: Column, language: Language) -> Column:
    kind = column.kind
    if kind is Kind.WORD and column.key == "key" and report.get("by") in NAMED:
        kind = Kind.NAME
    heading, empty = language.say(column.heading), language.say(column.empty)
    return replace(column, heading=heading, kind=kind, empty=empty)
