"""How a contract is paid out: its drawdowns, and the conditions that are fulfilled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.output import put_json
from blendfund_cli.asking import movement as m
from blendfund_cli.asking.ask import Asked
from blendfund_cli.asking.classes import Command, Group, Option
from blendfund_cli.asking.options import agreement, fund_hint, writes
from blendfund_cli.asking.types import AMOUNT, DAY, Whole
from blendfund_cli.commands.rescheduling import say_of
from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.command import Outcome
    from blendfund.application.writing.ledger import Ledger

REF: Final = agreement()
# Gathered here, and added to the group of financings.
_group: Final = Group("financing")
AGREED: Final = N_("Drawdowns of {name} agreed (position {position}).")
FULFILLED: Final = N_(
    "Condition {condition} of drawdown {drawdown} of {name} is fulfilled (position"
    " {position})."
)
NOT_A_CONDITION: Final = N_("{value} is not NUMBER=TEXT, as 2=Bail signé.")
NUMBER_MAX: Final = 1000
TOTALS: Final = N_("{paid} paid, {released} released, of {promised}.")
CONDITION: Final = N_("  condition {number}: {text} ({state})")
STATES: Final = (N_("released"), N_("waits for its conditions"))
MET: Final = (N_("fulfilled on {day}"), N_("open"))


class Part(click.ParamType[tuple[Any, Any]]):
    """A day and an amount, or an amount alone: ``2026-03-01=5000``."""

    name = "part"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Any, Any]:
        """Read the day a drawdown is planned for, and its amount."""
        if isinstance(value, tuple):
            return value
        day, sign, amount = str(value).rpartition("=")
        planned = DAY.convert(day.strip(), param, ctx) if sign else None
        return planned, AMOUNT.convert(amount.strip(), param, ctx)


class OnWhat(click.ParamType[tuple[int, str]]):
    """A drawdown's number and a condition: ``2=Bail signé``."""

    name = "condition"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, str]:
        """Read which drawdown a condition is of, and what it is."""
        if isinstance(value, tuple):
            return value
        number, _sign, text = str(value).partition("=")
        known = number.strip().isascii() and number.strip().isdigit()
        if not (known and text.strip()) or int(number.strip()[:9]) > NUMBER_MAX:
            return self.fail(_(NOT_A_CONDITION).format(value=safe(str(value))), param, ctx)
        return int(number), text.strip()


@_group.command(
    cls=Command,
    help=N_(
        "Say in which drawdowns a contract is paid out, each with its conditions precedent;"
        " without a drawdown, show them. No payment goes beyond those that are released."
    ),
    example="blendfund financing drawdowns PRET-1 --drawdown 2026-03-01=5000"
    " --drawdown 2026-09-01=10000 --condition '2=Premier compte rendu'\n"
    "blendfund financing drawdowns PRET-1",
)
@REF
@fund_hint
@click.option(
    "--drawdown",
    "drawdowns",
    cls=Option,
    type=Part(),
    multiple=True,
    metavar="[DATE=]AMOUNT",
    help=N_("When a drawdown is planned for, and its amount; repeated, in order."),
)
@click.option(
    "--condition",
    "conditions",
    cls=Option,
    type=OnWhat(),
    multiple=True,
    metavar="NUMBER=TEXT",
    help=N_("What must be fulfilled before that drawdown is paid; may be repeated."),
)
@m.on
@writes
@click.pass_obj
def drawdowns(obj: dict[str, str], /, **given: Any) -> None:
    """Agree on drawdowns, or show them."""
    if not given["drawdowns"] and not given["conditions"]:
        _show(obj, given)
        return
    from blendfund.application.recording import drawing

    form = drawing.DrawdownsForm(given["drawdowns"], given["conditions"])

    def recorded(ledger: Ledger, command: Write, named: tuple[str, str]) -> Outcome:
        return drawing.agree(ledger, command, named, form, given["on"])

    say_of(obj, given, AGREED, recorded)


@_group.command(
    cls=Command,
    help=N_("Say that a condition of a drawdown is fulfilled, with its evidence."),
    example="blendfund financing fulfil PRET-1 --drawdown 2 --evidence CR-2026-04",
)
@REF
@fund_hint
@click.option(
    "--drawdown",
    cls=Asked,
    type=Whole(1),
    metavar="N",
    question=N_("Which drawdown"),
    help=N_("Its number, as financing drawdowns shows it."),
)
@click.option(
    "--condition",
    cls=Option,
    type=Whole(1),
    default=1,
    metavar="N",
    help=N_("Which of its conditions (default: the first)."),
)
@m.evidence
@m.on
@writes
@click.pass_obj
def fulfil(obj: dict[str, str], /, **given: Any) -> None:
    """Say that a condition of a drawdown is fulfilled."""
    from blendfund.application.recording import drawing

    which = (given["drawdown"], given["condition"])

    def recorded(ledger: Ledger, command: Write, named: tuple[str, str]) -> Outcome:
        said = (which, given["evidence"], given["on"])
        return drawing.fulfil(ledger, command, named, *said)

    shown = dict(zip(("drawdown", "condition"), which, strict=True))
    say_of(obj, given, FULFILLED, recorded, **shown)


def _show(obj: dict[str, str], given: dict[str, Any]) -> None:
    from datetime import UTC, datetime

    from blendfund.application.reading.drawdowns import drawdowns_shown
    from blendfund.application.reading.reader import Reading

    day = given["on"] or datetime.now(UTC).astimezone().date()
    with Reading(obj["ledger"]) as reading:
        found = drawdowns_shown(reading, given["agreement"], given["fund"] or "", day)
    if given["as_json"]:
        put_json(found)
        return
    tell_drawdowns(found["drawdowns"], found["currency"])
    if found["drawdowns"]:
        names = ("paid", "released", "promised")
        sums = {name: sheet.money(found[name], found["currency"]) for name in names}
        click.echo(_(TOTALS).format(**sums))


def tell_drawdowns(found: list[dict[str, Any]], currency: str) -> None:
    """Show drawdowns, and the conditions of each."""
    sheet.rows(
        (N_("Drawdown"), N_("Planned for"), N_("Amount"), N_("To be paid"), N_("State")),
        [
            (
                one["number"],
                one["planned"] and sheet.day(one["planned"]),
                sheet.money(one["amount"], currency),
                sheet.money(one["left"], currency),
                _(STATES[0] if one["released"] else STATES[1]),
            )
            for one in found
        ],
    )
    for one in found:
        _tell_conditions(one)


def _tell_conditions(one: dict[str, Any]) -> None:
    for each in one["conditions"]:
        since = each["since"]
        state = _(MET[0]).format(day=sheet.day(since)) if since else _(MET[1])
        number, text = f"{one['number']}.{each['number']}", safe(each["text"])
        click.echo(_(CONDITION).format(number=number, text=text, state=state))


COMMANDS: Final = tuple(_group.commands.values())
