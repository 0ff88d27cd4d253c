"""What a write changes of a fund, shown before it is done."""

from __future__ import annotations

from typing import Any, Final

import click

from blendfund_cli.text import N_, _, french, safe

EFFECT = N_("What it changes of the fund {fund}:")
CHANGE = N_("{name}: from {before} to {after}")
NONE: Final = "–"
_SIDES: Final = ("before", "after")


def show_effect(fund_reference: str, changes: list[dict[str, Any]], currency: str) -> None:
    """Show what a write changes: cash, what is available, composition, leverage."""
    if not changes:
        return
    click.echo(_(EFFECT).format(fund=safe(fund_reference)))
    for one in changes:
        before, after = (_value(one[side], one["group"], currency) for side in _SIDES)
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
