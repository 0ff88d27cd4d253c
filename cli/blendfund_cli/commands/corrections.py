"""Taking facts back: correct one movement, undo the latest write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from blendfund_cli.answering.effect import show_effect
from blendfund_cli.answering.hints import undo_hint
from blendfund_cli.answering.output import DRY, put_json, say
from blendfund_cli.asking.ask import Asked
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.options import writes
from blendfund_cli.asking.types import AMOUNT, DAY, POSITION
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from datetime import date

    from blendfund.application.correcting.corrections import Undone
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.typed import Typed

CORRECTED = N_("Corrected: {what}, position {old} is replaced (position {position}).")
UNDONE = N_("Undone: {what}, positions {first} to {last} (position {position}).")
UNDONE_ONE = N_("Undone: {what}, position {first} (position {position}).")
ALREADY = N_("Already recorded under this key: nothing was written.")
HISTORY = N_("Its whole history: blendfund history {what}")

reason = click.option(
    "--reason",
    cls=Asked,
    metavar="TEXT",
    question=N_("Why"),
    help=N_("Why; it stays in the history beside the fact."),
)


@click.command(
    cls=Command,
    help=N_(
        "Correct a movement: it is taken back and recorded as it should have been, at its"
        " own date, in one write. Nothing is erased."
    ),
    example='blendfund correct 42 --amount 1250,50 --reason "erreur de saisie"',
)
@click.argument("position", type=POSITION)
@click.option(
    "--amount",
    cls=Option,
    type=AMOUNT,
    metavar="AMOUNT",
    help=N_("The right amount; of a lender's report, what the project still owed."),
)
@click.option("--on", cls=Option, type=DAY, metavar="DATE", help=N_("The right date."))
@click.option("--label", cls=Option, default=None, help=N_("The right label."))
@reason
@writes
@click.pass_obj
def correct(
    obj: dict[str, str],
    position: int,
    amount: Typed | None,
    on: date | None,
    label: str | None,
    reason: str,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Correct a movement."""
    from blendfund.application.correcting.corrections import Corrected
    from blendfund.application.correcting.corrections import correct as corrected
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.command import told
    from blendfund.application.writing.ledger import Ledger

    with patient(Ledger(obj["ledger"])) as ledger:
        write = Write(obj["actor"], key, dry_run)
        outcome = corrected(ledger, write, position, Corrected(amount, on, label), reason)
    if as_json:
        put_json({**told(outcome), **effect_told(ledger, dry_run), "corrected": position})
    elif outcome.already:
        click.echo(_(ALREADY))
    else:
        given = {"what": safe(outcome.reference), "old": position}
        click.echo(_(CORRECTED).format(**given, position=outcome.position))
        _close(str(position), ledger, dry_run=dry_run)


@click.command(
    cls=Command,
    help=N_(
        "Undo the latest write that still stands: its opposite is recorded, nothing is"
        " erased. Again: the write before it."
    ),
    example='blendfund undo --reason "doublon"',
)
@reason
@writes
@click.pass_obj
def undo(
    obj: dict[str, str], reason: str, key: str | None, dry_run: bool, as_json: bool
) -> None:
    """Undo the latest write."""
    from blendfund.application.correcting import corrections
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.ledger import Ledger

    with patient(Ledger(obj["ledger"])) as ledger:
        done = corrections.undo(ledger, Write(obj["actor"], key, dry_run), reason)
    finish(done, ledger, dry_run=dry_run, as_json=as_json)


def finish(done: Undone, ledger: Ledger, *, dry_run: bool, as_json: bool) -> None:
    """Say what was undone."""
    from blendfund.application.writing.command import told

    outcome = done.outcome
    if as_json:
        span = {"first": done.first, "last": done.last}
        put_json({**told(outcome), **effect_told(ledger, dry_run), "undone": span})
        return
    if outcome.already:
        click.echo(_(ALREADY))
        return
    text = UNDONE_ONE if done.first == done.last else UNDONE
    given = {"what": safe(outcome.reference), "first": done.first, "last": done.last}
    click.echo(_(text).format(**given, position=outcome.position))
    _close("", ledger, dry_run=dry_run)


def effect_told(ledger: Ledger, dry_run: bool) -> dict[str, Any]:
    """Give the JSON field of what a dry run would change of the funds."""
    return {"effect": ledger.effect} if dry_run else {}


def _close(what: str, ledger: Ledger, *, dry_run: bool) -> None:
    if dry_run:
        say(_(DRY))
        show_effect(ledger.effect)
    elif what:
        say(_(HISTORY).format(what=what))
        undo_hint()
