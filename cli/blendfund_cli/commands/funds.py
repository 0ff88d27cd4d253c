"""Funds as they stand: shown with their compartments, and the rules they live by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.output import put_json
from blendfund_cli.answering.registered import answer
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.options import fund_argument, json_option, writes
from blendfund_cli.asking.types import DAY
from blendfund_cli.asking.word import Word
from blendfund_cli.commands import charter as _charter  # noqa: F401 -- one more command
from blendfund_cli.commands.start import fund
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_, _

if TYPE_CHECKING:
    from datetime import date

    from blendfund.domain.earmark import Order
    from blendfund.domain.fund import Overcommitment

OVERCOMMITMENT = (N_("refused"), N_("allowed"))
# As the field says them of contracts.
BEYOND = {"refused": N_("not permitted"), "allowed": N_("permitted")}
ORDERS = (N_("free-first"), N_("earmarked-first"))
ADOPTED = N_("Rules of {reference} adopted (position {position}).")


@fund.command(
    cls=Command,
    help=N_("Show a fund: who it is, its compartments, its rules, its earmarks."),
    example="blendfund fund show ALSACE",
)
@fund_argument
@json_option
@click.pass_obj
def show(obj: dict[str, str], reference: str, as_json: bool) -> None:
    """Show a fund."""
    from blendfund.application.reading import lookup
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        found = lookup.fund_shown(reading, reference)
    if as_json:
        put_json(found)
        return
    rules = found["rules"]
    sheet.fields(
        (
            (N_("Reference"), found["reference"]),
            (N_("Name"), found["name"]),
            (N_("Currency"), found["currency"]),
            (N_("Opened on"), sheet.day(found["opened_on"])),
            (N_("Territories"), found["territories"]),
            (N_("SIREN"), found["siren"]),
            (N_("Legal form"), _(found["legal_form"])),
            (N_("Compartments"), [one["name"] for one in found["compartments"]]),
            (N_("Contracts beyond what is available"), _(BEYOND[rules["overcommitment"]])),
            (N_("Payments take first"), _(rules["draw_order"])),
            (N_("Earmarks"), [one["name"] for one in found["earmarks"]]),
            (N_("Agreements with funders"), str(found["contributions"])),
            (N_("Agreements with projects"), str(found["financings"])),
        )
    )


@fund.command(
    cls=Command,
    help=N_("List the compartments of a fund."),
    example="blendfund fund compartments ALSACE",
)
@fund_argument
@json_option
@click.pass_obj
def compartments(obj: dict[str, str], reference: str, as_json: bool) -> None:
    """List the compartments of a fund."""
    from blendfund.application.reading import lookup
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        found = lookup.compartments(reading, reference)
    if as_json:
        put_json(found)
        return
    sheet.rows(
        (N_("Name"), N_("Purpose"), N_("Opened on")),
        [(one["name"], one["purpose"], sheet.day(one["on"])) for one in found],
    )


@fund.command(
    cls=Command,
    help=N_("Adopt a fund's rules; those left out stay as they are."),
    example="blendfund fund rules ALSACE --overcommitment allowed",
)
@fund_argument
@click.option(
    "--overcommitment",
    cls=Option,
    type=Word(OVERCOMMITMENT),
    help=N_("Whether contracts may exceed what is available to commit."),
)
@click.option(
    "--draw-order",
    cls=Option,
    type=Word(ORDERS),
    help=N_("Which money a payment takes first, when it names no earmark."),
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
def rules(
    obj: dict[str, str],
    reference: str,
    overcommitment: Overcommitment | None,
    draw_order: Order | None,
    on: date | None,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Adopt a fund's rules."""
    from blendfund.application.registering.registering import adopt_rules
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.ledger import Ledger

    with patient(Ledger(obj["ledger"])) as ledger:
        write = Write(obj["actor"], key, dry_run)
        said = (reference, overcommitment, draw_order, on)
        outcome = adopt_rules(ledger, write, *said)
    answer(outcome, ADOPTED, dry_run=dry_run, as_json=as_json)
