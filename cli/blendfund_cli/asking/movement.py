"""Commands that record one movement: their options, the answer, how to undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from blendfund_cli.answering.effect import show_effect
from blendfund_cli.answering.hints import undo_hint
from blendfund_cli.answering.output import DRY, put_json, say
from blendfund_cli.answering.sharing import shared, shares
from blendfund_cli.answering.waiting import tell_waiting
from blendfund_cli.asking.ask import Asked as AskedOption
from blendfund_cli.asking.classes import Command, Group, Option
from blendfund_cli.asking.completion import parties, projects
from blendfund_cli.asking.offer import offering
from blendfund_cli.asking.options import fund_option, writes
from blendfund_cli.asking.types import AMOUNT, DAY, RATE
from blendfund_cli.asking.word import Word
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_, _, french, safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.recording.record import Creating, Done

SECTORS: Final = (
    "public",
    "solidarity",
    "crowdfunding",
    "philanthropy",
    "corporate",
    "bank",
    "individual",
    "own-resources",
)
INSTRUMENTS: Final = (
    "grant",
    "donation",
    "repayable-advance",
    "loan",
    "zero-loan",
    "participating-loan",
    "quasi-equity",
    "equity",
    "returnable-contribution",
    "permanent-contribution",
    "associative-note",
    "guarantee-deposit",
    "guarantee",
)
TERMS: Final = ("concessional", "market")
DONE = N_("{kind}: {amount}, {agreement}, on {day} (position {position}).")
DONE_PLAIN = N_("{kind}: {agreement}, on {day} (position {position}).")
KNOWN = N_("{agreement}: already recorded; nothing was written.")
F = TypeVar("F", bound="Callable[..., Any]")


def choice(name: str, words: tuple[str, ...], question: str, text: str) -> Callable[[F], F]:
    """Give an option that is one word of a closed list, and is asked for."""
    return click.option(
        name, cls=AskedOption, type=Word(words), question=question, help=text
    )


fund = fund_option
party = click.option(
    "--party",
    cls=AskedOption,
    metavar="NAME",
    question=N_("Which funder (name, SIREN or SIRET)"),
    shell_complete=parties,
    help=N_("The funder: its name, SIREN or SIRET."),
)
project = click.option(
    "--project",
    cls=AskedOption,
    metavar="NAME",
    question=N_("Which project"),
    shell_complete=projects,
    help=N_("The project's name."),
)
sector = choice("--sector", SECTORS, N_("Which sector"), N_("Who gives the money."))
instrument = choice(
    "--instrument", INSTRUMENTS, N_("Which instrument"), N_("Under what kind of contract.")
)
terms = choice(
    "--terms", TERMS, N_("On which terms"), N_("Below the market's terms, or at them.")
)
terms_hint = click.option(
    "--terms",
    cls=Option,
    type=Word(TERMS),
    help=N_("Below the market's terms, or at them."),
)
amount = click.option(
    "--amount",
    cls=AskedOption,
    type=AMOUNT,
    metavar="AMOUNT",
    question=N_("How much"),
    help=N_("The amount: 1250, 1250,50 or 1 250,50."),
)
on = click.option(
    "--on",
    cls=Option,
    type=DAY,
    metavar="DATE",
    help=N_("Operation date (default: today)."),
)
label = click.option("--label", cls=Option, default="", help=N_("A free label."))
evidence = click.option(
    "--evidence", cls=Option, default="", help=N_("A voucher's fingerprint or address.")
)
reference = click.option(
    "--reference",
    cls=Option,
    default="",
    help=N_("The bank's or your own reference: recorded once in the ledger."),
)
bank_account = click.option(
    "--bank-account", cls=Option, default="", help=N_("The bank account.")
)
compartment = click.option(
    "--compartment", cls=Option, default="", help=N_("The compartment of the fund.")
)
earmark = click.option(
    "--earmark",
    cls=Option,
    default="",
    metavar="NAME",
    help=N_("The earmark this money carries, or that this payment draws on."),
)
create = click.option(
    "--create",
    cls=Option,
    is_flag=True,
    help=N_("Register the party or the project if nobody knows it yet."),
)
party_kind = click.option(
    "--party-kind",
    cls=Option,
    type=Word(("organisation", "person")),
    help=N_("Whether a new funder is an organisation or a person."),
)
origin = click.option(
    "--origin", cls=Option, default="", help=N_("Where the money comes from (programme).")
)
carrier = click.option(
    "--carrier", cls=Option, default="", help=N_("Who carries it, when not the fund.")
)
rate = click.option(
    "--rate",
    cls=Option,
    type=RATE,
    metavar="RATE",
    help=N_("The yearly rate: 0,02 or 2 %."),
)
due = click.option(
    "--due", cls=Option, type=DAY, metavar="DATE", help=N_("By when it is to be paid.")
)
TOLD: Final = (label, evidence, reference)
CASH: Final = (bank_account, *TOLD)


def add(
    group: Group,
    name: str,
    kind: str,
    text: str,
    example: str,
    *options: Any,
    prepare: Callable[[dict[str, Any]], None] | None = None,
    said: str = "",
) -> click.Command:
    """Add to a group the command that records one kind of movement.

    ``prepare`` turns what was given into the fields of a movement; ``said`` is what the
    answer calls it.
    """

    def callback(obj: dict[str, str], /, **given: Any) -> None:
        if prepare is not None:
            prepare(given)
        run(obj, given.pop("kind", kind), given, said)

    callback.__doc__ = text
    command: Any = click.pass_obj(callback)
    for option in reversed((*options, writes)):
        command = option(command)
    made = group.command(name, cls=Command, help=text, example=example)(command)
    assert isinstance(made, click.Command)
    return made


def run(obj: dict[str, str], kind: str, given: dict[str, Any], said: str = "") -> None:
    """Record a movement and say what was done."""
    from msgspec import structs

    from blendfund.application.recording.record import Asked, record
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.ledger import Ledger
    from blendfund.domain.vocabulary import Kind

    key, dry_run, as_json = (given.pop(one) for one in ("key", "dry_run", "as_json"))
    asked = Asked(
        Kind(kind),
        given.pop("agreement"),
        given.pop("fund", None) or "",
        given.pop("amount", None),
        given.pop("on", None),
        given.pop("create", False),
        _words({name: value for name, value in given.items() if value not in {None, ""}}),
    )
    write = Write(obj["actor"], key, dry_run)
    with patient(Ledger(obj["ledger"])) as ledger:

        def take(*, create: Creating) -> Done:
            return record(ledger, write, structs.replace(asked, create=create))

        done = offering(take, create=asked.create)
    answer(done, said or kind, ledger.effect, dry_run=dry_run, as_json=as_json)


def _words(given: dict[str, Any]) -> dict[str, Any]:
    from blendfund.domain.vocabulary import Instrument, PartyKind, Sector, Terms

    enums = {
        "sector": Sector,
        "instrument": Instrument,
        "terms": Terms,
        "party_kind": PartyKind,
    }
    return {
        name: enums[name](value) if name in enums else value
        for name, value in given.items()
    }


def answer(
    done: Done, kind: str, effect: list[dict[str, Any]], *, dry_run: bool, as_json: bool
) -> None:
    """Say what was recorded: its name, its position, how to undo it."""
    from blendfund.application.writing.command import told

    if done.waits:
        tell_waiting(done, dry_run=dry_run, as_json=as_json)
    if as_json:
        more = {"fund": done.fund, "effect": effect} if dry_run else {"fund": done.fund}
        put_json({**told(done.outcome), **more, **shares(done)})
        return
    if done.outcome.already:
        click.echo(_(KNOWN).format(agreement=safe(done.agreement)))
        return
    click.echo(_sentence(done, kind))
    for line in shared(done):
        click.echo(line)
    if dry_run:
        say(_(DRY))
        show_effect(effect)
    else:
        undo_hint()


def _sentence(done: Done, kind: str) -> str:
    from blendfund.reports import words

    row = done.row
    given = {
        "kind": _(kind).capitalize(),
        "amount": words.amount(row.amount_minor, row.currency, french=french()),
        "agreement": safe(done.agreement),
        "day": words.day(row.on, french=french()),
        "position": done.outcome.position,
    }
    return _(DONE if row.amount_minor else DONE_PLAIN).format(**given)
