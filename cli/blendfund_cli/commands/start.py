"""Starting: an empty ledger, and the funds it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from blendfund_cli.answering.hints import undo_hint
from blendfund_cli.answering.output import DRY, put_json, say
from blendfund_cli.asking.ask import Asked, AskedArgument
from blendfund_cli.asking.classes import Command, Group, Option
from blendfund_cli.asking.options import fund_argument, json_option, writes
from blendfund_cli.asking.types import DAY
from blendfund_cli.asking.word import Word
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from datetime import date

FORMS = ("association", "cooperative", "company", "public", "other")


@click.command(
    cls=Command,
    help=N_("Create an empty ledger; an existing one is refused."),
    example="blendfund --ledger alsace.db init",
)
@click.option(
    "--roles",
    cls=Option,
    is_flag=True,
    help=N_("On PostgreSQL: make the roles of owner, writer and auditor too."),
)
@json_option
@click.pass_obj
def init(obj: dict[str, str], roles: bool, as_json: bool) -> None:
    """Create an empty ledger."""
    from blendfund.application.writing.unanswered import shown
    from blendfund.storage.store import create_ledger

    uuid = create_ledger(obj["ledger"], roles=roles)
    place = shown(obj["ledger"])
    if as_json:
        written = {"position": 0, "reference": None, "events": 0, "already": False}
        put_json({"ledger": place, "uuid": uuid, **written})
        return
    text = _("Ledger created: {place} ({uuid}).")
    click.echo(text.format(place=safe(place), uuid=uuid))
    click.echo(_("Next: blendfund fund open --help"), err=True)


@click.group(
    cls=Group,
    help=N_("Open, show and list funds; their compartments and rules."),
    example="blendfund fund list",
)
def fund() -> None:
    """Group the commands about funds."""


@fund.command(
    "open",
    cls=Command,
    help=N_("Open a fund: its name, its territories, its currency, its first day."),
    example=(
        'blendfund fund open ALSACE --name "Fonds Alsace" --territory 67 --territory 68'
        " --currency EUR --opened-on 2021-01-01"
    ),
)
@click.argument(
    "reference",
    cls=AskedArgument,
    metavar="REF",
    question=N_("Under which reference, such as ALSACE"),
)
@click.option(
    "--name",
    cls=Asked,
    question=N_("What is its full name"),
    help=N_("The fund's full name."),
)
@click.option(
    "--territory",
    "territories",
    cls=Asked,
    multiple=True,
    question=N_("On which territories (INSEE codes)"),
    metavar="CODE",
    help=N_("A territory's code (INSEE); may be repeated."),
)
@click.option(
    "--currency", cls=Option, default="EUR", help=N_("ISO 4217 code, such as EUR.")
)
@click.option(
    "--opened-on",
    cls=Asked,
    type=DAY,
    metavar="DATE",
    question=N_("Since which day (YYYY-MM-DD)"),
    help=N_("First day."),
)
@click.option(
    "--siren", cls=Option, default="", help=N_("SIREN of the fund's legal person.")
)
@click.option(
    "--legal-form",
    cls=Option,
    type=Word(FORMS),
    default="association",
    help=N_("Legal form of the fund's legal person."),
)
@writes
@click.pass_obj
def open_fund(
    obj: dict[str, str],
    reference: str,
    name: str,
    territories: tuple[str, ...],
    currency: str,
    opened_on: date,
    siren: str,
    legal_form: str,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Open a fund."""
    from blendfund.application.writing.command import Command as Asked
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.vocabulary import LegalForm

    with patient(Ledger(obj["ledger"])) as ledger:
        outcome = ledger.open_fund(
            Asked(actor=obj["actor"], key=key, dry_run=dry_run),
            reference,
            name,
            territories,
            currency,
            opened_on,
            siren=siren,
            legal_form=LegalForm(legal_form),
        )
    if as_json:
        put_json(outcome)
    elif outcome.already:
        click.echo(_("Fund {reference}: already recorded.").format(reference=reference))
    else:
        if dry_run:
            say(_(DRY))
        text = _("Fund {reference} opened (position {position}).")
        click.echo(text.format(reference=reference, position=outcome.position))
        if not dry_run:
            undo_hint()


@fund.command(
    "list",
    cls=Command,
    help=N_("List the funds of the ledger."),
    example="blendfund fund list",
)
@json_option
@click.pass_obj
def list_funds(obj: dict[str, str], as_json: bool) -> None:
    """List the funds of the ledger."""
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        rows = reading.funds()
    if as_json:
        put_json(rows)
        return
    for row in rows:
        shown = {name: safe(str(value)) for name, value in row.items()}
        click.echo("{reference}  {name}  {currency}  {opened_on}".format(**shown))


@fund.command(
    "compartment",
    cls=Command,
    help=N_("Open a compartment of a fund."),
    example="blendfund fund compartment ALSACE guarantee --on 2021-02-01",
)
@fund_argument
@click.argument(
    "name", cls=AskedArgument, metavar="NAME", question=N_("Which name does it bear")
)
@click.option("--purpose", cls=Option, default="", help=N_("What the compartment is for."))
@click.option(
    "--on",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("Operation date (default: today)."),
)
@writes
@click.pass_obj
def compartment(
    obj: dict[str, str],
    reference: str,
    name: str,
    purpose: str,
    on: date | None,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Open a compartment of a fund."""
    from blendfund.application.writing.command import Command as Asked
    from blendfund.application.writing.ledger import Ledger

    asked = Asked(actor=obj["actor"], key=key, dry_run=dry_run)
    with patient(Ledger(obj["ledger"])) as ledger:
        outcome = ledger.open_compartment(asked, reference, name, purpose, on)
    if as_json:
        put_json(outcome)
        return
    if dry_run:
        say(_(DRY))
    text = _("Compartment {name} of {reference} opened (position {position}).")
    click.echo(text.format(name=name, reference=reference, position=outcome.position))
    if not dry_run:
        undo_hint()
