"""Decisions on what comes back of a contract: charges, waivers, provisions, the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.domain import payback as p
from blendfund.domain.allocation import arrears, check_order
from blendfund.domain.checks import check_amount
from blendfund.domain.ending import (
    ContractReduced,
    FinancingClosed,
    FinancingDefaulted,
    HoldingValued,
)
from blendfund.domain.errors import (
    AboveOutstanding,
    AboveOwed,
    NothingOutstanding,
    NotRepayable,
    StillOutstanding,
    Word,
    WrongInstrument,
)
from blendfund.domain.money import Money
from blendfund.domain.owing import Owing
from blendfund.domain.schedule import FinancingRescheduled
from blendfund.domain.vocabulary import Instrument, repayable

if TYPE_CHECKING:
    from datetime import date

    from blendfund.domain.guaranteed import Guarantee
    from blendfund.domain.schedule import Schedule

# What is owned rather than lent: it has a value, and is sold.
OWNED = frozenset({Instrument.EQUITY, Instrument.QUASI_EQUITY, Instrument.ASSOCIATIVE_NOTE})
GIVEN = frozenset({Instrument.GRANT, Instrument.DONATION})


class Settling(Owing):
    """What a contract decides of the money that comes back, as it stands."""

    __slots__ = ()
    if TYPE_CHECKING:
        instrument: Instrument
        promises: int
        guarantee: Guarantee | None

    def charge_fee(self, on: date, minor: int, **told: Any) -> p.FeeCharged:
        """Charge a fee. Raises NotPositive."""
        return p.FeeCharged(**self._moved(on, minor), **told)

    def charge_penalty(self, on: date, minor: int, **told: Any) -> p.PenaltyCharged:
        """Charge a penalty. Raises NotPositive."""
        return p.PenaltyCharged(**self._moved(on, minor), **told)

    def take_fee(self, on: date, minor: int, **told: Any) -> p.FeeReceived:
        """Take in a fee that was charged. Raises NotPositive, AboveOwed."""
        self._within(minor, self.back.fees.free(on), Word("fees owed"))
        return p.FeeReceived(**self._moved(on, minor), **told)

    def take_penalty(self, on: date, minor: int, **told: Any) -> p.PenaltyReceived:
        """Take in a penalty that was charged. Raises NotPositive, AboveOwed."""
        self._within(minor, self.back.penalties.free(on), Word("penalties owed"))
        return p.PenaltyReceived(**self._moved(on, minor), **told)

    def waive_fee(self, on: date, minor: int, **told: Any) -> p.FeeWaived:
        """Give up a fee that was charged. Raises NotPositive, AboveOwed."""
        self._within(minor, self.back.fees.free(on), Word("fees owed"))
        return p.FeeWaived(**self._moved(on, minor), **told)

    def waive_penalty(self, on: date, minor: int, **told: Any) -> p.PenaltyWaived:
        """Give up a penalty that was charged. Raises NotPositive, AboveOwed."""
        self._within(minor, self.back.penalties.free(on), Word("penalties owed"))
        return p.PenaltyWaived(**self._moved(on, minor), **told)

    def waive_interest(self, on: date, minor: int, **told: Any) -> p.InterestWaived:
        """Give up interest of lines that have begun. Raises NotPositive, AboveOwed."""
        left = sum(left.interest for _, left in self.due(on))
        self._within(minor, left, Word("interest due"))
        return p.InterestWaived(**self._moved(on, minor), **told)

    def hold(self, on: date, minor: int, **told: Any) -> p.PaymentHeld:
        """Hold what came in above what is owed. Raises NotPositive."""
        return p.PaymentHeld(**self._moved(on, minor), **told)

    def apply_held(self, on: date, minor: int, **told: Any) -> p.HeldPaymentApplied:
        """Take held money to pay what is owed. Raises NotPositive, AboveOwed."""
        self._within(minor, self.back.held_minor, Word("money held"))
        return p.HeldPaymentApplied(**self._moved(on, minor), **told)

    def return_held(self, on: date, minor: int, **told: Any) -> p.HeldPaymentReturned:
        """Give held money back to whoever paid it. Raises NotPositive, AboveOwed."""
        self._within(minor, self.back.held_minor, Word("money held"))
        return p.HeldPaymentReturned(**self._moved(on, minor), **told)

    def return_disbursement(
        self, on: date, minor: int, **told: Any
    ) -> p.DisbursementReturned:
        """Take back what had been paid, unused. Raises NotPositive, AboveOutstanding."""
        moved = self._moved(on, minor)
        left = self.outstanding.free(on)
        if minor > left:
            raise AboveOutstanding(*self._asked(minor, left), self.label)
        drawn = minor if self.promises else 0
        return p.DisbursementReturned(**moved, drawn_minor=drawn, **told)

    def provide(self, on: date, minor: int, **told: Any) -> p.ProvisionMade:
        """Expect to lose so much more. Raises NotPositive, NotRepayable, AboveOwed."""
        if not repayable(self.instrument):
            raise NotRepayable(self.label, Word(self.instrument))
        left = self.outstanding.now - self.back.provision_minor
        self._within(minor, left, Word("principal without a provision"))
        return p.ProvisionMade(**self._moved(on, minor), **told)

    def release(self, on: date, minor: int, **told: Any) -> p.ProvisionReleased:
        """Expect to lose so much less. Raises NotPositive, AboveOwed."""
        self._within(minor, self.back.provision_minor, Word("the provision"))
        return p.ProvisionReleased(**self._moved(on, minor), **told)

    def claw_back(self, on: date, minor: int, **told: Any) -> p.ClawbackClaimed:
        """Ask a part of a grant back. Raises NotPositive, WrongInstrument, AboveOwed."""
        self._only(GIVEN)
        left = self.outstanding.now - self.back.clawed_minor
        self._within(minor, left, Word("the grant paid"))
        return p.ClawbackClaimed(**self._moved(on, minor), **told)

    def take_clawback(self, on: date, minor: int, **told: Any) -> p.ClawbackReceived:
        """Take in what was asked back of a grant. Raises NotPositive, AboveOwed."""
        self._within(minor, self.back.reclaimed_minor, Word("what was asked back"))
        return p.ClawbackReceived(**self._moved(on, minor), **told)

    def gain(self, on: date, minor: int, **told: Any) -> p.GainReceived:
        """Take in what a sale brought above cost. Raises NotPositive, WrongInstrument."""
        self._only(OWNED)
        return p.GainReceived(**self._moved(on, minor), **told)

    def check_owned(self) -> None:
        """Refuse what is lent or given. Raises WrongInstrument."""
        self._only(OWNED)

    def value(self, on: date, minor: int, **told: Any) -> HoldingValued:
        """Say what a holding is worth. Raises NotPositive, WrongInstrument."""
        self._only(OWNED)
        return HoldingValued(**self._moved(on, minor), **told)

    def reschedule(self, on: date, terms: Schedule, **told: Any) -> FinancingRescheduled:
        """Let what is outstanding fall due otherwise; lateness is kept in mind.

        Raises:
            NotRepayable, NothingOutstanding, BadSchedule, BadAllocation.
        """
        if not repayable(self.instrument):
            raise NotRepayable(self.label, Word(self.instrument))
        principal = self.outstanding.now
        if principal <= 0:
            raise NothingOutstanding(self.label)
        terms.check()
        if told.get("order"):
            check_order(told["order"])
        due = self.asked()
        overdue = sum(left.interest for line, left in due if line.due <= on)
        if due and due[0][0].due > on:
            overdue += min(arrears(self.back.paid).interest, due[0][1].interest)
        return FinancingRescheduled(
            on=on,
            schedule=terms,
            # What is still to be paid out falls due with the rest.
            principal_minor=principal + max(0, self.open_minor),
            overdue_minor=overdue,
            days_late=self.late(on),
            **told,
        )

    def default(self, on: date, trigger: str, **told: Any) -> FinancingDefaulted:
        """Say that the loan is in default. Raises NotRepayable, NothingOutstanding."""
        if not repayable(self.instrument):
            raise NotRepayable(self.label, Word(self.instrument))
        if self.outstanding.now <= 0:
            raise NothingOutstanding(self.label)
        return FinancingDefaulted(
            on=on, trigger=trigger, outstanding_minor=self.outstanding.now, **told
        )

    def give_up(self, on: date, minor: int, **told: Any) -> ContractReduced:
        """Give up a part of what was promised and not paid.

        Raises:
            NotPositive, AboveOwed, WrongInstrument: a guarantee is released instead.
        """
        moved = self._moved(on, minor)
        if self.instrument is Instrument.GUARANTEE:
            raise WrongInstrument(self.label, Word(self.instrument))
        self._within(minor, self.open_minor, Word("what is promised and not paid"))
        return ContractReduced(**moved, **told)

    def close(self, on: date, **told: Any) -> FinancingClosed:
        """Close a contract of which nothing is left. Raises StillOutstanding."""
        back = self.back
        left = back.fees.now + back.penalties.now + abs(back.held_minor)
        left += back.reclaimed_minor
        if repayable(self.instrument):
            left += max(0, self.outstanding.now)
        if self.guarantee is not None:
            left += self.guarantee.unsettled_minor
        if left > 0:
            raise StillOutstanding(self.label, Money(left, self.currency))
        return FinancingClosed(on=on, **told)

    def _only(self, instruments: frozenset[Instrument]) -> None:
        if self.instrument not in instruments:
            raise WrongInstrument(self.label, Word(self.instrument))

    def _within(self, minor: int, left: int, what: Word) -> None:
        check_amount(minor, self.currency)
        if minor > left:
            raise AboveOwed(*self._asked(minor, max(0, left)), what, self.label)

    def _moved(self, on: date, minor: int) -> dict[str, Any]:
        check_amount(minor, self.currency)
        return {"on": on, "amount_minor": minor, "currency": self.currency}

    def _asked(self, minor: int, left: int) -> tuple[Money, Money]:
        return Money(minor, self.currency), Money(left, self.currency)
