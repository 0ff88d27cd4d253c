"""What is said of a financing as a whole: bounced, rescheduled, in default, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.answering.registered import answer
from blendfund_cli.asking import movement as m
from blendfund_cli.asking import scheduling
from blendfund_cli.asking.ask import Asked, AskedArgument
from blendfund_cli.asking.classes import Command, Group, Option
from blendfund_cli.asking.options import agreement, fund_hint, writes
from blendfund_cli.asking.types import AMOUNT, Whole
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.command import Outcome
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.typed import Typed

REF = agreement()
# Gathered here, and added to the group of financings.
_group: Final = Group("financing")
BOUNCED: Final = N_("Payment bounced: {reference} owes it again (position {position}).")
RESCHEDULED: Final = N_("Rescheduled: {name} (position {position}).")
DEFAULTED: Final = N_("In default: {name} (position {position}).")
VALUED: Final = N_("Valued: {name} (position {position}).")
CLOSED: Final = N_("Closed: {name} (position {position}).")
DECOMMITTED: Final = N_(
    "Closed: {name}; {amount} that it promised will not be paid (position {position})."
)
NEEDED: Final = N_("A new schedule needs {missing}.")

reason = click.option("--reason", cls=Option, default="", help=N_("Why."))


def say_of(
    obj: dict[str, str],
    given: dict[str, Any],
    text: str,
    recorded: Callable[[Ledger, Write, tuple[str, str]], Outcome],
    moving: str = "",
    **told: object,
) -> None:
    """Record what is said of a contract, and say what was done: ``moving`` where it moves.

    Most of what is said moves nothing.
    """
    from blendfund.application.writing.command import Command as Written
    from blendfund.application.writing.ledger import Ledger as Opened

    key, dry_run, as_json = (given[one] for one in ("key", "dry_run", "as_json"))
    named = (given["agreement"], given["fund"] or "")
    with patient(Opened(obj["ledger"])) as ledger:
        outcome = recorded(ledger, Written(obj["actor"], key, dry_run), named)
    name = given["agreement"]
    said = {"name": name, "effect": ledger.effect, **told}
    text = moving if moving and outcome.amount is not None else text
    answer(outcome, text, dry_run=dry_run, as_json=as_json, **said)


@_group.command(
    cls=Command,
    help=N_(
        "Record that the bank took a payment back: all that it had paid is owed again."
        " POSITION is the payment's, as history or search show it."
    ),
    example="blendfund financing bounce 41 --reason 'Provision insuffisante'",
)
@click.argument(
    "position",
    cls=AskedArgument,
    type=Whole(1),
    metavar="POSITION",
    question=N_("At which position is the payment"),
)
@m.on
@reason
@writes
@click.pass_obj
def bounce(
    obj: dict[str, str],
    position: int,
    on: date | None,
    reason: str,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Record that a payment bounced."""
    from blendfund.application.recording.bouncing import bounce as bounced
    from blendfund.application.writing.command import Command as Written
    from blendfund.application.writing.ledger import Ledger as Opened

    with patient(Opened(obj["ledger"])) as ledger:
        command = Written(obj["actor"], key, dry_run)
        outcome = bounced(ledger, command, position, on, reason)
    effect = ledger.effect
    answer(outcome, BOUNCED, dry_run=dry_run, as_json=as_json, effect=effect)


@_group.command(
    cls=Command,
    help=N_(
        "Let what is outstanding, or still to be paid out, fall due otherwise. Rate, method"
        " and day count stay as they are unless given. Overdue interest is asked for with"
        " the first payment, and the loan stays as late as it is until that one is made."
        " Under a regime of State aid, running for longer is more aid, checked from that"
        " day."
    ),
    example="blendfund financing reschedule PRET-1 --start 2026-06-30 --periods 36"
    " --every month --rate 2% --reason 'Baisse d’activité'",
)
@REF
@fund_hint
@m.rate
@scheduling.start
@scheduling.periods
@scheduling.every
@scheduling.grace
@scheduling.method
@scheduling.day_count
@scheduling.order
@m.on
@reason
@writes
@click.pass_obj
def reschedule(obj: dict[str, str], /, **given: Any) -> None:
    """Reschedule a loan."""
    missing = [one for one in ("start", "periods", "every") if given[one] is None]
    if missing:
        shown = ", ".join(f"--{one}" for one in missing)
        raise click.UsageError(_(NEEDED).format(missing=shown))
    # Imported here: help comes this way too.
    import msgspec

    from blendfund.application.recording.contracts import reschedule as rescheduled
    from blendfund.domain.schedule import Schedule

    names = (*scheduling.NAMES, "rate")
    kept = tuple(one for one in ("rate", "method", "day_count") if given[one] is None)
    told = {name: given[name] for name in names if given[name] is not None}
    terms = msgspec.convert({"rate": "0", **told}, Schedule)

    def recorded(ledger: Ledger, command: Write, named: tuple[str, str]) -> Outcome:
        return rescheduled(
            ledger,
            command,
            named,
            terms,
            kept=kept,
            order=scheduling.ordered(given["order"]),
            on=given["on"] or min(terms.start, command.day()),
            reason=given["reason"],
        )

    say_of(obj, given, RESCHEDULED, recorded)


@_group.command(
    cls=Command,
    help=N_("Say that a loan is not expected to be paid as agreed any more."),
    example="blendfund financing default PRET-1 --trigger 'Liquidation judiciaire'",
)
@REF
@fund_hint
@click.option(
    "--trigger",
    cls=Asked,
    metavar="TEXT",
    question=N_("What made it so"),
    help=N_("What made it so."),
)
@m.on
@writes
@click.pass_obj
def default(obj: dict[str, str], /, **given: Any) -> None:
    """Say that a loan is in default."""
    from blendfund.application.recording import contracts

    def recorded(ledger: Ledger, command: Write, named: tuple[str, str]) -> Outcome:
        return contracts.default(ledger, command, named, given["trigger"], given["on"])

    say_of(obj, given, DEFAULTED, recorded)


@_group.command(
    cls=Command,
    help=N_("Say what a holding is worth; no cash moves."),
    example="blendfund financing value PARTS-1 --amount 14000",
)
@REF
@fund_hint
@click.option(
    "--amount",
    cls=Asked,
    type=AMOUNT,
    metavar="AMOUNT",
    question=N_("How much is it worth"),
    help=N_("What it is worth."),
)
@m.on
@writes
@click.pass_obj
def value(obj: dict[str, str], /, amount: Typed, **given: Any) -> None:
    """Say what a holding is worth."""
    from blendfund.application.recording import contracts

    def recorded(ledger: Ledger, command: Write, named: tuple[str, str]) -> Outcome:
        return contracts.value(ledger, command, named, amount, given["on"])

    say_of(obj, given, VALUED, recorded)


@_group.command(
    cls=Command,
    help=N_(
        "Close a contract of which nothing is owed, held or claimed any more; what it"
        " promised and did not pay is given up."
    ),
    example="blendfund financing close PRET-1",
)
@REF
@fund_hint
@m.on
@reason
@writes
@click.pass_obj
def close(obj: dict[str, str], /, **given: Any) -> None:
    """Close a contract."""
    from blendfund.application.recording import contracts

    def recorded(ledger: Ledger, command: Write, named: tuple[str, str]) -> Outcome:
        return contracts.close(ledger, command, named, given["on"], given["reason"])

    say_of(obj, given, CLOSED, recorded, DECOMMITTED)


COMMANDS: Final = tuple(_group.commands.values())
