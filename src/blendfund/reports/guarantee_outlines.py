"""The tables of the report on guarantees."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from blendfund.reports import words
from blendfund.reports.columns import Column, Kind
from blendfund.reports.outline import Outline

if TYPE_CHECKING:
    from blendfund.reports.columns import Language, Row
    from blendfund.reports.outline import Report

# Messages: English here, translated when a table is made.
LOSS_RATE: Final = "Net loss, of what was guaranteed: {rate}."
FEES: Final = "Guarantee fees to come in: {left}."
RECOURSE: Final = (
    "Owed by projects for calls that were paid: {outstanding}; all of it is provided for."
)


def _total(report: Report) -> list[Row]:
    blank = dict.fromkeys(("project", "lender", "quota", "expires"))
    return [{"key": "total", **blank, **report["total"]}]


def _counters(report: Report) -> list[Row]:
    rows: list[Row] = report["counter_guarantors"]
    return rows


def _notes(report: Report, language: Language) -> list[str]:
    """Say the part that was lost, where there is one, and the fees that are to come."""
    said = []
    if report["loss_rate"] is not None:
        rate = words.share(report["loss_rate"], french=language.french)
        said.append(language.say(LOSS_RATE).format(rate=rate))
    left = report["total"]["fee_left"]
    if Decimal(left):
        shown = words.money(left, report["currency"], french=language.french)
        said.append(language.say(FEES).format(left=shown))
    return said


def recourse_note(report: Report, language: Language) -> list[str]:
    """Say what projects owe for calls that were paid, where any was."""
    if "recourse" not in report:
        return []
    left = report["recourse"]["outstanding"]
    shown = words.money(left, report["currency"], french=language.french)
    return [language.say(RECOURSE).format(outstanding=shown)]


COUNTERED: Final = (
    Column("counter_called", "Called from counter-guarantors", files_only=True),
    Column("counter_received", "Paid by counter-guarantors", files_only=True),
    Column("counter_owed", "Owed by counter-guarantors", files_only=True),
    Column("counter_shared", "Counter-guarantors' share of recoveries", files_only=True),
    Column("counter_repaid", "Given back to counter-guarantors", files_only=True),
    Column("counter_due", "Due to counter-guarantors", files_only=True),
)
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
                Column("left", "Left of what was guaranteed", files_only=True),
                Column("exposure", "Exposure"),
                Column("counter_guaranteed", "Counter-guaranteed", files_only=True),
                Column("net_exposure", "Net exposure"),
                Column("claimed", "Claimed", files_only=True),
                Column("paid", "Calls paid"),
                Column("recovered", "Recovered"),
                Column("waived", "Given up"),
                Column("recourse", "Owed by projects"),
                *COUNTERED,
                Column("net_loss", "Net loss"),
                Column("fee", "Fee", files_only=True),
                Column("fee_received", "Fee received", files_only=True),
                Column("fee_left", "Fee to come", files_only=True),
            ),
            foot=_total,
            notes=_notes,
            sheet="Guarantees",
        ),
        Outline(
            "counter_guarantors",
            "What counter-guarantors bear",
            (
                Column("party", "Counter-guarantor", Kind.NAME),
                Column("key", "Guarantee", Kind.NAME),
                Column("quota", "Quota", Kind.SHARE),
                Column("cap", "Cap", files_only=True),
                Column("from", "From", Kind.DATE, files_only=True),
                Column("expires", "Until", Kind.DATE, files_only=True),
                Column("counter_guaranteed", "Counter-guaranteed"),
                Column("called", "Called"),
                Column("received", "Paid", files_only=True),
                Column("owed", "Owed by it"),
                Column("shared", "Its share of recoveries"),
                Column("repaid", "Given back", files_only=True),
                Column("due", "Due to it"),
            ),
            _counters,
            optional=True,
            sheet="Counter-guarantors",
        ),
    ),
}
