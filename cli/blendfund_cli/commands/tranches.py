"""Tranches: who bears the fund's losses first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from blendfund_cli.answering.delivery import deliver
from blendfund_cli.answering.registered import answer
from blendfund_cli.asking import movement as m
from blendfund_cli.asking.ask import Asked, AskedArgument
from blendfund_cli.asking.classes import Command, Group
from blendfund_cli.asking.options import agreement, fund_hint, reports, writes
from blendfund_cli.asking.types import AMOUNT, Whole
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_, french

if TYPE_CHECKING:
    from datetime import date

    from blendfund.domain.typed import Typed

ASSIGNED = N_(
    "{reference} stands in the tranche {name} from {day} on (position {position})."
)
OUT = N_("{reference} stands in no tranche from {day} on (position {position}).")
RESIZED = N_("{name} can bear {size} from {day} on (position {position}).")
DEFINED = N_("Tranche defined: {name} (position {position}).")


@click.group(
    cls=Group,
    help=N_("Say who bears the fund's losses first, and up to how much."),
    example='blendfund tranche define "Première perte" --fund ALSACE --rank 1'
    " --size 200000",
)
def tranche() -> None:
    """Group the commands about tranches."""


@tranche.command(
    cls=Command,
    help=N_("Define a tranche; that of rank 1 bears losses first."),
    example='blendfund tranche define "Première perte" --fund ALSACE --rank 1'
    " --size 200000",
)
@click.argument(
    "name", cls=AskedArgument, metavar="NAME", question=N_("Which name does it bear")
)
@m.fund
@click.option(
    "--rank",
    cls=Asked,
    type=Whole(1, 1000),
    metavar="N",
    question=N_("Which rank: 1 bears first"),
    help=N_("In which order it bears losses: 1 first."),
)
@click.option(
    "--size",
    cls=Asked,
    type=AMOUNT,
    metavar="AMOUNT",
    question=N_("Up to how much"),
    help=N_("The most it can bear."),
)
@m.on
@writes
@click.pass_obj
def define(
    obj: dict[str, str],
    name: str,
    fund: str,
    rank: int,
    size: Typed,
    on: date | None,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Define a tranche."""
    from blendfund.application.recording.tranches import TrancheForm, define_tranche
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.ledger import Ledger

    command = Write(obj["actor"], key, dry_run)
    form = TrancheForm(name, rank, size)
    with patient(Ledger(obj["ledger"])) as ledger:
        outcome = define_tranche(ledger, command, fund, form, on)
    answer(outcome, DEFINED, dry_run=dry_run, as_json=as_json, name=name)


@tranche.command(
    cls=Command,
    help=N_("Say that a tranche can bear another amount from a day on."),
    example='blendfund tranche resize "Première perte" --fund ALSACE --size 250000',
)
@click.argument(
    "name", cls=AskedArgument, metavar="NAME", question=N_("Which name does it bear")
)
@m.fund
@click.option(
    "--size",
    cls=Asked,
    type=AMOUNT,
    metavar="AMOUNT",
    question=N_("Up to how much"),
    help=N_("The most it can bear from that day on."),
)
@m.on
@writes
@click.pass_obj
def resize(obj: dict[str, str], /, name: str, size: Typed, **given: Any) -> None:
    """Say that a tranche can bear another amount."""
    from blendfund.application.recording.tranches import resize_tranche
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.ledger import Ledger
    from blendfund.reports import words

    command = Write(obj["actor"], given["key"], given["dry_run"])
    with patient(Ledger(obj["ledger"])) as ledger:
        outcome = resize_tranche(ledger, command, given["fund"], name, size, given["on"])
        currency = ledger.currency(given["fund"])
    most = words.amount(size.minor(currency), currency, french=french())
    shown = {one: given[one] for one in ("dry_run", "as_json")}
    day = words.day(given["on"] or command.day(), french=french())
    answer(outcome, RESIZED, **shown, name=name, size=most, day=day)


def _assign(obj: dict[str, str], name: str, text: str, /, **given: Any) -> None:
    """Put an agreement into a tranche, or into none."""
    from blendfund.application.recording.tranches import assign
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.ledger import Ledger
    from blendfund.reports import words

    command = Write(obj["actor"], given["key"], given["dry_run"])
    named = (given["agreement"], given["fund"] or "")
    with patient(Ledger(obj["ledger"])) as ledger:
        outcome = assign(ledger, command, named, name, given["on"])
    shown = {one: given[one] for one in ("dry_run", "as_json")}
    day = words.day(given["on"] or command.day(), french=french())
    answer(outcome, text, **shown, name=name, day=day)


@tranche.command(
    "assign",
    cls=Command,
    help=N_("Put a funder's agreement into a tranche: it bears losses with it."),
    example="blendfund tranche assign CONV-2026-1 --tranche 'Première perte'",
)
@agreement()
@click.option(
    "--tranche",
    "name",
    cls=Asked,
    metavar="NAME",
    question=N_("Which tranche"),
    help=N_("The tranche's name."),
)
@fund_hint
@m.on
@writes
@click.pass_obj
def put(obj: dict[str, str], /, name: str, **given: Any) -> None:
    """Put an agreement into a tranche."""
    _assign(obj, name, ASSIGNED, **given)


@tranche.command(
    cls=Command,
    help=N_("Take a funder's agreement out of its tranche, from a day on."),
    example="blendfund tranche unassign CONV-2026-1",
)
@agreement()
@fund_hint
@m.on
@writes
@click.pass_obj
def unassign(obj: dict[str, str], /, **given: Any) -> None:
    """Take an agreement out of its tranche."""
    _assign(obj, "", OUT, **given)


@tranche.command(
    "list",
    cls=Command,
    help=N_("Show the tranches of a fund, and who stands in which."),
    example="blendfund tranche list --fund ALSACE",
)
@reports
@click.pass_obj
def listed(obj: dict[str, str], /, **asked: Any) -> None:
    """Show the tranches."""
    deliver(obj, "tranches", asked)
