"""Amounts and dates of anybody's spreadsheet, by the formats they were said to have."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from blendfund.domain.money import EXPONENT, MAX_MINOR
from blendfund.exchange import scdl_sentences as say
from blendfund.exchange.grid import as_text
from blendfund.exchange.mapping import EXCEL, date_pattern
from blendfund.exchange.scdl_values import UnreadableValue, shown

if TYPE_CHECKING:
    from blendfund.exchange.grid import Cell
    from blendfund.exchange.mapping import Layout

AMOUNT: Final = "'{value}' is not an amount written as {example}"
TOO_LARGE: Final = "'{value}' is above the largest amount a ledger holds"
DECIMALS: Final = "'{value}' has more decimals than {currency} has"
DATE: Final = "'{value}' is not a date written as {formats}"
A_NUMBER: Final = (
    "'{value}' is a number where a date is expected; if it counts days, add"
    " excel to the dates of the mapping"
)
TWO_DATES: Final = "'{value}' could mean {one} or {other}: keep one format of dates"

# What a cell of a French spreadsheet writes between groups of three digits.
_SPACES: Final = " \u00a0\u202f\u2009"
_DASHES: Final = frozenset({"", "-", "\u2013", "\u2014"})
_UNIT: Final = re.compile(r"\s*(?:€|EUR|euros?)$", re.IGNORECASE)
_TIME: Final = re.compile(r"[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.0+)?)?Z?$")
_PLAIN_DATES: Final = ("%Y-%m-%d", "%d/%m/%Y")
# A spreadsheet shows, and means, fifteen digits of a number.
_DIGITS: Final = 15
# Day 60 of the calendar of spreadsheets, 29 February 1900, has never been.
_EPOCH: Final = dt.date(1899, 12, 30)
_FIRST_SERIAL: Final = 61
_LAST_SERIAL: Final = 2_958_465
_CENTURY: Final = 69


class Values:
    """Reads cells by one layout, amounts in the minor units of one currency."""

    def __init__(self, layout: Layout, currency: str) -> None:
        self.layout = layout
        self.currency = currency
        self.exponent = EXPONENT[currency]
        formats = layout.dates or list(_PLAIN_DATES)
        self.serials = EXCEL in formats
        self.formats = [one for one in formats if one != EXCEL]
        if _PLAIN_DATES[0] not in self.formats:
            self.formats.append(_PLAIN_DATES[0])
        self.patterns = [found for one in self.formats if (found := date_pattern(one))]
        self.amounts = _grammar(layout.decimal, layout.thousands)
        self.known_days: dict[str, dt.date] = {}

    def amount(self, cell: Cell) -> int | None:
        """Read a signed amount in minor units; None where there is none, or zero.

        Raises:
            UnreadableValue: the cell is no amount, or is out of bounds.
        """
        if isinstance(cell, int | float):
            return self._number(cell)
        if isinstance(cell, dt.date):
            raise self._no_amount(as_text(cell))
        text = _UNIT.sub("", cell.strip())
        if text in _DASHES:
            return None
        sign, bare = _signed(text)
        match = self.amounts.fullmatch(bare)
        if match is None:
            raise self._no_amount(cell)
        whole, decimals = re.sub(r"[^0-9]", "", match[1]), match[2] or ""
        if not self.layout.decimal:
            _unambiguous(bare, cell)
        return self._minor(sign, whole, decimals, cell)

    def _number(self, cell: float) -> int | None:
        text = repr(cell)
        if isinstance(cell, float):
            if not math.isfinite(cell):
                raise self._no_amount(text)
            text = f"{Decimal(f'{cell:.{_DIGITS}g}'):f}"
        sign = -1 if text.startswith("-") else 1
        whole, _, decimals = text.removeprefix("-").partition(".")
        return self._minor(sign, whole, decimals, repr(cell))

    def _minor(self, sign: int, whole: str, decimals: str, cell: str) -> int | None:
        given = {"value": shown(cell), "currency": self.currency}
        if decimals[self.exponent :].strip("0"):
            raise UnreadableValue(DECIMALS, given)
        digits = (whole + decimals[: self.exponent].ljust(self.exponent, "0")).lstrip("0")
        # The length is looked at first: int() itself refuses thousands of digits.
        if len(digits) > len(str(MAX_MINOR)) or int(digits or "0") > MAX_MINOR:
            raise UnreadableValue(TOO_LARGE, given)
        return sign * int(digits or "0") or None

    def _no_amount(self, cell: str) -> UnreadableValue:
        mark = self.layout.decimal or ","
        example = f"1{self.layout.thousands}250{mark}50"
        return UnreadableValue(AMOUNT, {"value": shown(cell), "example": example})

    def day(self, cell: Cell) -> dt.date | None:
        """Read a day; None where there is none. Raises UnreadableValue."""
        if isinstance(cell, dt.date):
            return cell
        text = as_text(cell).strip()
        if not text:
            return None
        if text not in self.known_days:
            number = isinstance(cell, int | float)
            self.known_days[text] = self._day(text, number=number)
        return self.known_days[text]

    def _day(self, text: str, *, number: bool) -> dt.date:
        given = {"value": shown(text), "formats": ", ".join(self.formats)}
        serial = re.fullmatch(r"([0-9]{1,7})(?:[.,][0-9]+)?", text, re.ASCII)
        if self.serials and serial:
            count = int(serial[1])
            if _FIRST_SERIAL <= count <= _LAST_SERIAL:
                return _EPOCH + dt.timedelta(days=count)
        if number:
            raise UnreadableValue(A_NUMBER, given)
        bare = _TIME.sub("", text)
        matched = [
            (found, order)
            for pattern, order in self.patterns
            if (found := pattern.fullmatch(bare))
        ]
        days = list(dict.fromkeys(filter(None, (_real(*one) for one in matched))))
        if len(days) > 1:
            given |= {"one": days[0].isoformat(), "other": days[1].isoformat()}
            raise UnreadableValue(TWO_DATES, given)
        if not days:
            raise UnreadableValue(say.DATE_UNREAL if matched else DATE, given)
        return days[0]

    def written(self, cell: Cell) -> str:
        """Write a cell of a workbook as this layout reads it again from a CSV file."""
        if isinstance(cell, float):
            text = f"{Decimal(f'{cell:.{_DIGITS}g}'):f}" if math.isfinite(cell) else "?"
            whole, dot, rest = text.partition(".")
            return f"{whole}{self.layout.decimal or dot}{rest}" if rest else whole
        return as_text(cell)


def _real(found: re.Match[str], order: str) -> dt.date | None:
    """Give the day that the parts of a date name, if the calendar has it."""
    parts = dict(zip(order, map(int, found.groups()), strict=True))
    if "y" in parts:
        short = parts["y"]
        parts["Y"] = short + (1900 if short >= _CENTURY else 2000)
    try:
        return dt.date(parts["Y"], parts["m"], parts["d"])
    except ValueError:
        return None


def _signed(text: str) -> tuple[int, str]:
    """Take a sign off: before, or in parentheses as accountants write it."""
    if text.startswith("(") and text.endswith(")"):
        return -1, text[1:-1].strip()
    if text[:1] in {"-", "\u2212"}:
        return -1, text[1:].strip()
    return 1, text.removeprefix("+").strip()


def _grammar(decimal: str, thousands: str) -> re.Pattern[str]:
    mark = re.escape(decimal) if decimal else "[.,]"
    group = re.escape(thousands) if thousands.strip() else _SPACES
    grouped = rf"[0-9]{{1,3}}(?:[{group}][0-9]{{3}})+|[0-9]+"
    return re.compile(rf"({grouped})(?:{mark}([0-9]+))?")


def _unambiguous(text: str, cell: str) -> None:
    """Refuse 1.234 and 1,234 where nobody said what the mark is."""
    match = re.fullmatch(r"([1-9][0-9]{0,2})[.,]([0-9]{3})", text)
    if match:
        readings = {"decimal": f"{match[1]}.{match[2]}", "grouped": match[1] + match[2]}
        raise UnreadableValue(say.AMOUNT_AMBIGUOUS, {"value": shown(cell)} | readings)


def plain_text(cell: Cell) -> str:
    """Give a cell as a name or label: on one line, whole numbers without decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(as_text(cell).split())
