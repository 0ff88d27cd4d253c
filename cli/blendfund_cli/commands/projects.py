"""Projects: registered, found, and others' money in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.output import put_json
from blendfund_cli.answering.registered import answer
from blendfund_cli.answering.terms import terms as said_of
from blendfund_cli.asking import movement as m
from blendfund_cli.asking.ask import Asked, AskedArgument
from blendfund_cli.asking.classes import Command, Group, Option
from blendfund_cli.asking.completion import parties, projects
from blendfund_cli.asking.offer import offering
from blendfund_cli.asking.options import json_option, writes
from blendfund_cli.asking.types import DAY
from blendfund_cli.asking.word import Word
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from blendfund.application.recording.cofinancing import Status
    from blendfund.application.recording.record import Creating
    from blendfund.application.writing.command import Outcome
    from blendfund.domain.typed import Typed

F = TypeVar("F", bound="Callable[..., Any]")
ADDED = N_("Project registered: {name}, {reference} (position {position}).")
COFINANCED = N_(
    "Co-financing of {project} by {party}: {amount}, {status} (position {position})."
)
STATUSES = (N_("planned"), N_("confirmed"), N_("paid"), N_("withdrawn"))


def project_argument(metavar: str) -> Callable[[F], F]:
    """Give the argument that names a project."""
    return click.argument(
        "name",
        cls=AskedArgument,
        metavar=metavar,
        question=N_("Which project"),
        shell_complete=projects,
    )


_HERE: Final = "blendfund_cli.commands"
PARTS: Final = {
    f"{_HERE}.aids": ("aid", "undertaking"),
    f"{_HERE}.filing": ("apply", "appraise", "assess"),
    f"{_HERE}.project_file": ("file",),
}


@click.group(
    cls=Group,
    parts=PARTS,
    help=N_("Register and find projects, and others' money in them."),
    example="blendfund project list",
)
def project() -> None:
    """Group the commands about projects."""


@project.command(
    cls=Command,
    help=N_("Register a project: who carries it, where, for whom and for what."),
    example="blendfund project add Recyclerie --party 'Emmaüs Alsace' --territory 67482"
    " --public jeunes --purpose emploi",
)
@click.argument("name", cls=AskedArgument, metavar="NAME", question=N_("What is its name"))
@click.option(
    "--party",
    cls=Option,
    default="",
    metavar="NAME",
    shell_complete=parties,
    help=N_("The organisation that carries it."),
)
@click.option(
    "--territory", cls=Option, default="", metavar="CODE", help=N_("Its INSEE code.")
)
@click.option(
    "--public",
    "publics",
    cls=Option,
    multiple=True,
    metavar="TEXT",
    help=N_("Whom it is for; may be repeated."),
)
@click.option(
    "--purpose",
    "purposes",
    cls=Option,
    multiple=True,
    metavar="TEXT",
    help=N_("What it is for, as earmarks name it; may be repeated."),
)
@click.option(
    "--parent",
    cls=Option,
    default="",
    metavar="PROJECT",
    shell_complete=projects,
    help=N_("The project that this one replicates on another territory."),
)
@click.option(
    "--on", cls=Option, type=DAY, metavar="DATE", help=N_("Since when (default: today).")
)
@m.create
@writes
@click.pass_obj
def add(
    obj: dict[str, str],
    name: str,
    party: str,
    territory: str,
    publics: tuple[str, ...],
    purposes: tuple[str, ...],
    parent: str,
    on: date | None,
    create: bool,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Register a project."""
    from msgspec import structs

    from blendfund.application.registering.registering import ProjectForm, register_project
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.ledger import Ledger

    form = ProjectForm(name, party, territory, publics, purposes, parent)
    write = Write(obj["actor"], key, dry_run)
    with patient(Ledger(obj["ledger"])) as ledger:

        def take(*, create: Creating) -> Outcome:
            asked = structs.replace(form, create=create)
            return register_project(ledger, write, asked, on)

        outcome = offering(take, create=create)
    answer(outcome, ADDED, dry_run=dry_run, as_json=as_json, name=name)


@project.command(
    "list",
    cls=Command,
    help=N_("List the projects of the ledger."),
    example="blendfund project list --json",
)
@json_option
@click.pass_obj
def list_projects(obj: dict[str, str], as_json: bool) -> None:
    """List the projects."""
    from blendfund.application.reading import lookup
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        found = lookup.projects(reading)
    if as_json:
        put_json(found)
        return
    sheet.rows(
        (N_("Reference"), N_("Name"), N_("Territory"), N_("Party")),
        [tuple(one.values()) for one in found],
    )


@project.command(
    cls=Command,
    help=N_("Show a project: what it is, its financings, others' money in it."),
    example="blendfund project show Recyclerie",
)
@project_argument("NAME")
@json_option
@click.pass_obj
def show(obj: dict[str, str], name: str, as_json: bool) -> None:
    """Show a project."""
    from blendfund.application.reading import lookup
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        found = lookup.project_shown(reading, name)
    if as_json:
        put_json(found)
        return
    sheet.fields(
        (
            (N_("Reference"), found["reference"]),
            (N_("Name"), found["name"]),
            (N_("Party"), found["party"]),
            (N_("Territory"), found["territory"]),
            (N_("Publics"), found["publics"]),
            (N_("Purposes"), found["purposes"]),
            (N_("Replicates"), found["parent"]),
        )
    )
    sheet.agreements(found["agreements"])
    for one in found["agreements"]:
        if one["product_terms"]:
            click.echo(f"\n{safe(one['name'] or one['reference'])}")
            said = said_of(one["product_terms"], one["instrument"], one["currency"])
            click.echo("\n".join(said))
    if found["cofinancing"]:
        click.echo()
        sheet.rows(
            (N_("Co-financer"), N_("Planned"), N_("Confirmed"), N_("Paid")),
            [
                (
                    one["party"],
                    *(sheet.money(one[key], one["currency"]) for key in STATUSES[:3]),
                )
                for one in found["cofinancing"]
            ],
        )


@project.command(
    cls=Command,
    help=N_("Record others' money in a project: planned, confirmed, paid or withdrawn."),
    example="blendfund project cofinancing Recyclerie --fund ALSACE"
    " --party 'Banque du Rhin' --status confirmed --amount 60000 --sector bank"
    " --terms market",
)
@project_argument("PROJECT")
@m.fund
@m.party
@click.option(
    "--status",
    cls=Asked,
    type=Word(STATUSES),
    question=N_("Where does it stand"),
    help=N_("Planned, confirmed, paid, or withdrawn."),
)
@m.amount
@m.sector
@m.terms
@click.option(
    "--instrument",
    cls=Option,
    type=Word(m.INSTRUMENTS),
    default=None,
    help=N_("Under what kind of contract."),
)
@m.on
@m.label
@m.create
@writes
@click.pass_obj
def cofinancing(
    obj: dict[str, str],
    name: str,
    fund: str,
    party: str,
    status: Status,
    amount: Typed,
    sector: str,
    terms: str,
    instrument: str | None,
    on: date | None,
    label: str,
    create: bool,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Record others' money in a project."""
    from msgspec import structs

    from blendfund.application.recording.cofinancing import CofinancingForm, cofinance
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.vocabulary import Sector, Terms

    money = (party, status, amount, Sector(sector), Terms(terms), instrument or "")
    form = CofinancingForm(name, fund, *money, on, label)
    write = Write(obj["actor"], key, dry_run)
    with patient(Ledger(obj["ledger"])) as ledger:

        def take(*, create: Creating) -> Outcome:
            return cofinance(ledger, write, structs.replace(form, create=create))

        outcome = offering(take, create=create)
    said = {"project": name, "party": party, "status": _(status)}
    effect = ledger.effect
    answer(outcome, COFINANCED, dry_run=dry_run, as_json=as_json, effect=effect, **said)
