"""The tables of every report: the one description from which every output is made.

To show another report, describe its tables in ``OUTLINES``: a name, a title, columns, and
where its rows stand when that is not ``rows``. Screens, CSV and workbooks follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.reports.carried_outlines import CARRIED_OUTLINES
from blendfund.reports.cash_outlines import CASH_OUTLINES
from blendfund.reports.columns import Column, Kind
from blendfund.reports.guarantee_outlines import GUARANTEE_OUTLINES
from blendfund.reports.loan_outlines import LOAN_OUTLINES
from blendfund.reports.outline import NOT_COMPUTABLE, Outline, label, not_computed, rows_of
from blendfund.reports.returns_outlines import RETURNS_OUTLINES

if TYPE_CHECKING:
    from blendfund.reports.columns import Language, Row
    from blendfund.reports.outline import Report

# Messages: English here, translated when a table is made.
COVERAGE: Final = "Co-financing declared in {declared} of {projects} contracted projects."
COUNTED: Final = "Totals that agree: {agreed}; that differ: {differing}."
CLUE: Final = "{of} – {text}"


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
            not_computed(row, "measure", Kind.WORD, language)
            for row in rows_of(report)
            if row["reason"]
        ),
    ]


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
    **RETURNS_OUTLINES,
    **CASH_OUTLINES,
    **LOAN_OUTLINES,
    **GUARANTEE_OUTLINES,
    **CARRIED_OUTLINES,
}
