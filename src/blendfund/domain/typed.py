"""Amounts and rates as people type them, matched against an ASCII grammar first."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from blendfund.domain.errors import AmountTooLarge, TooManyDecimals
from blendfund.domain.money import EXPONENT, MAX_MINOR, Money

SPACES: Final = " \u00a0\u202f"
# More digits than any amount has: longer is a slip of the hand, never read.
DIGITS_MAX: Final = 40
_GROUPS: Final = rf"[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+"
# Three decimals only where the mark cannot stand between groups: 1234,567, never 1,234.
_AMOUNT: Final = re.compile(
    rf"(?:(?P<units>{_GROUPS}|[0-9]+)(?:[.,](?P<rest>[0-9]{{1,2}}))?"
    rf"|(?P<long>{_GROUPS}|[0-9]{{4,}})[.,](?P<three>[0-9]{{3}}))",
    re.ASCII,
)
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*", re.ASCII)
_BOTH: Final = re.compile(
    r"[0-9]{1,3}(?:(?:,[0-9]{3})+\.|(?:\.[0-9]{3})+,|(?:['\u2019][0-9]{3})+[.,]?)"
    r"(?P<rest>[0-9]{0,2})",
    re.ASCII,
)
_UNIT: Final = r"(?:[€$£]|[A-Za-z]{3}|euros?)"
_WITH_UNIT: Final = re.compile(
    rf"{_UNIT}[{SPACES}]?(?P<after>[0-9].*)|(?P<before>.*[0-9])[{SPACES}]?{_UNIT}", re.ASCII
)
_RATE: Final = re.compile(
    rf"(?P<units>[0-9]{{1,3}})(?:[.,](?P<rest>[0-9]{{1,8}}))?(?P<hundredths>[{SPACES}]?%)?",
    re.ASCII,
)


class Typed(Struct, frozen=True):
    """An amount before its currency is known: units, and the decimals as typed."""

    units: int
    decimals: str = ""

    def minor(self, currency: str) -> int:
        """Give minor units of a currency. Raises TooManyDecimals, AmountTooLarge."""
        digits = EXPONENT[currency]
        if self.decimals[digits:].strip("0"):
            raise TooManyDecimals(str(self), currency, digits)
        rest = self.decimals[:digits].ljust(digits, "0")
        scale: int = 10**digits
        minor = self.units * scale + int(rest or "0")
        if minor > MAX_MINOR:
            raise AmountTooLarge(str(self), Money(MAX_MINOR, currency))
        return minor

    def __str__(self) -> str:
        return f"{self.units},{self.decimals}" if self.decimals else str(self.units)


def read_amount(text: str) -> Typed | None:
    """Read ``1250``, ``1250.50``, ``1250,50`` or ``1 250,50``; None when it is not that."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    units = _bare(found["units"] or found["long"])
    if len(units) > DIGITS_MAX:
        return None
    return Typed(int(units), found["rest"] or found["three"] or "")


def readings(text: str, mark: str = ",") -> tuple[str, ...]:
    """Give the amounts that a text nobody can read surely could have meant.

    ``1.234`` has two; ``1.234,56``, ``1'234`` or ``12,50 €`` have one, not written as here.
    """
    told = text.strip()
    found = _WITH_UNIT.fullmatch(told)
    bare = (found["after"] or found["before"]) if found else told
    if _GROUPED.fullmatch(bare):
        parts = re.split("[.,]", bare)
        short = (f"{_bare(parts[0])}{mark}{parts[1][:2]}",) if len(parts) == 2 else ()  # noqa: PLR2004
        return (_bare("".join(parts)), *short)
    both = _BOTH.fullmatch(bare)
    if both:
        return (_spelled(bare[: both.start("rest")], both["rest"], mark),)
    typed = read_amount(bare) if found else None
    return () if typed is None else (_spelled(str(typed.units), typed.decimals, mark),)


def _bare(digits: str) -> str:
    """Give digits alone, without what groups them and without leading zeros."""
    return re.sub("[^0-9]", "", digits).lstrip("0") or "0"


def _spelled(units: str, rest: str, mark: str) -> str:
    return f"{_bare(units)}{mark}{rest}" if rest else _bare(units)


def read_rate(text: str) -> str | None:
    """Read ``0.02``, ``0,02``, ``2%`` or ``2 %`` as a decimal text; None when it is not.

    Without its sign a percentage is not read: ``2`` could be 200 %, and ``1`` is one or
    the other. A yearly rate above 100 % is not read at all.
    """
    found = _RATE.fullmatch(text.strip())
    if found is None:
        return None
    units, rest = found["units"], found["rest"] or ""
    if found["hundredths"]:
        digits = units.zfill(3)
        units, rest = digits[:-2], digits[-2:] + rest
    units, rest = units.lstrip("0") or "0", rest.rstrip("0")
    whole = units == "1" and not rest and bool(found["hundredths"])
    if units != "0" and not whole:
        return None
    return f"{units}.{rest}" if rest else units


def percentage(text: str) -> str | None:
    """Give a text that is a rate but for its sign, as ``2`` for ``2 %``; None otherwise."""
    bare = text.strip()
    signed = bare.isascii() and bare[-1:].isdigit() and read_rate(f"{bare}%")
    return bare if signed and read_rate(bare) is None else None
