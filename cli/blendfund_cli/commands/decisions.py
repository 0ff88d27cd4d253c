"""What the committee decides on projects, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.asking import movement as m
from blendfund_cli.asking.ask import Asked
from blendfund_cli.asking.classes import Command, Group, Option
from blendfund_cli.asking.options import writes
from blendfund_cli.asking.types import AMOUNT, DAY, Whole
from blendfund_cli.asking.word import Word
from blendfund_cli.commands.saving import names, project_argument, save
from blendfund_cli.text import N_

if TYPE_CHECKING:
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.command import Outcome
    from blendfund.application.writing.ledger import Ledger

# Gathered here, and added to the group of the committee.
_group: Final = Group("committee")
RESULTS: Final = (
    N_("agreed"),
    N_("agreed-under-conditions"),
    N_("adjourned"),
    N_("refused"),
)
DECIDED: Final = N_("Decision on {project}: {result} (position {position}).")
FULFILLED: Final = N_("Condition {number} of {project} is met (position {position}).")
LAPSED: Final = N_("The decision on {project} holds no more (position {position}).")


@_group.command(
    cls=Command,
    help=N_(
        "Record what the committee decided on a project in a session. Members with a"
        " conflict of interest neither count nor vote; where no vote is named, all the"
        " others were for."
    ),
    example="blendfund committee decide Recyclerie --fund ALSACE --session 2026-03"
    " --result agreed --amount 15000 --instrument loan --conflict paul",
)
@project_argument
@m.fund
@click.option(
    "--session",
    cls=Asked,
    metavar="SESSION",
    question=N_("In which session"),
    help=N_("The session's reference."),
)
@click.option(
    "--result",
    cls=Asked,
    type=Word(RESULTS),
    question=N_("What was decided"),
    help=N_("What was decided."),
)
@click.option(
    "--amount",
    cls=Option,
    type=AMOUNT,
    metavar="AMOUNT",
    help=N_("Up to how much may be contracted."),
)
@click.option(
    "--instrument",
    cls=Option,
    type=Word(m.INSTRUMENTS),
    default=None,
    help=N_("Under what kind of contract (default: any)."),
)
@click.option(
    "--condition",
    "conditions",
    cls=Option,
    multiple=True,
    metavar="TEXT",
    help=N_("What must be met before money is paid; may be repeated."),
)
@click.option(
    "--valid-until",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("The last day to contract (default: as the charter says)."),
)
@names("--for", "voted_for", N_("Who voted for; may be repeated."))
@names("--against", "voted_against", N_("Who voted against; may be repeated."))
@names("--abstain", "abstained", N_("Who abstained; may be repeated."))
@names("--conflict", "conflicts", N_("Who declared a conflict of interest."))
@writes
@click.pass_obj
def decide(obj: dict[str, str], /, **given: Any) -> None:
    """Record a decision."""
    from blendfund.application.recording import deciding
    from blendfund.domain.committee import Votes
    from blendfund_cli.text import _

    votes = ("voted_for", "voted_against", "abstained", "conflicts")
    form = deciding.DecisionForm(
        given["session"],
        given["result"],
        Votes(*(given[name] for name in votes)),
        given["amount"],
        given["instrument"] or "",
        given["conditions"],
        given["valid_until"],
    )
    named = (given["project"], given["fund"])

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        return deciding.decide_project(ledger, command, named, form)

    result = _(given["result"])
    save(obj, given, DECIDED, recorded, project=given["project"], result=result)


@_group.command(
    cls=Command,
    help=N_("Say that a condition of the latest decision on a project is met."),
    example="blendfund committee fulfil Recyclerie --fund ALSACE --condition 1",
)
@project_argument
@m.fund
@click.option(
    "--condition",
    "number",
    cls=Asked,
    type=Whole(1),
    metavar="N",
    question=N_("Which condition"),
    help=N_("Its number, as project file shows it."),
)
@m.evidence
@m.on
@writes
@click.pass_obj
def fulfil(obj: dict[str, str], /, **given: Any) -> None:
    """Say that a condition is met."""
    from blendfund.application.recording import deciding

    named = (given["project"], given["fund"])
    said = (given["number"], given["evidence"], given["on"])

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        return deciding.fulfil(ledger, command, named, *said)

    shown = {"number": given["number"], "project": given["project"]}
    save(obj, given, FULFILLED, recorded, **shown)


@_group.command(
    cls=Command,
    help=N_("Say that the latest decision on a project holds no more."),
    example="blendfund committee lapse Recyclerie --fund ALSACE --reason 'Abandon'",
)
@project_argument
@m.fund
@click.option("--reason", cls=Option, default="", help=N_("Why."))
@m.on
@writes
@click.pass_obj
def lapse(obj: dict[str, str], /, **given: Any) -> None:
    """Say that a decision holds no more."""
    from blendfund.application.recording import deciding

    named = (given["project"], given["fund"])

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        return deciding.lapse(ledger, command, named, given["reason"], given["on"])

    save(obj, given, LAPSED, recorded, project=given["project"])


COMMANDS: Final = tuple(_group.commands.values())
