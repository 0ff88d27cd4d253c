"""The committee: its members, its sessions, what it decides, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.output import put_json
from blendfund_cli.asking import movement as m
from blendfund_cli.asking.ask import AskedArgument
from blendfund_cli.asking.classes import Command, Group, Option
from blendfund_cli.asking.options import json_option, writes
from blendfund_cli.asking.types import AMOUNT, DAY
from blendfund_cli.commands.saving import names, save
from blendfund_cli.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.command import Outcome
    from blendfund.application.writing.ledger import Ledger

F = TypeVar("F", bound="Callable[..., Any]")
APPOINTED: Final = N_("{who} sits on the committee of {fund} (position {position}).")
ENDED: Final = N_("{who} sits no more on the committee of {fund} (position {position}).")
HELD: Final = N_("Session {session} of {fund} recorded (position {position}).")
PARTS: Final = {"blendfund_cli.commands.decisions": ("decide", "fulfil", "lapse")}


@click.group(
    cls=Group,
    parts=PARTS,
    help=N_("The committee: who sits, when, and what it decides on projects."),
    example="blendfund committee members --fund ALSACE",
)
def committee() -> None:
    """Group the commands about the committee."""


def who_argument(question: str) -> Callable[[F], F]:
    """Give the argument that names a person as commands name them."""
    return click.argument("who", cls=AskedArgument, metavar="WHO", question=question)


@committee.command(
    cls=Command,
    help=N_("Appoint a member of the committee, as commands name them (--actor)."),
    example="blendfund committee appoint camille --fund ALSACE"
    " --organisation 'Région Grand Est' --until 2027-12-31 --approves 50000",
)
@who_argument(N_("Who sits"))
@m.fund
@click.option("--organisation", cls=Option, default="", help=N_("Whom they sit for."))
@click.option(
    "--until",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("The last day of the mandate (default: until it is ended)."),
)
@click.option(
    "--approves",
    cls=Option,
    type=AMOUNT,
    metavar="AMOUNT",
    help=N_("Up to how much they may approve a payment alone (default: any amount)."),
)
@m.on
@writes
@click.pass_obj
def appoint(obj: dict[str, str], /, **given: Any) -> None:
    """Appoint a member."""
    from blendfund.application.recording import members as seats

    form = seats.MemberForm(
        *(given[n] for n in ("who", "organisation", "until", "approves"))
    )

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        return seats.appoint(ledger, command, given["fund"], form, given["on"])

    save(obj, given, APPOINTED, recorded, who=given["who"], fund=given["fund"])


@committee.command(
    cls=Command,
    help=N_("End the mandate of a member: it holds that day, and no later."),
    example="blendfund committee end camille --fund ALSACE --on 2026-06-30",
)
@who_argument(N_("Whose mandate ends"))
@m.fund
@m.on
@writes
@click.pass_obj
def end(obj: dict[str, str], /, **given: Any) -> None:
    """End a mandate."""
    from blendfund.application.recording import members as seats

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        return seats.end_mandate(ledger, command, given["fund"], given["who"], given["on"])

    save(obj, given, ENDED, recorded, who=given["who"], fund=given["fund"])


@committee.command(
    cls=Command,
    help=N_("List the members of a fund's committee, with their mandates."),
    example="blendfund committee members --fund ALSACE --json",
)
@m.fund
@json_option
@click.pass_obj
def members(obj: dict[str, str], fund: str, as_json: bool) -> None:
    """List the members."""
    from blendfund.application.reading.files import members as listed
    from blendfund.application.reading.reader import Reading

    with Reading(obj["ledger"]) as reading:
        found = listed(reading, fund)
    if as_json:
        put_json(found)
        return
    sheet.rows(
        (N_("Member"), N_("Since"), N_("Until"), N_("Approves up to")),
        [
            (
                one["who"],
                sheet.day(one["since"]),
                one["until"] and sheet.day(one["until"]),
                one["approves"] and sheet.money(one["approves"], one["currency"]),
            )
            for one in found
        ],
    )


@committee.command(
    cls=Command,
    help=N_("Record a session of the committee: when it sat, and who was there."),
    example="blendfund committee hold 2026-03 --fund ALSACE --on 2026-03-12"
    " --present camille --present paul --present samia",
)
@click.argument(
    "session", cls=AskedArgument, metavar="SESSION", question=N_("Which reference")
)
@m.fund
@names("--present", "present", N_("A member who was there; may be repeated."))
@m.on
@writes
@click.pass_obj
def hold(obj: dict[str, str], /, **given: Any) -> None:
    """Record a session."""
    from blendfund.application.recording import members as seats

    said = (given["fund"], given["session"], given["present"], given["on"])

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        return seats.hold(ledger, command, *said)

    save(obj, given, HELD, recorded, session=given["session"], fund=given["fund"])
