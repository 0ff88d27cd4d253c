"""Transfers: cash that moves within a fund."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from blendfund_cli.answering.registered import answer
from blendfund_cli.asking import movement as m
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.options import writes
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_

if TYPE_CHECKING:
    from datetime import date

    from blendfund.domain.typed import Typed

DONE = N_("Transferred within {reference}: {amount} (position {position}).")


@click.command(
    cls=Command,
    help=N_(
        "Move cash within a fund, between compartments, bank accounts or earmarks; the"
        " fund's own cash stays as it is. An option left out is the part without a name."
    ),
    example="blendfund transfer --fund ALSACE --to-compartment guarantee --amount 50000",
)
@m.fund
@m.amount
@click.option("--from-compartment", cls=Option, default="", help=N_("From where."))
@click.option("--to-compartment", cls=Option, default="", help=N_("To where."))
@click.option("--from-account", cls=Option, default="", help=N_("From which account."))
@click.option("--to-account", cls=Option, default="", help=N_("To which account."))
@click.option("--from-earmark", cls=Option, default="", help=N_("From which earmark."))
@click.option("--to-earmark", cls=Option, default="", help=N_("To which earmark."))
@m.on
@m.label
@click.option("--reason", cls=Option, default="", help=N_("Why."))
@writes
@click.pass_obj
def transfer(
    obj: dict[str, str],
    fund: str,
    amount: Typed,
    from_compartment: str,
    to_compartment: str,
    from_account: str,
    to_account: str,
    from_earmark: str,
    to_earmark: str,
    on: date | None,
    label: str,
    reason: str,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Move cash within a fund."""
    from blendfund.application.recording.transfers import Place, TransferForm
    from blendfund.application.recording.transfers import transfer as moved
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.ledger import Ledger

    origin = Place(from_compartment, from_account, from_earmark)
    target = Place(to_compartment, to_account, to_earmark)
    form = TransferForm(fund, amount, origin, target, on, label, reason)
    with patient(Ledger(obj["ledger"])) as ledger:
        outcome = moved(ledger, Write(obj["actor"], key, dry_run), form)
    said = {"reference": fund}
    effect = ledger.effect
    answer(outcome, DONE, dry_run=dry_run, as_json=as_json, effect=effect, **said)
