"""Where each fund stands this morning: cash, what can be promised, what waits."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from blendfund.application.planning.available import available
from blendfund.application.planning.earmarking import defined
from blendfund.application.reading.drawdowns import plans
from blendfund.application.reading.latest import last_import, last_write
from blendfund.application.reporting.frame import Asked, Frame
from blendfund.application.reporting.waiting import calls, late_at_takeover, pledges
from blendfund.domain.earmark import FREE
from blendfund.projections.composition import composition
from blendfund.projections.earmarks import earmarks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from blendfund.application.reading.reader import Reading
    from blendfund.projections.facts import Total

SOON_DAYS: Final = 60
NEARLY_USED: Final = 10  # per cent of what was received, or is to come, under an earmark
SHOWN_MAX: Final = 10  # of each list; the sums beside them count everything
_SUMS: Final = (
    "SELECT coalesce(sum(CASE WHEN side = 'C' THEN max(pledged, 0) END), 0),"
    " coalesce(sum(CASE WHEN side = 'C' THEN max(called, 0) END), 0),"
    " count(CASE WHEN side = 'C' THEN 1 END), count(CASE WHEN side = 'F' THEN 1 END),"
    " count(DISTINCT CASE WHEN side = 'F' THEN project END) FROM agreement"
    " WHERE fund = ? AND carrier = '' AND withdrawn = 0"
)


def status(
    reading: Reading,
    fund: str | None,
    today: date,
    say: Callable[[str], str] = str,
    *,
    french: bool = False,
) -> dict[str, Any]:
    """Give where the funds stand on a day. Raises FundNotFound."""
    references = [fund] if fund else [one["reference"] for one in reading.funds()]
    asked = [Asked(reference, today, french=french) for reference in references]
    return {
        "as_of": today.isoformat(),
        "position": reading.log.head().position,
        "funds": [_fund(Frame(reading, one, "status"), say) for one in asked],
        "last_write": last_write(reading.books),
        "last_import": last_import(reading.books),
    }


def _fund(frame: Frame, say: Callable[[str], str]) -> dict[str, Any]:
    totals = frame.totals()
    uses = composition(totals, "sector").uses
    found = available(frame.books, frame.at.fund, None, frame.day)
    pledged, called, contributions, financings, projects = frame.books.execute(
        _SUMS, (frame.at.fund,)
    ).fetchone()
    return {
        "fund": frame.head["fund"],
        "currency": frame.currency,
        "cash": frame.money(found.cash_minor),
        "open_commitments": frame.money(found.open_minor),
        "undisbursed": frame.money(found.undisbursed_minor),
        "earmarked": frame.money(found.elsewhere_minor),
        "available": frame.money(found.left_minor),
        "outstanding": frame.money(uses.outstanding),
        "called": frame.money(called),
        "pledged": frame.money(pledged),
        "contributions": contributions,
        "financings": financings,
        "projects": projects,
        "proposals": _proposals(frame),
        **_waiting(frame),
        "drawdowns": _drawdowns(frame),
        "earmarks": list(_watched(frame, totals)),
        "flags": frame.flags(totals, say),
    }


def _proposals(frame: Frame) -> list[dict[str, Any]]:
    """Give what waits for a second person; nothing is loaded where nothing was decided."""
    sql = "SELECT 1 FROM dossier WHERE fund = ? AND topic = 'payment-proposed' LIMIT 1"
    if frame.books.execute(sql, (frame.at.fund,)).fetchone() is None:
        return []
    from blendfund.application.reading.files import waiting

    return waiting(frame.books, frame.at.fund, frame.currency)[:SHOWN_MAX]


def _waiting(frame: Frame) -> dict[str, Any]:
    books, at = frame.books, frame.at
    return {
        "calls": [
            {
                "agreement": one.agreement,
                "amount": frame.money(one.minor),
                "due": one.due and one.due.isoformat(),
                "overdue": one.due is not None and one.due < frame.day,
            }
            for one in calls(books, at)[:SHOWN_MAX]
        ],
        "pledges": [
            {"agreement": name, "amount": frame.money(minor)}
            for name, minor in pledges(books, at)[:SHOWN_MAX]
        ],
        "late_at_takeover": [
            {
                "agreement": one.agreement,
                "project": one.project,
                "amount": frame.money(one.minor),
                "since": one.since and one.since.isoformat(),
            }
            for one in late_at_takeover(books, at)[:SHOWN_MAX]
        ],
    }


def _drawdowns(frame: Frame) -> list[dict[str, Any]]:
    """Give what is still to be paid out of contracts, and what it waits for."""
    found = []
    for one in plans(frame.books, frame.at):
        texts: defaultdict[int, list[str]] = defaultdict(list)
        for condition in one.plan.waiting(frame.day):
            texts[condition.drawdown].append(condition.text)
        parts = zip(one.plan.said.drawdowns, one.left(), strict=True)
        for number, (drawdown, left) in enumerate(parts, start=1):
            if left:
                planned = drawdown.planned and drawdown.planned.isoformat()
                found.append(
                    {
                        "agreement": one.name,
                        "number": number,
                        "amount": frame.money(left),
                        "planned": planned,
                        "conditions": texts[number],
                    }
                )
    return sorted(found, key=lambda one: str(one["planned"] or "9999"))[:SHOWN_MAX]


def _watched(frame: Frame, totals: list[Total]) -> Iterator[dict[str, Any]]:
    """Give the earmarks with money left that end soon, and those that are nearly used."""
    limits = defined(frame.books, frame.at.fund)
    soon = frame.day + timedelta(SOON_DAYS)
    for name, pot in earmarks(totals).items():
        until = limits[name].valid_until if name in limits else None
        left = pot.cash + pot.to_come
        ends = until is not None and until <= soon and left > 0
        used = 0 < pot.available * 100 <= NEARLY_USED * (pot.received + pot.to_come)
        if name != FREE and (ends or used):
            yield {
                "earmark": name,
                "left": frame.money(left),
                "available": frame.money(pot.available),
                "valid_until": until and until.isoformat(),
                "days_left": None if until is None else (until - frame.day).days,
                "ends": ends,
                "nearly_used": used,
            }
