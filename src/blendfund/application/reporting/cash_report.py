"""The report on cash: month by month, as it was and as it is to be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reading.drawdowns import plans
from blendfund.application.reporting.frame import Asked, Frame, Report
from blendfund.application.reporting.waiting import calls, claims
from blendfund.journal.rules import CASH
from blendfund.projections import cash as rules
from blendfund.projections.cash import Expected, Month, actual, forecast, lowest, prudent
from blendfund.projections.guarantees import fees
from blendfund.projections.loans import due_lines
from blendfund.storage.query.loans import loans
from blendfund.storage.query.totals import KNOWN, totals

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from blendfund.application.reading.reader import Reading
    from blendfund.projections.facts import Total
    from blendfund.storage.query.totals import Moment

MONTHS: Final = 12
_DEFAULTED: Final = (
    "SELECT DISTINCT agreement FROM dossier"  # noqa: S608 -- own words
    " WHERE topic = 'financing-defaulted'"
    f" AND fund = :fund AND {KNOWN} AND operation_date <= :as_of"
)
# What counter-guarantors owe, and what is due to them.
COUNTERED: Final = ("counter_guarantor_receivable", "due_to_counter_guarantors")
PROMISES: Final = {"commitment_receivable": 1, "commitment_given": 1}


def cash_report(reading: Reading, asked: Asked, say: Callable[[str], str] = str) -> Report:
    """Cash month by month: what it was, and a forecast. Raises FundNotFound."""
    frame = Frame(reading, asked, "cash")
    found = totals(frame.books, frame.at, "month")
    flows = ((one.key, one.amount) for one in found if one.account == CASH)
    past = actual(flows, frame.day)
    cash = past[-1].cash if past else 0
    coming = list(expected(frame.books, frame.at, found))
    count = asked.months or MONTHS
    future = forecast(cash, frame.day, coming, count)
    counted = prudent(coming, frame.day, in_default(frame.books, frame.at))
    sure = forecast(cash, frame.day, counted, count)
    body: dict[str, Any] = {
        "cash": frame.money(cash),
        "rows": [_month(one, frame) for one in (*_latest(past, asked.past), *future)],
        "lowest": _point(lowest(future), frame),
        "lowest_prudent": _point(lowest(sure), frame),
        "formula": rules.FORMULA,
        "formula_prudent": rules.PRUDENT,
        "source": rules.SOURCE,
    }
    return frame.report(frame.totals(), say, body)


def _latest(past: list[Month], count: int) -> list[Month]:
    return past[-count:] if count else []


def _point(one: Month | None, frame: Frame) -> dict[str, Any] | None:
    return one and {"month": one.month, "cash": frame.money(one.cash)}


def _month(one: Month, frame: Frame) -> dict[str, Any]:
    return {
        "month": one.month,
        "forecast": one.forecast,
        "received": frame.money(one.received),
        "paid": frame.money(one.paid),
        "net": frame.money(one.net),
        "cash": frame.money(one.cash),
    }


def in_default(books: sqlite3.Connection, at: Moment) -> set[int]:
    """Give the loans that will probably not be paid as agreed (their ids)."""
    return {number for (number,) in books.execute(_DEFAULTED, at._asdict())}


def expected(
    books: sqlite3.Connection, at: Moment, found: list[Total]
) -> Iterator[Expected]:
    """Give what is to come: lines, calls and drawdowns by their dates, the rest at once.

    ``found`` are the fund's totals, however split.
    """
    day = date.fromisoformat(at.as_of)
    for loan in loans(books, at):
        for due in due_lines(loan, day):
            if due.left > 0:
                yield Expected(due.line.due, due.left, "instalments", loan.id, due.line.n)
    for account in COUNTERED:
        owed = sum(one.amount for one in found if one.account == account)
        if owed:
            yield Expected(None, owed, account)
    claimed = claims(books, at)
    if claimed:
        yield Expected(None, -claimed, "claims")
    owed = fees(found)
    if owed:
        yield Expected(None, owed, "fees")
    called = 0
    for one in calls(books, at):
        called += one.minor
        yield Expected(one.due, one.minor, "calls", one.position)
    yield from _promised(books, at, found, called)


def _promised(
    books: sqlite3.Connection, at: Moment, found: list[Total], called: int
) -> Iterator[Expected]:
    """Give what funders promised and nobody called, and what contracts still pay out."""
    sums = dict.fromkeys(PROMISES, 0)
    for total in found:
        if total.account in sums:
            sums[total.account] += total.amount
    left = sums["commitment_receivable"] - called
    if left > 0:
        yield Expected(None, left, "commitments")
    undisbursed = -sums["commitment_given"]
    for drawdown in _drawdowns(books, at):
        undisbursed += drawdown.amount
        yield drawdown
    if undisbursed > 0:
        yield Expected(None, -undisbursed, "contracts")


def _drawdowns(books: sqlite3.Connection, at: Moment) -> Iterator[Expected]:
    """Give what is still to be paid out of contracts, by the days it is planned for."""
    for one in plans(books, at):
        parts = zip(one.plan.said.drawdowns, one.left(), strict=True)
        for drawdown, left in parts:
            if left:
                where = one.plan.position
                yield Expected(drawdown.planned, -left, "drawdowns", where)
