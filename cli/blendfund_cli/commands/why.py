"""Why a report differs between two days, or two positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from blendfund_cli.answering.output import put_json
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.options import fund_option, json_option
from blendfund_cli.asking.types import DAY, POSITION_OR_NONE
from blendfund_cli.text import N_, _, french, safe

if TYPE_CHECKING:
    from datetime import date

SHOWN = 5
ONE_OF_TWO = N_("--as-of goes with two positions, --known-at with two days.")


@click.command(
    cls=Command,
    help=N_(
        "Explain why a report differs between two days, or between two positions as of"
        " one day: every amount that changed, and the facts and corrections that changed"
        " it."
    ),
    example=(
        "blendfund report why 2024-12-31 2025-06-30 --fund ALSACE\n"
        "blendfund report why 120 135 --fund ALSACE --report leverage"
    ),
)
@click.argument("one", metavar="DAY|POSITION")
@click.argument("other", metavar="DAY|POSITION")
@fund_option
@click.option(
    "--report",
    cls=Option,
    default="composition",
    show_default=True,
    metavar="REPORT",
    help=N_("Which report: composition, leverage, returns, earmarks or balance."),
)
@click.option("--by", cls=Option, metavar="CUT", help=N_("How the report is cut."))
@click.option(
    "--as-of",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("With two positions: up to this operation date (default: today)."),
)
@click.option(
    "--known-at",
    cls=Option,
    metavar="POSITION|TIME",
    help=N_("With two days: as known at this position or time (default: now)."),
)
@click.option(
    "--limit",
    cls=Option,
    type=POSITION_OR_NONE,
    default=SHOWN,
    show_default=True,
    metavar="N",
    help=N_("Show the first N facts of each cause only; 0 shows all."),
)
@json_option
@click.pass_obj
def why(
    obj: dict[str, str],
    one: str,
    other: str,
    fund: str,
    report: str,
    by: str | None,
    as_of: date | None,
    known_at: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Explain why a report differs."""
    from blendfund.application.explaining.why import Between
    from blendfund.application.explaining.why import why as explained
    from blendfund.application.reading.reader import Reading

    if (as_of and "-" in one) or (known_at and "-" not in one):
        raise click.UsageError(_(ONE_OF_TWO))
    asked = Between(one, other, fund, report, by or "", as_of, known_at, limit)
    with Reading(obj["ledger"]) as reading:
        found = explained(reading, asked, _)
    if as_json:
        put_json(found)
        return
    from blendfund.reports.columns import Language
    from blendfund.reports.reasons import lines

    for line in lines(found, Language(_, french())):
        click.echo(safe(line))
