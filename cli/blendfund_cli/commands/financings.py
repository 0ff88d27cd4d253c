"""Projects' side: what is contracted, paid, repaid, lost and recovered."""

from __future__ import annotations

from typing import Any, Final

import click

from blendfund_cli.asking import movement as m
from blendfund_cli.asking import scheduling
from blendfund_cli.asking.classes import Group
from blendfund_cli.asking.options import agreement, fund_hint, hold_excess
from blendfund_cli.text import N_

_HERE: Final = "blendfund_cli.commands"
PARTS: Final = {
    f"{_HERE}.contract": ("show",),
    f"{_HERE}.drawing": ("drawdowns", "fulfil"),
    f"{_HERE}.paybacks": (
        "apply",
        "charge",
        "claw-back",
        "decommit",
        "give-back",
        "provision",
        "return",
        "sell",
        "take-back",
        "waive",
    ),
    f"{_HERE}.rescheduling": ("bounce", "close", "default", "reschedule", "value"),
}


@click.group(
    cls=Group,
    parts=PARTS,
    help=N_("Record what the fund promises and pays to projects, and what comes back."),
    example="blendfund financing disburse PRET-1 --amount 15000",
)
def financing() -> None:
    """Group the commands about projects' money."""


REF = agreement()
NEW = agreement(new=True)


def _held(given: dict[str, Any]) -> None:
    """Leave out a flag that was not given."""
    if not given["holds"]:
        del given["holds"]


m.add(
    financing,
    "contract",
    "contract",
    N_("Promise money to a project, and say when it falls due; no cash moves."),
    "blendfund financing contract PRET-1 --fund ALSACE --project Recyclerie"
    " --instrument loan --amount 15000\n"
    "blendfund financing contract PRET-2 --fund ALSACE --project Recyclerie"
    " --instrument loan --amount 15000 --rate 8% --start 2026-01-31 --periods 60"
    " --every month",
    NEW,
    m.fund,
    m.project,
    m.instrument,
    m.amount,
    m.on,
    m.terms_hint,
    m.rate,
    *scheduling.OPTIONS,
    m.compartment,
    m.carrier,
    m.earmark,
    m.create,
    *m.TOLD,
    prepare=scheduling.scheduled,
)
m.add(
    financing,
    "disburse",
    "disbursement",
    N_("Pay a project what was promised to it."),
    "blendfund financing disburse PRET-1 --amount 15000",
    REF,
    fund_hint,
    m.amount,
    m.on,
    m.earmark,
    *m.CASH,
)
m.add(
    financing,
    "repay",
    "repayment",
    N_(
        "Record what a project paid back: principal, or where the contract has a schedule"
        " or charges, what is due first."
    ),
    "blendfund financing repay PRET-1 --amount 1000",
    REF,
    fund_hint,
    m.amount,
    m.on,
    hold_excess,
    *m.CASH,
    prepare=_held,
)
m.add(
    financing,
    "interest",
    "interest",
    N_("Record interest, a dividend or a fee that a project paid."),
    "blendfund financing interest PRET-1 --amount 45",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.CASH,
)
m.add(
    financing,
    "write-off",
    "write-off",
    N_("Give principal up; no cash moves."),
    "blendfund financing write-off PRET-1 --amount 2000",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.TOLD,
)
m.add(
    financing,
    "recover",
    "recovery",
    N_("Record cash that came in on what had been written off."),
    "blendfund financing recover PRET-1 --amount 500",
    REF,
    fund_hint,
    m.amount,
    m.on,
    *m.CASH,
)
