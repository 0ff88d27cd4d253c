"""Support of projects: who helps, how long, at what cost, to what end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.output import put_json
from blendfund_cli.asking import movement as m
from blendfund_cli.asking.ask import Asked
from blendfund_cli.asking.classes import Command, Group, Option
from blendfund_cli.asking.options import json_option, writes
from blendfund_cli.asking.types import AMOUNT
from blendfund_cli.commands.saving import project_argument, save
from blendfund_cli.text import N_, _

if TYPE_CHECKING:
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.command import Outcome
    from blendfund.application.writing.ledger import Ledger

OPENED: Final = N_("Support {support} of {project} opened (position {position}).")
DELIVERED: Final = N_("Support {support}: {hours} recorded (position {position}).")
ENDED: Final = N_("Support {support} of {project} has ended (position {position}).")
HOURS: Final = N_("{hours} h {minutes:02d}")
NOT_HOURS: Final = N_("{value} is not a time: write 2, 2h30 or 2,5.")
STATES: Final = (N_("ongoing"), N_("ended"))
MINUTES: Final = 60
_HOURS: Final = re.compile(r"([0-9]{1,5}) ?(?:h ?([0-5]?[0-9])?|[.,]([0-9]{1,2}))?")
HOURS_MAX: Final = 10_000


@click.group(
    cls=Group,
    help=N_("Support of projects: help, never counted as money."),
    example="blendfund support list Recyclerie --fund ALSACE",
)
def support() -> None:
    """Group the commands about support."""


class Hours(click.ParamType[int]):
    """A time in hours, as minutes: 2, 2h30 or 2,5."""

    name = "hours"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read a time."""
        if isinstance(value, int):
            return value
        found = _HOURS.fullmatch(str(value).strip().lower())
        if found:
            hours, more, part = found.groups(default="")
            minutes = int(hours) * MINUTES + int(more or 0)
            minutes += int(part.ljust(2, "0")) * MINUTES // 100
            if 0 < minutes <= HOURS_MAX * MINUTES:
                return minutes
        return self.fail(_(NOT_HOURS).format(value=str(value)[:40]), param, ctx)


def shown(minutes: int) -> str:
    """Write minutes as hours."""
    hours, rest = divmod(minutes, MINUTES)
    return _(HOURS).format(hours=hours, minutes=rest)


reference = click.option(
    "--support",
    cls=Asked,
    metavar="REF",
    question=N_("Which reference"),
    help=N_("The support's reference."),
)


@support.command(
    "open",
    cls=Command,
    help=N_("Open a support: who helps a project, under which scheme, and the plan."),
    example="blendfund support open Recyclerie --fund ALSACE --support DLA-1"
    " --provider 'Réseau ESS' --scheme DLA --hours 20 --payer État",
)
@project_argument
@m.fund
@reference
@click.option(
    "--provider",
    cls=Asked,
    metavar="NAME",
    question=N_("Who helps"),
    help=N_("Who helps."),
)
@click.option("--scheme", cls=Option, default="", help=N_("Under which scheme, as DLA."))
@click.option("--plan", cls=Option, default="", help=N_("What is agreed, in words."))
@click.option(
    "--hours", cls=Option, type=Hours(), default=0, help=N_("How many hours are planned.")
)
@click.option("--payer", cls=Option, default="", help=N_("Who pays for it."))
@m.on
@writes
@click.pass_obj
def open_(obj: dict[str, str], /, **given: Any) -> None:
    """Open a support."""
    from blendfund.application.recording import supporting

    form = supporting.SupportForm(
        given["support"],
        given["provider"],
        given["scheme"],
        given["plan"],
        given["hours"],
        given["payer"],
    )
    named = (given["project"], given["fund"])

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        return supporting.open_support(ledger, command, named, form, given["on"])

    said = {"support": given["support"], "project": given["project"]}
    save(obj, given, OPENED, recorded, **said)


@support.command(
    cls=Command,
    help=N_("Record time that was given, and what it cost."),
    example="blendfund support deliver Recyclerie --fund ALSACE --support DLA-1"
    " --hours 2h30 --cost 250",
)
@project_argument
@m.fund
@reference
@click.option(
    "--hours",
    cls=Asked,
    type=Hours(),
    metavar="TIME",
    question=N_("How many hours"),
    help=N_("How long: 2, 2h30 or 2,5."),
)
@click.option(
    "--cost",
    cls=Option,
    type=AMOUNT,
    metavar="AMOUNT",
    help=N_("What it cost; it is in no total of the fund."),
)
@click.option("--payer", cls=Option, default="", help=N_("Who pays for it."))
@m.on
@writes
@click.pass_obj
def deliver(obj: dict[str, str], /, **given: Any) -> None:
    """Record time that was given."""
    from blendfund.application.recording import supporting

    named = (given["project"], given["fund"])
    said = (given["support"], given["hours"], given["cost"], given["payer"], given["on"])

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        return supporting.deliver(ledger, command, named, *said)

    hours = shown(given["hours"])
    save(obj, given, DELIVERED, recorded, support=given["support"], hours=hours)


@support.command(
    cls=Command,
    help=N_("End a support, and say what came of it."),
    example="blendfund support end Recyclerie --fund ALSACE --support DLA-1"
    " --effect 'Plan de trésorerie tenu'",
)
@project_argument
@m.fund
@reference
@click.option("--effect", cls=Option, default="", help=N_("What came of it, in words."))
@m.on
@writes
@click.pass_obj
def end(obj: dict[str, str], /, **given: Any) -> None:
    """End a support."""
    from blendfund.application.recording import supporting

    named = (given["project"], given["fund"])
    said = (given["support"], given["effect"], given["on"])

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        return supporting.end(ledger, command, named, *said)

    told = {"support": given["support"], "project": given["project"]}
    save(obj, given, ENDED, recorded, **told)


@support.command(
    "list",
    cls=Command,
    help=N_("List the supports of a project."),
    example="blendfund support list Recyclerie --fund ALSACE --json",
)
@project_argument
@m.fund
@json_option
@click.pass_obj
def list_(obj: dict[str, str], project: str, fund: str, as_json: bool) -> None:
    """List the supports."""
    from blendfund.application.reading.files import supports
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        found = supports(reading, project, fund)
    if as_json:
        put_json(found)
        return
    sheet.rows(
        (
            N_("Reference"),
            N_("Provider"),
            N_("Scheme"),
            N_("Paid by"),
            N_("State"),
            N_("Planned"),
            N_("Given"),
            N_("Cost"),
            N_("Effect"),
        ),
        [
            (
                one["reference"],
                one["provider"],
                one["scheme"],
                one["payer"],
                _(STATES[one["ended"]]),
                shown(one["planned_minutes"]),
                shown(one["minutes"]),
                sheet.money(one["cost"], one["currency"]),
                one["effect"],
            )
            for one in found
        ],
    )
