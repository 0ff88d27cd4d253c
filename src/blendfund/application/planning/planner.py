"""From rows to facts: each row's agreement is found, asked, and its answer appended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.application.planning.agreements import Agreement, Agreements, wanted_terms
from blendfund.application.planning.directory import Directory
from blendfund.application.planning.earmarking import Earmarking, single
from blendfund.application.planning.financed import take_financed
from blendfund.application.planning.opened import contribution_opened, financing_opened
from blendfund.application.planning.others import OthersMoney
from blendfund.application.planning.purse import Purse
from blendfund.application.planning.references import References
from blendfund.application.planning.tranching import Tranching
from blendfund.application.planning.verbs import (
    CASH_SIGN,
    DUE_BACK,
    OF_FUNDERS,
    OF_PROJECTS,
    OPENING,
    TREASURY,
    told_of,
)
from blendfund.domain import contribution, financing
from blendfund.domain.checks import check_amount, check_currency, check_date
from blendfund.domain.errors import (
    AboveOutstanding,
    AboveReceived,
    AgreementNotFound,
    EntersNoTranche,
    Word,
)
from blendfund.domain.money import Money
from blendfund.domain.vocabulary import Kind
from blendfund.storage.log.ids import uuid7
from blendfund.storage.log.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import date
    from uuid import UUID

    from blendfund.application.planning.overdraft import Flow
    from blendfund.application.reading.past import Past
    from blendfund.domain.event import Event
    from blendfund.domain.fund import Fund
    from blendfund.exchange.row import Row
    from blendfund.storage.keys import Vault


class Planner:
    """Plans the facts of many rows in memory; the ledger's lock is held meanwhile."""

    def __init__(
        self,
        books: sqlite3.Connection,
        vault: Vault,
        fund_id: int,
        fund_stream: UUID,
        fund: Fund,
        *,
        past: Past,
        stamp: dict[str, Any],
        today: date,
        empty: bool,
        strict: bool = False,
    ) -> None:
        self.fund_stream = fund_stream
        self.fund = fund
        self.stamp = stamp
        self.today = today
        self.facts: list[Recorded] = []
        self.flows: list[Flow] = []
        self.past = past
        self.references = References(past)
        self.latest: Agreement | None = None
        number = self.references.next
        self.directory = Directory(books, vault, self.append, number, stamp)
        self.others = OthersMoney(self.directory, past, fund_stream, self.append)
        earmarking = Earmarking(books, fund_id, fund.draw_order)
        self.purse = Purse(
            earmarking, self.directory, fund_stream, stamp, self.append, strict=strict
        )
        fresh = self.directory.fresh
        self.sides = {
            side: Agreements(
                books, fund_id, side, past, fund.currency, fresh=fresh, empty=empty
            )
            for side in "CF"
        }
        of_fund = (fund_id, fund_stream, fund)
        self.tranching = Tranching(books, of_fund, stamp, self._state)

    def _state(self, stream: UUID) -> Any:
        """Give the state of a funder's agreement that the plan has at hand."""
        known = self.sides["C"].by_stream.get(stream)
        return known.state if known else None

    def append(self, stream: UUID, version: int, event: Event) -> None:
        """Put a fact at the end of the plan."""
        self.facts.append(Recorded(stream, version, event))

    def take(self, row: Row, twin: int, digest: str) -> None:
        """Plan a row. Raises refusals of the domain, AmbiguousAgreement."""
        check_currency(row.currency, self.fund.currency)
        check_date(row.on, row.on if row.any_date else self.fund.opened_on, self.today)
        told = told_of(row, twin, digest, self.stamp)
        if row.kind in OF_FUNDERS:
            agreement = self._contribution(row)
            self.decide(agreement, OF_FUNDERS[row.kind], contribution.evolve, row, told)
            self.tranching.follow(row, agreement, self.append)
        elif row.tranche:
            raise EntersNoTranche(Word(row.kind))
        elif row.kind in OF_PROJECTS:
            take_financed(self, row, told)
        elif row.kind is Kind.COFINANCING:
            self.others.take(row, told)
        else:
            self._treasury(row, told)

    def decide(
        self,
        agreement: Agreement,
        verb: str,
        evolve: Callable[[Any, Event], Any],
        row: Row,
        told: dict[str, Any],
    ) -> None:
        """Let an agreement decide on a row by one of its verbs."""
        self.settle(agreement, getattr(agreement.state, verb), evolve, row, told)

    def settle(
        self,
        agreement: Agreement,
        decide: Callable[..., Event],
        evolve: Callable[[Any, Event], Any],
        row: Row,
        told: dict[str, Any],
    ) -> None:
        """Plan what is decided on a row, with the money it takes."""
        self.latest = agreement
        money = self.purse.choose(row, agreement)
        told |= single(money) if money else {}
        event = decide(row.on, row.amount_minor, **told)
        agreement.version += 1
        agreement.state = evolve(agreement.state, event)
        self.facts.append(Recorded(agreement.stream, agreement.version, event))
        self._flow(row, agreement.terms[-1])
        if money:
            self.purse.note(row, agreement, money)

    def _flow(self, row: Row, carrier: str) -> None:
        """Note what a row does to the fund's cash; a carrier's cash is not the fund's."""
        sign = CASH_SIGN.get(row.kind)
        if sign and not carrier:
            self.flows.append((row.on, sign * row.amount_minor, row.line))

    def _contribution(self, row: Row) -> Agreement:
        if row.kind not in OPENING:
            party = self.directory.known_party(row) if row.party.strip() else None
            found = self._known("C", row, party, wanted_terms(row))
            if found is None or (row.party.strip() and party is None):
                name = row.agreement or row.party
                raise AboveReceived(*self._nothing(row), name)
            return found
        if not row.party.strip():
            return self._named("C", row)
        party = self.directory.party(row)
        found = self._known("C", row, party, wanted_terms(row))
        return found or self._open_contribution(row, party)

    def financing(self, row: Row, lender: UUID | None = None) -> Agreement:
        """Give the contract of a row, opened where it may be."""
        if row.kind not in OPENING:
            project = self.directory.known_project(row) if row.project.strip() else None
            found = self._known("F", row, project, wanted_terms(row))
            if found is None or (row.project.strip() and project is None):
                name = row.agreement or row.project
                raise AboveOutstanding(*self._nothing(row), name)
            return found
        if not row.project.strip():
            return self._named("F", row)
        project = self.directory.project(row)
        found = self._known("F", row, project, wanted_terms(row))
        return found or self._open_financing(row, project, lender)

    def _named(self, side: str, row: Row) -> Agreement:
        """Give the agreement a row names without saying whose. Raises AgreementNotFound."""
        found = self._known(side, row, None, wanted_terms(row))
        if found is None:
            raise AgreementNotFound(row.agreement, "-")
        return found

    def _known(
        self, side: str, row: Row, owner: UUID | None, wanted: tuple[str, ...]
    ) -> Agreement | None:
        if side == "F":
            wanted = (*wanted[:2], "", "", *wanted[4:])
        if row.alone:
            return None
        if row.agreement:
            shown = row.party if side == "C" else row.project
            return self.sides[side].named(row, owner, shown, wanted)
        if owner is None:
            return None
        return self.sides[side].only(owner, row.on, wanted, due_back=row.kind in DUE_BACK)

    def _nothing(self, row: Row) -> tuple[Money, Money]:
        return Money(row.amount_minor, row.currency), Money(0, row.currency)

    def _open_contribution(self, row: Row, party: UUID) -> Agreement:
        check_amount(row.amount_minor, row.currency)
        reference = self.references.next("C", row.on.year)
        event = contribution_opened(row, self.fund_stream, reference, party, self.stamp)
        return self._opened("C", party, row, event, contribution.opened(event))

    def _open_financing(self, row: Row, project: UUID, lender: UUID | None) -> Agreement:
        check_amount(row.amount_minor, row.currency)
        reference = self.references.next("F", row.on.year)
        owners = (project, lender)
        event = financing_opened(row, self.fund_stream, reference, owners, self.stamp)
        return self._opened("F", project, row, event, financing.opened(event))

    def _opened(
        self,
        side: str,
        owner: UUID,
        row: Row,
        event: Any,
        state: Any,
    ) -> Agreement:
        stream = uuid7()
        terms = wanted_terms(row)
        terms = (event.instrument, event.terms or "", *terms[2:])
        agreement = Agreement(
            stream,
            event.reference,
            row.agreement,
            owner,
            terms,
            state,
            1,
            row.earmark,
            row.rate,
        )
        self.append(stream, 1, event)
        self.sides[side].add(agreement, row.on)
        return agreement

    def _treasury(self, row: Row, told: dict[str, Any]) -> None:
        check_amount(row.amount_minor, row.currency)
        event = TREASURY[row.kind](
            on=row.on,
            amount_minor=row.amount_minor,
            currency=row.currency,
            fund=self.fund_stream,
            compartment=row.compartment,
            carrier=row.carrier,
            **told,
        )
        self.append(uuid7(), 1, event)
        self._flow(row, row.carrier)
        self.purse.note_treasury(row)
