"""From rows to facts: each row's agreement is found, asked, and its answer appended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blendfund.application.agreements import Agreement, Agreements, wanted_terms
from blendfund.application.directory import Directory
from blendfund.application.earmarking import Earmarking, Spent, single
from blendfund.application.verbs import (
    CASH_SIGN,
    DUE_BACK,
    OF_FUNDERS,
    OF_PROJECTS,
    OPENING,
    STAKES,
    TREASURY,
    instrument_of,
    told_of,
)
from blendfund.domain import contribution, financing
from blendfund.domain import project as projects
from blendfund.domain.checks import check_amount, check_currency, check_date
from blendfund.domain.earmark import FREE, Use
from blendfund.domain.errors import AboveOutstanding, AboveReceived, AgreementNotFound
from blendfund.domain.event import Draw
from blendfund.domain.money import Money
from blendfund.domain.project import Project
from blendfund.domain.treasury import TransferMade
from blendfund.domain.vocabulary import Kind, Terms, repayable
from blendfund.storage.ids import uuid7
from blendfund.storage.mapper import Recorded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import date
    from uuid import UUID

    from blendfund.application.overdraft import Flow
    from blendfund.application.past import Past
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
        self.strict = strict
        self.earmarking = Earmarking(books, fund_id, fund.draw_order)
        self.fund_stream = fund_stream
        self.fund = fund
        self.stamp = stamp
        self.today = today
        self.facts: list[Recorded] = []
        self.flows: list[Flow] = []
        self.past = past
        self._taken: dict[str, int] = {}
        self._versions: dict[UUID, int] = {}
        self.projects: dict[UUID, Any] = {}
        self.latest: Agreement | None = None
        self.directory = Directory(books, vault, self.append, self.reference, stamp)
        fresh = self.directory.fresh
        self.sides = {
            side: Agreements(
                books, fund_id, side, past, fund.currency, fresh=fresh, empty=empty
            )
            for side in "CF"
        }

    def append(self, stream: UUID, version: int, event: Event) -> None:
        """Put a fact at the end of the plan."""
        self.facts.append(Recorded(stream, version, event))

    def reference(self, letter: str, year: int) -> str:
        """Give the next short reference, such as C-2026-0012."""
        prefix = f"{letter}-{year}"
        taken = self._taken.get(prefix)
        if taken is None:
            taken = self.past.last(prefix)
        self._taken[prefix] = taken + 1
        return f"{prefix}-{taken + 1:04d}"

    def take(self, row: Row, twin: int, digest: str) -> None:
        """Plan a row. Raises refusals of the domain, AmbiguousAgreement."""
        check_currency(row.currency, self.fund.currency)
        check_date(row.on, row.on if row.any_date else self.fund.opened_on, self.today)
        told = told_of(row, twin, digest, self.stamp)
        if row.kind in OF_FUNDERS:
            agreement = self._contribution(row)
            self._decide(agreement, OF_FUNDERS[row.kind], contribution.evolve, row, told)
        elif row.kind in OF_PROJECTS:
            agreement = self._financing(row)
            self._decide(agreement, OF_PROJECTS[row.kind], financing.evolve, row, told)
        elif row.kind is Kind.COFINANCING:
            self._cofinance(row, told)
        else:
            self._treasury(row, told)

    def _decide(
        self,
        agreement: Agreement,
        verb: str,
        evolve: Callable[[Any, Event], Any],
        row: Row,
        told: dict[str, Any],
    ) -> None:
        self.latest = agreement
        money = self._money(row, agreement)
        told |= single(money) if money else {}
        event = getattr(agreement.state, verb)(row.on, row.amount_minor, **told)
        agreement.version += 1
        agreement.state = evolve(agreement.state, event)
        self.facts.append(Recorded(agreement.stream, agreement.version, event))
        self._flow(row, agreement.terms[-1])
        if money:
            self._note_money(row, agreement, money)

    def _money(self, row: Row, agreement: Agreement) -> list[Draw]:
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

    def _note_money(self, row: Row, agreement: Agreement, money: list[Draw]) -> None:
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
            fund=self.fund_stream,
            bank_account=row.bank_account,
            to_bank_account=row.bank_account,
            earmark=freed.earmark,
            **self.stamp,
        )
        self.append(uuid7(), 1, event)
        self.earmarking.note(freed.earmark, row.on, -freed.amount_minor)
        self.earmarking.note(FREE, row.on, freed.amount_minor)

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

    def _financing(self, row: Row) -> Agreement:
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
        return found or self._open_financing(row, project)

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
        assert row.sector is not None
        event = contribution.ContributionOpened(
            on=row.on,
            reference=self.reference("C", row.on.year),
            fund=self.fund_stream,
            party=party,
            sector=row.sector,
            instrument=instrument_of(row),
            terms=row.terms or Terms.CONCESSIONAL,
            name=row.agreement,
            currency=row.currency,
            origin=row.origin,
            compartment=row.compartment,
            carrier=row.carrier,
            earmark=row.earmark,
            **self.stamp,
        )
        state = contribution.opened(event)
        return self._opened("C", party, row, event, state)

    def _open_financing(self, row: Row, project: UUID) -> Agreement:
        check_amount(row.amount_minor, row.currency)
        assert row.instrument is not None
        event = financing.FinancingOpened(
            on=row.on,
            reference=self.reference("F", row.on.year),
            fund=self.fund_stream,
            project=project,
            instrument=row.instrument,
            terms=row.terms,
            name=row.agreement,
            currency=row.currency,
            compartment=row.compartment,
            carrier=row.carrier,
            rate=row.rate,
            earmark=row.earmark,
            **self.stamp,
        )
        state = financing.opened(event)
        return self._opened("F", project, row, event, state)

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
        self.sides[side].add(agreement)
        return agreement

    def _cofinance(self, row: Row, told: dict[str, Any]) -> None:
        project = self.directory.project(row)
        party = self.directory.party(row)
        assert row.sector is not None
        assert row.terms is not None
        event = self._project(project, row).declare_cofinancing(
            row.on,
            row.amount_minor,
            row.currency,
            fund=self.fund_stream,
            party=party,
            sector=row.sector,
            terms=row.terms,
            instrument=row.instrument or "",
            origin=row.origin,
            compartment=row.compartment,
            carrier=row.carrier,
            **told,
        )
        self.projects[project] = projects.evolve(self._project(project, row), event)
        self.append(project, self.next_version(project), event)

    def _project(self, stream: UUID, row: Row) -> Project:
        """Give a project as others' money in it stands."""
        known = self.projects.get(stream)
        if known is None:
            fresh = stream in self.directory.fresh
            known = Project(row.project) if fresh else self.past.project(stream)
            self.projects[stream] = known
        return known

    def next_version(self, stream: UUID) -> int:
        """Give the version the next fact of a project takes."""
        known = self._versions.get(stream)
        if known is None:
            known = 1 if stream in self.directory.fresh else self.past.version(stream)
        self._versions[stream] = known + 1
        return known + 1

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
        sign = CASH_SIGN.get(row.kind, 0)
        if sign and (row.earmark or self.earmarking.used):
            self.earmarking.used = True
            self.earmarking.note(row.earmark, row.on, sign * row.amount_minor)
