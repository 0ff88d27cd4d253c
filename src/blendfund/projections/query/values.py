"""Reading what stands after a key: amounts, days, positions, yes or no.

Every reader gives None for what it cannot read; nothing is guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from blendfund.domain.money import MAX_MINOR
from blendfund.domain.typed import read_amount
from blendfund.projections.query.tree import Amounts, Days, Positions

if TYPE_CHECKING:
    from collections.abc import Callable

_POSITION: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_PERIOD: Final = re.compile(
    r"([0-9]{4})(?:-(?:([0-9]{2})(?:-([0-9]{2}))?|[TQtq]([1-4])|[SHsh]([12])))?", re.ASCII
)
_MEANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}[^.]*\.\..*", re.ASCII)
_COMPARED: Final = re.compile(r"(>=|<=|>|<)(.*)", re.DOTALL)
_CHOICES: Final = {"oui": True, "yes": True, "non": False, "no": False}
_ONE_DAY: Final = timedelta(days=1)
_CENTS: Final = 2  # decimals of what is searched for
_YEAR: Final = 12
_HALF: Final = 6
_QUARTER: Final = 3


def amounts(text: str) -> Amounts | None:
    """Read ``>10000``, ``10000..20000`` or ``10 000,50``."""
    asked = _asked(text, _amount, _amount)
    if asked is None:
        return None
    sign, low, high = asked
    if sign == ">":
        return Amounts(high, None, strict=True)
    if sign == "<":
        return Amounts(None, low, strict=True)
    return Amounts(*_ends(sign, low, high))


def positions(text: str) -> Positions | None:
    """Read ``12``, ``10..20`` or ``>10``."""
    asked = _asked(text, _position, _position)
    if asked is None or asked[:2] == ("<", 0):
        return None
    sign, low, high = asked
    if sign == ">":
        return Positions(high + 1, None)
    if sign == "<":
        return Positions(None, low - 1)
    return Positions(*_ends(sign, low, high))


def days(text: str) -> Days | None:
    """Read ``2026``, ``2026-03``, ``2026-T1``, ``2026-S1``, a day, a range, ``>=2026``."""
    asked = _asked(text, _first, _last)
    if asked is None or asked[0::2] == (">", date.max) or asked[:2] == ("<", date.min):
        return None
    sign, low, high = asked
    if sign == ">":
        return Days(high + _ONE_DAY, None)
    if sign == "<":
        return Days(None, low - _ONE_DAY)
    return Days(*_ends(sign, low, high))


def _ends(sign: str, low: Any, high: Any) -> tuple[Any, Any]:
    return None if sign == "<=" else low, None if sign == ">=" else high


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
    typed = read_amount(text)
    if typed is None or typed.units > MAX_MINOR or len(typed.decimals) > _CENTS:
        return None
    return typed.units * 100 + int(typed.decimals.ljust(2, "0"))


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
        if match[3]:
            return (one := date(year, month, day)), one
        if quarter:
            return _months(year, quarter * _QUARTER, _QUARTER)
        if half:
            return _months(year, half * _HALF, _HALF)
        return _months(year, month, 1) if match[2] else _months(year, _YEAR, _YEAR)
    except ValueError:  # no such year, month or day
        return None


def _months(year: int, last: int, count: int) -> tuple[date, date]:
    """Give the first and the last day of the ``count`` months that end with ``last``."""
    return date(year, last - count + 1, 1), date(year, last, monthrange(year, last)[1])
