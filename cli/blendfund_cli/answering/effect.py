"""What a write changes of a fund, shown before it is done."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import click

from blendfund_cli.text import N_, _, french, safe

EFFECT = N_("What it changes of the fund {fund}:")
CHANGE = N_("{name}: from {before} to {after}")
NONE: Final = "–"
_SIDES: Final = ("before", "after")


def show_effect(changes: list[dict[str, Any]]) -> None:
    """Show what a write changes: cash, what is available, composition, leverage."""
    for fund, found in groupby(changes, key=itemgetter("fund")):
        click.echo(_(EFFECT).format(fund=safe(fund)))
        for one in found:
            sides = (_value(one[side], one["group"], one["currency"]) for side in _SIDES)
            before, after = sides
            name = _(one["key"])
            click.echo("  " + _(CHANGE).format(name=name, before=before, after=after))


def _value(text: str | None, group: str, currency: str) -> str:
    from blendfund.reports import words

    if text is None:
        return NONE
    if group == "amounts":
        return words.money(text, currency, french=french())
    if group == "shares":
        return words.share(text, french=french())
    return words.multiple(text, french=french())
