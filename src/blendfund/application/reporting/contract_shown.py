"""One contract with a project, whole: terms, decision, what moved, what is late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import to_builtins

from blendfund.application.reading.drawdowns import drawdowns_shown
from blendfund.application.reading.files import project_file
from blendfund.application.reading.history import history
from blendfund.application.reading.lookup import agreements_of
from blendfund.application.reporting.frame import Asked, Frame
from blendfund.application.reporting.loan_reports import agreement_of
from blendfund.projections.loans import due_lines
from blendfund.projections.risk import standing
from blendfund.storage.query.loans import loans

if TYPE_CHECKING:
    from blendfund.application.reading.reader import Reading
    from blendfund.projections.loans import Loan

SHOWN: Final = 10
CONTRACTED: Final = frozenset({"financing-contracted", "guarantee-granted"})
FIGURES: Final = (
    *("disbursed", "repaid", "interest", "fees", "waived", "written_off", "recovered"),
    *("outstanding", "provision", "charges_due", "held"),
)


def contract_shown(reading: Reading, name: str, fund: str) -> dict[str, Any]:
    """Give a contract as it stands today, with its latest facts.

    Raises:
        AgreementNotFound, AmbiguousReference, FundNotFound.
    """
    number, reference, of_fund = agreement_of(reading.books, name, fund)
    frame = Frame(reading, Asked(of_fund), "contract")
    (one,) = agreements_of(reading.books, "id", number)
    sql = (
        "SELECT p.name FROM agreement a LEFT JOIN project p ON p.id = a.project"
        " WHERE a.id = ?"
    )
    project = reading.books.execute(sql, (number,)).fetchone()[0]
    file = project_file(reading, project, of_fund) if project else {"decisions": []}
    found = loans(frame.books, frame.at, number)
    facts = history(reading, reference)["facts"]
    return {
        "agreement": one["name"] or reference,
        "reference": reference,
        "fund": of_fund,
        "currency": frame.currency,
        "as_of": frame.day.isoformat(),
        "position": frame.at.position,
        "project": project,
        **{key: one[key] for key in ("instrument", "terms", "earmark", "closed")},
        "rate": _rate(found) or one["rate"],
        "contracted": one["committed"],
        "to_pay": one["open"],
        "decision": _decision(file["decisions"], facts),
        "schedule": _schedule(found[0], frame) if found and found[0].lines else None,
        "figures": _figures(found[0], frame) if found else None,
        "drawdowns": drawdowns_shown(reading, reference, of_fund, frame.day)["drawdowns"],
        "facts": facts[-SHOWN:],
        "rest": max(0, len(facts) - SHOWN),
    }


def _rate(found: list[Loan]) -> str:
    """Give the rate of the schedule in force, "" without one."""
    versions = found[0].versions if found else ()
    return versions[-1].schedule.rate if versions else ""


def _decision(
    decisions: list[dict[str, Any]], facts: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """Give the last decision on the project before the contract, None without any."""
    days = [one["on"] for one in facts if one["topic"] in CONTRACTED]
    before = [one for one in decisions if days and one["on"] <= min(days)]
    return before[-1] if before else None


def _figures(loan: Loan, frame: Frame) -> dict[str, Any]:
    sums = {name: frame.money(getattr(loan, name)) for name in FIGURES}
    return {**sums, "defaulted": loan.defaulted}


def _schedule(loan: Loan, frame: Frame) -> dict[str, Any]:
    """Give the terms in force, what is late, and what falls due next."""
    dues = due_lines(loan, frame.day)
    stands = standing(loan, frame.day)
    coming = [one for one in dues if one.line.due >= frame.day and one.left > 0]
    return {
        **to_builtins(loan.versions[-1].schedule),
        "versions": len(loan.versions),
        "overdue": frame.money(stands.overdue),
        "days_late": stands.days,
        "next_due": coming[0].line.due.isoformat() if coming else None,
        "next_amount": frame.money(coming[0].left) if coming else None,
    }
