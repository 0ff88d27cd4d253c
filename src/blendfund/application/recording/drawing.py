"""How a contract is paid out: its drawdowns, and the conditions that are fulfilled."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from blendfund.application.reading.drawdowns import plan_of
from blendfund.application.recording.contracts import Contract, say
from blendfund.domain import drawdown
from blendfund.domain.drawdown import Drawdown
from blendfund.domain.errors import DrawdownUnknown
from blendfund.domain.money import Money
from blendfund.domain.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blendfund.application.writing.command import Command, Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.event import Event


class DrawdownsForm(Struct, frozen=True):
    """What a person types: each drawdown's day and amount, each condition's drawdown."""

    drawdowns: tuple[tuple[date | None, Typed], ...]
    conditions: tuple[tuple[int, str], ...] = ()


def agree(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    form: DrawdownsForm,
    on: date | None,
) -> Outcome:
    """Say in which drawdowns a contract is paid out, and on what conditions.

    Raises:
        AgreementNotFound, AmbiguousReference, ContractClosed, DateInTheFuture,
        DateBeforeFund, NotPositive, BadDrawdowns, DrawdownsPaid, DrawdownUnknown.
    """

    def decide(contract: Contract, day: date, stamp: dict[str, Any]) -> Iterable[Event]:
        state = contract.state
        texts: defaultdict[int, list[str]] = defaultdict(list)
        for number, text in form.conditions:
            if not 0 < number <= len(form.drawdowns):
                raise DrawdownUnknown(state.label, number, 1)
            texts[number].append(text)
        made = tuple(
            Drawdown(amount.minor(state.currency), planned, tuple(texts[number]))
            for number, (planned, amount) in enumerate(form.drawdowns, start=1)
        )
        contracted = Money(state.contracted_minor, state.currency)
        paid = state.contracted_minor - state.open_minor
        yield drawdown.agree(day, state.label, made, contracted, paid, **stamp)

    return say(ledger, command, named, ("financing-drawdowns", (repr(form),)), on, decide)


def fulfil(
    ledger: Ledger,
    command: Command,
    named: tuple[str, str],
    which: tuple[int, int],
    evidence: str,
    on: date | None,
) -> Outcome:
    """Say that a condition is fulfilled: a drawdown's number, and its own.

    Raises:
        AgreementNotFound, AmbiguousReference, ContractClosed, DateInTheFuture,
        DateBeforeFund, DrawdownUnknown.
    """

    def decide(contract: Contract, day: date, stamp: dict[str, Any]) -> Iterable[Event]:
        plan = plan_of(contract.books, contract.number)
        told = {"evidence": (evidence,), **stamp} if evidence else stamp
        label = contract.state.label
        yield drawdown.fulfil(day, label, plan, which, **told)

    body = ("financing-fulfil", (*which, evidence))
    return say(ledger, command, named, body, on, decide)
