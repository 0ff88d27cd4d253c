"""Finding movements with the filter language."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from blendfund_cli.answering.output import put_json
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.completion import funds
from blendfund_cli.asking.options import json_option, moment
from blendfund_cli.asking.types import POSITION
from blendfund_cli.text import N_, _, french, safe

if TYPE_CHECKING:
    from datetime import date

ON_A_TERMINAL = 50


@click.command(
    cls=Command,
    help=N_(
        "Find movements: words, and filters such as source:public or montant:>10000. Put"
        " the whole search in quotes; the reference of the filter language is in the"
        " documentation."
    ),
    example="blendfund search 'source:public montant:>10000 2026-T1 projet:ressourcerie'",
)
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--fund",
    cls=Option,
    metavar="REF",
    shell_complete=funds,
    help=N_("Movements of one fund only."),
)
@moment
@click.option(
    "--limit",
    cls=Option,
    type=POSITION,
    metavar="N",
    help=N_("Show the N newest only (default: 50 on a terminal, else all)."),
)
@json_option
@click.pass_obj
def search(
    obj: dict[str, str],
    query: tuple[str, ...],
    fund: str | None,
    as_of: date | None,
    known_at: str | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """Find movements."""
    from blendfund.application.reading import search as finding
    from blendfund.application.reading.reader import Reading

    if limit is None and not as_json and sys.stdout.isatty():
        limit = ON_A_TERMINAL
    asked = " ".join(query)
    sought = finding.Sought(asked, fund or "", as_of, known_at, limit, french())
    with Reading(obj["ledger"]) as reading:
        found = finding.search(reading, sought)
    if as_json:
        put_json(found)
    else:
        _show(found)


def _show(found: dict[str, Any]) -> None:
    from blendfund.reports.columns import Language
    from blendfund.reports.found import tables
    from blendfund.reports.printed import printed

    language = Language(_, french())
    made = [printed(table.mapped(safe), language) for table in tables(found, language)]
    if not found["rows"]:
        click.echo("\n".join(made[0].notes))
    elif sys.stdout.isatty():
        from blendfund_cli.answering.terminal import show

        show(made)
    else:
        from blendfund.reports.plain import render

        click.echo(render(made), nl=False)
