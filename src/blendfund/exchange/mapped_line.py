"""One movement of a spreadsheet's line: where each of its fields comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from blendfund.domain.money import EXPONENT
from blendfund.domain.party import fold
from blendfund.domain.typed import read_rate
from blendfund.domain.vocabulary import Instrument, Kind, PartyKind, Sector, Terms
from blendfund.exchange import scdl_sentences as say
from blendfund.exchange import scheduled
from blendfund.exchange.mapped_columns import alike
from blendfund.exchange.mapped_values import plain_text
from blendfund.exchange.mapping import filled, holes
from blendfund.exchange.movements import MISSING, MISSING_EITHER, NOT_A_CURRENCY, NOT_A_RATE
from blendfund.exchange.needs import NEEDS
from blendfund.exchange.row import Row
from blendfund.exchange.scdl_values import UnreadableValue, identity, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from blendfund.exchange.grid import Cell
    from blendfund.exchange.mapped_columns import Headings
    from blendfund.exchange.mapped_values import Values
    from blendfund.exchange.mapping import Mapping, Movement

NO_WORD: Final = "'{value}' is neither in values.{field} of the mapping nor one of: {known}"

ENUMS: Final[dict[str, Any]] = {
    "kind": {kind.value: kind for kind in NEEDS},
    "sector": {one.value: one for one in Sector},
    "instrument": {one.value: one for one in Instrument},
    "terms": {one.value: one for one in Terms},
    "party_kind": {one.value: one for one in PartyKind},
    **scheduled.WORDS,
}
_IDENTITIES: Final = ("party_identifier", "beneficiary_identifier")
_APART: Final = (
    *("kind", "amount", "date", "currency", "due", "late", "late_since", "rate"),
    *scheduled.COLUMNS,
)
_SIGNS: Final = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP", "$": "USD"}


class Source(NamedTuple):
    """Where a field comes from: a column, or a text; what is fixed fills the empty."""

    place: str
    column: int = -1
    template: str = ""
    fixed: str = ""


class MovementReader:
    """Reads one of the movements that a line can hold."""

    def __init__(
        self, one: Movement, mapping: Mapping, headings: Headings, values: Values
    ) -> None:
        self.one = one
        self.headings = headings
        self.values = values
        self.suffixed = False
        self.words = {
            field: {fold(text): word for text, word in texts.items()}
            for field, texts in mapping.values.items()
        }
        self.sources = {field: self._source(field) for field in self._said()}
        self.conditions = [
            (headings.at(name) or 0, wanted) for name, wanted in one.when.items()
        ]
        self.columns = {
            name: headings.at(name) or 0
            for text in one.texts.values()
            for name in holes(text)
        }

    def _said(self) -> list[str]:
        return sorted({*self.one.columns, *self.one.texts, *self.one.fixed})

    def _source(self, field: str) -> Source:
        fixed = self.one.fixed.get(field, "")
        if field in self.one.texts:
            return Source(field, template=self.one.texts[field], fixed=fixed)
        if field in self.one.columns:
            index = self.headings.at(self.one.columns[field]) or 0
            return Source(self.headings.shown(index), index, fixed=fixed)
        return Source(field, fixed=fixed)

    def takes(self, cells: Sequence[Cell]) -> bool:
        """Tell whether this movement is of such lines."""
        return all(alike(plain_text(cells[i]), wanted) for i, wanted in self.conditions)

    def place(self, field: str) -> str:
        """Name the column where a field stands, or the field itself."""
        return self.sources[field].place if field in self.sources else field

    def cell(self, field: str, cells: Sequence[Cell]) -> Cell:
        """Give what a field says, empty where it says nothing."""
        source = self.sources.get(field)
        if source is None:
            return ""
        cell: Cell = ""
        if source.template:
            texts = {name: plain_text(cells[i]) for name, i in self.columns.items()}
            if any(texts[name] for name in holes(source.template)):
                cell = filled(source.template, texts)
        elif source.column >= 0:
            cell = cells[source.column]
        if isinstance(cell, str) and not cell.strip():
            return source.fixed
        return cell

    def amount(self, cells: Sequence[Cell]) -> int | None:
        """Read the amount, signed; None where there is none. Raises UnreadableValue."""
        return self.values.amount(self.cell("amount", cells))

    def signed(self, minor: int) -> bool:
        """Tell whether an amount has the sign of this movement."""
        return self.one.sign == "any" or (minor > 0) == (self.one.sign == "positive")

    def row(self, line: int, cells: Sequence[Cell], minor: int, note: Any) -> Row | None:
        """Read the movement; what cannot be read is noted, and gives none."""
        read = _Line(self, line, cells, note)
        fields = read.fields()
        return Row(line=line, amount_minor=abs(minor), **fields) if not read.bad else None


class _Line:
    """One reading of a line; every bad cell of it is noted."""

    def __init__(
        self, reader: MovementReader, line: int, cells: Sequence[Cell], note: Any
    ) -> None:
        self.reader = reader
        self.line = line
        self.cells = cells
        self.note = note
        self.bad: set[str] = set()

    def fields(self) -> dict[str, Any]:
        """Give every field of the movement but its amount."""
        texts = {
            name: plain_text(self.reader.cell(name, self.cells))
            for name in self.reader.sources
            if name not in _APART
        }
        fields: dict[str, Any] = {
            name: self._word(name, text) if name in ENUMS else self._renamed(name, text)
            for name, text in texts.items()
        }
        kind = self._word("kind", plain_text(self.reader.cell("kind", self.cells)))
        fields |= {
            "kind": kind or Kind.EXPENSE,
            "on": self._day("date", needed=True),
            "currency": self._currency(),
            **self._more(),
        }
        if kind is not None:
            terms = self._terms()
            lent = fields.get("instrument"), fields.get("rate", "")
            fields["schedule"] = scheduled.schedule_of(terms, kind, *lent, self._bad)
        for name in _IDENTITIES:
            if fields.get(name):
                fields[name] = identity(fields[name])
        if self.reader.suffixed and fields.get("reference"):
            fields["reference"] += f":{fields['kind']}"
        if kind is not None:
            self._needs(kind, fields)
        return fields

    def _bad(self, field: str, why: str, given: dict[str, str]) -> None:
        self.bad.add(field)
        self.note(self.line, self.reader.place(field), why, given)

    def _renamed(self, field: str, text: str) -> str:
        words = self.reader.words.get(field)
        return words.get(fold(text), text) if words else text

    def _word(self, field: str, text: str) -> Any:
        words = ENUMS[field]
        said = self._renamed(field, text)
        if said in words:
            return words[said]
        if not said and field != "kind":
            return None
        if not said:
            self._bad(field, say.MISSING, {})
        else:
            known = ", ".join(words)
            given = {"value": shown(text), "field": field, "known": known}
            self._bad(field, NO_WORD, given)
        return None

    def _day(self, field: str, *, needed: bool = False) -> Any:
        try:
            day = self.reader.values.day(self.reader.cell(field, self.cells))
        except UnreadableValue as refused:
            self._bad(field, refused.why, refused.values)
            return None
        if day is None and needed:
            self._bad(field, say.MISSING, {})
        return day

    def _currency(self) -> str:
        said = plain_text(self.reader.cell("currency", self.cells)).upper()
        code = _SIGNS.get(said, said) or self.reader.values.currency
        if code not in EXPONENT and not (len(code) == 3 and code.isascii()):  # noqa: PLR2004 -- ISO 4217
            self._bad("currency", NOT_A_CURRENCY, {"value": shown(said)})
        return code

    def _more(self) -> dict[str, Any]:
        """Read the dates, amounts and rates that few movements have."""
        told: dict[str, Any] = {}
        for field in ("due", "late_since"):
            if field in self.reader.sources:
                told[field] = self._day(field)
        if "late" in self.reader.sources:
            told["late_minor"] = self._late()
        rate = plain_text(self.reader.cell("rate", self.cells))
        if rate:
            read = read_rate(rate)
            told["rate"] = read or ""
            if read is None:
                self._bad("rate", NOT_A_RATE, {"value": shown(rate)})
        return told

    def _terms(self) -> dict[str, Any]:
        """Read the columns that make a schedule."""
        return scheduled.told_by(
            lambda name: plain_text(self.reader.cell(name, self.cells)),
            self._day,
            self._word,
            self._bad,
        )

    def _late(self) -> int:
        try:
            minor = self.reader.values.amount(self.reader.cell("late", self.cells))
        except UnreadableValue as refused:
            self._bad("late", refused.why, refused.values)
            return 0
        return abs(minor or 0)

    def _needs(self, kind: Kind, fields: dict[str, Any]) -> None:
        for need in NEEDS[kind]:
            first, _, second = need.partition("|")
            if first in self.bad or fields.get(first) or fields.get(second):
                continue
            given = {"kind": kind.value, "first": first, "second": second}
            self._bad(first, MISSING_EITHER if second else MISSING, given)
