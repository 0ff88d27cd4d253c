"""Click classes that translate their help when it is shown, and load commands when used."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.asking.types import Whole
from blendfund_cli.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping


# Where a sentence may end for somebody in a hurry, the best places first; not too early.
_ENDS: Final = (re.compile(r"\s?[:;(]"), re.compile(","))
_ENOUGH: Final = 20


def first_sentence(text: str, limit: int) -> str:
    """Give the first sentence of a text, or as much of it as goes within the limit."""
    line = text.split("\n", 1)[0].split(". ", 1)[0].rstrip(".")
    if len(line) <= limit:
        return line
    for ends in _ENDS:
        found = [one.start() for one in ends.finditer(line, _ENOUGH, limit)]
        if found:
            return line[: found[-1]]
    return line[:limit].rsplit(" ", 1)[0] + "…"


class Option(click.Option):
    """An option whose help is a message."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Give the option and its help in the language in use."""
        original = self.help
        self.help = _(original) if original else original
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = original

    def get_help_extra(self, ctx: click.Context) -> Any:
        """Give what stands in brackets after the help: bounds are said in words."""
        extra = super().get_help_extra(ctx)
        if isinstance(self.type, Whole):
            extra["range"] = self.type.bounds()
        return extra


class Command(click.Command):
    """A command whose help is a message, with an example below it."""

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.example = example

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; one that writes is kept in mind until it was answered.

        A name without a letter is refused: it would stand for all that has no name.
        """
        given = ctx.params
        for one in self.params:
            typed = given.get(one.name or "")
            empty = isinstance(typed, str) and not typed.strip()
            if empty and isinstance(one, click.Argument):
                from blendfund.domain.errors import NameMissing

                raise NameMissing
        if "key" not in given or given["dry_run"] or given.get("propose"):
            return super().invoke(ctx)
        # Imported here: help and commands that read never come this way.
        from blendfund_cli.keeping import kept

        with kept(ctx):
            return super().invoke(ctx)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language in use, then the example."""
        original = self.help
        self.help = _(original or "")
        try:
            super().format_help_text(ctx, formatter)
        finally:
            self.help = original
        if self.example:
            with formatter.section(_("Example")):
                for line in self.example.splitlines():
                    formatter.write(f"{'':>{formatter.current_indent}}{line}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give click's help option, which it makes once, in the language in use."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this message and exit.")
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        """Give the first sentence of the help in the language in use."""
        return first_sentence(_(self.help or ""), max(limit, 90))


class Group(Command, click.Group):
    """A group whose commands are modules, imported when one of them is used.

    ``lazy`` maps a command's name to ``module:attribute`` and its one-line help; ``parts``
    maps a module to the names of the commands that it gathers in ``COMMANDS``.
    """

    def __init__(
        self,
        *args: Any,
        lazy: Mapping[str, tuple[str, str]] | None = None,
        parts: Mapping[str, tuple[str, ...]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = dict(lazy or {})
        self.parts = {
            name: module for module, names in (parts or {}).items() for name in names
        }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of the commands, without importing any."""
        return sorted({*super().list_commands(ctx), *self.lazy, *self.parts})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command that is asked for."""
        if cmd_name in self.lazy:
            module, attribute = self.lazy[cmd_name][0].split(":")
            command = getattr(import_module(module), attribute)
            assert isinstance(command, click.Command)
            return command
        if cmd_name in self.parts:
            gathered: tuple[click.Command, ...] = import_module(
                self.parts[cmd_name]
            ).COMMANDS
            return next(one for one in gathered if one.name == cmd_name)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their one-line help, without importing the lazy ones."""
        rows = []
        for name in self.list_commands(ctx):
            if name in self.lazy:
                rows.append((name, _(self.lazy[name][1])))
            else:
                command = self.get_command(ctx, name)
                assert command is not None
                rows.append((name, command.get_short_help_str()))
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)
