"""The reports on loans: what one owes and when, what all of them put at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import structs, to_builtins

from blendfund.application.reading.decided import charter_of
from blendfund.application.reporting.frame import Asked, Frame, Report
from blendfund.application.reporting.guarantee_report import recourse
from blendfund.domain.anniversary import anniversary
from blendfund.domain.errors import AgreementNotFound, AmbiguousReference, NotScheduled
from blendfund.domain.party import fold
from blendfund.projections import concession, risk
from blendfund.projections.loans import accrued, due_lines
from blendfund.projections.rates import RATES, rates
from blendfund.projections.risk import Risk, Sums, at_risk, standing
from blendfund.storage.query.loans import loans
from blendfund.storage.query.totals import names

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from blendfund.application.reading.reader import Reading
    from blendfund.domain.charter import Stage
    from blendfund.projections.loans import Due, Loan

_FOUND: Final = (
    "SELECT a.id, a.reference, f.reference FROM agreement a JOIN fund f ON f.id = a.fund"
    " WHERE (a.name = ?1 OR a.reference = ?1) AND a.side = 'F' AND a.withdrawn = 0"
    " AND (?2 = '' OR f.reference = ?2) ORDER BY a.id"
)
NO_SCHEDULE: Final = "loans outstanding without a schedule: {loans}"
NOTHING_OUT: Final = "no loan with a schedule is outstanding"
NOT_ASKED: Final = "the charter asks for no provision"
NOTHING_TO_DIVIDE: Final = "there is nothing yet to take a part of"
_COUNTS: Final = ("loans", "unscheduled", "defaults", "days_late")


def schedule_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """What a loan owes line by line, and what was paid of it.

    Raises:
        AgreementNotFound, AmbiguousReference, NotScheduled, FundNotFound.
    """
    number, reference, fund = agreement_of(reading.books, asked.agreement, asked.fund)
    frame = Frame(reading, structs.replace(asked, fund=fund), "schedule")
    found = loans(frame.books, frame.at, number)
    if not found or not found[0].lines:
        raise NotScheduled(asked.agreement)
    (loan,) = found
    dues = due_lines(loan, frame.day)
    body = {
        "agreement": loan.name,
        "reference": reference,
        "instrument": loan.instrument,
        "terms": to_builtins(loan.versions[-1].schedule),
        "versions": len(loan.versions),
        "lines": [_line(one, frame) for one in dues],
        "totals": _totals(loan, dues, frame),
        # Where no market rate was given, there is nothing to compare with, nor to say.
        **(_conceded(loan, dues, asked.discount, say) if asked.discount else {}),
    }
    return frame.report(frame.totals(), say, body)


def agreement_of(books: sqlite3.Connection, name: str, fund: str) -> tuple[int, str, str]:
    """Give a contract's id, its short reference and its fund's.

    Raises:
        AgreementNotFound, AmbiguousReference.
    """
    found = books.execute(_FOUND, (name, fund)).fetchall()
    if len(found) == 1:
        number, reference, of_fund = found[0]
        return number, reference, of_fund
    if found:
        known = ", ".join(f"{reference} ({of_fund})" for _, reference, of_fund in found)
        raise AmbiguousReference(name, known)
    # Loaded for who mistypes only.
    from blendfund.application.reading.names import near

    raise AgreementNotFound(name, near(books, "agreement", name))


def _line(one: Due, frame: Frame) -> dict[str, Any]:
    return {
        "n": one.line.n,
        "due": one.line.due.isoformat(),
        "principal": frame.money(one.line.principal),
        "interest": frame.money(one.line.interest),
        "fee": frame.money(one.line.fee),
        "paid": frame.money(one.paid),
        "days_late": one.days_late,
    }


def _conceded(
    loan: Loan, dues: list[Due], rate: str, say: Callable[[str], str]
) -> dict[str, Any]:
    """Compare what the lines ask with a market rate."""
    lines = [one.line for one in dues]
    asked = [one.principal + one.interest for one in lines]
    face = sum(one.principal for one in lines)
    months = loan.versions[-1].schedule.every.months
    value = concession.grant_element(asked, face, months, rate)
    said = {
        "value": value,
        "reason": None if value is not None else say(NOTHING_TO_DIVIDE),
        "discount_rate": rate,
        "formula": concession.FORMULA,
        "source": concession.SOURCE,
    }
    return {"grant_element": said}


def _totals(loan: Loan, dues: list[Due], frame: Frame) -> dict[str, Any]:
    late = [one for one in dues if one.days_late]
    sums = {
        "principal": sum(one.line.principal for one in dues),
        "interest": sum(one.line.interest for one in dues),
        "fee": sum(one.line.fee for one in dues),
        "paid": sum(one.paid for one in dues),
        "left": sum(one.left for one in dues),
        "arrears": sum(one.before.total for one in dues),
        "dropped": sum(one.dropped.total for one in dues),
        "overdue": sum(one.overdue for one in late),
        "outstanding": loan.outstanding,
    }
    sums["accrued"] = accrued(loan, frame.day)
    days = standing(loan, frame.day).days
    return {name: frame.money(sum_) for name, sum_ in sums.items()} | {"days_late": days}


def portfolio_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """What is outstanding, what of it is late and at risk, what was lost.

    Raises FundNotFound.
    """
    frame = Frame(reading, asked, "portfolio")
    by = asked.by or "project"
    stood = [standing(one, frame.day) for one in loans(frame.books, frame.at)]
    charter = charter_of(frame.books, frame.at.fund, frame.day, frame.at.position)
    stages = charter.provisions if charter else ()
    rows = _named(reading, frame, by, risk.portfolio(stood, by, stages))
    total, found = Sums(), frame.totals()
    for one in stood:
        total.add(one, stages)
    scheduled = at_risk(stood, 0).whole
    risks = {f"par{days}": at_risk(stood, days) for days in risk.DAYS}
    risks["par30_with_restructured"] = at_risk(stood, 30, restructured=True)
    body = {
        "by": by,
        "gross_outstanding": _risk(Risk(total.outstanding, total.outstanding), frame, say),
        "scheduled_outstanding": _risk(Risk(scheduled, total.outstanding), frame, say),
        **{name: _risk(one, frame, say) for name, one in risks.items()},
        "unscheduled": total.unscheduled,
        "written_off": frame.money(total.written_off),
        "recovered": frame.money(total.recovered),
        "provision": frame.money(total.provision),
        **_required(total, frame, stages, say),
        "rates": _rates(total, frame, say),
        "rows": [{"key": key, **_sums(sums, frame, stages, say)} for key, sums in rows],
        "total": _sums(total, frame, stages, say),
        **recourse(found, frame),
        "formula": risk.FORMULA,
        "source": risk.SOURCE,
    }
    return frame.report(found, say, body)


def _rates(total: Sums, frame: Frame, say: Callable[[str], str]) -> list[dict[str, Any]]:
    """Give what was lost, recovered, provided for and earned, as parts."""
    earlier = anniversary(frame.day, -1)
    before = Sums()
    for one in loans(frame.books, frame.at._replace(as_of=earlier.isoformat())):
        before.add(standing(one, earlier))
    return [
        {
            "measure": one.name,
            "value": one.value,
            "reason": None if one.value is not None else say(NOTHING_TO_DIVIDE),
            "formula": RATES[one.name],
        }
        for one in rates(total, before)
    ]


def _named(
    reading: Reading, frame: Frame, by: str, found: dict[str, Sums]
) -> list[tuple[str, Sums]]:
    """Give the rows by their names, in the order of names."""
    if by not in {"project", "agreement"}:
        return list(found.items())
    # Imported here: it is where all reports are listed, this one too.
    from blendfund.application.reporting.labels import distinct

    labels = distinct(list(found), names(frame.books, reading.vault, by))
    return sorted(zip(labels, found.values(), strict=True), key=lambda one: fold(one[0]))


def _sums(
    sums: Sums, frame: Frame, stages: Sequence[Stage], say: Callable[[str], str]
) -> dict[str, Any]:
    said = {
        name: getattr(sums, name) if name in _COUNTS else frame.money(getattr(sums, name))
        for name in Sums.__slots__
    }
    return said | _required(sums, frame, stages, say)


def _required(
    sums: Sums, frame: Frame, stages: Sequence[Stage], say: Callable[[str], str]
) -> dict[str, Any]:
    """Give what the charter asks to provide for; why nothing is, where it asks nothing."""
    if stages:
        return {"provision_required": frame.money(sums.provision_required)}
    return {"provision_required": None, "reason": say(NOT_ASKED)}


def _risk(risk: Risk, frame: Frame, say: Callable[[str], str]) -> dict[str, Any]:
    said: dict[str, Any] = {"amount": frame.money(risk.amount), "ratio": risk.ratio}
    if risk.unscheduled:
        reason = say(NO_SCHEDULE).format(loans=risk.unscheduled)
        return {**said, "loans": risk.unscheduled, "reason": reason}
    return said if said["ratio"] is not None else {**said, "reason": say(NOTHING_OUT)}
