"""What a ledger says beside what somebody expects it to say, and what may explain it."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from blendfund.application.reporting.frame import Asked, Frame, Report
from blendfund.domain.money import plain
from blendfund.domain.party import fold
from blendfund.exchange.settings import near
from blendfund.projections.differences import Clue, LeftOut, Part, clues, figures
from blendfund.reports.words import amount, day
from blendfund.storage.query.parts import facts_by, ids_of
from blendfund.storage.query.totals import Moment, merges, names

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence

    from blendfund.application.planning.identity import Written
    from blendfund.application.reading.reader import Reading
    from blendfund.application.writing.command import Command
    from blendfund.exchange.expected import Expected
    from blendfund.exchange.row import Row
    from blendfund.projections.facts import Total
    from blendfund.storage.keys import Vault

    Found = dict[str, dict[tuple[int, str], list[Total]]]

UNKNOWN: Final = "nothing here is called “{name}”"
UNKNOWN_NEAR: Final = "nothing here is called “{name}”: did you mean “{near}”?"
LEFT_OUT: Final = "line {lines} of the file gave no movement and holds this very amount"
ALL_LEFT_OUT: Final = "the lines that gave no movement add up to it: {lines}"
WITHOUT: Final = "without this movement the two agree: {movements}"
TWICE: Final = "counting this movement once more, the two agree: {movements}"
SIGN: Final = "counting this movement with the other sign, the two agree: {movements}"
WITHOUT_BOTH: Final = "without these two movements the two agree: {movements}"
BOTH_TWICE: Final = "counting these two movements once more, the two agree: {movements}"
DIGITS: Final = "two digits may be swapped in: {movements}"
NINE: Final = "divisible by nine: two digits may be swapped somewhere"
MOVEMENT: Final = "{amount} on {day} (position {position})"

_SAID: Final = {
    "left-out": LEFT_OUT,
    "all-left-out": ALL_LEFT_OUT,
    "without": WITHOUT,
    "twice": TWICE,
    "sign": SIGN,
    "without-both": WITHOUT_BOTH,
    "both-twice": BOTH_TWICE,
    "digits": DIGITS,
    "nine": NINE,
}
_LINES_MAX: Final = 20


class Comparison:
    """Compares what an import would leave with what is expected, before it is done."""

    def __init__(
        self, expected: Expected, say: Callable[[str], str] = str, *, french: bool = False
    ) -> None:
        self.expected = expected
        self.say = say
        self.french = french
        self.found: dict[str, Any] = {}

    def after(
        self,
        vault: Vault,
        currency: str,
        command: Command,
        rows: Sequence[Row],
        untold: Mapping[int, Sequence[int]],
    ) -> Callable[[Written], None]:
        """Give what looks at the books of an open transaction.

        ``untold`` holds the amounts on lines that are no movements, by line (minor units).
        """
        as_of = (self.expected.date or command.day()).isoformat()
        taken = {row.line for row in rows}

        def look(written: Written) -> None:
            refused = [row for row in rows if row.line in written.refused]
            left_out = [LeftOut(row.line, row.amount_minor) for row in refused]
            for line in sorted(set(untold) - taken):
                left_out += [LeftOut(line, minor) for minor in untold[line]]
            at = Moment(written.fund, as_of, written.position, head=True)
            compared = _Compared(written.books, vault, at, currency, self.say, self.french)
            self.found = compared.body(self.expected, left_out)

        return look


def differences_report(
    reading: Reading, asked: Asked, say: Callable[[str], str] = str
) -> Report:
    """What is expected, what is found, and what may explain the difference."""
    expected: Expected = asked.expected
    day = asked.as_of or expected.date
    asked = Asked(asked.fund, day, asked.known_at, french=asked.french)
    frame = Frame(reading, asked, "differences")
    compared = _Compared(
        frame.books, reading.vault, frame.at, frame.currency, say, asked.french
    )
    return frame.report(frame.totals(), say, compared.body(expected, ()))


class _Compared:
    """One comparison: the books at a moment, in somebody's language."""

    def __init__(
        self,
        books: sqlite3.Connection,
        vault: Vault,
        at: Moment,
        currency: str,
        say: Callable[[str], str],
        french: bool,  # noqa: FBT001 -- the language goes with ``say``
    ) -> None:
        self.books = books
        self.vault = vault
        self.at = at
        self.currency = currency
        self.say = say
        self.french = french
        self.facts: dict[str, Found] = {}
        self.ids: dict[str, dict[str, list[str]]] = {}
        self.shown: dict[str, dict[str, str]] = {}

    def body(self, expected: Expected, left_out: Sequence[LeftOut]) -> dict[str, Any]:
        """Give the rows, and how many agree."""
        rows = [
            self._row(by, figure, key, said.minor(self.currency), left_out)
            for by, figure, key, said in expected.each()
        ]
        differing = sum(
            bool(row["clues"] or row["difference"].strip("0.-")) for row in rows
        )
        return {
            "as_of": self.at.as_of,
            "rows": rows,
            "agreed": len(rows) - differing,
            "differing": differing,
        }

    def _row(
        self, by: str, figure: str, key: str, given: int, left_out: Sequence[LeftOut]
    ) -> dict[str, Any]:
        ids = self._ids(by, key)
        parts = self._parts(by, figure, ids)
        computed = sum(part.minor for part in parts)
        difference = given - computed
        told = [self._unknown(by, key)] if not ids else []
        if difference:
            told += [self._told(one) for one in clues(difference, parts, left_out)]
        return {
            "figure": figure,
            "by": by,
            "key": key,
            "given": plain(given, self.currency),
            "computed": plain(computed, self.currency),
            "difference": plain(difference, self.currency),
            "clues": told,
        }

    def _parts(self, by: str, figure: str, ids: Sequence[str]) -> list[Part]:
        if by not in self.facts:
            self.facts[by] = facts_by(self.books, self.at, by)
        found = self.facts[by]
        parts = [
            Part(position, on, figures(totals)[figure])
            for (position, on), totals in chain.from_iterable(
                found[one].items() for one in ids if one in found
            )
        ]
        return [part for part in parts if part.minor]

    def _ids(self, by: str, key: str) -> Sequence[str]:
        """Give the keys of the books that a name stands for; none where nothing does."""
        if by in {"", "sector", "year"}:
            return [key]
        if by not in self.ids:
            self._learn(by)
        return self.ids[by].get(fold(key), [])

    def _learn(self, by: str) -> None:
        merged = merges(self.books, self.at.position) if by == "party" else {}
        known: dict[str, list[str]] = {}
        named = list(names(self.books, self.vault, by).items())
        self.shown[by] = {fold(name): name for _, name in named}
        for number, name in [*named, *((i, n) for n, i in ids_of(self.books, by))]:
            mine = known.setdefault(fold(name), [])
            if (one := merged.get(number, number)) not in mine:
                mine.append(one)
        self.ids[by] = known

    def _unknown(self, by: str, key: str) -> dict[str, Any]:
        like = near(fold(key), self.shown[by])
        text = self.say(UNKNOWN_NEAR if like else UNKNOWN)
        said = text.format(name=key, near=self.shown[by].get(like, ""))
        return {"code": "unknown-name", "text": said, "positions": [], "lines": []}

    def _told(self, clue: Clue) -> dict[str, Any]:
        movements = ", ".join(
            self.say(MOVEMENT).format(
                amount=amount(part.minor, self.currency, french=self.french),
                day=day(date.fromisoformat(part.on), french=self.french),
                position=part.position,
            )
            for part in clue.parts
        )
        lines = ", ".join(map(str, clue.lines[:_LINES_MAX]))
        text = self.say(_SAID[clue.code]).format(movements=movements, lines=lines)
        return {
            "code": clue.code,
            "text": text,
            "positions": [part.position for part in clue.parts],
            "lines": list(clue.lines),
        }
