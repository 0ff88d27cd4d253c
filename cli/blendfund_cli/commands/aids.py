"""State aid that projects attest, and who is one undertaking with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.asking import movement as m
from blendfund_cli.asking.ask import Asked
from blendfund_cli.asking.classes import Command, Group, Option
from blendfund_cli.asking.options import writes
from blendfund_cli.asking.types import BALANCE, DAY
from blendfund_cli.asking.word import Word
from blendfund_cli.commands.saving import project_argument, save
from blendfund_cli.text import N_

if TYPE_CHECKING:
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.command import Outcome
    from blendfund.application.writing.ledger import Ledger

# Gathered here, and added to the group of projects.
_group: Final = Group("project")
REGIMES: Final = ("de-minimis", "de-minimis-sgei")
AID: Final = N_("Aid of {project} attested (position {position}).")
UNDERTAKING: Final = N_("{project} is one undertaking with {sirens} (position {position}).")


@_group.command(
    cls=Command,
    help=N_(
        "Record what a project attests of State aid that others granted it, 0 included:"
        " from then on contracts are checked against the regime's ceiling."
    ),
    example="blendfund project aid Recyclerie --fund ALSACE --regime de-minimis"
    " --amount 20000 --giver 'Région Grand Est' --granted-on 2025-05-02",
)
@project_argument
@m.fund
@click.option(
    "--regime",
    cls=Asked,
    type=Word(REGIMES),
    question=N_("Under which regime"),
    help=N_("The regime of State aid."),
)
@click.option(
    "--amount",
    cls=Asked,
    type=BALANCE,
    metavar="AMOUNT",
    question=N_("How much did others grant"),
    help=N_("What others granted (gross grant equivalent), 0 where nothing was."),
)
@click.option("--giver", cls=Option, default="", help=N_("Who granted it."))
@click.option(
    "--granted-on",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("When it was granted (default: the day of the attestation)."),
)
@m.on
@writes
@click.pass_obj
def aid(obj: dict[str, str], /, **given: Any) -> None:
    """Record attested aid."""
    from blendfund.application.recording import filing

    form = filing.AidForm(
        given["regime"], given["amount"], given["giver"], given["granted_on"]
    )
    named = (given["project"], given["fund"])

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        return filing.declare_aid(ledger, command, named, form, given["on"])

    save(obj, given, AID, recorded, project=given["project"])


@_group.command(
    cls=Command,
    help=N_("Record which legal persons are one undertaking with a project's carrier."),
    example="blendfund project undertaking Recyclerie --fund ALSACE --siren 218601946",
)
@project_argument
@m.fund
@click.option(
    "--siren",
    "sirens",
    cls=Option,
    multiple=True,
    required=True,
    metavar="SIREN",
    help=N_("A SIREN of the group; may be repeated."),
)
@m.on
@writes
@click.pass_obj
def undertaking(obj: dict[str, str], /, **given: Any) -> None:
    """Record a single undertaking."""
    from blendfund.application.recording import filing

    named = (given["project"], given["fund"])

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        said = (given["sirens"], given["on"])
        return filing.declare_undertaking(ledger, command, named, *said)

    sirens = ", ".join(given["sirens"])
    save(obj, given, UNDERTAKING, recorded, project=given["project"], sirens=sirens)


COMMANDS: Final = tuple(_group.commands.values())
