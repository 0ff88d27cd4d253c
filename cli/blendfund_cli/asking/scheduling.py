"""The options that give a contract its schedule."""

from __future__ import annotations

from typing import Any, Final

import click

from blendfund_cli.asking.classes import Option
from blendfund_cli.asking.types import DAY, Whole
from blendfund_cli.asking.word import Word, bare
from blendfund_cli.text import N_, _, spoken

EVERY: Final = (N_("month"), N_("quarter"), N_("year"))
METHODS: Final = (N_("equal-instalments"), N_("equal-principal"), N_("bullet"))
DAY_COUNTS: Final = ("periodic", "act/365f", "act/360", "30e/360")
# Under each word, how the message names it: "interest" is a kind of movement too.
WORDS: Final = {
    "fee": N_("fee"),
    "penalty": N_("penalty"),
    "interest": N_("Interest"),
    "principal": N_("principal"),
}
NEEDED: Final = ("start", "periods", "every")
INCOMPLETE: Final = N_(
    "A schedule needs --start, --periods and --every: {missing} missing."
)
NO_RATE: Final = N_("A schedule needs --rate; write 0 where no interest is due.")

start = click.option(
    "--start",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("From when interest runs; the first due date is one period later."),
)
periods = click.option(
    "--periods",
    cls=Option,
    type=Whole(1),
    metavar="N",
    help=N_("In how many payments the principal comes back."),
)
every = click.option(
    "--every", cls=Option, type=Word(EVERY), help=N_("How often a payment falls due.")
)
grace = click.option(
    "--grace",
    cls=Option,
    type=Whole(0),
    metavar="N",
    help=N_("Periods before, that pay interest alone (default: 0)."),
)
method = click.option(
    "--method",
    cls=Option,
    type=Word(METHODS),
    help=N_(
        "How the principal comes back: level payments (default), equal parts, or all at"
        " the end."
    ),
)
day_count = click.option(
    "--day-count",
    cls=Option,
    type=click.Choice(DAY_COUNTS),
    help=N_("The part of the yearly rate a period bears (default: periodic, all equal)."),
)
order = click.option(
    "--allocation",
    "order",
    cls=Option,
    metavar="WORD,WORD...",
    help=N_("What a payment pays first (default: fee,penalty,interest,principal)."),
)
OPTIONS: Final = (start, periods, every, grace, method, day_count, order)
NAMES: Final = (*NEEDED, "grace", "method", "day_count")


def ordered(typed: str | None) -> tuple[str, ...]:
    """Give the order of payment that was typed, in words of any language."""
    own = {bare(name): word for word, said in WORDS.items() for name in spoken(said)}
    words = (one.strip().lower() for one in (typed or "").split(","))
    return tuple(own.get(bare(one), one) for one in words if one)


def scheduled(given: dict[str, Any]) -> None:
    """Turn a contract's options into its schedule, where any is given.

    The contract is dated the earlier of its start and today, unless it says when.
    """
    said = {name: given.pop(name) for name in NAMES}
    order = ordered(given.pop("order"))
    if all(value is None for value in said.values()) and not order:
        return
    missing = [f"--{name}" for name in NEEDED if said[name] is None]
    if missing:
        raise click.UsageError(_(INCOMPLETE).format(missing=", ".join(missing)))
    # Imported here: help comes this way too.
    from datetime import UTC, datetime

    import msgspec

    from blendfund.domain.schedule import Schedule
    from blendfund.domain.vocabulary import FREE_OF_INTEREST

    if given["rate"] is None and given["instrument"] not in FREE_OF_INTEREST:
        raise click.UsageError(_(NO_RATE))
    given["rate"] = given["rate"] or "0"
    told = {name: value for name, value in said.items() if value is not None}
    given["schedule"] = msgspec.convert({**told, "rate": given["rate"]}, Schedule)
    if order:
        given["order"] = order
    today = datetime.now(UTC).astimezone().date()
    given["on"] = given["on"] or min(said["start"], today)
