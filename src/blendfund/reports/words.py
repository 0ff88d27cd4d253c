"""Amounts, rates and dates as people read them, in French and in English.

Exact by construction: amounts are formatted from integers. babel would do it from Decimal
but costs a report more start-up than all its figures (docs/decisions/0004).
"""

from __future__ import annotations

from datetime import UTC
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Final

from blendfund.domain.money import EXPONENT

if TYPE_CHECKING:
    from datetime import date, datetime

NARROW: Final = "\u202f"  # between groups of three digits, in French
NO_BREAK: Final = "\u00a0"  # before a unit, in French
SIGNS: Final = {"EUR": "€", "GBP": "£", "USD": "$"}
_MONTHS: Final = {
    True: "janvier février mars avril mai juin juillet août septembre octobre"
    " novembre décembre",
    False: "January February March April May June July August September October"
    " November December",
}


def amount(minor: int, currency: str, *, french: bool) -> str:
    """Write ``1 234,56 €`` or ``€1,234.56``."""
    digits = EXPONENT[currency]
    units, rest = divmod(abs(minor), 10**digits)
    whole = f"{units:,}"
    mark = "," if french else "."
    if french:
        whole = whole.replace(",", NARROW)
    text = f"{whole}{mark}{rest:0{digits}d}" if digits else whole
    sign = "-" if minor < 0 else ""
    symbol = SIGNS.get(currency, currency)
    if french:
        return f"{sign}{text}{NO_BREAK}{symbol}"
    space = "" if currency in SIGNS else NO_BREAK
    return f"{sign}{symbol}{space}{text}"


def money(text: str | None, currency: str, *, french: bool) -> str:
    """Write a report's plain amount as a person reads it; a dash where there is none."""
    if text is None:
        return "–"
    digits = EXPONENT[currency]
    minor = int(text.replace(".", "")) if digits else int(text)
    return amount(minor, currency, french=french)


def share(text: str | None, *, french: bool) -> str:
    """Write a ratio between 0 and 1 as a percentage with one decimal."""
    return "–" if text is None else percent(Decimal(text), 1, french=french)


def rate(text: str | None, *, french: bool) -> str:
    """Write an annual rate as a percentage with two decimals."""
    return "–" if text is None else percent(Decimal(text), 2, french=french)


def percent(value: Decimal, decimals: int, *, french: bool) -> str:
    """Write ``4,84 %`` or ``4.84%``."""
    rounded = (value * 100).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
    return f"{number(rounded, french=french)}{NO_BREAK}%" if french else f"{rounded:f}%"


def multiple(text: str | None, *, french: bool) -> str:
    """Write a ratio with two decimals."""
    if text is None:
        return "–"
    rounded = Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    return number(rounded, french=french)


def number(value: Decimal, *, french: bool) -> str:
    """Write a decimal with the language's marks."""
    text = f"{value:,f}"
    if not french:
        return text
    return text.replace(",", NARROW).replace(".", ",")


def colon(*, french: bool) -> str:
    """Write a colon, after a no-break space in French."""
    return f"{NO_BREAK}:" if french else ":"


def count(value: int, *, french: bool) -> str:
    """Write ``1 234`` or ``1,234``."""
    return number(Decimal(value), french=french)


def quarter(on: date, *, french: bool) -> str:
    """Write the quarter of a day: ``T1 2026`` or ``Q1 2026``."""
    return f"{'T' if french else 'Q'}{(on.month + 2) // 3} {on.year}"


def day(on: date, *, french: bool) -> str:
    """Write ``1er mars 2026`` or ``1 March 2026``."""
    ordinal = "1er" if french and on.day == 1 else str(on.day)
    return f"{ordinal} {_MONTHS[french].split()[on.month - 1]} {on.year}"


def moment(at: datetime, *, french: bool) -> str:
    """Write ``1er mars 2026 à 14:05:09 UTC`` or ``1 March 2026, 14:05:09 UTC``."""
    at = at.astimezone(UTC)
    joined = " à " if french else ", "
    return f"{day(at.date(), french=french)}{joined}{at:%H:%M:%S} UTC"


def size(count: int, *, french: bool) -> str:
    """Write a number of bytes as ``68,7 Mio`` or ``68.7 MiB``."""
    units = ("octets Kio Mio Gio Tio" if french else "bytes KiB MiB GiB TiB").split()
    power = min(max(count.bit_length() - 1, 0) // 10, len(units) - 1)
    tenths = (count * 10) >> (10 * power)
    shown = Decimal(tenths).scaleb(-1) if power else Decimal(count)
    return f"{number(shown, french=french)}{NO_BREAK if french else ' '}{units[power]}"
