"""An application, and a contract, held against the charter of the fund."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.domain.charter import ESS, Charter
from blendfund.domain.dossier import ApplicationSubmitted, EligibilityAssessed
from blendfund.domain.errors import TicketOutside, Word
from blendfund.domain.money import Money

if TYPE_CHECKING:
    from datetime import date


def assess(
    on: date, application: ApplicationSubmitted, charter: Charter, **told: Any
) -> EligibilityAssessed:
    """Hold an application against a charter: every rule that it breaks is named."""
    asked, broken = application.amount_minor, []
    if charter.legal_forms and application.legal_form not in charter.legal_forms:
        broken.append("legal form")
    if charter.esus_required and not _is_esus(application, on):
        broken.append("ESUS approval")
    if charter.territories and not any(
        application.territory.startswith(one) for one in charter.territories
    ):
        broken.append("territory")
    if charter.ticket_min_minor and asked < charter.ticket_min_minor:
        broken.append("smallest amount")
    if charter.ticket_max_minor and asked > charter.ticket_max_minor:
        broken.append("largest amount")
    return EligibilityAssessed(
        on=on,
        fund=application.fund,
        eligible=not broken,
        broken=tuple(broken),
        **told,
    )


def _is_esus(application: ApplicationSubmitted, on: date) -> bool:
    since, until = application.esus_from, application.esus_until
    return since is not None and since <= on and (until is None or on <= until)


def is_ess(application: ApplicationSubmitted) -> bool:
    """Tell whether the legal form is one of the social and solidarity economy."""
    return application.legal_form in ESS


def check_ticket(charter: Charter, minor: int, currency: str) -> None:
    """Refuse a contract outside the charter's bounds. Raises TicketOutside."""
    low, high = charter.ticket_min_minor, charter.ticket_max_minor
    if minor < low or (high and minor > high):
        bounds = Money(low, currency), Money(high or low, currency)
        raise TicketOutside(Money(minor, currency), *bounds)


# Rules of a charter, as an assessment names them.
RULES = (
    Word("legal form"),
    Word("ESUS approval"),
    Word("territory"),
    Word("smallest amount"),
    Word("largest amount"),
)
