"""The tables of the reports on cash, for one funder, and on a distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.reports import words
from blendfund.reports.columns import Column, Kind
from blendfund.reports.outline import NOT_COMPUTABLE, Outline, not_computed, rows_of

if TYPE_CHECKING:
    from blendfund.reports.columns import Language, Row
    from blendfund.reports.outline import Report

# Messages: English here, translated when a table is made.
DEEPEST: Final = "Lowest point of the forecast: {amount} at the end of {month}."
PRUDENT: Final = (
    "Lowest point without late money, promises not called and loans in default: {amount} at"
    " the end of {month}."
)
SHARE: Final = "Share of the fund's resources: {share}."
LEFT: Final = "Taken by no tier: {left}."


def _months(report: Report) -> list[Row]:
    lowest = report["lowest"]["month"] if report["lowest"] else ""
    return [
        {
            **one,
            "state": "forecast" if one["forecast"] else "actual",
            "mark": "<" if one["forecast"] and one["month"] == lowest else "",
        }
        for one in report["rows"]
    ]


def _deepest(report: Report, language: Language) -> list[str]:
    told = []
    for text, point in ((DEEPEST, report["lowest"]), (PRUDENT, report["lowest_prudent"])):
        if point:
            currency, french = report["currency"], language.french
            amount = words.money(point["cash"], currency, french=french)
            told.append(language.say(text).format(amount=amount, month=point["month"]))
    return told


def _total(report: Report) -> list[Row]:
    said = {"instrument": None, "earmark": None, "tranche": None}
    return [{**said, **report["total"]}]


def _claims(report: Report) -> list[Row]:
    """Give the agreements that are owed something, or stand in a tranche."""
    return [row for row in rows_of(report) if row["tranche"] or str(row["due"]).strip("0.")]


def _claims_foot(report: Report) -> list[Row]:
    return _total(report) if _claims(report) else []


def _funder_returns(report: Report) -> list[Row]:
    return [report["returns"]] if report["returns"] else []


def _no_rate(report: Report, language: Language) -> list[str]:
    return [
        not_computed(row, "key", Kind.NAME, language)
        for row in _funder_returns(report)
        if row["irr"] is None
    ]


def _share(report: Report, language: Language) -> list[str]:
    if report["share"] is None:
        return []
    shown = words.share(report["share"], french=language.french)
    return [language.say(SHARE).format(share=shown)]


def _tiers(report: Report) -> list[Row]:
    tiers: list[Row] = report["tiers"]
    return tiers


def _left(report: Report, language: Language) -> list[str]:
    if not report["left"].strip("0."):
        return []
    shown = words.money(report["left"], report["currency"], french=language.french)
    return [language.say(LEFT).format(left=shown)]


CASH_OUTLINES: Final[dict[str, tuple[Outline, ...]]] = {
    "cash": (
        Outline(
            "cash",
            "Cash of the fund {fund}, month by month, on {day}",
            (
                Column("month", "Month", Kind.TEXT),
                Column("state", "State", Kind.WORD),
                Column("received", "In"),
                Column("paid", "Out"),
                Column("net", "Net flow"),
                Column("cash", "Cash"),
                Column("mark", "Lowest", Kind.TEXT),
            ),
            _months,
            notes=_deepest,
            sheet="Cash",
        ),
    ),
    "funder": (
        Outline(
            "funder",
            "{party} in the fund {fund} on {day}",
            (
                Column("key", "Agreement", Kind.WORD),
                Column("instrument", "Instrument", Kind.WORD, empty=""),
                Column("committed", "Committed"),
                Column("received", "Received"),
                Column("refunded", "Refunded", files_only=True),
                Column("reimbursed", "Reimbursed"),
                Column("interest", "Interest"),
                Column("open", "Still to come"),
                Column("earmark", "Earmark", Kind.NAME, empty=""),
            ),
            foot=_total,
            notes=_share,
            sheet="Funder",
        ),
        Outline(
            "claims",
            "What it is owed, and the losses it bears",
            (
                Column("key", "Agreement", Kind.WORD),
                Column("tranche", "Tranche", Kind.NAME, empty=""),
                Column("pic", "PIC", Kind.MULTIPLE),
                Column("due", "Owed"),
                Column("borne", "Losses borne"),
                Column("to_call", "To call for losses", files_only=True),
            ),
            _claims,
            foot=_claims_foot,
            optional=True,
            sheet="Claims",
        ),
        Outline(
            "returns",
            "What its repayable money brings back",
            (
                Column("key", "Funder", Kind.NAME),
                Column("paid_in", "Paid in"),
                Column("distributed", "Distributed"),
                Column("residual", "Residual"),
                Column("irr", "IRR", Kind.RATE, NOT_COMPUTABLE),
                Column("pic", "PIC", Kind.MULTIPLE),
                Column("dpi", "DPI", Kind.MULTIPLE),
                Column("rvpi", "RVPI", Kind.MULTIPLE),
                Column("tvpi", "TVPI", Kind.MULTIPLE),
                Column("reason", "Reason", Kind.TEXT, files_only=True),
            ),
            _funder_returns,
            notes=_no_rate,
            optional=True,
            sheet="Returns",
        ),
    ),
    "distribution": (
        Outline(
            "tiers",
            "Distribution by the fund {fund} on {day}, tier by tier",
            (
                Column("tier", "Tier", Kind.WORD),
                Column("investors", "Funders"),
                Column("manager", "Manager"),
            ),
            _tiers,
            notes=_left,
            sheet="Tiers",
        ),
        Outline(
            "shares",
            "Who would have what",
            (
                Column("key", "Agreement", Kind.NAME),
                Column("principal", "Principal"),
                Column("profit", "Return"),
            ),
            sheet="Shares",
        ),
    ),
}
