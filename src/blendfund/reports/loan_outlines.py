"""The tables of the reports on loans: a schedule, the portfolio and what is at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blendfund.reports import words
from blendfund.reports.columns import Column, Kind
from blendfund.reports.guarantee_outlines import recourse_note
from blendfund.reports.outline import Outline

if TYPE_CHECKING:
    from blendfund.reports.columns import Language, Row
    from blendfund.reports.outline import Report

# A message: English here, translated when a table is made.
OUTSTANDING: Final = "Principal outstanding: {outstanding}."
REQUIRED: Final = "Provision that the charter asks for: {asked}; made: {made}."
GRANT_ELEMENT: Final = "Grant element, against the market at {rate}: {value}."
ARREARS: Final = "Owed from before this schedule, taken back by the bank: {arrears}."
DROPPED: Final = "No longer owed of these lines: {dropped}."
LOSS: Final = "Loss: {loss}."
UNFILLED: Final = "No agreement in {tranche} stands for {left} of it."
RISKS: Final = (
    "gross_outstanding",
    "scheduled_outstanding",
    "par30",
    "par60",
    "par90",
    "par30_with_restructured",
)


RATES: Final = (
    "provision_rate",
    "loss_rate",
    "default_rate",
    "default_rate_by_number",
    "recovery_rate",
    "yield",
)


def _lines(report: Report) -> list[Row]:
    lines: list[Row] = report["lines"]
    return lines


def _totals(report: Report) -> list[Row]:
    return [{"n": "total", "due": None, **report["totals"]}]


def _owed(report: Report, language: Language) -> list[str]:
    text, currency = report["totals"]["outstanding"], report["currency"]
    shown = words.money(text, currency, french=language.french)
    told = [language.say(OUTSTANDING).format(outstanding=shown)]
    for name, said in (("arrears", ARREARS), ("dropped", DROPPED)):
        if report["totals"][name].strip("0."):
            shown = words.money(report["totals"][name], currency, french=language.french)
            told.append(language.say(said).format(**{name: shown}))
    given = report.get("grant_element")
    if given is not None and given["value"] is not None:
        value, rate = (
            words.share(given[name], french=language.french)
            for name in ("value", "discount_rate")
        )
        told.append(language.say(GRANT_ELEMENT).format(rate=rate, value=value))
    return told


def _total(report: Report) -> list[Row]:
    return [{"key": "total", **report["total"]}]


def _risks(report: Report) -> list[Row]:
    return [{"measure": name, "reason": None, **report[name]} for name in RISKS]


def _rates(report: Report) -> list[Row]:
    rates: list[Row] = report["rates"]
    return rates


def _unallocated(report: Report) -> list[Row]:
    left = {"rank": None, "size": None, "left": None, "borne_to_date": None}
    return [{"tranche": "unallocated", "borne": report["unallocated"], **left}]


def _loss(report: Report, language: Language) -> list[str]:
    shown = words.money(report["loss"], report["currency"], french=language.french)
    return [language.say(LOSS).format(loss=shown)]


def _bearers(report: Report) -> list[Row]:
    return [
        {**one, "tranche": row["tranche"]}
        for row in report["rows"]
        for one in row["contributions"]
    ]


def _unfilled(report: Report, language: Language) -> list[str]:
    """Say what of a tranche's part no agreement bears: nobody stands for it."""
    return [
        language.say(UNFILLED).format(
            tranche=row["tranche"],
            left=words.money(row["unfilled"], report["currency"], french=language.french),
        )
        for row in report["rows"]
        if row["unfilled"].strip("0.")
    ]


def _required(report: Report, language: Language) -> list[str]:
    if report["provision_required"] is None:
        return recourse_note(report, language)
    shown = (report["provision_required"], report["provision"])
    asked, made = (
        words.money(one, report["currency"], french=language.french) for one in shown
    )
    required = language.say(REQUIRED).format(asked=asked, made=made)
    return [required, *recourse_note(report, language)]


LOAN_OUTLINES: Final[dict[str, tuple[Outline, ...]]] = {
    "schedule": (
        Outline(
            "schedule",
            "Schedule of {agreement}, fund {fund}, on {day}",
            (
                Column("n", "Line", Kind.COUNT),
                Column("due", "Due on", Kind.DATE, empty=""),
                Column("principal", "Principal"),
                Column("interest", "Interest"),
                Column("fee", "Fee", files_only=True),
                Column("paid", "Paid"),
                Column("days_late", "Days late", Kind.COUNT),
            ),
            _lines,
            _totals,
            _owed,
            sheet="Schedule",
        ),
    ),
    "portfolio": (
        Outline(
            "portfolio",
            "Portfolio of the fund {fund} on {day}",
            (
                Column("key", "Key", Kind.WORD),
                Column("loans", "Loans", Kind.COUNT),
                Column("unscheduled", "Without schedule", Kind.COUNT, files_only=True),
                Column("contracted", "Contracted", files_only=True),
                Column("disbursed", "Disbursed"),
                Column("repaid", "Repaid"),
                Column("interest", "Interest", files_only=True),
                Column("written_off", "Written off"),
                Column("recovered", "Recovered", files_only=True),
                Column("outstanding", "Outstanding"),
                Column("provision", "Provision"),
                Column("provision_required", "Provision required", files_only=True),
                Column("charges_due", "Fees and penalties owed", files_only=True),
                Column("held", "Held", files_only=True),
                Column("fees", "Fees received", files_only=True),
                Column("gains", "Gains", files_only=True),
                Column("defaults", "In default", Kind.COUNT, files_only=True),
                Column("defaulted", "Disbursed, in default", files_only=True),
                Column("overdue", "Overdue"),
                Column("late_1_30", "1 to 30 days late", files_only=True),
                Column("late_31_60", "31 to 60 days late", files_only=True),
                Column("late_61_90", "61 to 90 days late", files_only=True),
                Column("late_91", "More than 90 days late", files_only=True),
                Column("days_late", "Days late", Kind.COUNT),
            ),
            foot=_total,
            notes=_required,
            sheet="Portfolio",
        ),
        Outline(
            "risk",
            "Portfolio at risk",
            (
                Column("measure", "Measure", Kind.WORD),
                Column("amount", "Amount"),
                Column("ratio", "Share", Kind.SHARE),
                Column("reason", "Reason", Kind.TEXT, empty=""),
            ),
            _risks,
            sheet="At risk",
        ),
        Outline(
            "rates",
            "Losses and yield",
            (
                Column("measure", "Measure", Kind.WORD),
                Column("value", "Share", Kind.SHARE),
                Column("reason", "Reason", Kind.TEXT, empty=""),
            ),
            _rates,
            sheet="Rates",
        ),
    ),
    "waterfall": (
        Outline(
            "waterfall",
            "Loss borne by the tranches of the fund {fund} on {day}",
            (
                Column("tranche", "Tranche", Kind.NAME),
                Column("rank", "Rank", Kind.COUNT, empty=""),
                Column("size", "Size", empty=""),
                Column("borne", "Borne"),
                Column("left", "Left", empty=""),
                Column("borne_to_date", "Borne to date", empty="", files_only=True),
            ),
            foot=_unallocated,
            notes=_loss,
            sheet="Waterfall",
        ),
        Outline(
            "bearers",
            "Who bears it in each tranche",
            (
                Column("tranche", "Tranche", Kind.NAME),
                Column("key", "Agreement", Kind.NAME),
                Column("party", "Funder", Kind.NAME),
                Column("instrument", "Instrument", Kind.WORD, files_only=True),
                Column("committed", "Committed", files_only=True),
                Column("in_fund", "In the fund"),
                Column("open", "Still to come", files_only=True),
                Column("borne", "Borne"),
                Column("to_call", "To call"),
            ),
            _bearers,
            notes=_unfilled,
            optional=True,
            sheet="Bearers",
        ),
    ),
    "tranches": (
        Outline(
            "tranches",
            "Tranches of the fund {fund} on {day}",
            (
                Column("tranche", "Tranche", Kind.NAME),
                Column("rank", "Rank", Kind.COUNT, empty=""),
                Column("size", "Size", empty=""),
                Column("committed", "Committed"),
                Column("paid_in", "Paid in"),
                Column("in_fund", "In the fund"),
                Column("room", "Room left", empty=""),
                Column("borne", "Losses borne"),
            ),
            sheet="Tranches",
        ),
        Outline(
            "agreements",
            "Who stands in each",
            (
                Column("tranche", "Tranche", Kind.NAME),
                Column("key", "Agreement", Kind.NAME),
                Column("party", "Funder", Kind.NAME),
                Column("instrument", "Instrument", Kind.WORD),
                Column("committed", "Committed"),
                Column("paid_in", "Paid in"),
                Column("in_fund", "In the fund"),
                Column("borne", "Losses borne"),
                Column("to_call", "To call", files_only=True),
            ),
            _bearers,
            optional=True,
            sheet="Agreements",
        ),
    ),
}
