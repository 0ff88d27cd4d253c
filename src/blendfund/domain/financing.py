"""One contract with a project: promised, paid, repaid, lost, recovered."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- msgspec reads annotations at run time
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct, structs

from blendfund.domain.checks import check_amount
from blendfund.domain.errors import (
    AboveContract,
    AboveOutstanding,
    AboveWrittenOff,
    NotCashInstrument,
    NotRepayable,
)
from blendfund.domain.event import Event, Movement
from blendfund.domain.level import Level
from blendfund.domain.money import Money
from blendfund.domain.vocabulary import Instrument, Terms, repayable

if TYPE_CHECKING:
    from typing import Any


class FinancingOpened(Event, frozen=True, kw_only=True):
    """A contract with a project became known: under what instrument and terms."""

    reference: str
    fund: UUID
    project: UUID
    instrument: Instrument
    terms: Terms | None = None
    name: str = ""
    currency: str = "EUR"
    compartment: str = ""
    carrier: str = ""


class FinancingContracted(Movement, frozen=True, kw_only=True):
    """The fund bound itself to pay; no cash moved."""


class DisbursementPaid(Movement, frozen=True, kw_only=True):
    """Cash went to the project; ``drawn_minor`` of it draws on an earlier contract."""

    drawn_minor: int = 0


class RepaymentReceived(Movement, frozen=True, kw_only=True):
    """Principal came back."""


class InterestReceived(Movement, frozen=True, kw_only=True):
    """Interest, a dividend or a fee came in."""


class FinancingWrittenOff(Movement, frozen=True, kw_only=True):
    """Principal was given up; no cash moved."""


class RecoveryReceived(Movement, frozen=True, kw_only=True):
    """Cash came in on what had been written off."""


class Financing(Struct, frozen=True):
    """What later decisions need to know of a contract with a project (minor units)."""

    label: str
    instrument: Instrument
    currency: str
    open_minor: int = 0
    contracted_once: bool = False
    outstanding: Level = Level()
    lost: Level = Level()

    def contract(self, on: date, minor: int, **told: Any) -> FinancingContracted:
        """Promise a further amount. Raises NotPositive, NotCashInstrument."""
        check_amount(minor, self.currency)
        if self.instrument is Instrument.IN_KIND:
            raise NotCashInstrument(self.instrument.value, "contract")
        return FinancingContracted(
            on=on, amount_minor=minor, currency=self.currency, **told
        )

    def disburse(self, on: date, minor: int, **told: Any) -> DisbursementPaid:
        """Pay the project. Raises NotPositive, NotCashInstrument, AboveContract."""
        check_amount(minor, self.currency)
        if self.instrument in {Instrument.GUARANTEE, Instrument.IN_KIND}:
            raise NotCashInstrument(self.instrument.value, "disbursement")
        if self.contracted_once and minor > self.open_minor:
            raise AboveContract(*self._asked(minor, self.open_minor), self.label)
        return DisbursementPaid(
            on=on,
            amount_minor=minor,
            currency=self.currency,
            drawn_minor=minor if self.contracted_once else 0,
            **told,
        )

    def repay(self, on: date, minor: int, **told: Any) -> RepaymentReceived:
        """Take principal back. Raises NotPositive, NotRepayable, AboveOutstanding."""
        self._check_outstanding(on, minor)
        return RepaymentReceived(on=on, amount_minor=minor, currency=self.currency, **told)

    def earn_interest(self, on: date, minor: int, **told: Any) -> InterestReceived:
        """Take in income of the contract. Raises NotPositive."""
        check_amount(minor, self.currency)
        return InterestReceived(on=on, amount_minor=minor, currency=self.currency, **told)

    def write_off(self, on: date, minor: int, **told: Any) -> FinancingWrittenOff:
        """Give principal up. Raises NotPositive, NotRepayable, AboveOutstanding."""
        self._check_outstanding(on, minor)
        return FinancingWrittenOff(
            on=on, amount_minor=minor, currency=self.currency, **told
        )

    def recover(self, on: date, minor: int, **told: Any) -> RecoveryReceived:
        """Take in cash on lost principal. Raises NotPositive, AboveWrittenOff."""
        check_amount(minor, self.currency)
        left = self.lost.free(on)
        if minor > left:
            raise AboveWrittenOff(*self._asked(minor, left), self.label)
        return RecoveryReceived(on=on, amount_minor=minor, currency=self.currency, **told)

    def _check_outstanding(self, on: date, minor: int) -> None:
        check_amount(minor, self.currency)
        if not repayable(self.instrument):
            raise NotRepayable(self.label, self.instrument.value)
        left = self.outstanding.free(on)
        if minor > left:
            raise AboveOutstanding(*self._asked(minor, left), self.label)

    def _asked(self, minor: int, left: int) -> tuple[Money, Money]:
        return Money(minor, self.currency), Money(left, self.currency)


def opened(event: FinancingOpened) -> Financing:
    """Give a fresh contract."""
    return Financing(event.name or event.reference, event.instrument, event.currency)


def evolve(state: Financing, event: Event) -> Financing:
    """Give the contract after ``event``. Holds no rule: a fact is never refused."""
    match event:
        case DisbursementPaid():
            return structs.replace(
                state,
                open_minor=state.open_minor - event.drawn_minor,
                outstanding=state.outstanding.add(event.on, event.amount_minor),
            )
        case RepaymentReceived():
            return structs.replace(
                state, outstanding=state.outstanding.add(event.on, -event.amount_minor)
            )
        case FinancingContracted():
            return structs.replace(
                state,
                open_minor=state.open_minor + event.amount_minor,
                contracted_once=True,
            )
        case FinancingWrittenOff():
            return structs.replace(
                state,
                outstanding=state.outstanding.add(event.on, -event.amount_minor),
                lost=state.lost.add(event.on, event.amount_minor),
            )
        case RecoveryReceived():
            return structs.replace(
                state, lost=state.lost.add(event.on, -event.amount_minor)
            )
    return state
