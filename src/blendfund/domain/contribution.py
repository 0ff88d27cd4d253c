"""One agreement with a funder: promised, received, given back."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- msgspec reads annotations at run time
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct, structs

from blendfund.domain.checks import check_amount
from blendfund.domain.errors import (
    AboveCommitment,
    AboveReceived,
    NotCashInstrument,
    NotRepayable,
)
from blendfund.domain.event import Event, Movement
from blendfund.domain.level import Level
from blendfund.domain.money import Money
from blendfund.domain.vocabulary import Instrument, Sector, Terms, repayable

if TYPE_CHECKING:
    from typing import Any


class ContributionOpened(Event, frozen=True, kw_only=True):
    """An agreement with a funder became known: who, under what contract and terms."""

    reference: str
    fund: UUID
    party: UUID
    sector: Sector
    instrument: Instrument
    terms: Terms
    name: str = ""
    origin: str = ""
    currency: str = "EUR"
    compartment: str = ""
    carrier: str = ""


class ContributionCommitted(Movement, frozen=True, kw_only=True):
    """The funder bound itself to pay; no cash moved."""


class ContributionReceived(Movement, frozen=True, kw_only=True):
    """Cash came in; ``drawn_minor`` of it draws on an earlier commitment."""

    drawn_minor: int = 0


class ContributionRefunded(Movement, frozen=True, kw_only=True):
    """Money went back because it had not been due."""


class ContributionReimbursed(Movement, frozen=True, kw_only=True):
    """Principal of repayable money went back to its funder."""


class FundingInterestPaid(Movement, frozen=True, kw_only=True):
    """Interest was paid to a funder."""


class InKindReceived(Movement, frozen=True, kw_only=True):
    """Support was given and valued; never cash."""


class Contribution(Struct, frozen=True):
    """What later decisions need to know of an agreement with a funder (minor units)."""

    label: str
    instrument: Instrument
    currency: str
    open_minor: int = 0
    committed_once: bool = False
    held: Level = Level()

    def commit(self, on: date, minor: int, **told: Any) -> ContributionCommitted:
        """Bind the funder to a further amount. Raises NotPositive, NotCashInstrument."""
        check_amount(minor, self.currency)
        if self.instrument is Instrument.IN_KIND:
            raise NotCashInstrument(self.instrument.value, "commitment")
        return ContributionCommitted(
            on=on, amount_minor=minor, currency=self.currency, **told
        )

    def receive(self, on: date, minor: int, **told: Any) -> ContributionReceived:
        """Take in cash. Raises NotPositive, NotCashInstrument, AboveCommitment."""
        check_amount(minor, self.currency)
        if self.instrument in {Instrument.GUARANTEE, Instrument.IN_KIND}:
            raise NotCashInstrument(self.instrument.value, "contribution")
        if self.committed_once and minor > self.open_minor:
            raise AboveCommitment(*self._asked(minor, self.open_minor), self.label)
        return ContributionReceived(
            on=on,
            amount_minor=minor,
            currency=self.currency,
            drawn_minor=minor if self.committed_once else 0,
            **told,
        )

    def refund(self, on: date, minor: int, **told: Any) -> ContributionRefunded:
        """Give back what was not due. Raises NotPositive, AboveReceived."""
        self._check_held(on, minor)
        return ContributionRefunded(
            on=on, amount_minor=minor, currency=self.currency, **told
        )

    def reimburse(self, on: date, minor: int, **told: Any) -> ContributionReimbursed:
        """Give principal back. Raises NotPositive, NotRepayable, AboveReceived."""
        if not repayable(self.instrument):
            raise NotRepayable(self.label, self.instrument.value)
        self._check_held(on, minor)
        return ContributionReimbursed(
            on=on, amount_minor=minor, currency=self.currency, **told
        )

    def pay_interest(self, on: date, minor: int, **told: Any) -> FundingInterestPaid:
        """Pay the funder for its money. Raises NotPositive, NotRepayable."""
        check_amount(minor, self.currency)
        if not repayable(self.instrument):
            raise NotRepayable(self.label, self.instrument.value)
        return FundingInterestPaid(
            on=on, amount_minor=minor, currency=self.currency, **told
        )

    def value_in_kind(self, on: date, minor: int, **told: Any) -> InKindReceived:
        """Record valued support. Raises NotPositive."""
        check_amount(minor, self.currency)
        return InKindReceived(on=on, amount_minor=minor, currency=self.currency, **told)

    def _check_held(self, on: date, minor: int) -> None:
        check_amount(minor, self.currency)
        left = self.held.free(on)
        if minor > left:
            raise AboveReceived(*self._asked(minor, left), self.label)

    def _asked(self, minor: int, left: int) -> tuple[Money, Money]:
        return Money(minor, self.currency), Money(left, self.currency)


def opened(event: ContributionOpened) -> Contribution:
    """Give a fresh agreement."""
    return Contribution(event.name or event.reference, event.instrument, event.currency)


def evolve(state: Contribution, event: Event) -> Contribution:
    """Give the agreement after ``event``. Holds no rule: a fact is never refused."""
    match event:
        case ContributionReceived():
            return structs.replace(
                state,
                open_minor=state.open_minor - event.drawn_minor,
                held=state.held.add(event.on, event.amount_minor),
            )
        case ContributionCommitted():
            return structs.replace(
                state,
                open_minor=state.open_minor + event.amount_minor,
                committed_once=True,
            )
        case ContributionRefunded() | ContributionReimbursed():
            return structs.replace(
                state, held=state.held.add(event.on, -event.amount_minor)
            )
    return state
