"""Four eyes: what somebody proposed, approved or refused by somebody else; withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.asking import movement as m
from blendfund_cli.asking.ask import AskedArgument
from blendfund_cli.asking.classes import Command, Option
from blendfund_cli.asking.options import writes
from blendfund_cli.asking.types import POSITION
from blendfund_cli.commands.saving import save
from blendfund_cli.text import N_

if TYPE_CHECKING:
    from blendfund.application.writing.command import Command as Write
    from blendfund.application.writing.command import Outcome
    from blendfund.application.writing.ledger import Ledger

APPROVED: Final = N_(
    "Proposal {proposal} approved: the same command now pays it (position {position})."
)
APPROVED_GRANT: Final = N_(
    "Proposal {proposal} approved: the same command now grants it (position {position})."
)
REFUSED: Final = N_("Proposal {proposal} refused (position {position}).")
WITHDRAWN: Final = N_("Proposal {proposal} withdrawn (position {position}).")

proposal = click.argument(
    "proposal",
    cls=AskedArgument,
    type=POSITION,
    metavar="POSITION",
    question=N_("At which position is the proposal"),
)


@click.command(
    cls=Command,
    help=N_(
        "Approve a payment or a guarantee that somebody else proposed: exactly that one."
        " Whoever has a key signs it (--sign-with). status lists what waits."
    ),
    example="blendfund --actor paul approve 42",
)
@proposal
@m.on
@writes
@click.pass_obj
def approve(obj: dict[str, str], /, **given: Any) -> None:
    """Approve a proposal."""
    from blendfund.application.recording.approving import answer

    whats = []

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        position, on = given["proposal"], given["on"]
        found = answer(ledger, command, position, approved=True, on=on)
        whats.append(found.what)
        return found.outcome

    def text(_outcome: Outcome) -> str:
        return APPROVED_GRANT if whats[-1] == "guarantee" else APPROVED

    save(obj, given, text, recorded, proposal=given["proposal"])


@click.command(
    cls=Command,
    help=N_(
        "Refuse a payment or a guarantee that somebody else proposed, or withdraw your own:"
        " it can no longer be approved, nor paid."
    ),
    example="blendfund --actor paul reject 42 --reason 'Facture manquante'",
)
@proposal
@m.on
@click.option("--reason", cls=Option, default="", help=N_("Why."))
@writes
@click.pass_obj
def reject(obj: dict[str, str], /, **given: Any) -> None:
    """Refuse a proposal, or withdraw it."""
    from blendfund.application.recording.approving import answer

    withdrawn = []

    def recorded(ledger: Ledger, command: Write) -> Outcome:
        told = {"reason": given["reason"], "on": given["on"]}
        found = answer(ledger, command, given["proposal"], approved=False, **told)
        withdrawn.append(found.withdrawn)
        return found.outcome

    def text(_outcome: Outcome) -> str:
        return WITHDRAWN if withdrawn[-1] else REFUSED

    save(obj, given, text, recorded, proposal=given["proposal"])
