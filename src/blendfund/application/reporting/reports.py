"""Reports: figures of one fund, at a day and a position, with what they were made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.application.reporting.carried_report import carried_report
from blendfund.application.reporting.cash_report import cash_report
from blendfund.application.reporting.differences import differences_report
from blendfund.application.reporting.distribution_report import distribution_report
from blendfund.application.reporting.earmark_report import earmarks_report
from blendfund.application.reporting.frame import Asked, Frame, Report
from blendfund.application.reporting.funder_report import funder_report
from blendfund.application.reporting.guarantee_report import guarantees_report
from blendfund.application.reporting.labels import distinct
from blendfund.application.reporting.loan_reports import portfolio_report, schedule_report
from blendfund.application.reporting.returns_report import returns_report
from blendfund.application.reporting.tranches_report import tranches_report
from blendfund.application.reporting.waterfall import waterfall_report
from blendfund.domain.party import fold
from blendfund.projections import composition as compositions
from blendfund.projections.balance import balance as balances
from blendfund.projections.composition import Composition, Source, composition
from blendfund.projections.leverage import leverage
from blendfund.projections.ratio import ratio
from blendfund.storage.query.totals import cofinancings, names, totals

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.reading.reader import Reading


def composition_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """Who put what into the fund, and what it became. Raises FundNotFound."""
    frame = Frame(reading, asked, "composition")
    by = asked.by or "sector"
    split = by if by in {"year", "party"} else ""
    sums = totals(frame.books, frame.at, split)
    found = composition(sums, by)
    shown = found.rows
    if by == "party":
        known = names(frame.books, reading.vault, by)
        labels = distinct(list(shown), known)
        pairs = zip(labels, shown.values(), strict=True)
        shown = dict(sorted(pairs, key=lambda pair: fold(pair[0])))
    body = {
        "by": by,
        "rows": [
            {"key": key, **_source(row, found.total, frame)} for key, row in shown.items()
        ],
        "total": _source(found.total, found.total, frame),
        "uses": _uses(found, frame),
        "in_kind": frame.money(found.in_kind),
        "formula": compositions.FORMULA,
        "source": compositions.SOURCE,
    }
    return frame.report(sums, say, body)


def _uses(found: Composition, frame: Frame) -> dict[str, Any]:
    named = {name: getattr(found.uses, name) for name in found.uses.__slots__}
    if not found.uses.held:
        del named["held"]  # money of others: said where there is any
    return {name: frame.money(minor) for name, minor in named.items()}


def _source(row: Source, total: Source, frame: Frame) -> dict[str, Any]:
    return {
        "committed": frame.money(row.committed),
        "received": frame.money(row.received),
        "refunded": frame.money(row.refunded),
        "reimbursed": frame.money(row.reimbursed),
        "net": frame.money(row.net),
        "share": ratio(row.resources, total.resources),
        "share_net": ratio(row.net, total.net),
    }


def leverage_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """Every measure of leverage, side by side. Raises FundNotFound."""
    frame = Frame(reading, asked, "leverage")
    found = totals(frame.books, frame.at)
    others, coverage = cofinancings(frame.books, frame.at)
    rows = [
        {
            "measure": one.name,
            "numerator": frame.money(one.numerator),
            "denominator": frame.money(one.denominator),
            "value": one.value,
            "reason": one.reason and say(one.reason),
            "formula": one.formula,
            "source": one.source,
        }
        for one in leverage(found, others)
    ]
    body = {"coverage": coverage._asdict(), "rows": rows}
    return frame.report(found, say, body)


def balance_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """The balance of every logical account, debit positive. Raises FundNotFound."""
    frame = Frame(reading, asked, "balance")
    found = totals(frame.books, frame.at)
    rows = [
        {"account": account, "balance": frame.money(amount)}
        for account, amount in balances(found).items()
    ]
    return frame.report(found, say, {"rows": rows})


REPORTS = {
    "composition": composition_report,
    "leverage": leverage_report,
    "returns": returns_report,
    "balance": balance_report,
    "earmarks": earmarks_report,
    "differences": differences_report,
    "schedule": schedule_report,
    "portfolio": portfolio_report,
    "guarantees": guarantees_report,
    "carried": carried_report,
    "waterfall": waterfall_report,
    "tranches": tranches_report,
    "cash": cash_report,
    "funder": funder_report,
    "distribution": distribution_report,
}
