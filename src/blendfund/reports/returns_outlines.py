"""The tables of the reports on returns and on who bears losses in which tranche."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from blendfund.reports import words
from blendfund.reports.columns import Column, Kind
from blendfund.reports.outline import NOT_COMPUTABLE, Outline, not_computed, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from blendfund.reports.columns import Language, Row
    from blendfund.reports.outline import Report

# Messages: English here, translated when a table is made.
LOWEST: Final = "Lowest point: {amount} at the end of {year}."
WORTH: Final = "Net asset value: {nav}; of it the fund's own: {own}."
LOST: Final = "Lost so far: {realised}; provisions: {provisions}."


def _of_funders(report: Report) -> bool:
    return report["by"] in {"party", "tranche"}


def _foot(report: Report) -> list[Row]:
    if _of_funders(report):
        return [{**report["funders"], "key": "total"}]
    return [report["net"]]


def _paid(row: Row) -> bool:
    return bool(str(row["paid_in"]).strip("0."))


def _returns_notes(report: Report, language: Language) -> list[str]:
    return [
        not_computed(row, "key", kind, language)
        for rows, kind in ((rows_of(report), Kind.NAME), (_foot(report), Kind.WORD))
        for row in rows
        if row["irr"] is None and (report["by"] != "tranche" or _paid(row))
    ]


def _promises(report: Report) -> list[Row]:
    """Give the rows of funders, or all of them as one where the cut is the fund's."""
    if _of_funders(report):
        claims: list[Row] = report["claims"]
        return claims
    funders: Row = report["funders"]
    return [funders] if str(funders["committed"]).strip("0.") else []


def _promises_foot(report: Report) -> list[Row]:
    return _foot(report) if _of_funders(report) else []


def _promises_notes(report: Report, language: Language) -> list[str]:
    def money(text: str) -> str:
        return words.money(text, report["currency"], french=language.french)

    notes = [
        language.say(WORTH).format(nav=money(report["nav"]), own=money(report["own_funds"]))
    ]
    if any(report[name].strip("0.") for name in ("realised", "provisions")):
        given = {name: money(report[name]) for name in ("realised", "provisions")}
        notes.append(language.say(LOST).format(**given))
    return notes


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


RETURNS_OUTLINES: Final[dict[str, tuple[Outline, ...]]] = {
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
            foot=_foot,
            notes=_returns_notes,
            sheet="Returns",
        ),
        Outline(
            "funders",
            "What funders promised, paid, and are owed",
            (
                Column("key", "Funder", Kind.WORD),
                Column("committed", "Committed"),
                Column("paid_in", "Paid in"),
                Column("open", "Still to come"),
                Column("pic", "PIC", Kind.MULTIPLE),
                Column("due", "Owed"),
                Column("borne", "Losses borne"),
                Column("residual", "Residual"),
            ),
            _promises,
            foot=_promises_foot,
            notes=_promises_notes,
            optional=True,
            sheet="Funders",
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
}
