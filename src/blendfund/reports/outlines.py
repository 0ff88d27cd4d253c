"""The tables of every report: the one description from which every output is made.

To show another report, describe its tables in ``OUTLINES``: a name, a title, columns, and
where its rows stand when that is not ``rows``. Screens, CSV and workbooks follow.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from blendfund.reports import words
from blendfund.reports.carried_outlines import CARRIED_OUTLINES
from blendfund.reports.cash_outlines import CASH_OUTLINES
from blendfund.reports.columns import Column, Kind
from blendfund.reports.guarantee_outlines import GUARANTEE_OUTLINES
from blendfund.reports.loan_outlines import LOAN_OUTLINES
from blendfund.reports.outline import Outline, label, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from blendfund.reports.columns import Language, Row
    from blendfund.reports.outline import Report

# Messages: English here, translated when a table is made.
COVERAGE: Final = "Co-financing declared in {declared} of {projects} contracted projects."
COUNTED: Final = "Totals that agree: {agreed}; that differ: {differing}."
CLUE: Final = "{of} – {text}"
NOT_COMPUTABLE: Final = "not computable"
NOTE: Final = "Not computed: {name} ({reason})."
LOWEST: Final = "Lowest point: {amount} at the end of {year}."


def _total(report: Report) -> list[Row]:
    return [{"key": "total", **report["total"]}]


def _uses(report: Report) -> list[Row]:
    uses: list[Row] = [
        {"use": use, "amount": amount} for use, amount in report["uses"].items()
    ]
    if report["in_kind"].strip("0."):
        uses.append({"use": "in_kind", "amount": report["in_kind"]})
    return uses


def _measures_notes(report: Report, language: Language) -> list[str]:
    return [
        language.say(COVERAGE).format(**report["coverage"]),
        *(
            _why(row, "measure", Kind.WORD, language)
            for row in rows_of(report)
            if row["reason"]
        ),
    ]


def _why(row: Row, key: str, kind: Kind, language: Language) -> str:
    said = label(str(row[key]), language) if kind is Kind.WORD else row[key]
    return language.say(NOTE).format(name=said, reason=row["reason"])


def _net(report: Report) -> list[Row]:
    return [] if report["by"] == "party" else [report["net"]]


def _returns_notes(report: Report, language: Language) -> list[str]:
    return [
        _why(row, "key", kind, language)
        for rows, kind in ((rows_of(report), Kind.NAME), (_net(report), Kind.WORD))
        for row in rows
        if row["irr"] is None
    ]


def _curve(report: Report) -> list[Row]:
    curve: list[Row] = report["curve"]
    return curve


def lowest_of(rows: Sequence[Row]) -> Row | None:
    """Give the first year in which the cumulative flows are at their lowest, below zero."""
    low = min(rows, key=lambda row: Decimal(str(row["cumulative"])), default=None)
    return low if low and str(low["cumulative"]).startswith("-") else None


def _lowest_note(report: Report, language: Language) -> list[str]:
    low = lowest_of(_curve(report))
    if low is None:
        return []
    shown = words.money(str(low["cumulative"]), report["currency"], french=language.french)
    return [language.say(LOWEST).format(year=low["year"], amount=shown)]


def _limits(report: Report) -> list[Row]:
    """Give the earmarks that limit something, their lists as texts."""
    rows = []
    for row in rows_of(report):
        if not row["earmarked"]:
            continue
        texts: Row = {
            name: ", ".join(map(str, row[name] or ())) or None  # type: ignore[arg-type]
            for name in ("territories", "publics", "funders")
        }
        rows.append({**row, **texts})
    return rows


def _compared(report: Report) -> list[Row]:
    """Give each expected total, its clues as one text."""
    rows = []
    for row in rows_of(report):
        texts = [one["text"] for one in row["clues"]]  # type: ignore[index,union-attr]
        rows.append({**row, "key": row["key"] or None, "clues": "; ".join(texts) or None})
    return rows


def _clues(report: Report, language: Language) -> list[str]:
    """Say what may explain each difference, a line a clue."""
    counts = {"agreed": report["agreed"], "differing": report["differing"]}
    notes = [language.say(COUNTED).format(**counts)]
    for row in rows_of(report):
        of = " ".join(filter(None, (label(str(row["figure"]), language), str(row["key"]))))
        texts = [one["text"] for one in row["clues"]]  # type: ignore[index,union-attr]
        notes += [language.say(CLUE).format(of=of, text=text) for text in texts]
    return notes


def _sides(report: Report) -> list[Row]:
    rows: list[Row] = []
    for row in rows_of(report):
        balance = str(row["balance"])
        amount = balance.removeprefix("-")
        debit, credit = (None, amount) if balance != amount else (amount, None)
        rows.append({**row, "debit": debit, "credit": credit})
    return rows


OUTLINES: Final[dict[str, tuple[Outline, ...]]] = {
    "composition": (
        Outline(
            "composition",
            "Composition of the fund {fund} on {day}",
            (
                Column("key", "Source", Kind.WORD),
                Column("committed", "Committed"),
                Column("received", "Received"),
                Column("refunded", "Refunded"),
                Column("reimbursed", "Reimbursed"),
                Column("net", "Net"),
                Column("share", "Share", Kind.SHARE),
                Column("share_net", "Share of the net", Kind.SHARE, files_only=True),
            ),
            foot=_total,
            sheet="Composition",
        ),
        Outline(
            "uses",
            "What the money became",
            (Column("use", "Use", Kind.WORD), Column("amount", "Amount")),
            _uses,
            sheet="Uses",
        ),
    ),
    "leverage": (
        Outline(
            "leverage",
            "Leverage of the fund {fund} on {day}",
            (
                Column("measure", "Measure", Kind.WORD),
                Column("numerator", "Numerator"),
                Column("denominator", "Denominator"),
                Column("value", "Value", Kind.MULTIPLE, NOT_COMPUTABLE),
                Column("reason", "Reason", Kind.TEXT, files_only=True),
                Column("formula", "Formula", Kind.TEXT, files_only=True),
                Column("source", "Published source", Kind.TEXT, files_only=True),
            ),
            notes=_measures_notes,
            sheet="Leverage",
        ),
    ),
    "returns": (
        Outline(
            "returns",
            "Returns of the fund {fund} on {day}",
            (
                Column("key", "Key", Kind.WORD),
                Column("paid_in", "Paid in"),
                Column("distributed", "Distributed"),
                Column("income", "Of which income", files_only=True),
                Column("written_off", "Written off", files_only=True),
                Column("residual", "Residual"),
                Column("irr", "IRR", Kind.RATE, NOT_COMPUTABLE),
                Column("moic", "MOIC", Kind.MULTIPLE, files_only=True),
                Column("dpi", "DPI", Kind.MULTIPLE),
                Column("rvpi", "RVPI", Kind.MULTIPLE),
                Column("tvpi", "TVPI", Kind.MULTIPLE),
                Column("reason", "Reason", Kind.TEXT, files_only=True),
            ),
            foot=_net,
            notes=_returns_notes,
            sheet="Returns",
        ),
        Outline(
            "curve",
            "Net flows by year (J-curve)",
            (
                Column("year", "Year", Kind.YEAR),
                Column("net", "Net flow of the year"),
                Column("cumulative", "Cumulative"),
            ),
            _curve,
            notes=_lowest_note,
            optional=True,
            sheet="J-curve",
        ),
    ),
    "earmarks": (
        Outline(
            "earmarks",
            "Earmarks of the fund {fund} on {day}",
            (
                Column("key", "Earmark", Kind.NAME),
                Column("received", "Received"),
                Column("returned", "Given back", files_only=True),
                Column("disbursed", "Disbursed"),
                Column("repaid", "Repaid", files_only=True),
                Column("released", "Released", files_only=True),
                Column("other", "Other", files_only=True),
                Column("cash", "Cash"),
                Column("to_come", "Still to come"),
                Column("undisbursed", "Not disbursed"),
                Column("available", "Available"),
                Column("outstanding", "Outstanding", files_only=True),
            ),
            foot=_total,
            sheet="Earmarks",
        ),
        Outline(
            "limits",
            "What they may be used for",
            (
                Column("key", "Earmark", Kind.NAME),
                Column("purpose", "Purpose", Kind.TEXT),
                Column("territories", "Territories", Kind.TEXT),
                Column("publics", "Publics", Kind.TEXT),
                Column("valid_from", "From", Kind.DATE, files_only=True),
                Column("valid_until", "Until", Kind.DATE),
                Column("days_left", "Days left", Kind.COUNT),
                Column("highest_rate", "Highest rate", Kind.RATE),
                Column("repayments", "Repayments", Kind.WORD, files_only=True),
                Column("funders", "Funders", Kind.TEXT),
            ),
            _limits,
            optional=True,
            sheet="Limits",
        ),
    ),
    "differences": (
        Outline(
            "differences",
            "Totals expected of the fund {fund} on {day}, and found",
            (
                Column("figure", "Figure", Kind.WORD),
                Column("key", "Of", Kind.TEXT, empty=""),
                Column("given", "Expected"),
                Column("computed", "Found"),
                Column("difference", "Difference"),
                Column("clues", "Clues", Kind.TEXT, files_only=True),
            ),
            _compared,
            notes=_clues,
            sheet="Differences",
        ),
    ),
    "balance": (
        Outline(
            "balance",
            "Balances of the fund {fund} on {day}",
            (
                Column("account", "Account", Kind.WORD),
                Column("debit", "Debit", empty=""),
                Column("credit", "Credit", empty=""),
                Column("balance", "Balance", files_only=True),
            ),
            _sides,
            sheet="Balances",
        ),
    ),
    **CASH_OUTLINES,
    **LOAN_OUTLINES,
    **GUARANTEE_OUTLINES,
    **CARRIED_OUTLINES,
}
