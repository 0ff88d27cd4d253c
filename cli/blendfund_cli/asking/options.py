"""Options that many commands share, as the contract of the command line names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from blendfund_cli.asking.ask import Asked, AskedArgument
from blendfund_cli.asking.classes import Option
from blendfund_cli.asking.completion import agreements, funds
from blendfund_cli.asking.types import DAY, shared
from blendfund_cli.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

json_option = click.option(
    "--json",
    "as_json",
    cls=Option,
    is_flag=True,
    help=N_("Print JSON on standard output, nothing else."),
)
fund_option = click.option(
    "--fund",
    cls=Asked,
    metavar="REF",
    question=N_("Which fund"),
    listed=True,
    shell_complete=funds,
    help=N_("The fund's reference."),
)
fund_hint = click.option(
    "--fund",
    cls=Option,
    metavar="REF",
    shell_complete=funds,
    help=N_("The fund's reference, where several funds have an agreement of this name."),
)
fund_argument = click.argument(
    "reference",
    cls=AskedArgument,
    metavar="REF",
    question=N_("Which fund"),
    listed=True,
    shell_complete=funds,
)
hold_excess = click.option(
    "--hold-excess",
    "holds",
    cls=Option,
    is_flag=True,
    help=N_("Hold what is more than all that is owed, instead of refusing it."),
)
tranche_hint = click.option(
    "--tranche",
    cls=Option,
    default="",
    metavar="NAME",
    help=N_("The tranche that the agreement stands in: who bears losses, and when."),
)
writes = shared(
    click.option(
        "--key",
        cls=Option,
        metavar="KEY",
        help=N_("Idempotency key: the same command under it is recorded once."),
    ),
    click.option(
        "--dry-run", cls=Option, is_flag=True, help=N_("Show the result, write nothing.")
    ),
    json_option,
)
moment = shared(
    click.option(
        "--as-of",
        cls=Option,
        type=DAY,
        metavar="DATE",
        help=N_("Up to this operation date, inclusive (default: today)."),
    ),
    click.option(
        "--known-at",
        cls=Option,
        metavar="POSITION|TIME",
        help=N_("As known at this position or time, RFC 3339 (default: now)."),
    ),
)
delivered = shared(
    moment,
    json_option,
    click.option(
        "--format",
        "shape",
        cls=Option,
        type=click.Choice(("table", "json", "csv", "xlsx")),
        help=N_("What is made of the report (default: a table)."),
    ),
    click.option(
        "--out",
        cls=Option,
        type=click.Path(dir_okay=False),
        metavar="FILE",
        help=N_("Write it to this file, whole or not at all."),
    ),
    click.option(
        "--dialect",
        cls=Option,
        type=click.Choice(("rfc4180", "excel-fr")),
        help=N_("How CSV is written: for programs (rfc4180), or for a French Excel."),
    ),
    click.option(
        "--table",
        "part",
        cls=Option,
        metavar="NAME",
        help=N_("Which table of the report CSV holds (default: the first)."),
    ),
    click.option(
        "--no-picture", cls=Option, is_flag=True, help=N_("Draw no picture on a terminal.")
    ),
    click.option(
        "--no-pager", cls=Option, is_flag=True, help=N_("Never show page by page.")
    ),
)
reports = shared(fund_option, delivered)


def agreement(*, new: bool = False) -> Callable[[F], F]:
    """Give the argument that names an agreement, which a ``new`` one need not know yet."""
    return click.argument(
        "agreement",
        cls=AskedArgument,
        metavar="REF",
        question=N_("Under which name, new or known") if new else N_("Which agreement"),
        listed=not new,
        shell_complete=agreements,
    )
