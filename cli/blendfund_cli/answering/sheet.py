"""Small sheets of what is registered: fields one a line, lists in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from blendfund_cli.text import N_, _, french, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from blendfund.domain.money import Money

NONE: Final = "–"
NOTHING: Final = N_("Nothing yet.")
NOBODY: Final = N_("(none)")  # of what is listed in a sentence


def fields(pairs: Iterable[tuple[str, Any]]) -> None:
    """Show named values, one a line."""
    for name, value in pairs:
        text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
        shown = NONE if text in {None, ""} else safe(str(text))
        click.echo(f"{_(name)}{colon()} {shown}")


def colon() -> str:
    """Give a colon as the language in use sets it: French puts a space before it."""
    return "\u00a0:" if french() else ":"


def rows(headings: Sequence[str], found: Iterable[Sequence[Any]]) -> None:
    """Show a list in columns, or say that it is empty."""
    grid = [[_cell(value) for value in row] for row in found]
    if not grid:
        click.echo(_(NOTHING))
        return
    head = [_(heading) for heading in headings]
    widths = [max(len(row[i]) for row in [head, *grid]) for i in range(len(head))]
    for row in (head, ["-" * width for width in widths], *grid):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(line.rstrip())


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return NONE if value in {None, ""} else safe(str(value))


def day(text: str) -> str:
    """Write an ISO day as a person reads it."""
    from datetime import date

    from blendfund.reports import words

    return words.day(date.fromisoformat(text), french=french())


def rate(text: str) -> str:
    """Write a yearly rate as a person reads it."""
    from blendfund.reports import words

    return words.rate(text, french=french())


def moment(text: str) -> str:
    """Write an RFC 3339 time as a person reads it."""
    from datetime import datetime

    from blendfund.reports import words

    return words.moment(datetime.fromisoformat(text), french=french())


def money(text: str, currency: str) -> str:
    """Write a plain amount as a person reads it."""
    from blendfund.reports import words

    return words.money(text, currency, french=french())


def amount(value: Money) -> str:
    """Write an amount as a person reads it."""
    from blendfund.reports import words

    return words.amount(value.minor, value.currency, french=french())


def agreements(found: Sequence[dict[str, Any]]) -> None:
    """Show agreements with where each stands."""
    if not found:
        return
    click.echo()
    rows(
        (
            N_("Agreement"),
            N_("Fund"),
            N_("Instrument"),
            N_("Earmark"),
            N_("Promised"),
            N_("Still to come"),
            N_("Held or due"),
        ),
        [
            (
                one["name"] or one["reference"],
                one["fund"],
                _(one["instrument"]),
                one["earmark"],
                money(one["committed"], one["currency"]),
                money(one["open"], one["currency"]),
                money(one["held"], one["currency"]),
            )
            for one in found
        ],
    )
