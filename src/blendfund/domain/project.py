"""Projects of the social and solidarity economy, and what others put into them."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- msgspec reads annotations at run time
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from blendfund.domain.checks import check_amount
from blendfund.domain.effects import movement_of
from blendfund.domain.errors import AboveCofinancing
from blendfund.domain.event import Event, Movement
from blendfund.domain.money import Money
from blendfund.domain.reversal import MovementReversed
from blendfund.domain.vocabulary import Sector, Terms

if TYPE_CHECKING:
    from typing import Any


class ProjectRegistered(Event, frozen=True, kw_only=True):
    """A project became known; ``party`` is the organisation that carries it.

    Where it takes place, for whom and for what is what earmarks are held against.
    ``parent`` is the project that it replicates on another territory.
    """

    reference: str
    name: str
    party: UUID | None = None
    territory: str = ""
    publics: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    parent: UUID | None = None


class CofinancingPlanned(Movement, frozen=True, kw_only=True):
    """Somebody else may put money into the project: in a plan, in no ratio."""

    fund: UUID
    party: UUID
    sector: Sector
    terms: Terms
    instrument: str = ""
    origin: str = ""
    compartment: str = ""
    carrier: str = ""


class CofinancingDeclared(Movement, frozen=True, kw_only=True):
    """Somebody else put money into the project; it never crosses the fund's bank.

    ``drawn_minor`` of it had been planned.
    """

    fund: UUID
    party: UUID
    sector: Sector
    terms: Terms
    instrument: str = ""
    origin: str = ""
    compartment: str = ""
    carrier: str = ""
    drawn_minor: int = 0


class CofinancingPaid(Movement, frozen=True, kw_only=True):
    """What had been declared was paid to the project."""

    fund: UUID
    party: UUID
    sector: Sector
    terms: Terms
    instrument: str = ""
    origin: str = ""
    compartment: str = ""
    carrier: str = ""


class CofinancingWithdrawn(Movement, frozen=True, kw_only=True):
    """What had been declared will not come; ``drawn_minor`` of it was only planned."""

    fund: UUID
    party: UUID
    sector: Sector
    terms: Terms
    instrument: str = ""
    origin: str = ""
    compartment: str = ""
    carrier: str = ""
    drawn_minor: int = 0


COFINANCING = {
    "cofinancing-planned": (1, 0, 0, -1),
    "cofinancing-declared": (0, 1, 0, -1),
    "cofinancing-paid": (0, 0, 1, 0),
    "cofinancing-withdrawn": (0, -1, 0, -1),
}


class Shared(Struct, frozen=True):
    """What others' money in a project stands at (minor units)."""

    planned: int = 0
    confirmed: int = 0
    paid: int = 0

    @property
    def firm(self) -> int:
        """Give what was declared and is not paid yet."""
        return max(0, self.confirmed - self.paid)


class Project(Struct, frozen=True):
    """What later decisions need to know of a project: others' money, by party."""

    name: str
    shares: dict[UUID, Shared] = {}

    def plan_cofinancing(
        self, on: date, minor: int, currency: str, **told: Any
    ) -> CofinancingPlanned:
        """Note that others may put money in. Raises NotPositive."""
        check_amount(minor, currency)
        return CofinancingPlanned(on=on, amount_minor=minor, currency=currency, **told)

    def declare_cofinancing(
        self, on: date, minor: int, currency: str, **told: Any
    ) -> CofinancingDeclared:
        """Declare others' money in the project. Raises NotPositive."""
        check_amount(minor, currency)
        planned = self.share(told["party"]).planned
        return CofinancingDeclared(
            on=on,
            amount_minor=minor,
            currency=currency,
            drawn_minor=max(0, min(minor, planned)),
            **told,
        )

    def pay_cofinancing(
        self, on: date, minor: int, currency: str, *, shown: str, **told: Any
    ) -> CofinancingPaid:
        """Note that declared money reached the project. Raises AboveCofinancing."""
        check_amount(minor, currency)
        share = self.share(told["party"])
        self._check(minor, share.firm, currency, shown)
        return CofinancingPaid(on=on, amount_minor=minor, currency=currency, **told)

    def withdraw_cofinancing(
        self, on: date, minor: int, currency: str, *, shown: str, **told: Any
    ) -> CofinancingWithdrawn:
        """Take declared or planned money out again. Raises AboveCofinancing."""
        check_amount(minor, currency)
        share = self.share(told["party"])
        self._check(minor, share.firm + share.planned, currency, shown)
        return CofinancingWithdrawn(
            on=on,
            amount_minor=minor,
            currency=currency,
            drawn_minor=max(0, minor - share.firm),
            **told,
        )

    def share(self, party: UUID) -> Shared:
        """Give what a party's money in the project stands at."""
        return self.shares.get(party, Shared())

    def _check(self, minor: int, left: int, currency: str, shown: str) -> None:
        if minor > left:
            asked, spare = Money(minor, currency), Money(max(0, left), currency)
            raise AboveCofinancing(asked, shown, self.name, spare)


def evolve(project: Project | None, event: Event) -> Project | None:
    """Give the project after ``event``. Holds no rule: a fact is never refused."""
    match event:
        case ProjectRegistered():
            return Project(event.name)
        case MovementReversed(party=UUID() as party) if project is not None:
            return _moved(project, party, event.movement, event, event.sign)
        case (
            CofinancingPlanned()
            | CofinancingDeclared()
            | CofinancingPaid()
            | CofinancingWithdrawn()
        ) if project is not None:
            return _moved(project, event.party, movement_of(type(event)), event, 1)
    return project


def _moved(project: Project, party: UUID, movement: str, fact: Any, sign: int) -> Project:
    planned, confirmed, paid, drawn = COFINANCING[movement]
    amount, part = sign * fact.amount_minor, sign * getattr(fact, "drawn_minor", 0)
    share = project.shares.get(party, Shared())
    # What is withdrawn of a plan was never confirmed.
    firm = amount - part if movement == "cofinancing-withdrawn" else amount
    after = Shared(
        share.planned + planned * amount + drawn * part,
        share.confirmed + confirmed * firm,
        share.paid + paid * amount,
    )
    return Project(project.name, {**project.shares, party: after})
