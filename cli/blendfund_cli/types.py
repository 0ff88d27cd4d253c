"""What a person can type: dates, and nothing that could be read two ways."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from collections.abc import Callable

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
NOT_A_DATE = N_("{value} is not a date of the calendar: write YYYY-MM-DD.")


class Day(click.ParamType[date]):
    """A day of the calendar, as YYYY-MM-DD."""

    name = "date"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date:
        """Read a day."""
        if isinstance(value, date):
            return value
        if _DATE.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        return self.fail(_(NOT_A_DATE).format(value=safe(value)), param, ctx)


DAY = Day()


def shared(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Put the same options on several commands."""

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate
