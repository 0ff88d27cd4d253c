"""Whether the place is sound: every check in words, nothing written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from blendfund_cli.answering.output import put_json
from blendfund_cli.asking.classes import Command
from blendfund_cli.asking.options import json_option
from blendfund_cli.text import N_, _, french, safe

if TYPE_CHECKING:
    from blendfund.application.upkeep.checkup import Check

STATES = {"ok": N_("fine"), "note": N_("note"), "problem": N_("problem")}
TODO = N_("To do: {todo}")
FINE = N_("All is well.")
NOTED = N_("All is well; notes: {notes}.")
BAD = N_("Problems: {problems}; notes: {notes}.")


@click.command(
    cls=Command,
    help=N_(
        "Check the state of the ledger and its surroundings, and say what to do. Writes"
        " nothing. Ends with 0 when nothing is wrong, 1 when something has to be mended, 6"
        " when the integrity of the facts is in doubt."
    ),
    example="blendfund doctor",
)
@json_option
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Check the place."""
    from blendfund.application.reading.reader import Reading
    from blendfund.application.upkeep.doctor import examine, exit_status

    with Reading(ctx.obj["ledger"]) as reading:
        own = ctx.obj["sign_with"]
        checks = examine(reading, _, french=french(), own_key=Path(own) if own else None)
    status = exit_status(checks)
    if as_json:
        put_json({"ok": not status, "checks": checks})
    else:
        _show(checks)
    ctx.exit(status)


def _show(checks: list[Check]) -> None:
    words = {state: _(word) for state, word in STATES.items()}
    width = max(map(len, words.values()))
    for one in checks:
        click.echo(safe(f"{words[one.state]:<{width}}  {one.text}"))
        if one.todo:
            click.echo(safe(f"{'':<{width}}  {_(TODO).format(todo=one.todo)}"))
    states = [one.state for one in checks]
    notes, problems = states.count("note"), states.count("problem")
    summary = BAD if problems else NOTED if notes else FINE
    click.echo(f"\n{_(summary).format(notes=notes, problems=problems)}")
