"""The purse: which earmarks each planned movement takes its money from, or fills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.application.planning.earmarking import Spent
from blendfund.application.planning.verbs import CASH_SIGN, STAKES
from blendfund.domain.earmark import FREE, Use
from blendfund.domain.event import Draw
from blendfund.domain.treasury import TransferMade
from blendfund.domain.vocabulary import Kind, repayable
from blendfund.storage.log.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from blendfund.application.planning.agreements import Agreement
    from blendfund.application.planning.directory import Directory
    from blendfund.application.planning.earmarking import Earmarking
    from blendfund.domain.event import Event
    from blendfund.exchange.row import Row


class Purse:
    """Chooses the money of planned movements; ``strict`` refuses to break an earmark."""

    def __init__(
        self,
        earmarking: Earmarking,
        directory: Directory,
        fund: UUID,
        stamp: dict[str, Any],
        append: Callable[[UUID, int, Event], None],
        *,
        strict: bool,
    ) -> None:
        self.earmarking = earmarking
        self.directory = directory
        self.fund = fund
        self.stamp = stamp
        self.append = append
        self.strict = strict

    def choose(self, row: Row, agreement: Agreement) -> list[Draw]:
        """Choose which earmarks a movement takes from or returns to; [] where none is."""
        earmark = row.earmark or agreement.earmark
        if not (earmark or self.earmarking.used):
            return []
        self.earmarking.used = True
        match row.kind:
            case Kind.DISBURSEMENT:
                return self._paid(row, agreement)
            case Kind.REPAYMENT | Kind.WRITE_OFF:
                return self._returned(row, agreement)
            case Kind.CONTRIBUTION_REFUND | Kind.REIMBURSEMENT:
                return self._given_back(row, agreement, earmark)
            case Kind.FUNDING_INTEREST:
                return self._given_back(row, agreement, row.earmark)
            case Kind.INTEREST | Kind.RECOVERY:
                earmark = row.earmark
        return [Draw(earmark, row.amount_minor)]

    def _paid(self, row: Row, agreement: Agreement) -> list[Draw]:
        shown = self.directory.project_name(agreement.owner) or row.project
        spent = Spent(row.amount_minor, row.currency, shown)
        use = self.use(row, agreement)
        return self.earmarking.pay(use, spent, strict=self.strict)

    def _returned(self, row: Row, agreement: Agreement) -> list[Draw]:
        owed = agreement.state.outstanding.now
        stream, number = agreement.stream, agreement.number
        return self.earmarking.returned(stream, number, owed, row.amount_minor)

    def _given_back(self, row: Row, agreement: Agreement, earmark: str) -> list[Draw]:
        shown = row.party or agreement.name or agreement.reference
        spent = Spent(row.amount_minor, row.currency, shown)
        return self.earmarking.give_back(earmark, row.on, spent, strict=self.strict)

    def use(self, row: Row, agreement: Agreement) -> Use:
        """Say what a payment to a project is for, as earmarks limit it."""
        words = self.directory.project_words(agreement.owner)
        lent = repayable(agreement.terms[0])
        named = row.earmark or agreement.earmark
        return Use(row.on, *words, agreement.rate or row.rate, lent, named)

    def note(self, row: Row, agreement: Agreement, money: list[Draw]) -> None:
        """Keep in mind what a planned movement does to each earmark."""
        sign = CASH_SIGN.get(row.kind, 0)
        stakes = STAKES.get(row.kind, 0)
        for one in money:
            if sign:
                self.earmarking.note(one.earmark, row.on, sign * one.amount_minor)
            if stakes and one.earmark:
                held = self.earmarking.stakes(agreement.stream, agreement.number)
                held[one.earmark] += stakes * one.amount_minor
        if row.kind is Kind.REPAYMENT:
            for freed in self.earmarking.freed(money):
                self._release(row, freed)

    def _release(self, row: Row, freed: Draw) -> None:
        """Move principal that came back from its earmark to free money."""
        event = TransferMade(
            on=row.on,
            amount_minor=freed.amount_minor,
            currency=row.currency,
            fund=self.fund,
            bank_account=row.bank_account,
            to_bank_account=row.bank_account,
            earmark=freed.earmark,
            **self.stamp,
        )
        self.append(uuid7(), 1, event)
        self.earmarking.note(freed.earmark, row.on, -freed.amount_minor)
        self.earmarking.note(FREE, row.on, freed.amount_minor)

    def note_treasury(self, row: Row) -> None:
        """Keep in mind what cash of no agreement does to an earmark."""
        sign = CASH_SIGN.get(row.kind, 0)
        if sign and (row.earmark or self.earmarking.used):
            self.earmarking.used = True
            self.earmarking.note(row.earmark, row.on, sign * row.amount_minor)
