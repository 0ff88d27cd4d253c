"""The schedule of a contract, as the columns of a file give it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from msgspec import convert

from blendfund.domain.schedule import Schedule
from blendfund.domain.vocabulary import FREE_OF_INTEREST, DayCount, Every, Kind, Method

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from blendfund.domain.vocabulary import Instrument

    Note = Callable[[str, str, dict[str, str]], None]

COLUMNS: Final = ("start", "periods", "every", "grace", "method", "day_count")
NEEDED: Final = COLUMNS[:3]
WORDS: Final[dict[str, dict[str, Any]]] = {
    "every": {one.value: one for one in Every},
    "method": {one.value: one for one in Method},
    "day_count": {one.value: one for one in DayCount},
}
NOT_A_COUNT: Final = "“{value}” is not a number of periods: write 24"
INCOMPLETE: Final = "a schedule needs a value here"
NO_RATE: Final = "a schedule needs a rate: write 0 where no interest is due"
NOT_SCHEDULED: Final = "only a contract has a schedule, not {kind}"
_COUNT: Final = re.compile(r"[0-9]{1,4}", re.ASCII)


def told_by(
    cell: Callable[[str], str],
    day: Callable[[str], date | None],
    word: Callable[[str, str], Any],
    note: Note,
) -> dict[str, Any]:
    """Read the columns that make a schedule; None stands for what cannot be read.

    Args:
        cell: Gives a column's text.
        day: Reads a column as a date, word a text as one of ``WORDS``: both tell what
            cannot be read themselves.
        word: See ``day``.
        note: Is told the column of what is no number, and why.
    """
    told: dict[str, Any] = {}
    for name in COLUMNS:
        text = cell(name)
        if not text:
            continue
        if name == "start":
            told[name] = day(name)
        elif name in WORDS:
            told[name] = word(name, text)
        else:
            told[name] = int(text) if _COUNT.fullmatch(text) else None
            if told[name] is None:
                note(name, NOT_A_COUNT, {"value": text[:40]})
    return told


def schedule_of(
    told: Mapping[str, Any],
    kind: Kind,
    instrument: Instrument | None,
    rate: str,
    note: Note,
) -> Schedule | None:
    """Give the schedule that a line's columns make, None where they make none.

    Args:
        told: What ``told_by`` read.
        kind: Of the movement: only a contract has a schedule.
        instrument: Of the contract: some are lent without interest by their nature.
        rate: Yearly, as a decimal; empty where the line says none.
        note: Is told the column of what is missing or out of place, and why.
    """
    if not told or None in told.values():
        return None
    if kind is not Kind.CONTRACT:
        note(next(iter(told)), NOT_SCHEDULED, {"kind": kind.value})
        return None
    missing = [name for name in NEEDED if name not in told]
    for name in missing:
        note(name, INCOMPLETE, {})
    if not rate and instrument not in FREE_OF_INTEREST:
        note("rate", NO_RATE, {})
        return None
    return None if missing else convert({**told, "rate": rate or "0"}, Schedule)
