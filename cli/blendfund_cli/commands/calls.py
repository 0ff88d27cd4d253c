"""Capital calls on all funders at once, and distributions back to them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.effect import show_effect
from blendfund_cli.answering.hints import undo_hint
from blendfund_cli.answering.output import DRY, put_json, say
from blendfund_cli.asking import movement as m
from blendfund_cli.asking.classes import Command, Group
from blendfund_cli.asking.options import writes
from blendfund_cli.commands.saving import save
from blendfund_cli.interrupt import patient
from blendfund_cli.text import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.application.recording.calling import Shared
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.command import Outcome
    from blendfund.application.writing.ledger import Ledger

CALLED: Final = N_("Called for {fund}: {amount} (position {position}).")
PAID: Final = N_("Distributed by {fund}: {amount} (position {position}).")
TIERS: Final = N_("Tiers of {fund} adopted (position {position}).")
ALREADY: Final = N_("Already recorded under this key: nothing was written.")


@click.group(
    cls=Group,
    help=N_("Call the money that funders have promised."),
    example="blendfund call make --fund ALSACE --amount 100000 --due 2026-06-30",
)
def call() -> None:
    """Group the commands about capital calls."""


@click.group(
    cls=Group,
    help=N_("Pay back to funders what came back, tier by tier."),
    example="blendfund distribution pay --fund ALSACE --amount 50000",
)
def distribution() -> None:
    """Group the commands about distributions."""


def _share(
    obj: dict[str, str],
    given: dict[str, Any],
    text: str,
    recorded: Callable[[Ledger, Write], Shared],
) -> None:
    """Record something that is shared between funders, and say who has which part."""
    from blendfund.application.writing.command import Command as Written
    from blendfund.application.writing.command import told
    from blendfund.application.writing.ledger import Ledger as Opened
    from blendfund.domain.money import plain

    key, dry_run, as_json = (given[one] for one in ("key", "dry_run", "as_json"))
    with patient(Opened(obj["ledger"])) as ledger:
        done = recorded(ledger, Written(obj["actor"], key, dry_run))
    shares = [
        {"agreement": one.agreement, "amount": plain(one.minor, done.currency)}
        for one in done.shares
    ]
    if as_json:
        more = {"effect": ledger.effect} if dry_run else {}
        put_json({**told(done.outcome), "shares": shares, **more})
        return
    if done.outcome.already:
        click.echo(_(ALREADY))
        return
    whole = plain(sum(one.minor for one in done.shares), done.currency)
    shown = {"fund": given["fund"], "amount": sheet.money(whole, done.currency)}
    click.echo(_(text).format(**shown, position=done.outcome.position))
    rows = [(one["agreement"], sheet.money(one["amount"], done.currency)) for one in shares]
    sheet.rows((N_("Agreement"), N_("Amount")), rows)
    if dry_run:
        say(_(DRY))
        show_effect(ledger.effect)
    else:
        undo_hint()


@call.command(
    cls=Command,
    help=N_(
        "Call an amount from all funders, each pro rata to what it has promised and neither"
        " paid nor been called for."
    ),
    example="blendfund call make --fund ALSACE --amount 100000 --due 2026-06-30",
)
@m.fund
@m.amount
@m.due
@m.compartment
@m.on
@writes
@click.pass_obj
def make(obj: dict[str, str], /, **given: Any) -> None:
    """Call capital."""
    from blendfund.application.recording.calling import call_all

    def recorded(ledger: Ledger, command: Write) -> Shared:
        return call_all(
            ledger,
            command,
            given["fund"],
            given["amount"],
            due=given["due"],
            compartment=given["compartment"],
            on=given["on"],
        )

    _share(obj, given, CALLED, recorded)


@distribution.command(
    cls=Command,
    help=N_(
        "Adopt how distributions are shared, from a TOML file: return of capital, preferred"
        " return, catch-up, split. Without tiers, capital alone is returned."
    ),
    example="blendfund distribution tiers cascade.toml --fund ALSACE",
)
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False))
@m.fund
@m.on
@writes
@click.pass_obj
def tiers(obj: dict[str, str], /, **given: Any) -> None:
    """Adopt tiers."""
    from blendfund.application.recording.calling import adopt_tiers
    from blendfund.exchange.tiers_file import read_tiers

    said, _digest = read_tiers(Path(given["file"]))

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        return adopt_tiers(ledger, command, given["fund"], said.tiers(), given["on"])

    save(obj, given, TIERS, recorded, fund=given["fund"])


@distribution.command(
    cls=Command,
    help=N_(
        "Pay an amount back to funders, as the fund's tiers say: principal first, then what"
        " it earned. report distribution shows the shares before."
    ),
    example="blendfund distribution pay --fund ALSACE --amount 50000 --on 2026-06-30",
)
@m.fund
@m.amount
@m.on
@m.bank_account
@writes
@click.pass_obj
def pay(obj: dict[str, str], /, **given: Any) -> None:
    """Distribute."""
    from blendfund.application.recording.calling import pay_all

    told = (given["amount"], given["on"], given["bank_account"])

    def recorded(ledger: Ledger, command: Write) -> Shared:
        return pay_all(ledger, command, given["fund"], *told)

    _share(obj, given, PAID, recorded)
