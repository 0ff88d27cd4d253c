"""Amounts and rates as people type them, matched against an ASCII grammar first."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from blendfund.domain.errors import TooManyDecimals
from blendfund.domain.money import EXPONENT, MAX_MINOR

SPACES: Final = " \u00a0\u202f"
# Digits in all that an amount within reach can have, whatever its currency.
DIGITS_MAX: Final = len(str(MAX_MINOR))
_AMOUNT: Final = re.compile(
    rf"(?P<units>[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+|[0-9]+)(?:[.,](?P<rest>[0-9]{{1,2}}))?",
    re.ASCII,
)
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*", re.ASCII)
_BOTH: Final = re.compile(
    r"[0-9]{1,3}(?:(?:,[0-9]{3})+\.|(?:\.[0-9]{3})+,)(?P<rest>[0-9]{1,2})", re.ASCII
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
        """Give minor units of a currency. Raises TooManyDecimals."""
        digits = EXPONENT[currency]
        if self.decimals[digits:].strip("0"):
            raise TooManyDecimals(f"{self.units},{self.decimals}", currency, digits)
        rest = self.decimals[:digits].ljust(digits, "0")
        scale: int = 10**digits
        return self.units * scale + int(rest or "0")


def read_amount(text: str) -> Typed | None:
    """Read ``1250``, ``1250.50``, ``1250,50`` or ``1 250,50``; None when it is not that."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    units = re.sub(f"[{SPACES}]", "", found["units"]).lstrip("0") or "0"
    if len(units) > DIGITS_MAX:
        return None
    return Typed(int(units), found["rest"] or "")


def readings(text: str) -> tuple[str, ...]:
    """Give the amounts that an ambiguous text such as ``1.234`` could have meant."""
    bare = text.strip()
    if _GROUPED.fullmatch(bare):
        whole = re.sub("[.,]", "", bare)
        parts = re.split("[.,]", bare)
        short = (f"{parts[0]},{parts[1][:2]}",) if len(parts) == 2 else ()  # noqa: PLR2004
        return (whole, *short)
    both = _BOTH.fullmatch(bare)
    if both:
        whole = re.sub("[.,]", "", bare[: both.start("rest")])
        return (f"{whole},{both['rest']}",)
    return ()


def read_rate(text: str) -> str | None:
    """Read ``0.02``, ``0,02``, ``2%`` or ``2 %`` as a decimal text; None when it is not.

    A yearly rate above one (100 %) is not read: it is a percentage without its sign.
    """
    found = _RATE.fullmatch(text.strip())
    if found is None:
        return None
    units, rest = found["units"], found["rest"] or ""
    if found["hundredths"]:
        digits = units.zfill(3)
        units, rest = digits[:-2], digits[-2:] + rest
    units, rest = units.lstrip("0") or "0", rest.rstrip("0")
    if units not in {"0", "1"} or (units == "1" and rest):
        return None
    return f"{units}.{rest}" if rest else units
