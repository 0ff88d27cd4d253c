"""One contract with a project: promised, paid, repaid, lost, recovered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct, structs

from blendfund.domain import guarantee as guarantees
from blendfund.domain.checks import check_amount
from blendfund.domain.effects import change_of, moved_by
from blendfund.domain.errors import (
    AboveContract,
    AboveDue,
    AboveOutstanding,
    AboveWrittenOff,
    AlreadyContracted,
    NotCashInstrument,
    NotGranted,
    NotRepayable,
    Word,
)
from blendfund.domain.event import Event, Movement
from blendfund.domain.guarantee import Guarantee
from blendfund.domain.level import Level
from blendfund.domain.money import Money
from blendfund.domain.reversal import FactWithdrawn
from blendfund.domain.schedule import FinancingScheduled, Schedule
from blendfund.domain.vocabulary import Instrument, Sector, Terms, repayable

if TYPE_CHECKING:
    from typing import Any

    from blendfund.domain.allocation import Share
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


class FinancingTakenOver(Movement, frozen=True, kw_only=True):
    """Paid and still due when the ledger began: an opening figure, no cash of its own.

    Of a grant, what had been paid. ``late_minor`` of it was overdue since ``late_since``.
    """

    late_minor: int = 0
    late_since: date | None = None


class Financing(Struct, frozen=True):
    """What later decisions need to know of a contract with a project (minor units).

    ``interest_minor`` and ``repaid_minor`` came in since there is a schedule; the latest
    of ``schedules`` holds.
    """

    label: str
    instrument: Instrument
    currency: str
    open_minor: int = 0
    promises: int = 0
    outstanding: Level = Level()
    lost: Level = Level()
    contracted_minor: int = 0
    schedules: tuple[Schedule, ...] = ()
    interest_minor: int = 0
    repaid_minor: int = 0
    guarantee: Guarantee | None = None

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

    def granted(self) -> Guarantee:
        """Give the guarantee that was granted. Raises NotGranted."""
        if self.guarantee is None or not self.guarantee.granted:
            raise NotGranted(self.label)
        return self.guarantee

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

    def share(self, on: date, minor: int) -> Share:
        """Share a payment between interest and principal, as the schedule asks.

        Without a schedule it is principal. Raises NotPositive, AboveDue.
        """
        # Imported here: lines are made where a schedule is used, and nowhere else.
        from blendfund.domain.allocation import Share, allocate, begun
        from blendfund.domain.instalments import lines

        if not self.schedules:
            return Share(principal=minor)
        check_amount(minor, self.currency)
        terms = self.schedules[-1]
        asked = lines(self.contracted_minor, terms)
        count = begun(asked, terms.start, on)
        paid = Share(self.interest_minor, self.repaid_minor)
        share = allocate(minor, asked, paid, count, max(0, self.outstanding.free(on)))
        if share.total < minor:
            raise AboveDue(*self._asked(minor, share.total), self.label)
        return share

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

    def _asked(self, minor: int, left: int) -> tuple[Money, Money]:
        return Money(minor, self.currency), Money(left, self.currency)


def opened(event: FinancingOpened) -> Financing:
    """Give a fresh contract."""
    return Financing(event.name or event.reference, event.instrument, event.currency)


def evolve(state: Financing, event: Event) -> Financing:
    """Give the contract after ``event``. Holds no rule: a fact is never refused."""
    match event:
        case FinancingScheduled():
            return structs.replace(state, schedules=(*state.schedules, event.schedule))
        case FactWithdrawn(what="financing-scheduled"):
            return structs.replace(state, schedules=state.schedules[:-1])
    moved = change_of(event)
    if moved is None:
        return state
    due, lost = state.outstanding, state.lost
    interest, repaid = _came_back(event) if state.schedules else (0, 0)
    return Financing(
        state.label,
        state.instrument,
        state.currency,
        state.open_minor + moved.open,
        state.promises + moved.promises,
        due.add(event.on, moved.held) if moved.held else due,
        lost.add(event.on, moved.lost) if moved.lost else lost,
        state.contracted_minor + moved.promised,
        state.schedules,
        state.interest_minor + interest,
        state.repaid_minor + repaid,
        guarantees.evolve(state.guarantee, state.label, event),
    )


def _came_back(event: Event) -> tuple[int, int]:
    """Give what a fact adds to interest and principal received (minor units)."""
    movement, minor = moved_by(event)
    return (
        minor if movement == "interest-received" else 0,
        minor if movement == "repayment-received" else 0,
    )
