"""One screen for the morning: where every fund stands, and what waits."""

from __future__ import annotations

from typing import Any

import click

from blendfund_cli import sheet
from blendfund_cli.commands import Command, Option
from blendfund_cli.completion import funds
from blendfund_cli.options import json_option
from blendfund_cli.output import put_json
from blendfund_cli.text import N_, _, french, safe

TITLE = N_("Fund {fund} on {day}")
NO_FUND = N_("No fund yet: blendfund fund open --help")
LAST = N_("Last write: {what}, by {actor}, {recorded_at} (positions {first} to {last}).")
UNDO = N_('To take it back: blendfund undo --reason "..."')
IMPORT = N_("Last import: {reference}, {file}. To take it back: {command}")
CALL = N_("{agreement}: {amount} called, due on {due}")
CALL_OPEN = N_("{agreement}: {amount} called")
ENDING = N_("Earmark {earmark}: {cash} left, to be used by {day} ({days} days).")
NEARLY = N_("Earmark {earmark}: nearly used, {cash} left.")
LINES = (
    ("cash", N_("Cash")),
    ("open_commitments", N_("+ commitments still to come")),
    ("undisbursed", N_("- contracted and not disbursed")),
    ("earmarked", N_("- earmarked")),
    ("available", N_("= available to commit, without earmark")),
    ("outstanding", N_("Principal outstanding")),
    ("pledged", N_("Pledged and not committed")),
    ("called", N_("Called and not received")),
)
COUNTS = N_(
    "{contributions} agreements with funders, {financings} with projects, {projects}"
    " projects."
)


@click.command(
    cls=Command,
    help=N_(
        "Show where the funds stand: cash, what is available to commit, calls that wait,"
        " earmarks to watch, breaches, the last write and how to undo it."
    ),
    example="blendfund status --fund ALSACE",
)
@click.option(
    "--fund",
    cls=Option,
    default=None,
    metavar="REF",
    shell_complete=funds,
    help=N_("This fund only (default: every fund of the ledger)."),
)
@json_option
@click.pass_obj
def status(obj: dict[str, str], fund: str | None, as_json: bool) -> None:
    """Show where the funds stand."""
    from datetime import UTC, datetime

    from blendfund.application.reading import Reading
    from blendfund.application.status import status as standing

    today = datetime.now(UTC).astimezone().date()
    with Reading(obj["ledger"]) as reading:
        found = standing(reading, fund, today, _, french=french())
    if as_json:
        put_json(found)
        return
    if not found["funds"]:
        click.echo(_(NO_FUND))
    for one in found["funds"]:
        _show(one, found["as_of"])
    _show_last(found)


def _show(one: dict[str, Any], today: str) -> None:
    currency = one["currency"]
    click.echo(_(TITLE).format(fund=safe(one["fund"]), day=sheet.day(today)))
    shown = [(_(name), sheet.money(one[key], currency)) for key, name in LINES]
    wide = max(len(name) for name, _value in shown)
    figures = max(len(value) for _name, value in shown)
    for name, value in shown:
        click.echo(f"  {name:<{wide}}  {value:>{figures}}")
    for call in one["calls"]:
        given = {
            "agreement": safe(call["agreement"]),
            "amount": sheet.money(call["amount"], currency),
        }
        due = call["due"]
        text = CALL if due else CALL_OPEN
        click.echo("  " + _(text).format(**given, due=due and sheet.day(due)))
    click.echo("  " + _(COUNTS).format(**one))
    for watched in one["earmarks_to_watch"]:
        _show_earmark(watched, currency)
    for flag in one["flags"]:
        click.echo(f"! {safe(flag['text'])}")
    click.echo()


def _show_earmark(one: dict[str, Any], currency: str) -> None:
    given = {"earmark": safe(one["earmark"]), "cash": sheet.money(one["cash"], currency)}
    if one["ending"]:
        day = sheet.day(one["valid_until"])
        click.echo("! " + _(ENDING).format(**given, day=day, days=one["days_left"]))
    else:
        click.echo("! " + _(NEARLY).format(**given))


def _show_last(found: dict[str, Any]) -> None:
    last = found["last_write"]
    if last is not None:
        said = {**last, "what": _(last["what"]), "actor": safe(last["actor"])}
        click.echo(_(LAST).format(**said))
        click.echo(_(UNDO))
    imported = found["last_import"]
    if imported is not None:
        command = f'blendfund import undo {imported["reference"]} --reason "..."'
        told = {name: safe(value) for name, value in imported.items()}
        click.echo(_(IMPORT).format(**told, command=command))
