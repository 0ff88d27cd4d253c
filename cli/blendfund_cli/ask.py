"""Asking for what is missing, when somebody is there to answer."""

from __future__ import annotations

import sys
from typing import Any

import click

from blendfund_cli.commands import Option
from blendfund_cli.text import N_, _, safe

AGAIN = N_("{why} Try again.")


class Asked(Option):
    """An option that a command needs: asked for on a terminal, required elsewhere.

    ``question`` is the message that asks for it. Nothing is ever asked where standard input
    is no terminal: a script gets click's own usage error.
    """

    def __init__(self, *args: Any, question: str, **kwargs: Any) -> None:
        self.question = question
        super().__init__(*args, required=True, **kwargs)

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """Ask when nothing was given and somebody is there."""
        if self.value_is_missing(value) and can_ask(ctx):
            value = self._ask(ctx)
        return super().process_value(ctx, value)

    def _ask(self, ctx: click.Context) -> Any:
        choices = getattr(self.type, "choices", ())
        shown = f" ({', '.join(map(str, choices))})" if choices else ""
        while True:
            answer = click.prompt(f"{_(self.question)}{shown}", err=True, type=str)
            try:
                self.type_cast_value(ctx, answer)
            except click.UsageError as wrong:
                why = safe(wrong.format_message())
                click.echo(_(AGAIN).format(why=why), err=True)
            else:
                return answer


def can_ask(ctx: click.Context) -> bool:
    """Tell whether somebody is there to answer, and a real command is being run."""
    root = ctx.find_root().obj or {}
    allowed = not root.get("no_input")
    return allowed and not ctx.resilient_parsing and sys.stdin.isatty()
