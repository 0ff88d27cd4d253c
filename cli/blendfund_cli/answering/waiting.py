"""What is said of a payment that a second person must approve first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

import click

from blendfund_cli.answering.output import DRY, put_json, say
from blendfund_cli.text import N_, _, french, safe

if TYPE_CHECKING:
    from blendfund.application.recording.record import Done

WAITING: Final = 7
WAITS_GRANT = N_(
    "{agreement}: a second person must approve this guarantee first (position {position})."
)
WAITS = N_("{agreement}: a second person must approve this first (position {position}).")
TOGETHER = N_(
    "{before} were paid under this contract already without an approval: together it is"
    " more than {above}, what the charter lets one person pay."
)
APPROVE = N_(
    "They type: blendfund --actor WHO approve {position}; then the same command pays it."
)
APPROVE_GRANT = N_(
    "They type: blendfund --actor WHO approve {position}; then the same command grants it."
)


def tell_waiting(done: Done, *, dry_run: bool, as_json: bool) -> NoReturn:
    """Say that a second person must approve it first, and end with the status for that."""
    from blendfund.application.writing.command import told

    position = done.outcome.position
    if as_json:
        put_json({**told(done.outcome), "fund": done.fund, "waiting": True})
    else:
        grants = done.row.guarantee is not None
        waits, then = (WAITS_GRANT, APPROVE_GRANT) if grants else (WAITS, APPROVE)
        click.echo(_(waits).format(agreement=safe(done.agreement), position=position))
        _tell_why(done)
        say(_(DRY) if dry_run else _(then).format(position=position))
    raise click.exceptions.Exit(WAITING)


def _tell_why(done: Done) -> None:
    """Say what was paid under the contract before, where that is what makes it too much."""
    from blendfund.reports import words

    if done.second is not None and done.second.before_minor:
        before, above = (
            words.amount(minor, done.row.currency, french=french()) for minor in done.second
        )
        say(_(TOGETHER).format(before=before, above=above))
