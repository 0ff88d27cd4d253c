"""One agreement with a funder: promised, received, given back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from blendfund.domain.checks import check_amount
from blendfund.domain.effects import change_of
from blendfund.domain.errors import (
    AboveCommitment,
    AboveOpen,
    AboveReceived,
    AgreementClosed,
    NotCashInstrument,
    NotRepayable,
    SameAmount,
    Word,
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
    earmark: str = ""


class ContributionPledged(Movement, frozen=True, kw_only=True):
    """The funder announced money without binding itself; no cash moved."""


class ContributionCommitted(Movement, frozen=True, kw_only=True):
    """The funder bound itself to pay; ``drawn_minor`` of it had been pledged."""

    drawn_minor: int = 0


class CommitmentReduced(Movement, frozen=True, kw_only=True):
    """Funder and fund agreed on less than was committed."""


class CommitmentCancelled(Movement, frozen=True, kw_only=True):
    """What was still to come will not; the agreement takes no further money."""


class CapitalCalled(Movement, frozen=True, kw_only=True):
    """The funder was asked to pay, by ``due``; no cash moved."""

    due: date | None = None


class ContributionReceived(Movement, frozen=True, kw_only=True):
    """Cash came in; ``drawn_minor`` of it draws on an earlier commitment.

    ``called_minor`` of it answers earlier calls.
    """

    drawn_minor: int = 0
    called_minor: int = 0


class ContributionRefunded(Movement, frozen=True, kw_only=True):
    """Money went back because it had not been due."""


class ContributionReimbursed(Movement, frozen=True, kw_only=True):
    """Principal of repayable money went back to its funder."""


class FundingInterestPaid(Movement, frozen=True, kw_only=True):
    """Interest was paid to a funder."""


class InKindReceived(Movement, frozen=True, kw_only=True):
    """Support was given and valued; never cash."""


class ContributionTakenOver(Movement, frozen=True, kw_only=True):
    """Received before the ledger began: an opening figure, no cash of its own."""


class ReimbursementTakenOver(Movement, frozen=True, kw_only=True):
    """Principal given back before the ledger began: an opening figure."""


class Contribution(Struct, frozen=True):
    """What later decisions need to know of an agreement with a funder (minor units)."""

    label: str
    instrument: Instrument
    currency: str
    open_minor: int = 0
    promises: int = 0
    held: Level = Level()
    pledged_minor: int = 0
    promised_minor: int = 0
    called_minor: int = 0
    closes: int = 0

    def pledge(self, on: date, minor: int, **told: Any) -> ContributionPledged:
        """Announce money. Raises NotPositive, NotCashInstrument, AgreementClosed."""
        self._check_promise(minor, "pledge")
        return ContributionPledged(
            on=on, amount_minor=minor, currency=self.currency, **told
        )

    def commit(self, on: date, minor: int, **told: Any) -> ContributionCommitted:
        """Bind the funder to a further amount.

        Raises:
            NotPositive, NotCashInstrument, AgreementClosed.
        """
        self._check_promise(minor, "commitment")
        return ContributionCommitted(
            on=on,
            amount_minor=minor,
            currency=self.currency,
            drawn_minor=max(0, min(minor, self.pledged_minor)),
            **told,
        )

    def amend(
        self, on: date, minor: int, **told: Any
    ) -> ContributionCommitted | CommitmentReduced:
        """Bring what is committed to ``minor`` in all: more, or less.

        Raises:
            NotPositive, SameAmount, AboveOpen, AgreementClosed.
        """
        check_amount(minor, self.currency)
        more = minor - self.promised_minor
        if more > 0:
            return self.commit(on, more, **told)
        if more == 0:
            raise SameAmount(self.label, Money(minor, self.currency))
        return self.reduce(on, -more, **told)

    def reduce(self, on: date, minor: int, **told: Any) -> CommitmentReduced:
        """Give up a part of what is still to come. Raises NotPositive, AboveOpen."""
        check_amount(minor, self.currency)
        if minor > self.open_minor:
            raise AboveOpen(*self._asked(minor, max(0, self.open_minor)), self.label)
        return CommitmentReduced(on=on, amount_minor=minor, currency=self.currency, **told)

    def cancel(self, on: date, _minor: int = 0, **told: Any) -> CommitmentCancelled:
        """Give up what is still to come, and close the agreement.

        Raises:
            AgreementClosed.
        """
        self._check_open()
        left = max(0, self.open_minor)
        return CommitmentCancelled(on=on, amount_minor=left, currency=self.currency, **told)

    def call(self, on: date, minor: int, **told: Any) -> CapitalCalled:
        """Ask the funder to pay. Raises NotPositive, AboveOpen, AgreementClosed."""
        check_amount(minor, self.currency)
        self._check_open()
        left = self.open_minor - self.called_minor
        if minor > left:
            raise AboveOpen(*self._asked(minor, max(0, left)), self.label)
        return CapitalCalled(on=on, amount_minor=minor, currency=self.currency, **told)

    def receive(self, on: date, minor: int, **told: Any) -> ContributionReceived:
        """Take in cash.

        Raises:
            NotPositive, NotCashInstrument, AboveCommitment, AgreementClosed.
        """
        check_amount(minor, self.currency)
        if self.instrument in {Instrument.GUARANTEE, Instrument.IN_KIND}:
            raise NotCashInstrument(Word(self.instrument), Word("contribution"))
        self._check_open()
        if self.promises and minor > self.open_minor:
            left = max(0, self.open_minor)
            raise AboveCommitment(*self._asked(minor, left), self.label)
        return ContributionReceived(
            on=on,
            amount_minor=minor,
            currency=self.currency,
            drawn_minor=minor if self.promises else 0,
            called_minor=max(0, min(minor, self.called_minor)),
            **told,
        )

    def take_over(self, on: date, minor: int, **told: Any) -> ContributionTakenOver:
        """State what had been received before. Raises NotPositive, NotCashInstrument."""
        check_amount(minor, self.currency)
        if self.instrument in {Instrument.GUARANTEE, Instrument.IN_KIND}:
            raise NotCashInstrument(Word(self.instrument), Word("opening-contribution"))
        return ContributionTakenOver(
            on=on, amount_minor=minor, currency=self.currency, **told
        )

    def take_over_reimbursement(
        self, on: date, minor: int, **told: Any
    ) -> ReimbursementTakenOver:
        """State what had been given back. Raises NotRepayable, AboveReceived."""
        if not repayable(self.instrument):
            raise NotRepayable(self.label, Word(self.instrument))
        self._check_held(on, minor)
        return ReimbursementTakenOver(
            on=on, amount_minor=minor, currency=self.currency, **told
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
            raise NotRepayable(self.label, Word(self.instrument))
        self._check_held(on, minor)
        return ContributionReimbursed(
            on=on, amount_minor=minor, currency=self.currency, **told
        )

    def pay_interest(self, on: date, minor: int, **told: Any) -> FundingInterestPaid:
        """Pay the funder for its money. Raises NotPositive, NotRepayable."""
        check_amount(minor, self.currency)
        if not repayable(self.instrument):
            raise NotRepayable(self.label, Word(self.instrument))
        return FundingInterestPaid(
            on=on, amount_minor=minor, currency=self.currency, **told
        )

    def value_in_kind(self, on: date, minor: int, **told: Any) -> InKindReceived:
        """Record valued support. Raises NotPositive."""
        check_amount(minor, self.currency)
        return InKindReceived(on=on, amount_minor=minor, currency=self.currency, **told)

    def _check_promise(self, minor: int, kind: str) -> None:
        check_amount(minor, self.currency)
        if self.instrument is Instrument.IN_KIND:
            raise NotCashInstrument(Word(self.instrument), Word(kind))
        self._check_open()

    def _check_open(self) -> None:
        if self.closes > 0:
            raise AgreementClosed(self.label)

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
    moved = change_of(event)
    if moved is None:
        return state
    held = state.held.add(event.on, moved.held) if moved.held else state.held
    return Contribution(
        state.label,
        state.instrument,
        state.currency,
        state.open_minor + moved.open,
        state.promises + moved.promises,
        held,
        state.pledged_minor + moved.pledged,
        state.promised_minor + moved.promised,
        state.called_minor + moved.called,
        state.closes + moved.closes,
    )
