"""Reports as tables: columns of words, never of JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from blendfund.projections.composition import UNSPECIFIED
from blendfund.reports import words

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Table:
    """A title, headed columns (all but the first are figures), rows, and notes below."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def mapped(self, change: Callable[[str], str]) -> Table:
        """Give the same table with every text changed."""
        return Table(
            change(self.title),
            tuple(map(change, self.columns)),
            tuple(tuple(map(change, row)) for row in self.rows),
            tuple(map(change, self.notes)),
        )


# Messages shown by tables: English here, translated when a table is made.
TITLES: Final = {
    "composition": "Composition of the fund {fund} on {day}",
    "uses": "What the money became",
    "leverage": "Leverage of the fund {fund} on {day}",
    "returns": "Returns of the fund {fund} on {day}",
    "balance": "Balances of the fund {fund} on {day}",
}
KNOWN: Final = "As known at position {position}, log root {root}."
COVERAGE: Final = "Co-financing declared in {declared} of {projects} contracted projects."
NOT_COMPUTABLE: Final = "not computable"
NOTE: Final = "Not computed: {name} ({reason})."
COMPOSITION: Final = (
    "Source",
    "Committed",
    "Received",
    "Refunded",
    "Reimbursed",
    "Net",
    "Share",
)
LEVERAGE: Final = ("Measure", "Numerator", "Denominator", "Value")
RETURNS: Final = ("Key", "Paid in", "Distributed", "Residual", "IRR", "DPI", "RVPI", "TVPI")
BALANCE: Final = ("Account", "Debit", "Credit")
USES: Final = ("Use", "Amount")
TOTAL: Final = "Total"
NET: Final = "Net of running costs"
IN_KIND: Final = "Support in kind (never cash)"


def tables(
    report: dict[str, Any], say: Callable[[str], str], *, french: bool
) -> list[Table]:
    """Give a report's tables in the language that ``say`` and ``french`` speak."""
    make = {
        "composition": _composition,
        "leverage": _leverage,
        "returns": _returns,
        "balance": _balance,
    }[report["report"]]
    made = make(report, say, french=french)
    last = made[-1]
    known = say(KNOWN).format(position=report["position"], root=report["root"])
    flags = tuple(f"! {flag['text']}" for flag in report["flags"])
    notes = (*flags, *last.notes, known)
    return [*made[:-1], Table(last.title, last.columns, last.rows, notes)]


def _title(report: dict[str, Any], say: Callable[[str], str], *, french: bool) -> str:
    on = words.day(date.fromisoformat(report["as_of"]), french=french)
    return say(TITLES[report["report"]]).format(fund=report["fund"], day=on)


def _said(columns: tuple[str, ...], say: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(say(column) for column in columns)


def _composition(
    report: dict[str, Any], say: Callable[[str], str], *, french: bool
) -> list[Table]:
    currency = report["currency"]

    def cells(name: str, row: dict[str, Any]) -> tuple[str, ...]:
        amounts = ("committed", "received", "refunded", "reimbursed", "net")
        shown = (words.money(row[one], currency, french=french) for one in amounts)
        return (name, *shown, words.share(row["share"], french=french))

    # A party's name and a free origin are not ours to translate.
    free = report["by"] in {"party", "origin"}
    rows = [
        cells(row["key"] if free and row["key"] != UNSPECIFIED else say(row["key"]), row)
        for row in report["rows"]
    ]
    rows.append(cells(say(TOTAL), report["total"]))
    uses = [
        (say(name), words.money(value, currency, french=french))
        for name, value in report["uses"].items()
    ]
    if report["in_kind"].strip("0."):
        uses.append((say(IN_KIND), words.money(report["in_kind"], currency, french=french)))
    return [
        Table(_title(report, say, french=french), _said(COMPOSITION, say), tuple(rows)),
        Table(say(TITLES["uses"]), _said(USES, say), tuple(uses)),
    ]


def _leverage(
    report: dict[str, Any], say: Callable[[str], str], *, french: bool
) -> list[Table]:
    currency = report["currency"]
    rows = []
    notes = [say(COVERAGE).format(**report["coverage"])]
    for row in report["rows"]:
        value = words.multiple(row["value"], french=french)
        if row["value"] is None:
            value = say(NOT_COMPUTABLE)
        rows.append(
            (
                say(row["measure"]),
                words.money(row["numerator"], currency, french=french),
                words.money(row["denominator"], currency, french=french),
                value,
            )
        )
        if row["reason"]:
            notes.append(say(NOTE).format(name=say(row["measure"]), reason=row["reason"]))
    title = _title(report, say, french=french)
    return [Table(title, _said(LEVERAGE, say), tuple(rows), tuple(notes))]


def _returns(
    report: dict[str, Any], say: Callable[[str], str], *, french: bool
) -> list[Table]:
    currency = report["currency"]
    notes: list[str] = []

    def cells(name: str, row: dict[str, Any]) -> tuple[str, ...]:
        amounts = ("paid_in", "distributed", "residual")
        shown = (words.money(row[one], currency, french=french) for one in amounts)
        rate = words.rate(row["irr"], french=french)
        if row["irr"] is None:
            rate = say(NOT_COMPUTABLE)
            notes.append(say(NOTE).format(name=name, reason=row["reason"]))
        ratios = (
            words.multiple(row[one], french=french) for one in ("dpi", "rvpi", "tvpi")
        )
        return (name, *shown, rate, *ratios)

    rows = [cells(row["key"], row) for row in report["rows"]]
    if report["by"] != "party":
        rows.append(cells(say(NET), report["net"]))
    title = _title(report, say, french=french)
    return [Table(title, _said(RETURNS, say), tuple(rows), tuple(notes))]


def _balance(
    report: dict[str, Any], say: Callable[[str], str], *, french: bool
) -> list[Table]:
    currency = report["currency"]
    rows = []
    for row in report["rows"]:
        credit = row["balance"].startswith("-")
        shown = words.money(row["balance"].lstrip("-"), currency, french=french)
        rows.append((say(row["account"]), "" if credit else shown, shown if credit else ""))
    title = _title(report, say, french=french)
    return [Table(title, _said(BALANCE, say), tuple(rows))]
