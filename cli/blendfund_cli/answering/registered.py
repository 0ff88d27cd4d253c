"""What the commands that make things known say when they are done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from blendfund_cli.answering import sheet
from blendfund_cli.answering.effect import show_effect
from blendfund_cli.answering.hints import undo_hint
from blendfund_cli.answering.output import DRY, put_json, say
from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from blendfund.application.writing.command import Outcome

ALREADY = N_("Already recorded under this key: nothing was written.")


def answer(
    outcome: Outcome,
    text: str,
    *,
    dry_run: bool,
    as_json: bool,
    effect: list[dict[str, Any]] | None = None,
    **given: Any,
) -> None:
    """Say what was made known, at which position, and how to take it back.

    ``effect`` is what a dry run would change of the funds, where it moves any money.
    """
    from blendfund.application.writing.command import told

    if as_json:
        more = {"effect": effect} if dry_run and effect is not None else {}
        put_json({**told(outcome), **more})
        return
    if outcome.already:
        click.echo(_(ALREADY))
        return
    shown = {name: safe(str(value)) for name, value in given.items()}
    shown.setdefault("reference", safe(outcome.reference))
    if outcome.amount is not None:
        shown["amount"] = sheet.amount(outcome.amount)
    click.echo(_(text).format(**shown, position=outcome.position))
    if dry_run:
        say(_(DRY))
        show_effect(effect or [])
    else:
        undo_hint()
