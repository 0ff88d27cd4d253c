"""What becomes of a financing: charges, waivers, bounces, rescheduling, provisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.asking import movement as m
from blendfund_cli.asking.ask import Asked
from blendfund_cli.asking.classes import Group
from blendfund_cli.asking.options import agreement, fund_hint
from blendfund_cli.asking.types import BALANCE
from blendfund_cli.asking.word import Word
from blendfund_cli.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable


REF = agreement()
# Gathered here, and added to the group of financings.
_group: Final = Group("financing")
CHARGES: Final = (N_("fee"), N_("penalty"))
WAIVED: Final = (N_("interest"), N_("fee"), N_("penalty"))


def _word(name: str, words: tuple[str, ...], question: str, text: str) -> Any:
    return click.option(
        name, "what", cls=Asked, type=Word(words), question=question, help=text
    )


def _charged(given: dict[str, Any]) -> None:
    given["kind"] = f"{given.pop('what')}-charge"


def _waived(given: dict[str, Any]) -> None:
    given["kind"] = f"{given.pop('what')}-waiver"


def _verb(verb: str) -> Callable[[dict[str, Any]], None]:
    def prepare(given: dict[str, Any]) -> None:
        given["verb"] = verb

    return prepare


m.add(
    _group,
    "charge",
    "fee-charge",
    N_("Charge a fee or a penalty that the project owes from that day; no cash moves."),
    "blendfund financing charge PRET-1 --kind penalty --amount 25",
    REF,
    fund_hint,
    _word(
        "--kind",
        CHARGES,
        N_("A fee or a penalty"),
        N_("What is charged: a fee or a penalty."),
    ),
    m.amount,
    m.on,
    *m.TOLD,
    prepare=_charged,
    said=N_("charge"),
)
m.add(
    _group,
    "waive",
    "interest-waiver",
    N_("Give up interest that is due, a fee or a penalty; no cash moves."),
    "blendfund financing waive PRET-1 --of penalty --amount 25",
    REF,
    fund_hint,
    _word(
        "--of",
        WAIVED,
        N_("Interest, a fee or a penalty"),
        N_("What is given up: interest, a fee or a penalty."),
    ),
    m.amount,
    m.on,
    *m.TOLD,
    prepare=_waived,
    said=N_("waiver"),
)
m.add(
    _group,
    "return",
    "disbursement-return",
    N_("Record what the project sent back unused: it can be paid out again."),
    "blendfund financing return PRET-1 --amount 15000",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.CASH,
)
m.add(
    _group,
    "decommit",
    "contract-reduction",
    N_("Give up what a contract promised and will not pay; no cash moves."),
    "blendfund financing decommit PRET-1 --amount 3000",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.TOLD,
)
m.add(
    _group,
    "apply",
    "repayment",
    N_("Pay what is owed with money that is held; no cash moves."),
    "blendfund financing apply PRET-1 --amount 40",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.TOLD,
    prepare=_verb("apply"),
    said=N_("held-payment-applied"),
)
m.add(
    _group,
    "give-back",
    "held-payment-return",
    N_("Give money that is held back to whoever paid it."),
    "blendfund financing give-back PRET-1 --amount 40",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.CASH,
)
m.add(
    _group,
    "provision",
    "provision",
    N_("Say how much of the principal may be lost; no cash moves."),
    "blendfund financing provision PRET-1 --amount 3000",
    REF,
    fund_hint,
    click.option(
        "--amount",
        cls=Asked,
        type=BALANCE,
        metavar="AMOUNT",
        question=N_("How much may be lost in all"),
        help=N_("What the provision is to be from now on; 0 releases it."),
    ),
    m.on,
    *m.TOLD,
    prepare=_verb("provide"),
)
m.add(
    _group,
    "sell",
    "gain",
    N_("Record the sale of a whole holding: its cost comes back, with a gain or a loss."),
    "blendfund financing sell PARTS-1 --amount 12000",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.CASH,
    prepare=_verb("sell"),
    said=N_("sale"),
)
m.add(
    _group,
    "claw-back",
    "clawback",
    N_("Ask a part of a grant back; no cash moves."),
    "blendfund financing claw-back PRIME-1 --amount 2000",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.TOLD,
)
m.add(
    _group,
    "take-back",
    "clawback-receipt",
    N_("Record what came in of a grant that was asked back."),
    "blendfund financing take-back PRIME-1 --amount 2000",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.CASH,
)

COMMANDS: Final = tuple(_group.commands.values())
