"""Reading what stands after a key: amounts, days, positions, yes or no.

Every reader gives None for what it cannot read; nothing is guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from blendfund.projections.query.tree import Amounts, Days, Positions

if TYPE_CHECKING:
    from collections.abc import Callable

_SPACES: Final = re.compile("[\u00a0\u2009\u202f]")
_AMOUNT: Final = re.compile(
    r"([0-9]{1,16}|[0-9]{1,3}(?: [0-9]{3}){1,5})(?:[.,]([0-9]{1,2}))?", re.ASCII
)
_POSITION: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_PERIOD: Final = re.compile(
    r"([0-9]{4})(?:-(?:([0-9]{2})(?:-([0-9]{2}))?|[TQtq]([1-4])|[SHsh]([12])))?", re.ASCII
)
_MEANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}[^.]*\.\..*", re.ASCII)
_COMPARED: Final = re.compile(r"(>=|<=|>|<)(.*)", re.DOTALL)
_CHOICES: Final = {"oui": True, "yes": True, "non": False, "no": False}
_ONE_DAY: Final = timedelta(days=1)
_YEAR: Final = 12
_HALF: Final = 6
_QUARTER: Final = 3


def amounts(text: str) -> Amounts | None:
    """Read ``>10000``, ``10000..20000`` or ``10 000,50``."""
    match _asked(text, _amount, _amount):
        case ">", _, high:
            return Amounts(high, None, strict=True)
        case "<", low, _:
            return Amounts(None, low, strict=True)
        case ">=", low, _:
            return Amounts(low, None)
        case "<=", _, high:
            return Amounts(None, high)
        case _, low, high:
            return Amounts(low, high)
    return None


def positions(text: str) -> Positions | None:
    """Read ``12``, ``10..20`` or ``>10``."""
    match _asked(text, _position, _position):
        case ">", _, high:
            return Positions(high + 1, None)
        case "<", 0, _:
            return None
        case "<", low, _:
            return Positions(None, low - 1)
        case ">=", low, _:
            return Positions(low, None)
        case "<=", _, high:
            return Positions(None, high)
        case _, low, high:
            return Positions(low, high)
    return None


def days(text: str) -> Days | None:
    """Read ``2026``, ``2026-03``, ``2026-T1``, ``2026-S1``, a day, a range, ``>=2026``."""
    try:
        match _asked(text, _first, _last):
            case ">", _, high:
                return Days(high + _ONE_DAY, None)
            case "<", low, _:
                return Days(None, low - _ONE_DAY)
            case ">=", low, _:
                return Days(low, None)
            case "<=", _, high:
                return Days(None, high)
            case _, low, high:
                return Days(low, high)
    except OverflowError:  # before the first day there is, or after the last
        return None
    return None


def choice(text: str) -> bool | None:
    """Read yes or no, in either language."""
    return _CHOICES.get(text.strip().casefold())


def meant_as_days(text: str) -> bool:
    """Tell whether a bare word can only have been meant as a day or a range of days."""
    return _MEANT.fullmatch(text) is not None


def _asked(
    text: str, first: Callable[[str], Any], last: Callable[[str], Any]
) -> tuple[str, Any, Any] | None:
    """Split a test into its sign and its two ends; None unless all of it can be read."""
    compared = _COMPARED.fullmatch(text.strip())
    if compared is not None:
        sign, left = compared[1], compared[2].strip()
        right = left
    elif ".." in text:
        sign = ".."
        left, right = (part.strip() for part in text.split("..", 1))
    else:
        sign, left = "=", text.strip()
        right = left
    low, high = first(left), last(right)
    if low is None and high is None:
        return None
    if (low is None and left) or (high is None and right):
        return None
    if low is not None and high is not None and low > high:
        return None
    return sign, low, high


def _amount(text: str) -> int | None:
    match = _AMOUNT.fullmatch(_SPACES.sub(" ", text))
    if match is None:
        return None
    return int(match[1].replace(" ", "")) * 100 + int((match[2] or "").ljust(2, "0"))


def _position(text: str) -> int | None:
    return int(text) if _POSITION.fullmatch(text) else None


def _first(text: str) -> date | None:
    period = _period(text)
    return period and period[0]


def _last(text: str) -> date | None:
    period = _period(text)
    return period and period[1]


def _period(text: str) -> tuple[date, date] | None:
    match = _PERIOD.fullmatch(text)
    if match is None:
        return None
    year, month, day, quarter, half = (int(group or 0) for group in match.groups())
    try:
        if day or match[3]:
            return (one := date(year, month, day)), one
        if quarter:
            return _months(year, quarter * _QUARTER, _QUARTER)
        if half:
            return _months(year, half * _HALF, _HALF)
        if match[2]:
            return _months(year, month, 1)
        return _months(year, _YEAR, _YEAR)
    except ValueError:  # no such year, month or day
        return None


def _months(year: int, last: int, count: int) -> tuple[date, date]:
    """Give the first and the last day of the ``count`` months that end with ``last``."""
    return date(year, last - count + 1, 1), date(year, last, monthrange(year, last)[1])
