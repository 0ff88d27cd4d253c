"""One contract with a project, whole: terms, decision, what moved, what is late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from msgspec import structs, to_builtins

from blendfund.application.reading.approvals import of_contract
from blendfund.application.reading.decided import dossier_of
from blendfund.application.reading.drawdowns import drawdowns_shown
from blendfund.application.reading.files import decision_shown
from blendfund.application.reading.history import facts_of
from blendfund.application.reading.lookup import agreements_of
from blendfund.application.reading.past import state_of
from blendfund.application.reporting.frame import Frame
from blendfund.application.reporting.guarantee_report import guarantee_shown
from blendfund.application.reporting.loan_reports import agreement_of
from blendfund.domain.errors import AgreementNotFound
from blendfund.domain.vocabulary import Instrument
from blendfund.projections.loans import due_lines
from blendfund.projections.risk import standing
from blendfund.storage.query.loans import loans

if TYPE_CHECKING:
    from blendfund.application.reading.reader import Reading
    from blendfund.application.reporting.frame import Asked
    from blendfund.domain.financing import Financing
    from blendfund.projections.loans import Loan

SHOWN: Final = 10
_OF: Final = (
    "SELECT coalesce(p.id, 0), p.name, a.stream_id FROM agreement a"
    " LEFT JOIN project p ON p.id = a.project WHERE a.id = ?"
)
CONTRACTED: Final = frozenset({"financing-contracted", "guarantee-granted"})
FIGURES: Final = (
    *("disbursed", "repaid", "interest", "fees", "waived", "written_off", "recovered"),
    *("outstanding", "provision", "charges_due", "held"),
)


def contract_shown(reading: Reading, asked: Asked) -> dict[str, Any]:
    """Give a contract as it stands at a moment (default: now), with its latest facts.

    Args:
        reading: The ledger.
        asked: The agreement, its fund ("" where its name tells), and the two times.

    Raises:
        AgreementNotFound: there is none of the name, or none was known by then.
        AmbiguousReference, FundNotFound, BadMoment.
    """
    name = asked.agreement
    number, reference, of_fund = agreement_of(reading.books, name, asked.fund)
    frame = Frame(reading, structs.replace(asked, fund=of_fund), "contract")
    if number > frame.at.position:
        from blendfund.application.reading.names import near

        raise AgreementNotFound(name, near(reading.books, "agreement", name))
    (one,) = agreements_of(reading.books, "id", number)
    facts = facts_of(reading, reference, frame.at)
    drawn = drawdowns_shown(reading, reference, of_fund, frame.day, frame.at.position)
    return {
        "agreement": one["name"] or reference,
        "reference": reference,
        "fund": of_fund,
        "currency": frame.currency,
        "as_of": frame.day.isoformat(),
        "position": frame.at.position,
        **_standing(frame, number, one, facts),
        "guarantee": _guarantee(reading, frame, number, one["instrument"]),
        "drawdowns": drawn["drawdowns"],
        "approvals": of_contract(reading.books, number, frame.at),
        "facts": facts[-SHOWN:],
        "rest": max(0, len(facts) - SHOWN),
    }


def _standing(
    frame: Frame, number: int, one: dict[str, Any], facts: list[dict[str, Any]]
) -> dict[str, Any]:
    """Give where a contract (its id) stands: what was promised, what moved of it."""
    project_id, project, stream = frame.books.execute(_OF, (number,)).fetchone()
    state: Financing = state_of(frame.books, UUID(bytes=stream), frame.at)
    found = loans(frame.books, frame.at, number)
    return {
        "project": project,
        **{key: one[key] for key in ("instrument", "terms", "earmark")},
        "closed": state.closes > 0,
        "rate": _rate(found) or one["rate"],
        "contracted": frame.money(state.contracted_minor),
        "to_pay": frame.money(state.open_minor),
        "decision": _decision(frame, project_id, facts) if project else None,
        "schedule": _schedule(found[0], frame) if found and found[0].lines else None,
        "figures": _figures(found[0], frame) if found else None,
    }


def _rate(found: list[Loan]) -> str:
    """Give the rate of the schedule in force, "" without one."""
    versions = found[0].versions if found else ()
    return versions[-1].schedule.rate if versions else ""


def _decision(
    frame: Frame, project: int, facts: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """Give the last decision on the project before the contract, None without any."""
    days = [one["on"] for one in facts if one["topic"] in CONTRACTED]
    at = frame.at
    file = dossier_of(frame.books, at.fund, project, on=frame.day, position=at.position)
    decisions = [decision_shown(one, frame.currency) for one in file.decisions]
    before = [one for one in decisions if days and one["on"] <= min(days)]
    return before[-1] if before else None


def _guarantee(
    reading: Reading, frame: Frame, number: int, instrument: str
) -> dict[str, Any] | None:
    """Give the figures of a guarantee, None for any other contract."""
    if instrument != Instrument.GUARANTEE:
        return None
    return guarantee_shown(reading, frame, number)


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
