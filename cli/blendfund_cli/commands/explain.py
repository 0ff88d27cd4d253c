"""From a figure to its facts and back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.output import put_json
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.completion import funds
from blendfund_cli.asking.options import json_option, moment
from blendfund_cli.asking.types import AMOUNT, POSITION_OR_NONE
from blendfund_cli.commands.answers import word_of
from blendfund_cli.text import N_, _, french, safe

if TYPE_CHECKING:
    from datetime import date

    from blendfund.domain.typed import Typed
    from blendfund.reports.tables import Table

SHOWN = 50
WHICH_FUND = N_("This ledger keeps several funds: name one with --fund ({known}).")
FACT = N_("Position {position}: {what}")
NAME = N_("{name}: {count} facts")


@click.command(
    cls=Command,
    help=N_(
        "Explain a figure of a report by the facts that make it, or by its formula, term by"
        " term; or a fact, an agreement, a party or a project by the figures it adds to."
        " A figure is written REPORT:ROW:COLUMN, or REPORT/CUT:ROW:COLUMN where the report"
        " is cut otherwise; a report on one agreement or party names it first."
    ),
    example=(
        "blendfund audit explain composition:public:received --fund ALSACE\n"
        "blendfund audit explain composition/party:region-grand-est:net --fund ALSACE\n"
        "blendfund audit explain leverage:private_per_public --fund ALSACE\n"
        "blendfund audit explain schedule:PRET-1:2:interest --fund ALSACE\n"
        "blendfund audit explain cash:forecast:2026-12:received --fund ALSACE\n"
        "blendfund audit explain waterfall:senior:borne --loss 350000 --fund ALSACE\n"
        "blendfund audit explain 42"
    ),
)
@click.argument("what", metavar="FIGURE|POSITION|REF")
@click.option(
    "--fund",
    cls=Option,
    metavar="REF",
    shell_complete=funds,
    help=N_("The fund's reference (default: the only one)."),
)
@moment
@click.option(
    "--loss",
    "--amount",
    "amount",
    cls=Option,
    type=AMOUNT,
    metavar="AMOUNT",
    help=N_("The loss, or the amount to distribute, that a report supposes."),
)
@click.option(
    "--limit",
    cls=Option,
    type=POSITION_OR_NONE,
    default=SHOWN,
    show_default=True,
    metavar="N",
    help=N_("Show the first N facts only; 0 shows all."),
)
@json_option
@click.pass_obj
def explain(
    obj: dict[str, str],
    what: str,
    fund: str | None,
    as_of: date | None,
    known_at: str | None,
    amount: Typed | None,
    limit: int,
    as_json: bool,
) -> None:
    """Explain a figure, a fact or a name."""
    from blendfund.application.explaining.explain import Wanted
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        found = _found(reading, Wanted(what, fund or "", as_of, known_at, limit, amount))
    if as_json:
        put_json(found)
    else:
        _show(found)


def _found(reading: Any, wanted: Any) -> dict[str, Any]:
    from blendfund.application.explaining import addresses
    from blendfund.application.explaining.explain import explain_figure

    if addresses.is_address(wanted.what, _):
        if not wanted.fund:
            wanted = wanted._replace(fund=_only_fund(reading))
        return explain_figure(reading, wanted, _)
    from blendfund.application.explaining.feeding import explain_fact, explain_name

    if wanted.what.isascii() and wanted.what.isdigit():
        return explain_fact(reading, wanted)
    return explain_name(reading, wanted, _)


def _only_fund(reading: Any) -> str:
    known = [one["reference"] for one in reading.funds()]
    if len(known) > 1:
        raise click.UsageError(_(WHICH_FUND).format(known=", ".join(known)))
    return known[0] if known else "-"


def _show(found: dict[str, Any]) -> None:
    from blendfund.reports import explained
    from blendfund.reports.columns import Language

    language = Language(_, french())
    if "of" in found:
        from blendfund.reports.worked import worked_tables

        tables = worked_tables(found, language)
    elif found["explains"] == "figure":
        tables = explained.figure_tables(found, language)
    elif found["explains"] == "fact":
        _fields(found, language)
        tables = explained.fact_tables(found, language)
    else:
        given = {"name": safe(found["name"]), "count": found["count"]}
        click.echo(_(NAME).format(**given))
        sheet.agreements(found["agreements"])
        click.echo()
        tables = explained.name_tables(found, language)
    _print(tables, language)


def _fields(found: dict[str, Any], language: Any) -> None:
    from blendfund.reports.explained import states
    from blendfund.reports.outline import label

    fact = found["fact"]
    what = label(word_of(fact, "kind"), language)
    if fact["amount"] is not None:
        what = f"{what}, {sheet.money(fact['amount'], fact['currency'])}"
    given = {"position": fact["position"], "what": safe(what)}
    click.echo(_(FACT).format(**given))
    pairs = (
        (N_("Date"), sheet.day(fact["on"])),
        (N_("Recorded"), sheet.moment(fact["recorded_at"])),
        (N_("By"), fact["actor"]),
        (N_("Party"), fact["party"]),
        (N_("Project"), fact["project"]),
        (N_("Agreement"), fact["agreement"]),
        (N_("Label"), fact["label"]),
        (N_("Reference"), fact["reference"]),
        (N_("Key"), fact["key"]),
        (N_("Import"), found["import"]),
        (N_("Evidence"), fact["evidence"]),
        (N_("Attachments"), [one["name"] for one in found["attachments"]]),
        (N_("Reason"), fact["reason"]),
        (N_("Note"), fact["note"]),
        (N_("State"), states(fact, language)),
    )
    sheet.fields(pair for pair in pairs if pair[1])
    click.echo()


def _print(tables: list[Table], language: Any) -> None:
    """Print tables; one that has nothing to show says so in its title."""
    from blendfund.reports.plain import render
    from blendfund.reports.printed import printed

    made = [table.mapped(safe) for table in tables]
    if sys.stdout.isatty() and all(table.columns for table in made):
        from blendfund_cli.answering.terminal import show

        show([printed(table, language) for table in made], paged=True)
        return
    texts = (
        render([printed(table, language)])
        if table.columns
        else "".join(f"{line}\n" for line in (table.title, *table.notes) if line)
        for table in made
    )
    click.echo("\n".join(texts), nl=False)
