"""The tables of the report on guarantees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.reports import words
from blendfund.reports.columns import Column, Kind
from blendfund.reports.outline import Outline

if TYPE_CHECKING:
    from blendfund.reports.columns import Language, Row
    from blendfund.reports.outline import Report

# Messages: English here, translated when a table is made.
LOSS_RATE: Final = "Paid and not recovered, of what was guaranteed: {rate}."
RECOURSE: Final = (
    "Owed by projects for calls that were paid: {outstanding}; all of it is provided for."
)


def _total(report: Report) -> list[Row]:
    blank = dict.fromkeys(("project", "lender", "quota", "expires"))
    return [{"key": "total", **blank, **report["total"]}]


def _rate(report: Report, language: Language) -> list[str]:
    if report["loss_rate"] is None:
        return []
    rate = words.share(report["loss_rate"], french=language.french)
    return [language.say(LOSS_RATE).format(rate=rate)]


def recourse_note(report: Report, language: Language) -> list[str]:
    """Say what projects owe for calls that were paid, where any was."""
    if "recourse" not in report:
        return []
    left = report["recourse"]["outstanding"]
    shown = words.money(left, report["currency"], french=language.french)
    return [language.say(RECOURSE).format(outstanding=shown)]


GUARANTEE_OUTLINES: Final[dict[str, tuple[Outline, ...]]] = {
    "guarantees": (
        Outline(
            "guarantees",
            "Guarantees of the fund {fund} on {day}",
            (
                Column("key", "Guarantee", Kind.WORD),
                Column("project", "Project", Kind.NAME, files_only=True),
                Column("lender", "Lender", Kind.NAME, files_only=True),
                Column("quota", "Quota", Kind.SHARE, files_only=True),
                Column("expires", "Until", Kind.DATE, files_only=True),
                Column("loan", "Loan", files_only=True),
                Column("covered", "Loan outstanding"),
                Column("guaranteed", "Guaranteed", files_only=True),
                Column("exposure", "Exposure"),
                Column("claimed", "Claimed", files_only=True),
                Column("paid", "Calls paid"),
                Column("recovered", "Recovered"),
                Column("waived", "Given up"),
                Column("recourse", "Owed by projects"),
                Column("net_loss", "Net loss", files_only=True),
            ),
            foot=_total,
            notes=_rate,
            sheet="Guarantees",
        ),
    ),
}
