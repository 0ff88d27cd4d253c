"""Reports: tables for people, JSON for everything else."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from blendfund_cli.commands import Command, Group, Option
from blendfund_cli.options import reports
from blendfund_cli.output import put_json
from blendfund_cli.text import N_, _, french, safe

if TYPE_CHECKING:
    from datetime import date
    from typing import Any


@click.group(
    cls=Group,
    help=N_("Composition, leverage, returns and balances of a fund, at any day."),
    example="blendfund report composition --fund ALSACE --as-of 2024-12-31",
)
def report() -> None:
    """Group the reports."""


def _show(obj: dict[str, str], name: str, as_json: bool, asked: dict[str, Any]) -> None:
    from blendfund.application.reading import Reading
    from blendfund.application.reports import REPORTS, Asked

    with Reading(obj["ledger"]) as reading:
        made = REPORTS[name](reading, Asked(**asked, french=french()), _)
    if as_json:
        put_json(made)
        return
    from blendfund.reports.tables import tables

    shown = [table.mapped(safe) for table in tables(made, _, french=french())]
    if sys.stdout.isatty():
        from blendfund_cli.terminal import show

        show(shown)
    else:
        from blendfund.reports.plain import render

        click.echo(render(shown), nl=False)


@report.command(
    cls=Command,
    help=N_("Who put what into the fund, and what the money became."),
    example="blendfund report composition --fund ALSACE --by party",
)
@click.option(
    "--by",
    cls=Option,
    type=click.Choice(("sector", "instrument", "terms", "party", "origin", "year")),
    default="sector",
    help=N_("How the sources are grouped."),
)
@reports
@click.pass_obj
def composition(
    obj: dict[str, str],
    by: str,
    fund: str,
    as_of: date | None,
    known_at: str | None,
    as_json: bool,
) -> None:
    """Show the composition."""
    asked = {"fund": fund, "as_of": as_of, "known_at": known_at, "by": by}
    _show(obj, "composition", as_json, asked)


@report.command(
    cls=Command,
    help=N_("What each public or concessional euro brings: every published ratio by name."),
    example="blendfund report leverage --fund ALSACE --as-of 2024-06-30",
)
@reports
@click.pass_obj
def leverage(
    obj: dict[str, str],
    fund: str,
    as_of: date | None,
    known_at: str | None,
    as_json: bool,
) -> None:
    """Show the measures of leverage."""
    _show(obj, "leverage", as_json, {"fund": fund, "as_of": as_of, "known_at": known_at})


@report.command(
    cls=Command,
    help=N_("What repayable money brings back: IRR, DPI, RVPI, TVPI."),
    example="blendfund report returns --fund ALSACE --by project",
)
@click.option(
    "--by",
    cls=Option,
    type=click.Choice(("fund", "agreement", "project", "party")),
    default="fund",
    help=N_("Whose returns: the fund's own, or each funder's (party)."),
)
@reports
@click.pass_obj
def returns(
    obj: dict[str, str],
    by: str,
    fund: str,
    as_of: date | None,
    known_at: str | None,
    as_json: bool,
) -> None:
    """Show the returns."""
    asked = {"fund": fund, "as_of": as_of, "known_at": known_at, "by": by}
    _show(obj, "returns", as_json, asked)


@report.command(
    cls=Command,
    help=N_("The balance of every logical account, debits and credits."),
    example="blendfund report balance --fund ALSACE --json",
)
@reports
@click.pass_obj
def balance(
    obj: dict[str, str],
    fund: str,
    as_of: date | None,
    known_at: str | None,
    as_json: bool,
) -> None:
    """Show the balances."""
    _show(obj, "balance", as_json, {"fund": fund, "as_of": as_of, "known_at": known_at})
