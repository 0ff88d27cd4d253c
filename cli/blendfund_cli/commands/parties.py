"""Parties: funders, co-financers, beneficiaries; registered, found, merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.output import put_json, say
from blendfund_cli.answering.registered import answer
from blendfund_cli.asking.ask import Asked, AskedArgument, can_ask, sure
from blendfund_cli.asking.classes import Command, Group, Option
from blendfund_cli.asking.completion import parties
from blendfund_cli.asking.options import json_option, writes
from blendfund_cli.asking.types import DAY
from blendfund_cli.asking.word import Word
from blendfund_cli.commands.corrections import reason
from blendfund_cli.commands.erasing import erase
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from datetime import date

    from blendfund.application.registering.parties import PartyForm
    from blendfund.application.writing.ledger import Ledger

ADDED = N_("Party registered: {name} (position {position}).")
MERGED = N_("{name} is {into} from now on (position {position}).")
SURE = N_("Register it all the same?")
KEPT = N_("Nothing was registered.")


party_argument = click.argument(
    "name",
    cls=AskedArgument,
    metavar="NAME",
    question=N_("Which party (name, number or SIREN)"),
    shell_complete=parties,
)


@click.group(
    cls=Group,
    help=N_("Register, find and merge funders, co-financers and beneficiaries."),
    example="blendfund party list",
)
def party() -> None:
    """Group the commands about parties."""


@party.command(
    cls=Command,
    help=N_("Register a party; its numbers are checked, near names are pointed at."),
    example="blendfund party add 'Région Grand Est' --siren 200052264",
)
@click.argument("name", cls=AskedArgument, metavar="NAME", question=N_("What is its name"))
@click.option(
    "--kind",
    cls=Option,
    type=Word(("organisation", "person")),
    default="organisation",
    help=N_("A person's name is sealed; an organisation's is public."),
)
@click.option("--siren", cls=Option, default="", help=N_("Its SIREN, nine digits."))
@click.option("--siret", cls=Option, default="", help=N_("Its SIRET, fourteen digits."))
@click.option("--rna", cls=Option, default="", help=N_("An association's number (W...)."))
@click.option(
    "--iban",
    cls=Option,
    default="",
    help=N_("Its bank account; a person's is sealed like their name."),
)
@click.option(
    "--on", cls=Option, type=DAY, metavar="DATE", help=N_("Since when (default: today).")
)
@writes
@click.pass_context
def add(
    ctx: click.Context,
    name: str,
    kind: str,
    siren: str,
    siret: str,
    rna: str,
    iban: str,
    on: date | None,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Register a party."""
    from blendfund.application.registering.parties import PartyForm, register_party
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.vocabulary import PartyKind

    obj = ctx.obj
    form = PartyForm(name, PartyKind(kind), siren, siret, rna, iban)
    form.check()
    with patient(Ledger(obj["ledger"])) as ledger:
        if not _sure(ctx, ledger, form):
            say(_(KEPT))
            ctx.exit(1)
        outcome = register_party(ledger, Write(obj["actor"], key, dry_run), form, on)
    answer(outcome, ADDED, dry_run=dry_run, as_json=as_json, name=name)


def _sure(ctx: click.Context, ledger: Ledger, form: PartyForm) -> bool:
    """Say what makes one think it is known already; where somebody is there, ask."""
    from blendfund.application.registering.parties import doubts_about

    doubts = doubts_about(ledger, form)
    for text, words in doubts:
        say(_(text).format(**{name: safe(word) for name, word in words.items()}))
    return not doubts or not can_ask(ctx) or sure(_(SURE))


@party.command(
    "list",
    cls=Command,
    help=N_("List the parties of the ledger."),
    example="blendfund party list --json",
)
@json_option
@click.pass_obj
def list_parties(obj: dict[str, str], as_json: bool) -> None:
    """List the parties."""
    from blendfund.application.reading import lookup
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        found = lookup.parties(reading)
    if as_json:
        put_json(found)
        return
    named = {one["id"]: one["name"] for one in found}
    sheet.rows(
        (N_("No."), N_("Name"), N_("Kind"), N_("Number"), N_("Merged into")),
        [
            (
                one["id"],
                one["name"],
                _(one["kind"]),
                one["identifier"],
                named.get(one["merged_into"]),
            )
            for one in found
        ],
    )


@party.command(
    cls=Command,
    help=N_("Show a party with its agreements, by name, number or SIREN."),
    example="blendfund party show 'Région Grand Est'",
)
@party_argument
@click.option(
    "--whole-iban",
    cls=Option,
    is_flag=True,
    help=N_("Show every digit of its IBAN, not its ends alone."),
)
@json_option
@click.pass_obj
def show(obj: dict[str, str], name: str, whole_iban: bool, as_json: bool) -> None:
    """Show a party."""
    from blendfund.application.reading import lookup
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        found = lookup.party_shown(reading, name, whole_iban=whole_iban)
    if as_json:
        put_json(found)
        return
    sheet.fields(
        (
            (N_("Name"), found["name"]),
            (N_("Kind"), _(found["kind"])),
            (N_("Number"), found["identifier"]),
            (N_("IBAN"), found["iban"]),
            (N_("Merged from"), found["merged"]),
        )
    )
    sheet.agreements(found["agreements"])


@party.command(
    cls=Command,
    help=N_("Say that a party is another one; reports show them as one from now on."),
    example="blendfund party merge 'Region Grand-Est' --into 'Région Grand Est'"
    ' --reason "doublon"',
)
@party_argument
@click.option(
    "--into",
    cls=Asked,
    metavar="NAME",
    question=N_("Which party is it"),
    shell_complete=parties,
    help=N_("The party that it is."),
)
@reason
@writes
@click.pass_obj
def merge(
    obj: dict[str, str],
    name: str,
    into: str,
    reason: str,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Merge a party into another."""
    from blendfund.application.registering.parties import merge_parties
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.ledger import Ledger

    with patient(Ledger(obj["ledger"])) as ledger:
        write = Write(obj["actor"], key, dry_run)
        outcome = merge_parties(ledger, write, name, into, reason)
    answer(outcome, MERGED, dry_run=dry_run, as_json=as_json, name=name, into=into)


party.add_command(erase)
