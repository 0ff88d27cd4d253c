"""One contract with a project: promised, paid, repaid, lost, recovered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct, structs

from blendfund.domain import guarantee as guarantees
from blendfund.domain import guaranteed
from blendfund.domain.checks import check_amount
from blendfund.domain.effects import change_of, moved_by
from blendfund.domain.ending import FinancingClosed
from blendfund.domain.errors import (
    AboveContract,
    AboveOutstanding,
    AlreadyContracted,
    NotCashInstrument,
    NotRepayable,
    Word,
)
from blendfund.domain.event import Event, Movement
from blendfund.domain.guaranteed import Guarantee
from blendfund.domain.level import Level
from blendfund.domain.losing import Losing
from blendfund.domain.payback import SCHEDULES, Payback, scheduled
from blendfund.domain.payback import evolve as came_back
from blendfund.domain.reversal import FactWithdrawn
from blendfund.domain.schedule import FinancingRescheduled, FinancingScheduled, Schedule
from blendfund.domain.settling import Settling
from blendfund.domain.vocabulary import Instrument, Sector, Terms, repayable

if TYPE_CHECKING:
    from typing import Any

    from blendfund.domain.guarantee import GuaranteeGranted, GuaranteeTerms


class FinancingOpened(Event, frozen=True, kw_only=True):
    """A contract with a project became known: under what instrument and terms.

    ``party`` and its ``sector`` are the lender's, where the contract is a guarantee.
    """

    reference: str
    fund: UUID
    project: UUID
    instrument: Instrument
    terms: Terms | None = None
    name: str = ""
    currency: str = "EUR"
    compartment: str = ""
    carrier: str = ""
    rate: str = ""
    earmark: str = ""
    party: UUID | None = None
    sector: Sector | None = None


class FinancingContracted(Movement, frozen=True, kw_only=True):
    """The fund bound itself to pay; no cash moved.

    Under a ``regime`` of state aid it counts for ``aid_minor`` (gross grant equivalent).
    """

    regime: str = ""
    aid_minor: int = 0


class DisbursementPaid(Movement, frozen=True, kw_only=True):
    """Cash went to the project; ``drawn_minor`` of it draws on an earlier contract.

    ``proposal`` is the position of the approved proposal it rests on, where it needs one.
    """

    drawn_minor: int = 0
    proposal: int = 0


class RepaymentReceived(Movement, frozen=True, kw_only=True):
    """Principal came back."""


class InterestReceived(Movement, frozen=True, kw_only=True):
    """Interest, a dividend or a fee came in."""


class FinancingWrittenOff(Movement, frozen=True, kw_only=True):
    """Principal was given up; no cash moved."""


class FinancingTakenOver(Movement, frozen=True, kw_only=True):
    """Paid and still due when the ledger began: an opening figure, no cash of its own.

    Of a grant, what had been paid. ``late_minor`` of it was overdue since ``late_since``.
    """

    late_minor: int = 0
    late_since: date | None = None


class Financing(Settling, Losing, Struct, frozen=True):
    """What later decisions need to know of a contract with a project (minor units).

    ``back`` is what came in, and what is owed beside principal; ``closes`` counts how
    often it was closed. ``contracted_minor`` is what is promised still, paid or not;
    ``given_up_minor`` was, and will not be paid.
    """

    label: str
    instrument: Instrument
    currency: str
    open_minor: int = 0
    promises: int = 0
    outstanding: Level = Level()
    lost: Level = Level()
    contracted_minor: int = 0
    back: Payback = Payback()
    guarantee: Guarantee | None = None
    closes: int = 0
    given_up_minor: int = 0

    @property
    def base_minor(self) -> int:
        """Give what its first schedule is about: all that was promised, kept or not."""
        return self.contracted_minor + self.given_up_minor

    @property
    def schedules(self) -> tuple[Schedule, ...]:
        """Give the schedules it has had; the latest holds."""
        return tuple(one.schedule for one in self.back.versions)

    def contract(self, on: date, minor: int, **told: Any) -> FinancingContracted:
        """Promise an amount.

        Raises:
            NotPositive, NotCashInstrument, AlreadyContracted: a schedule covers what was
                contracted.
        """
        check_amount(minor, self.currency)
        if self.schedules or (self.guarantee and self.guarantee.granted):
            raise AlreadyContracted(self.label)
        if self.instrument is Instrument.IN_KIND:
            raise NotCashInstrument(Word(self.instrument), Word("contract"))
        return FinancingContracted(
            on=on, amount_minor=minor, currency=self.currency, **told
        )

    def schedule(self, on: date, terms: Schedule, **told: Any) -> FinancingScheduled:
        """Say when a first contract falls due, before it is concluded.

        Raises:
            NotRepayable, AlreadyContracted, BadSchedule.
        """
        if not repayable(self.instrument):
            raise NotRepayable(self.label, Word(self.instrument))
        if self.promises:
            raise AlreadyContracted(self.label)
        terms.check()
        return FinancingScheduled(on=on, schedule=terms, **told)

    def grant(self, on: date, terms: GuaranteeTerms, **told: Any) -> GuaranteeGranted:
        """Guarantee a loan. Raises AlreadyContracted, BadGuarantee."""
        if self.promises:
            raise AlreadyContracted(self.label)
        return guarantees.grant(on, self.currency, terms, **told)

    def disburse(self, on: date, minor: int, **told: Any) -> DisbursementPaid:
        """Pay the project. Raises NotPositive, NotCashInstrument, AboveContract."""
        check_amount(minor, self.currency)
        if self.instrument in {Instrument.GUARANTEE, Instrument.IN_KIND}:
            raise NotCashInstrument(Word(self.instrument), Word("disbursement"))
        if self.promises and minor > self.open_minor:
            left = max(0, self.open_minor)
            raise AboveContract(*self._asked(minor, left), self.label)
        return DisbursementPaid(
            on=on,
            amount_minor=minor,
            currency=self.currency,
            drawn_minor=minor if self.promises else 0,
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

    def take_over(
        self,
        on: date,
        minor: int,
        late_minor: int = 0,
        late_since: date | None = None,
        **told: Any,
    ) -> FinancingTakenOver:
        """State what had been paid and is still due.

        Raises:
            NotPositive, NotCashInstrument, AboveOutstanding: more is late than is due.
        """
        check_amount(minor, self.currency)
        if self.instrument in {Instrument.GUARANTEE, Instrument.IN_KIND}:
            raise NotCashInstrument(Word(self.instrument), Word("opening-financing"))
        if late_minor > minor:
            raise AboveOutstanding(*self._asked(late_minor, minor), self.label)
        return FinancingTakenOver(
            on=on,
            amount_minor=minor,
            currency=self.currency,
            late_minor=late_minor,
            late_since=late_since,
            **told,
        )

    def _check_outstanding(self, on: date, minor: int) -> None:
        check_amount(minor, self.currency)
        if not repayable(self.instrument):
            raise NotRepayable(self.label, Word(self.instrument))
        left = self.outstanding.free(on)
        if minor > left:
            raise AboveOutstanding(*self._asked(minor, left), self.label)


def opened(event: FinancingOpened) -> Financing:
    """Give a fresh contract."""
    return Financing(event.name or event.reference, event.instrument, event.currency)


def evolve(state: Financing, event: Event) -> Financing:
    """Give the contract after ``event``. Holds no rule: a fact is never refused."""
    match event:
        case FinancingScheduled() | FinancingRescheduled():
            return structs.replace(state, back=scheduled(state.back, event))
        case FinancingClosed():
            return structs.replace(state, closes=state.closes + 1)
        case FactWithdrawn(what="financing-closed"):
            return structs.replace(state, closes=state.closes - 1)
        case FactWithdrawn(what=what) if what in SCHEDULES:
            back = structs.replace(state.back, versions=state.back.versions[:-1])
            return structs.replace(state, back=back)
    moved = change_of(event)
    if moved is None:
        return state
    given_up = moved_by(event)[0] == "contract-reduced"
    due, lost = state.outstanding, state.lost
    return Financing(
        state.label,
        state.instrument,
        state.currency,
        state.open_minor + moved.open,
        state.promises + moved.promises,
        due.add(event.on, moved.held) if moved.held else due,
        lost.add(event.on, moved.lost) if moved.lost else lost,
        state.contracted_minor + moved.promised,
        came_back(state.back, event),
        guaranteed.evolve(state.guarantee, state.label, event),
        state.closes,
        state.given_up_minor - (moved.open if given_up else 0),
    )
