"""Asking for what is missing, when somebody is there to answer.

Nothing is ever asked where standard input or standard error is no terminal, nor under
``--no-input``: a script gets click's own usage error, even where only one answer is
possible, so that a script does tomorrow what it does today. A question leaves standard
output alone. Ctrl-C or Ctrl-D at a question leaves with nothing written.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.asking.classes import Option
from blendfund_cli.asking.word import Word, bare
from blendfund_cli.text import N_, _, french, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

AGAIN: Final = N_("{why} Try again.")
LIST: Final = N_("{names}, or ? for the list")
NOT_LISTED: Final = N_("{value} is none of these: {names}.")
UNREADABLE: Final = N_("That holds a character that cannot be read.")
NO: Final = N_("no")
YES: Final = N_("yes")
SHOWN_MAX: Final = 8  # names shown beside a question; the others on demand
LIST_KEY: Final = "?"


class _Asks(click.Parameter):
    """A parameter that is asked for when it is missing.

    ``question`` is the message that asks for it. With ``listed`` the answer must be among
    the names that the shell completes, and the only one there is is the default.
    """

    question: str
    listed: bool

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """Ask when nothing was given and somebody is there."""
        if self.value_is_missing(value) and can_ask(ctx):
            value = self._ask(ctx)
        return super().process_value(ctx, value)

    def _ask(self, ctx: click.Context) -> Any:
        names = self._names(ctx, "")
        if self.listed and not names:
            _check_ledger(ctx)
        default = names[0] if self.listed and len(names) == 1 else ""
        most = len(names) if isinstance(self.type, Word) else SHOWN_MAX
        question = _(self.question) + _hint(names, default, most)
        while True:
            answer = answered(question) or default
            if answer == LIST_KEY and names:
                click.echo("\n".join(map(safe, names)), err=True)
            elif answer:
                value = self._value(answer)
                why = self._why_not(ctx, answer, value, names)
                if not why:
                    return value
                click.echo(_(AGAIN).format(why=why), err=True)

    def _value(self, answer: str) -> str | tuple[str, ...]:
        return tuple(re.split(r"[\s,;]+", answer)) if self.multiple else answer

    def _why_not(
        self, ctx: click.Context, answer: str, value: Any, names: Sequence[str]
    ) -> str:
        """Say why an answer will not do; "" when it does."""
        if self.listed and names and answer not in self._names(ctx, answer):
            shown = ", ".join(names[:SHOWN_MAX])
            return _(NOT_LISTED).format(value=safe(answer), names=safe(shown))
        try:
            self.type_cast_value(ctx, value)
        except click.UsageError as wrong:
            return wrong.message
        return ""

    def _names(self, ctx: click.Context, begun: str) -> list[str]:
        if isinstance(self.type, Word):
            return self.type.shown()
        found = self.shell_complete(ctx, begun)
        return [str(one.value) for one in found if one.type == "plain"]


class Asked(_Asks, Option):
    """An option that a command needs: asked for on a terminal, required elsewhere."""

    def __init__(
        self, *args: Any, question: str, listed: bool = False, **kwargs: Any
    ) -> None:
        self.question, self.listed = question, listed
        super().__init__(*args, required=True, **kwargs)


class AskedArgument(_Asks, click.Argument):
    """An argument that is asked for on a terminal, required elsewhere."""

    def __init__(
        self, *args: Any, question: str, listed: bool = False, **kwargs: Any
    ) -> None:
        self.question, self.listed = question, listed
        super().__init__(*args, **{"required": True, **kwargs})


def _check_ledger(ctx: click.Context) -> None:
    """Refuse before the first question what would be refused after the last one."""
    from blendfund.storage.log.engine import existing

    existing(ctx.find_root().obj["ledger"])


def _hint(names: Sequence[str], default: str, most: int) -> str:
    """Show what can be answered beside a question."""
    if default:
        return f" [{safe(default)}]"
    if not names:
        return ""
    if len(names) <= most:
        return f" ({safe(', '.join(names))})"
    first = f"{safe(', '.join(names[:most]))}..."
    return f" ({_(LIST).format(names=first)})"


def can_ask(ctx: click.Context) -> bool:
    """Tell whether somebody is there to answer, and a real command is being run."""
    root = ctx.find_root().obj or {}
    silent = root.get("no_input") or ctx.resilient_parsing
    return not silent and sys.stdin.isatty() and sys.stderr.isatty()


def answered(question: str) -> str:
    """Ask on standard error and give the answer. Raises KeyboardInterrupt at its end."""
    while True:
        colon = "\u00a0: " if french() else ": "
        try:
            click.echo(f"{question}{colon}", nl=False, err=True)
            answer = input().strip()
            answer.encode()
        except (EOFError, KeyboardInterrupt):
            click.echo(err=True)
            raise KeyboardInterrupt from None
        except UnicodeError:
            answer = "\x00"
        if safe(answer) == answer:
            return answer
        click.echo(_(AGAIN).format(why=_(UNREADABLE)), err=True)


def sure(question: str) -> bool:
    """Ask whether to go on; no unless the answer is yes."""
    yes, no = bare(_(YES)), bare(_(NO))
    while True:
        answer = bare(answered(f"{question} [{yes[0]}/{no[0].upper()}]"))
        if answer in {"", no, no[0]}:
            return False
        if answer in {yes, yes[0]}:
            return True
