"""Amounts, dates and identities as SCDL files write them, by strict ASCII grammars."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from stdnum.fr import siren, siret

from blendfund.exchange import scdl_sentences as say

AMOUNT_MINOR_MAX: Final = 10**15
SHOWN_MAX: Final = 40
SIREN_DIGITS: Final = 9
SIRET_DIGITS: Final = 14

_SPACES: Final = " \u00a0\u202f"
_AMOUNT: Final = re.compile(
    rf"(-?)([0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+|[0-9]+)(?:[.,]([0-9]+))?"
)
_AMBIGUOUS: Final = re.compile(r"([1-9][0-9]{0,2})[.,]([0-9]{3})")
_DATE: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{4})/([0-9]{2})/([0-9]{2})"
    r"|([0-9]{2})/([0-9]{2})/([0-9]{4})"
)
_IDENTITY: Final = re.compile(r"'?([0-9]+)(?:[.,]0+)?")


class UnreadableValue(ValueError):
    """A cell that no grammar reads: the sentence and the values of its named fields."""

    def __init__(self, why: str, values: dict[str, str]) -> None:
        super().__init__(why.format(**values))
        self.why = why
        self.values = values


def shown(text: str) -> str:
    """Give a cell as it can be shown: short, and what is not printable escaped."""
    short = text if len(text) <= SHOWN_MAX else text[: SHOWN_MAX - 3] + "..."
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in short
    )


def amount_minor(text: str) -> int:
    """Read an amount of euros as cents, without ever passing through a float.

    Raises:
        UnreadableValue: the text is no amount, or is out of bounds.
    """
    given = {"value": shown(text)}
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise UnreadableValue(say.AMOUNT if text.strip() else say.MISSING, given)
    sign, grouped, decimals = match[1], match[2], match[3] or ""
    if two := _AMBIGUOUS.fullmatch(text.strip()):
        readings = {"decimal": f"{two[1]}.{two[2]}", "grouped": two[1] + two[2]}
        raise UnreadableValue(say.AMOUNT_AMBIGUOUS, given | readings)
    if decimals[2:].strip("0"):
        raise UnreadableValue(say.AMOUNT_DECIMALS, given)
    whole = re.sub(f"[{_SPACES}]", "", grouped).lstrip("0")
    cents = (whole + decimals[:2].ljust(2, "0")).lstrip("0")
    if sign or not cents:
        raise UnreadableValue(say.AMOUNT_NOT_POSITIVE, given)
    # The length is looked at first: int() itself refuses thousands of digits.
    if len(cents) > len(str(AMOUNT_MINOR_MAX)) or int(cents) > AMOUNT_MINOR_MAX:
        raise UnreadableValue(say.AMOUNT_TOO_LARGE, given)
    return int(cents)


def day(text: str) -> dt.date:
    """Read 2017-03-30, 2017/03/30 or 30/03/2017.

    Raises:
        UnreadableValue: the text is no date, or a day that does not exist.
    """
    given = {"value": shown(text)}
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise UnreadableValue(say.DATE if text.strip() else say.MISSING, given)
    first, second, third = (int(part) for part in match.groups() if part is not None)
    year, month, of_month = (third, second, first) if match[9] else (first, second, third)
    try:
        return dt.date(year, month, of_month)
    except ValueError as refused:
        raise UnreadableValue(say.DATE_UNREAL, given) from refused


def identity(text: str) -> str:
    """Give the digits of a SIRET or SIREN, "" when there are none to trust.

    A spreadsheet adds ".0" and drops a leading zero; the zero comes back where the
    check digit agrees. Scientific notation has lost its digits, so it is no identity.
    """
    match = _IDENTITY.fullmatch("".join(text.split()))
    digits = match[1] if match else ""
    if not digits.strip("0"):
        return ""
    if len(digits) in {SIREN_DIGITS - 1, SIRET_DIGITS - 1} and siret_valid("0" + digits):
        return "0" + digits
    return digits


def siren_of(identity: str) -> str:
    """Give the SIREN in a SIRET or SIREN, "" when it is neither in length."""
    fits = len(identity) in {SIREN_DIGITS, SIRET_DIGITS}
    return identity[:SIREN_DIGITS] if fits else ""


def siret_valid(identity: str) -> bool:
    """Tell whether a SIRET (14 digits) or a SIREN (9 digits) passes its check digit."""
    number = siren if len(identity) == SIREN_DIGITS else siret
    return bool(number.is_valid(identity))
