"""Projects' files and the committee, as they are shown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from blendfund.application.reading.aids import aid_shown
from blendfund.application.reading.approvals import of_project
from blendfund.application.reading.decided import (
    charter_of,
    dossier_of,
    members_of,
    supports_of,
)
from blendfund.application.reading.names import near
from blendfund.application.reading.proposals import proposals_of, void
from blendfund.domain.errors import CharterMissing, ProjectNotFound
from blendfund.domain.money import plain
from blendfund.domain.party import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import date

    from blendfund.application.reading.reader import Reading
    from blendfund.domain.decision import Decision
    from blendfund.domain.dossier import ApplicationSubmitted, PlanLine


def members(reading: Reading, fund: str) -> list[dict[str, Any]]:
    """Give the mandates on a fund's committee. Raises FundNotFound."""
    number, currency, _ = reading.fund(fund)
    return [
        {
            "who": one.who,
            "since": one.since.isoformat(),
            "until": one.until and one.until.isoformat(),
            "approves": None
            if one.approves_minor is None
            else plain(one.approves_minor, currency),
            "currency": currency,
        }
        for one in members_of(reading.books, number)
    ]


def project_file(reading: Reading, project: str, fund: str) -> dict[str, Any]:
    """Give a project's file with a fund. Raises FundNotFound, ProjectNotFound."""
    number, currency, _ = reading.fund(fund)
    project_id, today = _project_id(reading, project), datetime.now(UTC).astimezone().date()
    file = dossier_of(reading.books, number, project_id)
    asked, judged, studied = file.application, file.eligibility, file.appraisal
    return {
        "project": file.project,
        "fund": fund,
        "currency": currency,
        "application": asked and _application(asked, currency),
        "eligibility": judged
        and {
            "on": judged.on.isoformat(),
            "eligible": judged.eligible,
            "broken": list(judged.broken),
        },
        "appraisal": studied
        and {
            "on": studied.on.isoformat(),
            "officer": studied.officer,
            "scores": [
                {"criterion": one.criterion, "points": one.points, "of": one.of}
                for one in studied.scores
            ],
            "opinion": studied.opinion or None,
        },
        "decisions": [decision_shown(one, currency) for one in file.decisions],
        "aid": aid_shown(reading.books, number, project_id, today),
        "approvals": of_project(reading.books, number, (file.project, project)),
    }


def _application(asked: ApplicationSubmitted, currency: str) -> dict[str, Any]:
    return {
        "on": asked.on.isoformat(),
        "amount": plain(asked.amount_minor, currency),
        "uses": _lines(asked.uses, currency),
        "resources": _resources(asked.resources, currency),
        "legal_form": asked.legal_form or None,
        "esus_from": asked.esus_from and asked.esus_from.isoformat(),
        "esus_until": asked.esus_until and asked.esus_until.isoformat(),
        "territory": asked.territory or None,
    }


def _lines(lines: Iterable[PlanLine], currency: str) -> list[dict[str, Any]]:
    return [
        {"label": one.label, "amount": plain(one.amount_minor, currency)} for one in lines
    ]


def _resources(lines: Iterable[PlanLine], currency: str) -> list[dict[str, Any]]:
    """Give where money comes from, and what each line is, where somebody said it."""
    found = list(lines)
    natures = [{"nature": one.nature or None} for one in found]
    shown = zip(_lines(found, currency), natures, strict=True)
    return [line | nature for line, nature in shown]


def decision_shown(one: Decision, currency: str) -> dict[str, Any]:
    """Give a decision as it is shown in a project's file, amounts in ``currency``."""
    said = one.said
    return {
        "position": one.position,
        "on": said.on.isoformat(),
        "session": said.session,
        "result": said.result,
        "amount": plain(said.amount_minor, currency) if said.amount_minor else None,
        "instrument": said.instrument or None,
        "valid_until": said.valid_until and said.valid_until.isoformat(),
        "conditions": [
            {"number": number, "text": text, "met": number in one.fulfilled}
            for number, text in enumerate(said.conditions, start=1)
        ],
        "voted_for": list(said.voted_for),
        "voted_against": list(said.voted_against),
        "abstained": list(said.abstained),
        "conflicts": list(said.conflicts),
        "lapsed": one.lapsed,
    }


def charter_shown(reading: Reading, fund: str, on: date) -> dict[str, Any]:
    """Give the charter in force on a day. Raises FundNotFound, CharterMissing."""
    number, currency, _ = reading.fund(fund)
    charter = charter_of(reading.books, number, on)
    if charter is None:
        raise CharterMissing(fund)

    def money(minor: int | None) -> str | None:
        return None if minor is None else plain(minor, currency)

    return {
        "fund": fund,
        "currency": currency,
        "quorum": charter.quorum,
        "ticket_min": money(charter.ticket_min_minor or None),
        "ticket_max": money(charter.ticket_max_minor or None),
        "validity_days": charter.validity_days or None,
        "legal_forms": list(charter.legal_forms),
        "esus_required": charter.esus_required,
        "territories": list(charter.territories),
        "disbursement_above": money(charter.disbursement_above_minor),
        "guarantee_above": money(charter.guarantee_above_minor),
        "guarantee_multiplier": charter.guarantee_multiplier or None,
        "provisions": [{"days": one.days, "rate": one.rate} for one in charter.provisions],
        "product_terms": charter.product_terms,
    }


def waiting(books: sqlite3.Connection, fund: int, currency: str) -> list[dict[str, Any]]:
    """Give the proposals that wait for a second person, or to be paid.

    ``void`` says why one can no longer be paid: those come last, to be withdrawn.
    """
    found = [
        {
            "position": one.position,
            "what": one.said.what,
            "agreement": one.said.agreement,
            "project": one.said.project,
            "amount": plain(one.said.amount_minor, currency),
            "by": one.said.actor,
            "approved": one.payable,
            "void": void(books, fund, one) or None,
        }
        for one in proposals_of(books, fund)
        if one.open
    ]
    return sorted(found, key=lambda one: one["void"] is not None)


def supports(reading: Reading, project: str, fund: str) -> list[dict[str, Any]]:
    """Give the supports of a project. Raises FundNotFound, ProjectNotFound."""
    number, currency, _ = reading.fund(fund)
    of = _project_id(reading, project)
    return [
        {
            "reference": one.opened.reference,
            "provider": one.opened.provider,
            "scheme": one.opened.scheme or None,
            "plan": one.opened.plan or None,
            "payer": one.opened.payer or None,
            "planned_minutes": one.opened.planned_minutes,
            "minutes": one.minutes,
            "cost": plain(one.cost_minor, currency),
            "currency": currency,
            "ended": one.ended,
            "effect": one.effect or None,
        }
        for one in supports_of(reading.books, number, of).values()
    ]


def _project_id(reading: Reading, project: str) -> int:
    sql = (
        "SELECT id FROM project WHERE (folded = ? OR reference = ?) AND withdrawn = 0"
        " ORDER BY id LIMIT 1"
    )
    found = reading.books.execute(sql, (fold(project), project)).fetchone()
    if found is None:
        raise ProjectNotFound(project, near(reading.books, "project", project))
    return int(found[0])
