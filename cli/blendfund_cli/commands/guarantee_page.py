"""One guarantee on one page: the page of a contract, under the name of its group."""

from __future__ import annotations

from typing import Any, Final

import click

from blendfund_cli.asking.classes import Command, Group
from blendfund_cli.asking.options import agreement, fund_hint, json_option, moment
from blendfund_cli.commands.contract import page
from blendfund_cli.text import N_

# Gathered here, and added to the group of guarantees.
_group: Final = Group("guarantee")


@_group.command(
    cls=Command,
    help=N_(
        "Show one guarantee whole, as it stands on a day: its terms, what is at risk,"
        " called, paid and recovered of it, who approved, its latest facts."
    ),
    example="blendfund guarantee show GAR-1",
)
@agreement()
@fund_hint
@moment
@json_option
@click.pass_obj
def show(obj: dict[str, str], /, **asked: Any) -> None:
    """Show a guarantee."""
    page(obj, asked)


COMMANDS: Final = tuple(_group.commands.values())
