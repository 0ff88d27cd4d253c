"""What a person can type: days, amounts, rates; nothing that could be read two ways."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from blendfund_cli.text import N_, _, french, safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from blendfund.domain.typed import Typed

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LOCAL = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})", re.ASCII)
_SHORT = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})", re.ASCII)
_WHOLE = re.compile(r"-?[0-9]{1,1000}", re.ASCII)
_DAYS_AGO = {"today": 0, "aujourd'hui": 0, "yesterday": 1, "hier": 1}
AMBIGUOUS = N_("{value} can be read in more than one way: write {readings}.")
EITHER = N_("{0} or {1}")
ELSEWHERE = N_("{value} is not how an amount is written here: write {readings}.")
NOT_AN_AMOUNT = N_("{value} is not an amount above zero: write 1250, 1250,50 or 1 250,50.")
NOT_A_RATE = N_("{value} is not a yearly rate: write 0,02 or 2 %.")
PERCENTAGE = N_("{value} without its sign could be another rate: write {value} %.")
NOT_ENOUGH = N_("{value} is not a whole number, {least} or more.")
NOT_BETWEEN = N_("{value} is not a whole number from {least} to {most}.")
OR_MORE = N_("{least} or more")
BETWEEN = N_("{least} to {most}")
LAST_YEAR = 9999
POSITION_MAX = 10**15
TOO_FAR = N_("{value} is beyond the last position of any ledger.")
NOT_A_TIME = N_(
    "{value} is neither a day (YYYY-MM-DD) nor a time (RFC 3339, as 2026-03-01T12:00:00Z)."
)
OTHER_DATE = N_("{value} is not how a date is written here: write {day}.")
NOT_A_DATE = N_("{value} is not a date of the calendar: write YYYY-MM-DD.")


class Day(click.ParamType[date]):
    """A day of the calendar: YYYY-MM-DD, today or yesterday."""

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
        ago = _DAYS_AGO.get(value.replace("\u2019", "'").casefold())
        if ago is not None:
            return datetime.now(UTC).astimezone().date() - timedelta(days=ago)
        meant = _meant(value)
        text = _(OTHER_DATE) if meant else _(NOT_A_DATE)
        return self.fail(text.format(value=safe(value), day=meant), param, ctx)


def _meant(text: str) -> date | None:
    """Give the day that another way of writing it surely means, as 31/12/2025."""
    local, short = _LOCAL.fullmatch(text), _SHORT.fullmatch(text)
    if local:
        day, month, year = map(int, local.groups())
    elif short:
        year, month, day = map(int, short.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


class Moment(click.ParamType[datetime]):
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
    """An amount, above zero unless said, as people type it; its currency is known later."""

    name = "amount"

    def __init__(self, *, zero: bool = False) -> None:
        self.zero = zero

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
        if found is not None:
            moves = found.units or found.decimals.strip("0")
            if moves or self.zero:
                return found
        meant = readings(value, "," if french() else ".")
        if len(meant) > 1:
            text, could = _(AMBIGUOUS), _(EITHER).format(*meant)
        else:
            text, could = _(ELSEWHERE if meant else NOT_AN_AMOUNT), "".join(meant)
        return self.fail(text.format(value=safe(value), readings=could), param, ctx)


class Whole(click.ParamType[int]):
    """A whole number within bounds that are said in words."""

    name = "number"

    def __init__(self, least: int, most: int | None = None) -> None:
        self.least = least
        self.most = most

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> int:
        """Read a whole number, or say between which it must lie."""
        typed = str(value).strip()
        if _WHOLE.fullmatch(typed):
            found = int(typed)
            if self.least <= found and (self.most is None or found <= self.most):
                return found
        text = _(NOT_ENOUGH if self.most is None else NOT_BETWEEN)
        shown = safe(str(value))
        return self.fail(
            text.format(value=shown, least=self.least, most=self.most), param, ctx
        )

    def bounds(self) -> str:
        """Say the bounds, for the help."""
        text = _(OR_MORE if self.most is None else BETWEEN)
        return text.format(least=self.least, most=self.most)


class Position(Whole):
    """A position of the log, of a size that a database has numbers for."""

    name = "position"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> int:
        """Read a position."""
        found = super().convert(value, param, ctx)
        if found > POSITION_MAX:
            self.fail(_(TOO_FAR).format(value=safe(str(value))), param, ctx)
        return found


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
        from blendfund.domain.typed import percentage, read_rate

        found = read_rate(value)
        if found is None:
            text = _(PERCENTAGE) if percentage(value) else _(NOT_A_RATE)
            return self.fail(text.format(value=safe(value.strip())), param, ctx)
        return found


POSITION = Position(1)
POSITION_OR_NONE = Position(0)
DAY = Day()
FROM = Moment("00:00:00+00:00")
UNTIL = Moment("23:59:59.999999+00:00")
AMOUNT = Amount()
BALANCE = Amount(zero=True)
RATE = Rate()


def shared(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Put the same options on several commands."""

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate
