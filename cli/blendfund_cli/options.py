"""Options that many commands share, as the contract of the command line names them."""

from __future__ import annotations

import click

from blendfund_cli.commands import Option
from blendfund_cli.text import N_
from blendfund_cli.types import DAY, shared

json_option = click.option(
    "--json",
    "as_json",
    cls=Option,
    is_flag=True,
    help=N_("Print JSON on standard output, nothing else."),
)
fund_option = click.option(
    "--fund", cls=Option, required=True, metavar="REF", help=N_("The fund's reference.")
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
reports = shared(
    fund_option,
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
    json_option,
)
