"""What a person can type: dates, and nothing that could be read two ways."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from blendfund_cli.text import N_, _, safe

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from blendfund.domain.typed import Typed

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
AMBIGUOUS = N_("{value} can be read in more than one way: write {readings}.")
EITHER = N_("{0} or {1}")
NOT_AN_AMOUNT = N_("{value} is not an amount above zero: write 1250, 1250,50 or 1 250,50.")
NOT_A_RATE = N_("{value} is not a yearly rate: write 0,02 or 2 %.")
LAST_YEAR = 9999
NOT_A_TIME = N_(
    "{value} is neither a day (YYYY-MM-DD) nor a time (RFC 3339, as 2026-03-01T12:00:00Z)."
)
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


class Moment(click.ParamType["datetime"]):
    """A time (RFC 3339), or the start or the end of a day in UTC."""

    name = "time"

    def __init__(self, rest_of_day: str) -> None:
        self.rest_of_day = rest_of_day

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime:
        """Read a time."""
        from datetime import datetime

        if isinstance(value, datetime):
            return value
        text = f"{value}T{self.rest_of_day}" if _DATE.fullmatch(value) else value
        try:
            moment = datetime.fromisoformat(text)
            # Close to the first or the last year, some time of the day is in none in UTC.
            if moment.tzinfo is not None and 1 < moment.year < LAST_YEAR:
                return moment
        except ValueError:
            pass
        return self.fail(_(NOT_A_TIME).format(value=safe(value)), param, ctx)


class Amount(click.ParamType["Typed"]):
    """An amount above zero, as people type it; its currency is known later."""

    name = "amount"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Typed:
        """Read an amount, or say what it could have meant."""
        from blendfund.domain.typed import Typed, read_amount, readings

        if isinstance(value, Typed):
            return value
        found = read_amount(value)
        if found is not None and (found.units or found.decimals.strip("0")):
            return found
        both = readings(value)
        could = _(EITHER).format(*both) if len(both) > 1 else "".join(both)
        text = _(AMBIGUOUS) if could else _(NOT_AN_AMOUNT)
        return self.fail(text.format(value=safe(value), readings=could), param, ctx)


class Rate(click.ParamType[str]):
    """A yearly rate: 0.02, 0,02, 2% or 2 %."""

    name = "rate"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str:
        """Read a rate as a decimal text."""
        from blendfund.domain.typed import read_rate

        found = read_rate(value)
        if found is None:
            return self.fail(_(NOT_A_RATE).format(value=safe(value)), param, ctx)
        return found


DAY = Day()
FROM = Moment("00:00:00+00:00")
UNTIL = Moment("23:59:59.999999+00:00")
AMOUNT = Amount()
RATE = Rate()


def shared(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Put the same options on several commands."""

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate
