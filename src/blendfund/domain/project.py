"""Projects of the social and solidarity economy, and what others put into them."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- msgspec reads annotations at run time
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from blendfund.domain.checks import check_amount
from blendfund.domain.event import Event, Movement
from blendfund.domain.vocabulary import Sector, Terms

if TYPE_CHECKING:
    from typing import Any


class ProjectRegistered(Event, frozen=True, kw_only=True):
    """A project became known; ``party`` is the organisation that carries it."""

    reference: str
    name: str
    party: UUID | None = None


class CofinancingDeclared(Movement, frozen=True, kw_only=True):
    """Somebody else put money into the project; it never crosses the fund's bank."""

    fund: UUID
    party: UUID
    sector: Sector
    terms: Terms
    instrument: str = ""
    origin: str = ""
    compartment: str = ""
    carrier: str = ""


class Project(Struct, frozen=True):
    """What later decisions need to know of a project."""

    name: str

    def declare_cofinancing(
        self,
        on: date,
        minor: int,
        currency: str,
        *,
        fund: UUID,
        party: UUID,
        sector: Sector,
        terms: Terms,
        **told: Any,
    ) -> CofinancingDeclared:
        """Declare others' money in the project. Raises NotPositive."""
        check_amount(minor, currency)
        return CofinancingDeclared(
            on=on,
            amount_minor=minor,
            currency=currency,
            fund=fund,
            party=party,
            sector=sector,
            terms=terms,
            **told,
        )
