"""blendfund's own movement file: one line a movement, read strictly, never half."""

from __future__ import annotations

import csv
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from msgspec import Struct

from blendfund.domain.errors import Problem
from blendfund.domain.money import EXPONENT, MAX_MINOR, read_plain
from blendfund.domain.vocabulary import Instrument, Kind, PartyKind, Sector, Terms
from blendfund.exchange import scheduled
from blendfund.exchange.lines import Lines
from blendfund.exchange.needs import NEEDS
from blendfund.exchange.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from blendfund.domain.schedule import Schedule

HEADER: Final = [
    "date",
    "kind",
    "party",
    "sector",
    "instrument",
    "terms",
    "project",
    "agreement",
    "amount",
    "currency",
    "reference",
    "label",
]
OPTIONAL: Final = [
    *("party_kind", "origin", "compartment", "earmark", "bank_account", "carrier"),
    *("evidence", "rate", "due", "late", "late_since"),
    *scheduled.COLUMNS,
    "tranche",
]

W = TypeVar("W")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
RATE: Final = re.compile(r"[01](?:\.[0-9]{1,6})?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)

NOT_A_DATE = "“{value}” is not a date of the calendar (YYYY-MM-DD)"
NOT_A_WORD = "“{value}” is not one of: {words}"
NOT_AN_AMOUNT = (
    "“{value}” is not an amount: write 1250, 1250.5 or 1250.50, above zero and at most"
    " 10^15 minor units"
)
NOT_A_RATE = "“{value}” is not a yearly rate: write 0.02 for two per cent"
NOT_A_CURRENCY = "“{value}” is not a currency code such as EUR"
MISSING = "{kind} needs a value here"
MISSING_EITHER = "{kind} needs {first} or {second}"
WRONG_HEADER = "the header must be exactly: {header} (then, if you like: {optional})"
WRONG_COLUMNS = "{found} columns where the header has {wanted}"


class MovementFile(Struct, frozen=True):
    """What a file holds: its rows, what cannot be read, and its SHA-256."""

    rows: list[Row]
    problems: list[Problem]
    sha256: str
    cells: dict[int, list[str]]
    header: list[str]
    blank: int = 0


def read_movements(path: Path, *, keep_cells: bool = False) -> MovementFile:
    """Read a movement file; whatever is wrong with it is in ``problems``.

    Args:
        path: The file.
        keep_cells: Keep every line's cells too, for a quarantine file.
    """
    lines = Lines(path)
    reader = csv.reader(lines, strict=True)
    header = _header(reader, lines)
    if header is None:
        return MovementFile([], lines.problems, lines.digest(), {}, [])
    rows: list[Row] = []
    cells: dict[int, list[str]] = {}
    parse = _Parser(header, lines.problems)
    blank = 0
    for line, found in _records(reader, lines):
        if not any(found):
            blank += 1
            continue
        row = parse(line, found)
        if row is not None:
            rows.append(row)
        if keep_cells:
            cells[line] = found
    lines.problems.sort(key=lambda problem: problem.line)
    return MovementFile(rows, lines.problems, lines.digest(), cells, header, blank)


def _header(reader: Iterator[list[str]], lines: Lines) -> list[str] | None:
    try:
        header = next(reader, [])
    except csv.Error:
        header = []
    extra = header[len(HEADER) :]
    known = set(extra) <= set(OPTIONAL) and len(set(extra)) == len(extra)
    if header[: len(HEADER)] == HEADER and known and not lines.problems:
        return header
    if not lines.problems:
        given = {"header": ",".join(HEADER), "optional": ",".join(OPTIONAL)}
        lines.problems.append(Problem(1, "", WRONG_HEADER, given))
    return None


def _records(reader: Iterator[list[str]], lines: Lines) -> Iterator[tuple[int, list[str]]]:
    while True:
        start = lines.number + 1
        try:
            found = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            lines.problem(start, "", str(wrong))
            continue
        if not lines.spoiled(start):
            yield start, found


class _Words(NamedTuple):
    """A line's closed words, recognised: the same few come back on every line."""

    kind: Kind | None
    sector: Sector | None
    instrument: Instrument | None
    terms: Terms | None
    party_kind: PartyKind | None


class _Parser:
    """Turns cells into rows; notes every cell that cannot be read."""

    def __init__(self, header: Sequence[str], problems: list[Problem]) -> None:
        self.width = len(header)
        self.extra = list(header[len(HEADER) :])
        self.problems = problems
        self.dates: dict[str, date] = {}
        self.known: dict[tuple[str, ...], _Words] = {}

    def __call__(self, line: int, cells: list[str]) -> Row | None:
        if len(cells) != self.width:
            given = {"found": str(len(cells)), "wanted": str(self.width)}
            self.problems.append(Problem(line, "", WRONG_COLUMNS, given))
            return None
        before = len(self.problems)
        on, word, party, sector, instrument, terms, project, agreement = cells[:8]
        amount, currency, reference, label = cells[8:12]
        more = dict(zip(self.extra, cells[12:], strict=True)) if self.extra else {}
        natural = more.pop("party_kind", "")
        said = (word, sector, instrument, terms, natural)
        words = self.known.get(said) or self._words(line, said)
        amount_minor = self._amount(line, amount, currency)
        told = self._more(line, more, currency, words) if more else {}
        row = Row(
            line=line,
            on=self.dates.get(on) or self._date(line, on),
            kind=words.kind or Kind.EXPENSE,
            amount_minor=amount_minor,
            currency=currency,
            party=party,
            sector=words.sector,
            instrument=words.instrument,
            terms=words.terms,
            project=project,
            agreement=agreement,
            reference=reference,
            label=label,
            party_kind=words.party_kind,
            **told,
        )
        if words.kind is not None:
            self._needs(line, words.kind, cells)
        return row if len(self.problems) == before else None

    def _more(
        self, line: int, more: dict[str, str], currency: str, words: _Words
    ) -> dict[str, Any]:
        """Read the optional columns that are not texts."""
        told: dict[str, Any] = dict(more)
        terms = {name: told.pop(name, "") for name in scheduled.COLUMNS}
        for name in ("due", "late_since"):
            text = told.pop(name, "")
            if text:
                told[name] = self.dates.get(text) or self._date(line, text, name)
        late = told.pop("late", "")
        if late:
            told["late_minor"] = self._amount(line, late, currency, "late")
        if told.get("rate") and not RATE.fullmatch(told["rate"]):
            given = {"value": told["rate"]}
            self.problems.append(Problem(line, "rate", NOT_A_RATE, given))
        if any(terms.values()):
            told["schedule"] = self._schedule(line, terms, told.get("rate", ""), words)
        return told

    def _schedule(
        self, line: int, terms: dict[str, str], rate: str, words: _Words
    ) -> Schedule | None:
        """Read the columns that make a schedule."""

        def note(column: str, why: str, given: dict[str, str]) -> None:
            self.problems.append(Problem(line, column, why, given))

        def word(column: str, text: str) -> Any:
            return self._word(line, column, text, scheduled.WORDS[column])

        told = scheduled.told_by(
            terms.__getitem__, lambda name: self._date(line, terms[name], name), word, note
        )
        if words.kind is None:
            return None
        return scheduled.schedule_of(told, words.kind, words.instrument, rate, note)

    def _words(self, line: int, said: tuple[str, ...]) -> _Words:
        before = len(self.problems)
        words = _Words(
            self._word(line, "kind", said[0], _KINDS, needed=True),
            self._word(line, "sector", said[1], _SECTORS),
            self._word(line, "instrument", said[2], _INSTRUMENTS),
            self._word(line, "terms", said[3], _TERMS),
            self._word(line, "party_kind", said[4], _PARTIES),
        )
        if len(self.problems) == before:
            self.known[said] = words
        return words

    def _word(
        self,
        line: int,
        column: str,
        text: str,
        words: dict[str, W],
        *,
        needed: bool = False,
    ) -> W | None:
        if not text and not needed:
            return None
        word = words.get(text)
        if word is None:
            given = {"value": text, "words": ", ".join(words)}
            self.problems.append(Problem(line, column, NOT_A_WORD, given))
        return word

    def _date(self, line: int, text: str, column: str = "date") -> date:
        if _DATE.fullmatch(text):
            try:
                self.dates[text] = day = date.fromisoformat(text)
            except ValueError:
                pass
            else:
                return day
        self.problems.append(Problem(line, column, NOT_A_DATE, {"value": text}))
        return date.min

    def _amount(self, line: int, text: str, currency: str, column: str = "amount") -> int:
        if currency not in EXPONENT and not _CURRENCY.fullmatch(currency):
            given = {"value": currency}
            self.problems.append(Problem(line, "currency", NOT_A_CURRENCY, given))
            return 0
        minor = read_plain(text, currency if currency in EXPONENT else "EUR")
        if minor is None or not 0 < minor <= MAX_MINOR:
            given = {"value": text}
            self.problems.append(Problem(line, column, NOT_AN_AMOUNT, given))
            return 0
        return minor

    def _needs(self, line: int, kind: Kind, cells: Sequence[str]) -> None:
        for need in NEEDS[kind]:
            first, _, second = need.partition("|")
            if cells[_COLUMN[first]].strip() or (second and cells[_COLUMN[second]].strip()):
                continue
            given = {"kind": kind.value, "first": first, "second": second}
            why = MISSING_EITHER if second else MISSING
            self.problems.append(Problem(line, first, why, given))


_COLUMN: Final = {name: i for i, name in enumerate(HEADER)}
_KINDS: Final = {word.value: word for word in NEEDS}
_SECTORS: Final = {word.value: word for word in Sector}
_INSTRUMENTS: Final = {word.value: word for word in Instrument}
_TERMS: Final = {word.value: word for word in Terms}
_PARTIES: Final = {word.value: word for word in PartyKind}
