"""Reports: figures of one fund, at a day and a position, with what they were made from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from blendfund.application.reporting.carried_report import carried_report
from blendfund.application.reporting.cash_report import cash_report
from blendfund.application.reporting.differences import differences_report
from blendfund.application.reporting.distribution_report import distribution_report
from blendfund.application.reporting.earmark_report import earmarks_report
from blendfund.application.reporting.frame import Asked, Frame, Report
from blendfund.application.reporting.funder_report import funder_report
from blendfund.application.reporting.guarantee_report import guarantees_report
from blendfund.application.reporting.loan_reports import portfolio_report, schedule_report
from blendfund.application.reporting.waterfall import waterfall_report
from blendfund.domain.party import fold
from blendfund.projections import composition as compositions
from blendfund.projections.balance import balance as balances
from blendfund.projections.composition import Composition, Source, composition
from blendfund.projections.leverage import leverage
from blendfund.projections.ratio import ratio
from blendfund.storage.query.totals import cofinancings, flows, names, totals

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.reading.reader import Reading
    from blendfund.projections.facts import Flow
    from blendfund.projections.returns import Return


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


def returns_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """What repayable money brings back, by fund, agreement, project or party."""
    # Imported here: the solver is a compiled library that no other report needs.
    from blendfund.projections import returns as rates

    frame = Frame(reading, asked, "returns")
    by = asked.by or "fund"
    found = flows(frame.books, frame.at, by)
    whole = found if by == "fund" else flows(frame.books, frame.at, "fund")
    compute = rates.funders_returns if by == "party" else rates.returns
    rows = compute(found, frame.day)
    if by == "fund":
        rows = [row._replace(key=asked.fund) for row in rows]
    else:
        known = names(frame.books, reading.vault, by)
        labels = distinct([row.key for row in rows], known)
        named = zip(rows, labels, strict=True)
        rows = sorted((row._replace(key=label) for row, label in named), key=_by_name)
    net = rates.net_return(whole, frame.day)
    body = {
        "by": by,
        "rows": [_return(row, frame, say) for row in rows],
        "net": _return(net, frame, say),
        "curve": _curve(found if by == "party" else whole, by, frame),
        "formula": rates.FORMULA,
        "source": rates.SOURCE,
    }
    return frame.report(frame.totals(), say, body)


def distinct(ids: list[str], known: dict[str, str]) -> list[str]:
    """Give names for ids; two of one name are told apart by their number."""
    shown = [known.get(one, one) for one in ids]
    times = Counter(shown)
    return [
        f"{name} #{one}" if times[name] > 1 else name
        for one, name in zip(ids, shown, strict=True)
    ]


def _by_name(row: Return) -> str:
    return fold(row.key)


def _return(row: Any, frame: Frame, say: Callable[[str], str]) -> dict[str, Any]:
    amounts = ("paid_in", "distributed", "income", "written_off", "residual")
    said = row._asdict()
    said |= {name: frame.money(said[name]) for name in amounts}
    said["reason"] = row.reason and say(row.reason)
    return dict(said)


def _curve(found: list[Flow], by: str, frame: Frame) -> list[dict[str, Any]]:
    from blendfund.projections.returns import curve

    return [
        {
            "year": one.year,
            "net": frame.money(one.net),
            "cumulative": frame.money(one.cumulative),
        }
        for one in curve(found, frame.day, party=by == "party")
    ]


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
    "cash": cash_report,
    "funder": funder_report,
    "distribution": distribution_report,
}
