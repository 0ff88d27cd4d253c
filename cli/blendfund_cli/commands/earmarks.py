"""Earmarks: what money that its funder limits may be used for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.output import put_json
from blendfund_cli.answering.registered import answer
from blendfund_cli.asking import movement as m
from blendfund_cli.asking.ask import AskedArgument
from blendfund_cli.asking.classes import Command, Group, Option
from blendfund_cli.asking.options import fund_option, json_option, writes
from blendfund_cli.asking.types import DAY, RATE
from blendfund_cli.asking.word import Word
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_, _

if TYPE_CHECKING:
    from datetime import date

    from blendfund.domain.earmark import Returns

RETURNS = (N_("earmark"), N_("free"))
DEFINED = N_("Earmark defined: {name} (position {position}).")


@click.group(
    cls=Group,
    help=N_("Say what money that its funder limits may be used for."),
    example="blendfund earmark list --fund ALSACE",
)
def earmark() -> None:
    """Group the commands about earmarks."""


@earmark.command(
    cls=Command,
    help=N_("Define an earmark: purpose, territory, public, dates, highest rate."),
    example='blendfund earmark define "Quartiers prioritaires" --fund ALSACE'
    " --territory 67482 --public jeunes --until 2027-12-31 --highest-rate 2%",
)
@click.argument(
    "name", cls=AskedArgument, metavar="NAME", question=N_("Which name does it bear")
)
@m.fund
@click.option(
    "--purpose",
    cls=Option,
    default="",
    metavar="TEXT",
    help=N_("What it is for, as projects name it."),
)
@click.option(
    "--territory",
    "territories",
    cls=Option,
    multiple=True,
    metavar="CODE",
    help=N_("Where: codes; a longer one lies within a shorter (67 holds 67482)."),
)
@click.option(
    "--public",
    "publics",
    cls=Option,
    multiple=True,
    metavar="TEXT",
    help=N_("For whom; may be repeated."),
)
@click.option(
    "--from",
    "valid_from",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("First day of use."),
)
@click.option(
    "--until",
    "valid_until",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("Last day of use."),
)
@click.option(
    "--highest-rate",
    cls=Option,
    type=RATE,
    metavar="RATE",
    help=N_("The highest yearly rate at which it may be lent."),
)
@click.option(
    "--repayments",
    cls=Option,
    type=Word(RETURNS),
    default="earmark",
    help=N_("Whether principal that comes back returns to the earmark or becomes free."),
)
@click.option(
    "--on",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("Operation date (default: today)."),
)
@writes
@click.pass_obj
def define(
    obj: dict[str, str],
    name: str,
    fund: str,
    purpose: str,
    territories: tuple[str, ...],
    publics: tuple[str, ...],
    valid_from: date | None,
    valid_until: date | None,
    highest_rate: str | None,
    repayments: Returns,
    on: date | None,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Define an earmark."""
    from blendfund.application.registering.registering import EarmarkForm, define_earmark
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.ledger import Ledger

    form = EarmarkForm(
        name,
        purpose,
        territories,
        publics,
        valid_from,
        valid_until,
        highest_rate or "",
        repayments,
    )
    with patient(Ledger(obj["ledger"])) as ledger:
        write = Write(obj["actor"], key, dry_run)
        outcome = define_earmark(ledger, write, fund, form, on)
    answer(outcome, DEFINED, dry_run=dry_run, as_json=as_json, name=name)


@earmark.command(
    "list",
    cls=Command,
    help=N_("List the earmarks of a fund with their limits."),
    example="blendfund earmark list --fund ALSACE",
)
@fund_option
@json_option
@click.pass_obj
def list_earmarks(obj: dict[str, str], fund: str, as_json: bool) -> None:
    """List the earmarks of a fund."""
    from blendfund.application.reading import lookup
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        found = lookup.earmarks(reading, fund)
    if as_json:
        put_json(found)
        return
    sheet.rows(
        (
            N_("Earmark"),
            N_("Purpose"),
            N_("Territories"),
            N_("Publics"),
            N_("From"),
            N_("Until"),
            N_("Highest rate"),
            N_("Repayments"),
        ),
        [
            (
                one["name"],
                one["purpose"],
                one["territories"],
                one["publics"],
                one["valid_from"] and sheet.day(one["valid_from"]),
                one["valid_until"] and sheet.day(one["valid_until"]),
                one["highest_rate"] and sheet.rate(one["highest_rate"]),
                _(one["repayments"]),
            )
            for one in found
        ],
    )
