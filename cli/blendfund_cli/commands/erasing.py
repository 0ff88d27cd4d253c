"""Erasing a person: their name, their bank account, the files about them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from blendfund_cli.answering.output import put_json, say
from blendfund_cli.asking.ask import AskedArgument, can_ask, sure
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.completion import parties
from blendfund_cli.asking.options import writes
from blendfund_cli.asking.types import DAY
from blendfund_cli.commands.corrections import reason
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_, _, ngettext, safe

if TYPE_CHECKING:
    from datetime import date

    from blendfund.application.registering.erasing import Erased

ERASED = N_("Person {number} is erased for good (position {position}).")
WOULD_ERASE = N_("Person {number} would be erased for good; their key would be destroyed.")
ERASED_BEFORE = N_("Person {number} was erased before: nothing was written.")
FOR_GOOD = N_("Nothing brings the name back. Erase it for good?")
NOT_ERASED = N_("Nothing was erased.")
BACKUPS = N_("A copy of the keys file made before brings the name back: destroy it too.")
STAYS = N_("This attached file concerns them and stays: {path}")


@click.command(
    cls=Command,
    help=N_(
        "Make a person's name unreadable for good, and destroy the attached files that"
        " concern nobody else; amounts and the log's proof stay."
        " Refused while their movements are accounting evidence, unless a legal basis is"
        " given."
    ),
    example="blendfund party erase 12 --reason 'durée de conservation échue'",
)
@click.argument(
    "name",
    cls=AskedArgument,
    metavar="NAME",
    question=N_("Which party (name, number or SIREN)"),
    shell_complete=parties,
)
@reason
@click.option(
    "--legal-basis",
    cls=Option,
    default="",
    metavar="TEXT",
    help=N_("The ground for erasing before the evidence's time is over; it is recorded."),
)
@click.option(
    "--retention-until",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("Last day evidence is kept (default: ten years after the last year's end)."),
)
@click.option(
    "--keep-vouchers",
    cls=Option,
    is_flag=True,
    help=N_("Keep the attached files, where something else asks for them."),
)
@writes
@click.pass_context
def erase(
    ctx: click.Context,
    name: str,
    reason: str,
    legal_basis: str,
    retention_until: date | None,
    keep_vouchers: bool,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Erase a person."""
    from blendfund.application.registering.erasing import Erasure, erase_party
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.ledger import Ledger

    asked = Erasure(name, reason, legal_basis, retention_until, not keep_vouchers)
    with patient(Ledger(ctx.obj["ledger"])) as ledger:
        if not dry_run and can_ask(ctx):
            trial = Write(ctx.obj["actor"], key, dry_run=True)
            _say_files(erase_party(ledger, trial, asked), dry_run=True)
            if not sure(_(FOR_GOOD)):
                say(_(NOT_ERASED))
                ctx.exit(1)
        done = erase_party(ledger, Write(ctx.obj["actor"], key, dry_run), asked)
    if as_json:
        put_json(_told(done))
        return
    text = WOULD_ERASE if dry_run else ERASED
    text = ERASED_BEFORE if done.outcome.already else text
    click.echo(_(text).format(number=done.number, position=done.outcome.position))
    _say_files(done, dry_run=dry_run)
    if text is ERASED:
        say(_(BACKUPS))


def _told(done: Erased) -> dict[str, Any]:
    from blendfund.application.writing.command import told

    return {
        **told(done.outcome),
        "person": done.number,
        "retained_until": done.until and done.until.isoformat(),
        "files_destroyed": done.gone,
        "files_left": list(done.left),
    }


def _say_files(done: Erased, *, dry_run: bool) -> None:
    """Say which attached files go with the person, and which stay."""
    if done.gone and dry_run:
        text = ngettext(
            "{count} attached file that concerns nobody else would be destroyed.",
            "{count} attached files that concern nobody else would be destroyed.",
            done.gone,
        )
        say(text)
    elif done.gone:
        text = ngettext(
            "{count} attached file that concerned nobody else was destroyed.",
            "{count} attached files that concerned nobody else were destroyed.",
            done.gone,
        )
        say(text)
    for path in done.left:
        say(_(STAYS).format(path=safe(path)))
