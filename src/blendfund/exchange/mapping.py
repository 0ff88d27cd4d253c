"""What a person says of their spreadsheet: its layout, its columns, what each line means.

The file is TOML; ``docs/reference/fichiers.md`` describes it. Fields of a movement come
from a text made of several columns, from one column, or are fixed, in that order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from blendfund.domain.vocabulary import Instrument, PartyKind, Sector, Terms
from blendfund.exchange import scheduled
from blendfund.exchange.needs import NEEDS
from blendfund.exchange.settings import Mistake, read_toml, unknown_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Pairs
    from pathlib import Path

    from blendfund.exchange.settings import Place

TWO_SOURCES: Final = "{value} has both a column and a text: keep one"
NO_FIELD: Final = "no movement of this file says where its {value} comes from"
NOT_A_DATE_FORMAT: Final = (
    "'{value}' is no date format: write %d for the day, %m for the month, %Y for the"
    " year, as %d/%m/%Y, or excel for days counted since 1900"
)
SAME_MARKS: Final = "thousands and decimals cannot be told apart by the same mark"
SEPARATOR: Final = "the separator is one character, such as a semicolon or a comma"
NOT_A_WORD: Final = "'{value}' is not one of: {known}"
NOT_A_TEMPLATE: Final = "'{value}' is no text with columns in braces, such as {example}"
BRACES: Final = "{Objet} - {N° dossier}"
ENCODING: Final = "'{value}' is no encoding that is read: write utf-8 or cp1252"

# What a movement can say; those of the first row must be said, or be found.
FIELDS: Final = (
    *("date", "kind", "amount", "currency", "party", "party_identifier", "party_kind"),
    *("sector", "instrument", "terms", "project", "beneficiary"),
    *("beneficiary_identifier", "beneficiary_rna", "agreement", "reference", "label"),
    *("origin", "compartment", "earmark", "bank_account", "carrier", "evidence"),
    *("rate", "due", "late", "late_since", "tranche", *scheduled.COLUMNS),
)
WORDS: Final[dict[str, tuple[str, ...]]] = {
    "kind": tuple(kind.value for kind in NEEDS),
    "sector": tuple(Sector),
    "instrument": tuple(Instrument),
    "terms": tuple(Terms),
    "party_kind": tuple(PartyKind),
    **{name: tuple(words) for name, words in scheduled.WORDS.items()},
}
EXCEL: Final = "excel"
_DIRECTIVE: Final = re.compile(r"%(.)")
_HOLE: Final = re.compile(r"\{([^{}]+)\}")
_NUMBERS: Final = {"d": "([0-9]{1,2})", "m": "([0-9]{1,2})", "Y": "([0-9]{4})"}
_NUMBERS["y"] = "([0-9]{2})"

Texts = dict[str, str]


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Layout(_Table):
    """How the spreadsheet is laid out; what is not said is found out."""

    format: Literal["", "csv", "xlsx"] = ""
    sheet: str = ""
    header: int = Field(default=0, ge=0)
    skip: int = Field(default=0, ge=0)
    encoding: str = ""
    separator: str = ""
    decimal: Literal["", ",", "."] = ""
    thousands: Literal["", " ", ".", ",", "'", "’"] = ""
    dates: list[str] = []

    @field_validator("dates", mode="before")
    @classmethod
    def _one_or_many(cls, said: Any) -> Any:
        return [said] if isinstance(said, str) else said

    @field_validator("dates")
    @classmethod
    def _dates(cls, said: list[str]) -> list[str]:
        for one in said:
            if one != EXCEL and date_pattern(one) is None:
                raise Mistake(NOT_A_DATE_FORMAT, value=one)
        return said

    @field_validator("separator")
    @classmethod
    def _separator(cls, said: str) -> str:
        if len(said) > 1 or said in {'"', "\n", "\r", " "}:
            raise Mistake(SEPARATOR)
        return said

    @field_validator("encoding")
    @classmethod
    def _encoding(cls, said: str) -> str:
        known = {"": "", "utf-8": "utf-8", "utf8": "utf-8", "cp1252": "cp1252"}
        known |= dict.fromkeys(("windows-1252", "latin-1", "iso-8859-1"), "cp1252")
        if said.casefold() not in known:
            raise Mistake(ENCODING, value=said)
        return known[said.casefold()]

    @model_validator(mode="after")
    def _marks(self) -> Layout:
        if self.decimal and self.decimal == self.thousands:
            raise Mistake(SAME_MARKS, ["thousands"])
        return self


class Said(_Table):
    """Where the fields of a movement come from."""

    columns: Texts = {}
    texts: Texts = {}
    fixed: Texts = {}

    @field_validator("columns", "texts", "fixed")
    @classmethod
    def _known_fields(cls, said: Texts) -> Texts:
        for name in said:
            if name not in FIELDS:
                raise unknown_key(name, FIELDS, (name,))
        return said

    @field_validator("fixed")
    @classmethod
    def _known_words(cls, said: Texts) -> Texts:
        for name, word in said.items():
            if name in WORDS and word not in WORDS[name]:
                known = ", ".join(WORDS[name])
                raise Mistake(NOT_A_WORD, [name], value=word, known=known)
        return said

    @field_validator("texts")
    @classmethod
    def _templates(cls, said: Texts) -> Texts:
        for name, text in said.items():
            if not _HOLE.search(text) or set(_HOLE.sub("", text)) & {"{", "}"}:
                raise Mistake(NOT_A_TEMPLATE, [name], value=text, example=BRACES)
        return said

    @model_validator(mode="after")
    def _one_source(self) -> Said:
        for name in self.texts:
            if name in self.columns:
                raise Mistake(TWO_SOURCES, ["texts", name], value=name)
        return self


class Movement(Said):
    """One movement that a line can hold: when, and what it says of its own."""

    sign: Literal["positive", "negative", "any"] = "positive"
    when: dict[str, list[str]] = {}


class Mapping(Said):
    """What a whole file of settings says."""

    file: Layout = Layout()
    values: dict[str, Texts] = {}
    ignore: dict[str, list[str]] = {}
    movement: list[Movement] = []

    @field_validator("values")
    @classmethod
    def _known_values(cls, said: dict[str, Texts]) -> dict[str, Texts]:
        for name, words in said.items():
            if name not in FIELDS:
                raise unknown_key(name, FIELDS, (name,))
            for text, word in words.items():
                if name in WORDS and word not in WORDS[name]:
                    known = ", ".join(WORDS[name])
                    raise Mistake(NOT_A_WORD, [name, text], value=word, known=known)
        return said

    @model_validator(mode="after")
    def _whole(self) -> Mapping:
        for index, one in enumerate(self.movements()):
            for name in ("date", "kind", "amount"):
                if not (name in one.columns or name in one.texts or name in one.fixed):
                    place: Place = ("movement", index) if self.movement else ()
                    raise Mistake(NO_FIELD, place, value=name)
        return self

    def movements(self) -> list[Movement]:
        """Give the movements a line can hold, each with all it says."""
        shared = Movement(columns=self.columns, texts=self.texts, fixed=self.fixed)
        return [_joined(shared, one) for one in self.movement] or [shared]


def _joined(shared: Movement, one: Movement) -> Movement:
    """Add what all movements say to what one says; its own word wins."""
    own = {*one.columns, *one.texts}
    columns = {k: v for k, v in shared.columns.items() if k not in own | {*one.fixed}}
    texts = {k: v for k, v in shared.texts.items() if k not in own | {*one.fixed}}
    fixed = {k: v for k, v in shared.fixed.items() if k not in own}
    return Movement(
        columns=columns | one.columns,
        texts=texts | one.texts,
        fixed=fixed | one.fixed,
        sign=one.sign,
        when=one.when,
    )


def holes(template: str) -> list[str]:
    """Give the columns that a text is made of."""
    return _HOLE.findall(template)


def filled(template: str, cells: Pairs[str, str]) -> str:
    """Put cells into a text."""
    return _HOLE.sub(lambda found: cells[found[1]], template)


def date_pattern(form: str) -> tuple[re.Pattern[str], str] | None:
    """Give what matches a date format, and the order of its parts; None if it is none."""
    order = "".join(_DIRECTIVE.findall(form))
    if sorted(order.replace("y", "Y")) != ["Y", "d", "m"]:
        return None
    pattern = ""
    for index, part in enumerate(_DIRECTIVE.split(form)):
        pattern += _NUMBERS[part] if index % 2 else re.escape(part)
    return re.compile(pattern, re.ASCII), order


def read_mapping(path: Path) -> tuple[Mapping, str]:
    """Read a mapping; give it with its SHA-256. Raises FileRejected, FileUnreadable."""
    return read_toml(path, Mapping, _keys)


def _keys(place: Place) -> Iterable[str]:
    if place == ("file",):
        return Layout.model_fields
    return Movement.model_fields if place[:1] == ("movement",) else Mapping.model_fields
